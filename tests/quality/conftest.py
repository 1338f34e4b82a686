"""A small firm whose books are in order, and one wrong thing for each check."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import text

from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.deal_flow.snapshots import refresh_pipelines
from services.fund_performance.snapshots import refresh_funds
from services.jobs import open_runs
from services.lp_reporting.snapshots import report_accounts
from services.market_intelligence.snapshots import compute_everything
from services.portfolio_analytics.snapshots import aggregate_portfolios
from services.quality import DataQuality, Outcome, QualityService, run
from services.scope import SYSTEM, Scope
from tests.databases import furnish
from tests.factories import Facts

TODAY = date(2024, 2, 15)
FUND = "id-AQ1"


@dataclass
class Firm:
    """A database with facts, and the checks of them."""

    db: Database
    facts: Facts

    def check(self, *funds: str, **more: Any) -> Outcome:
        """Run the checks of these funds (ids; none: every fund) as of a day in February 2024."""
        with self.db.session() as session:
            outcome = run(session, fund_ids=funds or None, today=TODAY, **more)
            bump(session, outcome.funds)
        return outcome

    def refresh(self, *funds: str) -> None:
        """Compute the snapshots of these funds, of every module."""
        open_runs(self.db, funds)
        outcome = refresh_funds(self.db, funds, tell=lambda versions: None)
        aggregated = aggregate_portfolios(self.db, funds, tell=lambda versions: None)
        piped = refresh_pipelines(
            self.db, funds, tell=lambda versions: None, as_of=date(2024, 6, 30)
        )
        reported = report_accounts(self.db, funds, tell=lambda versions: None)
        assert not (outcome.failed or aggregated.failed or piped.failed or reported.failed)

    def quality(self, scope: Scope = Scope(), **more: Any) -> DataQuality:  # noqa: B008 - frozen
        return QualityService(self.db).data_quality(SYSTEM, scope, **more)

    def colours(self) -> dict[str, str]:
        """The worst status of each check over all subjects."""
        found: dict[str, str] = {}
        for result in self.quality().checks:  # the red ones come first, then the amber ones
            found.setdefault(result.check_id, result.status)
        return found

    def change(self, statement: str) -> None:
        """Change facts behind everybody's back."""
        with self.db.session() as session:
            session.execute(text(statement))

    def ask(self, query: str) -> list[Any]:
        with self.db.read() as session:
            return list(session.execute(text(query)).all())


@pytest.fixture
def empty(db: Database) -> Firm:
    """A firm without any fact."""
    return Firm(db, Facts(db))


@pytest.fixture
def firm(empty: Firm) -> Firm:
    """The fund AQ1 with everything that any check reads, all of it in order, its snapshots made."""

    def build() -> None:
        orderly(empty.facts)
        empty.refresh(FUND)
        _market(empty)

    furnish(empty.db, "books in order", build)
    return empty


def orderly(facts: Facts) -> None:
    """500 called of 1,000, 100 paid back, valued at 600 at the end of 2023."""
    fund = facts.fund("AQ1", total_committed=1000, inception_date=date(2022, 1, 1))
    partners = {"LP1": "0.6", "LP2": "0.39", "GP1": "0.01"}
    for code in partners:
        facts.investor(code, type="gp" if code == "GP1" else "pension")
    _with_investors(facts, fund)
    _ledger(facts, fund)
    _holdings(facts, fund)
    _pipeline(facts, fund)
    for item, amount in (("nav", 600), ("paid_in", 500), ("distributed", 100), ("unfunded", 500)):
        facts.assertion(fund, day="2023-12-31", item=item, amount=amount)
    for day, paid_in in ((date(2022, 12, 31), 100), (date(2023, 12, 31), 120)):
        facts.peer("Peer I", as_of=day, paid_in=paid_in, distributed=10)


def _with_investors(facts: Facts, fund: str) -> None:
    for code, amount in (("LP1", 600), ("LP2", 390), ("GP1", 10)):
        facts.commitment(fund, f"id-{code}", "2022-01-01", amount)
    call, paid = ("2022-03-15", "capital_call"), ("2023-06-20", "distribution")
    for code, called, back in ((None, 500, 100), ("LP1", 300, 60), ("LP2", 195, 39), ("GP1", 5, 1)):
        owner = {"investor_id": f"id-{code}"} if code else {}
        facts.flow(fund, *call, called, **owner)
        facts.flow(fund, *paid, back, **owner)
    for code, then, now in (
        (None, 550, 600),
        ("LP1", 330, 360),
        ("LP2", "214.50", 234),
        ("GP1", "5.50", 6),
    ):
        owner = {"investor_id": f"id-{code}"} if code else {}
        facts.nav(fund, "2022-12-31", then, **owner)
        facts.nav(fund, "2023-12-31", now, **owner)


