"""What running the funds has cost, year by year, and what the agreement says it should."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from services.calc import multiples
from services.calc.account_roll import rolled
from services.calc.accounts import NOTHING
from services.calc.gross_net import CREDIT_LINE, EXPENSES, FEES
from services.calc.ledger import Ledger
from services.calc.management_fees import INVESTED
from services.calc.multiples import total
from services.calc.transactions import WITH
from services.db.reads.terms import AgreementRow
from services.envelope import Note
from services.fund_performance.books import GROSS, NET_LP, Books
from services.fund_performance.costs import BESIDE_EXPENSES, FEE_LINES, cash_of, of_part
from services.fund_performance.fee_bases import FeeBases
from services.fund_performance.frame import Frame, each
from services.fund_performance.ledger_lines import Lines
from services.fund_performance.notes import conversion_notes, distinct, listed, pooled_note
from services.fund_performance.results import Fees, FeeYear, FundFees

LEDGER, FLOWS = "ledger", "flows"
AMOUNTS = ("fees_gross", "offsets", "fees_net", "expenses", "expected", "contributions")
EMPTY = ("rows", *AMOUNTS, "difference", "paid_in", "costs_of_contributions")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Year:
    """One fund's year: positive amounts, None where they are not told apart or not known."""

    year: int
    end: date
    fees_gross: Decimal | None
    offsets: Decimal | None
    fees_net: Decimal | None
    expenses: Decimal | None
    expected: Decimal | None
    contributions: Decimal | None
    basis: str | None
    rate: Decimal | None
    basis_amount: Decimal | None
    nav: Decimal | None
    nav_before: Decimal | None

    @property
    def charged(self) -> Decimal | None:
        """What is set against the agreement: before offsets where that is known."""
        return self.fees_net if self.fees_gross is None else self.fees_gross


@dataclass(frozen=True, slots=True)
class _Fund:
    """One fund's years, and where they were read from."""

    frame: Frame
    source: str
    years: tuple[_Year, ...]
    committed: Decimal | None


def fees(books: Books, lines: Lines, agreements: Iterable[AgreementRow]) -> Fees:
    """Fees and expenses by calendar year since the first flow; several funds added up."""
    frame = books.frame
    agreed: dict[str, list[AgreementRow]] = {row.id: [] for row in frame.funds}
    for row in agreements:
        agreed[row.fund_id].append(row)
    told = [_fund(own, lines, agreed[own.funds[0].id]) for own in each(frame)]
    committed = total(one.committed for one in told)
    names = sorted({year.year for one in told for year in one.years})
    rows = tuple(_row(name, told, committed) for name in names)
    whole = _sums([year for one in told for year in one.years])
    paid_in = whole["contributions"]
    return Fees(
        rows=rows,
        funds=tuple(_of_fund(one) for one in told),
        fees_gross=whole["fees_gross"],
        offsets=whole["offsets"],
        fees_net=whole["fees_net"],
        expenses=whole["expenses"],
        expected=whole["expected"],
        difference=_difference(y for one in told for y in one.years),
        total_committed=committed,
        paid_in=paid_in,
        fees_of_commitments=multiples.ratio(whole["fees_net"], committed),
        costs_of_contributions=_share(whole["fees_net"], whole["expenses"], paid_in),
        meta=frame.meta(
            Fees,
            basis=_basis(frame),
            credit_line=WITH,
            flows=books.flows(_basis(frame)),
        ),
        notes=distinct(
            [
                *pooled_note(frame),
                *books.notes(basis=_basis(frame)),
                *_notes(told),
                *conversion_notes(frame, frame.as_of),
            ]
        ),
    )


def _basis(frame: Frame) -> str:
    return NET_LP if frame.scope.basis == GROSS else frame.scope.basis


