"""The firm on one page: all funds, what changed, what needs attention."""
