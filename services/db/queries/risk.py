"""What Risk reads."""
