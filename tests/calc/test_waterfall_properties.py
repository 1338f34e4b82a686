"""What holds for every waterfall, whatever its flows and terms."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from services.calc import irr
from services.calc.allocation import allocate
from services.calc.waterfall import (
    GRAIN,
    Deal,
    Terms,
    american,
    european,
    liquidation,
    tiers,
)
from services.calc.whole_tables import allocate_table

FIRST = date(2010, 1, 1)
unhurried = settings(deadline=None)  # the first power of a rate takes its time on a busy machine
CENT, NEARLY = Decimal("0.01"), Decimal("1E-8")
money = st.integers(1, 10**11).map(lambda cents: Decimal(cents) * CENT)
maybe = st.integers(0, 10**11).map(lambda cents: Decimal(cents) * CENT)


def rate(low, high):
    return st.integers(low, high).map(lambda points: Decimal(points) / 1000)


def dated(start, end, amounts=money, *, least=1, most=6):
    day = st.integers(start, end).map(lambda days: FIRST + timedelta(days=days))
    return st.lists(st.tuples(day, amounts), min_size=least, max_size=most)


@st.composite
def agreements(draw, **fixed):
    terms = {
        "preferred_return": draw(rate(0, 150)),
        "carry_rate": draw(rate(0, 400)),
        "catch_up_rate": draw(st.sampled_from([Decimal(1), Decimal(1), draw(rate(0, 1000))])),
        "hurdle": draw(st.sampled_from(["ledger", "irr"])),
    }
    return Terms(**terms | fixed)


calls, returns = dated(0, 3000), dated(200, 4000, most=8)


def parts(paid):
    return (paid.return_of_capital, paid.preferred_return, paid.catch_up_lp, paid.catch_up_gp,
            paid.split_lp, paid.split_gp)  # fmt: skip


@given(calls, returns, agreements())
@unhurried
def test_every_payment_is_its_tiers_and_nothing_is_lost(called, paid, terms):
    run = european(contributions=called, distributions=paid, terms=terms)
    assert all(payment.tiers.total == payment.amount for payment in run.payments)
    assert all(part >= 0 for payment in run.payments for part in parts(payment.tiers))
    assert run.distributed == sum(amount for _, amount in paid) == run.lp_total + run.carry
    assert run.unreturned_capital >= 0
    assert run.unpaid_preferred >= 0
    if terms.hurdle == "ledger":
        assert run.tiers.return_of_capital + run.unreturned_capital == run.contributed


@given(calls, returns, agreements(catch_up_rate=Decimal(1)))
@unhurried
def test_after_a_full_catch_up_carry_is_its_share_of_all_profit_exactly(called, paid, terms):
    run = european(contributions=called, distributions=paid, terms=terms)
    if run.payments[-1].tiers.split:
        assert abs(run.carry - terms.carry_rate * run.tiers.profit) <= GRAIN
        if not run.unreturned_capital and terms.hurdle == "ledger":
            assert run.carry == terms.carry_rate * run.profit


@given(dated(0, 1500), dated(1600, 4000), agreements())
@unhurried
def test_there_is_no_carry_before_investors_have_their_hurdle(called, paid, terms):
    run = european(contributions=called, distributions=paid, terms=terms)
    flows = [(day, -amount) for day, amount in called]
    flows += [(payment.day, payment.tiers.lp) for payment in run.payments]
    found = irr.solve([day for day, _ in flows], [amount for _, amount in flows])
    assert found.irr is not None
    hurdle = float(terms.preferred_return)
    if run.carry > 0:
        assert found.irr > hurdle - 1e-9
        assert run.preferred_shortfall <= NEARLY
    if found.irr < hurdle - 1e-9:
        assert run.carry == 0


@given(dated(0, 1500), dated(1600, 4000), agreements(hurdle="ledger"))
@unhurried
def test_both_hurdles_agree_while_all_calls_come_first(called, paid, terms):
    other = Terms(**{name: getattr(terms, name) for name in ("preferred_return", "carry_rate",
                  "catch_up_rate")}, hurdle="irr")  # fmt: skip
    one = european(contributions=called, distributions=paid, terms=terms)
    two = european(contributions=called, distributions=paid, terms=other)
    assert one.tiers == two.tiers
    assert one.clawback <= NEARLY


@given(maybe, maybe, maybe, rate(0, 400), rate(0, 1000))
@unhurried
def test_carry_follows_the_closed_form(proceeds, capital, preferred, carry, catch_up):
    found = tiers(
        proceeds=proceeds,
        capital_to_return=capital,
        preferred_return_due=preferred,
        carry_rate=carry,
        catch_up_rate=catch_up,
    )
    profit = proceeds - capital
    beyond = max(Decimal(0), profit - preferred)
    caught = catch_up > carry
    closed = min(catch_up * beyond, carry * profit) if caught else carry * beyond
    assert abs(found.gp - max(Decimal(0), closed)) <= NEARLY
    assert found.total == proceeds


@given(calls, returns, agreements(), money)
@unhurried
def test_more_proceeds_are_less_for_nobody(called, paid, terms, more):
    last = max(paid, key=lambda flow: flow[0])[0] + timedelta(days=1)
    one = european(contributions=called, distributions=[*paid, (last, Decimal(0))], terms=terms)
    two = european(contributions=called, distributions=[*paid, (last, more)], terms=terms)
    for before, after in zip(parts(one.tiers), parts(two.tiers), strict=True):
        assert after >= before
    assert two.distributed - one.distributed == more


@given(calls, returns, agreements(), st.data())
@unhurried
def test_paying_in_two_parts_on_one_day_changes_nothing(called, paid, terms, data):
    which = data.draw(st.integers(0, len(paid) - 1))
    day, amount = paid[which]
    part = Decimal(data.draw(st.integers(0, int(amount * 100)))) * CENT
    split = [*paid[:which], (day, part), (day, amount - part), *paid[which + 1 :]]
    one = european(contributions=called, distributions=paid, terms=terms)
    two = european(contributions=called, distributions=split, terms=terms)
    assert max(abs(a - b) for a, b in zip(parts(one.tiers), parts(two.tiers), strict=True)) < NEARLY
    assert abs(one.unpaid_preferred - two.unpaid_preferred) < NEARLY


@given(
    calls,
    returns,
    st.lists(st.integers(1, 10**6), min_size=1, max_size=12),
    st.lists(agreements(), min_size=12, max_size=12),
    agreements(),
    maybe,
    st.booleans(),
)
@unhurried
def test_investors_add_up_to_the_fund_to_the_cent(
    called, paid, commitments, letters, terms, value, side_letters
):
    """Each investor's own waterfall, side letters or not; cents come last."""
    weights = {n: Decimal(weight) for n, weight in enumerate(commitments)}
    into = [(day, allocate(amount, weights)) for day, amount in called]
    back = [(day, allocate(amount, weights, unit=GRAIN)) for day, amount in paid]
    worth = allocate(value, weights, unit=GRAIN)
    end = FIRST + timedelta(days=4100)
    found = {}
    for n in weights:
        gross = european(
            contributions=[(day, each[n]) for day, each in into],
            distributions=[*((day, each[n]) for day, each in back), (end, worth[n])],
            terms=letters[n] if side_letters else terms,
        )
        found[n] = gross.tiers
    rows = {
        n: dict(zip(("roc", "pref", "catch", "caught", "split", "carry"), parts(t), strict=True))
        for n, t in found.items()
    }
    shared = allocate_table(rows)
    proceeds = sum(amount for _, amount in paid) + value
    assert sum(sum(row.values()) for row in shared.values()) == proceeds
    for n, row in shared.items():
        assert abs(sum(row.values()) - found[n].total) < CENT


