"""The rows a report stands on, each with the SHA-256 of what it says, in one statement."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Text, cast, func, literal, select, union, union_all
from sqlalchemy.orm import Session

from services.db.models import (
    BalanceAssertion,
    Commitment,
    CompanyVersion,
    Deal,
    DealVersion,
    Fund,
    FundBalance,
    FundCashFlow,
    FundLedgerEntry,
    FundNav,
    FundVersion,
    FxRate,
    Import,
    InvestmentCashFlow,
    InvestorTerm,
    LimitedPartnerVersion,
    LpaTerm,
    Valuation,
)
from services.db.reads.known import known

# What later knowledge changes in a row without changing what it says.
PASSING = frozenset({"known_to"})


class InputRow(NamedTuple):
    """One row: its table and id, the hash of what it says, and where it came from."""

    table: str
    id: str
    sha256: str
    natural_key: str
    import_id: str | None
    sheet: str | None
    row: int | None


def input_rows(
    session: Session, *, fund_id: str, until: date, known_on: datetime
) -> list[InputRow]:
    """Every fact of a fund up to a day, as known on a moment, by table and id."""
    chosen = [
        _hashed(table).where(known(table, known_on), *own) for table, own in _own(fund_id, until)
    ]
    found = session.execute(union_all(*chosen))
    return sorted(InputRow._make(row) for row in found)


def import_names(session: Session, ids: Collection[str]) -> dict[str, tuple[str, datetime]]:
    """File name and moment of imports by their id."""
    query = select(Import.id, Import.file_name, Import.imported_at).where(Import.id.in_(list(ids)))
    return {row.id: (row.file_name, row.imported_at) for row in session.execute(query)}


def _hashed(table: Any) -> Select[Any]:
    told = [column for column in table.__table__.columns if column.name not in PASSING]
    said = cast(func.jsonb_build_array(*told), Text)
    return select(
        literal(table.__tablename__),
        cast(table.id, Text),
        func.encode(func.sha256(func.convert_to(said, "UTF8")), "hex"),
        table.natural_key,
        table.import_id,
        table.sheet,
        table.source_row,
    )


def _own(fund_id: str, until: date) -> list[tuple[Any, list[ColumnElement[bool]]]]:
    """The tables with what makes a row one of this fund and of the time up to the day."""
    held = select(Deal.id).where(Deal.fund_id == fund_id)
    companies = select(Deal.company_id).where(Deal.fund_id == fund_id)
    partners = select(Commitment.investor_id).where(Commitment.fund_id == fund_id)
    dated: list[tuple[Any, Any]] = [
        (LpaTerm, LpaTerm.effective_date),
        (FundCashFlow, FundCashFlow.flow_date),
        (FundNav, FundNav.nav_date),
        (Commitment, Commitment.commitment_date),
        (FundLedgerEntry, FundLedgerEntry.entry_date),
        (FundBalance, FundBalance.balance_date),
        (BalanceAssertion, BalanceAssertion.assertion_date),
    ]
    undated: tuple[Any, ...] = (FundVersion, InvestorTerm, DealVersion)
    return [
        *((table, [table.fund_id == fund_id, day <= until]) for table, day in dated),
        *((table, [table.fund_id == fund_id]) for table in undated),
        (LimitedPartnerVersion, [LimitedPartnerVersion.investor_id.in_(partners)]),
        (CompanyVersion, [CompanyVersion.company_id.in_(companies)]),
        (
            InvestmentCashFlow,
            [InvestmentCashFlow.deal_id.in_(held), InvestmentCashFlow.flow_date <= until],
        ),
        (Valuation, [Valuation.deal_id.in_(held), Valuation.mark_date <= until]),
        (FxRate, [FxRate.currency.in_(_currencies(fund_id, held)), FxRate.rate_date <= until]),
    ]


def _currencies(fund_id: str, held: Select[Any]) -> Select[Any]:
    """What else than its own currency a fund's holdings and flows are in, and then its own too."""
    used = union(
        select(InvestmentCashFlow.currency).where(InvestmentCashFlow.deal_id.in_(held)),
        select(Valuation.currency).where(Valuation.deal_id.in_(held)),
        select(FundCashFlow.currency).where(FundCashFlow.fund_id == fund_id),
    ).subquery()
    own = select(Fund.currency).where(Fund.id == fund_id).scalar_subquery()
    foreign = select(used.c.currency).where(used.c.currency != own)
    return select(used.c.currency).where(foreign.exists())
