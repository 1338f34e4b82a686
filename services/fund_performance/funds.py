"""Every fund as one line, the vintages, and all of them pooled from their flows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from services.calc.accounts import NOTHING
from services.calc.gross_net import CARRY
from services.calc.transactions import WITH
from services.db.reads.funds import FundRow
from services.envelope import Note
from services.fund_performance.books import GROSS, NET_FUND, NET_LP, Books
from services.fund_performance.costs import of_part, owed
from services.fund_performance.frame import Frame, each
from services.fund_performance.ledger_lines import Lines
from services.fund_performance.metrics import metrics
from services.fund_performance.notes import distinct, listed
from services.fund_performance.results import FundLine, FundTable

ALL = "All funds"
CARRY_LINES = ("carry_beginning", "carry_accrued", "carry_earned", "carry_paid", "clawback")


def fund_table(books: Books, lines: Lines) -> FundTable:
    """One line a fund, oldest vintage first; of vintages and of all the pool, never a mean."""
    frame = books.frame
    told = [_line(own, lines, own.funds[0]) for own in each(frame)]
    told.sort(key=lambda pair: (pair[0].vintage_year or 9999, pair[0].fund or ""))
    rows = tuple(line for line, _ in told)
    total, notes = _line(frame, lines, None)
    names = {key: [line.fund or line.name for line in rows if getattr(line, key) is None]
             for key in ("total_committed", "nav", "irr", "carry_accrued", "carry_paid",
                         "gp_nav", "vintage_year")}  # fmt: skip
    return FundTable(
        rows=rows,
        vintages=tuple(_vintages(frame, lines)),
        total=total,
        meta=frame.meta(
            FundTable,
            nav_as_of=books.ledger(basis=frame.scope.basis, credit_line=frame.scope.credit_line)
            .at(frame.as_of)
            .nav_as_of,
            flows=books.flows(frame.scope.basis),
        ),
        notes=distinct(
            [
                *notes,
                *(note for _, own in told for note in own if note.field == "irr"),
                *_missing(names),
            ]
        ),
    )


def _line(frame: Frame, lines: Lines, fund: FundRow | None) -> tuple[FundLine, Sequence[Note]]:
    """The figures of Fund Performance, with carry and the general partner's part beside them."""
    books = Books.of(frame)
    found = metrics(books, frame.as_of)
    accrued, paid = _carry(books, lines)
    line = FundLine(
        fund=fund.code if fund else None,
        name=fund.name if fund else ALL,
        vintage_year=fund.vintage_year if fund else None,
        strategy=fund.strategy if fund else None,
        funds=len(frame.funds),
        total_committed=found.total_committed,
        paid_in=found.paid_in,
        distributed=found.distributions,
        nav=found.nav,
        dpi=found.dpi,
        rvpi=found.rvpi,
        tvpi=found.tvpi,
        moic=found.moic,
        irr=found.irr,
        irr_status=found.irr_status,
        carry_accrued=accrued,
        carry_paid=paid,
        gp_nav=_own_share(books),
    )
    return line, found.notes


def _vintages(frame: Frame, lines: Lines) -> Sequence[FundLine]:
    """The funds of each vintage pooled, the oldest first."""
    years: dict[int | None, list[FundRow]] = defaultdict(list)
    for row in frame.funds:
        years[row.vintage_year].append(row)
    found = []
    for year, rows in sorted(years.items(), key=lambda item: item[0] or 9999):
        ids = {row.id for row in rows}
        own = replace(
            frame,
            funds=tuple(rows),
            entries=[entry for entry in frame.entries if entry.fund_id in ids],
            held=frame.held.of(ids),
        )
        line, _ = _line(own, lines, None)
        name = f"Vintage {year}" if year else "Vintage unknown"
        found.append(replace(line, name=name, vintage_year=year))
    return found


def _carry(books: Books, lines: Lines) -> tuple[Decimal | None, Decimal | None]:
    """What has accrued to the general partner and what was paid: of flows, else of the ledger.

    None as soon as one of the funds tells neither.
    """
    day = books.frame.as_of
    accrued: Decimal | None = NOTHING
    paid: Decimal | None = NOTHING
    for own in each(books.frame):
        one = Books.of(own)
        ledger = one.ledger(basis=NET_FUND, credit_line=WITH)
        moved = of_part(ledger, CARRY)
        fund = own.funds[0]
        posted = lines.known(fund.id, leave_out_gp=False)
        if moved:
            more = owed(ledger, moved, day)
            cash = [m.amount for m in moved if not m.kind.residual and m.day <= day]
            got = None if None in cash else sum((a for a in cash if a is not None), NOTHING)
        elif any(name in posted for name in CARRY_LINES):
            sums = {name: sum((a for _, a in posted.get(name, ())), NOTHING)
                    for name in CARRY_LINES}  # fmt: skip
            more = -sum(sums.values(), NOTHING)
            got = sums["carry_paid"] + sums["clawback"]
        else:
            more = got = None
        accrued = None if accrued is None or more is None else accrued + more
        paid = None if paid is None or got is None else paid + got
    return accrued, paid


def _own_share(books: Books) -> Decimal | None:
    """The value that is the general partner's own, where the books tell it apart."""
    day = books.frame.as_of
    if books.together or books.frame.scope.basis == GROSS:
        return None
    whole, partners = (
        books.ledger(basis=basis, credit_line=WITH).at(day).nav for basis in (NET_FUND, NET_LP)
    )
    return None if whole is None or partners is None else whole - partners


def _missing(names: dict[str, list[str]]) -> list[Note]:
    words = {
        "total_committed": "the commitment is not known.",
        "nav": "no value is known.",
        "irr": "no yearly rate can be shown.",
        "carry_accrued": "neither flows nor ledger tell what carry has accrued.",
        "carry_paid": "neither flows nor ledger tell what carry was paid.",
        "gp_nav": "values are known for the whole fund only, or the basis is gross.",
        "vintage_year": "the vintage is not known.",
    }
    return [
        Note(key, "not_known", f"{listed(codes)}: {words[key]}")
        for key, codes in names.items()
        if codes
    ]
