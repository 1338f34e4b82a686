"""The wiring of Risk: which answer of the service fills which panel, and what the address asks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TypeVar

from callbacks.panels import Ports, Wiring
from layouts import address
from layouts import risk as page
from layouts.risk import (
    alerts,
    cards,
    concentration,
    deal,
    expiries,
    head,
    limits,
    liquidity,
    money,
    people,
    register,
    rules,
    runway,
    stress,
    valuation,
)
from layouts.risk.asked import Book, DealAsked, Inbox, Ruled, StressAsked
from layouts.risk.valuation import Rests
from services.access.permissions import may
from services.clock import today
from services.envelope import FundRef
from services.errors import ChooseFund, InvalidInput
from services.risk import Own, RiskService
from services.risk.results.exposure import Concentration
from services.scope import Principal, Scope

N = TypeVar("N", Decimal, date)
Query = Mapping[str, Sequence[str]]
SLUG = "risk"
HUNDRED = Decimal(100)
MOST_YEARS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """The service with what the page needs beside it: the day, and the funds one may name."""

    service: RiskService
    ports: Ports

    @property
    def today(self) -> date:
        return today(self.ports.timezone)

    def funds(self, principal: Principal) -> tuple[FundRef, ...]:
        return self.ports.funds(principal)


wiring: Wiring[Risk] = Wiring(
    SLUG,
    lambda ports: Risk(
        service=RiskService(
            ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
        ),
        ports=ports,
    ),
    own=True,
)


def inbox(risk: Risk, principal: Principal, query: Query) -> Inbox:
    """The alerts that the address asks for, and whether this person may act on them."""
    own = address.own(SLUG, query)
    found = risk.service.alerts(
        principal,
        Scope.from_query(query),
        severity=own.get(page.SEVERITY),
        state=own.get(page.STATE_OF),
    )
    return Inbox(found=found, may_act=may(principal, "act_on_alert"), today=risk.today)


def spread(risk: Risk, principal: Principal, query: Query) -> Concentration:
    """Concentration by the dimension of the address, by company where it does not say."""
    by = address.own(SLUG, query).get(page.BY, concentration.USUAL)
    return risk.service.concentration(principal, Scope.from_query(query), by=by)


def sectors(risk: Risk, principal: Principal, scope: Scope) -> tuple[tuple[str, str], ...]:
    """The sectors that are held, as a form offers them."""
    found = risk.service.concentration(principal, scope, by="sector")
    return tuple((group.key or group.name, group.name) for group in found.groups)


def deal_asked(risk: Risk, principal: Principal, query: Query) -> DealAsked:
    """The deal that the address thinks of, held against the books; no answer while it asks none."""
    scope, own = Scope.from_query(query), address.own(SLUG, query)
    given = {name: own[name] for name in page.DEAL if name in own}
    standing = risk.service.limits(principal, scope)
    held = risk.service.concentration(principal, scope, by="company")
    found, wrong = None, None
    if "deal" in given or "deal_amount" in given:
        try:
            found = risk.service.pre_trade(principal, scope, **_deal(given))
        except InvalidInput as refused:
            wrong = refused.message
    return DealAsked(
        limits=standing,
        companies=tuple((group.key or group.name, group.name) for group in held.groups),
        sectors=sectors(risk, principal, scope),
        today=risk.today,
        given=given,
        found=found,
        wrong=wrong,
    )


def _deal(given: Mapping[str, str]) -> dict[str, object]:
    """The question as the service takes it; InvalidInput says what of it cannot be read."""
    amount = _number(given, "deal_amount")
    if amount is None:
        raise InvalidInput("Say how much would be invested.")
    told: dict[str, object] = {"amount": amount, "day": _day(given, "deal_date")}
    if given.get("deal") != deal.NEW:
        return told | {"company": given.get("deal")}
    return told | {
        "name": given.get("deal_name") or "A new company",
        "sector": given.get("deal_sector"),
        "geography": given.get("deal_place"),
    }


def stress_asked(risk: Risk, principal: Principal, query: Query) -> StressAsked:
    """The stress that the address assumes, through the agreement's waterfall."""
    scope, own = Scope.from_query(query), address.own(SLUG, query)
    given = {name: own[name] for name in page.SHOCK if name in own}
    held = risk.service.concentration(principal, scope, by="company")
    currencies = risk.service.fx(principal, scope)
    found, wrong = None, None
    try:
        assumed = _own(given)
        found = risk.service.stress_own(principal, scope, assumed) if assumed else None
    except ChooseFund:
        raise
    except InvalidInput as refused:
        wrong = refused.message
    return StressAsked(
        standing=held,
        currencies=currencies,
        sectors=sectors(risk, principal, scope),
        given=given,
        found=found,
        wrong=wrong,
    )


