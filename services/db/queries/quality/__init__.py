"""What the checks of the books read: sums made by the database, never rows of a ledger."""
