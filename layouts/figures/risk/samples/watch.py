"""What to keep an eye on of the invented funds: expiries, alerts, rules, register."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace as Result

from layouts.figures.risk.samples.firms import AS_OF, CHECKED, meta

TODAY = date(2026, 11, 12)
# severity|state|rule|what|id|name|value|threshold|unit|since|sentence
TOLD = """
critical|open|runway_below|company|SALT|Saltmarsh|2.6|3|months|2026-09-30|Saltmarsh has 2.6 months
critical|open|limit|limit|lpa_6_2|Single company|0.214|0.2|fraction|2026-09-30|A limit is broken
warning|acknowledged|mark_age|company|NORT|Northlight Bio|183|120|days|2026-07-29|An old mark
warning|open|coverage|fund|AQ1|Alder & Quay I|0.92|1|x|2026-09-30|Sources do not cover uses
warning|open|burn_rises|company|QUIL|Quillon <b>|0.44|0.25|fraction|2026-09-30|Burn of Quillon rose
info|snoozed|unfunded|investor|NWTP|Northwest|0.25|0.2|fraction|2026-06-30|Much of unfunded
"""
MEASURES = (("runway_months", "Months of cash", "months", "company"),
            ("company_weight", "Weight of a company", "fraction", "company"),
            ("unfunded_coverage", "Coverage of uses", "x", "fund"),
            ("cash", "Cash of the fund", "money", "fund"))  # fmt: skip
WRITTEN = (("R1", "Key person leaves", "people", 2, 5, "I. Moreau", "Second signatory named", 90),
           ("R2", "Exit window of Halden closes", "market", 3, 4, None, None, None),
           ("R3", "Administrator changes system", "operations", 3, 2, "K. Adeyemi",
            "Parallel run in Q1", 30),
           ("R4", "A call is late", "liquidity", 3, 4, "K. Adeyemi", "Line kept at 10m", -4),
           ("R5", "Data room breach <b>", "legal", 1, 5, None, "Yearly test", 200))  # fmt: skip
ENDS = (("Note of Brightwater matures", "company", "Brightwater Foods", "BRIG", -3, "critical"),
        ("409A valuation", "company", "Corvane", "CORV", 21, "critical"),
        ("Option pool", "company", "Oxbow Energy", "OXBO", 74, "warning"),
        ("Investment period ends", "fund", "Alder & Quay I", "AQ1", 171, "info"))  # fmt: skip


def expiries(kind: str = "usual") -> Result:
    """What ends within half a year, one thing already past."""
    told = {"empty": (), "missing": (), "calm": ENDS[3:], "one_company": ENDS[:1]}.get(kind, ENDS)
    rows = tuple(
        Result(item=item, of=of, name=name, code=code, date=AS_OF + timedelta(days=days),
               days_left=days, severity=severity, fund="AQ1",
               link=f"/portfolio-analytics?company={code}" if of == "company" else None)
        for item, of, name, code, days, severity in told
    )  # fmt: skip
    return Result(rows=rows, within_days=180, meta=meta(), notes=())


def alerts(kind: str = "usual") -> Result:
    """Alerts in every state; none where all is calm."""
    lines = [] if kind in {"calm", "empty"} else TOLD.strip().splitlines()
    if kind == "one_company":
        lines = lines[:1]
    rows = [_alert(place, line.split("|"), blank=kind == "missing")
            for place, line in enumerate(lines)]  # fmt: skip
    counts = dict.fromkeys(("open", "acknowledged", "snoozed", "resolved"), 0)
    for row in rows:
        counts[row.state] += 1
    return Result(alerts=tuple(rows), counts=counts,
                  checked_at=None if kind == "empty" else CHECKED,
                  meta=meta(), notes=())  # fmt: skip


def _alert(place: int, told: list[str], *, blank: bool) -> Result:
    severity, state, rule, of, key, name, value, threshold, unit, since, text = told
    acted = state != "open"
    return Result(
        id=f"a{place}", rule=rule, rule_text=rule.replace("_", " ") + f" {threshold}",
        severity=severity, entity=Result(type=of, id=key, name=name), fund="AQ1",
        value=None if blank else Decimal(value), measure=rule,
        threshold=Decimal(threshold), unit=unit, as_of=AS_OF,
        text=text, since=date.fromisoformat(since), opened_at=CHECKED, state=state,
        acted_by="I. Moreau" if acted else None, acted_at=CHECKED if acted else None,
        snoozed_until=TODAY + timedelta(days=14) if state == "snoozed" else None,
        note="Bridge is signed" if acted else None, figure=None,
        link=f"/portfolio-analytics?company={key}" if of == "company" else "/risk#risk-limits",
    )  # fmt: skip


def alert_rules(kind: str = "usual") -> Result:
    """The rules in force, one of them off and one shipped with the program."""
    table = (
        ("runway_below", "runway_months", "below", "3", "months", "critical", True, None, 1),
        ("weight_above", "company_weight", "above", "0.25", "fraction", "warning", True, "AQ1", 2),
        ("coverage_below", "unfunded_coverage", "below", "1", "x", "warning", False, None, 0),
    )
    named = {key: name for key, name, _, _ in MEASURES}
    rows = tuple(
        Result(code=code, open_alerts=many, fund=fund, measure=measure,
               measure_name=named[measure], compare=compare, threshold=Decimal(threshold),
               unit=unit, severity=severity, enabled=enabled,
               text=f"{named[measure]} {compare} {threshold}",
               set_by="shipped" if place == 0 else "I. Moreau",
               known_from=None if place == 0 else CHECKED)
        for place, (code, measure, compare, threshold, unit, severity, enabled, fund, many)
        in enumerate(table)
    )  # fmt: skip
    return Result(
        rules=() if kind in {"empty", "missing"} else rows,
        measures=tuple(Result(id=key, name=name, unit=unit, of=of)
                       for key, name, unit, of in MEASURES),
        compares=("below", "above", "falls_by", "rises_by"), may_set=kind != "calm", notes=(),
        meta=meta(),
    )  # fmt: skip


def register(kind: str = "usual") -> Result:
    """What people wrote down, the highest score first."""
    told = {"empty": (), "missing": (), "one_company": WRITTEN[:1]}.get(kind, WRITTEN)
    rows = [
        Result(code=code, fund=None, title=title, category=category, likelihood=likely,
               impact=impact, score=likely * impact, owner=owner, action=action,
               due=None if days is None else TODAY + timedelta(days=days),
               state="mitigated" if code == "R3" else "open", set_by="I. Moreau",
               known_from=CHECKED)
        for code, title, category, likely, impact, owner, action, days in told
    ]  # fmt: skip
    rows.sort(key=lambda row: -row.score)
    return Result(risks=tuple(rows), may_set=kind != "calm", meta=meta(), notes=())
