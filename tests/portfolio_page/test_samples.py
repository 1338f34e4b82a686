"""The samples of the page stand for the results of the service, and the gallery shows them all."""

import json
import re
from dataclasses import fields

import pytest

from layouts.figures.portfolio_analytics import samples
from layouts.panels import frame
from layouts.portfolio_analytics.gallery import SHOWING
from services.portfolio_analytics import results
from tests.portfolio_page.shown import text_of, view


@pytest.mark.parametrize(
    ("sample", "result"),
    [
        (samples.overview(), results.Overview),
        (samples.overview().history[0], results.OverviewPoint),
        (samples.rankings(), results.Rankings),
        (samples.rankings().rankings[0], results.Ranking),
        (samples.rankings().rankings[0].components[0], results.Component),
        (samples.risk(), results.RiskAnalysis),
        (samples.risk().concentration_risk, results.ConcentrationRisk),
        (samples.risk().concentration_risk.by_cost, results.Spread),
        (samples.risk().concentration_risk.companies[0], results.Weight),
        (samples.risk().runway_analysis, results.RunwayAnalysis),
        (samples.risk().runway_analysis.companies[0], results.RunwayRow),
        (samples.risk().burn_rate_concerns[0], results.BurnConcern),
        (samples.schedule(), results.ScheduleOfInvestments),
        (samples.schedule().investments[0], results.Investment),
        (samples.schedule().investments[0].tranches[0], results.Tranche),
        (samples.schedule().total, results.Group),
        (samples.marks(), results.Marks),
        (samples.marks().marks[0], results.Mark),
        (samples.matrix(), results.KpiMatrix),
        (samples.matrix().rows[0], results.KpiRow),
        (samples.matrix().rows[0].kpis, results.Kpis),
        (samples.coverage(), results.Coverage),
        (samples.coverage().companies[0], results.CoverageRow),
        (samples.coverage().companies[0].cells[0], results.CoverageCell),
        (samples.sheet(), results.TearSheet),
        (samples.sheet().periods[0], results.ReportedPeriod),
        (samples.sheet().valuations[0], results.ValuePoint),
        (samples.sheet().board[0], results.Seat),
    ],
    ids=lambda value: getattr(value, "__name__", "sample"),
)
def test_samples_have_the_fields_of_the_results_they_stand_for(sample, result):
    assert set(vars(sample)) == {field.name for field in fields(result)}


@pytest.mark.parametrize("shown", SHOWING.panels, ids=lambda shown: shown.name)
def test_every_panel_is_drawn_from_every_kind_of_data(shown):
    for kind in shown.kinds:
        seen = view(shown.panel)
        inside = text_of(frame(seen, shown.draw(shown.sample(kind), seen)))
        json.loads(inside)
        assert "NaN" not in inside and "Infinity" not in inside, kind
        assert not re.search(r"\bNone\b(?! of)", inside), kind
