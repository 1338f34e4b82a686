"""Key persons: whose companies weigh most, and what hangs on one person or on nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.panels import Content, Empty, Part, View
from layouts.portfolio_analytics.cells import listed, number, plural, texts
from layouts.risk.parts import cents, company, source, why
from layouts.rows import Bar, Bit, Row, rows_table

if TYPE_CHECKING:
    from services.risk.results.people import CoveredCompany, KeyPerson, KeyPersonRow

MOST_NAMES = 6


def people(found: KeyPerson, view: View) -> Content | Empty:
    """People by the value they cover, then what hangs on one of them and what on nobody."""
    if not found.companies:
        return Empty(words="No active company is held by this day.")
    if found.single_covered is None:
        return Empty(words=why(found, "single_covered"))
    title = _finding(found)
    body: list[Part] = [_table(found)] if found.people else []
    body += _apart(found)
    return Content(
        title=title,
        subtitle="Share of fair value by person; covered: leads it, sits on its board, or was in "
        f"touch in the last {found.sla_days} days",
        body=body,
        twin=_twin(found, view),
        summary=f"{title}. {_alone(found)}",
        source=source(found.meta, "investments, board seats and activities of the team"),
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(found: KeyPerson) -> str:
    if found.top_person_weight is None:
        many = plural(found.single_covered or 0, "company hangs", "companies hang")
        return f"{many} on one person"
    who = found.top_person_name or "One person"
    return f"{who} leads {formats.percent(found.top_person_weight)} of fair value"


def _alone(found: KeyPerson) -> str:
    one = plural(found.single_covered or 0, "company is", "companies are")
    nobody = plural(found.uncovered or 0, "company", "companies")
    return (
        f"{one} covered by one person ({formats.percent(found.single_covered_share)} of fair "
        f"value), {nobody} by nobody ({formats.percent(found.uncovered_share)})."
    )


def _table(found: KeyPerson) -> Part:
    lines: list[Row] = [_person(row, found) for row in found.people]
    head = ["Person", "", "Covers", "Leads", "On boards", "Alone", "Of value alone"]
    return rows_table(head, lines, caption="People by what they cover", words=(0, 1), deep=(4,),
                      look="mix next risk-shares")  # fmt: skip


def _person(row: KeyPersonRow, found: KeyPerson) -> Row:
    figures, at = found.meta.figures, f"people[{row.user}]"
    width = min(max(row.weight or 0.0, 0.0), 1.0) * 100
    shown = f"{row.covers}, {formats.percent(row.weight)}"
    led = f"{row.leads}, {formats.percent(row.lead_weight)}"
    return [
        [row.name, Bit(text=f" {row.user}", look="muted")] if row.user != row.name else row.name,
        Bar(parts=[(0.0, max(width, 1.0), "cat-1")] if width else []),
        number(shown, figures, f"{at}.weight"),
        number(led, figures, f"{at}.lead_weight"),
        str(row.board_seats),
        number(str(row.alone), figures, f"{at}.alone"),
        number(formats.percent(row.alone_weight), figures, f"{at}.alone_weight"),
    ]


def _apart(found: KeyPerson) -> list[Part]:
    """Companies that hang on one person, those nobody covers, and what investors agreed."""
    parts: list[Part] = []
    for words, count, share in (
        ("On one person", 1, found.single_covered_share),
        ("Covered by nobody", 0, found.uncovered_share),
    ):
        if names := [_named(row) for row in found.companies if row.covered_by == count]:
            said = f"{words} ({formats.percent(share)} of value): "
            parts += [html.B(said), f"{listed(names, most=MOST_NAMES)}. "]
    for term in found.terms:
        parts += [html.B(f"{term.investor} in {term.fund}: "), f"{term.value}. "]
    if not found.terms:
        parts.append(why(found, "terms"))
    return [html.P(parts, className="tiny")]


def _named(row: CoveredCompany) -> str:
    return f"{row.name} ({row.people[0]})" if row.people else row.name


def _twin(found: KeyPerson, view: View) -> Part:
    figures = found.meta.figures
    lines: list[Row] = [
        [
            company(row.name, row.company, view),
            cents(row.fair_value, found.meta, f"companies[{row.company}].fair_value"),
            number(formats.percent(row.weight, places=2), figures,
                   f"companies[{row.company}].weight"),
            row.lead or formats.MISSING,
            ", ".join(row.people) or formats.MISSING,
            formats.MISSING if row.covered_by is None else str(row.covered_by),
        ]
        for row in found.companies
    ]  # fmt: skip
    head = ["Company", "Fair value", "Share", "Lead", "Covered by", "People"]
    return rows_table(head, lines, caption="Who covers which company", words=(0, 3, 4),
                      deep=(1, 3))  # fmt: skip
