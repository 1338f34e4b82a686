"""Setting a rule: a new version beside all earlier ones, for every fund or for one."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from services.access.permissions import check_action
from services.db.queries.risk import alerts as kept
from services.db.reads.funds import every_id, funds
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.errors import Fault, Forbidden, InvalidInput, NotFound
from services.risk.alerts.measures import COMPARES, MEASURES, SEVERITIES
from services.scope import Principal

ACTION = "set_alert_rule"
CODE = re.compile(r"[a-z0-9][a-z0-9_.-]{0,63}")
LARGEST = Decimal(10) ** 15
EVERY_FUND = "A rule for every fund is for who sees every fund: name one of yours with fund_id."


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleSetting:
    """A rule as somebody wants it. `fund` a code or id, None: every fund. `code` None makes one of
    the measure, the comparison and the threshold."""

    measure: str
    compare: str
    threshold: Decimal
    severity: str
    enabled: bool = True
    code: str | None = None
    fund: str | None = None


def set_rule(
    db: Database, principal: Principal, setting: RuleSetting
) -> tuple[str, dict[str, int], list[str]]:
    """Make a rule hold from now on; its code, the raised counters, and the funds (ids) it is of.

    InvalidInput with every fault, NotFound for a fund that is missing or not granted, Forbidden
    for who may not.
    """
    check_action(principal, ACTION)
    code = (setting.code or made_code(setting)).strip()
    faults = list(_faults(setting, code))
    if faults:
        raise InvalidInput(faults[0].text, faults=tuple(faults))
    with db.session() as session:
        fund_id = fund_of(session, principal, setting.fund)
        if fund_id is None and principal.funds is not None:
            raise Forbidden(EVERY_FUND)
        kept.set_rule(
            session,
            {
                "code": code,
                "fund_id": fund_id,
                "measure": setting.measure,
                "compare": setting.compare,
                "threshold": setting.threshold,
                "severity": setting.severity,
                "enabled": setting.enabled,
                "set_by": principal.name,
            },
        )
        raised = bump(session, [fund_id or SHARED])
        return code, raised, [fund_id] if fund_id else every_id(session)


def made_code(setting: RuleSetting) -> str:
    """`runway_months_below_3` for a rule that was given no code."""
    amount = f"{setting.threshold.normalize():f}".replace("-", "minus_").replace(".", "_")
    return f"{setting.measure}_{setting.compare}_{amount}"[:64]


def fund_of(session: Session, principal: Principal, name: str | None) -> str | None:
    """The id of a fund by code or id, None for none; NotFound unless the principal sees it."""
    if name is None:
        return None
    rows = funds(session, among=principal.funds, names=[name])
    if not rows:
        raise NotFound
    return rows[0].id


def _faults(setting: RuleSetting, code: str) -> list[Fault]:
    found = []
    for place, value, choices in (
        ("measure", setting.measure, tuple(MEASURES)),
        ("compare", setting.compare, COMPARES),
        ("severity", setting.severity, SEVERITIES),
    ):
        if value not in choices:
            found.append(Fault(place, f"{place} is one of {', '.join(choices)}.", "choice"))
    if not setting.threshold.is_finite() or abs(setting.threshold) > LARGEST:
        found.append(Fault("threshold", "threshold is a number in the measure's unit."))
    if not CODE.fullmatch(code):
        text = "code is up to 64 small letters, digits, dots, dashes and underscores."
        found.append(Fault("code", text))
    return found
