"""Deal Flow: what a principal may know of deals on their way into the funds."""

from __future__ import annotations

from services.access.reading import reading
from services.db.session import Database
from services.deal_flow import rows
from services.deal_flow.capacity import read_means
from services.deal_flow.channels import read_outcomes
from services.deal_flow.counting import PERIOD, check_counting
from services.deal_flow.decisions import decisions, read_since
from services.deal_flow.forecast import forecast
from services.deal_flow.frame import Frame, settle, with_rates
from services.deal_flow.funnel import pipeline_funnel, read_earlier
from services.deal_flow.mix import mix
from services.deal_flow.reasons import pass_reasons
from services.deal_flow.results import (
    Deals,
    Decisions,
    Forecast,
    Mix,
    PassReasons,
    PipelineFunnel,
    SourcingAnalytics,
    Stuck,
    Velocity,
)
from services.deal_flow.sourcing import sourcing_analytics
from services.deal_flow.stuck import stuck
from services.deal_flow.velocity import velocity
from services.frames import House
from services.scope import Principal, Scope

MODULE = "deal_flow"
EVERYTHING = Scope()


class DealFlowService:
    """Figures of the deals of the funds a principal may see; it is the first argument everywhere.

    The window is the scope's period (left out: the last quarter closed by as_of); `counting` says
    whether it counts what happened in it (`period`) or follows the deals sourced in it (`cohort`).
    Methods raise NotFound for funds that are missing or not granted, InvalidInput for a scope or a
    word that cannot be used. Each reads the facts of one moment, in a number of statements that no
    number of funds or deals changes.
    """

    def __init__(
        self, db: Database, *, reporting_currency: str = "USD", timezone: str = "UTC"
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)

    def pipeline_funnel(
        self, principal: Principal, scope: Scope = EVERYTHING, *, counting: str = PERIOD
    ) -> PipelineFunnel:
        """How many deals reached each stage or a later one, and the cards of the page."""
        check_counting(counting)
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            earlier, means = read_earlier(session, frame), read_means(session, frame)
            frame = with_rates(session, frame, means.currencies)
        return pipeline_funnel(frame, earlier, means, counting)

    def velocity(
        self, principal: Principal, scope: Scope = EVERYTHING, *, counting: str = PERIOD
    ) -> Velocity:
        """How long deals take, over one closed cohort, over all, and with those still open."""
        check_counting(counting)
        return velocity(self._frame(principal, scope), counting)

    def sourcing_analytics(
        self, principal: Principal, scope: Scope = EVERYTHING
    ) -> SourcingAnalytics:
        """Channels of the deals sourced in the window: success, cost and return."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            outcomes = read_outcomes(session, principal, frame)
            frame = with_rates(
                session, frame, {*outcomes.currencies, self.house.reporting_currency}
            )
        return sourcing_analytics(frame, outcomes)

    def stuck(self, principal: Principal, scope: Scope = EVERYTHING) -> Stuck:
        """Open deals that stay longer in their stage than three quarters of deals did."""
        return stuck(self._frame(principal, scope))

    def pass_reasons(self, principal: Principal, scope: Scope = EVERYTHING) -> PassReasons:
        """Why deals were passed or lost in the window."""
        return pass_reasons(self._frame(principal, scope))

    def mix(self, principal: Principal, scope: Scope = EVERYTHING) -> Mix:
        """The deals sourced in the window by sector, round, place and check size."""
        return mix(self._frame(principal, scope))

    def decisions(self, principal: Principal, scope: Scope = EVERYTHING) -> Decisions:
        """Deals passed or lost in the window, with their later rounds and exits."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            since = read_since(session, frame)
            frame = with_rates(session, frame, since.currencies)
        return decisions(frame, since)

    def forecast(self, principal: Principal, scope: Scope = EVERYTHING) -> Forecast:
        """What open deals are likely to need, against what the funds have left for new ones."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            means = read_means(session, frame)
            frame = with_rates(session, frame, means.currencies)
        return forecast(frame, means)

    def deals(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        counting: str = PERIOD,
        stage: str | None = None,
        furthest: str | None = None,
        channel: str | None = None,
        sector: str | None = None,
        owner: str | None = None,
        outcome: str | None = None,
        reason: str | None = None,
        limit: int = rows.MOST_ROWS,
    ) -> Deals:
        """The rows behind a count; filters take the words of answers, `not given` for blanks."""
        asked = rows.Filter(
            stage=stage,
            furthest=furthest,
            channel=channel,
            sector=sector,
            owner=owner,
            outcome=outcome,
            reason=reason,
        ).check()
        check_counting(counting)
        frame = self._frame(principal, scope)
        return rows.deals(frame, asked, counting=counting, limit=limit)

    def _frame(self, principal: Principal, scope: Scope) -> Frame:
        with reading(self.db, principal, MODULE) as session:
            return with_rates(session, settle(session, principal, scope, self.house))
