"""No cell of the register, line of an account or tier without its proof from rows."""

from __future__ import annotations

from datetime import date

import pytest

from services.explain import ExplainService, figure_ids
from services.explain.naming import identified
from services.scope import SYSTEM, Scope
from tests.conftest import SECRET
from tests.factories import partner
from tests.lp_reporting.conftest import THEN, Firm, investor, publish

IDS = figure_ids(SECRET, ())


def test_every_figure_is_found_again_from_its_rows(firm: Firm) -> None:
    asked, explain = firm.service, ExplainService(firm.db, ids=IDS)
    scope = THEN.on(funds=("AQ1",))
    for answer, least in (
        (asked.lps(SYSTEM, scope), 40),
        (asked.lp(SYSTEM, "L1", scope), 10),
        (asked.capital_account(SYSTEM, scope, lp="L1"), 30),
        (asked.capital_account(SYSTEM, scope, lp="L2"), 30),
        (asked.capital_activity(SYSTEM, scope), 10),
        (asked.waterfall(SYSTEM, scope), 20),
    ):
        figures = identified(answer, IDS, every=True).meta.figures
        told = {name: explain.explain(partner(), own) for name, own in figures.items()}
        wrong = {
            name: (one.value, one.recomputed)
            for name, one in told.items()
            if one.value is not None and (one.difference is None or abs(one.difference) > 1e-9)
        }
        assert (wrong, len(told) >= least) == ({}, True), (type(answer).__name__, len(told))


def test_a_cell_leads_to_the_rows_of_that_investor_alone(firm: Firm) -> None:
    service = ExplainService(firm.db, ids=IDS)
    found = identified(firm.service.lps(SYSTEM, THEN), IDS, every=True)
    told = service.explain(partner(), found.meta.figures["rows[L1].called"])
    assert (told.value, told.recomputed, told.unit) == (360, 360, "money")
    assert [(row.date, row.amount, row.investor) for row in told.rows] == [
        (date(2021, 7, 1), 60, "L1"), (date(2021, 1, 1), 300, "L1"),
    ]  # fmt: skip
    whole = service.explain(partner(), found.meta.figures["totals.called"])
    assert (whole.value, whole.difference) == (590, 0)
    overview = identified(firm.service.overview(SYSTEM, THEN), IDS)
    assert service.explain(partner(), overview.meta.figures["nav"]).value == 600


def test_an_investor_may_ask_for_its_own_figures_and_for_no_other(firm: Firm) -> None:
    service = ExplainService(firm.db, ids=IDS)
    everybodys = identified(firm.service.lps(SYSTEM, THEN), IDS, every=True).meta.figures
    publish(firm.db, "id-AQ1", "id-L1", as_of=date(2022, 6, 30))
    who = investor("id-L1", "id-AQ1")
    own = identified(firm.service.lps(who), IDS, every=True).meta.figures
    assert all(name.startswith("rows[L1]") for name in own)
    told = service.explain(who, own["rows[L1].nav"])
    assert (told.value, told.recomputed) == (360, 360)
    assert {row.investor for row in told.rows} == {"L1"}
    for name in ("rows[L2].called", "rows[G].nav", "totals.called"):
        with pytest.raises(Exception, match="nothing here"):
            service.explain(who, everybodys[name])
    assert identified(firm.service.overview(who, Scope()), IDS).meta.figures == {}
    shared = identified(firm.service.waterfall(SYSTEM, THEN.on(funds=("AQ1",))), IDS, every=True)
    with pytest.raises(Exception, match="nothing here"):
        service.explain(who, shared.meta.figures["tiers[split].gp"])


def test_a_what_if_has_no_ids(firm: Firm) -> None:
    found = firm.service.simulate(SYSTEM, THEN.on(funds=("AQ1",)), date=date(2023, 6, 30))
    assert identified(found, IDS, every=True).meta.figures == {}
