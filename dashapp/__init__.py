"""The web process: puts the parts together and speaks HTTP."""
