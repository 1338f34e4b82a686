"""What each company did for the funds, and the funds without one of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from dash import dcc, html

from layouts import formats
from layouts.explain import mark
from layouts.figures import fund_performance as draw
from layouts.panels import Content, Empty, Part, View, graph
from layouts.tables import table

if TYPE_CHECKING:
    from services.fund_performance.results import Contributions

WITHOUT, WINNER = "without", "winner"
COLUMNS = (
    ("invested", "Cost", "money"),
    ("realized_value", "Realised", "money"),
    ("unrealized_value", "Fair value", "money"),
    ("gain", "Gain", "money"),
    ("adds_to_moic", "Adds to\nMOIC", "change"),
    ("adds_to_tvpi", "Adds to\nTVPI", "change"),
    ("gain_share", "Share\nof gain", "percent"),
    ("running_share", "Running\nshare", "percent"),
    ("moic", "Gross\nMOIC", "x"),
    ("irr", "Gross\nIRR", "percent"),
    ("irr_without", "IRR\nwithout it", "percent"),
)
TOTALS = {"invested", "realized_value", "unrealized_value", "gain", "moic", "irr"}


def contributions(found: Contributions, view: View) -> Content | Empty:
    """Gains by company, with a table that foots, and a way to leave the winner out."""
    if not found.rows and found.left_out is None:
        return Empty(words="No investment in a company is known by this day.")
    title = _finding(found)
    currency = found.meta.currency
    return Content(
        title=title,
        subtitle="Gain by company since inception, gross of fees and carry, "
        f"{currency or 'own currency'}",
        aside=[choice] if (choice := _choice(found, view)) else [],
        body=graph(
            view.panel.id, draw.gain_bars(found), draw.gain_bars(found, narrow=True), label=title
        ),
        twin=_table(found),
        summary=f"{title}. {len(found.rows)} companies, "
        f"{formats.money_short(found.invested, currency)} invested, "
        f"gain {formats.money_short(found.gain, currency)}.",
        source="Source: imported investments, their flows and marks; IRR without it: leave one out",
        as_of=found.meta.as_of,
        notes=[note.text for note in found.notes],
    )


def _finding(found: Contributions) -> str:
    if found.left_out is not None:
        rest = f"{formats.multiple(found.moic)}, IRR {formats.percent(found.irr)}"
        return f"Without {found.left_out.name} gross MOIC is {rest}"
    if found.gain is None:
        return "Who made the gain is not known: a value is missing"
    if found.winner is None or found.top_5_share is None:
        lost = formats.money_short(abs(found.gain), found.meta.currency)
        return f"The companies together lost {lost}"
    names = {1: "One company", 2: "Two companies", 3: "Three companies", 4: "Four companies"}
    who = names.get(len(found.rows), "Five companies")
    made = f"{who} made {formats.percent(found.top_5_share)} of the gain"
    if len(found.rows) == 1 or found.winner.moic is None:
        return made
    return (
        f"{made}; without {found.winner.name} gross MOIC is {formats.multiple(found.winner.moic)}"
    )


def _choice(found: Contributions, view: View) -> Part:
    """Two links: all companies, or all but the winner (or the one that is left out)."""
    out = found.left_out or found.winner
    if out is None:
        return None
    every = "All companies"
    rest = f"Without {out.name}"
    if found.left_out is None:
        links = [_on(every), dcc.Link(rest, href=view.here(**{WITHOUT: WINNER}))]
    else:
        links = [dcc.Link(every, href=view.here(**{WITHOUT: None})), _on(rest)]
    return html.Div(links, className="choice", role="group", **{"aria-label": "Companies counted"})


def _on(words: str) -> html.Span:
    return html.Span(words, className="on", **{"aria-current": "true"})


def _written(value: Any, kind: str) -> str:
    if kind == "money":
        return formats.money(value, cents=True)
    if kind == "percent":
        return formats.percent(value)
    return formats.multiple(value) if kind == "x" else formats.multiple_change(value)


def _table(found: Contributions) -> Part:
    figures = found.meta.figures
    rows = [
        [
            row.name,
            row.sector or formats.MISSING,
            row.stage or formats.MISSING,
            *(
                mark(_written(getattr(row, key), kind), figures.get(f"rows[{row.company}].{key}"))
                for key, _, kind in COLUMNS
            ),
        ]
        for row in found.rows
    ]
    moic = None if found.moic is None else found.moic - 1
    sums: list[Part] = []
    for key, _, kind in COLUMNS:
        if key in TOTALS:
            sums.append(mark(_written(getattr(found, key), kind), figures.get(key)))
        else:
            sums.append(formats.multiple_change(moic) if key == "adds_to_moic" else "")
    total: list[Part] = [f"{len(rows)} companies", "", "", *sums]
    head: list[Part] = ["Company", "Sector", "Stage", *(words for _, words, _ in COLUMNS)]
    return table(head, rows, caption="Companies by gain", total=total, words=(0, 1, 2))
