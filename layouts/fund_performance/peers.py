"""The fund among its peers: one rail per measure and set, from p5 to p95."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from dash import html

from layouts import formats, ids
from layouts.explain import mark
from layouts.panels import Content, Empty, Part, View, alert
from layouts.tables import table

if TYPE_CHECKING:
    from services.fund_performance.results import Benchmarks, PeerSet, Rail

NAMES = {"irr": "Net IRR", "tvpi": "TVPI", "dpi": "DPI", "rvpi": "RVPI"}
LEGEND = "bands p5–p95 and p25–p75; small dot: last quarter"
STALE_AFTER_DAYS = 120
SIDES = {"p05": "lo", "p25": "mid quarter", "p75": "mid quarter", "p95": "hi"}
CUTS = ("p05", "p25", "p50", "p75", "p95")


def peers(benchmarks: Benchmarks, view: View) -> Content | Empty:
    """One block of rails for each provider's release."""
    sets = benchmarks.peer_sets
    if not sets:
        return Empty(words=f"No peer set covers {benchmarks.fund.name}.")
    first = sets[0]
    title = _finding(first)
    return Content(
        title=title,
        subtitle=f"Vintage {first.vintage_year}, {_size(first)}; {LEGEND}",
        body=html.Div(
            [
                _block(peer_set, f"peer_sets[{place}]", benchmarks, alone=len(sets) == 1)
                for place, peer_set in enumerate(sets)
            ],
            id=ids.PEERS_RAILS,
        ),
        twin=_twin(sets, benchmarks.meta.figures),
        summary=f"{title}. {_spoken(first)}",
        source="Source: " + "; ".join(map(_source, sets)),
        as_of=benchmarks.meta.as_of,
        aside=[part for peer_set in sets for part in _age(peer_set, benchmarks)],
        notes=[note.text for part in (benchmarks, *sets) for note in part.notes],
    )


def _block(peer_set: PeerSet, name: str, benchmarks: Benchmarks, *, alone: bool) -> html.Div:
    head = [] if alone else [html.H3(f"{_source(peer_set)} · {_cohort(peer_set)}")]
    figures = benchmarks.meta.figures
    rails = [_rail(rail, f"{name}.{rail.metric}", figures) for rail in peer_set.rails]
    return html.Div([*head, _names(peer_set), *rails], className="rails")


def _names(peer_set: PeerSet) -> Part:
    """What the ticks are, above the first rail that has all five."""
    whole = [rail for rail in peer_set.rails if None not in [getattr(rail, cut) for cut in CUTS]]
    if not whole or whole[0].p05 == whole[0].p95:
        return None
    place = _placing(whole[0])
    named = zip(CUTS, ("p5", "p25", "median", "p75", "p95"), strict=True)
    spans = [
        html.Span(
            name,
            className=f"tick {SIDES.get(cut, 'mid')}",
            style={"left": f"{place(getattr(whole[0], cut)):.2f}%"},
        )
        for cut, name in named
    ]
    return html.Div(spans, className="rail-head", **{"aria-hidden": "true"})


def _rail(rail: Rail, name: str, figures: Mapping[str, str]) -> html.Div:
    """The fund's figure, the drawn lane, and the rank; figure and rank open where they are from."""
    drawable = rail.p05 is not None and rail.p95 is not None and rail.p95 > rail.p05
    track: Part = _track(rail) if drawable else html.P(_suppressed(rail), className="why")
    rank = formats.percentile(rail.percentile, rail.bound)
    spoken = (
        f"{NAMES.get(rail.metric, rail.metric)} {_said(rail, rail.value)}, {rank}, "
        f"{formats.quartile(rail.quartile)}"
    )
    return html.Div(
        [
            html.Div(
                [
                    html.Strong(NAMES.get(rail.metric, rail.metric)),
                    html.Span(
                        mark(_said(rail, rail.value), figures.get(f"{name}.value")),
                        className="num",
                    ),
                ],
                className="who",
            ),
            html.Div([track], className="lane", role="img", **{"aria-label": spoken}),
            html.Div(
                [
                    html.Strong(mark(rank, figures.get(f"{name}.percentile"))),
                    html.Span(formats.quartile(rail.quartile)),
                ],
                className="rank",
            ),
        ],
        className="peer-rail",
    )


def _track(rail: Rail) -> html.Div:
    place = _placing(rail)
    marks: list[Part] = [html.I(className="outer")]
    if rail.p25 is not None and rail.p75 is not None:
        left, right = place(rail.p25), place(rail.p75)
        marks.append(
            html.I(
                className="inner", style={"left": f"{left:.2f}%", "width": f"{right - left:.2f}%"}
            )
        )
    if rail.p50 is not None:
        marks.append(html.I(className="median", style={"left": f"{place(rail.p50):.2f}%"}))
    if rail.previous is not None:
        marks.append(html.I(className="before", style={"left": f"{place(rail.previous):.2f}%"}))
    if rail.value is not None:
        outside = " out" if not _within(rail) else ""
        marks.append(html.I(className=f"us{outside}", style={"left": f"{place(rail.value):.2f}%"}))
    return html.Div([html.Div(marks, className="track"), _ticks(rail, place)])


