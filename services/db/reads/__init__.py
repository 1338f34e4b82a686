"""Selects that several modules share, one noun per file."""
