"""What went wrong with our machines, with carriers and on phones, from evidence: never a word against a person."""
