"""Steps of bridges and costs are told by the figures beside them, and add up again."""

from __future__ import annotations

from datetime import date

from services.scope import Scope
from tests.explain.conftest import Explained
from tests.factories import Facts, partner

SCOPE = Scope(funds=("AQ1",), as_of=date(2021, 12, 31), period="2021")


def test_every_step_of_a_bridge_that_closes_is_found_again(
    facts: Facts, explained: Explained
) -> None:
    fund = facts.fund("AQ1", vintage_year=2015)
    deal = facts.deal("I1", fund=fund, company=facts.company("ACME"), day="2020-01-01")
    facts.investment_flow(deal, day="2020-01-01", amount=900)
    facts.mark(deal, day="2021-12-31", value=1500)
    facts.flow(fund, "2020-01-01", "capital_call_investments", 1000)
    facts.flow(fund, "2020-01-01", "capital_call_management_fees_inside_commitment", 50)
    facts.flow(fund, "2021-12-31", "quarter_end_adjustment_for_carry_allocation", 60)
    facts.nav(fund, "2020-12-31", 1100)
    facts.nav(fund, "2021-12-31", 1400)
    facts.ledger_line(fund, day="2021-06-30", account="audit", amount=-9)
    service, who = explained.service, partner()
    answers = (
        (service.nav_bridge(who, SCOPE), "rows[expenses].amount"),
        (service.gross_to_net(who, SCOPE, order="shapley"), "rows[fees].irr_effect"),
        (service.contributions(who, SCOPE), "rows[ACME].adds_to_moic"),
        (service.pacing(who, SCOPE), "rows[2020Q1.AQ1].deployed"),
        (service.reserves(who, SCOPE), "total.available"),
    )
    for answer, name in answers:
        assert name in explained.ids_of(answer), name
        own = [key for key in explained.ids_of(answer) if key.startswith("rows[")]
        assert own or name.startswith("total")
        told = explained.explain.explain(who, explained.ids_of(answer)[name])
        assert told.inputs, name
        assert told.value is None or abs(told.difference or 0) < 1e-9, name
    steps = explained.ids_of(answers[0][0])
    assert len(steps) > 6
    for name, figure_id in steps.items():
        told = explained.explain.explain(who, figure_id)
        assert told.value is None or told.checked == "same", name
