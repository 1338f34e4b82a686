"""The formula book as a page to read, made from its entries so that it cannot go stale."""

from __future__ import annotations

from collections.abc import Sequence

from services.definitions import (
    deal_flow,
    fund_books,
    fund_comparison,
    fund_performance,
    lp_reporting,
    market_intelligence,
    portfolio,
    portfolio_analytics,
    risk,
    statistics,
    team_operations,
)
from services.definitions.entry import Definition

HEAD = """# Definitions

What every figure means, by the key it has in the answers; `module.key` where a module means
something of its own. `GET /api/v1/definitions` gives the same with sources and edges.

This page is made by `services.definitions.document.page()`.
"""
PARTS: tuple[tuple[str, Sequence[Definition]], ...] = (
    (
        "Fund Performance",
        (
            *fund_performance.ENTRIES,
            *portfolio.ENTRIES,
            *fund_comparison.ENTRIES,
            *fund_books.ENTRIES,
        ),
    ),
    ("Portfolio Analytics", portfolio_analytics.ENTRIES),
    ("Deal Flow", deal_flow.ENTRIES),
    ("Market Intelligence", market_intelligence.ENTRIES),
    ("LP Reporting", lp_reporting.ENTRIES),
    ("Team Operations", team_operations.ENTRIES),
    ("Risk", risk.ENTRIES),
    ("Everywhere", statistics.ENTRIES),
)


def page() -> str:
    """The whole page as Markdown: one table per module."""
    return "\n".join([HEAD, *(_table(title, entries) for title, entries in PARTS)])


def _table(title: str, entries: Sequence[Definition]) -> str:
    lines = [f"## {title}", "", "| key | unit | meaning | formula |", "| --- | --- | --- | --- |"]
    lines += [
        f"| `{one.id}` | {one.unit} | {_cell(one.text)} | {_cell(one.formula)} |" for one in entries
    ]
    return "\n".join([*lines, ""])


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")
