"""Who may come in and what they may see: identities, grants, and the secrets that prove them."""