@given(calls, returns, agreements(), maybe)
@unhurried
def test_a_value_after_payments_by_the_agreement_is_one_more_payment(called, paid, terms, value):
    end = FIRST + timedelta(days=4100)
    whole = european(contributions=called, distributions=[*paid, (end, value)], terms=terms)
    past = european(contributions=called, distributions=paid, terms=terms)
    found = liquidation(
        contributions=called,
        lp_distributions=[(payment.day, payment.tiers.lp) for payment in past.payments],
        carry_paid=[(payment.day, payment.tiers.gp) for payment in past.payments],
        value=value,
        day=end,
        terms=terms,
    )
    assert found.run.distributed == whole.distributed
    assert abs(found.run.carry - whole.carry) < NEARLY
    assert abs(found.run.tiers.preferred_return - whole.tiers.preferred_return) < NEARLY
    assert abs(found.run.clawback - whole.clawback) < NEARLY
    assert found.outcome.total == value


@st.composite
def portfolios(draw):
    deals = []
    for n in range(draw(st.integers(1, 5))):
        paid = draw(dated(200, 4000, most=4))
        last = max(day for day, _ in paid)
        deals.append(
            Deal(
                key=str(n),
                contributions=draw(dated(0, 150, most=3)),
                distributions=paid,
                expenses=draw(dated(0, 150, least=0, most=2)),
                written_off=draw(dated(100, 4000, least=0, most=2)),
                realized=draw(st.sampled_from([None, last])),
            )
        )
    return deals


@given(portfolios(), agreements(style="american"), st.booleans())
@unhurried
def test_deal_by_deal_nothing_is_lost_either(deals, terms, carry_forward):
    run = american(deals=deals, terms=terms, loss_carry_forward=carry_forward)
    assert all(payment.tiers.total == payment.amount for payment in run.payments)
    assert all(part >= 0 for payment in run.payments for part in parts(payment.tiers))
    assert run.distributed == sum(a for deal in deals for _, a in deal.distributions)
    assert run.contributed == sum(part.contributed for part in run.deals)
    assert run.tiers.return_of_capital + run.unreturned_capital == run.contributed
    assert 0 <= run.clawback <= run.carry
    kept = run.carry - run.clawback
    assert kept <= terms.carry_rate * max(run.profit, Decimal(0)) + NEARLY


@given(dated(0, 100, most=3), dated(200, 4000, most=5), agreements(hurdle="ledger"))
@unhurried
def test_one_deal_is_a_whole_fund(called, paid, terms):
    one = american(deals=[Deal(key="a", contributions=called, distributions=paid)], terms=terms)
    two = european(contributions=called, distributions=paid, terms=terms)
    assert one.tiers == two.tiers
    assert one.unpaid_preferred == two.unpaid_preferred


@unhurried
@given(calls, returns, agreements(), st.integers(2, 50))
def test_an_investor_of_twice_the_size_gets_twice_as_much(called, paid, terms, times):
    one = european(contributions=called, distributions=paid, terms=terms)
    many = european(
        contributions=[(day, amount * times) for day, amount in called],
        distributions=[(day, amount * times) for day, amount in paid],
        terms=terms,
    )
    for small, large in zip(parts(one.tiers), parts(many.tiers), strict=True):
        assert abs(small * times - large) < NEARLY
    assert abs(one.clawback * times - many.clawback) < NEARLY
