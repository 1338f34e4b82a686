"""What to keep an eye on: expiries, alerts and their rules, and the register of risks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date as day
from datetime import datetime
from decimal import Decimal

from services.envelope import Meta, Note, parts, rows, unit


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpiryRow:
    """What ends when: an option or clause of a company, a date of a fund's agreement.

    `severity` critical (past or within 30 days), warning (90 days) or info.
    """

    item: str
    of: str
    name: str
    code: str
    date: day
    days_left: int = unit("count")
    severity: str
    fund: str | None
    link: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expiries:
    """Everything that ends within the days asked for (180), the soonest first; past ones too."""

    rows: tuple[ExpiryRow, ...] = rows(ExpiryRow)
    within_days: int = unit("count")
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entity:
    """What an alert is about: a company, fund, investor, limit, check or expiry; `id` its code."""

    type: str
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRow:
    """One alert. `state` open, acknowledged, snoozed or resolved; `link` leads to its place.

    `value` is of the day `as_of`, the last on which it was looked at; `since` when it began.
    """

    id: str
    rule: str
    rule_text: str
    measure: str
    severity: str
    entity: Entity = parts(Entity)
    fund: str
    value: Decimal | None
    threshold: Decimal
    unit: str
    text: str
    since: day
    as_of: day
    opened_at: datetime
    state: str
    acted_by: str | None
    acted_at: datetime | None
    snoozed_until: day | None
    note: str | None
    figure: str | None
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Alerts:
    """Alerts as asked for (severity, state), critical first, then the oldest; `counts` by state."""

    alerts: tuple[AlertRow, ...] = rows(AlertRow)
    counts: dict[str, int] = unit("count")
    checked_at: datetime | None
    meta: Meta
    notes: tuple[Note, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRow:
    """One rule in force; `text` says it in a sentence. `known_from` None: it ships so."""

    code: str
    open_alerts: int = unit("count")
    fund: str | None
    measure: str
    measure_name: str
    compare: str
    threshold: Decimal
    unit: str
    severity: str
    enabled: bool
    text: str
    set_by: str
    known_from: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something a rule may watch: name, unit, and of what (company, fund, limit, …)."""

    id: str
    name: str
    unit: str
    of: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRules:
    """Every rule in force and what rules can be made of."""

    rules: tuple[RuleRow, ...] = rows(RuleRow)
    measures: tuple[Measure, ...]
    compares: tuple[str, ...]
    may_set: bool
    notes: tuple[Note, ...]
    meta: Meta | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RiskRow:
    """One entry of the register; `score` = likelihood x impact (1 to 25)."""

    code: str
    fund: str | None
    title: str
    category: str
    likelihood: int
    impact: int
    score: int
    owner: str | None
    action: str | None
    due: day | None
    state: str
    set_by: str
    known_from: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """Risks that people wrote down, the highest score first."""

    risks: tuple[RiskRow, ...] = rows(RiskRow)
    may_set: bool
    meta: Meta
    notes: tuple[Note, ...]
