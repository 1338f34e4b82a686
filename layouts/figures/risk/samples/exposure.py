"""Where the invented money hangs: overview, concentration, limits, and a deal thought of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from itertools import accumulate
from types import SimpleNamespace as Result

from layouts.figures.risk.samples.firms import AS_OF, Firm, add, fund, held, meta, note, share

REASONS = {
    "usual": ("Halden Robotics is 23.5 % of fair value", "two companies have under six months",
              "one limit is near"),
    "breached": ("the limit Single company is broken", "Halden Robotics is 23.5 % of fair value"),
    "one_company": ("Halden Robotics is all of the fair value",),
}  # fmt: skip
LEVELS = {"usual": "elevated", "calm": "low", "breached": "high", "one_company": "high"}
QUARTERS = (date(2024, 12, 31), date(2025, 3, 31), date(2025, 6, 30), date(2025, 9, 30),
            date(2025, 12, 31), date(2026, 3, 31), date(2026, 6, 30), AS_OF)  # fmt: skip
KEYS: dict[str, Callable[[Firm], str]] = {
    "company": lambda firm: firm.name,
    "sector": lambda firm: firm.sector,
    "stage": lambda firm: firm.stage,
    "geography": lambda firm: firm.place,
    "currency": lambda firm: firm.currency,
    "vintage": lambda firm: firm.vintage,
    "lp": lambda firm: f"Investor {firm.vintage}",
}


def overview(kind: str = "usual") -> Result:
    """How exposed the funds are; nothing is known of an empty or a missing portfolio."""
    blank = kind in {"empty", "missing"}
    broken, calm = kind == "breached", kind == "calm"
    notes = (note("top_company_weight", "no_marks", "No holding is valued by this day."),
             note("unfunded_coverage", "no_balances", "No balances are known."))  # fmt: skip
    return Result(
        risk_level=LEVELS.get(kind, "unknown"), reasons=REASONS.get(kind, ()),
        top_company_weight=None if blank else 0.091 if calm else 0.235,
        top_company=None if blank else "HALD",
        top_company_name=None if blank else "Halden Robotics",
        top_3_weight=None if blank else 0.273 if calm else 0.547,
        herfindahl_index=None if blank else 0.091 if calm else 0.139,
        effective_positions=None if blank else 11.0 if calm else 7.2,
        limit_breaches=1 if broken else 0, limit_near=0 if calm or blank else 2,
        companies_under_6m_runway=0 if calm or blank else 2,
        stale_nav_share=None if blank else 0.0 if calm else 0.055,
        unfunded_coverage=None if blank else 2.4 if calm else 0.92 if broken else 1.54,
        fx_exposed_nav=None if blank else 0.0 if calm else 0.295,
        alerts=Result(critical=0 if calm or blank else 2, warning=0 if calm else 3, info=1),
        data_quality=Result(nav_on_data_older_than_90d=None if blank else 0.055,
                            nav_without_report=None if blank else 0.023),
        recent=() if blank or kind == "one_company" else _recent(calm=calm),
        funds=(fund(),), meta=meta(), notes=notes if blank else (),
    )  # fmt: skip


def _recent(*, calm: bool) -> tuple[Result, ...]:
    points = []
    for place, day in enumerate(QUARTERS):
        points.append(
            Result(date=day, top_company_weight=0.091 if calm else 0.18 + place * 0.0078571,
                   effective_positions=11.0 if calm else 9.0 - place * 0.25,
                   companies_under_6m_runway=0 if calm else (1, 1, 0, 1, 1, 2, 1, 2)[place],
                   stale_nav_share=0.0 if calm else 0.02 + place * 0.005,
                   unfunded_coverage=2.4 if calm else 2.1 - place * 0.08,
                   fx_exposed_nav=None if place == 2 else 0.0 if calm else 0.24 + place * 0.008)
        )  # fmt: skip
    return tuple(points)


def concentration(kind: str = "usual", by: str = "company") -> Result:
    """Groups of one dimension, the largest first, with running totals and the Lorenz points."""
    firms = held(kind)
    names = dict.fromkeys(map(KEYS[by], firms))
    worth, cost = (
        add([firm.money(getattr(firm, key)) for firm in firms]) for key in ("value", "cost")
    )
    groups = []
    for name in names:
        own = [firm for firm in firms if KEYS[by](firm) == name]
        value, put = (add([firm.money(getattr(f, key)) for f in own for firm in (f,)])
                      for key in ("value", "cost"))  # fmt: skip
        groups.append(
            Result(name=name, key=own[0].code if by == "company" else name, cost=put,
                   fair_value=value, weight=share(value, worth), cost_weight=share(put, cost),
                   count=len(own), cumulative=None)
        )  # fmt: skip
    groups.sort(key=lambda group: -(group.weight or 0.0))
    weights = [group.weight for group in groups if group.weight is not None]
    for group, total in zip(groups, accumulate(weights), strict=False):
        group.cumulative = total
    hhi = sum(weight**2 for weight in weights) if weights else None
    return Result(
        by=by, groups=tuple(groups), top_1=weights[0] if weights else None,
        top_3=sum(weights[:3]) if weights else None, top_5=sum(weights[:5]) if weights else None,
        herfindahl_index=hhi, hhi_points=hhi * 10_000 if hhi else None,
        effective_number=1 / hhi if hhi else None, lorenz=_lorenz(weights),
        without_winner=_without(kind, weights) if by == "company" else None, meta=meta(),
        notes=() if weights else (note("groups", "no_marks", "No holding is valued."),),
    )  # fmt: skip


def _lorenz(weights: list[float]) -> tuple[tuple[float, float], ...]:
    if not weights:
        return ()
    totals = [0.0, *accumulate(sorted(weights))]
    return tuple((place / len(weights), total) for place, total in enumerate(totals))


def _without(kind: str, weights: list[float]) -> Result | None:
    if not weights:
        return None
    alone = kind == "one_company"
    return Result(company="HALD", moic=2.84 if alone else 1.99,
                  moic_without=None if alone else 1.86, fair_value_share=weights[0])  # fmt: skip


def limits(kind: str = "usual") -> Result:
    """Four limits of the agreement; nothing is used of them where nothing is known."""
    table = {
        "usual": (("near", "18.6"), ("ok", "42.0"), ("near", "9.4"), ("unknown", "")),
        "calm": (("ok", "6.0"), ("ok", "21.0"), ("ok", "0"), ("ok", "0")),
        "breached": (("breach", "21.4"), ("ok", "42.0"), ("near", "9.4"), ("ok", "8.0")),
        "one_company": (("ok", "11.0"), ("ok", "11.0"), ("ok", "0"), ("ok", "0")),
        "missing": (("unknown", ""),) * 4,
    }
    named = (
        ("lpa_6_2", "Single company", "LPA §6.2", 0.20, "HALD", "Halden Robotics"),
        ("lpa_6_3", "One sector", "LPA §6.3", 0.50, "industrial", "Industrial"),
        ("lpa_6_4", "Outside the home market", "LPA §6.4", 0.10, "other", "Outside the US"),
        ("lpa_7_1", "Credit line", "LPA §7.1", 0.15, None, None),
    )
    if kind == "empty":
        return Result(fund="AQ1", limits=(), meta=meta(), notes=())
    whole = Decimal(100_000_000)
    order = ("breach", "near", "ok", "unknown")
    rows = []
    for (key, name, source, most, code, largest), (state, used) in zip(
        named, table[kind], strict=True
    ):
        amount = Decimal(used) * 1_000_000 if used else None
        rows.append(
            Result(id=key, name=name, source=source, denominator="commitments",
                   denominator_amount=whole, limit=most, used_amount=amount,
                   used=share(amount, whole),
                   headroom_amount=None if amount is None else whole * Decimal(str(most)) - amount,
                   state=state, largest=code if used else None,
                   largest_name=largest if used else None,
                   second_name="Corvane" if key == "lpa_6_2" and used else None,
                   second_used=0.084 if key == "lpa_6_2" and used else None)
        )  # fmt: skip
    rows.sort(key=lambda row: order.index(row.state))
    told = (note("limits.lpa_7_1", "no_balance", "No balance of the credit line is known."),)
    return Result(fund="AQ1", limits=tuple(rows), meta=meta(),
                  notes=told if kind in {"usual", "missing"} else ())  # fmt: skip


def pre_trade(kind: str = "usual") -> Result:
    """Five million more in one company: allowed when calm, broken and curable otherwise."""
    calm, blank = kind in {"calm", "one_company"}, kind in {"missing", "empty"}
    before, after = (0.06, 0.11) if calm else (0.186, 0.236)
    states = ("ok", "ok") if calm else ("breach", "near")
    cure = None if calm else "LPAC consent or amount <= 1400000"
    rows = (
        Result(limit_id="lpa_6_2", name="Single company", before=None if blank else before,
               after=None if blank else after, limit=0.20,
               headroom_after=None if blank else Decimal("9000000.00" if calm else "-3600000.00"),
               state="unknown" if blank else states[0], cure=None if blank else cure),
        Result(limit_id="lpa_6_3", name="One sector", before=None if blank else 0.42,
               after=None if blank else 0.47, limit=0.50,
               headroom_after=None if blank else Decimal("3000000.00"),
               state="unknown" if blank else states[1], cure=None),
    )  # fmt: skip
    allowed = None if blank else calm
    return Result(
        fund="AQ1", company="HALD", name="Halden Robotics", sector="Industrial",
        geography="US", amount=Decimal("5000000.00"), date=date(2026, 11, 20),
        allowed=allowed, results=rows,
        concentration_after=Result(top_company_weight=None if blank else 0.263,
                                   company_weight=None if blank else 0.263,
                                   effective_positions=None if blank else 6.8),
        reserves_after=Result(
            new_deal_capacity_before=None if blank else Decimal("15000000.00"),
            new_deal_capacity=None if blank else Decimal("12000000.00"),
            reserved=None if blank else Decimal("2000000.00")),
        pacing_after=Result(quarters_left_before=None if blank else 5.0,
                            quarters_left=None if blank else 4.0,
                            exhausts_on=None if blank else date(2027, 9, 30)),
        meta=meta(), notes=(note("allowed", "no_terms", "No limit is known."),) if blank else (),
    )  # fmt: skip
