"""Invented results for gallery and tests: normal, empty, one point, negative, huge, unknown.

They carry the fields of the results without being them: what is seen never imports what computes.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from types import SimpleNamespace as Result
from typing import Any

from layouts.figures.fund_performance import samples as more

KINDS = ("normal", "empty", "one_point", "negative", "huge", "unknown")
AS_OF = date(2026, 9, 30)
CALLED = (6, 12, 7, 5, 4, 4, 5, 5, 4, 5, 4, 4, 5, 4, 5, 4, 3, 3, 2, 2, 2, 1, 0)
PAID = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 14, 0, 0, 3, 2.4, 0, 4.4, 0, 3.6)
NET_IRR = (None, None, None, -0.172, -0.12, -0.074, -0.045, -0.019, 0.002, 0.018, 0.034, 0.049,
           0.061, 0.072, 0.096, 0.121, 0.131, 0.138, 0.147, 0.149, 0.151, 0.154, 0.155)  # fmt: skip
GROSS_IRR = (None, None, None, 0.018, 0.055, 0.072, 0.091, 0.094, 0.112, 0.121, 0.131,
             0.142, 0.155, 0.164, 0.191, 0.224, 0.231, 0.236, 0.241, 0.246, 0.247, 0.247,
             0.247)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Story:
    """One invented fund: money is multiplied by `times`, growth by `luck`."""

    quarters: int = 23
    times: Decimal = Decimal(1_000_000)
    luck: float = 1.0
    blank: bool = False


COMPANIES = (
    ("Fennel Analytics", Decimal(12), Decimal(20), Decimal(34)),
    ("Harbourline", Decimal(18), Decimal(0), Decimal(41)),
    ("Ottery Health", Decimal(20), Decimal("8.5"), Decimal("28.5")),
    ("Quillworks <b>", Decimal("22.5"), Decimal("10.1"), Decimal("22.1")),
    ("Saltmarsh Robotics", Decimal(10), Decimal(0), Decimal(0)),
)
STORIES = {
    "normal": Story(),
    "empty": Story(quarters=0),
    "one_point": Story(quarters=1),
    "negative": Story(quarters=14, luck=-0.55),
    "huge": Story(times=Decimal(1_000_000_000_000), luck=40),
    "unknown": Story(quarters=8, blank=True),
}


def meta(**changes: Any) -> Result:
    """The basis of an answer."""
    parts: dict[str, Any] = {
        "funds": ("AQ1",), "fund_id": "f1", "as_of": AS_OF, "nav_as_of": AS_OF, "known_on": None,
        "basis": "net_lp", "credit_line": "with", "currency": "USD", "fx": (),
        "period": (date(2021, 3, 31), AS_OF), "flows": "typed", "day_count": "act/365F",
        "dating": "daily", "source": "fund administrator", "units": {}, "figures": {},
        "data_quality": {}, "definitions_version": "2026.11", "data_version": {"f1": 7},
        "computed_at": datetime(2026, 11, 12, 18, 4, tzinfo=UTC),
    }  # fmt: skip
    return Result(**(parts | changes))


def fund() -> Result:
    """A fund by name."""
    return Result(id="f1", code="AQ1", name="Alder & Quay I", currency="USD", vintage_year=2021,
                  strategy="venture", geography="US", inception_date=date(2021, 1, 15))  # fmt: skip


def trend(kind: str = "normal") -> Result:
    """Quarters of a fund's life with IRR, multiples and NAV."""
    return Result(data_points=tuple(_points(STORIES[kind])), meta=meta(), notes=())


def j_curve(kind: str = "normal") -> Result:
    """Calls and distributions by quarter with running totals."""
    story = STORIES[kind]
    points, total = [], Decimal(0)
    for index, point in enumerate(_points(story)):
        called = Decimal(CALLED[index]) * story.times
        paid = Decimal(str(PAID[index])) * story.times
        total += paid - called
        value = None if point.nav is None else total + point.nav
        points.append(Result(date=point.date, called=called, distributed=paid, net_cash=total,
                             net_value=value, nav=point.nav))  # fmt: skip
    trough = min(points, key=lambda item: item.net_cash, default=None)
    return Result(points=tuple(points), trough=trough, break_even=None, meta=meta(), notes=())


def pme_table(kind: str = "normal") -> Result:
    """The fund against three indices and the path of the first."""
    story = STORIES[kind]
    rows = () if kind == "empty" else tuple(_pme_rows(blank=story.blank))
    path = tuple(
        (point.date, point.nav, None if point.nav is None else point.nav * Decimal("0.9"))
        for point in _points(story)
    )
    return Result(rows=rows, path=path, path_index=rows[0].index if rows else None,
                  meta=meta(), notes=())  # fmt: skip


def benchmarks(kind: str = "normal") -> Result:
    """One published cohort; `unknown` has none of its points."""
    sets = () if kind == "empty" else (peer_set(blank=kind == "unknown", low=kind == "negative"),)
    return Result(fund_metrics={"irr": 15.5, "tvpi": 1.55, "dpi": 0.3167}, peer_median={},
                  top_quartile={}, percentile_rank=66.0, bound=None, quartile="2", peer_sets=sets,
                  fund=fund(), meta=meta(), notes=())  # fmt: skip


