"""Facts written straight into the tables, one short call each, for tests that read them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count
from typing import Any

from sqlalchemy import event, select

from services.db.models import (
    Base,
    BenchmarkFund,
    BenchmarkPoint,
    Commitment,
    DataVersion,
    Fund,
    FundCashFlow,
    FundNav,
    FundVersion,
    FxRate,
    IndexLevel,
    LimitedPartner,
)
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.scope import Principal

LONG_KNOWN = datetime(2000, 1, 1, tzinfo=UTC)
_keys = count()


class Facts:
    """Writes facts of one database; every call commits and counts the fund's version up."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def fund(self, code: str = "AQ1", **terms: Any) -> str:
        """A fund in dollars with nothing known of it but what is given; its id."""
        known_from = terms.pop("known_from", LONG_KNOWN)
        described = {"name": f"Fund {code}", "currency": "USD"} | terms
        fund = Fund(id=f"id-{code}", code=code, **described)
        self._write(fund)
        version = FundVersion(fund_id=fund.id, natural_key=code, known_from=known_from, **described)
        self._write(version, scope=fund.id)
        return fund.id

    def investor(self, code: str, type: str | None = None) -> str:
        """An investor; `type` gp marks the general partner's own money."""
        investor = LimitedPartner(id=f"id-{code}", code=code, name=f"Investor {code}", type=type)
        self._write(investor)
        return investor.id

    def flow(self, fund: str, day: str, type: str, amount: str | int, **more: Any) -> None:
        """One flow of a fund's id, positive in the type's usual direction."""
        self.flows(fund, [(day, type, amount)], **more)

    def flows(self, fund: str, rows: Sequence[tuple[str, str, str | int]], **more: Any) -> None:
        """Several flows in one transaction: day, type, amount."""
        given = {"currency": "USD"} | more
        self._write(
            *(
                FundCashFlow(
                    fund_id=fund,
                    flow_date=date.fromisoformat(day),
                    type=type,
                    amount=Decimal(amount),
                    **_known(given),
                )
                for day, type, amount in rows
            ),
            scope=fund,
        )

    def nav(self, fund: str, day: str, nav: str | int, **more: Any) -> None:
        """The fund's value on a day, or an investor's share of it."""
        given = {"currency": "USD"} | more
        row = FundNav(
            fund_id=fund, nav_date=date.fromisoformat(day), nav=Decimal(nav), **_known(given)
        )
        self._write(row, scope=fund)

    def commitment(self, fund: str, investor: str, day: str, amount: str | int) -> None:
        row = Commitment(
            fund_id=fund,
            investor_id=investor,
            commitment_date=date.fromisoformat(day),
            amount=Decimal(amount),
            **_known({}),
        )
        self._write(row, scope=fund)

    def rate(self, currency: str, day: str, per_base: str, base: str = "USD") -> None:
        """Units of `currency` for one unit of `base`."""
        row = FxRate(
            currency=currency,
            rate_date=date.fromisoformat(day),
            per_base=Decimal(per_base),
            base=base,
            source="test",
            **_known({}),
        )
        self._write(row, scope=SHARED)

    def levels(self, code: str, rows: dict[str, str], *, total_return: bool = True) -> None:
        """Levels of an index by day."""
        self._write(
            *(
                IndexLevel(
                    index_code=code,
                    level_date=date.fromisoformat(day),
                    level=Decimal(level),
                    total_return=total_return,
                    **_known({}),
                )
                for day, level in rows.items()
            ),
            scope=SHARED,
        )

    def points(self, metric: str, p25: str, p50: str, p75: str, **more: Any) -> None:
        """Published quartiles of a cohort of vintage 2015."""
        cohort = {
            "provider": "Provider",
            "release": "2024Q4",
            "vintage_year": 2015,
            "strategy": "all",
            "geography": "global",
            "n": 40,
            "as_of": date(2024, 12, 31),
            "p05": None,
            "p95": None,
        }
        row = BenchmarkPoint(
            metric=metric,
            p25=Decimal(p25),
            p50=Decimal(p50),
            p75=Decimal(p75),
            **(cohort | _known(more)),
        )
        self._write(row, scope=SHARED)

    def peer(self, name: str, **more: Any) -> None:
        """One disclosed fund of vintage 2015; what is not given is not disclosed."""
        nothing = dict.fromkeys(
            (
                "strategy",
                "geography",
                "committed",
                "paid_in",
                "distributed",
                "nav",
                "irr",
                "multiple",
            )
        )
        given = {
            "provider": "Pension",
            "as_of": date(2024, 12, 31),
            "vintage_year": 2015,
            "currency": "USD",
        }
        self._write(BenchmarkFund(fund_name=name, **(nothing | given | _known(more))), scope=SHARED)

    def _write(self, *rows: Base, scope: str | None = None) -> None:
        with self.db.session() as session:
            for row in rows:
                session.add(row)
            if scope is not None:
                session.flush()
                bump(session, [scope])

    def version(self, scope: str) -> int:
        with self.db.read() as session:
            query = select(DataVersion.version).where(DataVersion.scope == scope)
            return int(session.scalar(query) or 0)


def _known(given: dict[str, Any]) -> dict[str, Any]:
    return {"natural_key": f"k{next(_keys)}", "known_from": LONG_KNOWN} | given


def partner(*funds: str) -> Principal:
    """A partner who was granted some funds by id; without any, one who sees every fund."""
    return Principal(
        user_id="u1",
        name="Ada",
        roles=frozenset({"partner"}),
        funds=frozenset(funds) if funds else None,
    )


@contextmanager
def statements(db: Database) -> Iterator[list[str]]:
    """The statements that a block sends to the database."""
    sent: list[str] = []

    def note(conn: Any, cursor: Any, statement: str, *rest: Any) -> None:
        sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
