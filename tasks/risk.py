"""Risk, computed ahead."""
