"""The rows a report stands on, each with the SHA-256 of what it says."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime
from itertools import chain
from typing import Any, NamedTuple

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    Text,
    any_,
    cast,
    func,
    literal,
    null,
    select,
    union,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Session

from services.db.models import (
    BalanceAssertion,
    Commitment,
    Company,
    CompanyVersion,
    Configuration,
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
    LimitedPartner,
    LimitedPartnerVersion,
    LpaTerm,
    Valuation,
)
from services.db.models.base import Fact
from services.db.reads.known import known

# What later knowledge changes in a row without changing what it says.
PASSING = frozenset({"known_to"})
THRESHOLDS = "thresholds"  # from how many days on a mark is old
DATED: tuple[tuple[Any, Any], ...] = (
    (LpaTerm, LpaTerm.effective_date),
    (FundCashFlow, FundCashFlow.flow_date),
    (FundNav, FundNav.nav_date),
    (Commitment, Commitment.commitment_date),
    (FundLedgerEntry, FundLedgerEntry.entry_date),
    (FundBalance, FundBalance.balance_date),
    (BalanceAssertion, BalanceAssertion.assertion_date),
)
UNDATED: tuple[Any, ...] = (FundVersion, InvestorTerm, DealVersion)
OF_INVESTORS: tuple[Any, ...] = (Commitment, FundCashFlow, FundNav, FundLedgerEntry, InvestorTerm)
# Things whose code a report states; what else they say today, their versions said at a moment.
THINGS: tuple[Any, ...] = (Fund, Company, LimitedPartner)
OTHERS: tuple[Any, ...] = (
    LimitedPartnerVersion, CompanyVersion, InvestmentCashFlow, Valuation, FxRate, Configuration,
)  # fmt: skip
TABLES = {
    table.__tablename__: table
    for table in (*(table for table, _ in DATED), *UNDATED, *OTHERS, *THINGS)
}
PLACE = (Valuation.import_id, Valuation.sheet, Valuation.source_row)  # as every fact has them
Trusted = Mapping[str, Collection[str]]


class InputRow(NamedTuple):
    """One row: its table and id, the hash of what it says, and where it came from.

    `over`: by the moment asked for it was no longer believed.
    """

    table: str
    id: str
    sha256: str
    natural_key: str
    import_id: str | None
    sheet: str | None
    row: int | None
    over: bool = False


def input_rows(
    session: Session,
    *,
    fund_id: str,
    until: date,
    known_on: datetime,
    trusted: Trusted | None = None,
) -> list[InputRow]:
    """Every fact of a fund up to a day, as known on a moment, by table and id; one statement.

    Investors, companies and currencies are those that the fund's own rows name. With `trusted`
    (ids by table) only those rows have a say in it: a row that was forged does not bring others
    in, or keep them out.
    """
    moment = _Moment(fund_id, until, known_on, trusted)
    chosen = [
        *(_hashed(table, known_on).where(*moment.own(table, day)) for table, day in DATED),
        *(_hashed(table, known_on).where(*moment.own(table)) for table in UNDATED),
        *(_hashed(table, known_on).where(*which) for table, which in moment.named()),
    ]
    found = session.execute(union_all(*chosen))
    return sorted(InputRow._make(row) for row in found)


def rows_by_id(
    session: Session, ids: Mapping[str, Collection[str]], *, known_on: datetime
) -> list[InputRow]:
    """Rows by table and id wherever they belong now; those that are gone are left out."""
    chosen = [
        _hashed(TABLES[name], known_on).where(_among(TABLES[name], of))
        for name, of in ids.items()
        if name in TABLES
    ]
    return [InputRow._make(row) for row in session.execute(union_all(*chosen))] if chosen else []


def import_names(session: Session, ids: Collection[str]) -> dict[str, tuple[str, datetime]]:
    """File name and moment of imports by their id."""
    query = select(Import.id, Import.file_name, Import.imported_at).where(Import.id.in_(list(ids)))
    return {row.id: (row.file_name, row.imported_at) for row in session.execute(query)}


def _hashed(table: Any, known_on: datetime) -> Select[Any]:
    thing = table in THINGS
    names = ("id", "code") if thing else [column.name for column in table.__table__.columns]
    told = [(literal(name), _told(getattr(table, name))) for name in names if name not in PASSING]
    # By name and without what is unknown: a column that a later release adds changes no hash.
    said = cast(func.jsonb_strip_nulls(func.jsonb_build_object(*chain(*told))), Text)
    key = table.natural_key if issubclass(table, Fact) else table.code if thing else table.name
    return select(
        literal(table.__tablename__),
        cast(table.id, Text),
        func.encode(func.sha256(func.convert_to(said, "UTF8")), "hex"),
        key,
        *(
            getattr(table, column.key) if issubclass(table, Fact) else cast(null(), column.type)
            for column in PLACE
        ),
        literal(False) if thing else func.coalesce(table.known_to <= known_on, False),
    )


def _told(column: Any) -> Any:
    """A value as its text never changes: a moment without the zone that a connection is in."""
    return func.timezone("UTC", column) if isinstance(column.type, DateTime) else column


def _among(table: Any, ids: Iterable[str]) -> ColumnElement[bool]:
    kind = table.id.type
    wanted = sorted(kind.python_type(one) for one in ids)
    found: ColumnElement[bool] = table.id == any_(literal(wanted, ARRAY(kind)))
    return found


class _Moment:
    """Which rows are a fund's, up to a day and as known on a moment."""

    def __init__(
        self, fund_id: str, until: date, known_on: datetime, trusted: Trusted | None
    ) -> None:
        self._fund, self._until, self._known_on = fund_id, until, known_on
        self._trusted = trusted

    def own(self, table: Any, day: Any = None) -> list[ColumnElement[bool]]:
        """What makes a row one of the fund."""
        dated = [] if day is None else [day <= self._until]
        return [table.fund_id == self._fund, *dated, known(table, self._known_on)]

    def named(self) -> list[tuple[Any, list[ColumnElement[bool]]]]:
        """What else the fund's own rows name, with what makes a row one of it."""
        deals, companies = (
            select(column).where(*self._say(DealVersion))
            for column in (DealVersion.deal_id, DealVersion.company_id)
        )
        flow, mark = InvestmentCashFlow, Valuation
        people = union(
            *(
                select(table.investor_id).where(*self._say(table), table.investor_id.is_not(None))
                for table in OF_INVESTORS
            )
        )
        held = [known(flow, self._known_on), flow.deal_id.in_(deals), flow.flow_date <= self._until]
        marked = [
            known(mark, self._known_on), mark.deal_id.in_(deals), mark.mark_date <= self._until
        ]  # fmt: skip
        used = union(
            select(flow.currency).where(*self._trusting(flow, held)),
            select(mark.currency).where(*self._trusting(mark, marked)),
            select(FundCashFlow.currency).where(*self._say(FundCashFlow)),
        ).subquery()
        own = select(FundVersion.currency).where(*self._say(FundVersion))
        foreign = select(used.c.currency).where(used.c.currency.not_in(own), own.exists())
        traded = select(used.c.currency).where(foreign.exists())
        return [
            (flow, held),
            (mark, marked),
            *(
                (table, [known(table, self._known_on), column.in_(ids)])
                for table, column, ids in (
                    (LimitedPartnerVersion, LimitedPartnerVersion.investor_id, people),
                    (CompanyVersion, CompanyVersion.company_id, companies),
                )
            ),
            (LimitedPartner, [LimitedPartner.id.in_(people)]),
            (Company, [Company.id.in_(companies)]),
            (Fund, [Fund.id == self._fund]),
            (
                FxRate,
                [
                    known(FxRate, self._known_on),
                    FxRate.currency.in_(traded),
                    FxRate.rate_date <= self._until,
                ],
            ),
            (
                Configuration,
                [Configuration.name == THRESHOLDS, known(Configuration, self._known_on)],
            ),
        ]

    def _say(self, table: Any) -> list[ColumnElement[bool]]:
        """The rows of the fund that have a say in what else belongs to it."""
        return self._trusting(table, self.own(table, dict(DATED).get(table)))

    def _trusting(self, table: Any, found: list[ColumnElement[bool]]) -> list[ColumnElement[bool]]:
        if self._trusted is None:
            return found
        return [_among(table, self._trusted.get(table.__tablename__, ()))]
