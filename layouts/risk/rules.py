"""The rules of the alerts: what each watches, and a form for those who may set one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.forms import Field, Form, folded, form
from layouts.panels import API, Content, Part, View, icon
from layouts.portfolio_analytics.cells import plural, sentence, texts
from layouts.risk.asked import Ruled
from layouts.risk.parts import COMPARES, SEVERITIES, marked, measured, plain, severity
from layouts.rows import Bit, Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.watch import AlertRules, RuleRow

UNITS = {
    "fraction": "share, 0.2 = 20 %",
    "percent": "%",
    "x": "x",
    "months": "months",
    "days": "days",
    "count": "number",
    "money": "amount",
}
SHIPPED = "shipped"


def rules(ruled: Ruled, view: View) -> Content:
    """Every rule in force in a sentence, with what it found."""
    found = ruled.found
    title = _finding(found)
    body: list[Part] = []
    if found.may_set and not view.embedded:
        body.append(html.Div(folded("Set a rule", form(_form(ruled))), className="risk-over"))
    if found.rules:
        body.append(_table(found))
    else:
        body.append(
            html.P([icon("info"), "No rule is set: nothing is watched."], className="risk-calm")
        )
    if not found.may_set:
        body.append(html.P("Rules are set by partners and operations.", className="tiny"))
    return Content(
        title=title,
        subtitle="Checked whenever figures are refreshed; a rule that is off finds nothing",
        body=body,
        twin=_twin(found) if found.rules else None,
        summary=f"{title}.",
        source="Source: rules of this firm and those the program ships with",
        as_of=found.meta.as_of if found.meta else None,
        notes=texts(found),
    )


def _finding(found: AlertRules) -> str:
    on = [rule for rule in found.rules if rule.enabled]
    if not on:
        return "No rule watches the figures"
    words = sentence(plural(len(on), "rule watches", "rules watch")) + " the figures"
    finding = sum(rule.open_alerts > 0 for rule in on)
    return f"{words}; {plural(finding, 'finds', 'find')} something" if finding else words


def _table(found: AlertRules) -> Part:
    lines: list[Row] = [
        [
            sentence(rule.text),
            rule.fund or "All funds",
            marked(severity(rule.severity)),
            _found(rule),
            Bit(text="on") if rule.enabled else Bit(text="off", look="muted"),
            _set_by(rule),
        ]
        for rule in found.rules
    ]
    head = ["Rule", "Fund", "Severity", "Open alerts", "State", "Set by"]
    return rows_table(head, lines, caption="Rules of the alerts", words=(0, 1, 2, 4, 5),
                      deep=(1, 3, 5), look="risk-rules")  # fmt: skip


def _found(rule: RuleRow) -> Bit:
    return Bit(text=str(rule.open_alerts), look=None if rule.open_alerts else "muted")


def _set_by(rule: RuleRow) -> str:
    if rule.set_by == SHIPPED:
        return "with the program"
    return f"{rule.set_by}, {formats.day(rule.known_from)}" if rule.known_from else rule.set_by


def _twin(found: AlertRules) -> Part:
    lines: list[Row] = [
        [
            rule.code,
            rule.measure_name,
            COMPARES.get(rule.compare, rule.compare),
            measured(rule.threshold, rule.unit),
            rule.severity,
            rule.fund or "All funds",
            "on" if rule.enabled else "off",
            str(rule.open_alerts),
            _set_by(rule),
        ]
        for rule in found.rules
    ]
    head = ["Code", "Watches", "Compares", "Threshold", "Severity", "Fund", "State", "Open alerts",
            "Set by"]  # fmt: skip
    return rows_table(head, lines, caption="Rules in full", words=(0, 1, 2, 4, 5, 6, 8),
                      deep=(2, 4, 5, 8))  # fmt: skip


def _form(ruled: Ruled) -> Form:
    """A new rule, or one that is there with what is to be changed of it."""
    found = ruled.found
    measures = [
        (item.id, f"{item.name} of a {item.of} ({UNITS.get(item.unit, item.unit)})")
        for item in found.measures
    ]
    compares = [(name, COMPARES.get(name, name)) for name in found.compares]
    known = [("", "A new rule"), *((rule.code, sentence(rule.text)) for rule in found.rules)]
    return Form(
        id="alert-rule",
        label="Set a rule of the alerts",
        submit="Set the rule",
        to=f"{API}/risk/alert-rules",
        said="The rule is set.",
        filled_by="code",
        filled={rule.code: _known(rule) for rule in found.rules},
        fields=(
            Field(name="code", label="Which rule", kind="select", choices=known, wide=True),
            Field(name="measure", label="Watches", kind="select", choices=measures, required=True,
                  wide=True),
            Field(name="compare", label="Warns when it", kind="select", choices=compares,
                  required=True),
            Field(name="threshold", label="Threshold", kind="number", required=True),
            Field(name="severity", label="Severity", kind="select",
                  choices=[(name, name) for name in SEVERITIES], value="warning"),
            Field(name="fund_id", label="Fund", kind="select",
                  choices=[("", "All funds"), *((fund.code, fund.name) for fund in ruled.funds)]),
            Field(name="enabled", label="State", kind="yes",
                  choices=[("true", "On"), ("false", "Off")], value="true"),
        ),
    )  # fmt: skip


def _known(rule: RuleRow) -> dict[str, str]:
    """What stands in the fields when this rule is chosen."""
    return {
        "measure": rule.measure,
        "compare": rule.compare,
        "threshold": plain(rule.threshold).replace(formats.MINUS, "-"),
        "severity": rule.severity,
        "fund_id": rule.fund or "",
        "enabled": str(rule.enabled).lower(),
    }
