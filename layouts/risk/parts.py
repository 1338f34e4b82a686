"""What the panels of Risk share: marks of severity and of limits, figures by unit, ways out."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from dash import html

from layouts import formats, ids
from layouts.formats import Number
from layouts.marks import Mark
from layouts.panels import Part, View, icon
from layouts.portfolio_analytics.cells import number
from layouts.rows import Bit, Piece

if TYPE_CHECKING:
    from services.envelope import Meta

SEVERITIES = {
    "critical": Mark("critical", "failed", "bad"),
    "warning": Mark("warning", "warning", "warn"),
    "info": Mark("info", "info", ""),
}
STATES = {
    "breach": Mark("breach", "failed", "bad"),
    "near": Mark("near", "warning", "warn"),
    "ok": Mark("within", "check", ""),
    "unknown": Mark("not known", "age", ""),
}
COMPARES = {"below": "below", "above": "above", "falls_by": "falls by", "rises_by": "rises by"}
PORTFOLIO = "/portfolio-analytics"


def chip(look: Mark) -> html.Span:
    """An icon and a word beside the colour."""
    return html.Span([icon(look.icon, small=True), look.word], className=f"chip {look.tone}")


def marked(look: Mark) -> Bit:
    """The same chip in a table of rows."""
    return Bit(text=look.word, icon=look.icon, look=f"chip {look.tone}".strip())


def severity(name: str) -> Mark:
    """How a severity looks."""
    return SEVERITIES.get(name, SEVERITIES["info"])


def company(name: str, code: str | None, view: View) -> Bit:
    """A company's name, which leads to its tear sheet; a framed panel has no way out."""
    if view.embedded or not code:
        return Bit(text=name, look="co")
    return Bit(text=name, go=view.link(PORTFOLIO, company=code), look="co")


def way(text: Part, link: str | None, view: View) -> Part:
    """Text that leads to its place within the pages; plain in a frame and where there is none."""
    if view.embedded or not link or not link.startswith("/"):
        return text
    return html.A(text, href=link, **{"data-go": ""})


def to_panel(panel_id: str, words: str) -> html.A:
    """Words that lead to a panel of this page."""
    return html.A(words, href=f"#{ids.anchor(panel_id)}")


def measured(value: Number | None, unit: str, currency: str | None = None) -> str:
    """A figure in its own unit: `2.6 mo`, `21.4 %`, `0.92x`, `$4.6m`, `183 d`."""
    if value is None or not formats.known(value):
        return formats.MISSING
    if unit == "money":
        return formats.money_short(value, currency)
    if unit in {"fraction", "percent"}:
        return formats.percent(float(value) / (100 if unit == "percent" else 1))
    if unit == "x":
        return formats.multiple(value)
    if unit == "months":
        return formats.months(value)
    return f"{plain(value)}{' d' if unit == 'days' else ''}"


def plain(value: Number) -> str:
    """A number without zeros at its end: `183`, `0.25`."""
    text = format(Decimal(str(value)).normalize(), "f")
    return text.replace("-", formats.MINUS)


def cents(value: Decimal | None, meta: Meta, name: str) -> Piece:
    """An amount to the cent that opens where it comes from."""
    return number(formats.money(value, cents=True), meta.figures, name)


def tenth(value: Number | None) -> str:
    """`7.2`, an en dash where it is not known."""
    return formats.MISSING if value is None else f"{float(value):.1f}"


def rate(value: float | None, status: str = "unique") -> Piece:
    """An IRR; n.m. where no single rate stands for the flows."""
    if value is not None and formats.known(value):
        return formats.percent(value)
    words = {
        "none": "no rate solves it",
        "multiple": "more than one rate solves it",
        "total_loss": "everything is lost",
        "not_meaningful": "above a thousand percent",
        "short_period": "under a year of flows",
    }.get(status)
    shown = "n.m." if words else formats.MISSING
    return Bit(text=shown, look="muted", said=words or "not known", title=words or "not known")


def why(answer: Any, *fields: str) -> str:
    """The sentence that tells why a field is not given."""
    found = (note.text for note in answer.notes if note.field in fields)
    return next(found, "not known")


def source(meta: Meta, words: str) -> str:
    """The source line of a panel."""
    return f"Source: {words}" + (f"; {meta.source}" if meta.source else "")
