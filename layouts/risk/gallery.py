"""What Risk shows of itself in the gallery."""

from __future__ import annotations

from layouts import risk as page
from layouts.figures import risk as figures
from layouts.figures.risk import samples
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
from layouts.showing import Showing, Shown

SECTORS = (("Software", "Software"), ("Health", "Health"))
COMPANIES = (("HALD", "Halden Robotics"), ("CORV", "Corvane"))


def inbox(kind: str = "usual") -> Inbox:
    """The alerts of a sample, as somebody sees them who may act."""
    return Inbox(found=samples.alerts(kind), may_act=True, today=samples.TODAY)


def book(kind: str = "usual") -> Book:
    """The register of a sample."""
    return Book(found=samples.register(kind), funds=(samples.fund(),), today=samples.TODAY)


def ruled(kind: str = "usual") -> Ruled:
    """The rules of a sample."""
    return Ruled(found=samples.alert_rules(kind), funds=(samples.fund(),))


def rests(kind: str = "usual") -> Rests:
    """What the value of a sample rests on."""
    return Rests(marks=samples.valuation(kind), overview=samples.overview(kind))


def deal_asked(kind: str = "usual") -> DealAsked:
    """A deal that was asked about; nothing is asked of an empty fund."""
    given = {"deal": "HALD", "deal_amount": "5000000", "deal_date": "2026-11-20"}
    asked = kind != "empty"
    return DealAsked(
        limits=samples.limits(kind), companies=COMPANIES, sectors=SECTORS, today=samples.TODAY,
        given=given if asked else {}, found=samples.pre_trade(kind) if asked else None,
    )  # fmt: skip


def stress_asked(kind: str = "usual") -> StressAsked:
    """A stress of one's own; nothing is asked of an empty fund."""
    asked = kind != "empty"
    return StressAsked(
        standing=samples.concentration(kind), currencies=samples.fx(kind), sectors=SECTORS,
        given={"shock": "-50"} if asked else {},
        found=samples.stress(kind, own=True) if asked else None,
    )  # fmt: skip


EACH = (
    (page.STATE, head.state, samples.overview),
    (page.FIGURES, cards.figures, samples.overview),
    (page.ALERTS, alerts.alerts, inbox),
    (page.EXPIRIES, expiries.expiries, samples.expiries),
    (page.LIMITS, limits.limits, samples.limits),
    (page.CONCENTRATION, concentration.concentration, samples.concentration),
    (page.DEAL_CHECK, deal.deal, deal_asked),
    (page.EVENNESS, concentration.evenness, samples.concentration),
    (page.LIQUIDITY, liquidity.liquidity, samples.liquidity),
    (page.RUNWAY, runway.runway, samples.runway),
    (page.VALUATION, valuation.valuation, samples.valuation),
    (page.QUALITY, valuation.quality, rests),
    (page.STRESS, stress.stress, samples.stress),
    (page.SCENARIO, stress.scenario, stress_asked),
    (page.FX, money.fx, samples.fx),
    (page.CREDIT_LINE, money.credit_line, samples.credit_line),
    (page.KEY_PERSON, people.people, samples.key_person),
    (page.REGISTER, register.register, book),
    (page.RULES, rules.rules, ruled),
)
SHOWING = Showing(
    slug="risk",
    figures=figures.FIGURES,
    samples=samples.SAMPLES,
    kinds=samples.KINDS,
    panels=tuple(
        Shown(
            name=panel.title.lower(),
            panel=panel,
            draw=draw,
            sample=sample,
            kinds=samples.KINDS,
            width=panel.width if panel.width > 6 else 6,
        )
        for panel, draw, sample in EACH
    ),
)
