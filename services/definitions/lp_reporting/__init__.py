"""What the keys of LP Reporting mean: investors, their accounts, and how money is shared."""

from services.definitions.lp_reporting import accounts, register, sharing

ENTRIES = (*register.ENTRIES, *accounts.ENTRIES, *sharing.ENTRIES)
