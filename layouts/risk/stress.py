"""Stress: what the agreement's waterfall leaves of a bad year for the limited partners."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.figures import risk as draw
from layouts.forms import Field, Form, form
from layouts.panels import Content, Empty, Part, View, alert, graph
from layouts.portfolio_analytics.cells import number, plural, sentence, texts
from layouts.risk.asked import StressAsked
from layouts.risk.parts import cents, rate, source
from layouts.rows import Bit, Line, Row, Wide, rows_table

if TYPE_CHECKING:
    from services.risk.results.holdings import Base, Scenario, Stress

LONGEST = 12  # companies of one's own stress that stand under it


def stress(found: Stress, view: View) -> Content | Empty:
    """A tornado of what NAV changes by, and the figures of each scenario under it."""
    if not found.scenarios:
        return Empty(words="Nothing is held that could be stressed.")
    title = _finding(found)
    chart = graph(view.panel.id, draw.tornado(found), draw.tornado(found, narrow=True), label=title)
    return Content(
        title=title,
        subtitle="Change of NAV: pale before carry, dark net to LPs after the carry released",
        body=[chart, _short(found)],
        twin=_twin(found),
        summary=f"{title}. {sentence(plural(len(found.scenarios), 'scenario'))}, the worst first.",
        source=source(found.meta, "marks, investors and the waterfall of the agreement"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def scenario(asked: StressAsked, view: View) -> Content:
    """A stress of one's own: the form, and under it what it leaves."""
    found = asked.found
    rows = found.scenarios if found else ()
    title = _own(found, rows[0]) if found and rows else "What if it goes another way?"
    meta = (found or asked.standing).meta
    body: list[Part] = [form(_form(asked))]
    if asked.wrong:
        body.append(alert("warn", "Not computed.", asked.wrong, sign="warning"))
    if found and rows:
        body += [html.P(sentence(rows[0].description), className="ripe"),
                 _against(found.base, rows[0], found), *_companies(rows[0])]  # fmt: skip
    return Content(
        title=title,
        subtitle="Your own assumptions through the same waterfall",
        body=body,
        twin=_twin(found) if found and rows else None,
        summary=f"{title}.",
        source=source(meta, "marks, investors and the waterfall of the agreement"),
        as_of=meta.as_of,
        notes=texts(found) if found else (),
    )


def _finding(found: Stress) -> str:
    worst = found.scenarios[0]
    if worst.nav_change is None:
        return "What stresses would leave is not known"
    if worst.nav_change >= 0:
        return "No scenario of the set lowers the value"
    lost = formats.money_short(-worst.nav_change, found.meta.currency)
    left = formats.multiple(worst.tvpi)
    return f"{draw.said(worst.name)} costs the LPs {lost} and leaves a TVPI of {left}"


def _own(found: Stress, row: Scenario) -> str:
    if row.nav_change is None:
        return "What this would leave is not known"
    currency = found.meta.currency
    change = formats.money_change(row.nav_change, currency)
    return f"This changes NAV by {change}, to a TVPI of {formats.multiple(row.tvpi)}"


def _short(found: Stress) -> Part:
    currency = found.meta.currency
    base = found.base
    head = ["Scenario", "Gross", "Carry released", "Net to LPs", "TVPI", "Net IRR"]
    lines: list[Row | Line] = []
    for row in found.scenarios:
        at = f"scenarios[{row.name}]"
        gross = formats.difference(row.nav_gross_of_carry, base.nav_gross_of_carry)
        lines.append(
            [
                Bit(text=draw.said(row.name), title=row.description),
                formats.money_short(gross, currency),
                formats.money_short(row.carry_released, currency),
                number(formats.money_short(row.nav_change, currency), found.meta.figures,
                       f"{at}.nav_change"),
                formats.multiple(row.tvpi),
                rate(row.net_irr, row.net_irr_status),
            ]
        )  # fmt: skip
    standing = [
        "As it stands",
        "",
        "",
        formats.money_short(base.nav, currency),
        formats.multiple(base.tvpi),
        rate(base.net_irr, base.net_irr_status),
    ]
    lines.append(Line(cells=standing, look="total"))
    return rows_table(head, lines, caption="Scenarios", deep=(1, 2, 5), look="tight next")


