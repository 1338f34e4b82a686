"""Facts written straight into the tables, one short call each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, select

from services.db.models import (
    BalanceAssertion,
    Base,
    BenchmarkFund,
    BenchmarkPoint,
    ChannelCost,
    Commitment,
    Company,
    CompanyMetric,
    CompanyVersion,
    DataVersion,
    Deal,
    DealVersion,
    Fund,
    FundBalance,
    FundCashFlow,
    FundLedgerEntry,
    FundNav,
    FundVersion,
    FxRate,
    IndexLevel,
    InvestmentCashFlow,
    InvestorTerm,
    LimitedPartner,
    LimitedPartnerVersion,
    LpaTerm,
    MarketExit,
    MarketRound,
    PipelineDeal,
    PipelineDealVersion,
    PipelineEvent,
    TeamActivity,
    TeamMemberVersion,
    User,
    Valuation,
)
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.imports.store import latest, sums
from services.imports.store.write import driver
from tests.factories.rows import LONG_KNOWN, believed, row_of, since


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
        told = {"investor_id": investor.id, "name": investor.name, "type": type}
        self._write(LimitedPartnerVersion(**told, **believed({})))
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
                    **believed(given),
                )
                for day, type, amount in rows
            ),
            scope=fund,
        )

    def nav(self, fund: str, day: str, nav: str | int, **more: Any) -> None:
        """The fund's value on a day, or an investor's share of it."""
        given = {"currency": "USD"} | more
        row = FundNav(
            fund_id=fund, nav_date=date.fromisoformat(day), nav=Decimal(nav), **believed(given)
        )
        self._write(row, scope=fund)

    def commitment(
        self, fund: str, investor: str, day: str, amount: str | int, **more: Any
    ) -> None:
        row = Commitment(
            fund_id=fund,
            investor_id=investor,
            commitment_date=date.fromisoformat(day),
            amount=Decimal(amount),
            **believed(more),
        )
        self._write(row, scope=fund)

    def agreement(self, fund: str, *, day: str = "2000-01-01", **terms: Any) -> None:
        """The partnership agreement of a fund (id) from a day on; rates are fractions."""
        known = since(terms)
        given = {"waterfall": "european", "preferred_return": "0.08", "carry_rate": "0.20",
                 "catch_up_rate": "1"} | terms  # fmt: skip
        self._write(row_of(LpaTerm, fund_id=fund, effective_date=day, **known, **given), scope=fund)

    def side_term(
        self, fund: str, investor: str, term: str, value: str, day: str | None = None, **more: Any
    ) -> None:
        """What an investor (id) agreed beside the agreement of a fund (id)."""
        known = since(more)
        row = row_of(InvestorTerm, fund_id=fund, investor_id=investor, term=term, value=value,
                   effective_date=day, **known)  # fmt: skip
        self._write(row, scope=fund)

    def rate(self, currency: str, day: str, per_base: str, base: str = "USD") -> None:
        """Units of `currency` for one unit of `base`."""
        row = FxRate(
            currency=currency,
            rate_date=date.fromisoformat(day),
            per_base=Decimal(per_base),
            base=base,
            source="test",
            **believed({}),
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
                    **believed({}),
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
            **(cohort | believed(more)),
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
        self._write(
            BenchmarkFund(fund_name=name, **(nothing | given | believed(more))), scope=SHARED
        )

    def company(self, code: str = "C1", *, status: str = "active", **more: Any) -> str:
        """A company with nothing known of it but its status and what is given; its id."""
        known = since(more)
        described = {"name": f"Company {code}", "status": status} | more
        self._write(row_of(Company, id=f"id-{code}", code=code, **described))
        self._write(row_of(CompanyVersion, company_id=f"id-{code}", **known, **described))
        return f"id-{code}"

    def deal(
        self, code: str = "I1", *, fund: str, company: str, day: str = "2020-01-15", **more: Any
    ) -> str:
        """One tranche that a fund (id) bought of a company (id); its id."""
        known = since(more)
        described = {"fund_id": fund, "company_id": company, "deal_date": day} | more
        self._write(row_of(Deal, id=f"id-{code}", code=code, **described))
        self._write(row_of(DealVersion, deal_id=f"id-{code}", **known, **described), scope=fund)
        return f"id-{code}"

    def investment_flow(
        self, deal: str, *, day: str, amount: str | int, type: str = "investment", **more: Any
    ) -> None:
        """Money between a fund and a company, positive in the type's direction."""
        known, given = since(more), {"currency": "USD"} | more
        row = row_of(
            InvestmentCashFlow,
            deal_id=deal, flow_date=day, type=type, amount=amount, **known, **given,
        )  # fmt: skip
        self._write(row, scopes_of=select(Deal.fund_id).where(Deal.id == deal))
        with self.db.session() as session, driver(session) as cursor:
            sums.of_flows(cursor, [deal])

    def mark(self, deal: str, *, day: str, value: str | int, **more: Any) -> None:
        """The fair value of an investment (id) on a day."""
        known, given = since(more), {"currency": "USD", "method": "last round"} | more
        row = row_of(Valuation, deal_id=deal, mark_date=day, fair_value=value, **known, **given)
        self._write(row, scopes_of=select(Deal.fund_id).where(Deal.id == deal))

    def company_metric(self, company: str, *, period_end: str, **figures: Any) -> None:
        """Figures of a company (id); what is not given was not reported."""
        known = since(figures)
        row = row_of(CompanyMetric, company_id=company, period_end=period_end, **known, **figures)
        self._write(row, scopes_of=select(Deal.fund_id).where(Deal.company_id == company))
        with self.db.session() as session, driver(session) as cursor:
            latest.mark(cursor, [company])

    def pipeline_deal(
        self,
        code: str = "P1",
        *,
        fund: str,
        sourced_at: str = "2024-01-10",
        outcome: str | None = "open",
        **more: Any,
    ) -> str:
        """A company that a fund (id) looks at; the id of the deal."""
        known = since(more)
        described = {"company_name": f"Prospect {code}", "sourced_at": sourced_at} | more
        described |= {"fund_id": fund, "outcome": outcome}
        self._write(row_of(PipelineDeal, id=f"id-{code}", code=code, **described))
        version = row_of(PipelineDealVersion, pipeline_deal_id=f"id-{code}", **known, **described)
        self._write(version, scope=fund)
        return f"id-{code}"

    def pipeline_event(self, deal: str, *, stage: str, at: str, **more: Any) -> None:
        """A pipeline deal (id) entered a stage, on a day or at a moment."""
        known = since(more)
        row = row_of(
            PipelineEvent, pipeline_deal_id=deal, stage=stage, entered_at=at, **known, **more
        )
        self._write(row, scopes_of=select(PipelineDeal.fund_id).where(PipelineDeal.id == deal))

    def ledger_line(
        self, fund: str, *, day: str, account: str, amount: str | int, **more: Any
    ) -> None:
        """One posting on a capital-account line; what raises the net asset value is positive."""
        known, given = since(more), {"span": "transaction", "currency": "USD"} | more
        row = row_of(
            FundLedgerEntry,
            fund_id=fund, entry_date=day, account=account, amount=amount, **known, **given,
        )  # fmt: skip
        self._write(row, scope=fund)

    def balance(self, fund: str, *, day: str, item: str, amount: str | int, **more: Any) -> None:
        """Cash, debt or a reserve of a fund on a day, positive."""
        known = since(more)
        row = row_of(FundBalance, fund_id=fund, balance_date=day, item=item, amount=amount,
                   **known, **more)  # fmt: skip
        self._write(row, scope=fund)

    def assertion(self, fund: str, *, day: str, item: str, amount: str | int, **more: Any) -> None:
        """What somebody outside says a figure of the fund is."""
        known, given = since(more), {"source": "administrator"} | more
        row = row_of(BalanceAssertion, fund_id=fund, assertion_date=day, item=item, amount=amount,
                   **known, **given)  # fmt: skip
        self._write(row, scope=fund)

    def user(self, code: str = "U1", *, roles: Sequence[str] = (), **more: Any) -> str:
        """A member of the team, who cannot sign in; the id."""
        known = since(more)
        given = {"name": f"Person {code}", "email": f"{code.lower()}@firm.example"} | more
        title = given.pop("title", "associate")
        self._write(User(id=f"id-{code}", code=code, title=title, roles=list(roles), **given))
        told = {"user_id": f"id-{code}", "name": given["name"], "email": given["email"]}
        self._write(row_of(TeamMemberVersion, role=title, **told, **known), scope=SHARED)
        return f"id-{code}"

    def activity(self, user: str, *, at: str, type: str = "meeting", **more: Any) -> None:
        """Something a member of the team (id) did."""
        known = since(more)
        self._write(
            row_of(TeamActivity, user_id=user, at=at, type=type, **known, **more), scope=SHARED
        )

    def channel_cost(
        self, channel: str, *, start: str, end: str, cost: str | int, **more: Any
    ) -> None:
        """What a sourcing channel cost in a period."""
        known, given = since(more), {"currency": "USD"} | more
        row = row_of(ChannelCost, channel=channel, period_start=start, period_end=end, cost=cost,
                   **known, **given)  # fmt: skip
        self._write(row, scope=SHARED)

    def market_round(self, company: str, *, day: str, **more: Any) -> None:
        """A financing round of another company; without an amount it is undisclosed."""
        known = since(more)
        given = {"source": "Provider", "date_precision": "day", "counts": True} | more
        row = row_of(MarketRound, company=company, round_date=day, **known, **given)
        self._write(row, scope=SHARED)

    def market_exit(self, company: str, *, day: str, type: str = "ma", **more: Any) -> None:
        """A sale or listing of another company."""
        known, given = since(more), {"source": "Provider"} | more
        row = row_of(MarketExit, company=company, exit_date=day, type=type, **known, **given)
        self._write(row, scope=SHARED)

    def _write(
        self, *rows: Base, scope: str | None = None, scopes_of: Select[Any] | None = None
    ) -> None:
        with self.db.session() as session:
            for row in rows:
                session.add(row)
            session.flush()
            scopes = set() if scopes_of is None else set(session.scalars(scopes_of))
            bump(session, scopes | ({scope} if scope is not None else set()))

    def version(self, scope: str) -> int:
        with self.db.read() as session:
            query = select(DataVersion.version).where(DataVersion.scope == scope)
            return int(session.scalar(query) or 0)
