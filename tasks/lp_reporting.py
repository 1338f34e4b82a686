"""LP Reporting, computed ahead."""