def _placing(rail: Rail) -> Callable[[float], float]:
    """Where a value stands between p5 and p95, in percent of the track."""
    low, high = float(rail.p05 or 0), float(rail.p95 or 0)
    return lambda value: (min(max(value, low), high) - low) / (high - low) * 100


def _within(rail: Rail) -> bool:
    return rail.value is not None and float(rail.p05 or 0) <= rail.value <= float(rail.p95 or 0)


def _ticks(rail: Rail, place: Callable[[float], float]) -> html.Div:
    """The five published values below the track; one that would touch its neighbour is left out."""
    shown: list[Part] = []
    taken: list[float] = []
    for cut in ("p05", "p95", "p50", "p25", "p75"):
        value = getattr(rail, cut)
        if value is None or any(abs(place(value) - other) < 8 for other in taken):
            continue
        taken.append(place(value))
        kind = SIDES.get(cut, "mid")
        shown.append(
            html.Span(
                _cut(rail, value), className=f"tick {kind}", style={"left": f"{place(value):.2f}%"}
            )
        )
    return html.Div(shown, className="ticks", **{"aria-hidden": "true"})


def _finding(peer_set: PeerSet) -> str:
    quartiles = [rail.quartile for rail in peer_set.rails if rail.quartile]
    above = [
        rail
        for rail in peer_set.rails
        if rail.value is not None and rail.p50 is not None and rail.value > rail.p50
    ]
    compared = [rail for rail in peer_set.rails if rail.value is not None and rail.p50 is not None]
    if not compared:
        return "Not enough peers to rank the fund"
    if quartiles and set(quartiles) == {"1"}:
        return "In the top quartile on every measure"
    if len(above) == len(compared):
        top = [NAMES.get(rail.metric, rail.metric) for rail in compared if rail.quartile == "1"]
        reach = f"top quartile on {' and '.join(top)}" if top else "below the top quartile"
        return f"Above the median on every measure, {reach}"
    if not above:
        return "Below the median on every measure"
    names = " and ".join(NAMES.get(rail.metric, rail.metric) for rail in above)
    return f"Above the median on {names}, below it elsewhere"


def _twin(sets: Sequence[PeerSet], figures: Mapping[str, str]) -> Part:
    def line(rail: Rail, name: str) -> list[Part]:
        written = {
            "value": _said(rail, rail.value),
            **{cut: _cut(rail, getattr(rail, cut)) for cut in CUTS},
            "n": formats.count(rail.n),
            "percentile": formats.percentile(rail.percentile, rail.bound),
        }
        return [mark(text, figures.get(f"{name}.{key}")) for key, text in written.items()]

    rows = [
        [
            f"{NAMES.get(rail.metric, rail.metric)} · {peer_set.provider} {peer_set.release}",
            *line(rail, f"peer_sets[{place}].{rail.metric}"),
            formats.quartile(rail.quartile),
        ]
        for place, peer_set in enumerate(sets)
        for rail in peer_set.rails
    ]
    head = ["Measure", "Fund", "p5", "p25", "Median", "p75", "p95", "n", "Percentile", "Quartile"]
    return table(head, rows, caption="The fund among its peers")


def _age(peer_set: PeerSet, benchmarks: Benchmarks) -> list[Part]:
    age = (benchmarks.meta.as_of - peer_set.as_of).days
    if age <= STALE_AFTER_DAYS:
        return []
    words = f"Release {peer_set.release}, as of {formats.day(peer_set.as_of)}."
    return [alert("warn", f"Peer data is {age} days old.", words, sign="age")]


def _cohort(peer_set: PeerSet) -> str:
    parts = [f"Vintage {peer_set.vintage_year}", peer_set.strategy, peer_set.geography]
    return ", ".join([*(part.replace("_", " ") for part in parts if part), _size(peer_set)])


def _size(peer_set: PeerSet) -> str:
    return f"n = {peer_set.n}" if peer_set.n is not None else "n not published"


def _source(peer_set: PeerSet) -> str:
    name = f"{peer_set.provider} {peer_set.release}"
    said = "illustrative" in name.lower() or not peer_set.illustrative
    return name if said else f"{name} (illustrative)"


def _spoken(peer_set: PeerSet) -> str:
    return "; ".join(
        f"{NAMES.get(rail.metric, rail.metric)} {_said(rail, rail.value)} "
        f"against a median of {_cut(rail, rail.p50)}"
        for rail in peer_set.rails
    )


def _suppressed(rail: Rail) -> str:
    return f"not ranked: n = {rail.n}" if rail.n is not None else "no published points"


def _said(rail: Rail, value: float | None) -> str:
    return formats.percent(value) if rail.unit == "fraction" else formats.multiple(value)


def _cut(rail: Rail, value: float | None) -> str:
    if rail.unit == "fraction":
        return formats.percent_figure(value)
    return formats.multiple(value).removesuffix("x")
