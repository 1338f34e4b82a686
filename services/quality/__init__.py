"""Proof: the books are checked when they change, and what was found is kept and shown."""
