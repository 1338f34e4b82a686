"""Rows behind a figure: thin ones to be added up, and where some of them were read from."""
