"""Figures of Risk explained: values by flows and marks, means by balances, alerts by figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from services.explain.answers import Answer, Explained, Recipe, path_token
from services.explain.fund_performance.families import METRICS
from services.explain.keys import FigureIds, FigureKey, fund_tokens
from services.explain.portfolio_analytics import reports
from services.explain.portfolio_analytics.facts import PortfolioFacts
from services.explain.portfolio_analytics.money import (
    COST,
    VALUE,
    company,
    share,
    still_held,
    summed,
)
from services.explain.recipe import Keyed
from services.explain.risk import means, people, weights, what_if
from services.risk import RiskService
from services.risk.exposure import OLD_DATA_DAYS
from services.risk.results import (
    AlertRow,
    Alerts,
    Concentration,
    CreditLine,
    FxExposure,
    KeyPerson,
    Limits,
    Liquidity,
    Overview,
    PreTrade,
    Runway,
    Stress,
    ValuationRisk,
)
from services.risk.stress.scenarios import read


def _stale(facts: PortfolioFacts) -> int:
    return facts.conventions.thresholds.stale_mark_days


STALE = weights.part_of_value(weights.older_than(_stale))
FOREIGN = weights.part_of_value(weights.foreign)
OVERVIEW: dict[str, Recipe] = {
    "top_company_weight": weights.spread,
    "top_3_weight": weights.spread,
    "herfindahl_index": weights.spread,
    "effective_positions": weights.spread,
    "companies_under_6m_runway": reports.how_many(reports.is_short, "runway_months"),
    "stale_nav_share": STALE,
    "data_quality.nav_on_data_older_than_90d": weights.part_of_value(
        weights.older_than(lambda _: OLD_DATA_DAYS)
    ),
    "unfunded_coverage": means.COVERAGE,
    "fx_exposed_nav": FOREIGN,
}  # fmt: skip
ROWS: dict[str, Recipe] = {
    "rows[*].fair_value": summed(VALUE, company),
    "rows[*].weight": share(VALUE, company, still_held),
}
RUNWAY: dict[str, Recipe] = {
    **ROWS,
    **{
        f"rows[*].{name}": reports.measure(reports.of_line, name)
        for name in ("runway_months", "cash", "net_burn")
    },
    "count_at_risk": reports.how_many(reports.is_short, "runway_months"),
}
CURRENCIES: dict[str, Recipe] = {
    "rows[*].fair_value": summed(VALUE, weights.in_currency),
    "rows[*].cost": summed(COST, weights.in_currency),
    "rows[*].weight": share(VALUE, weights.in_currency, still_held),
    "exposed": summed(VALUE, weights.foreign),
    "exposed_share": FOREIGN,
}

MEANS = means.RECIPES | {"quarters_left": what_if.quarters_of("new_deal_capacity")}
LONGEST_ASKED = 120  # bytes of a what-if that an id has room for


class _Explained(Explained):
    """What-ifs are kept nowhere: their ids say what was asked, and one too long has none."""

    def namers(self) -> dict[type, Callable[[Any], Iterator[Keyed]]]:
        return _short(super().namers())

    def brief(self) -> dict[type, Callable[[Any], Iterator[Keyed]]]:
        return _short(super().brief())


def _short(
    found: dict[type, Callable[[Any], Iterator[Keyed]]],
) -> dict[type, Callable[[Any], Iterator[Keyed]]]:
    def only(result: type, told: Callable[[Any], str]) -> Callable[[Any], Iterator[Keyed]]:
        named = found[result]
        return lambda answer: (
            named(answer) if len(told(answer).encode()) <= LONGEST_ASKED else iter(())
        )

    return found | {
        Stress: only(Stress, lambda answer: str(answer.asked)),
        PreTrade: only(PreTrade, what_if.asked),
    }


RISK = _Explained(
    module="risk",
    service=RiskService,
    facts=PortfolioFacts,
    answers=(
        Answer(
            code="ko",
            result=Overview,
            asked=lambda service, who, scope, _option: service.overview(who, scope),
            recipes=OVERVIEW,
        ),
        Answer(
            code="kc",
            result=Concentration,
            asked=lambda service, who, scope, option: service.concentration(
                who, scope, by=option or "company"
            ),
            option=lambda answer: str(answer.by),
            recipes=weights.GROUPS,
        ),
        Answer(
            code="kl",
            result=Limits,
            asked=lambda service, who, scope, _option: service.limits(who, scope),
            recipes=weights.LIMITS,
        ),
        Answer(
            code=means.LIQUIDITY,
            result=Liquidity,
            asked=lambda service, who, scope, _option: service.liquidity(who, scope),
            recipes=MEANS,
        ),
        Answer(
            code="kr",
            result=Runway,
            asked=lambda service, who, scope, _option: service.runway(who, scope),
            recipes=RUNWAY,
        ),
        Answer(
            code="kv",
            result=ValuationRisk,
            asked=lambda service, who, scope, _option: service.valuation(who, scope),
            recipes=ROWS | {"rows[*].age_days": weights.age, "stale_share": STALE},
        ),
        Answer(
            code="kx",
            result=FxExposure,
            asked=lambda service, who, scope, _option: service.fx(who, scope),
            recipes=CURRENCIES,
        ),
        Answer(
            code="kp",
            result=KeyPerson,
            asked=lambda service, who, scope, _option: service.key_person(who, scope),
            recipes=people.RECIPES,
        ),
        Answer(
            code="kk",
            result=CreditLine,
            asked=lambda service, who, scope, _option: service.credit_line(who, scope),
            recipes=means.LINE,
        ),
        Answer(
            code="ks",
            result=Stress,
            asked=lambda service, who, scope, option: (
                service.stress_own(who, scope, read(option))
                if option
                else service.stress(who, scope)
            ),
            option=lambda answer: str(answer.asked),
            recipes=means.STRESS,
        ),
        Answer(
            code="kt",
            result=PreTrade,
            asked=what_if.again,
            option=what_if.asked,
            recipes=what_if.RECIPES,
        ),
    ),
)


# Which figure an alert is of, by its measure: the code of the answer, and the path in it.
OF_COMPANY, OF_LIMIT = "rows[{id}].", "limits[{id}]."
FIGURES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {name: ("kr", OF_COMPANY + name) for name in ("runway_months", "cash", "net_burn")}
    | {name: ("ko", name) for name in OVERVIEW}
    | {
        "company_value": ("kr", f"{OF_COMPANY}fair_value"),
        "company_weight": ("kr", f"{OF_COMPANY}weight"),
        "mark_age_days": ("kv", f"{OF_COMPANY}age_days"),
        "limit_used": ("kl", f"{OF_LIMIT}used"),
        "new_deal_capacity": (means.LIQUIDITY, "new_deal_capacity"),
        "nav": (METRICS, "nav"),
        "tvpi": (METRICS, "tvpi"),
    }
)


def _figure(row: AlertRow, known_on: datetime | None, ids: FigureIds) -> str | None:
    """The id of the figure that broke the rule, of the fund's own currency; None without one."""
    code, pattern = FIGURES.get(row.measure, ("", ""))
    if not code:
        return None
    path = pattern.format(id=row.entity.id.partition(":")[0])
    tokens, is_set = fund_tokens((row.fund,))
    return ids.write(
        FigureKey(
            family=code,
            metric=path.rpartition(".")[2],
            funds=tokens,
            as_of=row.as_of,
            day=row.as_of,
            known_on=known_on,
            basis="net_lp",
            credit_line="with",
            currency="",
            extra=() if code == METRICS else (path_token(path), "", ""),
            is_set=is_set,
        )
    )


def _filled(found: Alerts, ids: FigureIds) -> Alerts:
    """Alerts with the ids of their figures."""
    rows = tuple(
        replace(row, figure=_figure(row, found.meta.known_on, ids)) for row in found.alerts
    )
    every = all(row.figure for row in rows)
    notes = tuple(note for note in found.notes if not (every and note.field == "figure"))
    return replace(found, alerts=rows, notes=notes)


def _none(_found: Any) -> Iterator[Keyed]:
    """Alerts have no figures of their own in `meta.figures`: each row names its own."""
    return iter(())


NAMERS: Mapping[type, Callable[[Any], Iterator[Keyed]]] = MappingProxyType({Alerts: _none})
FILLERS: Mapping[type, Callable[[Any, FigureIds], Any]] = MappingProxyType({Alerts: _filled})
