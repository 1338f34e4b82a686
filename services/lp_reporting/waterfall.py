"""The waterfall of a fund with its arithmetic: by tier, by distribution, by investor, and if."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal

from services.calc import irr, multiples
from services.calc.accounts import NOTHING
from services.calc.exchange import CENT
from services.calc.waterfall import AMERICAN, IRR, DealPart, Payment, Terms, Tiers
from services.envelope import Note
from services.errors import Fault, InvalidInput
from services.fund_performance.rates import shown
from services.lp_reporting.records import Records
from services.lp_reporting.results.waterfall import (
    DealCarry,
    Effects,
    PaidTiers,
    PerLp,
    SoldAt,
    Split,
    Tier,
    Waterfall,
)
from services.partners import (
    Agreement,
    Partnership,
    Pool,
    Share,
    Shared,
    paid,
    pool,
    total,
    waterfall_of,
)

SHARES_OF_VALUE = (Decimal("0.6"), Decimal("0.8"), Decimal(1), Decimal("1.2"))
LABELS = {
    "return_of_capital": "Return of capital",
    "preferred_return": "Preferred return",
    "catch_up": "GP catch-up",
    "split": "Split",
}
LARGEST = Decimal(10) ** 15


def waterfall(records: Records) -> Waterfall:
    """The agreement's waterfall were everything sold at its value on as_of, and at parts of it."""
    fund = records.only_fund()
    agreed = fund.agreement()
    found = pool(fund, agreed=agreed)
    if found is None:
        return _without_terms(records, fund, agreed)
    if found.value is None:
        return _shown(records, fund, found, NOTHING, value_known=False)
    return _shown(records, fund, found, found.value, sold_at=True)


def simulated(
    records: Records,
    *,
    agreed: Agreement,
    day: date,
    lifetime_proceeds: Decimal | None = None,
    value_share: Decimal | None = None,
) -> Waterfall:
    """What if: all that is ever paid out is `lifetime_proceeds`, or the portfolio is sold at a
    share of its value on as_of; the rest is paid on `day`, up to which the return accrues.

    InvalidInput where less is named than was paid out already, or nothing is known to sell.
    """
    fund = records.only_fund()
    found = pool(fund, day=day, agreed=agreed)
    if found is None:
        raise _fault("terms", "A waterfall needs a preferred return and a carry rate.")
    if lifetime_proceeds is not None:
        value = lifetime_proceeds.quantize(CENT, ROUND_HALF_EVEN) - _paid_out(found)
        if value < 0:
            text = f"{_money(_paid_out(found))} were paid out already by {day}: name at least that."
            raise _fault("lifetime_proceeds", text)
    elif found.value is None:
        raise _fault("lifetime_proceeds", "No value of the fund is known: name lifetime_proceeds.")
    else:
        share = Decimal(1) if value_share is None else value_share
        value = (found.value * share).quantize(CENT, ROUND_HALF_EVEN)
    return _shown(records, fund, found, value)


def _paid_out(found: Pool) -> Decimal:
    """What was paid out so far, as the run counts it."""
    if found.agreement.style == AMERICAN:
        return waterfall_of(found, NOTHING).proceeds
    return found.paid


def _fault(place: str, text: str) -> InvalidInput:
    return InvalidInput(text, faults=(Fault(place, text),))


def _shown(
    records: Records,
    fund: Partnership,
    found: Pool,
    value: Decimal,
    *,
    value_known: bool = True,
    sold_at: bool = False,
) -> Waterfall:
    shared = waterfall_of(found, value)
    effects, notes = _effects(found, shared)
    prices = _sold_at(found) if sold_at else ()
    if not value_known:
        text = "No value of the fund is known by this date: only what was paid out is shared."
        notes.append(Note("totals", "nav_unknown", text))
    terms = shared.terms
    return Waterfall(
        fund=fund.fund.code,
        type=terms.style,
        hurdle=terms.hurdle,
        pref_rate=float(terms.preferred_return),
        catch_up=float(terms.catch_up_rate),
        carry_rate=float(terms.carry_rate),
        date=found.day,
        tiers=_tiers(shared),
        totals=Split(lp=shared.tiers.lp, gp=shared.tiers.gp, proceeds=shared.proceeds),
        profit=shared.profit,
        gp_share_of_profit=multiples.ratio(shared.tiers.gp, shared.profit),
        clawback=shared.clawback,
        clawback_text=_clawback_text(shared),
        per_lp=tuple(_per_lp(share) for share in shared.shares),
        per_distribution=_paid_tiers(fund, shared.payments, found.day),
        per_deal=tuple(_deal(fund, part) for part in shared.deals),
        sold_at=prices,
        effects=effects,
        lifetime_proceeds=shared.proceeds,
        agreement=_agreement(found.agreement),
        gp_commitment=_gp_value(fund, found.day),
        meta=records.meta(Waterfall, as_of=fund.as_of, currency=fund.currency),
        notes=records.notes(*found.agreement.notes, *notes, *_notes(fund, found, shared, prices)),
    )


