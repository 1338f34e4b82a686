"""Selects that several modules use, one noun a file: `(session, …, known_on) -> rows`."""
