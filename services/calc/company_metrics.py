"""What the figures that a company reports say: runway, burn, growth, margins, retention.

Amounts are in one currency, burn is per month and positive while cash is used up, rates are
fractions. None is unknown or not defined; no ratio here is ever infinite. Comparisons with a
boundary are exact in decimals, so that 0.7 - 0.3 passes 0.4.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, median

from services.calc.flows import Amount
from services.calc.multiples import exact, ratio, total

FINITE, CASH_GENERATIVE, UNKNOWN = "finite", "cash_generative", "unknown"
AT_RISK_MONTHS = 6
HIGH_BURN = Decimal(500_000)
MONTHS_OF_A_YEAR, QUARTERS_OF_A_YEAR = 12, 4
FORTY_PERCENT = Decimal("0.4")
HEALTHY_LTV_CAC = 3
BANDS = ((Decimal(1), "amazing"), (Decimal("1.5"), "great"), (Decimal(2), "good"))
SUSPECT, BAD = "suspect", "bad"
WORST_SUSPECT = Decimal(3)  # exactly 3 is still suspect, only over it is bad
NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Runway:
    """How long cash lasts. `months` only where `state` is finite; `below_6_months` None unknown."""

    state: str
    months: float | None = None
    below_6_months: bool | None = None


@dataclass(frozen=True, slots=True)
class BurnMultiple:
    """Burn per unit of new recurring revenue: `multiple` None where no ratio may be read.

    `band` amazing (< 1), great (< 1.5), good (< 2), suspect (<= 3), bad; cash_generative where
    nothing is burnt; None unknown.
    """

    multiple: float | None
    band: str | None


@dataclass(frozen=True, slots=True)
class NetBurn:
    """A month's cash out, and what of it the cash that came in did not pay for."""

    gross: Decimal | None
    net: Decimal | None
    high: bool | None


@dataclass(frozen=True, slots=True)
class UnitEconomics:
    """Value of a customer over its life against what it cost; `payback_months` of that cost."""

    ltv: float | None
    ltv_cac: float | None
    payback_months: float | None
    meets_3x: bool | None


@dataclass(frozen=True, slots=True)
class Retention:
    """Share of the recurring revenue of a year ago that is left: net with, gross without growth."""

    nrr: float | None
    grr: float | None


@dataclass(frozen=True, slots=True)
class BurnSummary:
    """Burn and runway over companies. Means and medians are of the known (finite) values alone."""

    n: int
    n_with_burn: int
    median_net_burn: Decimal | None
    n_finite_runway: int
    mean_runway: float | None
    median_runway: float | None
    at_risk: int
    cash_generative: int
    unknown: int


def runway(*, cash: Amount | None, net_burn: Amount | None) -> Runway:
    """Cash over net burn per month; a company that burns nothing has no finite runway."""
    left, burn = exact(cash), exact(net_burn)
    if burn is not None and burn <= 0:
        return Runway(CASH_GENERATIVE, None, False)
    if left is None or burn is None:
        return Runway(UNKNOWN)
    months = max(NOTHING, left) / burn
    return Runway(FINITE, float(months), months < AT_RISK_MONTHS)


def net_burn(*, cash_out: Amount | None, cash_in: Amount | None) -> NetBurn:
    """A month's burn from its payments; `high` above half a million a month."""
    gross, came = exact(cash_out), exact(cash_in)
    net = None if gross is None or came is None else gross - came
    return NetBurn(gross, net, None if net is None else net > HIGH_BURN)


def burn_multiple(*, net_burn: Amount | None, net_new_arr: Amount | None) -> BurnMultiple:
    """Burn of a period over the recurring revenue added in it (D. Sacks).

    Burning without adding any is bad, whatever the sign of the ratio.
    """
    burnt, added = exact(net_burn), exact(net_new_arr)
    if burnt is not None and burnt <= 0:
        return BurnMultiple(None, CASH_GENERATIVE)
    if burnt is None or added is None:
        return BurnMultiple(None, None)
    if added <= 0:
        return BurnMultiple(None, BAD)
    multiple = burnt / added
    band = next((name for below, name in BANDS if multiple < below), None)
    return BurnMultiple(float(multiple), band or (SUSPECT if multiple <= WORST_SUSPECT else BAD))


