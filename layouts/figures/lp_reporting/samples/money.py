"""How the invented fund's money is shared: waterfall, fees, the calls and distributions."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Result

from layouts.figures.lp_reporting.samples.people import (
    AS_OF,
    CENT,
    Held,
    fund,
    held,
    known,
    meta,
    notes,
)

MILLION = Decimal(1_000_000)
# id, number, type, day, part of commitments, purpose, state of an event
Told = tuple[str, int, str, date, str, str, str]
# tier, label, LP, GP, still to share, arithmetic; in millions
TIERS = (
    ("return_of_capital", "Return of capital", "96.00", "0.00", "66.00", "paid-in to date"),
    ("preferred_return", "Preferred return", "24.12", "0.00", "41.88",
     "8.0 % compounded on dated flows"),
    ("catch_up", "GP catch-up", "0.00", "6.03", "35.85", "24.12 × 20 ÷ 80, all to GP"),
    ("split", "Split", "28.68", "7.17", "0.00", "35.85 left × 80 : 20"),
)  # fmt: skip
SOLD = (
    (0.6, "109.36", "109.36", "0.00", 1.14, 0.0),
    (0.8, "135.68", "127.74", "7.94", 1.33, 0.2),
    (1.0, "162.00", "148.80", "13.20", 1.55, 0.2),
    (1.2, "188.32", "169.86", "18.46", 1.77, 0.2),
)


def waterfall(kind: str = "normal") -> Result:
    """The tiers at today's value; where all was lost, capital alone comes back in part."""
    people = held(kind)
    tiers = () if not people else _tiers(kind)
    lp = sum((tier.lp for tier in tiers), Decimal(0))
    gp = sum((tier.gp for tier in tiers), Decimal(0))
    blank = kind in {"missing", "empty"}
    return Result(
        fund="AQ1", type="european", hurdle="ledger", pref_rate=0.08, catch_up=1.0, carry_rate=0.2,
        date=AS_OF, tiers=() if blank else tiers,
        totals=Result(lp=None if blank else lp, gp=None if blank else gp,
                      proceeds=None if blank else lp + gp),
        profit=None if blank else lp + gp - 96 * MILLION,
        gp_share_of_profit=None if blank or kind == "negative" else 0.2,
        clawback=None if blank else Decimal("1250000.00") if kind == "negative" else Decimal(0),
        clawback_text="Carry of earlier sales is above the GP's part of all profit."
        if kind == "negative" else "None: no carry was paid.",
        per_lp=() if blank else _per_lp(people, lp, gp),
        per_distribution=() if blank else _paid(),
        per_deal=(),
        sold_at=() if blank else _sold(),
        effects=Result(tvpi=known(kind, 0.55 if kind == "negative" else 1.55),
                       net_irr=known(kind, 0.155), net_irr_status="unique"),
        lifetime_proceeds=None if blank else lp + gp,
        agreement="LPA § 6.2", meta=meta(), notes=notes(kind, "tiers", "totals"),
    )  # fmt: skip


def _sold() -> tuple[Result, ...]:
    return tuple(
        Result(share_of_nav=at, proceeds=Decimal(proceeds) * MILLION,
               lp=Decimal(to_lp) * MILLION, gp=Decimal(to_gp) * MILLION, lp_tvpi=tvpi,
               gp_share_of_profit=part)
        for at, proceeds, to_lp, to_gp, tvpi, part in SOLD
    )  # fmt: skip


def _tiers(kind: str) -> tuple[Result, ...]:
    if kind == "negative":
        return (
            Result(tier="return_of_capital", label="Return of capital", lp=Decimal("52800000.00"),
                   gp=Decimal(0), remaining=Decimal(0), arithmetic="52.80 of 96.00 paid in"),
            *(Result(tier=tier, label=label, lp=Decimal(0), gp=Decimal(0), remaining=Decimal(0),
                     arithmetic="nothing left") for tier, label, *_ in TIERS[1:]),
        )  # fmt: skip
    return tuple(
        Result(tier=tier, label=label, lp=Decimal(lp) * MILLION, gp=Decimal(gp) * MILLION,
               remaining=Decimal(left) * MILLION, arithmetic=words)
        for tier, label, lp, gp, left, words in TIERS
    )  # fmt: skip


def _per_lp(people: tuple[Held, ...], lp: Decimal, gp: Decimal) -> tuple[Result, ...]:
    """Everyone's part; what is left of the cents goes to the first."""
    whole = sum((one.commitment for one in people), Decimal(0))
    parts = {one.code: (lp * one.commitment / whole).quantize(CENT) for one in people}
    first = people[0].code
    parts[first] += lp - sum(parts.values(), Decimal(0))
    return tuple(
        Result(lp_id=f"id-{one.code}", lp=one.code, name=one.name, amount=parts[one.code],
               capital=one.part(Decimal("0.8")), preferred=one.part(Decimal("0.201")),
               catch_up=Decimal(0), split=one.part(Decimal("0.239")),
               carry=(gp * one.commitment / whole).quantize(CENT))
        for one in people
    )  # fmt: skip