def _effects(found: Pool, shared: Shared) -> tuple[Effects, list[Note]]:
    """TVPI and rate of the limited partners: what they got so far, and their part of the value."""
    lp = shared.tiers.lp
    tvpi = multiples.ratio(lp, shared.contributed)
    days, amounts = _flows(found)
    rate = shown(
        irr.performance(days, amounts, nav=shared.outcome.lp, as_of=found.day), field="net_irr"
    )
    notes = [rate.note] if rate.note else []
    if tvpi is None:
        notes.append(Note("tvpi", "nothing_paid_in", "Nothing was paid in by this date."))
    return Effects(tvpi=tvpi, net_irr=rate.irr, net_irr_status=rate.status), notes


def _flows(found: Pool) -> tuple[list[date], list[Decimal]]:
    flows = [
        *((day, -amount) for sharer in found.sharers for day, amount in sharer.contributions),
        *((day, amount) for sharer in found.sharers for day, amount in sharer.distributions),
    ]
    return [day for day, _ in flows], [amount for _, amount in flows]


def _tiers(shared: Shared) -> tuple[Tier, ...]:
    """The four steps of the whole lifetime, what is left to share after each, and why."""
    lifetime, terms = shared.tiers, shared.terms
    amounts = {
        "return_of_capital": (lifetime.return_of_capital, NOTHING),
        "preferred_return": (lifetime.preferred_return, NOTHING),
        "catch_up": (lifetime.catch_up_lp, lifetime.catch_up_gp),
        "split": (lifetime.split_lp, lifetime.split_gp),
    }
    words = _arithmetic(shared, terms, lifetime)
    left, found = shared.proceeds, []
    for name, (lp, gp) in amounts.items():
        left -= lp + gp
        found.append(
            Tier(
                tier=name, label=LABELS[name], lp=lp, gp=gp, remaining=left, arithmetic=words[name]
            )
        )
    return tuple(found)


def _arithmetic(shared: Shared, terms: Terms, lifetime: Tiers) -> Mapping[str, str]:
    c, k = terms.carry_rate, terms.catch_up_rate
    before = [f"{_percent(rate)} before {day}" for day, rate in terms.preferred_before]
    pref = f"{_percent(terms.preferred_return)} a year"
    pref += f" ({', '.join(before)})" if before else ""
    paid_in = _money(shared.contributed)
    missing = shared.contributed - lifetime.return_of_capital
    capital = f"paid in {paid_in}"
    capital += f", {_money(missing)} of it not back" if missing > 0 else ""
    of_deals = terms.style == AMERICAN
    hurdle = "on each deal" if of_deals else "on dated flows"
    if terms.hurdle == IRR and not of_deals:
        hurdle += ", tested by the rate of return alone"
    if k > c:
        catch = (
            f"{_money(lifetime.preferred_return)} × {_percent(c)} ÷ ({_percent(k)} − "
            f"{_percent(c)}) to catch up, {_percent(k)} of it to the general partner"
        )
    else:
        catch = "none: the general partner shares only in what exceeds the preferred return"
    rest = lifetime.split
    return {
        "return_of_capital": capital,
        "preferred_return": f"{pref} compounded {hurdle}, act/365",
        "catch_up": catch,
        "split": f"{_money(rest)} left × {_percent(1 - c)} : {_percent(c)}",
    }


def _clawback_text(shared: Shared) -> str:
    if not shared.terms.clawback:
        return "The agreement knows no clawback."
    if not shared.clawback:
        return "Clawback: none."
    return (
        f"The general partner would owe {_money(shared.clawback)} back: carry paid beyond its "
        "share of the whole fund's profit, or what the limited partners lack of their return."
    )


def _per_lp(share: Share) -> PerLp:
    own = share.tiers
    return PerLp(
        lp_id=share.investor.id,
        lp=share.investor.code,
        name=share.investor.name,
        amount=share.amount,
        capital=own.return_of_capital,
        preferred=own.preferred_return,
        catch_up=own.catch_up_lp,
        split=own.split_lp,
        carry=own.gp,
    )


def _paid_tiers(fund: Partnership, payments: Sequence[Payment], day: date) -> tuple[PaidTiers, ...]:
    """Past distributions by the tier they fell into, with the carry that was booked with each."""
    booked = dict(paid(fund, until=day))
    return tuple(
        PaidTiers(
            date=payment.day,
            amount=payment.amount,
            return_of_capital=payment.tiers.return_of_capital,
            preferred_return=payment.tiers.preferred_return,
            catch_up_lp=payment.tiers.catch_up_lp,
            catch_up_gp=payment.tiers.catch_up_gp,
            split_lp=payment.tiers.split_lp,
            split_gp=payment.tiers.split_gp,
            carry_booked=booked.get(payment.day, NOTHING),
        )
        for payment in payments
        if payment.day < day or (payment.day in booked)
    )


