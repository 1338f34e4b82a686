"""From the text of a cell to a value, or to the reason why there is none."""
