"""Figures of Risk are found again from rows, and alerts lead to theirs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from services.errors import NotFound
from services.explain import ExplainService, FigureIds
from services.explain.naming import identified
from services.risk import Own
from services.risk.alerts.watch import watch
from services.risk.concentration import BY
from services.scope import SYSTEM
from tests.conftest import SECRET
from tests.explain.grounds import counted_again
from tests.factories import partner
from tests.risk.conftest import OF_F1, Firm

IDS = FigureIds(SECRET)


def test_every_number_is_found_again_from_its_rows(firm: Firm) -> None:
    service = firm.service
    answers = [
        service.overview(SYSTEM, OF_F1),
        *(service.concentration(SYSTEM, OF_F1, by=by) for by in BY if by != "lp"),
        service.limits(SYSTEM, OF_F1),
        service.liquidity(SYSTEM, OF_F1),
        service.runway(SYSTEM, OF_F1),
        service.valuation(SYSTEM, OF_F1),
        service.fx(SYSTEM, OF_F1),
        service.credit_line(SYSTEM, OF_F1),
        service.stress(SYSTEM, OF_F1),
    ]
    figures, wrong = 0, {}
    for answer in answers:
        count, off = counted_again(firm.db, answer, OF_F1)
        figures += count
        wrong |= off
    assert wrong == {}
    assert figures > 180


def test_a_figure_tells_what_it_is_made_of(firm: Firm) -> None:
    explain = ExplainService(firm.db, ids=IDS)
    found = identified(firm.service.liquidity(SYSTEM, OF_F1), IDS, every=True)
    told = explain.explain(SYSTEM, found.meta.figures["coverage"])
    assert told.numbers == "43,000,000.00 / 28,000,000.00 = 1.5357"
    assert (told.checked, told.definition and told.definition.id) == ("same", "risk.coverage")
    assert [part.value for part in told.inputs] == [43_000_000, 28_000_000]
    reserves = explain.explain(SYSTEM, found.meta.figures["uses.follow_on_reserves"])
    assert {row.amount for row in reserves.rows} == {2_000_000, 16_000_000}
    limits = identified(firm.service.limits(SYSTEM, OF_F1), IDS, every=True)
    used = explain.explain(SYSTEM, limits.meta.figures["limits[single_company].used"])
    assert used.numbers == "15,400,000.00 / 100,000,000.00 = 0.1540"
    assert [row.label for row in used.rows] != []
    by_lp = identified(firm.service.concentration(SYSTEM, OF_F1, by="lp"), IDS, every=True)
    part = explain.explain(SYSTEM, by_lp.meta.figures["groups[LPA].weight"])
    assert (part.value, part.recomputed) == (0.75, None)
    with pytest.raises(NotFound):  # an id grants nothing
        explain.figure(partner("id-other"), found.meta.figures["coverage"])


def test_a_what_if_is_taken_apart_by_an_id_that_says_what_was_asked(firm: Firm) -> None:
    service, explain = firm.service, ExplainService(firm.db, ids=IDS)
    day = date(2025, 11, 20)
    deals = [
        {"company": "ONE", "amount": Decimal(5_000_000)},
        {"company": "THREE", "amount": Decimal("2500000.55")},
        {"name": "A new one", "sector": "software", "geography": "Germany", "amount": Decimal(1)},
        {"name": "Nobody knows", "amount": Decimal(80_000_000)},
    ]  # fmt: skip
    for deal in deals:
        answer = service.pre_trade(SYSTEM, OF_F1, day=day, **deal)  # type: ignore[arg-type]
        count, wrong = counted_again(firm.db, answer, OF_F1)
        assert (wrong, count) == ({}, 20)
    first = service.pre_trade(SYSTEM, OF_F1, day=day, **deals[0])  # type: ignore[arg-type]
    figures = identified(first, IDS, every=True).meta.figures
    told = explain.explain(SYSTEM, figures["results[single_company].after"])
    assert told.numbers == "(15,400,000.00 + 5,000,000.00) / 100,000,000.00 = 0.2040"
    assert told.checked == "same"
    own = Own(
        name="Downturn", value_change=Decimal("-0.1"), companies={"ONE": Decimal("-0.5")},
        fx={"EUR": Decimal("-0.2")}, exit_delay_years=1,
    )  # fmt: skip
    answer = service.stress_own(SYSTEM, OF_F1, own)
    assert counted_again(firm.db, answer, OF_F1)[1] == {}
    nav = identified(answer, IDS, every=True).meta.figures["scenarios[Downturn].nav"]
    assert explain.figure(SYSTEM, nav).value == answer.scenarios[0].nav
    long = service.stress_own(SYSTEM, OF_F1, Own(name="x" * 150))
    assert identified(long, IDS).meta.figures == {}  # no id has room for that


def test_an_alert_leads_to_the_figure_that_broke_its_rule(firm: Firm) -> None:
    watch(firm.db, ["id-F1"], tell=lambda raised: None, today=date(2025, 11, 20))
    explain = ExplainService(firm.db, ids=IDS)
    found = identified(firm.service.alerts(SYSTEM, OF_F1), IDS)
    values = {}
    for row in found.alerts:
        if row.figure is not None:
            values[row.rule, row.entity.id] = explain.figure(SYSTEM, row.figure).value
    assert values["runway_short", "TWO"] == 5.0
    assert values["mark_stale", "FOUR"] == 183
    assert values["top_company", "F1"] == pytest.approx(30 / 79)
    assert values["limit_near", "sector:software"] == 0.274
    late = next(row for row in found.alerts if row.rule == "report_late")
    assert late.figure is None and "figure" in {note.field for note in found.notes}
