"""What an answer stands on, in words: funds, basis, credit line, currency, both clocks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from layouts import formats

if TYPE_CHECKING:
    from services.envelope import FundRef, Meta, Note

BASES = {
    "net_lp": "net to LPs",
    "net_fund": "net of the fund, GP included",
    "gross": "gross of fees and carry",
}
STALE_AFTER_DAYS = 120


def basis(meta: Meta) -> str:
    """`net to LPs, with credit line`."""
    return f"{BASES.get(meta.basis, meta.basis)}, {meta.credit_line} credit line"


def named(funds: Sequence[FundRef]) -> str:
    """The fund's name, or how many are pooled."""
    if not funds:
        return "No fund"
    return funds[0].name if len(funds) == 1 else f"{len(funds)} funds pooled"


def known_on(meta: Meta) -> str:
    """`as known now`, or as of the day to which the page is set back."""
    if meta.known_on is None:
        return "as known now"
    return f"as known on {formats.day(meta.known_on)}"


def source(meta: Meta) -> str:
    """The source line: whose figures, and how the flows are dated."""
    dated = "daily dated flows" if meta.dating == "daily" else f"{meta.dating} flows"
    return f"Source: {meta.source or 'imported facts'}; {dated}, {meta.day_count}"


def nav_age(meta: Meta) -> int | None:
    """Days between the valuation used and the as-of day, None without a valuation."""
    return None if meta.nav_as_of is None else (meta.as_of - meta.nav_as_of).days


def reason(notes: Sequence[Note], *fields: str) -> str | None:
    """The sentence that tells why one of the fields is not given."""
    return next((note.text for note in notes if note.field in fields), None)
