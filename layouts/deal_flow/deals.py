"""The rows behind a count: every deal of the window that passes the filters of the address."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING, Any

import dash_ag_grid as dag
from dash import html

from layouts.deal_flow import DEALS, FILTERS
from layouts.deal_flow.parts import name_of, source, span, texts
from layouts.figures.deal_flow import words
from layouts.figures.shapes import number
from layouts.panels import Content, Empty, Part, View, drawing, icon
from layouts.tables import column, day_column, money_column

if TYPE_CHECKING:
    from services.deal_flow.results import DealRow, Deals

ROW, HEAD, TALLEST = 32, 34, 460
LABELS = {
    "stage": "Reached",
    "furthest": "Furthest stage",
    "channel": "Channel",
    "sector": "Sector",
    "owner": "Owner",
    "outcome": "Outcome",
    "reason": "Reason",
}
FIXED = {
    "stage": ("screened", "term_sheet", "closed"),
    "furthest": tuple(words.STAGES),
    "outcome": tuple(words.OUTCOMES),
}
OF_ROW = {"channel": "channel", "sector": "sector", "owner": "owner", "reason": "pass_reason"}


def deals(found: Deals, view: View) -> Content | Empty:
    """A grid of deals, newest first, under the filters that are set and can be taken back."""
    set_ = {name: view.own[name] for name in FILTERS if name in view.own}
    if not found.deals and not set_:
        return Empty(words=f"No deal has anything dated in {span(found.meta)}.")
    title = _finding(found, set_)
    aside = html.Div([*_menus(found, view, set_), *_chips(view, set_)], className="drill keep")
    less = found.total - len(found.deals)
    cut = [f"{less:,} older deals are only in the download."] if less > 0 else []
    counted = words.COUNTINGS.get(found.counting, found.counting).lower()
    body = _grid(found, view) if found.deals else html.P("No deal passes these filters.")
    return Content(
        title=title,
        subtitle=f"Deals of {span(found.meta)} counted {counted}, newest first; days on which "
        f"each stage was entered; check size in {found.meta.currency or 'own currency'}",
        aside=[aside],
        body=body,
        summary=f"{title}. The table lists the newest first.",
        source=source(found.meta),
        as_of=found.meta.as_of,
        notes=[*cut, *texts(found)],
    )


def _finding(found: Deals, set_: dict[str, str]) -> str:
    many = words.deals(found.total)
    when = span(found.meta)
    if not set_:
        return f"{many} sourced in {when}" if found.counting == "cohort" else f"{many} in {when}"
    said = [f"{LABELS[name].lower()} {_value(name, value).lower()}" for name, value in set_.items()]
    return f"{many} in {when}: {', '.join(said)}"


def _value(name: str, value: str) -> str:
    if name in {"stage", "furthest"}:
        text = words.named(value, words.STAGES)
        return f"{text} or later" if name == "stage" and value != "closed" else text
    return words.named(value, words.OUTCOMES) if name == "outcome" else name_of(value)


def _here(view: View, **changes: str | None) -> str:
    return f"{view.here(**changes)}#{DEALS.id}"


def _chips(view: View, set_: dict[str, str]) -> list[Part]:
    """The filters that are set, each a way to take it back."""
    chips: list[Part] = []
    for name, value in set_.items():
        text = f"{LABELS[name]}: {_value(name, value)}"
        chips.append(_go([text, icon("failed", small=True)], _here(view, **{name: None}),
                         className="chip acc", **{"aria-label": f"{text}: take back"}))  # fmt: skip
    if len(set_) > 1:
        chips.append(_go("All deals", _here(view, **dict.fromkeys(FILTERS)), className="b q"))
    return chips


def _menus(found: Deals, view: View, set_: dict[str, str]) -> list[Part]:
    """A menu for each filter that is not set and has something to choose."""
    menus: list[Part] = []
    for name in LABELS:
        if name in set_:
            continue
        values = FIXED.get(name) or _values(getattr(row, OF_ROW[name]) for row in found.deals)
        if len(values) > 1:
            menus.append(_menu(name, values, view))
    return menus


def _values(values: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(sorted({value for value in values if value}))


def _menu(name: str, values: Iterable[str], view: View) -> Part:
    ways = [
        _go(_value(name, value), _here(view, **{name: value}), className="item") for value in values
    ]
    shown = html.Summary([html.Span(LABELS[name]), icon("open", small=True)], className="b")
    return html.Details([shown, html.Div(ways, className="menu")], className="pop")


def _go(inside: Part, href: str, **more: Any) -> html.A:
    return html.A(inside, href=href, **{"data-go": "", **more})


def _grid(found: Deals, view: View) -> Part:
    several = len(found.meta.funds) > 1
    columns = [
        column("name", "Deal", pinned="left", width=190),
        *([column("fund", "Fund", width=90)] if several else []),
        column("furthest", "Furthest", width=116),
        column("outcome", "Outcome", width=104),
        day_column("sourced_at", "Sourced", width=118, sort="desc"),
        day_column("screened_at", "Screened", width=108),
        day_column("term_sheet_at", "Term sheet", width=108),
        day_column("closed_at", "Closed", width=108),
        column("days", "In stage, d", width=104, type="rightAligned"),
        column("channel", "Channel", width=140),
        column("sector", "Sector", width=120),
        column("round", "Round", width=100),
        column("geography", "Geography", width=106),
        column("owner", "Owner", width=110),
        money_column("check_size", "Check", width=130),
        column("reason", "Reason", width=150),
    ]
    narrow = [
        column("name", "Deal", pinned="left", width=150),
        column("furthest", "Furthest", width=104),
        column("outcome", "Outcome", width=96),
        day_column("sourced_at", "Sourced", width=112),
    ]
    height = min(TALLEST, HEAD + ROW * len(found.deals) + 18)
    grid = dag.AgGrid(
        columnDefs=[item | _blank(item["field"]) for item in columns],
        rowData=[_row(row) for row in found.deals],
        defaultColDef={"sortable": True, "filter": True, "resizable": True},
        dashGridOptions={
            "theme": {"function": "themeQuartz"},
            "enableCellTextSelection": True,
            "ensureDomOrder": True,
            "animateRows": False,
        },
        style={"height": f"{height}px", "width": "100%"},
    )
    label = "Deals, newest first"
    return drawing(
        view.panel.id, grid, narrow={"props": {"columnDefs": narrow}}, label=label, height=height
    )


def _blank(field: str) -> dict[str, Any]:
    """Days that a deal has not come to are blank, not a date that cannot be read."""
    if field not in {"screened_at", "term_sheet_at", "closed_at"}:
        return {}
    return {"valueFormatter": {"function": DAY_OR_NONE}}


# Read by the grid's own parser in the browser, not run as script: the policy stays strict.
DAY_OR_NONE = "params.value == null ? '–' : d3.timeFormat('%-d %b %Y')(d3.timeParse('%Y-%m-%d')(params.value))"  # noqa: E501


def _row(row: DealRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "fund": row.fund,
        "furthest": words.named(row.furthest, words.STAGES),
        "outcome": words.named(row.outcome, words.OUTCOMES),
        "sourced_at": _day(row.sourced_at),
        "screened_at": _day(row.screened_at),
        "term_sheet_at": _day(row.term_sheet_at),
        "closed_at": _day(row.closed_at),
        "days": row.days_in_stage,
        "channel": name_of(row.channel) if row.channel else None,
        "sector": row.sector,
        "round": row.round,
        "geography": row.geography,
        "owner": row.owner,
        "check_size": number(row.check_size),
        "reason": name_of(row.pass_reason) if row.pass_reason else None,
    }


def _day(value: date | None) -> str | None:
    return None if value is None else value.isoformat()