def _own(given: Mapping[str, str]) -> Own | None:
    """The assumptions as the service takes them: percent typed, fractions inside."""
    if not given:
        return None
    told: dict[str, object] = {}
    if (change := _number(given, "shock")) is not None:
        told["value_change"] = change / HUNDRED
        told["sector"] = given.get("shock_sector")
    elif "shock_sector" in given:
        raise InvalidInput("Say by how much the values of this sector change.")
    if "shock_company" in given:
        told["companies"] = {given["shock_company"]: Decimal(-1)}
    if (years := _number(given, "delay")) is not None:
        told["exit_delay_years"] = _whole(years)
    if (moved := _number(given, "shock_fx")) is not None:
        if "shock_currency" not in given:
            raise InvalidInput("Say which currency's rate changes.")
        told["fx"] = {given["shock_currency"]: moved / HUNDRED}
    elif "shock_currency" in given:
        raise InvalidInput("Say by how much the rate of this currency changes.")
    return Own(name="Your own", **told)


def _number(given: Mapping[str, str], name: str) -> Decimal | None:
    """A number of the address; InvalidInput for what is none."""
    text = given.get(name)
    if text is None:
        return None
    try:
        number = Decimal(text.replace(",", "").replace("−", "-").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise InvalidInput(f"{text!r} is no number: write 5000000 or -30.")
    return number


def _whole(years: Decimal) -> int:
    """Years that exits come later: whole ones, up to thirty."""
    if years != years.to_integral_value() or not 0 <= years <= MOST_YEARS:
        raise InvalidInput(f"Exits come later by whole years, at most {MOST_YEARS}.")
    return int(years)


def _day(given: Mapping[str, str], name: str) -> date | None:
    text = given.get(name)
    if text is None:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InvalidInput(f"{text!r} is no day: write it as 2026-12-31.") from None


def rests(risk: Risk, principal: Principal, scope: Scope) -> Rests:
    """The marks, and the share of NAV on old data that the overview knows."""
    marks = risk.service.valuation(principal, scope)
    return Rests(marks=marks, overview=risk.service.overview(principal, scope))


def book(risk: Risk, principal: Principal, scope: Scope) -> Book:
    """The register with the funds an entry may be about."""
    found = risk.service.register(principal, scope)
    return Book(found=found, funds=risk.funds(principal), today=risk.today)


def ruled(risk: Risk, principal: Principal, scope: Scope) -> Ruled:
    """The rules in force with the funds one may be about."""
    found = risk.service.alert_rules(principal, scope)
    return Ruled(found=found, funds=risk.funds(principal))


wiring.fill(page.STATE, lambda risk, *asked: risk.service.overview(*asked), head.state)
wiring.fill(page.FIGURES, lambda risk, *asked: risk.service.overview(*asked), cards.figures)
wiring.fill_asked(page.ALERTS, inbox, alerts.alerts)
wiring.fill(page.LIMITS, lambda risk, *asked: risk.service.limits(*asked), limits.limits)
wiring.fill_asked(page.DEAL_CHECK, deal_asked, deal.deal)
wiring.fill_asked(page.CONCENTRATION, spread, concentration.concentration)
wiring.fill_asked(page.EVENNESS, spread, concentration.evenness)
wiring.fill(
    page.LIQUIDITY, lambda risk, *asked: risk.service.liquidity(*asked), liquidity.liquidity
)
wiring.fill(page.RUNWAY, lambda risk, *asked: risk.service.runway(*asked), runway.runway)
wiring.fill(
    page.VALUATION, lambda risk, *asked: risk.service.valuation(*asked), valuation.valuation
)
wiring.fill(page.QUALITY, rests, valuation.quality)
wiring.fill(page.STRESS, lambda risk, *asked: risk.service.stress(*asked), stress.stress)
wiring.fill_asked(page.SCENARIO, stress_asked, stress.scenario)
wiring.fill(page.FX, lambda risk, *asked: risk.service.fx(*asked), money.fx)
wiring.fill(
    page.CREDIT_LINE, lambda risk, *asked: risk.service.credit_line(*asked), money.credit_line
)
wiring.fill(page.EXPIRIES, lambda risk, *asked: risk.service.expiries(*asked), expiries.expiries)
wiring.fill(page.KEY_PERSON, lambda risk, *asked: risk.service.key_person(*asked), people.people)
wiring.fill(page.REGISTER, book, register.register)
wiring.fill(page.RULES, ruled, rules.rules)
