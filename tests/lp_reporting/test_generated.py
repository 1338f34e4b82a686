"""Whatever the funds, terms and flows: investors add up to the fund, and shares to the proceeds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from itertools import count
from random import Random
from typing import Any

import pytest
from sqlalchemy import text

from services.db.models import Base, FundCashFlow, FundNav, FxRate
from services.db.reads.versions import bump
from services.db.session import Database
from services.fund_performance import FundPerformanceService
from services.lp_reporting import LpReportingService
from services.lp_reporting.snapshots import report_accounts
from services.scope import SYSTEM, Scope
from tests.factories import LONG_KNOWN, Facts

FUNDS = 12
CENT = Decimal("0.01")
AS_OF = Scope(as_of=date(2024, 12, 31))
_keys = count()
PASSING = {"pass", "unknown"}


@dataclass(frozen=True)
class Firms:
    db: Database
    facts: Facts
    service: LpReportingService
    codes: tuple[str, ...]


@pytest.fixture(scope="module")
def firms(module_db: Database) -> Iterator[Firms]:
    facts = Facts(module_db)
    chance = Random(7)
    facts.rate("EUR", "2024-12-31", "0.9173")
    days = [date(2019, 1, 1) + timedelta(days=36 * place) for place in range(60)]
    with module_db.session() as session:
        session.add_all(
            FxRate(currency="EUR", rate_date=day, per_base=Decimal(chance.randint(82, 98)) / 100,
                   base="USD", source="test", **key())
            for day in days
        )  # fmt: skip
    people = {f"P{n}": facts.investor(f"P{n}", "gp" if n == 0 else "pension") for n in range(9)}
    codes = tuple(f"F{n:02}" for n in range(FUNDS))
    for code in codes:
        write(facts, code, people, chance)
    yield Firms(module_db, facts, LpReportingService(module_db), codes)


def write(facts: Facts, code: str, people: dict[str, str], chance: Random) -> None:
    """A fund with calls, fees, excuses, recallable and carry, told by investor and in total."""
    currency = chance.choice(["USD", "USD", "EUR"])
    fund = facts.fund(code, currency=currency)
    facts.agreement(
        fund, day="2019-01-01", waterfall="european", hurdle=chance.choice(["ledger", "irr"]),
        preferred_return=chance.choice(["0", "0.06", "0.08"]),
        carry_rate=chance.choice(["0.1", "0.2", "0.25"]),
        catch_up_rate=chance.choice(["0", "0.5", "1"]),
    )  # fmt: skip
    names = chance.sample(list(people)[1:], chance.randint(2, 7)) + (
        ["P0"] if chance.random() < 0.6 else []
    )
    promised = {name: Decimal(chance.randint(10**6, 10**9)) / 100 for name in names}
    for name, amount in promised.items():
        facts.commitment(fund, people[name], "2019-01-02", str(amount))
    if chance.random() < 0.4:
        rate = chance.choice(["0", "0.1", "0.15"])
        facts.side_term(fund, people[names[0]], "carry_rate", rate, "2019-01-02")
    totals = chance.random() < 0.7
    rows: list[tuple[str, str, dict[str, Decimal]]] = []
    for number in range(chance.randint(3, 7)):
        day = str(date(2019, 1, 10) + timedelta(days=170 * number + chance.randint(0, 60)))
        excused = chance.choice(names) if chance.random() < 0.2 and len(names) > 2 else None
        weights = {name: amount for name, amount in promised.items() if name != excused}
        rows.append((day, "capital_call_investments", parts(weights, chance.randint(10**5, 10**7))))
        fees = {name: amount for name, amount in weights.items() if name != "P0"}
        kind = chance.choice(["inside", "outside"])
        rows.append((day, f"capital_call_management_fees_{kind}_commitment",
                     parts(fees, chance.randint(10**3, 10**5))))  # fmt: skip
        back = str(date.fromisoformat(day) + timedelta(days=chance.randint(1, 90)))
        kind = chance.choice(
            [
                "distribution_permanent",
                "distribution_recallable",
                "distribution_return_of_excess_capital_called_investments",
            ]
        )
        rows.append((back, kind, parts(promised, chance.randint(10**4, 10**7))))
        if chance.random() < 0.4:
            partners = {name: amount for name, amount in promised.items() if name != "P0"}
            rows.append((back, "distribution_carry", parts(partners, chance.randint(10**3, 10**5))))
    written: list[Base] = []
    for day, kind, shares in rows:
        told = [(people[name], amount) for name, amount in shares.items()]
        told += [(None, sum(shares.values()))] if totals else []
        written += [
            FundCashFlow(fund_id=fund, flow_date=date.fromisoformat(day), type=kind, amount=amount,
                         investor_id=who, currency=currency, **key())
            for who, amount in told
        ]  # fmt: skip
    for day in ("2023-12-31", "2024-09-30", "2024-12-31"):
        value = parts(promised, chance.randint(10**6, 10**9))
        told = [(people[name], amount) for name, amount in value.items()]
        told += [(None, sum(value.values()))] if totals else []
        written += [
            FundNav(fund_id=fund, nav_date=date.fromisoformat(day), nav=amount, investor_id=who,
                    currency=currency, **key())
            for who, amount in told
        ]  # fmt: skip
    with facts.db.session() as session:
        session.add_all(written)
        bump(session, [fund])


def key() -> dict[str, Any]:
    return {"natural_key": f"g{next(_keys)}", "known_from": LONG_KNOWN}


def parts(weights: dict[str, Decimal], cents: int) -> dict[str, Decimal]:
    """Cents by weight, what is left over to the first: not how the program shares."""
    whole = sum(weights.values())
    found = {name: Decimal(int(cents * weight / whole)) / 100 for name, weight in weights.items()}
    first = next(iter(found))
    found[first] += Decimal(cents) / 100 - sum(found.values())
    return found


@pytest.mark.parametrize("currency", [None, "USD", "EUR"])
def test_investors_add_up_to_the_fund_to_the_cent(firms: Firms, currency: str | None) -> None:
    performance = FundPerformanceService(firms.db)
    for funds in (*((code,) for code in firms.codes), ()):
        scope = AS_OF.on(funds=funds, currency=currency)
        found = firms.service.lps(SYSTEM, scope)
        whole = performance.calculate_fund_metrics(SYSTEM, scope)
        overview = firms.service.overview(SYSTEM, scope) if not funds else None
        rows = [row for row in found.rows if not row.is_gp]
        for name, other in (("called", "paid_in"), ("distributions", "distributions"),
                            ("nav", "nav"), ("commitment", "total_committed"),
                            ("unfunded", "unfunded")):  # fmt: skip
            total = sum(getattr(row, name) for row in rows)
            assert total == getattr(found.totals, name) == getattr(whole, other), (funds, name)
        assert found.totals.lp_irr == pytest.approx(whole.irr, abs=1e-9)
        assert found.totals.lp_tvpi == pytest.approx(whole.tvpi)
        if overview is not None:
            assert (overview.called, overview.nav) == (found.totals.called, found.totals.nav)
            assert {tie.state for tie in overview.ties} <= PASSING


def test_shares_add_up_to_tiers_and_tiers_to_the_proceeds(firms: Firms) -> None:
    chance = Random(11)
    for code in firms.codes:
        scope = AS_OF.on(funds=(code,))
        now = firms.service.waterfall(SYSTEM, scope)
        assert now.lifetime_proceeds is not None
        for change in range(3):
            more = Decimal(chance.randint(0, 10**10)) / 100
            asked: dict[str, Any] = {"lifetime_proceeds": now.lifetime_proceeds + more}
            asked["date"] = date(2024, 12, 31) + timedelta(days=chance.randint(0, 2000))
            if change == 2:
                asked["terms"] = {"type": "american"}
                asked["lifetime_proceeds"] *= 2
            found = firms.service.simulate(SYSTEM, scope, **asked)
            tiers = found.tiers
            lp, gp, proceeds = found.totals.lp, found.totals.gp, found.totals.proceeds
            assert lp + gp == proceeds == asked["lifetime_proceeds"], code
            assert (sum(t.lp for t in tiers), sum(t.gp for t in tiers)) == (lp, gp)
            assert tiers[-1].remaining == 0
            assert sum(row.amount for row in found.per_lp) == lp
            assert sum(row.carry for row in found.per_lp) == gp
            for row in found.per_lp:
                assert row.amount == row.capital + row.preferred + row.catch_up + row.split
            for name, tier in (("capital", 0), ("preferred", 1), ("catch_up", 2), ("split", 3)):
                assert sum(getattr(row, name) for row in found.per_lp) == tiers[tier].lp
            if change < 2:
                carried = sum(row.carry_booked or 0 for row in found.per_distribution)
                assert gp >= carried - CENT  # what was paid stays paid; clawback says what is owed


def test_every_account_foots_in_every_column(firms: Firms) -> None:
    for code in firms.codes:
        scope = AS_OF.on(funds=(code,))
        for row in firms.service.lps(SYSTEM, scope).rows[:3]:
            account = firms.service.capital_account(SYSTEM, scope, lp=row.lp)
            by = {one.code: one for one in account.lines}
            for column in ("qtd", "ytd", "itd"):
                moves = [getattr(one, column) for one in account.lines
                         if one.kind in ("opening", "line")]  # fmt: skip
                assert sum(moves) == getattr(by["closing_nav"], column), (code, row.lp, column)
            for roll in account.commitment:
                moved = (roll.opening_unfunded, roll.contributions, roll.recallable,
                         roll.released, roll.other)  # fmt: skip
                assert sum(part for part in moved if part is not None) == roll.closing_unfunded
            assert by["closing_nav"].itd == row.nav


def test_what_is_stored_is_what_is_answered(firms: Firms) -> None:
    ids = [f"id-{code}" for code in firms.codes]
    told: list[dict[str, int]] = []
    first = report_accounts(firms.db, ids, tell=lambda versions: told.append(dict(versions)))
    again = report_accounts(firms.db, ids, tell=lambda versions: told.append(dict(versions)))
    assert (first.failed, again.failed, first.rows) == ({}, {}, again.rows)
    assert told[0] == first.written == {fund: firms.facts.version(fund) for fund in ids}
    with firms.db.read() as session:
        stored = session.execute(text(
            "SELECT f.code, p.code, lp_called_capital, lp_distributions, lp_nav, lp_irr, lp_tvpi, "
            "management_fees_paid, payload->>'lp_tvpi' FROM lp_reporting r "
            "JOIN funds f ON f.id = r.fund_id JOIN limited_partners p ON p.id = r.lp_id "
            "WHERE report_date = '2024-12-31' AND known_to IS NULL AND report_type = 'quarterly'"
        )).all()  # fmt: skip
        count = session.scalar(text("SELECT count(*) FROM lp_reporting"))
    assert count == first.rows  # the second run left the same rows
    answered = {
        (code, row.lp): row
        for code in firms.codes
        for row in firms.service.lps(SYSTEM, AS_OF.on(funds=(code,))).rows
        if not row.is_gp
    }
    assert {(fund, lp) for fund, lp, *_ in stored} == set(answered)
    for fund, lp, called, distributed, nav, irr, tvpi, fees, payload in stored:
        row = answered[fund, lp]
        assert (called, distributed, nav) == (row.called, row.distributions, row.nav)
        assert irr == pytest.approx(row.lp_irr) and tvpi == pytest.approx(row.lp_tvpi)
        if tvpi is not None:  # one was excused from every call, or got all of it back
            assert fees > 0 and float(payload) == pytest.approx(tvpi)
