"""An investor's login sees what was published to it, and nothing of anybody else."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from services.cache import encode
from services.errors import GpError, NotFound
from services.lp_reporting.eyes import NOTHING_PUBLISHED
from services.scope import Scope
from tests.factories import LONG_KNOWN
from tests.lp_reporting.conftest import KNOWN, THEN, Firm, investor, publish

FUND = "id-AQ1"
EVERYTHING = Scope()
STRANGERS = ("L2", "L3", "L4", "Investor G", "id-L3", "id-L4")


@pytest.fixture(scope="module", autouse=True)
def packs(firm: Firm) -> None:
    """L1 was told of March and of June 2022; L3 has a pack that is not sealed yet. A flow that was
    learned of later changes L1's June."""
    publish(firm.db, FUND, "id-L1", as_of=date(2022, 3, 31), period="2022Q1",
            known_on=datetime(2022, 5, 10, tzinfo=UTC))  # fmt: skip
    publish(firm.db, FUND, "id-L1", as_of=date(2022, 6, 30))
    firm.facts.flow(FUND, "2022-05-31", "capital_call", 5, investor_id="id-L1",
                    known_from=datetime(2022, 9, 1, tzinfo=UTC))  # fmt: skip


def test_an_investor_sees_itself_by_the_clocks_of_its_latest_pack(firm: Firm) -> None:
    who = investor("id-L1", FUND)
    found = firm.service.overview(who, EVERYTHING)
    assert (found.lp_count, found.total_commitments, found.called, found.unfunded, found.nav) == (
        1, 600, 360, 300, 360,
    )  # fmt: skip
    assert (found.meta.as_of, found.meta.known_on) == (date(2022, 6, 30), KNOWN)
    assert (found.packs, found.ties, found.meta.data_quality) == (None, (), {})
    assert firm.service.overview(who, Scope(as_of=date(2022, 5, 1))).nav == 350
    assert [row.lp for row in firm.service.lps(who).rows] == ["L1"]
    assert firm.service.lps(who).totals.commitment == 600
    named = Scope(as_of=date(2022, 6, 30), known_on=KNOWN)  # as the figures of its answers say it
    assert firm.service.overview(who, named).called == 360
    staff = firm.service.lps(replace(who, roles=frozenset({"partner"}), investor_id=None), THEN)
    assert next(row for row in staff.rows if row.lp == "L1").called == 365


def test_an_investor_sees_no_quarter_that_was_not_published_to_it(firm: Firm) -> None:
    who = investor("id-L1", FUND)
    june, march = date(2022, 6, 30), date(2022, 3, 31)
    found = firm.service.overview(who)
    assert [point.date for point in found.recent] == [march, june]
    assert found.previous is not None and found.previous.date == march
    named = firm.service.overview(who, Scope(as_of=june, known_on=KNOWN))
    assert [point.date for point in named.recent][-1] == june
    first = firm.service.overview(who, Scope(as_of=march))
    assert (first.previous, [point.date for point in first.recent]) == (None, [march])
    assert [note.code for note in first.notes if note.field == "previous"] == ["not_published"]
    assert firm.service.capital_account(who, lp="L1", period="2022Q1").meta.as_of == march
    for period in ("2021Q4", "2022-01-01..2022-05-31"):
        asked = Scope(as_of=june, period=period)
        with pytest.raises(NotFound, match="published"):
            firm.service.capital_account(who, asked, lp="L1")
        with pytest.raises(NotFound, match="published"):
            firm.service.fees_and_carry(who, asked)


def test_no_answer_of_an_investor_names_another_one(firm: Firm) -> None:
    who = investor("id-L1", FUND)
    asked = firm.service
    answers = [
        asked.overview(who), asked.lps(who), asked.lp(who, "L1"), asked.capital_activity(who),
        asked.capital_account(who, lp="id-L1"), asked.exposure(who, "L1"),
        asked.fees_and_carry(who),
    ]  # fmt: skip
    for answer in answers:
        text = encode(answer).decode()
        assert not [name for name in STRANGERS if name in text], type(answer).__name__
    activity = asked.capital_activity(who)
    assert [(event.amount, len(event.lps)) for event in activity.events] == [
        (60, 1), (60, 1), (300, 1),
    ]  # fmt: skip
    assert all(flow.file is None for flow in asked.lp(who, "L1").flows)


@pytest.mark.parametrize("name", ["L2", "id-L3", "G", "nobody"])
def test_other_investors_do_not_exist(firm: Firm, name: str) -> None:
    who = investor("id-L1", FUND)
    for ask in (
        lambda: firm.service.lp(who, name),
        lambda: firm.service.capital_account(who, lp=name),
        lambda: firm.service.exposure(who, name),
    ):
        with pytest.raises(NotFound):
            ask()


def test_what_is_of_the_whole_fund_does_not_exist(firm: Firm) -> None:
    who = investor("id-L1", FUND)
    for ask in (
        firm.service.waterfall,
        firm.service.reconciliation,
        lambda p: firm.service.simulate(p, lifetime_proceeds=Decimal(1000)),
    ):
        with pytest.raises(NotFound):
            ask(who)


def test_without_a_published_pack_there_is_nothing_to_see(firm: Firm) -> None:
    for who in (investor("id-L3", FUND), investor("id-L1"), replace(
        investor("id-L1", FUND), investor_id=None
    )):  # fmt: skip
        with pytest.raises(GpError):
            firm.service.overview(who)
    with pytest.raises(NotFound, match=NOTHING_PUBLISHED):
        firm.service.lps(investor("id-L3", FUND))
    with pytest.raises(NotFound, match=NOTHING_PUBLISHED):
        firm.service.lps(investor("id-L1", FUND), Scope(as_of=date(2022, 3, 30)))
    other = firm.facts.fund("AQ7", known_from=LONG_KNOWN)
    firm.facts.commitment(other, "id-L1", "2021-01-01", 10)
    both = investor("id-L1", FUND, other)
    assert firm.service.overview(both).total_commitments == 600  # of AQ7 nothing is published
    with pytest.raises(NotFound, match=NOTHING_PUBLISHED):
        firm.service.overview(both, Scope(funds=("AQ7",)))
