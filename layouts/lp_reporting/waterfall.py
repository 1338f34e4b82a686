"""The agreement's waterfall at today's value: tiers with their arithmetic, and who gets what."""

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
    leads,
    money,
    note_line,
    share,
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
    size, letter = _scale(found)
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


def _scale(found: Waterfall) -> tuple[int, str]:
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


# ---- who gets what


def shares(found: Waterfall, view: View) -> Content | Empty:
    """Each investor's part of all proceeds, in cents that add up; past distributions by tier."""
    if not found.per_lp:
        return Empty(words="Nothing can be shared out yet.")
    size, letter = _scale(found)
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
