"""Rules that ship with the program, and those in force of a fund once people set their own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from services.db.queries.risk.alerts import RuleRow
from services.risk.alerts.measures import ABOVE, BELOW, CHANGES, FALLS_BY, RISES_BY

SHIPPED = "shipped"


@dataclass(frozen=True, slots=True)
class Rule:
    """When to warn. `fund_id` None: every fund without one of its own under the same code."""

    code: str
    measure: str
    compare: str
    threshold: Decimal
    severity: str
    enabled: bool = True
    fund_id: str | None = None
    set_by: str = SHIPPED
    known_from: datetime | None = None

    def holds(self, now: Decimal | None, before: Decimal | None) -> Decimal | None:
        """The value that breaks the rule, None while it does not or is not known.

        Changes are fractions of what was there before, positive in the rule's own direction.
        """
        value = now
        if self.compare in CHANGES:
            if now is None or before is None or not before:
                return None
            value = (now - before) / abs(before)
            value = -value if self.compare == FALLS_BY else value
            return value if value >= self.threshold else None
        if value is None:
            return None
        broken = value < self.threshold if self.compare == BELOW else value > self.threshold
        return value if broken else None


def _shipped(*listed: tuple[str, str, str, str, str]) -> tuple[Rule, ...]:
    return tuple(
        Rule(code, measure, compare, Decimal(threshold), severity)
        for code, measure, compare, threshold, severity in listed
    )


# Runway: practitioners' 3 and 6 months. Marks: a quarter and a month. The rest is judgement.
DEFAULTS = _shipped(
    ("runway_below", "runway_months", BELOW, "3", "critical"),
    ("runway_short", "runway_months", BELOW, "6", "warning"),
    ("limit_broken", "limit_used", ABOVE, "1", "critical"),
    ("limit_near", "limit_used", ABOVE, "0.9", "warning"),
    ("top_company", "top_company_weight", ABOVE, "0.25", "warning"),
    ("mark_stale", "mark_age_days", ABOVE, "120", "warning"),
    ("nav_stale", "stale_nav_share", ABOVE, "0.25", "warning"),
    ("coverage_low", "unfunded_coverage", BELOW, "1", "critical"),
    ("fx_exposed", "fx_exposed_nav", ABOVE, "0.3", "info"),
    ("return_low", "quarter_return", BELOW, "-0.1", "warning"),
    ("growth_falls", "growth_rate", FALLS_BY, "0.5", "info"),
    ("burn_rises", "net_burn", RISES_BY, "0.5", "info"),
    ("check_fails", "check_failing", ABOVE, "0", "critical"),
    ("call_late", "call_days_late", ABOVE, "0", "warning"),
    ("report_late", "report_days_late", ABOVE, "0", "warning"),
    ("ends_soon", "expiry_days", BELOW, "30", "warning"),
)


def in_force(stored: Iterable[RuleRow], fund_id: str | None) -> tuple[Rule, ...]:
    """The rules of one fund (None: of those without any of their own), by code.

    What somebody set for every fund takes the place of what ships, a fund's own that of both.
    """
    found = {rule.code: rule for rule in DEFAULTS}
    rows = list(stored)
    for own in (None, fund_id):
        found |= {row.code: of_row(row) for row in rows if row.fund_id == own}
    return tuple(found[code] for code in sorted(found))


def listed(stored: Sequence[RuleRow]) -> tuple[Rule, ...]:
    """Every rule in force: those of every fund, then each fund's own."""
    own = sorted((row for row in stored if row.fund_id is not None), key=_place)
    return (*in_force(stored, None), *(of_row(row) for row in own))


def of_row(row: RuleRow) -> Rule:
    """A rule as it is kept."""
    return Rule(
        row.code, row.measure, row.compare, row.threshold, row.severity, row.enabled,
        row.fund_id, row.set_by, row.known_from,
    )  # fmt: skip


def _place(row: RuleRow) -> tuple[str, str]:
    return row.code, row.fund_id or ""
