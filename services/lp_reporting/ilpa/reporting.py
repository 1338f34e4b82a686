"""The Reporting Template: one investor's account, the total fund's and the general partner's."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from services.calc.account_roll import TOTALS, rolled
from services.calc.capital_account import (
    AFFILIATED,
    CARRY,
    EXPENSES,
    FEES,
    GAINS,
    INCOME,
    LINES,
    NAV,
    OFFSETS,
    PORTFOLIO,
    resolve,
)
from services.calc.capital_account import FLOWS as FLOWS_SECTION
from services.db.queries.lp_reporting.ilpa import FundDates
from services.db.reads.partners import POSTED, LineRow
from services.envelope import Note
from services.lp_reporting.account import period_name
from services.lp_reporting.ilpa.places import PLACES, Place
from services.lp_reporting.lines import (
    CALLED,
    FLOWS,
    LEDGER,
    PAID_OUT,
    SINCE_INCEPTION,
    STATED,
    begins,
    columns_of,
    eve,
    itemised,
)
from services.lp_reporting.results.account import Column
from services.lp_reporting.results.ilpa import KeyDates, ReportingTemplate, TemplateLine
from services.partners import in_force
from services.partners.books import Partnership
from services.partners.interests import Interest, Position, pooled

BLOCKS, SPANS = ("lp", "fund", "gp"), ("qtd", "ytd", "itd")
AMOUNTS = tuple(f"{block}_{span}" for block in BLOCKS for span in SPANS)
NOTHING = Decimal(0)
# Lines of older statements, and the line of this template that takes them in.
FOLDED = {"partnership_expenses": "other_expenses", "interest_expense": "other_interest_expense"}
OFFSET, RECEIVED, AFFILIATED_POSITIONS = "offset_", "received_", "affiliated_"
UNAPPLIED = ("unapplied_", "offsets_recognized")
OFFSET_SLUGS = frozenset(slug for slug in LINES if slug.startswith(OFFSET))
APPLIED = frozenset(TOTALS["offsets_applied"])
CARRIED = frozenset(("carry_accrued", "carry_earned", "carry_paid", "clawback"))
RESULTS = (INCOME, GAINS)
# Sections of a ledger in which a line without a posting is nothing.
KEPT = (NAV, FLOWS_SECTION, FEES, EXPENSES, CARRY, *RESULTS)
# Sections that are nothing where they are posted in at all.
BESIDE = {OFFSETS, PORTFOLIO, AFFILIATED}
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

    @property
    def first(self) -> date | None:
        """The day of its first flow."""
        days = [one.ledger.first_flow for one in self.interests]
        return min((day for day in days if day is not None), default=None)


def template(
    part: Partnership,
    who: Interest,
    rows: Sequence[LineRow],
    *,
    dates: FundDates,
) -> ReportingTemplate:
    """The template of one investor as of the partnership's day.

    `rows` are all lines of the fund's ledger and statements.
    """
    assert who.investor is not None
    columns = columns_of(part.as_of, since=None)
    itemises = _itemises(rows)
    notes: list[Note] = list(part.notes())
    sources: dict[str, str] = {}
    cells: dict[str, Lines] = {}
    for block in (_block(name, part, who, rows) for name in BLOCKS):
        for column in columns:
            source, found, told = _column(part, block, column, itemises)
            sources[block.name] = source
            cells[f"{block.name}_{column.column}"] = found
            notes += told
    quarter, year, _ = columns
    shares = _offset_shares(part, who)
    lines = tuple(_line(place, cells, shares) for place in PLACES)
    notes += _blank(dates, lines)
    return ReportingTemplate(
        lp_id=who.investor.id,
        lp=who.investor.code,
        name=who.investor.name,
        fund=part.fund.code,
        fund_name=part.fund.name,
        period=period_name(part.as_of),
        key_dates=KeyDates(
            inception=dates.inception_date,
            commencement=dates.commencement_date,
            initial_closing=dates.initial_closing,
            final_closing=dates.final_closing,
            investment_period_end=dates.investment_period_end,
            termination=dates.term_end,
            year_start=year.start,
            period_start=quarter.start,
            period_end=part.as_of,
        ),
        lines=lines,
        sources=sources,
        meta=part.frame.meta(ReportingTemplate),
        notes=tuple(dict.fromkeys(notes)),
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
    everybody = (part.whole, *part.general) if part.separable else (part.whole,)
    return Block(name=name, rows=tuple(_of_everybody(rows)), interests=everybody)


def _of_everybody(rows: Sequence[LineRow]) -> Iterable[LineRow]:
    """The fund's own rows of a line and day where there are some, else those of its investors."""
    own = {(row.account, row.day, row.span) for row in rows if row.investor_id is None}
    return (
        row
        for row in rows
        if row.investor_id is None or (row.account, row.day, row.span) not in own
    )


