"""Writing facts: one transaction, set by set, old rows kept with the moment they ended."""
