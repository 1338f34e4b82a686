"""How a fund stands: its figures, their history, its peers and the market beside it."""
