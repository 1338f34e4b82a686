"""The risk register: what people wrote down, by likelihood and impact, and what is done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.forms import Field, Form, folded, form
from layouts.panels import API, Content, Part, View, icon
from layouts.portfolio_analytics.cells import plural, sentence, texts
from layouts.risk.asked import Book
from layouts.rows import Bit, Cell, Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.watch import RiskRow

GRADES = (1, 2, 3, 4, 5)
CATEGORIES = (
    "market",
    "portfolio",
    "liquidity",
    "valuation",
    "currency",
    "legal",
    "people",
    "operations",
    "reputation",
    "esg",
    "other",
)
STATES = (("open", "Open"), ("mitigated", "Mitigated"), ("closed", "Closed"))
MOST_NAMED = 3


def register(book: Book, view: View) -> Content:
    """The grid of likelihood and impact, the entries, and a form for those who may add one."""
    found = book.found
    live = [row for row in found.risks if row.state != "closed"]
    title = _finding(live)
    body: list[Part] = []
    if found.may_set and not view.embedded:
        body.append(html.Div(folded("Write down", form(_form(book))), className="risk-over"))
    if found.risks:
        body.append(html.Div([_grid(live), _table(found.risks, book)], className="risk-registered"))
    else:
        words = "Nothing is written down. What could go wrong that no figure shows?"
        body.append(html.P([icon("info"), words], className="risk-calm"))
    return Content(
        title=title,
        subtitle="Entries by likelihood and impact, 1 to 5; score is their product",
        body=body,
        twin=_twin(found.risks) if found.risks else None,
        summary=f"{title}. {sentence(plural(len(found.risks), 'entry', 'entries'))}.",
        source="Source: the firm's own register",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(live: Sequence[RiskRow]) -> str:
    if not live:
        return "The risk register has no open entry"
    worst = live[0]
    words = f"{worst.title} ranks first, {worst.score} of 25"
    ownerless = sum(row.owner is None for row in live)
    if not ownerless:
        return words
    return f"{words}; {plural(ownerless, 'entry has', 'entries have')} no owner"


def _grid(live: Sequence[RiskRow]) -> Part:
    """Likelihood upwards, impact to the right; each cell names the entries in it."""
    lines: list[Row] = []
    for likely in reversed(GRADES):
        cells: list[Cell] = [f"{likely}"]
        for impact in GRADES:
            own = [row for row in live if (row.likelihood, row.impact) == (likely, impact)]
            cells.append(_cell(own, likely * impact))
        lines.append(cells)
    head = ["Likelihood", *(f"{grade}" for grade in GRADES[:-1]), "5 impact"]
    return rows_table(head, lines, caption="Entries by likelihood (rows) and impact (columns)",
                      look="heatmap risk-grades")  # fmt: skip


def _cell(own: Sequence[RiskRow], score: int) -> Bit:
    codes = [row.code for row in own[:MOST_NAMED]]
    if len(own) > MOST_NAMED:
        codes.append(f"+{len(own) - MOST_NAMED}")
    said = ", ".join(row.title for row in own)
    return Bit(text=" ".join(codes), fill=f"hc {_heat(score)}", title=said or None)


def _heat(score: int) -> str:
    """How strong a cell is tinted: the higher the score."""
    return next(look for most, look in ((4, "h0"), (8, "h1"), (12, "h2"), (16, "h3"), (25, "h4"))
                if score <= most)  # fmt: skip


def _table(rows: Sequence[RiskRow], book: Book) -> Part:
    lines: list[Row] = [
        [
            [
                Bit(text=f"{row.code} ", look="muted"),
                row.title,
                Bit(text=row.action or "nothing is done", look="risk-under"),
            ],
            str(row.score),
            row.owner or Bit(text="nobody", icon="warning", look="chip warn"),
            _due(row, book),
        ]
        for row in rows
    ]
    head = ["Entry, what is done", "Score", "Owner", "Due"]
    return rows_table(head, lines, caption="Register", words=(0, 2, 3), deep=(3,),
                      look="risk-entries")  # fmt: skip


def _due(row: RiskRow, book: Book) -> Cell:
    if row.state != "open":
        return row.state
    if row.due is None:
        return formats.MISSING
    if row.due < book.today:
        return Bit(text=formats.day(row.due), icon="age", look="chip warn", said="overdue")
    return formats.day(row.due)


def _twin(rows: Sequence[RiskRow]) -> Part:
    lines: list[Row] = [
        [
            row.code,
            row.title,
            row.fund or "All funds",
            _named(row.category),
            str(row.likelihood),
            str(row.impact),
            str(row.score),
            row.owner or formats.MISSING,
            row.action or formats.MISSING,
            formats.day(row.due),
            row.state,
            row.set_by,
        ]
        for row in rows
    ]
    head = ["Code", "Entry", "Fund", "Category", "Likelihood", "Impact", "Score", "Owner", "Action",
            "Due", "State", "Written by"]  # fmt: skip
    return rows_table(head, lines, caption="Register in full", words=(0, 1, 2, 3, 7, 8, 9, 10, 11),
                      deep=(2, 3, 4, 5, 8, 9, 11))  # fmt: skip


def _form(book: Book) -> Form:
    """A new entry, or one that is there with what is to be changed of it."""
    rows = book.found.risks
    known = [("", "A new entry"), *((row.code, f"{row.code} {row.title}") for row in rows)]
    grades = [(str(grade), f"{grade}") for grade in GRADES]
    funds = [("", "All funds"), *((fund.code, fund.name) for fund in book.funds)]
    return Form(
        id="risk-entry",
        label="An entry of the register",
        submit="Write down",
        to=f"{API}/risk/register",
        said="Written down.",
        filled_by="code",
        filled={row.code: _known(row) for row in rows},
        fields=(
            Field(name="code", label="Which entry", kind="select", choices=known, wide=True),
            Field(name="title", label="What could go wrong", required=True, wide=True),
            Field(name="category", label="Category", kind="select",
                  choices=[(name, _named(name)) for name in CATEGORIES], value=CATEGORIES[0]),
            Field(name="likelihood", label="Likelihood, 1 to 5", kind="grade", choices=grades,
                  value="3"),
            Field(name="impact", label="Impact, 1 to 5", kind="grade", choices=grades, value="3"),
            Field(name="fund_id", label="Fund", kind="select", choices=funds),
            Field(name="state", label="State", kind="select", choices=STATES, value="open"),
            Field(name="owner", label="Owner"),
            Field(name="due", label="Due", kind="date"),
            Field(name="action", label="What is done", kind="area", wide=True),
        ),
    )  # fmt: skip


def _known(row: RiskRow) -> dict[str, str]:
    """What stands in the fields when this entry is chosen."""
    return {
        "title": row.title,
        "category": row.category,
        "likelihood": str(row.likelihood),
        "impact": str(row.impact),
        "fund_id": row.fund or "",
        "state": row.state,
        "owner": row.owner or "",
        "due": row.due.isoformat() if row.due else "",
        "action": row.action or "",
    }


def _named(category: str) -> str:
    return "ESG" if category == "esg" else sentence(category)
