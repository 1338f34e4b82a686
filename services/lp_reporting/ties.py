"""Figures that must be equal before investors are told them, each named with its difference."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Protocol

from services.calc.accounts import NOTHING
from services.db.reads.partners import POSTED, LineRow
from services.envelope import Note
from services.fund_performance.notes import listed
from services.lp_reporting.lines import CLOSING, Account, line_of, stated
from services.lp_reporting.results.account import Column, CommitmentRoll
from services.lp_reporting.results.register import Tie
from services.partners import Interest, Partnership, total

CENT = Decimal("0.01")
PASS, FAIL, WAIVED, UNKNOWN = "pass", "fail", "waived", "unknown"
FOOTS, ROLLS = "closing_equals_opening_plus_lines", "unfunded_rolls_forward"
VALUES = "sum_lp_nav_equals_fund_nav"
STATEMENTS = "capital_accounts_equal_statements"
PAGE = "/lp-reporting"


class Stated(Protocol):
    """One investor's account by column."""

    @property
    def interest(self) -> Interest: ...
    @property
    def columns(self) -> tuple[Column, ...]: ...
    @property
    def accounts(self) -> tuple[Account, ...]: ...


def tie(
    id: str,
    name: str,
    *,
    expected: Decimal | None,
    found: Decimal | None,
    text: str,
    link: str | None = None,
    tolerance: Decimal = CENT,
) -> Tie:
    """One comparison; unknown where either side is. Equal to less than a cent passes."""
    difference = None if expected is None or found is None else found - expected
    state = UNKNOWN if difference is None else FAIL if abs(difference) >= tolerance else PASS
    return Tie(
        id=id,
        name=name,
        state=state,
        expected=expected,
        found=found,
        difference=difference,
        text=text,
        waived_by=None,
        link=link,
    )


def account_foots(fund: Partnership, statements: Sequence[Stated]) -> list[Tie]:
    """Opening + lines = closing in every column of some statements: the sum, and the worst."""
    pairs = [
        (own, column, found)
        for own in statements
        for column, found in zip(own.columns, own.accounts, strict=True)
    ]
    known = [item for item in pairs if item[2].difference is not None]
    broken = [item for item in known if abs(item[2].difference or NOTHING) >= CENT]
    name = "Closing = opening + lines, all columns"
    link = _link(fund, "lp_sum")
    if not known:
        text = "No value is known at both ends of a column, or lines were posted since."
        return [tie(FOOTS, name, expected=None, found=None, text=text, link=link)]
    if not broken:
        text = (
            f"{_several(len(statements), 'statement')}, {_several(len(known), 'column')}: all foot."
        )
        expected = sum((item[2].expected or NOTHING for item in known), NOTHING)
        return [tie(FOOTS, name, expected=expected, found=expected, text=text, link=link)]
    own, column, found = max(broken, key=lambda item: abs(item[2].difference or NOTHING))
    codes = sorted({_code(item[0].interest) for item in broken})
    text = (
        f"{_code(own.interest)} {column.column.upper()}: opening and lines make "
        f"{_money(found.expected)}, the closing value is {_money(found.lines[CLOSING])}, off by "
        f"{_money(found.difference)}. {len(broken)} of {len(known)} columns: {', '.join(codes)}."
    )
    return [
        tie(FOOTS, name, expected=found.expected, found=found.lines[CLOSING], text=text, link=link)
    ]


def commitment_rolls(fund: Partnership, rolls: Sequence[CommitmentRoll]) -> list[Tie]:
    """Opening - calls + recallable - released +/- other = closing, in every column."""
    name = "Closing unfunded = opening less calls, plus recallable"
    seen: list[tuple[Decimal, Decimal, CommitmentRoll]] = []
    for own in rolls:
        parts = total(
            (own.opening_unfunded, own.contributions, own.recallable, own.released, own.other)
        )
        if parts is not None and own.closing_unfunded is not None:
            seen.append((parts, own.closing_unfunded, own))
    if not seen:
        text = "A commitment or a flow is not known."
        return [tie(ROLLS, name, expected=None, found=None, text=text)]
    expected, found, own = max(seen, key=lambda item: abs(item[1] - item[0]))
    text = f"{own.column.upper()}: {_money(expected)} rolled forward, {_money(found)} open."
    return [tie(ROLLS, name, expected=expected, found=found, text=text)]


