"""One invented investor: its capital account, its funds and flows, what is behind its value."""

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
    lps,
    meta,
    notes,
    row,
    side,
)

# code, label, kind, QTD, YTD, ITD of Harbourline in thousands
LINES = (
    ("opening_nav", "Opening capital, net asset value", "opening", 11240, 9840, 0),
    ("contributions", "Contributions", "line", 480, 1200, 9600),
    ("distributions", "Distributions", "line", -360, -640, -3040),
    ("management_fees_gross", "Management fee, gross", "line", -63, -189, -1290),
    ("offsets_rebates_waivers", "Offsets and rebates", "line", 3, 9, 30),
    ("partnership_expenses", "Partnership expenses", "line", -20, -58, -253),
    ("income", "Interest and other income", "line", 0, 8, 25),
    ("realized_gain", "Realised gain", "line", 90, 142, 2137),
    ("unrealized_change", "Unrealised change", "line", 630, 1930, 6036),
    ("fx", "Foreign exchange", "line", -40, -42, -85),
    ("carried_interest_accrual_change", "Carried interest, accrued", "line", -120, -360, -1320),
    ("closing_nav", "Closing capital, net asset value", "closing", 11840, 11840, 11840),
)
STARTS = (("qtd", date(2026, 7, 1)), ("ytd", date(2026, 1, 1)), ("itd", date(2021, 8, 15)))
FUNDS = (("AQ1", fund().name, 2021), ("AQ2", "Alder & Quay II", 2024))
ROLL = {"qtd": (3180, -480, 0), "ytd": (3800, -1200, 100), "itd": (12000, -9600, 300)}


def one(kind: str = "normal") -> Held:
    """The investor whose statement it is."""
    people = held("normal" if kind == "empty" else kind)
    return people[2] if len(people) > 2 else people[0]


def account(kind: str = "normal") -> Result:
    """The statement: it foots in every column, unless the sample says otherwise."""
    who, blank = one(kind), kind in {"missing", "empty"}

    def k(value: int) -> Decimal | None:
        return None if blank else Decimal(value) * 1000

    drop = 13_000 if kind == "negative" else 0
    lines = () if kind == "empty" else tuple(
        Result(code=code, label=label, kind=sort, **{
            name: k(value - (drop if code in {"unrealized_change", "closing_nav"} else 0))
            for name, value in zip(("qtd", "ytd", "itd"), values, strict=True)})
        for code, label, sort, *values in LINES)  # fmt: skip
    ties = (
        Result(id="closing_equals_opening_plus_lines", name="Closing = opening + lines",
               state="unknown" if blank else "pass", expected=k(11840), found=k(11840),
               difference=None if blank else Decimal("0.00"), text="", waived_by=None, link=None),
        Result(id="sum_lp_nav_equals_fund_nav", name="Sum of LP NAV = fund NAV",
               state="unknown" if blank else "pass", expected=k(118400), found=k(118400),
               difference=None if blank else Decimal("0.00"), text="", waived_by=None, link=None),
    )  # fmt: skip
    return Result(
        lp_id=f"id-{who.code}", lp=who.code, name=who.name, fund="AQ1", period="2026Q3",
        columns=tuple(Result(column=name, start=start, end=AS_OF) for name, start in STARTS),
        lines=lines,
        commitment=tuple(
            Result(column=name, total=k(12000), opening_unfunded=k(ROLL[name][0]),
                   contributions=k(ROLL[name][1]), recallable=k(ROLL[name][2]), released=k(0),
                   other=k(0), closing_unfunded=k(2700)) for name, _ in STARTS),
        share_of_fund=0.1, ties=ties, source="ledger", meta=meta(),
        notes=notes(kind, "lines"),
    )  # fmt: skip


