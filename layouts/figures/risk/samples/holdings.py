"""What can go wrong with the invented holdings: cash, marks, line, currencies, stresses."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from types import SimpleNamespace as Result

from layouts.figures.risk.samples.exposure import QUARTERS
from layouts.figures.risk.samples.firms import (
    AS_OF,
    MILLION,
    Firm,
    add,
    held,
    meta,
    note,
    share,
)

SOURCES = {"unfunded_excluding_recallable": "24.0", "recallable": "3.0", "cash": "6.0",
           "undrawn_line": "10.0"}  # fmt: skip
USES = {"follow_on_reserves": "18.0", "fees_and_expenses_remaining": "6.0",
        "credit_line_outstanding": "4.0", "other_obligations": "0"}  # fmt: skip
STRESSES = (
    ("Fair values −50 %", "every holding at half its fair value", "-66.3", "-53.1"),
    ("Fair values −30 %", "every holding at 70 % of its fair value", "-39.8", "-27.9"),
    ("Top three written off", "the three largest holdings are worth nothing", "-72.5", "-59.3"),
    ("Exits two years later", "the same proceeds, two years later", "0", "0"),
    ("Other currencies −20 %", "every other currency falls by 20 %", "-7.8", "-6.3"),
    ("Fair values +30 %", "every holding at 130 % of its fair value", "39.8", "31.8"),
)


def liquidity(kind: str = "usual") -> Result:
    """Sources against uses; uses above sources where the limits are broken."""
    if kind in {"missing", "empty"}:
        parts = {name: Result(**dict.fromkeys((*keys, "total")))
                 for name, keys in (("sources", SOURCES), ("uses", USES))}  # fmt: skip
        told = (note("coverage", "no_balances", "No balances of the fund are known."),)
        row = Result(fund="AQ1", sources=None, uses=None, coverage=None, new_deal_capacity=None,
                     stated_on=None)  # fmt: skip
        return Result(**parts, coverage=None, new_deal_capacity=None,
                      top_lp_share_of_unfunded=None, top_lp=None, top_lp_name=None,
                      quarters_left=None,
                      funds=() if kind == "empty" else (row,), meta=meta(), notes=told)  # fmt: skip
    got = _sums(SOURCES, "1")
    needs = _sums(USES, "2" if kind == "breached" else "0.5" if kind == "calm" else "1")
    coverage = share(got.total, needs.total)
    capacity = got.total - got.undrawn_line - needs.total
    row = Result(fund="AQ1", sources=got.total, uses=needs.total, coverage=coverage,
                 new_deal_capacity=capacity, stated_on=AS_OF)  # fmt: skip
    return Result(
        sources=got, uses=needs, coverage=coverage, new_deal_capacity=capacity,
        top_lp_share_of_unfunded=0.25, top_lp="NWTP",
        top_lp_name="Northwest Teachers", quarters_left=5.2, funds=(row,), meta=meta(), notes=(),
    )  # fmt: skip


def _sums(parts: dict[str, str], times: str) -> Result:
    amounts = {key: Decimal(text) * Decimal(times) * MILLION for key, text in parts.items()}
    return Result(**amounts, total=sum(amounts.values(), Decimal(0)))


def runway(kind: str = "usual") -> Result:
    """The shortest first, then those that do not burn, then those not known."""
    firms = held(kind)
    worth = add([firm.money(firm.value) for firm in firms])
    rows = sorted((_watched(firm, worth) for firm in firms), key=_shortness)
    few = [row for row in rows if row.runway_months is not None and row.runway_months < 6]
    blank = [row for row in rows if row.band == "unknown"]
    known = [row.weight for row in few if row.weight is not None]
    return Result(
        rows=tuple(rows), horizon_months=6.0, count_at_risk=len(few),
        share_at_risk=sum(known) if rows and kind != "missing" else None,
        unknown_count=len(blank), unknown_share=0.024 if blank and kind != "missing" else None,
        meta=meta(), notes=(),
    )  # fmt: skip


def _watched(firm: Firm, worth: Decimal | None) -> Result:
    months = firm.months
    unknown = firm.blank or firm.code == "QUIL"
    ladder = ((3.0, "under_3"), (6.0, "under_6"), (12.0, "under_12"))
    band = "unknown" if unknown else "cash_generative"
    if months is not None and not unknown:
        band = next((name for end, name in ladder if months < end), "over_12")
    burn = None if unknown else Decimal("300000.00") if months else Decimal("-40000.00")
    return Result(
        company_id=f"id-{firm.code}", company=firm.code, name=firm.name,
        runway_months=None if unknown else months,
        zero_cash_on=None if band in {"unknown", "cash_generative"} else _ends(months),
        cash=None if unknown else Decimal("300000.00") * int(months or 20), net_burn=burn,
        fair_value=firm.money(firm.value), weight=share(firm.money(firm.value), worth),
        reserved=Decimal("1500000.00") if firm.code in {"HALD", "BRIG"} else None,
        band=band, reported_on=None if unknown else AS_OF,
    )  # fmt: skip


def _ends(months: float | None) -> date:
    return AS_OF + timedelta(days=30 * int(months or 0))


def _shortness(row: Result) -> float:
    if row.runway_months is not None:
        return float(row.runway_months)
    return 1e9 if row.band == "cash_generative" else 2e9


def valuation(kind: str = "usual") -> Result:
    """How old each mark is, by what method, and the smoothing of the value."""
    firms = held(kind)
    worth = add([firm.money(firm.value) for firm in firms])
    rows = []
    for firm in firms:
        age = None if firm.blank else (AS_OF - firm.marked).days
        rows.append(
            Result(company_id=f"id-{firm.code}", company=firm.code, name=firm.name,
                   fair_value=firm.money(firm.value),
                   weight=share(firm.money(firm.value), worth),
                   marked_on=None if firm.blank else firm.marked, age_days=age,
                   stale=age is not None and age > 120,
                   method=None if firm.blank else firm.method, last_round_on=date(2025, 5, 12),
                   vs_last_round=None if firm.blank else firm.vs_round,
                   at_cost=firm.method == "cost")
        )  # fmt: skip
    known = [row for row in rows if row.weight is not None]
    methods: dict[str, float] = {}
    for row in known:
        methods[row.method] = methods.get(row.method, 0.0) + row.weight
    return Result(
        rows=tuple(sorted(rows, key=lambda row: -(row.weight or 0.0))),
        weighted_age_days=sum(row.weight * row.age_days for row in known) if known else None,
        stale_share=sum(row.weight for row in known if row.stale) if known else None,
        stale_count=sum(row.stale for row in rows), methods=methods or None,
        volatility_observed=0.121 if len(known) > 1 else None,
        volatility_desmoothed=0.187 if len(known) > 1 else None,
        autocorrelation=0.41 if len(known) > 1 else None, quarters=12 if len(known) > 1 else 3,
        meta=meta(), notes=(),
    )  # fmt: skip


def fx(kind: str = "usual") -> Result:
    """Holdings by currency, the base among them."""
    firms = held(kind)
    worth = add([firm.money(firm.value) for firm in firms])
    rows = []
    for currency in dict.fromkeys(firm.currency for firm in firms):
        own = [firm for firm in firms if firm.currency == currency]
        value = add([firm.money(firm.value) for firm in own])
        base = currency == "USD"
        rows.append(
            Result(currency=currency, fair_value=value, weight=share(value, worth),
                   cost=add([firm.money(firm.cost) for firm in own]),
                   local_irr=None if own[0].blank else 0.243,
                   base_irr=None if own[0].blank else 0.243 if base else 0.228,
                   fx_effect=None if own[0].blank else 0.0 if base else -0.012,
                   rate=Decimal(1) if base else Decimal("1.1742"),
                   change_year=None if base else -0.034,
                   nav_if_falls_10=None if base or value is None else value / -10)
        )  # fmt: skip
    rows.sort(key=lambda row: -(row.weight or 0.0))
    away = add([row.fair_value for row in rows if row.currency != "USD"])
    return Result(base="USD", rows=tuple(rows), exposed=away, exposed_share=share(away, worth),
                  meta=meta(), notes=())  # fmt: skip


def credit_line(kind: str = "usual") -> Result:
    """The line at eight quarter-ends with what it does to the figures."""
    if kind in {"missing", "empty"}:
        told = (note("outstanding", "no_line", "No credit line is known of this fund."),)
        names = ("outstanding", "limit", "used", "used_of_commitments", "days_outstanding",
                 "oldest_drawing", "cost_to_date", "irr_with_line", "irr_without_line",
                 "irr_effect", "tvpi_with_line", "tvpi_without_line", "tvpi_effect")  # fmt: skip
        return Result(fund="AQ1", rows=(), **dict.fromkeys(names), meta=meta(), notes=told)
    drawn = (0, 2, 6, 8, 8, 5, 0, 0) if kind == "calm" else (0, 0, 5, 9, 12, 8, 3, 4)
    rows = tuple(
        Result(date=day, outstanding=Decimal(amount) * MILLION)
        for day, amount in zip(QUARTERS, drawn, strict=True)
    )
    now, most = rows[-1].outstanding, Decimal(4 if kind == "breached" else 14) * MILLION
    return Result(
        fund="AQ1", rows=rows, outstanding=now, limit=most, used=share(now, most),
        used_of_commitments=share(now, 100 * MILLION),
        days_outstanding=None if not now else 84,
        oldest_drawing=None if not now else date(2026, 7, 8), cost_to_date=Decimal("412000.00"),
        irr_with_line=0.155, irr_without_line=0.147, irr_effect=0.008, tvpi_with_line=1.55,
        tvpi_without_line=1.56, tvpi_effect=-0.01, meta=meta(), notes=(),
    )  # fmt: skip


def stress(kind: str = "usual", *, own: bool = False) -> Result:
    """The standard set against a NAV of 118.4 million; carry gives way before the investors do."""
    blank = kind in {"missing", "empty"}
    base = Result(
        nav=None if blank else Decimal("118.4") * MILLION,
        nav_gross_of_carry=None if blank else Decimal("131.6") * MILLION,
        accrued_carry=None if blank else Decimal("13.2") * MILLION, tvpi=None if blank else 1.55,
        dpi=None if blank else 0.32, net_irr=None if blank else 0.155,
        net_irr_status="no_flows" if blank else "unique",
    )  # fmt: skip
    told = STRESSES[:1] if own or kind == "one_company" else STRESSES
    rows = [] if kind == "empty" else [_scenario(item, base, own=own) for item in told]
    rows.sort(key=lambda row: row.nav_change if row.nav_change is not None else Decimal(0))
    notes = (
        (note("scenarios", "no_terms", "No terms of the agreement are known."),) if blank else ()
    )
    return Result(fund="AQ1", set="own" if own else "standard",
                  asked='{"value_change":"-0.5"}' if own else "", base=base, scenarios=tuple(rows),
                  meta=meta(), notes=notes)  # fmt: skip


def _scenario(told: tuple[str, str, str, str], base: Result, *, own: bool) -> Result:
    name, description, gross, net = told
    blank = base.nav is None
    moved, left = Decimal(gross) * MILLION, Decimal(net) * MILLION
    released = left - moved
    return Result(
        name="Own" if own else name, description=description,
        nav_gross_of_carry=None if blank else base.nav_gross_of_carry + moved,
        accrued_carry=None if blank else base.accrued_carry - released,
        nav=None if blank else base.nav + left, tvpi=None if blank else 1.55 + float(net) / 96,
        dpi=None if blank else 0.32, net_irr=None if blank or left < -50 * MILLION else 0.09,
        net_irr_status="no_flows" if blank else "none" if left < -50 * MILLION else "unique",
        nav_change=None if blank else left, tvpi_change=None if blank else float(net) / 96,
        carry_released=None if blank else released, clawback=None if blank else Decimal(0),
        companies=() if blank else (
            Result(company="HALD", name="Halden Robotics", before=Decimal("31.2") * MILLION,
                   after=Decimal("15.6") * MILLION),
            Result(company="CORV", name="Corvane", before=Decimal("22.6") * MILLION,
                   after=Decimal("11.3") * MILLION)),
    )  # fmt: skip