def _fund(frame: Frame, lines: Lines, agreed: Sequence[AgreementRow]) -> _Fund:
    books, fund = Books.of(frame), frame.funds[0]
    basis = _basis(frame)
    ledger = books.ledger(basis=basis, credit_line=WITH)
    leave_out = basis == NET_LP and not books.together
    posted = lines.known(fund.id, leave_out_gp=leave_out)
    first = ledger.first_flow
    years = [] if first is None or first > frame.as_of else range(first.year, frame.as_of.year + 1)
    bases = FeeBases.of(books, ledger, agreed)
    told = any(name in posted for name in (*FEE_LINES, "management_fees_net"))
    called = bool(of_part(ledger, FEES))
    return _Fund(
        frame=frame,
        source=LEDGER if told else FLOWS if called else "",
        years=tuple(
            _year(year, ledger, posted, bases, lines, (fund.id, leave_out)) for year in years
        ),
        committed=books.committed(frame.as_of, basis=basis),
    )


def _year(  # noqa: PLR0917 - one fund's sources, all of them
    year: int,
    ledger: Ledger,
    posted: Mapping[str, object],
    bases: FeeBases,
    lines: Lines,
    whose: tuple[str, bool],
) -> _Year:
    frame = bases.books.frame
    start, end = date(year - 1, 12, 31), min(date(year, 12, 31), frame.as_of)
    sums = lines.between(whose[0], start, end, leave_out_gp=whose[1])
    gross, offsets, net = _fees(ledger, sums, start, end)
    known = ledger.known_on(end)
    contributions = sum((f.paid_in for f in ledger.flows if start < f.day <= end), NOTHING)
    in_force = bases.in_force(end)
    opened = any(account.started(start) for account in ledger.accounts.values())
    return _Year(
        year=year,
        end=end,
        fees_gross=gross,
        offsets=offsets,
        fees_net=net,
        expenses=_expenses(ledger, sums, posted, start, end),
        expected=bases.expected(start + _DAY, end),
        contributions=contributions if known else None,
        basis=in_force.fee_basis if in_force else None,
        rate=in_force.fee_rate if in_force else None,
        basis_amount=bases.amount(in_force, end) if in_force else None,
        nav=ledger.at(end).nav,
        nav_before=ledger.at(start).nav if opened else NOTHING,
    )


def _fees(
    ledger: Ledger, sums: Mapping[str, Decimal], start: date, end: date
) -> tuple[Decimal | None, Decimal | None, Decimal | None]:
    """Gross, offsets and net: of a ledger all three, of flows what was called."""
    if "management_fees" in sums:
        gross = -sums["management_fees"]
        offsets = sum((sums.get(name, NOTHING) for name in FEE_LINES[1:]), NOTHING)
        return gross, offsets, gross - offsets
    if "management_fees_net" in sums:
        return None, None, -sums["management_fees_net"]
    own = of_part(ledger, FEES)
    called = cash_of(own, start, end) if own else None
    return None, None, called


def _expenses(
    ledger: Ledger,
    sums: Mapping[str, Decimal],
    posted: Mapping[str, object],
    start: date,
    end: date,
) -> Decimal | None:
    whole = rolled(sums)
    if "total_net_expenses" in whole or any(name in posted for name in BESIDE_EXPENSES):
        beside = sum((sums.get(name, NOTHING) for name in BESIDE_EXPENSES), NOTHING)
        return -(whole.get("total_net_expenses", NOTHING) + beside)
    own = [*of_part(ledger, EXPENSES), *of_part(ledger, CREDIT_LINE)]
    if not own:
        return None
    back = [m for m in own if m.kind.direction > 0]
    called = cash_of([m for m in own if m.kind.direction < 0], start, end)
    returned = cash_of(back, start, end)
    return None if called is None or returned is None else called - returned


def _sums(years: Sequence[_Year]) -> dict[str, Decimal | None]:
    """Years added up; offsets and gross fees that are not told stay unknown."""
    return {name: total(getattr(y, name) for y in years) if years else None for name in AMOUNTS}


def _difference(years: Iterable[_Year]) -> Decimal | None:
    """What was charged less what was expected; None as soon as one of them is not known."""
    parts = [(year.charged, year.expected) for year in years]
    charged, expected = total(one for one, _ in parts), total(two for _, two in parts)
    if not parts or charged is None or expected is None:
        return None
    return charged - expected


