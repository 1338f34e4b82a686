"""The checks themselves: each looks at the evidence and says what it finds, by subject."""