def _ledger(facts: Facts, fund: str) -> None:
    def line(day: str, account: str, amount: int, **more: Any) -> None:
        facts.ledger_line(fund, day=day, account=account, amount=amount, **more)

    # 550 - 100 + 50 + 110 - 10 = 600
    line("2023-06-20", "distributions", -100)
    line("2023-06-20", "realized_gain", 50)
    line("2023-12-31", "unrealized_gain", 110)
    line("2023-12-31", "management_fees", -10)
    quarters = {
        "2023-09-30": {"beginning_nav": 580, "unrealized_gain": 10, "ending_nav": 590},
        "2023-12-31": {
            "beginning_nav": 590,
            "unrealized_gain": 20,
            "management_fees": -12,
            "management_fee_offsets": 2,
            "management_fees_net": -10,
            "ending_nav": 600,
            "carry_beginning": -5,
            "carry_accrued": -2,
            "carry_paid": 1,
            "carry_ending": -6,
        },
    }
    for day, lines in quarters.items():
        for account, amount in lines.items():
            line(day, account, amount, span="qtd")
    since_inception = {
        "beginning_nav": 0,
        "contributions": 500,
        "distributions": -100,
        "unrealized_gain": 210,
        "management_fees": -10,
        "ending_nav": 600,
        "total_commitment": 1000,
        "beginning_unfunded": 1000,
        "unfunded_contributions": -500,
        "ending_unfunded": 500,
    }
    for account, amount in since_inception.items():
        line("2023-12-31", account, amount, span="itd")
    for account, amount in {
        "total_commitment": 600,
        "beginning_unfunded": 600,
        "unfunded_contributions": -300,
        "ending_unfunded": 300,
    }.items():
        line("2023-12-31", account, amount, span="itd", investor_id="id-LP1")


def _holdings(facts: Facts, fund: str) -> None:
    """480 + 40 EUR at 0.80 per dollar + 140 cash - 70 owed = 600."""
    facts.rate("EUR", "2022-06-01", "0.8")
    facts.rate("EUR", "2023-12-29", "0.8")
    facts.company("C1", sector="software", stage="series_a")
    facts.company("C2", status="exited", sector="health", stage="seed")
    facts.company("C3", sector="health", stage="seed")
    for deal, company, day in (
        ("I1", "C1", "2022-04-01"),
        ("I2", "C2", "2022-05-01"),
        ("I3", "C3", "2022-06-01"),
    ):
        facts.deal(deal, fund=fund, company=f"id-{company}", day=day)
    facts.investment_flow("id-I1", day="2022-04-01", amount=300)
    facts.investment_flow("id-I2", day="2022-05-01", amount=100)
    facts.investment_flow("id-I2", day="2023-06-01", amount=150, type="proceeds")
    facts.investment_flow("id-I3", day="2022-06-01", amount=32, currency="EUR")
    facts.mark("id-I1", day="2023-12-31", value=480)
    facts.mark("id-I2", day="2023-06-01", value=0)
    facts.mark("id-I3", day="2023-12-31", value=40, currency="EUR")
    for item, amount in (("cash", 140), ("liabilities", 70), ("credit_line", 0)):
        facts.balance(fund, day="2023-12-31", item=item, amount=amount)


def _pipeline(facts: Facts, fund: str) -> None:
    for code, outcome in (("P1", "closed"), ("P2", "passed"), ("P3", "open")):
        facts.pipeline_deal(code, fund=fund, outcome=outcome, source_channel="referral")
    stages = ("sourced", "screened", "term_sheet", "closed")
    for month, stage in enumerate(stages, start=1):
        facts.pipeline_event("id-P1", stage=stage, at=f"2024-{month:02}-11T09:30:00")
    facts.pipeline_event("id-P2", stage="passed", at="2024-02-01")


def _market(firm: Firm) -> None:
    """Two rounds of one sector, and the provider's figures of them."""
    for company in ("m1", "m2"):
        firm.facts.market_round(
            company, day="2023-11-05", sector="Software", stage="seed", amount=5, currency="USD",
            geography="US",
        )  # fmt: skip
    with firm.db.session() as session:
        compute_everything(session, version=bump(session, [SHARED])[SHARED])


@dataclass(frozen=True)
class Wrong:
    """One wrong thing: what it does, and the colour and place it must have."""

    do: Callable[[Firm], None]
    subject: str
    expected: str | None
    actual: str | None
    status: str = "red"


def _sql(statement: str) -> Callable[[Firm], None]:
    return lambda firm: firm.change(statement)


def _figures(column: str, value: str) -> Callable[[Firm], None]:
    return _sql(
        f"UPDATE fund_metrics SET {column} = {value} WHERE basis = 'net_lp' "
        "AND credit_line = 'with' AND known_to IS NULL"
    )


def _line(account: str, amount: int, investor: str = "IS NULL") -> Callable[[Firm], None]:
    return _sql(
        f"UPDATE fund_ledger SET amount = {amount} WHERE account = '{account}' "
        f"AND span = 'itd' AND investor_id {investor}"
    )


def _give_more_than_promised(firm: Firm) -> None:
    """LP2 promised 100 and paid 195; what the fund was promised stays 1,000."""
    firm.change("UPDATE commitments SET amount = 100 WHERE investor_id = 'id-LP2'")
    firm.change("UPDATE commitments SET amount = 300 WHERE investor_id = 'id-GP1'")


