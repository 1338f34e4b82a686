"""What LP Reporting reads: books in `books`, packs in `reports`."""