def agrees_with_statements(
    fund: Partnership, statements: Sequence[Stated], rows: Iterable[LineRow]
) -> list[Tie]:
    """What administrators state of an account, line by line, against its postings and values."""
    name = "Capital accounts = administrator's statements"
    by_investor: dict[str | None, list[LineRow]] = {}
    for row in rows:
        by_investor.setdefault(row.investor_id, []).append(row)
    compared: list[tuple[Decimal, Decimal, str]] = []
    for own in statements:
        who = own.interest.investor.id if own.interest.investor else None
        compared += _compared(fund, own, by_investor.get(who, []))
    if not compared:
        text = "The administrator's statements of this day are not imported."
        return [tie(STATEMENTS, name, expected=None, found=None, text=text)]
    broken = [item for item in compared if abs(item[1] - item[0]) >= CENT]
    if not broken:
        text = f"{_several(len(compared), 'stated amount')} as in the books."
        whole = sum((item[0] for item in compared), NOTHING)
        return [tie(STATEMENTS, name, expected=whole, found=whole, text=text)]
    expected, found, where = max(broken, key=lambda item: abs(item[1] - item[0]))
    text = (
        f"{where}: stated {_money(expected)}, in the books {_money(found)}; {len(broken)} of "
        f"{len(compared)} amounts differ."
    )
    return [tie(STATEMENTS, name, expected=expected, found=found, text=text, link=_link(fund))]


def _compared(
    fund: Partnership, own: Stated, rows: Sequence[LineRow]
) -> list[tuple[Decimal, Decimal, str]]:
    """Stated and booked amounts of an investor's columns, with words for where."""
    found = []
    for column, booked in zip(own.columns, own.accounts, strict=True):
        said = stated(fund, [r for r in rows if r.span != POSTED], column)
        where = f"{_code(own.interest)} {column.column.upper()}"
        closing = booked.lines.get(CLOSING)
        if "ending_nav" in said and closing is not None:
            found.append((said["ending_nav"], closing, f"{where} closing value"))
        if not booked.slugs or booked.source == "statements":
            continue
        for slug, amount in said.items():
            if line_of(slug) is not None and slug in booked.slugs:
                found.append((amount, booked.slugs[slug], f"{where} {slug}"))
    return found


def sum_of_values(fund: Partnership, day: date) -> Tie:
    """All investors' values, the general partner's among them, against the fund's own."""
    name = "Sum of LP NAV = fund NAV"
    known = [v for v in fund.told.values if v.day <= day]
    newest = known[-1] if known else None
    if newest is None or newest.total is None or not newest.own:
        text = "A value of the fund beside those of its investors is not known."
        return tie(VALUES, name, expected=None, found=None, text=text)
    own = sum(newest.own.values(), NOTHING)
    text = (
        f"{_several(len(newest.own), 'investor')} on {newest.day}: {_money(own)}, the fund "
        f"{_money(newest.total)}."
    )
    return tie(VALUES, name, expected=newest.total, found=own, text=text, link=_link(fund))


def tie_notes(ties: Iterable[Tie]) -> list[Note]:
    """Why some comparisons have no figures: one side is not imported, as their texts say."""
    lacking = [one.name for one in ties if one.state == UNKNOWN]
    if not lacking:
        return []
    text = f"Not compared, because a side is not imported: {listed(lacking)}."
    return [Note(name, "not_compared", text) for name in ("expected", "found", "difference")]


def _code(interest: Interest) -> str:
    return interest.investor.code if interest.investor else "all"


def _money(amount: Decimal | None) -> str:
    return "–" if amount is None else f"{amount:,.2f}"


def _several(count: int, word: str) -> str:
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def _link(fund: Partnership, check: str = "") -> str:
    return f"/data-quality?fund={fund.fund.code}"
