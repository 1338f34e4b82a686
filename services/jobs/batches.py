"""Funds in batches: one task and one set of statements for many of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

TASK = 200  # funds a message names
CHUNK = 50  # funds computed and written in one transaction, well within a lease


def batches(fund_ids: Sequence[str], size: int) -> Iterator[list[str]]:
    """The funds in order, `size` at a time."""
    for start in range(0, len(fund_ids), size):
        yield list(fund_ids[start : start + size])