def _is_called_gp(interest: Interest) -> bool:
    """Whether it is the block GP of an imported template, where no type of investor is known."""
    return interest.investor is not None and interest.investor.code == "GP"


def _itemises(rows: Iterable[LineRow]) -> frozenset[str]:
    """The sections of the account in which the fund's administrator posts."""
    return frozenset(LINES[row.account].section for row in rows if row.span == POSTED)


def _column(
    part: Partnership, block: Block, column: Column, itemises: Collection[str]
) -> tuple[str, Lines, list[Note]]:
    """The lines of one column, what they stand on, and what to know of them."""
    source, slugs = itemised(part, block.rows, column, first=block.first)
    if source == STATED:
        return source, rolled(_folded(slugs)), []
    costs_or_results = {FEES, EXPENSES, *RESULTS} & set(itemises)
    if source == LEDGER and costs_or_results:
        return LEDGER, *_of_ledger(block, column, slugs, itemises)
    return FLOWS, *_of_flows(block, column, itemised_elsewhere=bool(costs_or_results))


def _folded(lines: Lines) -> Lines:
    found = dict(lines)
    for old, new in FOLDED.items():
        if old in found:
            found[new] = found.get(new, NOTHING) + found.pop(old)
    return found


def _of_ledger(
    block: Block, column: Column, posted: Lines, itemises: Collection[str]
) -> tuple[Lines, list[Note]]:
    """Postings between an opening and a closing value; a line without a posting is nothing.

    Cash that is not posted is that of the flows. Where no result is ever posted, income and gains
    are not known, and the closing value is that of the books.
    """
    results = not set(RESULTS).isdisjoint(itemises)
    sections = {name for name in KEPT if results or name not in RESULTS}
    sections |= BESIDE & set(itemises)
    lines = {
        slug: NOTHING
        for slug, line in LINES.items()
        if line.section in sections and not line.total and not slug.startswith(UNAPPLIED)
    }
    before, now = _before(block, column), block.at(column.end)
    lines |= _cash(before, now) | _folded(posted) | _promised(before, now)
    opening = NOTHING if before is None else before.nav
    lines["carry_beginning"] = _before_column(block, column, CARRIED)
    recognised = any(row.account.startswith(OFFSET) for row in block.rows)
    if recognised:
        lines["unapplied_offsets_beginning"] = _before_column(
            block, column, OFFSET_SLUGS
        ) - _before_column(block, column, APPLIED)
    lines.pop("beginning_nav")
    lines |= {} if opening is None else {"beginning_nav": opening}
    found = rolled({slug: amount for slug, amount in lines.items() if slug not in FOLDED})
    if not recognised:
        # Only what was applied is posted: what is still unapplied is not known.
        found = {slug: v for slug, v in found.items() if not slug.startswith(UNAPPLIED)}
    if results and opening is not None:
        return found, _off(block, column, found["ending_nav"], now.nav)
    return _closed(found, now.nav), [_untold(block, results)]


def _closed(found: Lines, value: Decimal | None) -> Lines:
    """Lines that do not make the closing value, with that of the books in its place."""
    lacking = ("ending_nav", "ending_nav_gross", "net_operating_income")
    told = {slug: amount for slug, amount in found.items() if slug not in lacking}
    if value is not None:
        told["ending_nav"] = value
        told["ending_nav_gross"] = value - told["carry_ending"]
    return told


def _off(block: Block, column: Column, made: Decimal, value: Decimal | None) -> list[Note]:
    if value is None or value == made:
        return []
    text = (
        f"{column.column.upper()} of {block.name}: opening value and postings add up to "
        f"{made:,}, the value of {column.end} is {value:,}."
    )
    return [Note("ending_nav", "does_not_foot", text)]