def rule_of_40(*, growth: Amount | None, margin: Amount | None) -> tuple[float | None, bool | None]:
    """Growth plus margin, and whether they reach 40 %; say beside it which margin (B. Feld)."""
    score = total((growth, margin))
    return (None, None) if score is None else (float(score), score >= FORTY_PERCENT)


def free_cash_flow_margin(*, net_burn: Amount | None, revenue: Amount | None) -> float | None:
    """A year's free cash flow per unit of its revenue: minus twelve months of burn over it."""
    burnt = exact(net_burn)
    return None if burnt is None else ratio(-MONTHS_OF_A_YEAR * burnt, revenue)


def unit_economics(
    *,
    arpa_month: Amount | None,
    gross_margin: Amount | None,
    monthly_churn: Amount | None,
    cac: Amount | None,
) -> UnitEconomics:
    """Revenue per account x gross margin / churn, over what an account costs to win.

    No churn, or none known, gives no life and so no value; a customer that earns nothing never
    pays back.
    """
    revenue, margin, cost = exact(arpa_month), exact(gross_margin), exact(cac)
    earned = None if revenue is None or margin is None else revenue * margin
    churn = exact(monthly_churn)
    ltv = None if earned is None or churn is None or churn <= 0 else earned / churn
    return UnitEconomics(
        ltv=None if ltv is None else float(ltv),
        ltv_cac=ratio(ltv, cost),
        payback_months=None if cost is None or cost < 0 else ratio(cost, earned),
        meets_3x=None if ltv is None or not cost or cost < 0 else ltv >= HEALTHY_LTV_CAC * cost,
    )


def retention(
    *,
    start: Amount | None,
    expansion: Amount | None,
    contraction: Amount | None,
    churn: Amount | None,
) -> Retention:
    """(start + expansion - contraction - churn) / start; gross leaves the expansion out."""
    lost = total((contraction, churn))
    began = exact(start)
    kept = None if began is None or lost is None else began - lost
    return Retention(nrr=ratio(total((kept, expansion)), began), grr=ratio(kept, began))


def magic_number(
    *, revenue: Amount | None, revenue_before: Amount | None, sales_cost_before: Amount | None
) -> float | None:
    """Yearly revenue won by a quarter per unit of the sales cost of the quarter before."""
    now, before = exact(revenue), exact(revenue_before)
    if now is None or before is None:
        return None
    return ratio(QUARTERS_OF_A_YEAR * (now - before), sales_cost_before)


def growth(*, before: Amount | None, now: Amount | None) -> float | None:
    """now / before - 1; not defined from nothing or from a negative base."""
    reached, base = exact(now), exact(before)
    return None if reached is None or base is None else ratio(reached - base, base)


def gross_margin(*, revenue: Amount | None, cost_of_revenue: Amount | None) -> float | None:
    """(revenue - cost of revenue) / revenue."""
    sold, cost = exact(revenue), exact(cost_of_revenue)
    return None if sold is None or cost is None else ratio(sold - cost, sold)


def summary(companies: Iterable[tuple[Amount | None, Amount | None]]) -> BurnSummary:
    """Burn and runway of (cash, net burn) pairs: unknown and cash-generative counted apart."""
    pairs = list(companies)
    runways = [runway(cash=cash, net_burn=burn) for cash, burn in pairs]
    burns = [burn for _, given in pairs if (burn := exact(given)) is not None]
    finite = [found.months for found in runways if found.months is not None]
    return BurnSummary(
        n=len(pairs),
        n_with_burn=len(burns),
        median_net_burn=median(burns) if burns else None,
        n_finite_runway=len(finite),
        mean_runway=fmean(finite) if finite else None,
        median_runway=median(finite) if finite else None,
        at_risk=sum(1 for found in runways if found.below_6_months),
        cash_generative=sum(1 for found in runways if found.state == CASH_GENERATIVE),
        unknown=sum(1 for found in runways if found.state == UNKNOWN),
    )
