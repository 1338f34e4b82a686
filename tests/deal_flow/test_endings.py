"""Why deals ended, of what kind they were, and what the market did with those passed on."""

from __future__ import annotations

from datetime import date

from services.scope import SYSTEM, Scope
from tests.deal_flow.conftest import Q2, Pipeline, codes


def test_reasons_are_counted_by_the_furthest_stage_and_by_person(dozen: Pipeline) -> None:
    found = dozen.service.pass_reasons(SYSTEM, Q2)
    told = {(row.reason, row.stage, row.owner): (row.deals, row.share) for row in found.reasons}
    assert told == {
        ("valuation", "screened", "U1"): (1, 1 / 3),
        ("team", "sourced", "U2"): (1, 1 / 3),
        ("not given", "term_sheet", "U1"): (1, 1 / 3),
    }
    assert (found.ended, found.fill_rate) == (3, 2 / 3)
    assert found.by_stage == {"sourced": 1, "screened": 1, "term_sheet": 1, "closed": 0}
    assert "reason_not_given" in codes(found)


def test_a_window_in_which_nothing_ended_has_no_share_of_reasons(dozen: Pipeline) -> None:
    found = dozen.service.pass_reasons(SYSTEM, Scope(as_of=date(2025, 6, 30), period="2019"))
    assert (found.ended, found.fill_rate, found.reasons) == (0, None, ())
    assert "none_ended" in codes(found)


def test_a_dimension_that_is_known_of_few_deals_is_not_broken_down(dozen: Pipeline) -> None:
    found = dozen.service.mix(SYSTEM, Q2)
    assert found.fill_rates == {
        "sector": 4 / 9, "stage": 1 / 9, "geography": 0, "check_size": 3 / 9
    }  # fmt: skip
    assert found.excluded == ("stage", "geography")
    assert {"low_coverage"} <= codes(found)
    parts = {(part.dimension, part.name): part for part in found.parts}
    assert {dimension for dimension, _ in parts} == {"sector", "check_size"}
    software = parts["sector", "Software"]
    # nobody said of what sector those of the first quarter were, but for one
    assert (software.deals, software.share, software.closed, software.previous_share) == (
        3,
        1 / 3,
        1,
        0,
    )
    assert parts["sector", "not given"].deals == 5
    assert [part.name for part in found.parts if part.dimension == "check_size"] == [
        "under 0.5m", "1m to 2m", "2m to 5m", "not given",
    ]  # fmt: skip
    for dimension in ("sector", "check_size"):
        assert sum(p.deals for p in found.parts if p.dimension == dimension) == 9


def test_of_many_values_the_rarest_are_one_part(pipeline: Pipeline) -> None:
    for place in range(12):
        for twin in range(2 if place < 7 else 1):
            pipeline.deal(f"D{place}-{twin}", "2025-05-01", sector=f"S{place:02}")
    parts = pipeline.service.mix(SYSTEM, Q2).parts
    assert [(part.name, part.deals) for part in parts][-2:] == [("S06", 2), ("Other", 5)]
    assert len(parts) == 8


def test_what_we_passed_on_is_matched_by_name_with_what_a_provider_tells(
    pipeline: Pipeline,
) -> None:
    pipeline.dozen()
    facts = pipeline.facts
    usd = {"currency": "USD"}
    facts.market_round("tern robotics", day="2025-05-20", stage="Series B", amount=8_000_000,
                       post_money=40_000_000, source="Rounds", **usd)  # fmt: skip
    facts.market_round("c:tern", company_name="Tern-Robotics", day="2025-06-10", source="Rounds")
    facts.market_round(
        "tern robotics", day="2025-04-10", amount=1, source="Rounds", **usd
    )  # before
    facts.market_round("tern robotics", day="2025-05-20", amount=9, source="Press", **usd)
    facts.market_round("tern robotics", day="2025-07-20", amount=9, source="Rounds", **usd)  # later
    facts.market_round("tern", day="2025-05-20", amount=9, source="Rounds", **usd)  # another name
    facts.market_round(
        "tern robotics", day="2025-06-01", amount=9, counts=False, source="Rounds", **usd
    )
    facts.market_exit("Quill Bio", day="2025-06-20", source="Exits")
    found = pipeline.service.decisions(SYSTEM, Q2)
    assert (found.passed, found.raised_since) == (3, 2)
    tern, quill, other = found.decisions
    assert (tern.deal, tern.reason, tern.decided_on) == ("D02", "valuation", date(2025, 4, 10))
    assert (tern.later_rounds, tern.undisclosed_rounds, tern.later_raised) == (2, 1, 8_000_000)
    assert (tern.last_round_date, tern.last_post_money) == (date(2025, 6, 10), None)
    assert (tern.source, quill.source, other.source) == ("Rounds", "Exits", None)
    assert (quill.deal, quill.outcome, quill.stage, quill.exited) == (
        "D10",
        "lost",
        "term_sheet",
        "ma",
    )
    assert (other.deal, other.later_rounds, other.later_raised) == ("D07", 0, None)
    assert found.meta.source == "Exits, Rounds"
    assert {"matched_by_name", "undisclosed"} <= codes(found)
    early = pipeline.service.decisions(SYSTEM, Scope(as_of=date(2025, 6, 1), period="2025Q2"))
    # D09 had been passed then and not yet been taken up again
    assert [row.later_rounds for row in early.decisions] == [1, 0, 0]
    # of two providers that tell as much the first by name counts, and never both
    assert (early.decisions[0].source, early.decisions[0].later_raised) == ("Press", 9)