def _untold(block: Block, results: bool) -> Note:
    text = "No income or gain is posted, so they are not told apart: the value is the books'."
    if results:
        text = "The value at the beginning is not known, so lines do not add up to the closing one."
    return Note(block.name, "value_of_the_books", text)


def _of_flows(
    block: Block, column: Column, *, itemised_elsewhere: bool
) -> tuple[Lines, list[Note]]:
    """What flows and values alone tell."""
    if not block.interests:
        text = "The general partner's own part cannot be told apart from the others'."
        return {}, [Note(block.name, "not_told_apart", text)]
    before, now = _before(block, column), block.at(column.end)
    lines = _promised(before, now) | _cash(before, now)
    if CALLED in lines:
        lines["total_flows"] = lines[CALLED] + lines[PAID_OUT]
    opening = NOTHING if before is None else before.nav
    lines |= {} if opening is None else {"beginning_nav": opening}
    lines |= {} if now.nav is None else {"ending_nav": now.nav}
    text = "Fees, income and gains are not told apart: no ledger and no statement is known."
    if itemised_elsewhere:
        text = (
            f"{column.column.upper()} of {block.name}: nothing was posted at its beginning, or a "
            "posting lacks an exchange rate, so fees, income and gains are not told apart."
        )
    return lines, [Note(block.name, "flows_only", text)]


def _before(block: Block, column: Column) -> Position | None:
    """Where the block stood on the eve of the column; None since inception."""
    return None if column.column == SINCE_INCEPTION else block.at(eve(column))


def _cash(before: Position | None, now: Position) -> Lines:
    """Contributions and distributions of the flows; empty where they are not known."""
    if now.called is None or now.distributions is None:
        return {}
    return {
        CALLED: now.called - _then(before, "called"),
        PAID_OUT: _then(before, "distributions") - now.distributions,
    }


def _promised(before: Position | None, now: Position) -> Lines:
    """The commitment's roll-forward; empty where nothing is known of it."""
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


def _before_column(block: Block, column: Column, accounts: Collection[str]) -> Decimal:
    """What was posted on some lines before the column; nothing since inception."""
    return sum(
        (
            row.amount
            for row in block.rows
            if row.span == POSTED and row.account in accounts and row.day < begins(column)
        ),
        NOTHING,
    )


def _offset_shares(part: Partnership, who: Interest) -> dict[str, float]:
    """What part of a kind of fee is offset against the investor's, by the line of the offset."""
    found: dict[str, float] = {}
    for row in in_force(part.side, part.as_of):
        line = resolve(row.term)
        share = _share(row.value)
        own = who.investor is not None and row.investor_id == who.investor.id
        if own and line is not None and line.slug.startswith(OFFSET) and share is not None:
            found[line.slug] = share
    return found


def _share(text: str) -> float | None:
    try:
        share = Decimal(text)
    except InvalidOperation:
        return None
    return float(share) if 0 <= share <= 1 else None


def _blank(dates: FundDates, lines: Sequence[TemplateLine]) -> list[Note]:
    """Why dates, shares of offsets and amounts are blank, where they are."""
    lacking = [name for name, day in dates._asdict().items() if day is None]
    found = []
    if lacking:
        text = f"Not known of the fund: {', '.join(lacking)} (import funds with them)."
        found.append(Note("key_dates", "not_imported", text))
    text = (
        "What part of a fee is offset stands beside offsets alone, where it was agreed with the "
        "investor (investor_terms such as offset_monitoring)."
    )
    found.append(Note("offset_share", "as_agreed", text))
    blank = [name for name in AMOUNTS if any(getattr(line, name) is None for line in lines)]
    text = "Lines that are neither posted nor stated, and follow from no others, are blank."
    found += [Note(name, "not_posted", text) for name in blank]
    return found


def _line(place: Place, cells: Mapping[str, Lines], shares: Mapping[str, float]) -> TemplateLine:
    line = LINES[place.code]
    amounts = {name: found.get(line.slug) for name, found in cells.items()}
    if line.section == PORTFOLIO:
        beside = line.slug.replace(RECEIVED, AFFILIATED_POSITIONS)
        amounts |= {f"gp_{span}": cells[f"fund_{span}"].get(beside) for span in SPANS}
    return TemplateLine(
        code=line.slug,
        label=line.label,
        section=line.section,
        row=place.row,
        total=line.total,
        offset_share=shares.get(line.slug),
        **amounts,
    )
