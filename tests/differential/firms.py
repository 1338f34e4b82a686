"""Generated funds of all kinds: who pays, who is told apart, what is itemised, what was sold."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from services.db.models import (
    Base,
    Commitment,
    Company,
    CompanyVersion,
    Deal,
    DealVersion,
    Fund,
    FundCashFlow,
    FundNav,
    FundVersion,
    InvestmentCashFlow,
    LimitedPartner,
    LimitedPartnerVersion,
    Valuation,
)
from services.db.reads.versions import bump
from services.db.session import Database
from tests.factories import LONG_KNOWN

AS_OF = date(2025, 9, 30)
INVESTORS = ("LP1", "LP2", "LP3", "LP4", "GP0")
TOTALS, PARTS, BOTH = "totals", "parts", "both"
CALLS = ("capital_call", "management_fee", "partnership_expense", "capital_call_investments",
         "capital_call_management_fees_outside_commitment")  # fmt: skip
PAYOUTS = ("distribution", "recallable_distribution", "distribution_permanent_gain_loss")
EXCESS = "distribution_return_of_excess_capital_called_investments"
DRAWN = "fund_level_subscription_facility_drawdown_investments"
REPAID = "synthetic_distribution_fund_level_subscription_facility_repayment_investments"


@dataclass
class Generated:
    """Rows of a firm by table, made from one seed; the same seed makes the same firm."""

    seed: int
    rows: dict[type[Base], list[dict[str, Any]]] = field(default_factory=dict)
    keys: int = 0

    def write(self, db: Database, funds: int) -> list[str]:
        """So many funds with their investors and companies in one transaction; their codes."""
        for code in INVESTORS:
            kind = "gp" if code == "GP0" else "pension"
            told = {"name": f"Investor {code}", "type": kind}
            self._add(LimitedPartner, id=f"id-{code}", code=code, **told)
            self._fact(LimitedPartnerVersion, investor_id=f"id-{code}", **told)
        codes = [f"F{place:03}" for place in range(funds)]
        for place, code in enumerate(codes):
            self._fund(code, random.Random(f"{self.seed}-{place}"))
        with db.session() as session:
            for model, rows in self.rows.items():
                for together in _alike(rows):
                    session.execute(insert(model), together)
            bump(session, [f"id-{code}" for code in codes])
        return codes

    def _fund(self, code: str, chance: random.Random) -> None:
        described = {
            "name": f"Fund {code}",
            "currency": "USD",
            "vintage_year": chance.randint(2008, 2022),
            "total_committed": Decimal(chance.randint(10, 90) * 1_000_000),
        }
        self._add(Fund, id=f"id-{code}", code=code, **described)
        self._fact(FundVersion, fund_id=f"id-{code}", **described)
        way = chance.choice((TOTALS, PARTS, BOTH))
        weights = {name: chance.randint(1, 40) for name in INVESTORS}
        if way != TOTALS:
            for name, weight in weights.items():
                self._fact(
                    Commitment,
                    fund_id=f"id-{code}",
                    investor_id=f"id-{name}",
                    commitment_date=date(2012, 1, 1),
                    amount=Decimal(weight * 500_000),
                )
        days = _quarter_ends(chance.randint(4, 32))
        tidy = chance.random() < 0.5  # calls first, then payouts: a fund with one rate
        for place, day in enumerate(days):
            kinds = (*CALLS, *CALLS, *PAYOUTS, EXCESS)
            if tidy:
                kinds = CALLS if place * 2 < len(days) else PAYOUTS
            self._quarter(code, day, way, weights, kinds, chance)
        for place in range(chance.randint(0, 4)):
            self._company(f"{code}C{place}", code, days, chance)

    def _quarter(
        self,
        code: str,
        day: date,
        way: str,
        weights: dict[str, int],
        kinds: tuple[str, ...],
        chance: random.Random,
    ) -> None:
        """Some flows before a quarter-end, and the value on it."""
        for _ in range(chance.randint(0, 3)):
            kind = chance.choice(kinds)
            size = -1 if chance.random() < 0.03 else 1  # now and then one is taken back
            amount = size * Decimal(chance.randint(1, 400_000_000)) / 100
            self._flows(code, _before(day, chance), kind, amount, way, weights)
        if chance.random() < 0.15:
            drawn = Decimal(chance.randint(1, 90_000_000)) / 100
            self._flow(code, _before(day, chance), DRAWN, drawn)
            self._flow(code, day, REPAID, drawn)
        nav = Decimal(chance.randint(0, 9_000_000_000)) / 100
        for investor, part in _parts(nav, way, weights):
            self._fact(
                FundNav,
                fund_id=f"id-{code}",
                nav_date=day,
                nav=part,
                investor_id=investor,
                currency="USD",
            )

    def _flows(
        self, code: str, day: date, kind: str, amount: Decimal, way: str, weights: dict[str, int]
    ) -> None:
        for investor, part in _parts(amount, way, weights):
            self._flow(code, day, kind, part, investor=investor)

    def _flow(
        self, code: str, day: date, kind: str, amount: Decimal, investor: str | None = None
    ) -> None:
        self._fact(
            FundCashFlow,
            fund_id=f"id-{code}",
            flow_date=day,
            type=kind,
            amount=amount,
            investor_id=investor,
            currency="USD",
        )

    def _company(self, code: str, fund: str, days: list[date], chance: random.Random) -> None:
        sold = len(days) > 2 and chance.random() < 0.3
        described = {"name": f"Company {code}", "status": "exited" if sold else "active",
                     "sector": chance.choice(("Health", "Software"))}  # fmt: skip
        self._add(Company, id=f"id-{code}", code=code, **described)
        self._fact(CompanyVersion, company_id=f"id-{code}", **described)
        first = days[0] - timedelta(days=chance.randint(1, 80))
        bought = {"fund_id": f"id-{fund}", "company_id": f"id-{code}", "deal_date": first}
        self._add(Deal, id=f"id-D{code}", code=f"D{code}", **bought)
        self._fact(DealVersion, deal_id=f"id-D{code}", **bought)
        self._moved(code, first, "investment", chance)
        if chance.random() < 0.4:
            self._moved(code, first + timedelta(days=7), "fee", chance)
        if chance.random() < 0.5:
            self._moved(code, days[0], "dividend", chance)
        last = days[-2] if sold else days[-1]
        for day in (day for day in days if day <= last):
            value = Decimal(chance.randint(0, 2_000_000_000)) / 100
            self._mark(code, day, value)
        if sold:
            self._moved(code, days[-2] + timedelta(days=5), "proceeds", chance)
            self._mark(code, days[-2] + timedelta(days=5), Decimal(0))

    def _moved(self, code: str, day: date, kind: str, chance: random.Random) -> None:
        amount = Decimal(chance.randint(1, 900_000_000)) / 100
        self._fact(InvestmentCashFlow, deal_id=f"id-D{code}", flow_date=day, type=kind,
                   amount=amount, currency="USD")  # fmt: skip

    def _mark(self, code: str, day: date, value: Decimal) -> None:
        self._fact(Valuation, deal_id=f"id-D{code}", mark_date=day, fair_value=value,
                   currency="USD")  # fmt: skip

    def _add(self, model: type[Base], **row: Any) -> None:
        self.rows.setdefault(model, []).append(row)

    def _fact(self, model: type[Base], **row: Any) -> None:
        self.keys += 1
        self._add(model, natural_key=f"g{self.keys}", known_from=LONG_KNOWN, **row)


def _parts(
    amount: Decimal, way: str, weights: dict[str, int]
) -> Iterator[tuple[str | None, Decimal]]:
    """The fund's total under None, each investor's part under its id; the last takes the rest."""
    if way in (TOTALS, BOTH):
        yield None, amount
    if way in (PARTS, BOTH):
        left, whole = amount, sum(weights.values())
        for name, weight in list(weights.items())[:-1]:
            part = (amount * weight / whole).quantize(Decimal("0.01"))
            left -= part
            yield f"id-{name}", part
        yield f"id-{INVESTORS[-1]}", left


def _quarter_ends(count: int) -> list[date]:
    """The last quarter-ends up to the day that is looked at, oldest first."""
    found = [AS_OF]
    while len(found) < count:
        first = found[0].replace(day=1)
        month = (first.month - 3 - 1) % 12 + 1
        year = first.year - (first.month <= 3)
        following = date(year + (month == 12), month % 12 + 1, 1)
        found.insert(0, following - timedelta(days=1))
    return found


def _before(day: date, chance: random.Random) -> date:
    return day - timedelta(days=chance.randint(0, 85))


def _alike(rows: list[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows with the same columns together: one statement writes each lot."""
    lots: dict[tuple[str, ...], list[dict[str, Any]]] = {}
    for row in rows:
        lots.setdefault(tuple(row), []).append(row)
    yield from lots.values()
