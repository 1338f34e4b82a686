"""The whole demonstration firm as the files it would have imported."""

from __future__ import annotations

from services.demo import activity_files, fund_files, market_files, portfolio_files
from services.demo.files import File


def firm() -> tuple[File, ...]:
    """Every file of the firm, in an order in which each refers only to earlier ones."""
    return (
        *fund_files.files(),
        *activity_files.people_files(),
        *portfolio_files.files(),
        *fund_files.balance_files(),
        *activity_files.files(),
        *market_files.files(),
    )
