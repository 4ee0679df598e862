"""What a person lets a lawyer or somebody they trust see: invited, accepted, looked at, ended."""