def _share(net: Decimal | None, expenses: Decimal | None, paid_in: Decimal | None) -> float | None:
    """Fees and expenses over contributions."""
    return multiples.ratio(total((net, expenses)), paid_in)


def _row(name: int, told: Sequence[_Fund], committed: Decimal | None) -> FeeYear:
    years = [year for one in told for year in one.years if year.year == name]
    sums = _sums(years)
    same = len({(year.basis, year.rate) for year in years}) == 1
    nav, before = total(y.nav for y in years), total(y.nav_before for y in years)
    mean = None if nav is None or before is None else (nav + before) / 2
    rate = years[0].rate
    return FeeYear(
        year=name,
        fees_gross=sums["fees_gross"],
        offsets=sums["offsets"],
        fees_net=sums["fees_net"],
        expenses=sums["expenses"],
        basis=years[0].basis if same else None,
        rate=float(rate) if same and rate is not None else None,
        basis_amount=total(year.basis_amount for year in years) if same else None,
        expected=sums["expected"],
        difference=_difference(years),
        fees_of_commitments=multiples.ratio(sums["fees_net"], committed),
        contributions=sums["contributions"],
        costs_of_contributions=_share(sums["fees_net"], sums["expenses"], sums["contributions"]),
        expense_ratio=multiples.ratio(sums["expenses"], mean),
    )


def _of_fund(one: _Fund) -> FundFees:
    sums = _sums(one.years)
    fund = one.frame.funds[0]
    return FundFees(
        fund=fund.code,
        name=fund.name,
        source=one.source,
        fees_gross=sums["fees_gross"],
        offsets=sums["offsets"],
        fees_net=sums["fees_net"],
        expenses=sums["expenses"],
        expected=sums["expected"],
        difference=_difference(one.years),
        fees_of_commitments=multiples.ratio(sums["fees_net"], one.committed),
        costs_of_contributions=_share(sums["fees_net"], sums["expenses"], sums["contributions"]),
    )


def _notes(told: Sequence[_Fund]) -> list[Note]:
    found: list[Note] = []
    silent = [one.frame.funds[0].code for one in told if not one.source]
    if silent:
        text = f"{listed(silent)}: neither ledger nor flows itemise management fees."
        found += [Note(key, "not_itemised", text) for key in ("fees_net", "expenses")]
    if called := [one.frame.funds[0].code for one in told if one.source == FLOWS]:
        text = (
            f"{listed(called)}: fees are what was called for them; what was offset, waived or "
            "rebated is not known without fund_ledger."
        )
        found += [Note(key, "called_only", text) for key in ("fees_gross", "offsets")]
    if unagreed := [
        one.frame.funds[0].code for one in told if any(y.expected is None for y in one.years)
    ]:
        text = (
            f"{listed(unagreed)}: the agreement's rate or what it is a share of is not known for "
            "every year, so no fee can be expected: import lpa_terms."
        )
        found += [Note(key, "terms_unknown", text) for key in ("expected", "difference")]
    if any(year.basis == INVESTED for one in told for year in one.years):
        text = (
            "Net invested capital is the cost of companies still held at the beginning of the "
            "quarter, less write-offs; partial sales do not lower it."
        )
        found.append(Note("expected", "net_invested", text))
    if len({(y.basis, y.rate) for one in told for y in one.years}) > 1:
        text = "Basis and rate are given where all funds of a year have the same."
        found.append(Note("rate", "several_rates", text))
    if uncommitted := [one.frame.funds[0].code for one in told if one.committed is None]:
        text = f"{listed(uncommitted)}: commitments are not known by this date."
        keys = ("total_committed", "fees_of_commitments")
        found += [Note(key, "not_committed", text) for key in keys]
    if not any(one.years for one in told):
        text = "Nothing was called or distributed by this date."
        found += [Note(key, "no_flows", text) for key in EMPTY]
    return found
