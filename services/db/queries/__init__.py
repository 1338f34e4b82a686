"""Every SELECT of one module per file."""
