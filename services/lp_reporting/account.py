"""The capital account of one investor: from opening to closing value, footing to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.db.reads.investors import InvestorRow
from services.db.reads.partners import LineRow
from services.envelope import Note
from services.lp_reporting.commitment import roll
from services.lp_reporting.lines import (
    CARRY_LINE,
    CLOSING,
    FLOWS,
    LABELS,
    LEDGER,
    MEMO_LINES,
    OPENING,
    ORDER,
    SHOWN_ALWAYS,
    STATED,
    Account,
    account,
    columns_of,
    unrated,
)
from services.lp_reporting.records import Records
from services.lp_reporting.results.account import AccountLine, CapitalAccount, Column
from services.lp_reporting.standing import fraction
from services.lp_reporting.ties import (
    account_foots,
    agrees_with_statements,
    commitment_rolls,
    sum_of_values,
    tie_notes,
)
from services.partners import Interest, Partnership

COLUMNS = ("qtd", "ytd", "itd")
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Statement:
    """One investor's account in one fund by column, before it is laid out."""

    interest: Interest
    columns: tuple[Column, ...]
    accounts: tuple[Account, ...]


def statement(
    fund: Partnership, interest: Interest, rows: Sequence[LineRow], columns: Sequence[Column]
) -> Statement:
    """The account of an investor over some columns; carry stands inside or beside it as foots.

    Administrators state gains net of carried interest (its own roll stands beside the value), or
    gross with the accrual as a line: whichever closes the account in more columns is theirs.
    """
    own = [
        row
        for row in rows
        if row.investor_id == (interest.investor.id if interest.investor else None)
    ]
    beside = [account(fund, interest, own, column, carry_inside=False) for column in columns]
    inside = [account(fund, interest, own, column, carry_inside=True) for column in columns]
    gaps = [sum(abs(a.difference or NOTHING) for a in way) for way in (beside, inside)]
    return Statement(interest, tuple(columns), tuple(inside if gaps[1] < gaps[0] else beside))


def capital_account(
    records: Records,
    fund: Partnership,
    interest: Interest,
    rows: Sequence[LineRow],
    *,
    end: date,
    columns: Sequence[str],
) -> CapitalAccount:
    """The statement of an investor at the end of a period, in the columns asked for."""
    person = interest.investor
    assert person is not None
    spans = [
        column
        for column in columns_of(end, since=_since(fund, interest))
        if column.column in columns
    ]
    found = statement(fund, interest, rows, spans)
    rolls = [roll(interest, column) for column in spans]
    ties = [*account_foots(fund, [found]), *commitment_rolls(fund, rolls)]
    ties += agrees_with_statements(fund, [found], rows)
    if records.eyes.of_firm:
        ties.append(sum_of_values(fund, end))
    position = interest.at(end)
    everybody = fund.whole.committed(end)
    return CapitalAccount(
        lp_id=person.id,
        lp=person.code,
        name=person.name,
        fund=fund.fund.code,
        period=period_name(end),
        columns=tuple(spans),
        lines=_lines(found),
        commitment=tuple(rolls),
        share_of_fund=fraction(position.commitment, everybody),
        ties=tuple(ties),
        source=_source(found),
        meta=records.meta(CapitalAccount, as_of=end, currency=fund.currency),
        notes=records.notes(
            *_unrated(fund, person, rows, spans),
            *_notes(found, position.commitment),
            *tie_notes(ties),
        ),
    )


def period_name(end: date) -> str:
    """How a statement's period is called: 2025Q3 for one that ends with the quarter."""
    return f"{end.year}Q{(end.month + 2) // 3}"


def _since(fund: Partnership, interest: Interest) -> date | None:
    days = [interest.ledger.first_flow, fund.fund.inception_date]
    promised = [p.day for p in interest.promised or () if p.day > date.min]
    known = [day for day in (*days, *promised) if day is not None]
    return min(known, default=None)


def _lines(found: Statement) -> tuple[AccountLine, ...]:
    """Lines with anything in some column, and those that every statement has."""
    named = {code for own in found.accounts for code, amount in own.lines.items() if amount}
    unknown = {
        code for own in found.accounts for code, amount in own.lines.items() if amount is None
    }
    known = {code for own in found.accounts for code in own.lines}
    shown = [
        code
        for code in ORDER
        if code in named or code in unknown or (code in SHOWN_ALWAYS and code in known)
    ]
    inside = any(own.carry_inside for own in found.accounts)
    return tuple(
        AccountLine(
            code=code,
            label=LABELS[code],
            kind=_kind(code, inside),
            **dict.fromkeys(COLUMNS)
            | {
                column.column: own.lines.get(code, None if own.source == FLOWS else NOTHING)
                for column, own in zip(found.columns, found.accounts, strict=True)
            },
        )
        for code in shown
    )


def _kind(code: str, carry_inside: bool) -> str:
    if code == OPENING:
        return "opening"
    if code == CLOSING:
        return "closing"
    beside = code in MEMO_LINES or (code == CARRY_LINE and not carry_inside)
    return "memo" if beside else "line"


def _source(found: Statement) -> str:
    sources = [own.source for own in found.accounts]
    return next((s for s in (LEDGER, STATED, FLOWS) if s in sources), FLOWS)


def _unrated(
    fund: Partnership, person: InvestorRow, rows: Sequence[LineRow], spans: Sequence[Column]
) -> list[Note]:
    own = [row for row in rows if row.investor_id == person.id]
    if not any(unrated(fund, own, column) for column in spans):
        return []
    text = "A line is posted in a currency without an exchange rate: import fx_rates of its day."
    return [Note("lines", "rate_missing", text)]


def _notes(found: Statement, commitment: Decimal | None) -> list[Note]:
    notes = []
    blank = set(COLUMNS) - {column.column for column in found.columns}
    notes += [
        Note(name, "not_asked", f"The column {name} was not asked for.") for name in sorted(blank)
    ]
    if _source(found) == FLOWS:
        text = (
            "No capital-account lines are known, so income and gains are one line: what flows "
            "leave of the change in value."
        )
        notes.append(Note("lines", "from_flows", text))
    of_flows = [c.column for c, own in zip(found.columns, found.accounts, strict=True)
                if own.source == FLOWS]  # fmt: skip
    if of_flows and len(of_flows) < len(found.columns):
        text = (
            f"{', '.join(of_flows)}: nothing was posted at its beginning, so the column stands on "
            "flows and values, with income and gains in one line."
        )
        notes += [Note(name, "not_itemised", text) for name in ("lines", *of_flows)]
    if not any(own.carry_inside for own in found.accounts) and CARRY_LINE in {
        code for own in found.accounts for code in own.lines
    }:
        text = "Gains are stated net of carried interest; its own roll-forward stands beside."
        notes.append(Note("lines", "carry_beside", text))
    if any(own.lines.get(line) is None for own in found.accounts for line in (OPENING, CLOSING)):
        text = "A value of the investor's own at an end of the column is not known."
        notes.append(Note("lines", "nav_unknown", text))
    if any(own.behind for own in found.accounts):
        text = "Lines were posted after the last value, which is carried on with flows alone."
        notes.append(Note("lines", "posted_since", text))
    if commitment is None:
        text = "No commitment of the investor is known, so what is open is not."
        notes += [Note(n, "commitment_unknown", text) for n in ("commitment", "share_of_fund")]
    return notes
