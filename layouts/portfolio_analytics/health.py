"""The health of the companies: ranked, each score with what it is made of, the unscored last."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats
from layouts.panels import Content, Empty, Part, View
from layouts.portfolio_analytics.cells import company, listed, number, plural, texts
from layouts.rows import Bar, Bit, Cell, Line, Piece, Row, rows_table

if TYPE_CHECKING:
    from services.portfolio_analytics.results import Component, Ranking, Rankings

SHADES = {"growth": "seq-7", "efficiency": "seq-6", "runway": "seq-5", "market": "seq-4"}
MOST_ROWS, FIRST_RANKS, MOST_SILENT = 18, 12, 4
SCORES = ("growth_score", "efficiency_score", "runway_score", "market_score")
STATES = {
    "healthy": Bit(text="healthy", look="muted"),
    "at_risk": Bit(text="at risk", icon="warning", look="chip bad"),
    "unknown": Bit(text="unknown", look="chip line"),
}


def health(found: Rankings, view: View) -> Content | Empty:
    """Companies by score, with the weights that made it."""
    ranked = found.rankings
    if not ranked:
        return Empty(words="No active company is held by this day.")
    title = _finding(ranked)
    scored = [item for item in ranked if item.composite_score is not None]
    before = formats.quarter(found.compared_with)[:2]
    return Content(
        title=title,
        subtitle="Health score 0–100 = Σ weight × component, ranked; "
        f"change of rank against {before}",
        body=html.Div([_legend(found), _table(found, view, before)]),
        twin=_twin(found, view),
        summary=f"{title}. {len(scored)} of {plural(len(ranked), 'company', 'companies')} scored, "
        f"under weights {_weights(found)}.",
        source=f"Source: company reports; anchors {found.anchors_version}",
        as_of=found.meta.as_of,
        notes=texts(found),
    )


def _finding(ranked: Sequence[Ranking]) -> str:
    risky = [item.name for item in ranked if item.health == "at_risk"]
    scored = [item for item in ranked if item.composite_score is not None]
    if risky:
        words = f"{listed(risky)} {'is' if len(risky) == 1 else 'are'} at risk"
    elif scored:
        words = f"{scored[0].name} leads with {scored[0].composite_score:.0f}, none is at risk"
    else:
        return "No company reports enough to be scored"
    fell = min(scored, key=lambda item: item.rank_change or 0, default=None)
    if fell is None or fell.rank_change is None or fell.rank_change > -2:
        return words
    return f"{words}; {fell.name} fell {plural(-fell.rank_change, 'place')}"


def _legend(found: Rankings) -> html.Div:
    entries: list[Part] = [
        html.Span(
            [
                html.I(className=f"sw {SHADES.get(name, 'cat-8')}"),
                f"{name.capitalize()} {weight * 100:.0f}{formats.THIN}%",
            ]
        )
        for name, weight in found.weights.items()
    ]
    least = f"{found.least_coverage * 100:.0f}{formats.THIN}%"
    rule = f"a missing part is left out and the weights rescaled; below {least} coverage no score"
    return html.Div([*entries, html.Span(rule, className="muted")], className="legend")


def _table(found: Rankings, view: View, before: str) -> html.Div:
    lines = [*_scored(found, view), *_silent(found, view)]
    head = ["Company", "Rank", "Components", "Score", "Coverage", f"vs {before}", "State"]
    return rows_table(
        head,
        lines,
        caption="Companies by health score",
        words=(0, 2, 6),
        deep=(1, 4, 5),
        look="scores",
    )


def _scored(found: Rankings, view: View) -> list[Row | Line]:
    """Those with a score; of many the ranks that are neither first nor at risk fold together."""
    scored = [item for item in found.rankings if item.composite_score is not None]
    if len(scored) <= MOST_ROWS + 1:
        return [_row(item, found, view) for item in scored]
    folded = [item for item in scored[FIRST_RANKS:] if item.health != "at_risk"]
    last = [item for item in scored[FIRST_RANKS:] if item.health == "at_risk"]
    name = f"{len(folded)} more, none at risk"
    return [
        *(_row(item, found, view) for item in scored[:FIRST_RANKS]),
        *_folded(folded, name, found, view),
        *(_row(item, found, view) for item in last),
    ]


def _silent(found: Rankings, view: View) -> list[Row | Line]:
    """Those without a score, each with the reason; many of them fold together."""
    silent = [item for item in found.rankings if item.composite_score is None]
    if len(silent) <= MOST_SILENT:
        return [_row(item, found, view) for item in silent]
    if len(silent) == len(found.rankings):
        return [_row(item, found, view) for item in silent]
    return _folded(silent, f"{len(silent)} not scored", found, view)


def _folded(items: Sequence[Ranking], name: str, found: Rankings, view: View) -> list[Row | Line]:
    if not items:
        return []
    head = Line(cells=[name, *[""] * 6], opens=name, named=name, shut=True)
    below = [Line(cells=_row(item, found, view), look="tr", under=[name]) for item in items]
    return [head, *below]


def _row(item: Ranking, found: Rankings, view: View) -> Row:
    name = f"rankings[{item.company}].composite_score"
    score: Cell = formats.MISSING
    parts: Cell = Bit(text=_unscored(item, found), icon="age", look="chip line", title=_gaps(item))
    if item.composite_score is not None:
        score = number(f"{item.composite_score:.0f}", found.meta.figures, name, look="strong")
        parts = parts_bar(item.components)
    return [
        company(item.name, item.company, view),
        formats.MISSING if item.rank is None else str(item.rank),
        parts,
        score,
        Bit(
            text=_share(item.coverage),
            look="muted" if item.coverage >= 1 else "warn",
            title=_gaps(item),
        ),
        moved(item.rank_change),
        state(item),
    ]


def parts_bar(components: Sequence[Component]) -> Bar:
    """The score as one bar of its parts: as long together as the score is of 100."""
    known = [part for part in components if part.score is not None]
    whole = sum(part.weight for part in known)
    place, drawn = 0.0, []
    for part in known:
        length = part.weight / whole * (part.score or 0.0) if whole else 0.0
        drawn.append((place, place + length, SHADES.get(part.name, "cat-8")))
        place += length
    said = ", ".join(f"{part.name} {part.score:.0f}" for part in known)
    return Bar(parts=drawn, said=said or "no part is known", look="score")


def moved(change: int | None) -> Piece:
    """How many places a company climbed or fell."""
    if change is None:
        return Bit(text=formats.MISSING, look="muted", said="no earlier rank")
    if change == 0:
        return Bit(text="=", look="muted", said="same rank")
    up = change > 0
    return Bit(
        text=str(abs(change)),
        look=f"moved {'good up' if up else 'bad down'}",
        said="up" if up else "down",
    )


def state(item: Ranking) -> list[Piece]:
    """The class of a company; an override says why it stands whatever the score is."""
    shown: list[Piece] = [STATES.get(item.health, Bit(text=item.health.replace("_", " ")))]
    if item.override:
        why = item.override.replace("_", " ")
        return [*shown, Bit(text=f" {why}", look="sr")]
    return shown


def _unscored(item: Ranking, found: Rankings) -> str:
    if item.period_end is None:
        return "not scored: nothing reported"
    least = _share(found.least_coverage)
    return f"not scored: {_share(item.coverage)} known, {least} needed"


def _gaps(item: Ranking) -> str:
    """What is missing and why, as one line."""
    missing = [f"{part.name}: {part.why}" for part in item.components if part.score is None]
    if not missing:
        return "every part is known"
    return f"between {item.low:.0f} and {item.high:.0f}; {'; '.join(missing)}"


def _weights(found: Rankings) -> str:
    return ", ".join(f"{name} {_share(weight)}" for name, weight in found.weights.items())


def _share(value: float) -> str:
    return formats.percent(value, places=0)


def _twin(found: Rankings, view: View) -> html.Div:
    """The same with every part of the score, exactly."""
    head = ["Company", "Rank", "Score", "Growth", "Efficiency", "Runway", "Market", "Coverage",
            "Bounds", "Risk", "State", "Report of"]  # fmt: skip
    figures = found.meta.figures
    lines: list[Row] = []
    for item in found.rankings:
        name = f"rankings[{item.company}]"
        scores = (("composite_score", item.composite_score),
                  *((key, getattr(item, key)) for key in SCORES))  # fmt: skip
        lines.append(
            [
                company(item.name, item.company, view),
                formats.MISSING if item.rank is None else str(item.rank),
                *(number(_points(value), figures, f"{name}.{key}") for key, value in scores),
                _share(item.coverage),
                f"{item.low:.1f}–{item.high:.1f}",
                item.risk_level,
                item.health.replace("_", " "),
                formats.day(item.period_end),
            ]
        )
    return rows_table(head, lines, caption="Scores and their parts", words=(0, 9, 10, 11))


def _points(value: float | None) -> str:
    return formats.MISSING if value is None else f"{value:.2f}"
