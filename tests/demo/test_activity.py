"""What the demonstration firm does: deals it looks at, what its people do, the market around it."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from statistics import median

from services.demo import boards, market_activity, pipeline, team
from services.demo.people import TEAM
from services.demo.portfolio import PORTFOLIOS

WAY = ("sourced", "screened", "term_sheet", "closed")


def reached(deal: pipeline.Deal, stage: str) -> bool:
    return any(WAY.index(e.stage) >= WAY.index(stage) for e in deal.events if e.stage in WAY)


def test_fifteen_hundred_deals_end_as_their_history_says() -> None:
    deals = pipeline.deals()

    assert len(deals) == 1500
    for deal in deals:
        times = [event.at for event in deal.events]
        assert times == sorted(times)
        assert deal.events[0].stage == "sourced"
        assert deal.events[0].at.date() == deal.sourced
        last = deal.events[-1].stage
        assert deal.outcome == (last if last in ("closed", "passed", "lost") else "open")
        assert deal.ended is None or deal.ended <= pipeline.END


def test_a_few_deals_skip_a_stage_and_a_few_go_back_one() -> None:
    stages = [[event.stage for event in deal.events] for deal in pipeline.deals()]

    assert 2 <= sum("term_sheet" in way and "screened" not in way for way in stages) <= 15
    assert 2 <= sum(way.count("screened") > 1 for way in stages) <= 15


def test_channels_differ_in_what_comes_of_their_deals() -> None:
    screened: dict[str, list[bool]] = defaultdict(list)
    for deal in pipeline.deals():
        screened[deal.channel].append(reached(deal, "screened"))
    rates = {channel: sum(found) / len(found) for channel, found in screened.items()}

    assert set(rates) == set(pipeline.CHANNELS)
    assert len(screened["inbound"]) == max(len(found) for found in screened.values())
    assert rates["inbound"] < 0.25 < 0.5 < rates["founder_network"]


def test_every_first_investment_of_the_two_funds_came_through_the_pipeline() -> None:
    closed = {(d.fund, d.company): d for d in pipeline.deals() if d.outcome == "closed"}
    bought = {(f, code) for f in ("AQ1", "AQ2") for code in PORTFOLIOS[f].held}

    assert set(closed) == bought
    assert len(closed) == 28
    for (fund, code), deal in closed.items():
        first = next(lot for lot in PORTFOLIOS[fund].lots if lot.company == code)
        assert deal.ended == first.date


def test_reasons_to_pass_are_given_but_for_some() -> None:
    passed = [deal for deal in pipeline.deals() if deal.outcome == "passed"]
    blank = sum(not deal.reason for deal in passed)

    assert 0.08 < blank / len(passed) < 0.20
    assert not any(deal.reason for deal in pipeline.deals() if deal.outcome in ("open", "closed"))


def test_every_channel_costs_something_in_every_quarter() -> None:
    costs = list(pipeline.costs())

    assert len(costs) == 7 * 21
    assert costs[-1][2] == date(2026, 9, 30)


def test_eight_people_did_four_thousand_things_in_two_years() -> None:
    done = team.activities()
    by_person = Counter(activity.user for activity in done)

    assert len(TEAM) == 8
    assert len(done) == 4000
    assert set(by_person) == {person.code for person in TEAM}
    assert max(by_person.values()) > 2 * min(by_person.values())
    assert (done[0].at.date(), done[-1].at.date()) >= (date(2024, 10, 1), date(2026, 9, 1))


def test_answers_have_a_long_tail() -> None:
    hours = [a.hours for a in team.activities() if a.hours is not None]

    assert median(hours) < 12
    assert max(hours) > 100


def test_boards_meet_and_three_meetings_are_overdue() -> None:
    seats = list(boards.seats())
    due = [seat[4] for seat in seats if seat[4] is not None]

    assert len({seat[0] for seat in seats}) == 62
    assert sum(day < boards.NOW for day in due) == 3
    assert sum(seat[3] is None and seat[4] is None for seat in seats) == 2


def test_three_thousand_rounds_are_known_and_the_last_quarter_is_thin() -> None:
    rounds = market_activity.rounds()
    quarters = Counter((r.date.year, (r.date.month + 2) // 3) for r in rounds)

    assert len(rounds) == 3000
    assert len(quarters) == 12
    assert quarters[2026, 3] < 0.9 * quarters[2026, 2]
    assert {r.stage for r in rounds} == set(market_activity.STAGES)
    assert 0.08 < sum(r.amount is None for r in rounds) / 3000 < 0.18
    assert all(r.post_money == r.pre_money + r.amount for r in rounds if r.pre_money and r.amount)


def test_medians_rise_from_seed_to_growth() -> None:
    amounts: dict[str, list[Decimal]] = defaultdict(list)
    for r in market_activity.rounds():
        if r.amount is not None:
            amounts[r.stage].append(r.amount)
    medians = [median(amounts[stage]) for stage in market_activity.STAGES]

    assert medians == sorted(medians)
    assert 2_000_000 < medians[0] < 5_000_000


def test_three_hundred_exits_are_sales_and_listings() -> None:
    exits = market_activity.exits()
    types = Counter(e.type for e in exits)

    assert len(exits) == 300
    assert 0.05 < types["ipo"] / 300 < 0.25
    assert all(e.value for e in exits if e.type == "ipo")
    assert sum(e.value is None for e in exits) > 60
