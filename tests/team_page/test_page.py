"""What the page of Team Operations says of a quarter, and what it leaves out where it may not."""

from __future__ import annotations

import json
import re
from typing import Any

import plotly.graph_objects as go
import pytest

from callbacks.panels import Ports, render
from callbacks.team_operations import wiring
from layouts import team_operations as page
from layouts.figures import team_operations as figures
from layouts.figures import theme
from layouts.figures.team_operations import samples
from layouts.panels import Bare, Empty, View, frame
from layouts.team_operations.gallery import PANELS
from services.definitions import definition
from services.scope import Principal, Scope
from services.team_operations import results
from tests.factories import partner
from tests.team_operations.conftest import Team, associate, quarter, team_of
from tests.team_operations.test_eyes import scores_on

NAMED = {
    panel.id.removeprefix("team-operations-"): (panel, draw, sample)
    for panel, draw, sample, _ in PANELS
}
Q3 = "?as_of=2025-09-30&period=2025Q3"


def view_of(name: str, **changes: Any) -> View:
    parts = {"slug": "team-operations", "panel": NAMED[name][0], "scope": Scope(),
             "definition": lambda _key: None}  # fmt: skip
    return View(**(parts | changes))


def text_of(part: Any) -> str:
    return json.dumps(part, default=lambda item: item.to_plotly_json(), ensure_ascii=False)


def drawn(name: str, kind: str = "normal", **changes: Any) -> Any:
    _, draw, sample = NAMED[name]
    return draw(sample(kind), view_of(name, **changes))


def test_every_panel_of_the_page_is_in_the_gallery_and_wired() -> None:
    assert [panel.id for panel, *_ in PANELS] == [panel.id for panel in page.PANELS]
    assert set(wiring.fillings) == {panel.id for panel in page.PANELS}


@pytest.mark.parametrize("kind", samples.KINDS)
@pytest.mark.parametrize("name", NAMED)
def test_a_panel_of_any_data_says_something_and_never_nan_or_none(name: str, kind: str) -> None:
    found = drawn(name, kind)
    inside = text_of(frame(view_of(name), found))
    assert not re.search(r"\bnan\b|\binf\b|\bNone\b", inside)
    if isinstance(found, Empty | Bare):
        return
    assert found.title and found.subtitle and found.summary and found.source
    assert "<b>" not in found.title.replace("Mei <b>Castellan</b>", "")
    if name != "productivity" or kind != "one":
        assert found.twin is not None or name == "productivity"


@pytest.mark.parametrize("kind", samples.KINDS)
@pytest.mark.parametrize("draw", figures.FIGURES)
def test_a_chart_is_made_of_bars_and_lines_in_colours_of_the_theme(draw: Any, kind: str) -> None:
    sample = samples.SAMPLES[draw.__name__](kind)
    figure, narrow = draw(sample), draw(sample, narrow=True)
    assert len(go.Figure(figure).to_plotly_json()["data"]) == len(figure["data"])
    go.Figure(narrow)
    assert figure["data"] == narrow["data"]
    text = json.dumps(figure, allow_nan=False)
    assert {trace["type"] for trace in figure["data"]} <= {"scatter", "bar"}
    used = {part[:6] for part in text.split("#")[1:]}
    assert used <= {colour[1:] for colour in theme.LIGHT.values()}
    assert "<b>" not in text


def test_the_samples_have_the_fields_of_the_results() -> None:
    pairs = (
        (samples.overview(), results.Overview),
        (samples.activity(), results.Activity),
        (samples.times(), results.AnswerTimes),
        (samples.workload(), results.Workload),
        (samples.coverage(), results.Coverage),
        (samples.sourcing(), results.SourcingAttribution),
        (NAMED["boards"][2]("normal"), results.BoardCalendar),
        (NAMED["log"][2]("normal"), results.AuditLog),
        (NAMED["productivity"][2]("normal").score, results.Productivity),
    )
    for sample, kind in pairs:
        assert set(vars(sample)) == set(kind.__dataclass_fields__), kind.__name__


def test_findings_are_sentences_about_the_team() -> None:
    assert drawn("coverage").title.startswith("1 of 6 companies heard nothing for more than 30")
    assert (
        drawn("times").title == "Half of the answers came within 9.5 h, nine of ten within 41.0 h"
    )
    assert drawn("workload").title == "1 person carries more than one can"
    assert (
        drawn("boards").title
        == "3 board meetings to come, 3 meetings missed; 1 board has no next day"
    )
    assert drawn("productivity").title == "Jonas Ferrant: 71 of 100"
    assert "activity, not judgement quality" in text_of(drawn("productivity").body)
    told = text_of(drawn("state").children)
    assert "companies are overdue for a check-in" in told and "1 board meeting missed" in told
    log = text_of(drawn("log", "huge").aside)
    assert "offset=40" in log and "Newer" in log and "Older" in log
    assert "credit=first" in text_of(drawn("sourcing").aside)
    assert "user=TO" in text_of(drawn("activity").aside)


def test_without_scores_the_page_has_no_card_of_them() -> None:
    found = drawn("productivity", "empty")
    assert isinstance(found, Bare) and found.children == []


@pytest.fixture(scope="module")
def busy(module_db) -> Team:  # type: ignore[no-untyped-def]
    written = team_of(module_db)
    quarter(written)
    scores_on(written, least_people=2)
    return written


def shown(team: Team, who: Principal, search: str = Q3) -> dict[str, str]:
    """What the page shows somebody, panel by panel."""
    ports = Ports(
        principal=lambda: who,
        db=team.facts.db,
        funds=lambda _who: (),
        definition=definition,
        definitions=lambda: (),
        reference=lambda error: f"broken: {error!r}",
        firm="Firm",
    )
    return {
        key: text_of(render(ports, "team-operations", panel, filling, search=search))
        for key, (panel, filling) in wiring.fillings.items()
    }


def test_an_associates_page_has_totals_and_no_row_of_anybody_else(busy: Team) -> None:
    whole, own = shown(busy, partner()), shown(busy, associate("B"))
    assert not any("broken" in text or "could not be drawn" in text
                   for text in (*whole.values(), *own.values()))  # fmt: skip
    everything = " ".join(own.values())
    assert "Ann Avery" not in everything and "Cat Cole" not in everything
    assert "Ann Avery" in whole["team-operations-sourcing"]
    assert "Ben Birk" in own["team-operations-sourcing"]
    headline = "team-operations-figures"
    values = re.findall(r'data-value": "([^"]*)"', own[headline])
    assert values == re.findall(r'data-value": "([^"]*)"', whole[headline]) and "4" in values
    assert "visible to you alone and partners" in own["team-operations-productivity"]
    # a person who is not theirs to look at is nobody
    other = shown(busy, associate("B"), f"{Q3}&user=A")
    assert "nobody of that code" in other["team-operations-activity"]
    assert "Ann" not in " ".join(other.values())
    chosen = shown(busy, partner(), f"{Q3}&user=A&credit=first")
    assert "Ann Avery recorded" in chosen["team-operations-activity"]
    assert "goes to whoever is on record first" in chosen["team-operations-sourcing"]
    assert "Ann Avery" in chosen["team-operations-productivity"]
    assert "offset is a number" in shown(busy, partner(), f"{Q3}&offset=x")["team-operations-log"]