WRONG: dict[str, Wrong] = {
    "lp_sum_paid_in": Wrong(
        lambda firm: firm.facts.flow(
            FUND, "2022-03-15", "capital_call", 1, investor_id="id-LP2"
        ),
        "AQ1", "500", "501",
    ),
    "lp_sum_distributed": Wrong(
        lambda firm: firm.facts.flow(
            FUND, "2023-06-20", "distribution", "0.02", investor_id="id-LP2"
        ),
        "AQ1", "100", "100.02",
    ),
    "lp_sum_nav": Wrong(
        _sql("UPDATE fund_navs SET nav = 215 WHERE investor_id = 'id-LP2' "
             "AND nav_date = '2022-12-31'"),
        "AQ1", "550", "550.50",
    ),
    "nav_roll_forward": Wrong(
        lambda firm: firm.facts.ledger_line(
            FUND, day="2023-11-02", account="unrealized_gain", amount=25
        ),
        "AQ1", "625", "600",
    ),
    "commitment_reconciles": Wrong(
        _line("ending_unfunded", 290, "= 'id-LP1'"), "LP1", "300", "290"
    ),
    "paid_in_within_commitment": Wrong(_give_more_than_promised, "LP2", "100", "195"),
    # 100 / 500 + 600 / 500 = 1.4
    "multiples_add_up": Wrong(_figures("tvpi", "1.5"), "AQ1", "1.4", "1.5"),
    "holdings_make_nav": Wrong(
        _sql("UPDATE fund_balances SET amount = 130 WHERE item = 'cash'"), "AQ1", "600", "590"
    ),
    "weights_add_up": Wrong(
        _figures("sector_concentration", """'{"software": 0.6, "health": 0.3}'"""),
        "sectors", "1", "0.9",
    ),
    "funnel_is_monotone": Wrong(
        lambda firm: firm.facts.pipeline_event("id-P3", stage="screened", at="2024-01-09"),
        "AQ1", "0", "1",
    ),
    "companies_add_up": Wrong(
        _sql("UPDATE companies SET status = NULL WHERE code = 'C2'"), "AQ1", "3", "2"
    ),
    # proceeds 150 + values 480 + 50 = 680
    "value_adds_up": Wrong(_figures("realized_value", "151"), "AQ1", "680", "681"),
    "irr_solves": Wrong(_figures("irr", "0.9"), "AQ1", "0", None),
    "fees_net": Wrong(
        _sql("UPDATE fund_ledger SET amount = -11 WHERE account = 'management_fees_net'"),
        "AQ1", "-10", "-11",
    ),
    "one_currency": Wrong(
        lambda firm: firm.facts.investment_flow(
            "id-I3", day="2023-08-01", amount=1, type="dividend", currency="CHF"
        ),
        "AQ1", "0", "1",
    ),
    "flow_dates": Wrong(
        lambda firm: firm.facts.flow(FUND, "2021-12-01", "distribution_carry", 1), "AQ1", "0", "1"
    ),
    "marks_are_fresh": Wrong(
        _sql("UPDATE valuations SET mark_date = '2023-07-31' WHERE deal_id = 'id-I1'"),
        "C1", "120", "153", "amber",
    ),
    "balance_assertion": Wrong(
        _sql("UPDATE balance_assertions SET amount = 599 WHERE item = 'nav'"),
        "nav 2023-12-31 administrator", "599", "600",
    ),
    "disclosed_decrease": Wrong(
        _sql("UPDATE benchmark_funds SET paid_in = 90 WHERE as_of = '2023-12-31'"),
        "Pension: Peer I", "100", "90", "amber",
    ),
    "stored_portfolio_adds_up": Wrong(
        _sql("UPDATE portfolio_aggregations SET exited_companies = exited_companies + 1"),
        "AQ1", "3", "4",
    ),
    # the limited partners have 594 of the 600: the rest is the general partner's
    "stored_lps_add_up": Wrong(
        _sql(
            "UPDATE lp_reporting SET lp_nav = lp_nav + 1 WHERE lp_id = 'id-LP1' "
            "AND report_date = '2023-12-31'"
        ),
        "AQ1", "594", "595",
    ),
    # three deals of one channel were sourced in the first quarter of 2024
    "stored_pipeline_adds_up": Wrong(
        _sql(
            "UPDATE pipeline_metrics SET sourcing_channels = '{\"referral\": 2}' "
            "WHERE period_end = '2024-03-31'"
        ),
        "AQ1", "3", "2",
    ),
    "stored_sectors_add_up": Wrong(
        _sql("UPDATE sector_trends SET seed_deals = seed_deals + 1"), "Provider", "2", "3"
    ),
}  # fmt: skip


def late_flow(firm: Firm) -> None:
    """A call of 2022 that is learned of in February 2024, when the values since stand."""
    known = datetime(2024, 2, 10, tzinfo=UTC)
    firm.facts.flow(FUND, "2022-05-01", "distribution_carry", 1, known_from=known)
