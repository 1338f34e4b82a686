"""What would stand in the locked packs today: was, now, why, largest change first."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.lp_reporting import LP, REPORT
from layouts.lp_reporting.head import plural_of
from layouts.lp_reporting.parts import Rights, cents, quarter_of, source
from layouts.panels import Content, View
from layouts.portfolio_analytics.cells import plural, sentence, texts
from layouts.rows import Bit, Cell, Row, rows_table

if TYPE_CHECKING:
    from services.lp_reporting.results.reports import Restated, Restatements

LOOKS = {"material": ("warning", "bad"), "moderate": ("warning", "warn"), "minor": ("info", "")}
MOST = 40


def restated(told: tuple[Restatements, Rights], view: View) -> Content:
    """One line a figure that is another now; that nothing is, is said too."""
    found, rights = told
    as_of = found.meta.as_of if found.meta else None
    title = _finding(found, rights)
    cut = found.restatements[:MOST]
    less = len(found.restatements) - len(cut)
    return Content(
        title=title,
        subtitle="Figures of locked packs against what is known now, with the file that changed "
        "them",
        body=_table(cut, rights, view) if cut else html.P(_none(found), className="ripe"),
        twin=_twin(found.restatements) if cut else None,
        summary=f"{title}. {plural_of(len(found.restatements), 'figure')}.",
        source=source(found.meta, "manifests of locked packs"),
        as_of=as_of,
        notes=[*([f"{less} smaller changes are in the file."] if less else []), *texts(found)],
    )  # fmt: skip


def _none(found: Restatements) -> str:
    if not found.packs_compared:
        return "No pack is locked yet; once one is, this says what would be another figure today."
    compared = sentence(plural(found.packs_compared, "locked pack"))
    return f"{compared} compared: every figure still stands."


def _finding(found: Restatements, rights: Rights) -> str:
    if not found.packs_compared and not found.restatements:
        return "There is no locked pack to compare with yet"
    if not found.restatements:
        return "Nothing has changed since the last packs"
    many = len(found.restatements)
    who = {item.lp for item in found.restatements}
    words = f"{sentence(plural(many, 'figure'))} changed since the last packs"
    if rights.investor or len(who) == 1:
        return words
    return f"{words}, of {plural(len(who), 'investor')}"


def _table(rows: Sequence[Restated], rights: Rights, view: View) -> html.Div:
    head = ["Figure", "Pack", "Was", "Now", "Change", "Weight"]
    lines: list[Row] = [_row(item, rights, view) for item in rows]
    return rows_table(
        head,
        lines,
        caption="Figures that changed",
        words=(0, 1, 5),
        deep=(1, 2, 5),
        look="tight lplong lptwo",
    )


def _twin(rows: Sequence[Restated]) -> html.Div:
    """Every figure to the cent with what changed it."""
    head = ["Investor", "Figure", "Fund", "Pack", "Was", "Now", "Change", "Weight", "Because of"]
    lines: list[Row] = [
        [
            item.lp_name,
            item.label,
            item.fund,
            quarter_of(item.period),
            *map(cents, (item.was, item.now, item.change)),
            item.materiality,
            item.cause or formats.MISSING,
        ]
        for item in rows
    ]
    return rows_table(
        head,
        lines,
        caption="Changed figures to the cent",
        words=(0, 1, 2, 3, 7, 8),
        deep=(2, 3, 4, 7, 8),
    )


def _row(item: Restated, rights: Rights, view: View) -> list[Cell]:
    sign, tone = LOOKS.get(item.materiality, LOOKS["minor"])
    pack = quarter_of(item.period)
    name: list[Bit] = [Bit(text=item.label, look="co")]
    if not rights.investor:
        name.append(Bit(text=item.lp_name, look="lpunder"))
    because = item.cause or "The cause is not known."
    name.append(Bit(text=because, look="lpunder"))
    go = None
    if not view.embedded:
        own = {REPORT: item.report_id, LP: None if rights.investor else item.lp}
        go = f"{view.here(**own)}#lp-reporting-pack"
    return [
        name,
        Bit(text=pack, go=go),
        *(formats.money(value) for value in (item.was, item.now, item.change)),
        Bit(text=item.materiality, icon=sign, look=f"chip {tone}".strip()),
    ]