def peer_set(*, blank: bool = False, low: bool = False) -> Result:
    """Vintage 2021 of an invented provider."""
    table = (
        ("irr", "fraction", 0.155, 0.154, (-0.061, 0.048, 0.112, 0.179, 0.31), 66.0),
        ("tvpi", "x", 1.55, 1.53, (0.82, 1.12, 1.36, 1.62, 2.31), 68.0),
        ("dpi", "x", 0.3167, 0.30, (0.0, 0.02, 0.14, 0.36, 0.92), 70.0),
        ("rvpi", "x", 1.2333, 1.23, (0.51, 0.98, 1.19, 1.34, 1.83), 57.0),
    )
    rails = []
    for metric, unit, value, before, published, rank in table:
        cut = published if not blank else (None,) * 5
        rails.append(
            Result(metric=metric, unit=unit, value=-0.4 if low else value, previous=before,
                   p05=cut[0], p25=cut[1], p50=cut[2], p75=cut[3], p95=cut[4],
                   n=None if blank else 36, percentile=None if blank or low else rank,
                   bound="<5" if low else None,
                   quartile=None if blank else "4" if low else "2", percentile_se=None)
        )  # fmt: skip
    return Result(provider="Illustrative peers", release="2026-Q2", as_of=date(2026, 6, 30),
                  vintage_year=2021, strategy="venture", geography="US", n=None if blank else 36,
                  kind="points", illustrative=True, rails=tuple(rails), notes=())  # fmt: skip


def metrics(kind: str = "normal", **changes: Any) -> Result:
    """The headline figures of the invented fund."""
    money, blank = STORIES[kind].times, STORIES[kind].blank or kind == "empty"
    notes = (Result(field="irr", code="short_period", text="Under a year of flows."),
             Result(field="nav", code="no_nav", text="No valuation on or before."))  # fmt: skip
    parts: dict[str, Any] = {
        "irr": 0.155, "tvpi": 1.55, "dpi": 0.31666666666666665, "rvpi": 1.2333333333333334,
        "pic": 0.8, "moic": 1.99, "nav": Decimal("118.4") * money, "paid_in": 96 * money,
        "distributions": Decimal("30.4") * money, "recallable": 3 * money,
        "total_committed": 120 * money, "unfunded": 27 * money,
        "dry_powder": Decimal("21.5") * money, "fees_to_date": Decimal("12.6") * money,
        "credit_line_balance": Decimal("4.1") * money, "irr_status": "unique",
        "period_return": None, "gross_irr": 0.247, "gross_irr_status": "unique",
        "irr_with_line": 0.155, "irr_without_line": 0.149, "tvpi_with_line": 1.55,
        "tvpi_without_line": 1.56, "capital_deployed": Decimal("82.5") * money,
        "capital_returned": Decimal("30.1") * money, "realized_value": Decimal("38.6") * money,
        "unrealized_value": Decimal("125.6") * money, "top_performers": (), "flow_count": 42,
        "top_performer_contribution": 0.46, "sector_concentration": {"Software": 0.6},
        "first_flow": date(2021, 2, 12), "as_of_date": AS_OF, "funds": (fund(),), "meta": meta(),
        "notes": notes if blank else (),
    }  # fmt: skip
    if blank:
        parts |= dict.fromkeys(("irr", "tvpi", "dpi", "rvpi", "moic", "nav", "gross_irr",
                                "unfunded", "dry_powder", "credit_line_balance", "pic",
                                "fees_to_date", "total_committed", "paid_in", "distributions",
                                "recallable"))  # fmt: skip
    return Result(**(parts | changes))


def headline(kind: str = "normal") -> Result:
    """What the head of the page says; `unknown` and `empty` have no earlier quarter."""
    now, points = metrics(kind), _points(STORIES[kind])
    before = None
    if kind not in {"unknown", "empty", "one_point"}:
        money = STORIES[kind].times
        before = metrics(kind, irr=0.154, tvpi=1.53, dpi=0.30, rvpi=1.2333, moic=1.96,
                         nav=Decimal("112.4") * money, paid_in=Decimal("91.2") * money,
                         distributions=Decimal("26.8") * money,
                         as_of_date=date(2026, 6, 30))  # fmt: skip
    return Result(metrics=now, previous=before, recent=tuple(points[-8:]),
                  peers=None if before is None else peer_set(), meta=now.meta,
                  notes=now.notes)  # fmt: skip


def cash_flows(kind: str = "normal") -> Result:
    """Flows, newest first, whose totals are those of the headline."""
    rows, total = [], Decimal(0)
    for index, point in enumerate(_points(STORIES[kind])):
        for figure, kind_ in ((-CALLED[index], ("capital_call", "Capital call")),
                                     (PAID[index], ("distribution", "Distribution"))):  # fmt: skip
            if figure:
                total += (amount := Decimal(str(figure)) * STORIES[kind].times)
                rows.append(_flow(point.date, kind_, amount, total=total, index=len(rows)))
    called = -sum((row.amount for row in rows if row.amount < 0), Decimal(0))
    paid = sum((row.amount for row in rows if row.amount > 0), Decimal(0))
    return Result(rows=tuple(reversed(rows)), paid_in=called, distributed=paid,
                  total_rows=len(rows), meta=meta(), notes=())  # fmt: skip


