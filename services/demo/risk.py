"""What the firm keeps an eye on: rules of its own, risks written down, alerts acted upon."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal

from services.db.session import Database
from services.demo.people import MEMBERS
from services.frames import House
from services.risk import RiskService, RiskSetting, RuleSetting
from services.risk.alerts.settings import set_rule
from services.risk.alerts.watch import watch
from services.risk.register import set_risk
from services.scope import Principal

# code measure compare threshold severity fund
RULES = """
coverage_thin unfunded_coverage below 1.5 warning AQ1
top_company top_company_weight above 0.2 warning AQ2
line_long line_used above 0.3 info -
weight_large company_weight above 0.15 info -
"""
# fund likelihood impact category owner due title|action
RISKS = """
- 2 5 people IM 2026-12-15 Key person: the managing partner leads six boards|Hand two over
AQ1 3 4 portfolio TO 2026-12-31 Two companies share one large customer|Ask both for their plan
AQ1 2 4 valuation PK 2027-01-31 Marks by revenue multiple lag the listed market|Test multiples
AQ2 4 3 liquidity HL 2026-11-30 The line is drawn longer than planned|Call for it in December
AQ0 3 2 legal RB 2026-11-30 The term ends before the last exits|Ask for the extension
- 2 3 operations PK - The administrator changes its system|Keep both running a quarter
AQ2 1 4 currency MC - The euro falls against the dollar|Nothing: exposure is small
"""


def furnish(db: Database, fund_ids: Sequence[str], *, today: date, house: House) -> None:
    """Set the firm's rules and its register, look once, and act on some of what is found."""
    for line in RULES.strip().splitlines():
        code, measure, compare, threshold, severity, fund = line.split()
        setting = RuleSetting(
            code=code, measure=measure, compare=compare, threshold=Decimal(threshold),
            severity=severity, fund=_said(fund),
        )  # fmt: skip
        set_rule(db, person("PK"), setting)
    for line in RISKS.strip().splitlines():
        told, _, action = line.partition("|")
        fund, likely, grave, category, owner, due, title = told.split(" ", 6)
        risk = RiskSetting(
            title=title, category=category, likelihood=int(likely), impact=int(grave),
            fund=_said(fund), owner=MEMBERS[owner].name, action=action,
            due=date.fromisoformat(due) if _said(due) else None,
        )  # fmt: skip
        set_risk(db, person(owner), risk)
    watch(db, fund_ids, tell=lambda raised: None, today=today, house=house)
    _act(RiskService(db, reporting_currency=house.reporting_currency, timezone=house.timezone))


def _act(service: RiskService) -> None:
    """Somebody has seen the shortest runway of all and the late report; one mark is put off."""
    found = service.alerts(person("TO")).alerts
    first = {row.rule: row for row in reversed(found)}
    for rule, words in (
        ("runway_short", "A bridge is being raised; the board meets in two weeks."),
        ("report_late", "Promised for the end of the month."),
    ):
        if rule in first:
            service.acknowledge(person("TO"), first[rule].id, words)
    if "mark_stale" in first:
        until = service.today + timedelta(days=21)
        words = "The committee values it at the quarter-end."
        service.snooze(person("PK"), first["mark_stale"].id, until=until, note=words)


def person(code: str) -> Principal:
    """A member of the team as somebody who acts."""
    return Principal(
        user_id=code,
        name=MEMBERS[code].name,
        roles=frozenset({"partner", "operations"}),
        funds=None,
    )


def _said(word: str) -> str | None:
    return None if word == "-" else word
