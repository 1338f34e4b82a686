"""We against the market: what we paid beside what others paid, and where our money goes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.figures import market_intelligence as draw
from layouts.figures.market_intelligence.entries import MOST_STRIPS, newest, ranked
from layouts.figures.market_intelligence.places import SIDES
from layouts.figures.market_intelligence.quarters import words
from layouts.figures.market_intelligence.sizes import stage
from layouts.market_intelligence import told
from layouts.panels import Bare, Content, Empty, Part, View

if TYPE_CHECKING:
    from services.market_intelligence.results import OurDeal, PortfolioVsMarket, Thesis

NO_DEALS = "None of the entries that you may see is known by this day."
NO_SHARES = "Neither the market nor the firm has a sector to weigh yet."


def entries(found: PortfolioVsMarket, view: View) -> Content | Bare | Empty:
    """Our entry pre-money on the market's band of the same stage and quarter."""
    if not found.deals:
        return told.absent(found, view, NO_DEALS)
    title = _dearer(found)
    known = any(_drawable(deal) for deal in found.deals)
    return told.panel(
        found,
        title=title,
        subtitle=f"Entry pre-money, {found.meta.currency or ''}, logarithmic: the market's p25 to "
        "p75 (band) and median (tick) of that stage and quarter, our entry (diamond), "
        f"our percentile and n{_of_funds(found)}",
        body=told.chart(view, draw.entry_strips, found, label=title) if known else _table(found),
        twin=_table(found),
        summary=f"{title}. {len(found.deals)} entries.",
        more=_hidden(found),
    )


def thesis(found: PortfolioVsMarket, view: View) -> Content | Bare | Empty:
    """Where the market's money, our pipeline and our portfolio are."""
    rows = draw.places.weighed(found)
    if not rows:
        return told.absent(found, view, NO_SHARES)
    title = _apart(rows)
    return told.panel(
        found,
        title=title,
        subtitle="Share of each sector over four quarters: the market's disclosed money, deals of "
        "our pipeline, cost of our portfolio",
        body=html.Div(
            [
                told.legend([(role, name) for _, name, role in SIDES]),
                told.chart(view, draw.thesis, found, label=title),
            ],
            className="grows",
        ),
        twin=_shares(found, view),
        summary=f"{title}. {len(rows)} sectors.",
    )


def _drawable(deal: OurDeal) -> bool:
    return deal.entry_pre_money is not None or deal.market_median is not None


def _dearer(found: PortfolioVsMarket) -> str:
    ratio = found.median_against_market
    placed = [deal for deal in found.deals if deal.against_market is not None]
    if ratio is None:
        return "Too few entries can be placed on the market"
    times = formats.multiple(ratio)
    if times == "1.00x":
        return f"We entered at the market's median price, {len(placed)} entries"
    side = "above" if ratio > 1 else "below"
    return f"Our median entry is {times} the market's, {side} it; n {len(placed)}"


def _of_funds(found: PortfolioVsMarket) -> str:
    """`; entries of AQ1, AQ2`."""
    return f"; entries of {', '.join(found.meta.funds)}" if found.meta.funds else ""


def _hidden(found: PortfolioVsMarket) -> list[str]:
    more = len(found.deals) - MOST_STRIPS
    return [f"{more:,} more entries are in the table and the download."] if more > 0 else []


def _apart(rows: list[Thesis]) -> str:
    """The sector in which the portfolio differs most from the market."""
    known = [
        (row.portfolio_share - row.market_share, row)
        for row in rows
        if row.portfolio_share is not None and row.market_share is not None
    ]
    if not known:
        return "Where the market's money goes, and ours"
    gap, row = max(known, key=lambda item: abs(item[0]))
    ours = formats.percent(row.portfolio_share, places=0)
    theirs = formats.percent(row.market_share, places=0)
    if f"{ours}" == f"{theirs}":
        return "Our portfolio lies where the market's money goes"
    more = "more" if gap > 0 else "less"
    return f"We hold {more} {row.sector} than the market funds: {ours} against {theirs}"


def _table(found: PortfolioVsMarket) -> Part:
    currency = found.meta.currency
    rows = [
        [
            deal.name,
            deal.fund,
            deal.sector or formats.MISSING,
            stage(deal.stage) if deal.stage else formats.MISSING,
            words(deal.quarter),
            *told.explained(
                found.meta.figures,
                f"deals[{deal.company}.{deal.fund}]",
                invested=formats.money_short(deal.invested, currency),
                ownership=formats.percent(deal.ownership),
                entry_pre_money=formats.money_short(deal.entry_pre_money, currency),
            ),
            formats.money_short(deal.market_p25, currency),
            formats.money_short(deal.market_median, currency),
            formats.money_short(deal.market_p75, currency),
            *told.explained(
                found.meta.figures,
                f"deals[{deal.company}.{deal.fund}]",
                n=formats.count(deal.n),
                entry_percentile=ranked(deal),
                against_market=formats.multiple(deal.against_market),
            ),
        ]
        for deal in sorted(newest(found), key=lambda deal: deal.quarter, reverse=True)
    ]
    head = ["Company", "Fund", "Sector", "Stage", "Quarter", "Invested", "Bought", "Pre-money",
            "p25", "Market median", "p75", "n", "Percentile", "Against"]  # fmt: skip
    return told.table(
        head,
        rows,
        caption="Our entries against the market",
        words=(0, 1, 2, 3, 4),
        deep=(1, 2, 3, 4, 5, 6, 8, 10, 11),
    )


def _shares(found: PortfolioVsMarket, view: View) -> Part:
    rows = [
        [
            told.sector_bit(row.sector, view),
            *told.explained(
                found.meta.figures,
                f"thesis[{row.sector}]",
                **{key: formats.percent(getattr(row, key)) for key, _, _ in SIDES},
            ),
        ]
        for row in found.thesis
    ]
    head = ["Sector", *(name for _, name, _ in SIDES)]
    return told.table(head, rows, caption="Three ways to weigh the sectors")