def performers(kind: str = "normal") -> Result:
    """Five companies, the last of them lost; `unknown` has no values, `empty` no companies."""
    story = STORIES[kind]
    rows = [
        _performer(name, put * story.times, back * story.times, left * story.times, story)
        for name, put, back, left in COMPANIES[: {"empty": 0, "one_point": 1}.get(kind, 5)]
    ]
    put, back, left, gain = (
        None if any(part is None for part in parts) else sum(parts, Decimal(0))
        for parts in ([getattr(row, name) for row in rows]
                      for name in ("invested", "realized_value", "unrealized_value", "gain"))
    )  # fmt: skip
    top = None
    for row in rows:
        if gain is not None and gain > 0:
            row.gain_share = float(row.gain / gain)
            top = rows[0].gain_share
    return Result(rows=tuple(rows), capital_deployed=put, realized_value=back,
                  unrealized_value=left, gain=gain, top_performer_contribution=top,
                  moic=None if left is None or not put else float((back + left) / put),
                  meta=meta(), notes=())  # fmt: skip


def _performer(name: str, put: Decimal, back: Decimal, left: Decimal, story: Story) -> Result:
    worth = None if story.blank else left * (Decimal(0) if story.luck < 0 else Decimal(1))
    gain = None if worth is None else back + worth - put
    return Result(company=name[:3].upper(), name=name, sector="Software", invested=put,
                  realized_value=back, unrealized_value=worth, gain=gain,
                  moic=None if worth is None else float((back + worth) / put), gain_share=None,
                  multiple_contribution=None if worth is None else 0.4)  # fmt: skip


def _flow(
    day: date, kind: tuple[str, str], amount: Decimal, *, total: Decimal, index: int
) -> Result:
    type_, label = kind
    return Result(date=day - timedelta(days=40), fund="AQ1", type=type_, label=label, amount=amount,
                  paid_in=max(-amount, Decimal(0)), distributed=max(amount, Decimal(0)),
                  cumulative=total, counts=True, investor=None, company=None, currency="USD",
                  file="flows.csv", sheet=None, row=index + 2, row_id="f1",
                  figure_id=None)  # fmt: skip


def _points(story: Story) -> list[Result]:
    points, called, paid = [], Decimal(0), Decimal(0)
    for index in range(story.quarters):
        called += Decimal(CALLED[index]) * story.times
        paid += Decimal(str(PAID[index])) * story.times
        tvpi = 0.9252 + story.luck * (0.0012 * index**2 + 0.002 * index)
        dpi = float(paid / called)
        nav = Decimal(str(round(max(tvpi - dpi, 0.01) * float(called), 2)))
        gross = GROSS_IRR[index]
        points.append(
            Result(
                date=_quarter_end(index + 1 - 23 if story.quarters == 23 else index - 22),
                irr=None if story.blank else _scaled(NET_IRR[index], story.luck),
                gross_irr=None if story.blank else _scaled(gross, story.luck),
                tvpi=None if story.blank else tvpi, dpi=None if story.blank else dpi,
                rvpi=None if story.blank else tvpi - dpi,
                moic=None if story.blank else tvpi * 1.2839,
                nav=None if story.blank else nav, paid_in=called, distributions=paid,
                irr_status="short_period" if NET_IRR[index] is None else "unique",
            )
        )  # fmt: skip
    return points


def _scaled(rate: float | None, luck: float) -> float | None:
    return None if rate is None else rate * luck


def _quarter_end(offset: int) -> date:
    """The quarter-end `offset` quarters from the as-of day."""
    months = AS_OF.year * 12 + AS_OF.month + offset * 3
    return date(months // 12, months % 12 + 1, 1) - timedelta(days=1)


def _pme_rows(*, blank: bool) -> list[Result]:
    table = (("LARGE-TR", True, 1.08, 0.026, 0.126), ("SMALL-TR", True, 1.16, 0.049, 0.102),
             ("LARGE-PR", False, 1.13, 0.040, 0.111))  # fmt: skip
    rows = []
    for index, total_return, ks, alpha, ln in table:
        rows.append(
            Result(index=index, total_return=total_return, ks_pme=None if blank else ks,
                   direct_alpha=None if blank else alpha, fund_irr=0.155,
                   ln_pme_irr=None if blank else ln, pme_plus_irr=None if blank else ln + 0.002,
                   pme_plus_lambda=None if blank else 0.91, mpme_irr=None if blank else ln + 0.001,
                   index_nav=None if blank else Decimal("106500000"), level_as_of=AS_OF,
                   meta=meta(), notes=())
        )  # fmt: skip
    return rows


SAMPLES = {
    "tvpi_stack": trend, "irr_trend": trend, "multiples_trend": trend,
    "j_curve": j_curve, "index_path": pme_table,
} | more.SAMPLES  # fmt: skip
