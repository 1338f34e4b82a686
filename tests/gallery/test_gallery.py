"""Every figure is drawn from every kind of data it may meet."""

import json
from collections import Counter
from dataclasses import fields

import plotly.graph_objects as go
import pytest

from layouts import gallery
from layouts.figures import fund_performance as figures
from layouts.figures import samples, theme
from layouts.figures.fund_performance import samples as more
from services.envelope import FundRef, Meta
from services.fund_performance import results
from services.modules import MODULES

EACH = [
    pytest.param(draw, kind, id=f"{draw.__name__}-{kind}")
    for draw in figures.FIGURES
    for kind in samples.KINDS
]


def drawn(draw, kind, *, narrow=False):
    return draw(samples.SAMPLES[draw.__name__](kind), narrow=narrow)


def test_every_figure_function_has_its_samples():
    public = set(figures.__all__) - {"FIGURES"}
    assert public == {draw.__name__ for draw in figures.FIGURES} == set(samples.SAMPLES)


@pytest.mark.parametrize("narrow", [False, True])
@pytest.mark.parametrize(("draw", "kind"), EACH)
def test_plotly_accepts_every_figure(draw, kind, narrow):
    figure = drawn(draw, kind, narrow=narrow)
    accepted = go.Figure(figure).to_plotly_json()
    assert len(accepted["data"]) == len(figure["data"])


@pytest.mark.parametrize(("draw", "kind"), EACH)
def test_a_narrow_screen_is_drawn_from_the_same_marks(draw, kind):
    assert drawn(draw, kind)["data"] == drawn(draw, kind, narrow=True)["data"]


@pytest.mark.parametrize(("draw", "kind"), EACH)
def test_no_figure_holds_what_is_not_a_number_or_a_template(draw, kind):
    text = json.dumps(drawn(draw, kind), allow_nan=False)
    assert '"template"' not in text
    assert "T00:00" not in text


@pytest.mark.parametrize(("draw", "kind"), EACH)
def test_only_bars_and_lines_are_drawn_and_in_colours_of_the_theme(draw, kind):
    figure = drawn(draw, kind)
    assert {trace["type"] for trace in figure["data"]} <= {"scatter", "bar"}
    text = json.dumps(figure)
    used = {part[:6] for part in text.split("#")[1:]}
    assert used <= {colour[1:] for colour in theme.LIGHT.values()}


@pytest.mark.parametrize("draw", figures.FIGURES)
def test_nothing_to_draw_is_said_in_words(draw):
    figure = drawn(draw, "empty")
    assert figure["data"] == []
    assert figure["layout"]["annotations"][0]["text"] == "nothing to draw yet"


def test_a_value_that_is_unknown_leaves_a_gap():
    trend = samples.trend("normal")
    figure = figures.irr_trend(trend)
    net = next(trace for trace in figure["data"] if trace.get("name") == "Net")
    assert net["y"][:3] == [None, None, None]
    assert net["connectgaps"] is False


def test_names_from_the_firms_data_are_never_read_as_markup():
    pmes = samples.pme_table("normal")
    pmes.path_index = "<b>x</b>"
    figure = figures.index_path(pmes)
    assert "<b>" not in json.dumps(figure)


@pytest.mark.parametrize(
    ("sample", "result"),
    [
        (samples.headline(), results.Headline),
        (samples.metrics(), results.Metrics),
        (samples.trend(), results.Trend),
        (samples.trend().data_points[0], results.TrendPoint),
        (samples.j_curve(), results.JCurve),
        (samples.j_curve().points[0], results.JCurvePoint),
        (samples.pme_table(), results.PmeTable),
        (samples.pme_table().rows[0], results.Pme),
        (samples.benchmarks(), results.Benchmarks),
        (samples.peer_set(), results.PeerSet),
        (samples.peer_set().rails[0], results.Rail),
        (samples.cash_flows(), results.CashFlows),
        (samples.cash_flows().rows[0], results.CashFlowRow),
        (samples.performers(), results.Performers),
        (samples.performers().rows[0], results.Performer),
        (more.contributions(), results.Contributions),
        (more.contributions().rows[0], results.CompanyContribution),
        (more.left_out(), results.LeftOut),
        (more.nav_bridge(), results.NavBridge),
        (more.nav_bridge().rows[0], results.NavStep),
        (more.nav_bridge().funds[0], results.FundNavBridge),
        (more.gross_to_net(), results.GrossToNet),
        (more.net_step(), results.NetStep),
        (more.fees(), results.Fees),
        (more.fees().rows[0], results.FeeYear),
        (more.deployment(), results.Deployment),
        (more.deployment().rows[0], results.PacingQuarter),
        (more.deployment().funds[0], results.FundPacing),
        (more.reserves(), results.Reserves),
        (more.reserves().rows[0], results.CompanyReserve),
        (more.reserves().total, results.FundReserves),
        (more.forecast(), results.Forecast),
        (more.forecast().rows[0], results.ForecastYear),
        (more.forecast().paces[0], results.PaceUsed),
        (more.back_test(), results.BackTest),
        (more.fund_table(), results.FundTable),
        (more.fund_line(), results.FundLine),
        (samples.meta(), Meta),
        (samples.fund(), FundRef),
    ],
    ids=lambda value: getattr(value, "__name__", "sample"),
)
def test_samples_have_the_fields_of_the_results_they_stand_for(sample, result):
    assert set(vars(sample)) == {field.name for field in fields(result)}


def test_the_gallery_shows_every_figure_of_every_module_in_every_kind():
    for showing in gallery.showings():
        page = json.dumps(
            gallery.pages()[f"{gallery.PATH}/{showing.slug}"]().to_plotly_json(),
            default=lambda part: part.to_plotly_json(),
            ensure_ascii=False,
        )
        missing = [
            f"{draw.__name__} · {kind}"
            for draw in showing.figures
            for kind in showing.kinds
            if f"{draw.__name__} · {kind}" not in page
        ]
        assert missing == [], showing.slug


def test_every_module_is_in_the_gallery_and_no_id_stands_twice_on_its_page():
    assert list(gallery.pages()) == [f"{gallery.PATH}/{module.slug}" for module in MODULES]
    first = json.dumps(gallery.layout().to_plotly_json(), default=lambda p: p.to_plotly_json())
    for path, page in gallery.pages().items():
        assert f'"{path}"' in first
        found = Counter(ids(page()))
        twice = [name for name, times in found.items() if times > 1]
        assert twice == [], path
        assert found, path


def ids(part):
    """Every id on the page, as the browser compares them."""
    if isinstance(part, (list, tuple)):
        for one in part:
            yield from ids(one)
        return
    if getattr(part, "id", None) is not None:
        yield json.dumps(part.id, sort_keys=True)
    yield from ids(getattr(part, "children", None) or ())
