"""The measures: pure functions from numbers to a number or None."""