def lp(kind: str = "normal") -> Result:
    """The investor over all its funds, with its flows."""
    who = one(kind)
    people = held("normal" if kind == "empty" else kind)
    whole = sum((item.commitment for item in people), Decimal(0))
    told = row(who, kind, whole)
    blank = kind == "empty"
    keys = ("commitment", "share_of_fund", "called", "distributions", "recallable", "unfunded",
            "nav", "lp_irr", "lp_irr_status", "lp_tvpi", "lp_dpi", "lp_rvpi")  # fmt: skip
    stands = {key: getattr(told, key) for key in keys}
    funds = tuple(
        Result(fund=code, name=name, currency="USD", vintage_year=year, as_of=AS_OF, **stands)
        for code, name, year in (() if blank else FUNDS)
    )
    return Result(
        lp_id=told.lp_id, lp=who.code, name=who.name, lp_type=who.lp_type, country=who.country,
        lp_class="A", **(dict.fromkeys(keys) | {"lp_irr_status": "no_flows"} if blank else stands),
        side_letter=side(who), last_report=told.last_report, funds=funds,
        flows=() if blank else _flows(kind), meta=meta(), notes=notes(kind, "nav", "lp_irr"),
    )  # fmt: skip


def _flows(kind: str) -> tuple[Result, ...]:
    told = (
        (date(2026, 9, 15), "capital_call_investments", "Call 19: investments", "-480000", True),
        (date(2026, 8, 20), "distribution", "Distribution 4", "360000", False),
        (date(2026, 3, 16), "capital_call_fees", "Call 17: management fee", "-120000", False),
        (date(2025, 9, 12), "distribution_recallable", "Distribution 3", "300000", False),
        (date(2024, 3, 15), "distribution", "Distribution 1", "1400000", False),
        (date(2022, 2, 15), "capital_call_investments", "Call 2: investments", "-3600000", False),
        (date(2021, 8, 15), "capital_call_investments", "Call 1: investments", "-5400000", False),
    )  # fmt: skip
    return tuple(
        Result(date=day, fund="AQ1", type=what, label=label,
               amount=known(kind, Decimal(text)), currency="USD",
               recallable="recallable" in what, due_date=day, paid_date=day,
               days_late=17 if late else None, purpose=None, file="administrator_2026Q3.csv",
               sheet=None, row=12)
        for day, what, label, text, late in told
    )  # fmt: skip


def exposure(kind: str = "normal") -> Result:
    """What is behind the investor's value, by sector, place and company."""
    who = one(kind)
    slices = (
        ("sector", "Industrial", None, 0.31), ("sector", "Software", None, 0.24),
        ("sector", "Healthcare", None, 0.19), ("sector", "Climate", None, 0.14),
        ("geography", "US", None, 0.52), ("geography", "GB", None, 0.22),
        ("geography", "DE", None, 0.14),
        ("company", "Halden Robotics", "HALD", 0.24), ("company", "Corvane <b>", "CORV", 0.18),
        ("company", "Northlight Bio", "NLBI", 0.13), ("company", "Tarn Analytics", "TARN", 0.09),
    )  # fmt: skip
    nav = known(kind, Decimal("11840000.00"))

    def part(weight: float) -> Decimal | None:
        return None if nav is None else (nav * Decimal(str(weight))).quantize(CENT)

    return Result(
        lp_id=f"id-{who.code}", lp=who.code, name=who.name, nav=nav,
        holdings=None if nav is None else nav * Decimal("0.88"),
        other=None if nav is None else nav * Decimal("0.12"),
        slices=() if kind == "empty" else tuple(
            Result(dimension=dimension, name=name, company=company,
                   amount=part(weight), weight=None if nav is None else weight)
            for dimension, name, company, weight in slices),
        meta=meta(), notes=notes(kind, "nav"),
    )  # fmt: skip


def statement(kind: str = "normal") -> tuple[Result, Result]:
    """A statement and the investors that can be chosen beside it."""
    return account(kind), lps(kind)


def investor(kind: str = "normal") -> tuple[Result, Result]:
    """What the page of one investor stands on."""
    return lp(kind), exposure(kind)
