"""What if the portfolio were sold at another price, on another day, under other terms."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from dash import dcc, html

from layouts import formats
from layouts.figures.lp_reporting import outcomes
from layouts.forms import Field, Form, form
from layouts.lp_reporting import DAY, SIMULATE, STYLE, VALUE
from layouts.lp_reporting.parts import source
from layouts.lp_reporting.waterfall import (
    closing_line,
    headline,
    legend,
    scale_of,
    style,
    terms_line,
    tiers_table,
)
from layouts.panels import Bare, Content, Empty, Part, View, alert, graph
from layouts.portfolio_analytics.cells import texts, unit
from services.errors import Fault, InvalidInput

if TYPE_CHECKING:
    from services.lp_reporting.results.waterfall import Waterfall

LOWEST, HIGHEST, STEP, USUAL = 0, 300, 5, 100
FARTHEST = date(2100, 12, 31)
CHOICES = (
    ("", "As agreed"),
    ("european", "European, whole-fund"),
    ("american", "American, deal by deal"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A sale as it is asked for: a share of today's value, a day, the style of the waterfall."""

    share: Decimal = Decimal(1)
    day: date | None = None
    style: str | None = None


def asked(told: dict[str, str]) -> Asked:
    """What a form or an address asks; InvalidInput for what no sale could be."""
    return Asked(
        share=_share(told.get(VALUE)), day=_day(told.get(DAY)), style=_style(told.get(STYLE))
    )


def _share(text: str | None) -> Decimal:
    if not text:
        return Decimal(1)
    try:
        found = Decimal(text.strip().removesuffix("%").strip())
    except InvalidOperation:
        raise _refused(VALUE, f"{text!r} is no percentage: write 120 for 120 %.") from None
    if not (found.is_finite() and LOWEST <= found <= 10_000):
        raise _refused(VALUE, "A sale brings between nothing and a hundred times today's value.")
    return found / 100


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise _refused(DAY, f"{text!r} is no day: write it as 2028-12-31.") from None
    if found > FARTHEST:
        raise _refused(DAY, f"No fund is sold after {FARTHEST.year}.")
    return found


def _style(text: str | None) -> str | None:
    if text and text not in {value for value, _ in CHOICES}:
        raise _refused(STYLE, "The waterfall is european or american.")
    return text or None


def _refused(name: str, words: str) -> InvalidInput:
    return InvalidInput(words, faults=(Fault(name, words, "invalid"),))


def simulate(told: tuple[Waterfall, Waterfall], view: View) -> Content | Empty | Bare:
    """The slider and the form, the answer to them, and the outcomes at four prices."""
    today, found = told
    if not today.tiers:
        return Empty(words="Nothing can be simulated while the waterfall is not known.")
    title = "What if the portfolio were sold?"
    return Content(
        title=title,
        subtitle="Drag the price, or choose a day and terms; the exact waterfall answers",
        body=[
            _slider(view),
            form(_form(view)),
            dcc.Store(id=store_id(view.panel.id)),
            html.Div(result(found), id=result_id(view.panel.id), className="lpsim"),
            legend(),
            graph(
                view.panel.id,
                outcomes(today),
                outcomes(today, narrow=True),
                label="What investors and general partner get at four prices",
            ),
        ],
        summary=said(found),
        source=source(today.meta, terms_line(today)),
        as_of=today.meta.as_of,
        notes=texts(found),
    )


def store_id(panel: str) -> dict[str, str]:
    """Where the browser says what is being asked while the slider moves."""
    return {"type": "sale", "panel": panel}


def result_id(panel: str) -> dict[str, str]:
    """Where the answer to it stands."""
    return {"type": "sold", "panel": panel}


def result(found: Waterfall) -> list[Part]:
    """The answer alone: a sentence, the figures, the tiers."""
    size, letter = scale_of(found)
    head = unit(found.meta.currency, letter)
    return [
        html.P(said(found), className="ripe", role="status"),
        html.Div(headline(found), className="facts alone"),
        tiers_table(found, size, head),
        closing_line(found, size),
    ]


def failed(reference: str) -> Part:
    """An unknown problem of one answer: the number under which it was written down."""
    words = f"If it happens again, give support the reference {reference}."
    return alert("bad", "This sale could not be worked out.", words, sign="warning")


def said(found: Waterfall) -> str:
    """`Sold on 31 Dec 2028 for $150.0m in all: investors get $140.0m, the GP $10.0m.`"""
    currency = found.meta.currency
    whole, lp, gp = (formats.money_short(getattr(found.totals, key), currency)
                     for key in ("proceeds", "lp", "gp"))  # fmt: skip
    when = formats.day(found.date)
    return f"Sold on {when}, {style(found)}: of {whole} in all, investors get {lp} and the GP {gp}."


def _slider(view: View) -> html.Div:
    """The place of the slider; the browser draws it and asks while it moves."""
    told = {
        "panel": view.panel.id,
        "value": view.own.get(VALUE) or str(USUAL),
        "least": LOWEST,
        "most": HIGHEST,
        "step": STEP,
        "label": "Sold at, % of today's value",
        "others": {name: view.own.get(name, "") for name in (DAY, STYLE)},
        "form": FORM,
    }
    return html.Div(className="lpslider", **{"data-slider": json.dumps(told)})


FORM = f"{SIMULATE.id}-form"


def _form(view: View) -> Form:
    return Form(
        id=FORM,
        label="What if it were sold",
        fields=[
            Field(name=VALUE, label="Price, % of value", kind="number",
                  value=view.own.get(VALUE, ""), hint="100 is today's value"),
            Field(name=DAY, label="Sold on", kind="date", value=view.own.get(DAY, ""),
                  most=FARTHEST.isoformat()),
            Field(name=STYLE, label="Terms", kind="select", value=view.own.get(STYLE, ""),
                  choices=CHOICES),
        ],
        submit="Simulate",
        clear="Today's value",
    )  # fmt: skip
