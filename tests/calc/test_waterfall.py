"""Waterfalls whose every step can be checked by hand: 365 days are a year, rates are round."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from services.calc.waterfall import (
    Deal,
    Terms,
    Tiers,
    american,
    clawback,
    european,
    liquidation,
    tiers,
)

BOUGHT, ONE_YEAR, TWO_YEARS = date(2021, 1, 1), date(2022, 1, 1), date(2023, 1, 1)
TEN = Terms(preferred_return=Decimal("0.10"), carry_rate=Decimal("0.20"))
NO_PREFERRED = Terms(preferred_return=Decimal(0), carry_rate=Decimal("0.20"), style="american")


def on(day, amount):
    return [(day, Decimal(str(amount)))]


def plain(found: Tiers):
    names = ("return_of_capital", "preferred_return", "catch_up_lp", "catch_up_gp",
             "split_lp", "split_gp")  # fmt: skip
    return [float(getattr(found, name)) for name in names]


def share(proceeds, *, carry="0.20", catch_up="1", capital=100, preferred=36, **before):
    return tiers(
        proceeds=Decimal(str(proceeds)),
        capital_to_return=Decimal(capital),
        preferred_return_due=Decimal(preferred),
        carry_rate=Decimal(carry),
        catch_up_rate=Decimal(catch_up),
        **{name: Decimal(amount) for name, amount in before.items()},
    )


def test_each_tier_is_full_before_the_next_one_begins():
    assert plain(share(90)) == [90, 0, 0, 0, 0, 0]
    assert plain(share(120)) == [100, 20, 0, 0, 0, 0]
    assert plain(share(140)) == [100, 36, 0, 4, 0, 0]
    assert plain(share(150)) == [100, 36, 0, 9, 4, 1]
    assert share(150).gp == Decimal("0.2") * 50
    assert plain(share(-5)) == [-5, 0, 0, 0, 0, 0]


def test_half_a_catch_up_takes_longer_and_ends_at_the_same_share():
    # x = 0.2 * 36 / (0.5 - 0.2) = 24, half of it the general partner's
    assert plain(share(160, catch_up="0.5")) == [100, 36, 12, 12, 0, 0]
    assert plain(share(200, catch_up="0.5")) == [100, 36, 12, 12, 32, 8]
    assert share(200, catch_up="0.5").gp == 20


def test_without_a_catch_up_carry_is_on_what_exceeds_the_hurdle_only():
    for rate in ("0", "0.1", "0.2"):
        assert plain(share(200, catch_up=rate)) == [100, 36, 0, 0, 51.2, 12.8]


def test_what_was_shared_before_counts_in_the_catch_up():
    # of 50 shared before the general partner has 4 instead of 10: it lacks 6, and 7.5 catch up
    found = share(30, capital=0, preferred=0, profit_paid="50", carry_paid="4")
    assert plain(found) == [0, 0, 0, 7.5, 18, 4.5]
    assert found.gp + 4 == Decimal("0.2") * 80


def test_tiers_add_up_and_take_away():
    one, other = share(150), share(120)
    assert (one + other).total == 270
    assert plain(one - other) == [0, 16, 0, 9, 4, 1]
    assert (one.lp, one.gp, one.catch_up, one.split, one.profit) == (140, 10, 9, 5, 50)


@pytest.mark.parametrize(
    "wrong",
    [{"style": "asian"}, {"hurdle": "none"}, {"carry_rate": Decimal(2)}, {"preferred_return": -1},
     {"catch_up_rate": Decimal("1.1")}],
)  # fmt: skip
def test_terms_that_are_none_are_refused(wrong):
    with pytest.raises(ValueError):
        Terms(**{"preferred_return": Decimal(0), "carry_rate": Decimal(0)} | wrong)


def test_the_return_compounds_yearly_on_what_is_not_back():
    run = european(
        contributions=on(BOUGHT, 100),
        distributions=[*on(ONE_YEAR, 60), *on(TWO_YEARS, 100)],
        terms=TEN,
    )
    # a year on 110 - 60 = 50 are owed, 40 of them capital; another year on 55
    first, last = (plain(payment.tiers) for payment in run.payments)
    assert first == [60, 0, 0, 0, 0, 0]
    assert last == [40, 15, 0, 3.75, 33, 8.25]
    assert (run.carry, run.lp_total, run.profit, run.gp_share_of_profit) == (12, 148, 60, 0.2)
    assert (run.unreturned_capital, run.unpaid_preferred, run.clawback) == (0, 0, 0)


@pytest.mark.parametrize("hurdle", ["ledger", "irr"])
def test_a_former_rate_of_the_return_counts_until_it_was_amended(hurdle):
    terms = Terms(
        preferred_return=Decimal("0.10"),
        carry_rate=Decimal("0.20"),
        hurdle=hurdle,
        preferred_before=((date(2021, 1, 1), Decimal(0)), (date(2022, 1, 1), Decimal("0.08"))),
    )
    # 100 called in 2020 earn nothing until 2021, 8 % in 2021 and 10 % of 108 in 2022
    called, paid = [(date(2020, 1, 1), Decimal(100))], [(date(2023, 1, 1), Decimal(150))]
    run = european(contributions=called, distributions=paid, terms=terms)
    assert run.tiers.preferred_return == Decimal("18.8")
    assert (run.tiers.catch_up_gp, run.carry) == (Decimal("4.7"), 10)
    deal = Deal(key="C1", contributions=called, distributions=[(date(2022, 7, 2), Decimal(110))])
    # half of 2022: 108 x 1.1^(182/365)
    alone = american(deals=[deal], terms=terms)
    assert float(alone.unpaid_preferred) == pytest.approx(108 * 1.1 ** (182 / 365) - 110)
    with pytest.raises(ValueError, match="above -1"):
        replace(terms, preferred_before=((date(2021, 1, 1), Decimal(-1)),))


def test_what_is_owed_goes_on_earning_its_return_after_the_last_flow():
    run = european(contributions=on(BOUGHT, 100), distributions=[], terms=TEN, as_of=TWO_YEARS)
    assert (run.unreturned_capital, run.unpaid_preferred) == (100, 21)
    assert (run.preferred_shortfall, run.clawback, run.gp_share_of_profit) == (121, 0, None)
    early = european(
        contributions=on(BOUGHT, 100), distributions=on(TWO_YEARS, 500), terms=TEN, as_of=ONE_YEAR
    )
    assert (early.payments, early.unpaid_preferred) == ((), 10)


def late_call(hurdle, **more):
    terms = Terms(preferred_return=Decimal("0.10"), carry_rate=Decimal("0.20"), hurdle=hurdle,
                  **more)  # fmt: skip
    return european(
        contributions=[*on(BOUGHT, 100), *on(TWO_YEARS, 20)],
        distributions=[*on(ONE_YEAR, 200), *on(TWO_YEARS, 50)],
        terms=terms,
    )


def test_a_late_call_comes_back_first_by_the_ledger():
    run = late_call("ledger")
    assert plain(run.payments[0].tiers) == [100, 10, 0, 2.5, 70, 17.5]
    assert plain(run.payments[1].tiers) == [20, 0, 0, 0, 24, 6]
    assert (run.carry, run.profit, run.clawback) == (26, 130, 0)


def test_a_late_call_is_covered_by_what_came_earlier_where_the_rate_alone_is_tested():
    run = late_call("irr")
    assert plain(run.payments[1].tiers) == [0, 0, 0, 0, 40, 10]
    assert (run.carry, run.clawback, run.unreturned_capital) == (30, 4, 0)
    assert late_call("irr", clawback=False).clawback == 0


def test_a_reversal_takes_back_the_tiers_paid_last():
    paid = european(contributions=on(BOUGHT, 100), distributions=on(ONE_YEAR, 111), terms=TEN)
    undone = european(
        contributions=[*on(BOUGHT, 140), *on(BOUGHT, -40)],
        distributions=[*on(ONE_YEAR, 200), *on(ONE_YEAR, -89)],
        terms=TEN,
    )
    assert plain(undone.tiers) == plain(paid.tiers) == [100, 10, 0, 1, 0, 0]
    assert undone.profit == paid.profit == 11
    over = european(contributions=on(BOUGHT, 100), distributions=on(BOUGHT, -5), terms=TEN)
    assert (over.unreturned_capital, over.tiers.return_of_capital) == (105, -5)
    refunded = european(
        contributions=[*on(BOUGHT, 100), *on(ONE_YEAR, -105)], distributions=[], terms=TEN
    )
    assert (refunded.unreturned_capital, refunded.unpaid_preferred) == (0, 5)


def test_a_value_is_shared_after_what_was_really_paid():
    found = liquidation(
        contributions=on(BOUGHT, 100),
        lp_distributions=on(ONE_YEAR, 60),
        value=Decimal(100),
        day=TWO_YEARS,
        terms=TEN,
    )
    assert (found.capital_due, found.preferred_due) == (40, 15)
    assert plain(found.outcome) == [40, 15, 0, 3.75, 33, 8.25]
    assert plain(found.run.tiers) == [100, 15, 0, 3.75, 33, 8.25]
    assert (found.run.profit, found.run.carry, found.run.clawback) == (60, 12, 0)


def sold(value, *, received, carried=0, **terms):
    return liquidation(
        contributions=on(BOUGHT, 100),
        lp_distributions=on(ONE_YEAR, received),
        carry_paid=on(ONE_YEAR, carried) if carried else (),
        value=Decimal(value),
        day=ONE_YEAR,
        terms=Terms(preferred_return=Decimal("0.10"), carry_rate=Decimal("0.20"), **terms),
    )


def test_carry_that_was_never_paid_is_caught_up_from_the_value():
    found = sold(40, received=160)
    assert plain(found.outcome) == [0, 0, 0, 15, 20, 5]
    assert plain(found.run.payments[0].tiers) == [100, 10, 0, 0, 50, 0]
    assert found.run.carry == Decimal("0.2") * found.run.profit == 20


def test_carry_paid_on_a_gain_that_went_again_comes_back():
    assert sold(0, received=60, carried=5).run.clawback == 5
    assert sold(0, received=60, carried=5, clawback=False).run.clawback == 0
    # 20 of profit and the hurdle reached: 4 of 8 were right
    assert sold(0, received=112, carried=8).run.clawback == 4
    # the investors lack 2 of their hurdle, the carry is 2 beyond its share: the same 2 once
    assert sold(0, received=108, carried=4).run.clawback == Decimal("2")
    returned = liquidation(
        contributions=on(BOUGHT, 100), lp_distributions=on(ONE_YEAR, 112),
        carry_paid=[*on(ONE_YEAR, 8), *on(TWO_YEARS, -4)], value=Decimal(0), day=TWO_YEARS,
        terms=TEN,
    )  # fmt: skip
    assert (returned.run.carry, returned.run.distributed) == (4, 116)


def test_the_larger_of_both_tests_is_owed_and_never_more_than_the_carry():
    def owed(carry, profit, shortfall):
        return clawback(carry_paid=Decimal(carry), carry_rate=Decimal("0.2"),
                        profit=Decimal(profit), preferred_shortfall=Decimal(shortfall))  # fmt: skip

    assert [owed(4, 10, 0), owed(4, 10, 3), owed(4, 10, 30), owed(2, 10, 0), owed(4, -10, 0)] == [
        2, 3, 4, 0, 4,
    ]  # fmt: skip


def deal(key, cost, proceeds, *, out=TWO_YEARS, bought=BOUGHT, **more):
    return Deal(key=key, contributions=on(bought, cost), distributions=on(out, proceeds),
                realized=out, **more)  # fmt: skip


def test_a_realised_loss_comes_back_with_its_return_before_carry():
    deals = [deal("a", 100, 60, out=ONE_YEAR), deal("b", 100, 220)]
    run = american(deals=deals, terms=TEN)
    # a lacks 40 and 10, a year on 15; of b 100 and 21 are due
    assert plain(run.deals[1].tiers) == [140, 36, 0, 9, 28, 7]
    assert (run.deals[0].written_off, run.deals[0].unreturned_capital) == (40, 0)
    assert (run.deals[1].recovered, run.carry, run.clawback) == (55, 16, 0)
    alone = american(deals=deals, terms=TEN, loss_carry_forward=False)
    assert [part.carry for part in alone.deals] == [0, 24]
    assert (alone.clawback, alone.deals[0].unpaid_preferred) == (8, 15)
    assert alone.deals[0].unreturned_capital == 40


def test_carry_on_a_winner_comes_back_when_the_rest_of_the_fund_fails():
    winner = deal("a", 100, 200, out=ONE_YEAR)
    # profit 40: 8 are right; the investors have their hurdle but for 242 - 198 - 40 = 4
    assert american(deals=[winner, deal("b", 100, 40)], terms=TEN).clawback == 12
    # profit 10: 2 would be right, but the investors lack 34 of their hurdle
    run = american(deals=[winner, deal("b", 100, 10)], terms=TEN)
    assert (run.carry, run.clawback, run.preferred_shortfall) == (20, 20, 34)


def test_a_write_off_is_recovered_by_others_and_comes_back_if_it_was_wrong():
    marked_down = Deal(
        key="a",
        contributions=on(BOUGHT, 100),
        written_off=on(ONE_YEAR, 50),
        distributions=on(TWO_YEARS, 80),
        realized=TWO_YEARS,
    )
    run = american(deals=[marked_down, deal("b", 100, 200, out=ONE_YEAR)], terms=NO_PREFERRED)
    assert [part.carry for part in run.deals] == [6, 10]
    assert (run.deals[1].recovered, run.profit, run.clawback) == (50, 80, 0)
    written_up = Deal(
        key="a",
        contributions=on(BOUGHT, 100),
        written_off=[*on(BOUGHT, 50), *on(BOUGHT, -30)],
        distributions=(),
    )
    assert american(deals=[written_up], terms=NO_PREFERRED).deals[0].written_off == 20


def test_expenses_come_back_with_the_deals_they_belong_to():
    run = american(
        deals=[deal("a", 100, 0), deal("b", 300, 415, expenses=on(BOUGHT, 10))],
        expenses=on(BOUGHT, 20),
        terms=NO_PREFERRED,
        loss_carry_forward=False,
    )
    assert [part.expenses for part in run.deals] == [5, 25]
    assert [part.carry for part in run.deals] == [0, 18]
    assert (run.contributed, run.profit, run.clawback) == (430, -15, 18)
    idle = american(deals=[], expenses=on(BOUGHT, 20), terms=NO_PREFERRED)
    assert (idle.contributed, idle.profit, idle.deals) == (20, -20, ())


def test_a_reversed_sale_opens_the_deal_again():
    undone = Deal(
        key="a", contributions=on(BOUGHT, 100),
        distributions=[*on(ONE_YEAR, 150), *on(ONE_YEAR, -150)],
    )  # fmt: skip
    run = american(deals=[undone], terms=TEN, as_of=TWO_YEARS)
    assert (run.carry, run.unreturned_capital, run.unpaid_preferred) == (0, 100, 21)
    assert run.as_of == TWO_YEARS
