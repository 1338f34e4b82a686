"""Alerts and rules as they are shown: in words, with where each leads to."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from urllib.parse import urlencode

from services.db.queries.risk.alerts import RESOLVED, SNOOZED, STATES
from services.db.queries.risk.alerts import AlertRow as Kept
from services.db.reads.funds import FundRow
from services.envelope import Meta, Note
from services.risk.alerts.measures import (
    CHECK,
    COMPANY,
    COMPARES,
    EXPIRY,
    FALLS_BY,
    FUND,
    INVESTOR,
    MEASURES,
    RISES_BY,
    said,
    sentence,
    unit_of,
)
from services.risk.alerts.rules import Rule
from services.risk.results import AlertCounts, AlertRow, AlertRules, Alerts, Entity, RuleRow

LATE = {"report_days_late": "report", "call_days_late": "call"}
PAGES = {COMPANY: "/portfolio-analytics", INVESTOR: "/lp-reporting", CHECK: "/data-quality"}


def counts(found: Sequence[Kept]) -> AlertCounts:
    """Alerts that are open or acknowledged, by severity."""
    told = Counter(row.severity for row in found if row.state not in (RESOLVED, SNOOZED))
    return AlertCounts(critical=told["critical"], warning=told["warning"], info=told["info"])


def alerts(
    found: Sequence[Kept],
    *,
    state: str | None,
    funds: Mapping[str, FundRow],
    codes: Mapping[str, str],
    rules: Mapping[tuple[str, str], Rule],
    checked_at: datetime | None,
    meta: Meta,
) -> Alerts:
    """Alerts in one state (None: all that are not resolved); `codes` of companies and investors
    by id, `rules` in force by code and fund."""
    shown = [r for r in found if (r.state != RESOLVED if state is None else r.state == state)]
    rows = tuple(
        _row(row, funds[row.fund_id], codes, rules.get((row.rule, row.fund_id))) for row in shown
    )
    told = Counter(row.state for row in found)
    return Alerts(
        alerts=rows,
        counts={name: told[name] for name in STATES},
        checked_at=checked_at,
        meta=meta,
        notes=tuple(_notes(rows, checked_at)),
    )


def _row(row: Kept, fund: FundRow, codes: Mapping[str, str], rule: Rule | None) -> AlertRow:
    compare = rule.compare if rule else None
    words = sentence(row.measure, compare, row.threshold) if compare else row.rule
    code = _code(row, fund, codes)
    return AlertRow(
        id=row.id,
        rule=row.rule,
        rule_text=words,
        measure=row.measure,
        severity=row.severity,
        entity=Entity(type=row.entity_type, id=code, name=row.entity_name),
        fund=fund.code,
        value=row.value,
        threshold=row.threshold,
        unit=row.unit,
        text=_text(row, compare),
        since=row.since,
        as_of=row.as_of,
        opened_at=row.opened_at,
        state=row.state,
        acted_by=row.acted_by,
        acted_at=row.acted_at,
        snoozed_until=row.snoozed_until if row.state == SNOOZED else None,
        note=row.note,
        figure=None,
        link=_link(row, fund, code),
    )


def _text(row: Kept, compare: str | None) -> str:
    """What is found, in words; what a check found is said by the check itself."""
    shown = said(row.value, row.unit)
    if row.entity_type == CHECK:
        return row.entity_name
    if row.entity_type == EXPIRY and row.value is not None:
        ended = f"ended {said(-row.value, row.unit)} ago"
        return f"{row.entity_name} {f'ends in {shown}' if row.value >= 0 else ended}"
    if row.measure in LATE:
        return f"{row.entity_name}: {LATE[row.measure]} {shown} late"
    name = MEASURES[row.measure].name
    name = name if name[:2].isupper() else f"{name[0].lower()}{name[1:]}"
    verb = {FALLS_BY: " fell by", RISES_BY: " rose by"}.get(compare or "", "")
    return f"{row.entity_name}: {name}{verb} {shown}"


def _code(row: Kept, fund: FundRow, codes: Mapping[str, str]) -> str:
    """What the thing is called by its code: a company's, an investor's, a limit's, a check's."""
    if row.entity_type == FUND:
        return fund.code
    key, colon, rest = row.entity_id.partition(":")
    return f"{codes.get(key, fund.code if key == fund.id else key)}{colon}{codes.get(rest, rest)}"


def _link(row: Kept, fund: FundRow, code: str) -> str:
    """The address of the page where the thing is shown, as of the day of the figure."""
    page = PAGES.get(row.entity_type, "/risk")
    asked = {"fund": fund.code, "as_of": row.as_of.isoformat()}
    if row.entity_type == COMPANY:
        asked["company"] = code
    if row.entity_type == INVESTOR:
        asked["lp"] = code
    if row.entity_type == CHECK:
        asked = {"fund": fund.code}
    return f"{page}?{urlencode(asked)}"


def _notes(rows: Sequence[AlertRow], checked_at: datetime | None) -> list[Note]:
    notes: list[Note] = []
    if checked_at is None:
        text = "No rule was ever broken, or nobody has looked yet: ask for a refresh of the fund."
        notes.append(Note("checked_at", "never", text))
    if any(row.value is None for row in rows):
        text = "The value is not known any more; what was found stays until it is."
        notes.append(Note("value", "not_known", text))
    text = "Nobody has acted on these yet."
    if any(row.acted_by is None for row in rows):
        keys = ("acted_by", "acted_at", "note")
        notes += [Note(key, "not_acted_on", text) for key in keys]
    if any(row.snoozed_until is None for row in rows):
        notes.append(Note("snoozed_until", "not_snoozed", "These were not put off."))
    if any(row.figure is None for row in rows):
        text = "Calls, checks and endings are facts of their own, without a figure to take apart."
        notes.append(Note("figure", "no_figure", text))
    return notes


def rule_list(
    found: Sequence[Rule],
    open_alerts: Sequence[Kept],
    *,
    codes: Mapping[str, str],
    may_set: bool,
    meta: Meta,
) -> AlertRules:
    """Every rule in force with how many alerts it has; `codes` of funds by id."""
    told = Counter((row.rule, row.fund_id) for row in open_alerts if row.state != RESOLVED)
    own = {(rule.code, rule.fund_id) for rule in found if rule.fund_id is not None}
    rows = tuple(
        RuleRow(
            code=rule.code,
            open_alerts=sum(
                count
                for (code, fund), count in told.items()
                if code == rule.code
                and (fund == rule.fund_id if rule.fund_id else (code, fund) not in own)
            ),
            fund=codes.get(rule.fund_id) if rule.fund_id else None,
            measure=rule.measure,
            measure_name=MEASURES[rule.measure].name,
            compare=rule.compare,
            threshold=rule.threshold,
            unit=unit_of(rule.measure, rule.compare),
            severity=rule.severity,
            enabled=rule.enabled,
            text=sentence(rule.measure, rule.compare, rule.threshold),
            set_by=rule.set_by,
            known_from=rule.known_from,
        )
        for rule in found
    )
    notes = [Note("fund", "every_fund", "A rule without a fund holds of every one.")]
    if any(row.known_from is None for row in rows):
        text = "Rules that nobody set ship with the program."
        notes.append(Note("known_from", "shipped", text))
    return AlertRules(
        rules=rows,
        measures=tuple(MEASURES.values()),
        compares=COMPARES,
        may_set=may_set,
        notes=tuple(notes),
        meta=meta,
    )
