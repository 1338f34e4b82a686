"""How money goes into companies, how long it lasts, and what is kept back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.explain import mark
from layouts.figures import fund_performance as draw
from layouts.figures import shapes
from layouts.panels import Content, Empty, Part, View, graph
from layouts.tables import table

if TYPE_CHECKING:
    from services.fund_performance.results import CompanyReserve, Deployment, FundPacing, Reserves

SHOWN = 8
USES = (
    ("cash", "Cash"),
    ("unfunded", "Unfunded"),
    ("available", "Available"),
    ("fees", "Fees to the end"),
    ("follow_on", "Follow-ons"),
    ("owed", "Owed"),
    ("new_deals", "New deals"),
    ("recallable", "Recallable"),
)
KEYS = (("cat-2", "fees to the end"), ("cat-1", "follow-ons"), ("cat-8", "owed"),
        ("cat-3", "new deals"))  # fmt: skip


def pacing(found: Deployment, view: View) -> Content | Empty:
    """Money into companies by quarter, and until when money for new deals lasts."""
    if not found.rows:
        return Empty(words="No purchase of a company is known by this day.")
    title = _pace(found)
    currency = found.meta.currency
    size, letter = shapes.unit_of([row.deployed for row in found.rows])
    unit = f"{formats.symbol(currency)}{letter}" if size > 1 else currency or ""
    return Content(
        title=title,
        subtitle=f"New companies (dark, counted above) and follow-ons (light) by quarter, {unit}",
        body=[
            graph(
                view.panel.id,
                draw.deployment_bars(found),
                draw.deployment_bars(found, narrow=True),
                label=title,
            ),
            _short(found),
        ],
        twin=_pace_table(found),
        summary=f"{title}. {formats.money_short(found.deployed, currency)} deployed, "
        f"{formats.percent(found.deployed_share)} of commitments.",
        source="Source: imported purchases; capacity: dry powder after reserves",
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
    )


def _pace(found: Deployment) -> str:
    share = formats.percent(found.deployed_share)
    if found.exhausts is not None:
        return f"Money for new deals lasts until {_used_up(found.exhausts)} at this pace"
    if found.funds and all(line.elapsed == 1 for line in found.funds):
        return f"Investing is over: {share} of commitments went into companies"
    return f"{share} of commitments went into companies"


def _short(found: Deployment) -> Part:
    """Each fund in one line: deployed against elapsed, capacity and when it is used up."""
    figures = found.meta.figures
    currency = found.meta.currency

    def line(row: FundPacing) -> list[Part]:
        at = f"funds[{row.fund}]"
        return [
            row.fund,
            mark(formats.percent(row.deployed_share), figures.get(f"{at}.deployed_share")),
            mark(formats.percent(row.elapsed), figures.get(f"{at}.elapsed")),
            mark(formats.money_short(row.capacity, currency), figures.get(f"{at}.capacity")),
            _used_up(row.exhausts),
        ]

    head: list[Part] = ["Fund", "Deployed", "Period elapsed", "For new deals", "Exhausts"]
    return table(head, [line(row) for row in found.funds[:SHOWN]], caption="Pacing by fund")


def _pace_table(found: Deployment) -> Part:
    figures = found.meta.figures
    rows = [
        [
            f"{formats.quarter(row.date)} {row.fund}",
            mark(formats.count(row.new_companies),
                 figures.get(f"rows[{row.quarter}.{row.fund}].new_companies")),
            *(
                mark(
                    formats.money(getattr(row, key), cents=True),
                    figures.get(f"rows[{row.quarter}.{row.fund}].{key}"),
                )
                for key in ("new_money", "follow_on", "deployed")
            ),
        ]
        for row in reversed(found.rows)
        if row.new_companies or row.deployed
    ]  # fmt: skip
    total: list[Part] = [
        "All",
        str(sum(row.new_companies for row in found.rows)),
        "",
        "",
        mark(formats.money(found.deployed, cents=True), figures.get("deployed")),
    ]
    head: list[Part] = ["Quarter and fund", "New companies", "New money", "Follow-on", "Deployed"]
    return table(head, rows, caption="Purchases by quarter", total=total)


def reserves(found: Reserves, view: View) -> Content | Empty:
    """Dry powder by use, and companies by what their last dollar became."""
    if found.total.new_deals is None and not found.rows:
        return Empty(words="Neither commitments nor reserves are known by this day.")
    title = _kept(found)
    currency = found.meta.currency
    return Content(
        title=title,
        subtitle=f"Cash and unfunded commitments by use, {currency or 'own currency'}; below: "
        "what a dollar put in at the last purchase is worth now",
        body=[
            _keys(),
            graph(
                view.panel.id,
                draw.reserve_bars(found),
                draw.reserve_bars(found, narrow=True),
                label=title,
            ),
            _ranking(found),
        ],
        twin=html.Div([_uses_table(found), _ranking(found, every=True)]),
        summary=f"{title}. {len(found.rows)} companies ranked by their last dollar.",
        source="Source: imported balances, commitments, flows and marks",
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
    )


def _kept(found: Reserves) -> str:
    total, currency = found.total, found.meta.currency
    if total.new_deals is None:
        return "What is left for new deals is not known"
    free = formats.money_short(total.new_deals, currency)
    if total.available is None or total.available <= 0 or total.new_deals == total.available:
        return f"{free} can still be called or spent; nothing is set aside"
    return f"{free} of {formats.money_short(total.available, currency)} is free for new deals"


def _keys() -> html.Div:
    return html.Div(
        [
            html.Span([html.I(className=f"sw {role}", **{"aria-hidden": "true"}), words])
            for role, words in KEYS
        ],
        className="legend",
    )


def _uses_table(found: Reserves) -> Part:
    figures = found.meta.figures

    def line(name: str, at: str, row: object) -> list[Part]:
        return [
            name,
            *(
                mark(formats.money(getattr(row, key), cents=True), figures.get(f"{at}.{key}"))
                for key, _ in USES
            ),
        ]

    rows = [line(row.fund, f"funds[{row.fund}]", row) for row in found.funds]
    total = line("All funds", "total", found.total) if len(rows) > 1 else None
    head: list[Part] = ["Fund", *(words for _, words in USES)]
    return table(head, rows, caption="Dry powder by use", total=total)


def _ranking(found: Reserves, *, every: bool = False) -> Part:
    """The best next dollars: in the chart's view those with a reserve first of all."""
    figures, currency = found.meta.figures, found.meta.currency
    shown = list(found.rows)
    if not every:
        kept = [row for row in shown if row.reserve]
        shown = (kept or shown)[:SHOWN]
    rows = []
    for row in shown:
        at = f"rows[{row.company}.{row.fund}]"

        def money(key: str, row: CompanyReserve = row, at: str = at) -> Part:
            value = getattr(row, key)
            text = formats.money(value) if every else formats.money_short(value, currency)
            return mark(text, figures.get(f"{at}.{key}"))

        rows.append(
            [
                row.name,
                f"{row.last_round or 'Last purchase'}, {formats.month(row.last_round_date)}",
                money("last_round_value"),
                money("value"),
                mark(formats.multiple(row.next_dollar), figures.get(f"{at}.next_dollar")),
                money("reserve"),
            ]
        )
    if not rows:
        return html.P("No holding to rank.", className="spec")
    head: list[Part] = [
        "Company",
        "Last round",
        "Then",
        "Now",
        "Next dollar",
        "Reserve",
    ]
    return table(head, rows, caption="Reserves by next dollar", words=(0, 1), deep=(1, 2, 3))


def _used_up(quarter: str | None) -> str:
    """`Q2 2027` of "2027Q2"."""
    return f"Q{quarter[5]} {quarter[:4]}" if quarter else formats.MISSING
