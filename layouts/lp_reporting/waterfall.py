"""The agreement's waterfall at today's value: tiers with their arithmetic, and what-ifs."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.explain import mark
from layouts.lp_reporting.parts import (
    MUTED,
    cents,
    cut,
    money,
    note_line,
    source,
)
from layouts.panels import Content, Empty, Part, View
from layouts.portfolio_analytics.cells import number, scale, texts, unit
from layouts.rows import Bar, Bit, Cell, Line, Piece, Row, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.waterfall import SoldAt, Tier, Waterfall

STYLES = {"european": "European", "american": "American"}
WHOLE = {"european": "whole-fund", "american": "deal by deal"}
TODAY = 1.0
NEARLY = 0.0005


def waterfall(found: Waterfall, view: View) -> Content | Empty:
    """The tiers as a table with bars, the general partner's share, and other prices."""
    if not found.tiers:
        return Empty(words="The waterfall cannot be worked out yet.")
    size, letter = scale_of(found)
    head = unit(found.meta.currency, letter)
    title = finding(found)
    paid, held = _paid_and_held(found)
    where = f"{cut(paid, size)} paid + {cut(held, size)} held, {head}"
    return Content(
        title=title,
        subtitle=f"{style(found)} waterfall if sold at carrying value: {where}",
        body=[
            legend(),
            tiers_table(found, size, head),
            closing_line(found, size),
            *_sold(found, size, head),
        ],
        twin=exact_tiers(found),
        summary=f"{title}. To investors {_short(found, 'lp')}, to the general partner "
        f"{_short(found, 'gp')}.",
        source=source(found.meta, terms_line(found)),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def style(found: Waterfall) -> str:
    """`European`."""
    return STYLES.get(found.type, found.type.capitalize())


def terms_line(found: Waterfall) -> str:
    """`LPA § 6.2, whole-fund, pref 8.0 %`."""
    parts = [found.agreement or "partnership agreement", WHOLE.get(found.type, found.type)]
    if found.pref_rate is not None:
        parts.append(f"pref {formats.percent(found.pref_rate)}")
    if found.hurdle == "irr":
        parts.append("hurdle tested on the rate of return")
    return ", ".join(parts)


def finding(found: Waterfall) -> str:
    """What the general partner has earned at this value, in a sentence."""
    totals, rate = found.totals, found.carry_rate
    if totals.gp is None or totals.lp is None:
        return "What the general partner has earned is not known"
    if found.clawback:
        owed = formats.money_short(found.clawback, found.meta.currency)
        return f"At today’s NAV the GP would owe {owed} back"
    if not totals.gp:
        return "At today’s NAV the GP has earned no carry yet"
    part = found.gp_share_of_profit
    if part is not None and rate is not None and abs(part - rate) < NEARLY:
        return f"At today’s NAV the GP has earned its full {formats.percent(rate, places=0)}"
    earned = formats.money_short(totals.gp, found.meta.currency)
    if part is None:
        return f"At today’s NAV the GP has earned {earned}"
    return f"At today’s NAV the GP has earned {earned}, {formats.percent(part)} of the profit"


def _paid_and_held(found: Waterfall) -> tuple[Decimal | None, Decimal | None]:
    """What was paid out by now, and what is left of all proceeds."""
    paid = [item.amount for item in found.per_distribution]
    if found.totals.proceeds is None or None in paid:
        return None, None
    before = sum((item for item in paid if item is not None), Decimal(0))
    return before, found.totals.proceeds - before


def scale_of(found: Waterfall) -> tuple[int, str]:
    """The size and letter in which everything of a waterfall is counted."""
    return scale([found.totals.proceeds, *(tier.lp for tier in found.tiers)])


def _short(found: Waterfall, key: str) -> str:
    return formats.money_short(getattr(found.totals, key), found.meta.currency)


def legend() -> html.Div:
    """What the colours of the bars mean."""
    return html.Div(
        [
            html.Span([html.I(className="sw cat-1"), "Investors"]),
            html.Span([html.I(className="sw cat-2"), "GP carry"]),
        ],
        className="legend",
    )


def tiers_table(found: Waterfall, size: int, head: str) -> html.Div:
    """One line a tier: a bar from where the one before ended, and what is still to share."""
    whole = float(found.totals.proceeds or 0)
    at = 0.0
    lines: list[Row | Line] = []
    for place, tier in enumerate(found.tiers, start=1):
        bar, at = _bar(tier, at, whole)
        lines.append(_tier(tier, place, bar, found, size))
    totals, figures = found.totals, found.meta.figures
    lines.append(
        Line(
            cells=[
                f"Total, {cut(totals.proceeds, size)}",
                "",
                money(totals.lp, size, figures, "totals.lp"),
                money(totals.gp, size, figures, "totals.gp"),
                "",
            ],
            look="total",
        )
    )
    columns = ["Tier", "", f"To LPs\n{head}", f"To GP\n{head}", "Still to\nshare"]
    return rows_table(columns, lines, caption="Tiers", deep=(1, 4), look="lptiers")


def _tier(tier: Tier, place: int, bar: Bar, found: Waterfall, size: int) -> list[Cell]:
    figures, at = found.meta.figures, f"tiers[{tier.tier}]"
    return [
        [
            Bit(text=f"{place}  {tier.label}", tag="strong"),
            Bit(text=tier.arithmetic, look="lpunder"),
        ],
        bar,
        money(tier.lp, size, figures, f"{at}.lp"),
        money(tier.gp, size, figures, f"{at}.gp"),
        Bit(text=cut(tier.remaining, size), look=MUTED),
    ]


def _bar(tier: Tier, at: float, whole: float) -> tuple[Bar, float]:
    """The tier's two parts as places in percent of all proceeds, and where the next one starts."""
    lp, gp = (max(float(value or 0), 0.0) for value in (tier.lp, tier.gp))
    if not whole:
        return Bar(parts=[], look="lptier"), at
    middle, end = at + lp / whole * 100, at + (lp + gp) / whole * 100
    parts = [(at, middle, "cat-1"), (middle, end, "cat-2")]
    return Bar(parts=[part for part in parts if part[1] > part[0]], look="lptier"), end


def closing_line(found: Waterfall, size: int) -> Part:
    """`GP share of profit: 13.20 ÷ (162.00 − 96.00) = 20.0 %. Clawback today: none.`"""
    totals = found.totals
    words = ""
    if found.profit and found.gp_share_of_profit is not None:
        words = f"GP share of profit: {cut(totals.gp, size)} ÷ {cut(found.profit, size)} = "
        words += f"{formats.percent(found.gp_share_of_profit)}. "
    elif found.profit is not None and found.profit <= 0:
        words = "There is no profit to share. "
    if found.clawback:
        words += f"Clawback: {cents(found.clawback)}. {found.clawback_text}"
    elif found.clawback is not None:
        words += "Clawback today: none."
    return note_line(not found.clawback, words) if words else None


def _sold(found: Waterfall, size: int, head: str) -> list[Part]:
    if not found.sold_at:
        return []
    return [
        html.P("If the portfolio sold for more or less, today", className="tiny lpnext"),
        sold_table(found, size, head),
    ]


def sold_table(found: Waterfall, size: int, head: str) -> html.Div:
    """The same waterfall at other prices."""
    columns = ["Sold at", "Lifetime\nproceeds", f"To LPs\n{head}", f"To GP\n{head}", "LP TVPI",
               "GP share\nof profit"]  # fmt: skip
    lines = [_sale(item, found, size) for item in found.sold_at]
    caption = "If the portfolio sold for more or less"
    return rows_table(columns, lines, caption=caption, deep=(1,), look="tight")


def _sale(item: SoldAt, found: Waterfall, size: int) -> Line:
    today = abs(item.share_of_nav - TODAY) < NEARLY
    look = "strong" if today else None
    at = f"sold_at[{item.share_of_nav:g}]"
    name = f"{formats.percent(item.share_of_nav, places=0)} of NAV"
    figures = found.meta.figures

    def shown(key: str) -> Piece:
        value = cut(getattr(item, key), size)
        return number(value, figures, f"{at}.{key}", look=look)

    return Line(
        cells=[
            Bit(text=name, tag="strong") if today else name,
            shown("proceeds"),
            shown("lp"),
            shown("gp"),
            Bit(text=formats.multiple(item.lp_tvpi), look=look),
            Bit(text=formats.percent(item.gp_share_of_profit), look=look),
        ]
    )


def exact_tiers(found: Waterfall) -> html.Div:
    """The tiers to the cent, with their arithmetic."""
    lines: list[Row | Line] = [
        [tier.label, cents(tier.lp), cents(tier.gp), cents(tier.remaining), tier.arithmetic]
        for tier in found.tiers
    ]
    totals = found.totals
    last = ["Total", cents(totals.lp), cents(totals.gp), cents(totals.proceeds), "all proceeds"]
    lines.append(Line(cells=last, look="total"))
    head = ["Tier", "To LPs", "To GP", "Still to share", "Arithmetic"]
    return rows_table(head, lines, caption="Tiers to the cent", words=(0, 4), deep=(3, 4))


def headline(found: Waterfall) -> list[Part]:
    """The outcome of a what-if in a few figures."""
    currency, figures = found.meta.currency, found.meta.figures
    told = (
        ("To investors", formats.money_short(found.totals.lp, currency), "totals.lp"),
        ("Carry", formats.money_short(found.totals.gp, currency), "totals.gp"),
        ("GP share of profit", formats.percent(found.gp_share_of_profit), "gp_share_of_profit"),
        ("LP TVPI", formats.multiple(found.effects.tvpi), "effects.tvpi"),
        ("LP net IRR", formats.percent(found.effects.net_irr), "effects.net_irr"),
        ("Clawback", formats.money_short(found.clawback, currency), "clawback"),
    )
    return [
        html.Div(
            [
                html.Div(label, className="k"),
                html.Div(mark(text, figures.get(key)), className="v"),
            ],
            className="fact",
            **{"data-simulated": key},
        )
        for label, text, key in told
    ]
