"""The head of the firm's page: how many funds, what they are worth, what changed, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import basis, formats, ids
from layouts.explain import mark
from layouts.head import head
from layouts.home import ATTENTION
from layouts.kpi import Card, chip, row
from layouts.panels import Bare, Part, View, icon
from layouts.trust import badge, sign
from services.envelope import scaled

if TYPE_CHECKING:
    from services.home.results import FirmFund, FirmFunds

UNCHANGED = "unchanged"


def state(found: FirmFunds, view: View) -> Bare:
    """One sentence about all funds, and the way to what needs a hand."""
    meta = found.meta
    clocks = f"{formats.day(meta.as_of)}, {basis.known_on(meta)}"
    currency = meta.currency or "several currencies"
    return head(
        view,
        title="The firm",
        said=_said(found),
        stands=[
            html.Span([icon("age", small=True), clocks]),
            html.Span(_sentence(basis.basis(meta))),
            html.Span(currency),
            *badge(meta, view),
        ],
        printed=("The firm", f"as of {clocks} · {basis.basis(meta)} · {currency}"),
        endpoint="funds",
    )


def _said(found: FirmFunds) -> list[Part]:
    total, currency = found.total, found.meta.currency
    many = len(found.rows)
    parts: list[Part] = [
        html.B("One fund" if many == 1 else f"{many} funds"),
        ", NAV ",
        _told(found, formats.money_short(total.nav, currency), "total.nav"),
        ", net IRR " if found.meta.basis != "gross" else ", gross IRR ",
        _told(found, formats.percent(total.irr), "total.irr"),
        ", TVPI ",
        _told(found, formats.multiple(total.tvpi), "total.tvpi"),
        ". ",
    ]
    change = formats.money_change(total.nav_change, currency)
    if change not in (formats.MISSING, UNCHANGED):
        parts.append(f"NAV {change} in the quarter. ")
    failing = sum(row.open_breaks for row in found.rows)
    if failing:
        checks = "1 check fails" if failing == 1 else f"{failing} checks fail"
        parts += [html.A(checks, href=f"#{ids.anchor(ATTENTION.id)}"), "."]
    return parts


def _told(found: FirmFunds, text: str, name: str) -> Part:
    return html.B(mark(text, found.meta.figures.get(name)))


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]


def figures(found: FirmFunds, view: View) -> Bare:
    """NAV, net IRR, TVPI, DPI, distributions and unfunded of all funds pooled."""
    return Bare(children=row(view, cards(found), []))


def cards(found: FirmFunds) -> list[Card]:
    """Six cards; those that are compared are compared with the quarter-end before."""
    total, currency = found.total, found.meta.currency
    money = formats.money_parts
    rate = None if total.irr is None else scaled(total.irr)
    percent = formats.parts(formats.percent(total.irr), f"{formats.THIN}%")
    return [
        _card(
            found,
            "nav",
            label="NAV",
            exact=total.nav,
            parts=money(total.nav, currency),
            change=total.nav_change,
            said=formats.money_change(total.nav_change, currency),
            good_up=None,
        ),
        _card(
            found,
            "irr",
            label="Gross IRR" if found.meta.basis == "gross" else "Net IRR",
            exact=rate,
            parts=percent,
            change=total.irr_change,
            said=formats.points(total.irr_change),
        ),
        _card(
            found,
            "tvpi",
            label="TVPI",
            exact=total.tvpi,
            parts=(formats.multiple(total.tvpi), ""),
            change=total.tvpi_change,
            said=formats.multiple_change(total.tvpi_change),
        ),
        _card(found, "dpi", label="DPI", exact=total.dpi, parts=(formats.multiple(total.dpi), "")),
        *(
            _card(found, key, label=label, exact=amount, parts=money(amount, currency))
            for key, label, amount in (
                ("distributions", "Distributed", total.distributions),
                ("unfunded", "Unfunded", total.unfunded),
            )
        ),
    ]


def _card(
    found: FirmFunds,
    key: str,
    *,
    label: str,
    exact: formats.Number | None,
    parts: tuple[str, str],
    change: formats.Number | None = None,
    said: str = "",
    good_up: bool | None = True,
) -> Card:
    return Card(
        key=key,
        label=label,
        parts=parts,
        exact=exact,
        history=(),
        change=change,
        change_text=said,
        against="vs last quarter" if change is not None else "",
        chip=chip(_of(found.rows)),
        basis="pooled from all flows",
        reason=basis.reason(found.notes, key) or "not known",
        good_up=good_up,
        figure=found.meta.figures.get(f"total.{key}"),
        doubt=sign(found.meta, key),
    )


def _of(rows: tuple[FirmFund, ...]) -> str:
    return "1 fund" if len(rows) == 1 else f"{len(rows)} funds"