def _paid() -> tuple[Result, ...]:
    days = ((date(2024, 3, 15), "14.00"), (date(2025, 9, 12), "12.80"), (date(2026, 8, 20), "3.60"))
    return tuple(
        Result(date=day, amount=Decimal(text) * MILLION, return_of_capital=Decimal(text) * MILLION,
               preferred_return=Decimal(0), catch_up_lp=Decimal(0), catch_up_gp=Decimal(0),
               split_lp=Decimal(0), split_gp=Decimal(0), carry_booked=Decimal(0))
        for day, text in days
    )  # fmt: skip


def fees(kind: str = "normal") -> Result:
    """What the investors bore in the quarter."""
    nothing = kind == "empty"

    def amount(text: str) -> Decimal | None:
        return None if kind in {"missing", "empty"} else Decimal(text)

    rows = (
        ("audit_tax", "Audit and tax", "52000.00", "0.00", "610000.00"),
        ("legal", "Legal", "81000.00", "0.00", "902000.00"),
        ("administration", "Administration", "67000.00", "25000.00", "1018000.00"),
    )
    return Result(
        management_fees=Result(
            gross=amount("630000.00"), offsets=amount("-22000.00"), waivers=amount("0.00"),
            rebates=amount("-8000.00"), net=amount("600000.00"), basis="invested capital",
            rate=0.02, expected=amount("600000.00"), net_to_date=amount("12600000.00")),
        partnership_expenses=() if nothing else tuple(
            Result(category=key, label=label, external=amount(external),
                   internal_chargeback=amount(internal), to_date=amount(ever))
            for key, label, external, internal, ever in rows),
        expenses_total=amount("225000.00"),
        carried_interest=Result(
            opening=amount("12000000.00"), change=amount("1200000.00"),
            accrued=amount("-450000.00" if kind == "negative" else "13200000.00"),
            earned=amount("0.00"), paid=amount("0.00"), escrow=amount("0.00"),
            clawback_exposure=amount("1250000.00" if kind == "negative" else "0.00"),
            clawback_if_zero=amount("0.00"), by_waterfall=amount("13200000.00"),
            difference=amount("0.00")),
        ratio_to_commitments=None if nothing else 0.0069,
        ratio_to_contributions=None if nothing else 0.0086,
        meta=meta(), notes=notes(kind, "management_fees", "carried_interest"),
    )  # fmt: skip


def activity(kind: str = "normal") -> Result:
    """A call that one investor paid late, one not yet due, and a distribution, newest first."""
    people = held(kind)
    if not people:
        return Result(events=(), called=None, distributed=None, outstanding=None, meta=meta(),
                      notes=())  # fmt: skip
    lists = (
        ("c20", 20, "capital_call", date(2026, 10, 12), "0.02", "investment", "due"),
        ("d4", 4, "distribution", date(2026, 8, 20), "0.03", "realised gain", "paid"),
        ("c19", 19, "capital_call", date(2026, 9, 15), "0.04", "investment", "outstanding"),
        ("c18", 18, "capital_call", date(2026, 6, 15), "0.0375", "management fee", "paid"),
    )
    return Result(
        events=tuple(_event(people, told) for told in lists),
        called=Decimal("4800000.00"), distributed=Decimal("3600000.00"),
        outstanding=Decimal("280000.00"), meta=meta(), notes=(),
    )  # fmt: skip


def _event(people: tuple[Held, ...], told: Told) -> Result:
    key, number, what, day, part, purpose, state = told
    late = 15 if state == "outstanding" else None
    shares = tuple(
        Result(lp_id=f"id-{one.code}", lp=one.code, name=one.name, amount=one.part(Decimal(part)),
               status="outstanding" if late and one.code == "BRIG" else
               "due" if state == "due" else "paid",
               paid_date=None if state == "due" or (late and one.code == "BRIG") else day,
               days_late=late if one.code == "BRIG" else None)
        for one in people
    )  # fmt: skip
    whole = sum((item.amount for item in shares), Decimal(0))
    open_ = sum((item.amount for item in shares if item.status != "paid"), Decimal(0))
    return Result(
        id=key, number=number, fund=fund().code, type=what, date=day,
        due_date=day if what == "capital_call" else None, amount=whole, paid=whole - open_,
        outstanding=open_, purpose=purpose, purposes={purpose: whole},
        recallable=Decimal("300000.00") if what == "distribution" else Decimal(0),
        credit_line_repayment=number == 19, state=state if open_ else "paid", max_days_late=late,
        lps=shares,
    )  # fmt: skip
