"""What the panels of LP Reporting share: rights, ways to an investor, words, small bits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from dash import html

from layouts import formats
from layouts.formats import Number
from layouts.lp_reporting import INVESTOR_VIEW
from layouts.panels import Part, View, icon
from layouts.portfolio_analytics.cells import amount, named, number, plural
from layouts.rows import Bar, Bit, Piece

if TYPE_CHECKING:
    from services.envelope import Meta

API = "/api/v1/dashboards/lp-reporting"
MUTED = "muted"
MOST_TERMS = 2  # chips of a side letter in a row of the register
TYPES = {
    "pension": "Pension",
    "insurance": "Insurer",
    "sovereign": "Sovereign",
    "endowment": "Endowment",
    "foundation": "Foundation",
    "fund_of_funds": "Fund of funds",
    "family_office": "Family office",
    "bank": "Bank",
    "gp": "General partner",
}
STATES = {  # of a pack: icon and tone
    "draft": ("file-text", ""),
    "approved": ("check", "acc"),
    "locked": ("lock", "good"),
    "superseded": ("known", ""),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """What the reader may do, and whether it is an investor, who sees itself alone."""

    prepare: bool = False
    approve: bool = False
    lock: bool = False
    investor: bool = False


ITSELF = Rights(investor=True)


def type_of(lp_type: str | None) -> str:
    """`Fund of funds` of `fund_of_funds`."""
    return TYPES.get(lp_type or "", named(lp_type))


def leads(view: View, name: str, code: str | None, *, look: str = "co") -> Bit:
    """An investor's name, which leads to its page; a framed panel has no way out."""
    if view.embedded or not code:
        return Bit(text=name, look=look)
    return Bit(text=name, go=view.here(lp=code, view=INVESTOR_VIEW, report=None), look=look)


def money(
    value: Number | None,
    size: int,
    figures: Mapping[str, str],
    name: str,
    *,
    look: str | None = None,
) -> Piece:
    """An amount in the unit of its table that opens its explanation; nought stands back."""
    text = cut(value, size)
    quiet = look or (MUTED if value is not None and not value else None)
    return number(text, figures, name, look=quiet)


def cut(value: Number | None, size: int) -> str:
    """`14.40` in millions with two places, the whole amount where tables stand in units."""
    if value is None or not formats.known(value):
        return formats.MISSING
    if size == 1:
        return amount(value, 1)
    scaled = f"{abs(float(value)) / size:,.2f}"
    return f"({scaled})" if value < 0 and scaled.strip("0.,") else scaled


def cents(value: Number | None) -> str:
    """`11,840,000.25`, negative in parentheses."""
    return formats.money(value, cents=True)


def share(value: float | None, most: float | None) -> list[Piece]:
    """A bar as long as the share against the largest of its column, and the share as text."""
    if value is None:
        return [formats.MISSING]
    long = 100 * value / most if most else 0.0
    drawn = Bar(parts=[(0.0, max(long, 1.0), "cat-1")], look="lpshare hm")
    return [drawn, Bit(text=formats.percent(value), look="lppart-of")]


def late(days: int | None, *, paid: bool = False) -> list[Piece]:
    """A chip that says how late a call is, or nothing."""
    if not days:
        return []
    words = f"paid {days} d late" if paid else f"{days} d late"
    return [" ", Bit(text=words, icon="age", look="chip warn hm")]


def state_chip(state: str) -> Bit:
    """The state of a pack: icon and word."""
    sign, tone = STATES.get(state, STATES["draft"])
    return Bit(text=state, icon=sign, look=f"chip {tone}".strip())


def state_mark(state: str) -> html.Span:
    """The same outside of a table."""
    sign, tone = STATES.get(state, STATES["draft"])
    return html.Span([icon(sign, small=True), state], className=f"chip {tone}".strip())


def quarter_of(period: str) -> str:
    """`Q3 2026` of `2026Q3`; other periods as they are written."""
    year, mark, place = period.partition("Q")
    return f"Q{place} {year}" if mark else period


def short_quarter(period: str) -> str:
    """`Q3` of `2026Q3`."""
    return quarter_of(period).partition(" ")[0]


def day_of(moment: Any) -> str:
    """`10 Nov` of a day or a moment, with the year left out."""
    return formats.MISSING if moment is None else formats.day(moment).rsplit(" ", 1)[0]


def source(meta: Meta | None, books: str) -> str:
    """`Source: partnership ledger; fund administrator`."""
    told = getattr(meta, "source", None)
    return f"Source: {books}; {told}" if told else f"Source: {books}"


def today_of(meta: Meta) -> date | None:
    """The day on which a page is read: that of the known-on clock, else when it was computed."""
    moment = meta.known_on or meta.computed_at
    return None if moment is None else moment.date()


def due(day: date, today: date | None) -> str:
    """`in two days`, `today`, `three days ago` from the day a page is read on."""
    if today is None:
        return f"by {formats.day(day)}"
    left = (day - today).days
    if left == 0:
        return "today"
    return f"in {plural(left, 'day')}" if left > 0 else f"{plural(-left, 'day')} ago"


def terms_chips(terms: Sequence[Any]) -> list[Bit]:
    """What was agreed with an investor beside the agreement, one chip each."""
    told: dict[str, list[str]] = {}
    for one in terms:
        told.setdefault(term_words(one), []).append(_whole(one))
    shown = list(told.items())
    chips = [
        Bit(text=words, look="chip hm", title="; ".join(whole))
        for words, whole in shown[:MOST_TERMS]
    ]
    if rest := [words for words, _ in shown[MOST_TERMS:]]:
        chips.append(Bit(text=f"+{len(rest)}", look="chip hm", title=", ".join(rest)))
    return chips


def term_words(one: Any) -> str:
    """`MFN`, `fee −10 %`, `no defence`, `ILPA`: a side letter's term in a word or two."""
    term, value = one.term, str(one.value)
    if term == "mfn":
        return "MFN"
    if term == "fee_discount":
        return f"fee {formats.MINUS}{_rate(value)}"
    if term in {"management_fee", "management_fee_rate", "carry_rate"}:
        return f"{'carry' if term == 'carry_rate' else 'fee'} {_rate(value)}"
    if term == "excused_sector":
        return f"no {value}"
    if term == "reporting":
        return value.upper() if len(value) <= 4 else named(value)
    return named(term)


def _rate(text: str) -> str:
    try:
        found = float(text) * 100
    except ValueError:
        return text
    return f"{found:.4g}{formats.THIN}%"


def _whole(one: Any) -> str:
    since = f" since {formats.day(one.since)}" if one.since else ""
    return f"{named(one.term)}: {one.value} ({one.fund}){since}"


def note_line(ok: bool, words: str) -> html.P:
    """A line below a statement with the sign of a check before it."""
    tone, sign = ("good", "check") if ok else ("bad", "failed")
    return html.P(
        [html.Span(icon(sign, small=True), className=tone), html.Span(words)],
        className="tiny lpfoot",
    )


def go(inside: Part, href: str, **more: Any) -> html.A:
    """A way within the page that does not jump to its top."""
    return html.A(inside, href=href, **{"data-go": "", **more})
