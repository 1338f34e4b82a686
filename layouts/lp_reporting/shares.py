"""Who gets what if all is sold at its value: each investor to the cent, and by distribution."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.lp_reporting.parts import cents, cut, leads, money, note_line, share, source
from layouts.lp_reporting.waterfall import scale_of, terms_line
from layouts.panels import Content, Empty, Part, View
from layouts.portfolio_analytics.cells import texts, unit
from layouts.rows import Line, Row, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.waterfall import Waterfall


def shares(found: Waterfall, view: View) -> Content | Empty:
    """Each investor's part of all proceeds, in cents that add up; past distributions by tier."""
    if not found.per_lp:
        return Empty(words="Nothing can be shared out yet.")
    size, letter = scale_of(found)
    head = unit(found.meta.currency, letter)
    whole = sum((item.amount for item in found.per_lp if item.amount is not None), Decimal(0))
    foots = found.totals.lp is None or whole == found.totals.lp
    title = _who_gets(found)
    line = f"The parts add up to {cents(whole)}" + (
        ", the investors' part to the cent." if foots else f", not to {cents(found.totals.lp)}."
    )
    return Content(
        title=title,
        subtitle=f"Each investor's part if sold at carrying value, {head}; cents go by largest "
        "remainder",
        body=[_per_lp(found, view, size, head), note_line(foots, line), *_below(found, size, head)],
        twin=_exact_shares(found, view),
        summary=f"{title}. {line}",
        source=source(found.meta, terms_line(found)),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _who_gets(found: Waterfall) -> str:
    first = max(found.per_lp, key=lambda item: item.amount or Decimal(0))
    if first.amount is None or not found.totals.lp:
        return "What each investor gets"
    part = formats.percent(float(first.amount / found.totals.lp))
    gets = formats.money_short(first.amount, found.meta.currency)
    return f"{first.name} gets {gets}, {part} of it"


def _per_lp(found: Waterfall, view: View, size: int, head: str) -> html.Div:
    figures = found.meta.figures
    whole = float(found.totals.lp or 0)
    parts = {item.lp: float(item.amount or 0) / whole if whole else 0.0 for item in found.per_lp}
    most = max(parts.values(), default=0.0)
    lines: list[Row | Line] = []
    for item in found.per_lp:
        at = f"per_lp[{item.lp}]"
        lines.append(
            [
                leads(view, item.name, item.lp),
                share(parts[item.lp], most),
                *(
                    money(getattr(item, key), size, figures, f"{at}.{key}")
                    for key in ("capital", "preferred", "split", "amount", "carry")
                ),
            ]
        )
    columns = ["Investor", "Share", f"Capital\n{head}", f"Preferred\n{head}", f"Split\n{head}",
               f"In all\n{head}", "Carry\nborne"]  # fmt: skip
    return rows_table(
        columns,
        lines,
        caption="What each investor gets",
        deep=(1, 2, 3, 4, 6),
        look="tight lplong",
    )


def _below(found: Waterfall, size: int, head: str) -> list[Part]:
    """Past distributions by tier; of a deal-by-deal fund also the carry of each deal."""
    parts: list[Part] = []
    if found.per_distribution:
        parts += [html.P("Each distribution so far, by tier", className="tiny lpnext"),
                  _distributions(found, size, head)]  # fmt: skip
    if found.per_deal:
        parts += [html.P("Carry deal by deal", className="tiny lpnext"), _deals(found, size, head)]
    return parts


def _distributions(found: Waterfall, size: int, head: str) -> html.Div:
    lines: list[Row | Line] = [
        [
            formats.day(item.date),
            cut(item.amount, size),
            cut(item.return_of_capital, size),
            cut(item.preferred_return, size),
            cut(_together(item.catch_up_lp, item.catch_up_gp), size),
            cut(_together(item.split_lp, item.split_gp), size),
            cut(_together(item.catch_up_gp, item.split_gp), size),
            cut(item.carry_booked, size),
        ]
        for item in reversed(found.per_distribution)
    ]
    columns = ["Paid on", f"Amount\n{head}", "Capital", "Preferred", "Catch-up", "Split",
               "Carry by\nwaterfall", "Carry\nbooked"]  # fmt: skip
    return rows_table(
        columns,
        lines,
        caption="Distributions by tier",
        deep=(3, 4, 5, 7),
        look="tight lplong",
    )


def _together(first: Decimal | None, second: Decimal | None) -> Decimal | None:
    return None if first is None or second is None else first + second


def _deals(found: Waterfall, size: int, head: str) -> html.Div:
    lines: list[Row | Line] = [
        [
            item.name,
            "realised" if item.realized else "held",
            cut(item.cost, size),
            cut(item.proceeds, size),
            cut(item.carry, size),
        ]
        for item in found.per_deal
    ]
    columns = ["Company", "State", f"Cost\n{head}", f"Proceeds\n{head}", f"Carry\n{head}"]
    return rows_table(
        columns, lines, caption="Carry by deal", words=(0, 1), deep=(1, 2), look="tight"
    )


def _exact_shares(found: Waterfall, view: View) -> html.Div:
    keys = ("capital", "preferred", "catch_up", "split", "amount", "carry")
    lines: list[Row | Line] = [
        [leads(view, item.name, item.lp), *(cents(getattr(item, key)) for key in keys)]
        for item in found.per_lp
    ]
    sums = [sum((getattr(item, key) or Decimal(0) for item in found.per_lp), Decimal(0))
            for key in keys]  # fmt: skip
    lines.append(Line(cells=["All", *map(cents, sums)], look="total"))
    head = ["Investor", "Capital", "Preferred", "Catch-up", "Split", "In all", "Carry borne"]
    return rows_table(head, lines, caption="Parts to the cent", deep=(1, 2, 3, 4, 6))
