"""The Reporting Template: one investor's account, the total fund's and the general partner's."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.calc.account_roll import TOTALS, rolled
from services.calc.capital_account import (
    CARRY,
    EXPENSES,
    FEES,
    GAINS,
    INCOME,
    LINES,
    NAV,
)
from services.calc.capital_account import FLOWS as FLOWS_SECTION
from services.db.reads.partners import POSTED, LineRow
from services.envelope import Note
from services.lp_reporting.ilpa.places import PLACES, Place
from services.lp_reporting.results.ilpa import KeyDates, ReportingTemplate, TemplateLine
from services.partners.books import Partnership
from services.partners.interests import Interest, Position, pooled

LEDGER, STATEMENTS, FLOWS = "ledger", "statements", "flows"
SPANS = ("qtd", "ytd", "itd")
BLOCKS = ("lp", "fund", "gp")
NOTHING = Decimal(0)
# Lines of older statements, and the line of this template that takes them in.
FOLDED = {"partnership_expenses": "other_expenses", "interest_expense": "other_interest_expense"}
RECOGNISED, UNAPPLIED = ("offset_", "unapplied_"), ("unapplied_", "offsets_recognized")
RESULTS = frozenset(
    s for s, line in LINES.items() if line.section in (FEES, EXPENSES, INCOME, GAINS)
)
# Sections of a ledger in which a line without a posting is nothing.
KEPT = (NAV, FLOWS_SECTION, FEES, EXPENSES, INCOME, GAINS, CARRY)
MOVED = ("commitment", "inside", "recallable", "released", "adjusted")
Lines = dict[str, Decimal]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One of the three blocks: whose lines, and where it stands on any day."""

    name: str
    rows: tuple[LineRow, ...]
    interests: tuple[Interest, ...]

    def at(self, day: date) -> Position:
        return pooled([interest.at(day) for interest in self.interests], day=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A column's days, both included; `start` None: since inception."""

    name: str
    start: date | None
    end: date


def template(
    part: Partnership,
    who: Interest,
    rows: Sequence[LineRow],
    *,
    dates: tuple[date | None, date | None, date | None],
) -> ReportingTemplate:
    """The template of one investor as of the partnership's day.

    `rows` are all lines of the fund's ledger and statements; `dates` the fund's inception, end of
    investment period and of term.
    """
    assert who.investor is not None
    spans = _spans(part.as_of)
    blocks = [_block(name, part, who, rows) for name in BLOCKS]
    notes: list[Note] = list(part.notes())
    sources: dict[str, str] = {}
    cells: dict[str, Lines] = {}
    for block in blocks:
        for span in spans:
            source, found, told = _column(part, block, span)
            sources[block.name] = source
            cells[f"{block.name}_{span.name}"] = found
            notes += told
    year, quarter = spans[1].start, spans[0].start
    assert year is not None and quarter is not None
    return ReportingTemplate(
        lp_id=who.investor.id,
        lp=who.investor.code,
        name=who.investor.name,
        fund=part.fund.code,
        fund_name=part.fund.name,
        period=f"{part.as_of.year}Q{(part.as_of.month + 2) // 3}",
        key_dates=KeyDates(
            inception=dates[0],
            investment_period_end=dates[1],
            termination=dates[2],
            year_start=year,
            period_start=quarter,
            period_end=part.as_of,
        ),
        lines=tuple(_line(place, cells) for place in PLACES),
        sources=sources,
        meta=part.frame.meta(ReportingTemplate),
        notes=tuple(dict.fromkeys(notes)),
    )


def _spans(end: date) -> tuple[Span, ...]:
    first = date(end.year, (end.month - 1) // 3 * 3 + 1, 1)
    return (
        Span(name="qtd", start=first, end=end),
        Span(name="ytd", start=date(end.year, 1, 1), end=end),
        Span(name="itd", start=None, end=end),
    )


def _block(name: str, part: Partnership, who: Interest, rows: Sequence[LineRow]) -> Block:
    if name == "lp":
        assert who.investor is not None
        own = [row for row in rows if row.investor_id == who.investor.id]
        return Block(name=name, rows=tuple(own), interests=(who,))
    if name == "gp":
        general = part.general or tuple(i for i in part.interests if _is_called_gp(i))
        ids = {interest.investor.id for interest in general if interest.investor}
        own = [row for row in rows if row.investor_id in ids]
        return Block(name=name, rows=tuple(own), interests=general)
    totals = [row for row in rows if row.investor_id is None]
    everybody = (part.whole, *part.general) if part.separable else (part.whole,)
    return Block(name=name, rows=tuple(totals or rows), interests=everybody)


def _is_called_gp(interest: Interest) -> bool:
    """Whether it is the block GP of an imported template, where no type of investor is known."""
    return interest.investor is not None and interest.investor.code == "GP"


def _column(part: Partnership, block: Block, span: Span) -> tuple[str, Lines, list[Note]]:
    """The lines of one column, what they stand on, and what to know of them."""
    posted = _summed(
        part,
        (
            row
            for row in block.rows
            if row.span == POSTED and row.day <= span.end and (span.start or date.min) <= row.day
        ),
    )
    keeps_books = any(row.span == POSTED and row.account in RESULTS for row in block.rows)
    stated = _summed(
        part, (row for row in block.rows if row.span == span.name and row.day == span.end)
    )
    if keeps_books:
        return LEDGER, *_of_ledger(block, span, posted)
    if stated:
        return STATEMENTS, rolled(_folded(stated)), []
    return FLOWS, *_of_flows(block, span)


def _summed(part: Partnership, rows: Iterable[LineRow]) -> Lines:
    found: Lines = {}
    for row in rows:
        amount = part.money(row.amount, row.currency, row.day)
        if amount is not None:
            found[row.account] = found.get(row.account, NOTHING) + amount
    return found


def _folded(lines: Lines) -> Lines:
    found = dict(lines)
    for old, new in FOLDED.items():
        if old in found:
            found[new] = found.get(new, NOTHING) + found.pop(old)
    return found


def _of_ledger(block: Block, span: Span, posted: Lines) -> tuple[Lines, list[Note]]:
    """Postings between an opening and a closing value; a line without a posting is nothing."""
    notes = []
    before = _before(block, span)
    lines = {slug: NOTHING for slug, line in LINES.items() if line.section in KEPT}
    lines = {slug: amount for slug, amount in lines.items() if not LINES[slug].total}
    lines |= _folded(posted) | _promised(block, span, before)
    lines["beginning_nav"] = NOTHING if before is None else before.nav or NOTHING
    lines["carry_beginning"] = _carried(block, span)
    found = rolled({slug: amount for slug, amount in lines.items() if slug not in FOLDED})
    if not any(row.account.startswith(RECOGNISED) for row in block.rows):
        # Only what was applied is posted: what is still unapplied is not known.
        found = {slug: v for slug, v in found.items() if not slug.startswith(UNAPPLIED)}
    value = block.at(span.end).nav
    if value is not None and value != found["ending_nav"]:
        text = (
            f"{span.name.upper()} of {block.name}: opening value and postings add up to "
            f"{found['ending_nav']:,}, the value of {span.end} is {value:,}."
        )
        notes.append(Note("ending_nav", "does_not_foot", text))
    return found, notes


def _of_flows(block: Block, span: Span) -> tuple[Lines, list[Note]]:
    """What flows and values alone tell."""
    if not block.interests:
        text = "The general partner's own part cannot be told apart from the others'."
        return {}, [Note(block.name, "not_told_apart", text)]
    before, now = _before(block, span), block.at(span.end)
    lines: Lines = _promised(block, span, before)
    called, paid = now.called, now.distributions
    if called is not None and paid is not None:
        lines["contributions"] = called - _then(before, "called")
        lines["distributions"] = _then(before, "distributions") - paid
        lines["total_flows"] = lines["contributions"] + lines["distributions"]
    opening = NOTHING if before is None else before.nav
    lines |= {} if opening is None else {"beginning_nav": opening}
    lines |= {} if now.nav is None else {"ending_nav": now.nav}
    text = "Fees, income and gains are not told apart: no ledger and no statement is known."
    return lines, [Note(block.name, "flows_only", text)]


def _before(block: Block, span: Span) -> Position | None:
    """Where the block stood on the eve of the span; None since inception."""
    return None if span.start is None else block.at(span.start - timedelta(days=1))


def _promised(block: Block, span: Span, before: Position | None) -> Lines:
    """The commitment's roll-forward; empty where nothing is known of it."""
    now = block.at(span.end)
    if None in (now.commitment, now.inside, now.recallable):
        return {}
    moved = {name: _then(now, name) - _then(before, name) for name in MOVED}
    lines = {
        "total_commitment": _then(now, "commitment"),
        "unfunded_contributions": -moved["inside"],
        "recallable_distributions": moved["recallable"],
        "expired_commitments": -moved["released"],
        "unfunded_adjustment": moved["adjusted"],
    }
    opening = now.commitment if before is None else before.unfunded
    if opening is not None:
        lines["beginning_unfunded"] = opening
        if before is not None:  # what was promised since
            lines["unfunded_adjustment"] += moved["commitment"]
        lines["ending_unfunded"] = opening + sum(
            (lines[slug] for slug in TOTALS["ending_unfunded"][1:]), NOTHING
        )
    return lines


def _then(before: Position | None, name: str) -> Decimal:
    found: Decimal | None = None if before is None else getattr(before, name)
    return found or NOTHING


def _carried(block: Block, span: Span) -> Decimal:
    """Carried interest accrued and not paid before the span, a charge."""
    if span.start is None:
        return NOTHING
    parts = ("carry_accrued", "carry_earned", "carry_paid", "clawback")
    return sum(
        (
            row.amount
            for row in block.rows
            if row.span == POSTED and row.account in parts and row.day < span.start
        ),
        NOTHING,
    )


def _line(place: Place, cells: Mapping[str, Lines]) -> TemplateLine:
    line = LINES[place.code]
    return TemplateLine(
        code=line.slug,
        label=line.label,
        section=line.section,
        row=place.row,
        total=line.total,
        **{name: found.get(line.slug) for name, found in cells.items()},
    )
