"""The partnership agreement applied to the books: terms, accounts of investors, waterfalls."""
