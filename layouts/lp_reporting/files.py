"""The files that investors ask for: ILPA templates and the data of one investor."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts.lp_reporting import LP
from layouts.lp_reporting.parts import API, Rights, source
from layouts.panels import Content, Empty, Part, View, icon
from layouts.portfolio_analytics.cells import texts

if TYPE_CHECKING:
    from services.lp_reporting.results.register import LpRow, Lps

REPORTING, PERFORMANCE = "ilpa/reporting-template", "ilpa/performance-template"


def files(told: tuple[Lps, Rights], view: View) -> Content | Empty:
    """ILPA's Reporting and Performance Templates, and an investor's data for programs."""
    found, rights = told
    if not found.rows:
        return Empty(words="There is no investor to write a file for yet.")
    chosen = next((row for row in found.rows if row.lp == view.own.get(LP)), found.rows[0])
    title = "ILPA templates and data, ready to send"
    body: list[Part] = [
        _file("ILPA Reporting Template v2.0", f"For {chosen.name}: fees, offsets, expenses, "
              "carry, capital account", [("XLSX", _ilpa(view, REPORTING, lp_id=chosen.lp))],
              allowed=view.may_export),
    ]  # fmt: skip
    if not rights.investor:
        body += [
            _file("ILPA Reporting Template, all investors", "The fund's own columns",
                  [("XLSX", _ilpa(view, REPORTING))], allowed=view.may_export),
            _file("ILPA Performance Template v1.1, granular", "Every flow by transaction type",
                  [("XLSX", _ilpa(view, PERFORMANCE, method="granular"))], allowed=view.may_export),
            _file("ILPA Performance Template v1.1, gross-up", "Flows grossed up by fee and carry",
                  [("XLSX", _ilpa(view, PERFORMANCE, method="gross_up"))], allowed=view.may_export),
        ]  # fmt: skip
    body.append(_data(chosen, view))
    return Content(
        title=title,
        subtitle="Written from the books as of this day; the same question gives the same bytes",
        body=html.Ul(body, className="lpfiles"),
        summary=f"{len(body)} files.",
        source=source(found.meta, "partnership ledger"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _ilpa(view: View, endpoint: str, **more: str) -> str:
    return view.link(f"{API}/{endpoint}", **more, format="xlsx")


def _data(chosen: LpRow, view: View) -> html.Li:
    """What one investor's own system reads: its flows, funds and what is behind its value."""
    at = f"{API}/lps/{chosen.lp}"
    links = [(kind.upper(), view.link(at, format=kind)) for kind in ("json", "csv", "xlsx")]
    words = "Flows, funds, multiples as data"
    return _file(f"Data of {chosen.name}", words, links, allowed=view.may_export)


def _file(name: str, words: str, links: list[tuple[str, str]], *, allowed: bool) -> html.Li:
    shown = [
        html.A(
            [icon("download", small=True), kind],
            href=href,
            download=kind != "JSON" or None,
            className="b small",
            **{"aria-label": f"{name} as {kind}"},
        )
        for kind, href in links
    ]
    ways = html.Span(shown if allowed else "not from here", className="row end")
    return html.Li([html.Div([html.B(name), html.Small(words)], className="what"), ways])
