"""What the invented companies are worth: positions, concentration, marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from types import SimpleNamespace as Result

from layouts.figures.portfolio_analytics.samples.companies import (
    AS_OF,
    Firm,
    active,
    firms,
    kpis,
    meta,
)

GROUPS = ("above_cost", "below_cost", "unknown", "exited", "failed")
BRIDGE = ("opening", "cash_in", "cash_out", "realized_gain", "remark", "fx", "closing")


def schedule(kind: str = "normal") -> Result:
    """Every company once, grouped; sums foot."""
    rows = tuple(investment(firm, kind) for firm in firms(kind))
    groups = [_group(name, [row for row in rows if row.group == name]) for name in GROUPS]
    return Result(
        investments=rows, groups=tuple(group for group in groups if group.companies),
        total=_group("total", list(rows)), meta=meta(), notes=(),
    )  # fmt: skip


def investment(firm: Firm, kind: str = "normal") -> Result:
    """A company with its tranches: two where it is large."""
    cost, back, worth = firm.money(firm.cost), firm.money(firm.realized), firm.money(firm.value)
    whole = add(one.money(one.value) for one in firms(kind))
    cuts = ((("Series A", "0.4", 0), ("Series B", "0.6", 1)) if float(firm.cost) > 8
            else (("Series A", "1", 0),))  # fmt: skip
    tranches = tuple(
        Result(
            investment=f"{firm.code}-{place}", fund="AQ1", instrument="preferred", round=name,
            invested_on=date(firm.since.year + place, firm.since.month, 9),
            cost=_part(cost, share), realized_value=_part(back, share),
            fair_value=_part(worth, share), moic=moic(cost, back, worth), irr=0.25 - place / 10,
            irr_status="unique", ownership=None, mark_date=firm.marked, mark_age_days=0,
            mark_method=firm.method, stale=firm.marked != AS_OF,
        )
        for name, share, place in cuts
    )  # fmt: skip
    return Result(
        company_id=f"id-{firm.code}", company=firm.code, name=firm.name, sector=firm.sector,
        stage=firm.stage, geography="US", status=firm.status, group=_group_of(firm),
        first_invested=firm.since, cost=cost, realized_value=back, fair_value=worth,
        gain=None if worth is None else worth + back - cost, moic=moic(cost, back, worth),
        irr=None if worth is None else 0.213, irr_status="unique",
        ownership=0.142 if firm.status == "active" else None,
        share_of_fair_value=float(worth / whole) if worth is not None and whole else None,
        mark_date=firm.marked if firm.status == "active" else None,
        mark_age_days=(AS_OF - firm.marked).days if firm.status == "active" else None,
        mark_method=firm.method if firm.status == "active" else None,
        stale=firm.marked != AS_OF, tranches=tranches,
    )  # fmt: skip


def risk(kind: str = "normal") -> Result:
    """Concentration, runway and burn of what is held."""
    held = active(kind)
    rows = tuple(sorted(map(_runway, held), key=lambda row: row.runway_months or 1e9))
    few = [row for row in rows if row.runway_months is not None and row.runway_months < 6]
    bands: dict[str, int] = {}
    for row in rows:
        bands[row.band] = bands.get(row.band, 0) + 1
    concern = tuple(
        Result(company_id=row.company_id, company=row.company, name=row.name,
               net_burn=row.net_burn, previous_net_burn=row.net_burn, burn_multiple=5.8,
               runway_months=row.runway_months, reasons=("runway_under_6",)) for row in few
    )  # fmt: skip
    analysis = Result(
        bands=bands, under_6_months=len(few), fair_value_under_6_months=0.054 if few else None,
        median_runway_months=15.5 if held else None, companies=rows,
    )  # fmt: skip
    return Result(concentration_risk=_concentration(kind), runway_analysis=analysis,
                  burn_rate_concerns=concern, meta=meta(), notes=())  # fmt: skip


def marks(kind: str = "normal") -> Result:
    """The bridge of the quarter, the largest re-mark first."""
    rows = sorted((_mark(firm) for firm in active(kind)), key=lambda row: -abs(row.remark or 0))
    total = Result(
        company_id="", company="", name="Portfolio",
        **{key: add(getattr(row, key) for row in rows) for key in BRIDGE},
        remark_share=0.051 if rows else None, nav_impact=0.051 if rows else None, method=None,
        source=None, mark_date=None, mark_age_days=None, stale=False,
    )  # fmt: skip
    ages = {"0-30": len(rows), "31-90": 0, "91-120": 0, "over_120": 0, "never": 0}
    return Result(marks=tuple(rows), total=total, ages=ages, value_weighted_age_days=7.2,
                  stale_fair_value=0.039, meta=meta(), notes=())  # fmt: skip


def _mark(firm: Firm) -> Result:
    keys = ("opening", "cash_in", "cash_out", "gain", "remark", "fx", "value")
    amounts = dict(zip(BRIDGE, (firm.money(getattr(firm, key)) for key in keys), strict=True))
    change, start = amounts["remark"], amounts["opening"]
    return Result(
        company_id=f"id-{firm.code}", company=firm.code, name=firm.name, **amounts,
        remark_share=float(change / start) if change is not None and start else None,
        nav_impact=0.01, method=firm.method, source="Valuation memo Q3", mark_date=firm.marked,
        mark_age_days=(AS_OF - firm.marked).days, stale=firm.marked != AS_OF,
    )  # fmt: skip


def _concentration(kind: str) -> Result:
    held = active(kind)
    companies = _weights(held, lambda firm: firm.name, codes=True)
    value, cost = (_spread(name, companies) for name in ("fair_value", "cost"))
    return Result(
        top_company_weight=value.top_company_weight, top_3_weight=value.top_3_weight,
        top_5_weight=value.top_5_weight, herfindahl_index=value.herfindahl_index,
        effective_number=value.effective_number, concentration_risk_level="elevated",
        sector_concentration=None, by_fair_value=value, by_cost=cost,
        largest_share_of_commitments=0.092 if held else None, companies=companies,
        sectors=_weights(held, lambda firm: firm.sector),
        stages=_weights(held, lambda firm: firm.stage),
        geographies=_weights(held, lambda firm: "US"),
        vintages=_weights(held, lambda firm: str(firm.since.year)),
    )  # fmt: skip


def _weights(
    held: list[Firm], key: Callable[[Firm], str], *, codes: bool = False
) -> tuple[Result, ...]:
    names = dict.fromkeys(map(key, held))
    worth, cost = (add(firm.money(getattr(firm, name)) for firm in held)
                   for name in ("value", "cost"))  # fmt: skip
    found = []
    for name in names:
        own = [firm for firm in held if key(firm) == name]
        value, put = (add(firm.money(getattr(firm, part)) for firm in own)
                      for part in ("value", "cost"))  # fmt: skip
        back = add(firm.money(firm.realized) for firm in own)
        found.append(
            Result(
                name=name, key=own[0].code if codes else name, fair_value=value, cost=put,
                count=len(own), moic=moic(put, back, value),
                weight_fair_value=_share(value, worth), weight_cost=_share(put, cost),
                weight_count=len(own) / len(held), share_of_commitments=_share(put, cost),
            )
        )  # fmt: skip
    return tuple(sorted(found, key=lambda item: -(item.weight_fair_value or 0)))


def _spread(basis: str, companies: tuple[Result, ...]) -> Result:
    found = [getattr(item, f"weight_{basis}") for item in companies]
    shares = sorted((share for share in found if share is not None), reverse=True)
    hhi = sum(share**2 for share in shares) if shares else None
    return Result(
        basis=basis, positions=len(companies), top_company_weight=shares[0] if shares else None,
        top_3_weight=sum(shares[:3]) if shares else None,
        top_5_weight=sum(shares[:5]) if shares else None, herfindahl_index=hhi,
        hhi_points=hhi * 10_000 if hhi else None, effective_number=1 / hhi if hhi else None,
    )  # fmt: skip


def _runway(firm: Firm) -> Result:
    found = kpis(firm)
    months = found.runway_months
    bands = {"cash_generative": "cash_generative", "unknown": "unknown"}
    band = bands.get(found.runway_state) or ("at_risk" if months < 6 else "caution" if months < 12
                                             else "ok")  # fmt: skip
    return Result(
        company_id=f"id-{firm.code}", company=firm.code, name=firm.name, sector=firm.sector,
        runway_months=months, band=band, zero_cash_date=found.zero_cash_date, cash=found.cash,
        net_burn=found.net_burn, period_end=found.period_end, stale=found.stale,
        fair_value=firm.money(firm.value), fair_value_weight=0.09,
        why="no report since 31 Mar 2026" if band == "unknown" else None,
    )  # fmt: skip


def _group(name: str, rows: list[Result]) -> Result:
    sums = {key: add(getattr(row, key) for row in rows)
            for key in ("cost", "realized_value", "fair_value", "gain")}  # fmt: skip
    shares = [row.share_of_fair_value for row in rows]
    return Result(
        group=name, companies=len(rows), **sums,
        moic=moic(sums["cost"], sums["realized_value"], sums["fair_value"]),
        irr=0.247 if sums["fair_value"] is not None else None, irr_status="unique",
        share_of_fair_value=None if None in shares or not shares else sum(shares),
    )  # fmt: skip


def _group_of(firm: Firm) -> str:
    if firm.status != "active":
        return firm.status
    if firm.blank:
        return "unknown"
    return "above_cost" if Decimal(firm.value) >= Decimal(firm.cost) else "below_cost"


def moic(put: Decimal | None, back: Decimal | None, worth: Decimal | None) -> float | None:
    """Value and proceeds over cost."""
    return None if worth is None or back is None or not put else float((worth + back) / put)


def add(amounts: Iterable[Decimal | None]) -> Decimal | None:
    """The sum, unknown as soon as one is."""
    found = list(amounts)
    return None if None in found else sum((item for item in found if item), Decimal(0))


def _part(amount: Decimal | None, share: str) -> Decimal | None:
    return None if amount is None else amount * Decimal(share)


def _share(part: Decimal | None, whole: Decimal | None) -> float | None:
    return float(part / whole) if part is not None and whole else None
