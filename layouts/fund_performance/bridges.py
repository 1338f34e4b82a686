"""Two bridges: from one value to the next, and from the deals' figures to the investors'."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import dcc, html

from layouts import basis, formats
from layouts.explain import mark
from layouts.figures import fund_performance as draw
from layouts.figures import shapes
from layouts.panels import Content, Empty, Part, View, graph
from layouts.tables import table

if TYPE_CHECKING:
    from services.fund_performance.results import GrossToNet, NavBridge

ORDER = "order"
ORDERS = {"stated": "In this order", "shapley": "Mean of all orders"}
LEGEND = (("cash", "cat-8", "cash with investors"), ("result", "cat-1", "investment result"),
          ("cost", "cat-2", "cost of the fund"), ("rest", "cat-4", "not told apart"))  # fmt: skip
COLUMNS = (
    ("opening", "Opening"),
    ("contributions", "Contributions"),
    ("distributions", "Distributions"),
    ("transfers", "Transfers"),
    ("realized", "Realised"),
    ("unrealized", "Unrealised"),
    ("fx", "FX"),
    ("income", "Income"),
    ("fees", "Fees"),
    ("expenses", "Expenses"),
    ("carry", "Carry"),
    ("not_told_apart", "Not told apart"),
    ("residual", "Difference"),
    ("closing", "Closing"),
)


def nav_bridge(found: NavBridge, view: View) -> Content | Empty:
    """What moved the value in the period, footing to the cent."""
    if found.opening is None and found.closing is None:
        return Empty(words="No value is known in this period.")
    currency = found.meta.currency
    title = _moved(found)
    size, letter = shapes.unit_of([row.amount for row in found.rows])
    unit = f"{formats.symbol(currency)}{letter}" if size > 1 else currency or ""
    left = formats.money(found.residual, cents=True)
    return Content(
        title=title,
        subtitle=f"NAV bridge, {formats.day(found.start)} to {formats.day(found.end)}, "
        f"{basis.BASES[found.meta.basis]}, {unit}; difference {left}",
        body=[
            _legend({row.kind for row in found.rows}),
            graph(
                view.panel.id,
                draw.nav_steps(found),
                draw.nav_steps(found, narrow=True),
                label=title,
            ),
        ],
        twin=_nav_table(found),
        summary=f"{title}. From {formats.money_short(found.opening, currency)} to "
        f"{formats.money_short(found.closing, currency)}.",
        source=f"Source: {', '.join(_sources(found))}",
        as_of=found.end,
        notes=[note.text for note in found.notes],
    )


def _moved(found: NavBridge) -> str:
    """`Unrealised change added $6.3m to NAV`: the largest step that is no cash."""
    moved = [row for row in found.rows if row.kind in {"result", "cost", "rest"} and row.amount]
    currency = found.meta.currency
    if found.change is None:
        return "How the value moved is not known"
    if not moved:
        return f"NAV moved by {formats.money_change(found.change, currency)}: cash alone"
    top = max(moved, key=lambda row: abs(row.amount or 0))
    verb = "added" if (top.amount or 0) > 0 else "took"
    amount = formats.money_short(abs(top.amount or 0), currency)
    return f"{top.name} {verb} {amount} {'to' if verb == 'added' else 'from'} NAV"


def _legend(kinds: set[str]) -> html.Div:
    """What the colours mean, and that bars show the change from the opening value."""
    keys: list[Part] = [
        html.Span([html.I(className=f"sw {role}", **{"aria-hidden": "true"}), words])
        for kind, role, words in LEGEND
        if kind in kinds
    ]
    return html.Div([*keys, html.Span("bars: change from opening NAV")], className="legend")


def _sources(found: NavBridge) -> list[str]:
    words = {"ledger": "fund ledger", "flows": "dated flows", "marks": "marks of the holdings",
             "values": "stated values"}  # fmt: skip
    used = dict.fromkeys(part for row in found.rows for part in row.source.split(" and "))
    return [words[part] for part in used if part in words]


def _nav_table(found: NavBridge) -> Part:
    figures = found.meta.figures
    if len(found.funds) == 1:
        rows = [
            [
                row.name,
                mark(
                    formats.money(row.amount, cents=True), figures.get(f"rows[{row.step}].amount")
                ),
                row.source,
            ]
            for row in found.rows
        ]
        total: list[Part] = [
            "Difference",
            mark(formats.money(found.residual, cents=True), figures.get("residual")),
            "",
        ]
        return table(["Step", "Amount", "From"], rows, caption="NAV bridge", total=total,
                     words=(0, 2))  # fmt: skip
    told = {row.step: row for row in found.rows}
    rows = [
        [
            line.fund,
            *(
                mark(
                    formats.money(getattr(line, key), cents=True),
                    figures.get(f"funds[{line.fund}].{key}"),
                )
                for key, _ in COLUMNS
            ),
        ]
        for line in found.funds
    ]
    sums: list[Part] = ["All funds"]
    for key, _ in COLUMNS:
        step = told.get(key)
        value = found.residual if key == "residual" else step.amount if step else None
        figure = "residual" if key == "residual" else f"rows[{key}].amount"
        sums.append(mark(formats.money(value, cents=True), figures.get(figure)))
    return table(["Fund", *(words for _, words in COLUMNS)], rows, caption="NAV bridge by fund",
                 total=sums)  # fmt: skip


def gross_to_net(found: GrossToNet, view: View) -> Content | Empty:
    """What stands between gross and net, in basis points of IRR and in the multiple."""
    if found.gross_tvpi is None or found.net_tvpi is None:
        return Empty(words="Gross or net cannot be given yet.")
    title = _taken(found)
    what = "IRR in basis points" if found.irr_status == "unique" else "TVPI"
    zero = "0.00 bp and 0.00x" if found.residual_irr == 0 else "0.00x"
    left = f"residual {zero}" if found.residual_tvpi == 0 else "steps missing"
    return Content(
        title=title,
        subtitle=f"Gross to net, {what}, {basis.basis(found.meta)}; {left}",
        aside=[_orders(found, view)],
        body=graph(
            view.panel.id,
            draw.net_steps(found),
            draw.net_steps(found, narrow=True),
            label=title,
        ),
        twin=_net_table(found),
        summary=f"{title}. Gross {formats.multiple(found.gross_tvpi)}, "
        f"net {formats.multiple(found.net_tvpi)}.",
        source="Source: typed flows and ledger; each part switched on in the flows",
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
    )


def _taken(found: GrossToNet) -> str:
    known = [row for row in found.rows if row.irr_effect is not None]
    costs = [row for row in known if row.irr_effect and row.irr_effect < 0]
    if (
        found.gross_irr is None
        or found.net_irr is None
        or not costs
        or len(known) < len(found.rows)
    ):
        taken = (found.gross_tvpi or 0) - (found.net_tvpi or 0)
        return f"{formats.multiple(abs(taken))} of the multiple lie between gross and net"
    gap = (found.gross_irr - found.net_irr) * 100
    first = min(costs, key=lambda row: row.irr_effect or 0)
    share = -(first.irr_effect or 0) * 100
    return (
        f"{gap:.1f} points of IRR lie between gross and net, {share:.1f} of them "
        f"{first.name.lower()}"
    )


def _orders(found: GrossToNet, view: View) -> html.Div:
    """Two links: the address says in which order parts are switched on."""
    links = [
        html.Span(words, className="on", **{"aria-current": "true"})
        if key == found.order
        else dcc.Link(words, href=view.here(**{ORDER: None if key == "stated" else key}))
        for key, words in ORDERS.items()
    ]
    return html.Div(links, className="choice", role="group", **{"aria-label": "Order of the steps"})


def _net_table(found: GrossToNet) -> Part:
    figures = found.meta.figures
    head = ["Step", "IRR, bp", "IRR after it", "TVPI", "TVPI after it"]
    rows: list[list[Part]] = [
        [
            "Gross",
            "",
            mark(_rate(found.gross_irr), figures.get("gross_irr")),
            "",
            mark(_x(found.gross_tvpi), figures.get("gross_tvpi")),
        ]
    ]
    for row in found.rows:
        at = f"rows[{row.step}]"
        rows.append(
            [
                row.name,
                mark(_bp(row.irr_effect), figures.get(f"{at}.irr_effect")),
                mark(_rate(row.irr), figures.get(f"{at}.irr")),
                mark(_change(row.tvpi_effect), figures.get(f"{at}.tvpi_effect")),
                mark(_x(row.tvpi), figures.get(f"{at}.tvpi")),
            ]
        )
    rows.append(["Residual", _bp(found.residual_irr), "", _change(found.residual_tvpi), ""])
    total: list[Part] = [
        "Net",
        "",
        mark(_rate(found.net_irr), figures.get("net_irr")),
        "",
        mark(_x(found.net_tvpi), figures.get("net_tvpi")),
    ]
    whole = table(head, rows, caption="Gross to net", total=total)
    if not found.funds:
        return whole
    return html.Div([whole, _by_fund(found)])


def _by_fund(found: GrossToNet) -> Part:
    steps = list(dict.fromkeys((s.step, s.name) for f in found.funds for s in f.steps))
    head = ["Fund", "Gross IRR", *(f"{name}, bp" for _, name in steps), "Net IRR", "Gross", "Net"]
    rows = []
    for line in found.funds:
        told = {step.step: step.irr_effect for step in line.steps}
        rows.append(
            [
                line.fund,
                _rate(line.gross_irr),
                *(_bp(told.get(step)) for step, _ in steps),
                _rate(line.net_irr),
                _x(line.gross_tvpi),
                _x(line.net_tvpi),
            ]
        )
    return table(head, rows, caption="Gross to net by fund")


def _rate(value: float | None) -> str:
    return formats.percent(value, places=2)


def _x(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:.4f}x"


def _bp(value: float | None) -> str:
    if value is None:
        return formats.MISSING
    sign = formats.MINUS if round(value * 10_000, 2) < 0 else ""
    return f"{sign}{abs(value) * 10_000:,.2f}"


def _change(value: float | None) -> str:
    if value is None:
        return formats.MISSING
    sign = formats.MINUS if round(value, 4) < 0 else ""
    return f"{sign}{abs(value):.4f}x"
