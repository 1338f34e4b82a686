"""What Team Operations reads."""
