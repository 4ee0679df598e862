"""What natives say of our translations: which sentences they have read, and what they would say instead."""