def _deal(fund: Partnership, part: DealPart) -> DealCarry:
    names = {deal.company: deal.name for deal in fund.frame.held.deals}
    return DealCarry(
        company=part.key,
        name=names.get(part.key, part.key),
        cost=_cent(part.contributed),
        proceeds=_cent(part.distributed),
        carry=_cent(part.carry),
        realized=part.realized,
    )


def _sold_at(found: Pool) -> tuple[SoldAt, ...]:
    """The same fund were its portfolio sold today for less or more than its value."""
    rows = []
    for share in SHARES_OF_VALUE:
        value = ((found.value or NOTHING) * share).quantize(CENT, ROUND_HALF_EVEN)
        shared = waterfall_of(found, value)
        rows.append(
            SoldAt(
                share_of_nav=float(share),
                proceeds=shared.proceeds,
                lp=shared.tiers.lp,
                gp=shared.tiers.gp,
                lp_tvpi=multiples.ratio(shared.tiers.lp, shared.contributed),
                gp_share_of_profit=multiples.ratio(shared.tiers.gp, shared.profit),
            )
        )
    return tuple(rows)


def _agreement(agreed: Agreement) -> str | None:
    return None if agreed.since is None else f"LPA terms in force since {agreed.since}"


def _gp_value(fund: Partnership, day: date) -> Decimal | None:
    if not fund.separable:
        return None
    return total(interest.value(day)[0] for interest in fund.general)


def _notes(fund: Partnership, found: Pool, shared: Shared, sold_at: Sequence[SoldAt]) -> list[Note]:
    notes = []
    if found.accrued is None:
        text = "No accrued carry is in the books, so the value is taken as before carried interest."
        notes.append(Note("totals", "carry_not_in_books", text))
    if not shared.shares:
        text = "Investors' own flows are not known, so nobody's own part is given."
        notes.append(Note("per_lp", "known_for_the_fund_only", text))
    if shared.profit <= 0 or any(row.gp_share_of_profit is None for row in sold_at):
        text = "There is no profit to share, at this price or at a lower one."
        notes.append(Note("gp_share_of_profit", "no_profit", text))
    if found.agreement.carry_rates:
        codes = sorted(fund.people[who].code for who in found.agreement.carry_rates)
        text = f"{', '.join(codes)}: a carry rate of its own by side letter is applied."
        notes.append(Note("per_lp", "side_letter", text))
    if shared.terms.style == AMERICAN:
        text = (
            "Deal by deal: proceeds are those of the companies, and what is held is sold at its "
            "part of the value; distributions to investors may have come later."
        )
        notes.append(Note("tiers", "deal_by_deal", text))
    if fund.separable and fund.general:
        text = "The general partner's own commitment bears no carry and stands beside the tiers."
        notes.append(Note("totals", "gp_commitment_beside", text))
    if not fund.separable:
        text = "The general partner's own money cannot be told apart and is among the investors'."
        notes.append(Note("gp_commitment", "inseparable", text))
    return notes


def _without_terms(records: Records, fund: Partnership, agreed: Agreement) -> Waterfall:
    """Nothing can be shared without carry and preferred return; notes say what is missing."""
    blank = ("tiers", "totals", "profit", "gp_share_of_profit", "clawback", "effects",
             "lifetime_proceeds")  # fmt: skip
    text = "Without a preferred return and a carry rate nothing can be shared: import lpa_terms."
    notes = [Note(name, "agreement_unknown", text) for name in blank]
    return Waterfall(
        fund=fund.fund.code,
        type=agreed.style or "european",
        hurdle=agreed.hurdle or "ledger",
        pref_rate=None if agreed.preferred_return is None else float(agreed.preferred_return),
        catch_up=None if agreed.catch_up_rate is None else float(agreed.catch_up_rate),
        carry_rate=None if agreed.carry_rate is None else float(agreed.carry_rate),
        date=fund.as_of,
        tiers=(),
        totals=Split(lp=None, gp=None, proceeds=None),
        profit=None,
        gp_share_of_profit=None,
        clawback=None,
        clawback_text="The agreement's terms are not known.",
        per_lp=(),
        per_distribution=(),
        per_deal=(),
        sold_at=(),
        effects=Effects(tvpi=None, net_irr=None, net_irr_status=irr.INVALID_INPUT),
        lifetime_proceeds=None,
        agreement=_agreement(agreed),
        gp_commitment=_gp_value(fund, fund.as_of),
        meta=records.meta(Waterfall, as_of=fund.as_of, currency=fund.currency),
        notes=records.notes(*agreed.notes, *notes),
    )


def lifetime(text: object) -> Decimal:
    """An amount of money of a what-if; InvalidInput below nothing or beyond measure."""
    amount = Decimal(str(text))
    if not amount.is_finite() or not 0 <= amount < LARGEST:
        raise _fault("lifetime_proceeds", "lifetime_proceeds lies between 0 and a quadrillion.")
    return amount


def _cent(amount: Decimal) -> Decimal:
    return amount.quantize(CENT, ROUND_HALF_EVEN)


def _money(amount: Decimal) -> str:
    return f"{amount:,.2f}"


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f} %"