def _twin(found: Stress) -> Part:
    """Every scenario to the cent with what it assumes below it."""
    head = ["Scenario", "NAV before carry", "Carry accrued", "NAV net to LPs", "Change",
            "Carry released", "Clawback", "TVPI", "DPI", "Net IRR"]  # fmt: skip
    base, meta = found.base, found.meta
    lines: list[Row | Line | Wide] = [
        Line(
            cells=[
                "As it stands",
                cents(base.nav_gross_of_carry, meta, "base.nav_gross_of_carry"),
                cents(base.accrued_carry, meta, "base.accrued_carry"),
                cents(base.nav, meta, "base.nav"),
                "",
                "",
                "",
                formats.multiple(base.tvpi),
                formats.multiple(base.dpi),
                rate(base.net_irr, base.net_irr_status),
            ],
            look="sub",
        )
    ]
    for row in found.scenarios:
        at = f"scenarios[{row.name}]"
        lines.append(
            [
                draw.said(row.name),
                cents(row.nav_gross_of_carry, meta, f"{at}.nav_gross_of_carry"),
                cents(row.accrued_carry, meta, f"{at}.accrued_carry"),
                cents(row.nav, meta, f"{at}.nav"),
                cents(row.nav_change, meta, f"{at}.nav_change"),
                cents(row.carry_released, meta, f"{at}.carry_released"),
                cents(row.clawback, meta, f"{at}.clawback"),
                formats.multiple(row.tvpi),
                formats.multiple(row.dpi),
                rate(row.net_irr, row.net_irr_status),
            ]
        )
        lines.append(Wide(Bit(text=row.description, look="muted")))
    return rows_table(head, lines, caption="Scenarios to the cent", deep=(1, 2, 5, 6, 8))


def _form(asked: StressAsked) -> Form:
    given = asked.given
    companies = [
        ("", "No company"),
        *((group.key or group.name, group.name) for group in asked.standing.groups),
    ]
    away = [row.currency for row in asked.currencies.rows
            if row.currency != asked.currencies.base]  # fmt: skip
    foreign = [("", "No currency"), *((currency, currency) for currency in away)]
    return Form(
        id="own-stress",
        label="A stress of your own",
        submit="Compute",
        clear="Clear" if given else "",
        fields=(
            Field(name="shock", label="Values change by, %", kind="number",
                  value=given.get("shock", ""), hint="such as -30"),
            Field(name="shock_sector", label="Only in the sector", kind="select",
                  choices=[("", "All"), *asked.sectors], value=given.get("shock_sector", "")),
            Field(name="shock_company", label="Written off", kind="select",
                  choices=companies, value=given.get("shock_company", "")),
            Field(name="delay", label="Exits later by, years", kind="number",
                  value=given.get("delay", "")),
            Field(name="shock_currency", label="Currency", kind="select", choices=foreign,
                  value=given.get("shock_currency", "")),
            Field(name="shock_fx", label="Its rate changes by, %", kind="number",
                  value=given.get("shock_fx", ""), hint="such as -10"),
        ),
    )  # fmt: skip


def _against(base: Base, row: Scenario, found: Stress) -> Part:
    """As it stands beside what the stress leaves."""
    currency = found.meta.currency

    def money(value: object) -> str:
        return formats.money_short(value, currency)  # type: ignore[arg-type]

    lines: list[Row] = [
        ["NAV before carry", money(base.nav_gross_of_carry), money(row.nav_gross_of_carry)],
        ["Carry accrued", money(base.accrued_carry), money(row.accrued_carry)],
        ["NAV net to LPs", money(base.nav), Bit(text=money(row.nav), look="strong")],
        ["TVPI", formats.multiple(base.tvpi), formats.multiple(row.tvpi)],
        ["DPI", formats.multiple(base.dpi), formats.multiple(row.dpi)],
        ["Net IRR", rate(base.net_irr, base.net_irr_status), rate(row.net_irr, row.net_irr_status)],
        ["Clawback", "", money(row.clawback)],
    ]
    return html.Div(
        rows_table(["Measure", "As it stands", "Then"], lines, caption="Before and after",
                   look="tight"),
        **{"data-stressed": formats.exact(row.nav_change)},
    )  # fmt: skip


def _companies(row: Scenario) -> list[Part]:
    """The companies that it touches, the largest first."""
    touched = [one for one in row.companies if one.before != one.after][:LONGEST]
    if not touched:
        return []
    lines: list[Row] = [
        [one.name, formats.money_short(one.before), formats.money_short(one.after)]
        for one in touched
    ]
    return [
        html.Details(
            [
                html.Summary(sentence(plural(len(touched), "company", "companies")) + " touched"),
                rows_table(["Company", "Before", "After"], lines, caption="Companies it touches",
                           look="tight"),
            ],
            className="risk-more",
        )
    ]  # fmt: skip
