"""Team Operations, computed ahead."""
