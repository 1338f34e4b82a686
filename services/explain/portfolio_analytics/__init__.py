"""Figures of Portfolio Analytics explained: money by its flows and marks, scores by reports."""

from __future__ import annotations

from services.explain.answers import Answer, Explained, Recipe
from services.explain.portfolio_analytics import counts, marks, money, reports, scores
from services.explain.portfolio_analytics.facts import PortfolioFacts
from services.explain.portfolio_analytics.money import COST, REALIZED, VALUE, Chosen, summed
from services.explain.portfolio_analytics.reports import over_companies
from services.portfolio_analytics import PortfolioAnalyticsService
from services.portfolio_analytics.results import (
    KpiMatrix,
    Marks,
    Overview,
    Rankings,
    RiskAnalysis,
    ScheduleOfInvestments,
    TearSheet,
)

GROUPS = {"sectors": "sector", "stages": "stage", "geographies": "geography", "vintages": "vintage"}


def _amounts(place: str, chosen: Chosen) -> dict[str, Recipe]:
    """Cost, proceeds, value, gain and multiple of some investments."""
    return {
        f"{place}cost": summed(COST, chosen),
        f"{place}realized_value": summed(REALIZED, chosen),
        f"{place}fair_value": summed(VALUE, chosen),
        f"{place}gain": money.gain(chosen),
        f"{place}moic": money.multiple(chosen),
        f"{place}share_of_fair_value": money.share(VALUE, chosen, money.everything),
    }


def _weights(place: str, chosen: Chosen) -> dict[str, Recipe]:
    """Cost, value, multiple and weights of a part of what is held."""
    return {
        f"{place}cost": summed(COST, chosen),
        f"{place}fair_value": summed(VALUE, chosen),
        f"{place}moic": money.multiple(chosen),
        f"{place}weight_fair_value": money.share(VALUE, chosen, money.still_held),
        f"{place}weight_cost": money.share(COST, chosen, money.still_held),
        f"{place}share_of_commitments": money.of_commitments(chosen),
    }


OVERVIEW: dict[str, Recipe] = {
    **counts.COUNTS,
    "cost": summed(COST, money.everything),
    "active_cost": summed(COST, money.still_held),
    "fair_value": summed(VALUE, money.everything),
    "realized_value": summed(REALIZED, money.everything),
    "gross_moic": money.multiple(money.everything),
    "healthy_companies": scores.classes(scores.HEALTHY),
    "at_risk_companies": scores.classes(scores.AT_RISK),
    "unknown_companies": scores.classes(scores.UNKNOWN),
    "total_revenue_ttm": over_companies("revenue_ttm", reports.total_of, "sum"),
    "n_revenue": over_companies("revenue_ttm", len, "number"),
    "avg_growth_rate": over_companies("growth_rate", reports.mean_of, "mean"),
    "n_growth": over_companies("growth_rate", len, "number"),
    "median_burn_rate": over_companies("net_burn", reports.middle_of, "median"),
    "n_burn": over_companies("net_burn", len, "number"),
    "avg_runway_months": over_companies("runway_months", reports.mean_of, "mean"),
    "median_runway_months": over_companies("runway_months", reports.middle_of, "median"),
    "n_runway": over_companies("runway_months", len, "number"),
    "avg_ltv_cac_ratio": over_companies("ltv_cac", reports.mean_of, "mean"),
    "n_ltv_cac": over_companies("ltv_cac", len, "number"),
    "median_gross_margin": over_companies("gross_margin", reports.middle_of, "median"),
    "n_gross_margin": over_companies("gross_margin", len, "number"),
    "companies_under_6_months": reports.how_many(reports.is_short, "runway_months"),
    "cash_generative_companies": reports.how_many(reports.burns_nothing, "net_burn"),
}
RISK: dict[str, Recipe] = {
    **counts.SPREAD,
    **_weights("concentration_risk.companies[*].", money.company),
    **{
        name: recipe
        for part, dimension in GROUPS.items()
        for name, recipe in _weights(
            f"concentration_risk.{part}[*].", money.named(dimension)
        ).items()
    },
    "runway_analysis.under_6_months": reports.how_many(reports.is_short, "runway_months"),
    "runway_analysis.median_runway_months": over_companies(
        "runway_months", reports.middle_of, "median"
    ),
    "runway_analysis.companies[*].fair_value": summed(VALUE, money.company),
    "runway_analysis.companies[*].fair_value_weight": money.share(
        VALUE, money.company, money.still_held
    ),
    **{
        f"runway_analysis.companies[*].{name}": reports.measure(reports.of_line, name)
        for name in ("runway_months", "zero_cash_date", "cash", "net_burn")
    },
}
SCHEDULE: dict[str, Recipe] = {
    **_amounts("total.", money.everything),
    **_amounts("groups[*].", money.group),
    **_amounts("investments[*].", money.company),
    **_amounts("investments[*].tranches[*].", money.tranche),
    "groups[*].companies": counts.counted(counts.in_group, "company"),
    "total.companies": counts.counted(counts.everyone, "company"),
}
SHEET: dict[str, Recipe] = {
    **_amounts("investment.", money.subject),
    **_amounts("investment.tranches[*].", money.tranche),
    **{f"kpis.{name}": reports.measure(reports.of_sheet, name) for name in reports.MEASURES},
    **{
        f"periods[*].kpis.{name}": reports.measure(reports.of_sheet, name)
        for name in reports.MEASURES
    },
    **{
        f"health.{name}": scores.composite(reports.of_sheet, what)
        for name, what in scores.FIELDS.items()
    },
}

PORTFOLIO_ANALYTICS = Explained(
    module="portfolio_analytics",
    service=PortfolioAnalyticsService,
    facts=PortfolioFacts,
    alias=lambda path: path.replace("].kpis.", "]."),
    answers=(
        Answer(
            code="po",
            result=Overview,
            asked=lambda service, who, scope, _option: service.overview(who, scope),
            recipes=OVERVIEW,
        ),
        Answer(
            code=scores.RANKINGS,
            result=Rankings,
            asked=lambda service, who, scope, _option: service.rankings(who, scope),
            recipes={
                f"rankings[*].{name}": scores.composite(scores.ranked, what)
                for name, what in scores.FIELDS.items()
            },
        ),
        Answer(
            code="px",
            result=RiskAnalysis,
            asked=lambda service, who, scope, _option: service.risk_analysis(who, scope),
            recipes=RISK,
        ),
        Answer(
            code="ps",
            result=ScheduleOfInvestments,
            asked=lambda service, who, scope, _option: service.schedule_of_investments(who, scope),
            recipes=SCHEDULE,
        ),
        Answer(
            code="pk",
            result=KpiMatrix,
            asked=lambda service, who, scope, _option: service.kpi_matrix(who, scope),
            recipes={
                f"rows[*].kpis.{name}": reports.measure(reports.of_line, name)
                for name in reports.MEASURES
            },
        ),
        Answer(
            code="pm",
            result=Marks,
            asked=lambda service, who, scope, _option: service.marks(who, scope),
            period=marks.first_day_after,
            recipes=marks.RECIPES,
        ),
        Answer(
            code="pt",
            result=TearSheet,
            asked=lambda service, who, scope, option: service.tear_sheet(who, option, scope),
            option=lambda answer: str(answer.company),
            recipes=SHEET,
        ),
    ),
)
