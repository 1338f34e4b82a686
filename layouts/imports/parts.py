"""What the pages of imports have in common: a framed panel, moments, values, ways to go."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dash import dcc, html

from layouts import formats
from layouts.imports import NEW_PATH, PATH
from layouts.panels import Part, icon
from layouts.rows import Bit

if TYPE_CHECKING:
    from services.imports.records import Value

API = "/api/v1/imports"


def box(
    title: str,
    subtitle: str,
    body: Part,
    *,
    panel: str,
    width: int = 12,
    tools: Sequence[Part] = (),
    foot: Sequence[Part] = (),
) -> html.Section:
    """A panel drawn at once: finding, subtitle, tools, body, source."""
    head = html.Div([html.H2(title), html.P(subtitle, className="sub")], className="titles")
    parts = [
        html.Header([head, html.Div(list(tools), className="tools")]),
        html.Div(body, className="body"),
    ]
    if foot:
        parts.append(html.Footer(list(foot)))
    return html.Section(
        parts, className=f"panel low c{width}", **{"data-part": panel, "aria-label": title}
    )


def file_of(path: str, **query: str) -> Callable[[str], str]:
    """Where the rows at `path` come as a file of a format."""
    return lambda kind: f"{path}?{urlencode({**query, 'format': kind})}"


def address(*, of: str | None = None, **query: str) -> str:
    """Where one import (`of`), or a stretch of the book, stands."""
    asked = {"import": of, **query} if of else query
    return f"{PATH}?{urlencode(asked)}" if asked else PATH


def book_link(text: Part, *, of: str | None = None, **query: str) -> dcc.Link:
    """A way to one import, or to a stretch of the book."""
    return dcc.Link(text, href=address(of=of, **query))


def import_button(words: str, *, kind: str | None = None) -> dcc.Link:
    """The one primary button: a way to hand a file in."""
    query = f"?{urlencode({'kind': kind})}" if kind else ""
    return dcc.Link([icon("add"), words], href=f"{NEW_PATH}{query}", className="b p")


def moment(when: datetime) -> str:
    """`22 Nov 2026, 14:03 UTC`."""
    return f"{formats.day(when)}, {when:%H:%M} UTC"


def rows(count: int) -> str:
    """`1 row`, `1,204 rows`."""
    return "1 row" if count == 1 else f"{count:,} rows"


def value(known: Value) -> str:
    """A stored value as a person reads it; unknown is an en dash."""
    if known is None:
        return formats.MISSING
    if isinstance(known, bool):
        return "yes" if known else "no"
    if isinstance(known, int | Decimal):
        text = format(known, ",f" if isinstance(known, Decimal) else ",")
        return text.replace("-", formats.MINUS)
    if isinstance(known, datetime):
        return moment(known)
    return formats.day(known) if isinstance(known, date) else known


def unknown() -> Bit:
    """An en dash that says what it means."""
    return Bit(text=formats.MISSING, said="not known")
