"""Invented bridges, costs, reserves and forecasts for gallery and tests, in every kind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Result
from typing import Any

KINDS = ("normal", "empty", "one_point", "negative", "huge", "unknown")
AS_OF, BEFORE = date(2026, 9, 30), date(2026, 6, 30)
TIMES = {"huge": Decimal(10) ** 12}
MILLION = Decimal(1_000_000)
STEPS = (
    ("opening", "Opening value", "value", "112.4"),
    ("contributions", "Contributions", "cash", "4.8"),
    ("distributions", "Distributions", "cash", "-3.6"),
    ("realized", "Realised gain", "result", "0.9"),
    ("unrealized", "Unrealised change", "result", "6.3"),
    ("fx", "Foreign exchange", "result", "-0.4"),
    ("fees", "Management fee", "cost", "-0.6"),
    ("expenses", "Partnership expenses", "cost", "-0.2"),
    ("carry", "Carried interest", "cost", "-1.2"),
    ("closing", "Closing value", "value", "118.4"),
)
PARTS = (
    ("cash", "Cash and timing", -0.0194, -0.018),
    ("credit_line", "Credit line", 0.0073, 0.016),
    ("fees", "Management fees", -0.0469, -0.262),
    ("expenses", "Partnership expenses", -0.0044, -0.022),
    ("carry", "Carried interest", -0.0286, -0.134),
)
TOGETHER = (("not_itemised", "Fees, expenses and carry", -0.09, -0.42),)
COMPANIES = (
    ("Fennel Analytics", 12, 20, 34), ("Harbourline", 18, 0, 41), ("Ottery Health", 20, 8, 28),
    ("Quillworks <b>", 22, 10, 22), ("Saltmarsh Robotics", 10, 0, 0),
)  # fmt: skip


def meta(**changes: Any) -> Result:
    """The basis of an answer."""
    given: dict[str, Any] = {
        "funds": ("AQ1",), "fund_id": "f1", "as_of": AS_OF, "nav_as_of": AS_OF, "known_on": None,
        "basis": "net_lp", "credit_line": "with", "currency": "USD", "fx": (),
        "period": (BEFORE, AS_OF), "flows": "typed", "day_count": "act/365F", "dating": "daily",
        "source": "fund administrator", "units": {}, "figures": {}, "data_quality": {},
        "definitions_version": "2026.11", "data_version": {"f1": 7},
        "computed_at": datetime(2026, 11, 12, 18, 4, tzinfo=UTC),
    }  # fmt: skip
    return Result(**(given | changes))


def _amount(text: str | float, kind: str) -> Decimal | None:
    if kind == "unknown":
        return None
    return Decimal(str(text)) * TIMES.get(kind, MILLION)


def nav_bridge(kind: str = "normal") -> Result:
    """The bridge of a quarter; `negative` lost, `unknown` has no values."""
    told = () if kind == "empty" else STEPS[:1] + STEPS[-1:] if kind == "one_point" else STEPS
    rows, sums = [], Decimal(0)
    for step, name, what, text in told:
        amount = _amount(text, kind)
        if step == "opening" and kind == "one_point":
            amount = _amount("118.4", kind)
        if kind == "negative" and step == "unrealized":
            amount = Decimal("-90") * MILLION
        if amount is not None and what == "value":
            amount = amount if step == "opening" else sums
        sums += amount or Decimal(0)
        rows.append(Result(step=step, name=name, kind=what, source="ledger", amount=amount))
    known = {row.step: row.amount for row in rows}
    opening, closing = known.get("opening"), known.get("closing")
    zero = None if kind == "unknown" else Decimal(0)
    moved = ("contributions", "distributions", "realized", "unrealized", "fx", "income", "fees",
             "expenses", "carry", "transfers", "not_told_apart")  # fmt: skip
    line = Result(
        fund="AQ1",
        name="Alder & Quay I",
        source="ledger",
        opening=opening,
        closing=closing,
        residual=zero,
        **{key: known.get(key) for key in moved},
    )
    change = None if opening is None or closing is None else closing - opening
    return Result(rows=tuple(rows), funds=(line,) if rows else (), opening=opening, closing=closing,
                  change=change, residual=zero, start=BEFORE, end=AS_OF, meta=meta(),
                  notes=())  # fmt: skip


def net_step(kind: str = "normal") -> Result:
    """One step of the gross-to-net bridge."""
    return gross_to_net(kind).rows[0]


def gross_to_net(kind: str = "normal") -> Result:
    """Five parts; `one_point` tells none apart, `unknown` has no rates, `negative` a poor fund."""
    parts = {
        "empty": (),
        "one_point": (("not_itemised", "Fees, expenses and carry", -0.09, -0.42),),
    }
    told = parts.get(kind, PARTS)
    size = {"negative": 3.0, "huge": 40.0}.get(kind, 1.0)
    rate, multiple, rows = 0.2477, 1.97, []
    for step, name, bp, x in told:
        rate, multiple = rate + bp * size, multiple + x
        blank = kind == "unknown"
        rows.append(
            Result(
                step=step,
                name=name,
                irr_effect=None if blank else bp * size,
                tvpi_effect=x,
                irr=None if blank else rate,
                tvpi=multiple,
            )
        )
    status = "short_period" if kind == "unknown" else "unique"
    known = kind not in {"unknown", "empty"}
    return Result(rows=tuple(rows), order="stated", sequence=tuple(row.step for row in rows),
                  gross_irr=0.2477 if known else None, net_irr=rate if known else None,
                  gross_tvpi=None if kind == "empty" else 1.97,
                  net_tvpi=None if kind == "empty" else multiple,
                  residual_irr=0.0 if known else None, residual_tvpi=0.0, irr_status=status,
                  funds=(), meta=meta(), notes=())  # fmt: skip


def contributions(kind: str = "normal") -> Result:
    """Five companies, the last of them lost; `unknown` has no values, `empty` no companies."""
    told = COMPANIES[: {"empty": 0, "one_point": 1}.get(kind, 5)]
    size = TIMES.get(kind, MILLION)
    rows = []
    for name, put, back, left in told:
        worth = None if kind == "unknown" else left * size * (0 if kind == "negative" else 1)
        cost, got = put * size, back * size
        gain = None if worth is None else got + worth - cost
        rows.append(Result(
            company=name[:3].upper(), name=name, sector="Software", stage="Series B", invested=cost,
            realized_value=got, unrealized_value=worth, gain=gain, irr=0.2, gain_share=None,
            moic=None if worth is None else float((got + worth) / cost), running_share=None,
            realized_share=0.3, adds_to_moic=None if gain is None else float(gain / (82 * size)),
            adds_to_tvpi=None if gain is None else float(gain / (96 * size)), irr_without=0.18,
            irr_effect=0.02,
        ))  # fmt: skip
    put, back, left, gain = (
        None if any(part is None for part in parts) else sum(parts, Decimal(0))
        for parts in ([getattr(row, name) for row in rows]
                      for name in ("invested", "realized_value", "unrealized_value", "gain"))
    )  # fmt: skip
    top = None
    if gain is not None and gain > 0:
        shares = [float(row.gain / gain) for row in rows]
        top = sum(shares[:5])
        for place, row in enumerate(rows):
            row.gain_share, row.running_share = shares[place], sum(shares[: place + 1])
    winner = None
    if rows and gain is not None:
        winner = left_out(rows[0].company, rows[0].name)
    return Result(rows=tuple(rows), invested=put, realized_value=back, unrealized_value=left,
                  gain=gain, moic=None if left is None or not put else float((back + left) / put),
                  irr=0.247, top_5_share=top, realized_share=0.23, tvpi=1.55, costs_in_tvpi=-0.3,
                  winner=winner, left_out=None, meta=meta(), notes=())  # fmt: skip


def left_out(company: str = "FEN", name: str = "Fennel Analytics") -> Result:
    """The portfolio without one company."""
    return Result(
        company=company,
        name=name,
        moic=1.83,
        irr=0.22,
        gain=Decimal(60) * MILLION,
        moic_change=-0.16,
        irr_change=-0.02,
        gain_change=Decimal(-20) * MILLION,
    )


def fees(kind: str = "normal") -> Result:
    """Four years of fees on commitments; `negative` has a year with more given back."""
    count = {"empty": 0, "one_point": 1}.get(kind, 4)
    rows = []
    for place in range(count):
        gross, less = _amount(2.4, kind), _amount(2.9 if kind == "negative" else 0.077, kind)
        net = None if gross is None or less is None else gross - less
        rows.append(Result(
            year=2023 + place, fees_gross=gross, offsets=less, fees_net=net,
            expenses=_amount(0.3, kind), basis="committed", rate=0.02,
            basis_amount=_amount(120, kind), expected=_amount(2.4, kind),
            difference=_amount(0, kind), fees_of_commitments=0.019,
            contributions=_amount(16, kind), costs_of_contributions=0.16, expense_ratio=0.004,
        ))  # fmt: skip
    sums = {
        name: _total(rows, name)
        for name in ("fees_gross", "offsets", "fees_net", "expenses", "expected", "difference")
    }
    known = kind not in {"unknown", "empty"}
    return Result(rows=tuple(rows), funds=(), total_committed=_amount(120, kind),
                  paid_in=_amount(96, kind), fees_of_commitments=0.1 if known else None,
                  costs_of_contributions=0.147 if known else None, meta=meta(), notes=(),
                  **sums)  # fmt: skip


def _total(rows: list[Result], name: str) -> Decimal | None:
    values = [getattr(row, name) for row in rows]
    return None if None in values else sum(values, Decimal(0))


def deployment(kind: str = "normal") -> Result:
    """Eight quarters of purchases by one fund."""
    count = {"empty": 0, "one_point": 1}.get(kind, 8)
    rows = []
    for place in range(count):
        index = 8 - count + place
        day = date(2024 + (index + 3) // 4, (index * 3 + 11) % 12 + 1, 28)
        new, more = _amount(2.5 * (index % 3), kind), _amount(1.2 * (index % 2), kind)
        if kind == "negative":
            more = Decimal("-1.5") * MILLION
        rows.append(Result(
            quarter=f"{day.year}Q{(day.month + 2) // 3}", date=day, fund="AQ1",
            new_companies=index % 3, new_money=new, follow_on=more,
            deployed=None if new is None or more is None else new + more,
        ))  # fmt: skip
    line = Result(fund="AQ1", name="Alder & Quay I", companies=14, deployed=_amount(83.4, kind),
                  total_committed=_amount(120, kind), deployed_share=0.695,
                  investment_period_start=date(2021, 7, 1),
                  investment_period_end=date(2027, 6, 30), elapsed=0.87, new_companies_last_year=4,
                  pace=_amount(2.6, kind), capacity=_amount(7.8, kind), quarters_left=3.0,
                  exhausts="2027Q2")  # fmt: skip
    known = kind not in {"empty", "unknown"}
    return Result(rows=tuple(rows), funds=(line,) if rows else (), deployed=line.deployed,
                  total_committed=line.total_committed, deployed_share=0.695 if known else None,
                  pace=line.pace, capacity=line.capacity, quarters_left=3.0 if known else None,
                  exhausts="2027Q2" if known else None, meta=meta(), notes=())  # fmt: skip


def reserves(kind: str = "normal") -> Result:
    """Two funds and four companies; `negative` has more set aside than there is."""
    names = {"empty": (), "one_point": ("AQ1",)}.get(kind, ("AQ1", "AQ2"))
    funds = tuple(_kept(name, kind) for name in names)
    rows = tuple(
        Result(company=name[:3].upper(), name=name, fund="AQ1", last_round="Series B",
               last_round_date=date(2024, 6, 4), reserve=_amount(2, kind),
               invested=_amount(put, kind), last_round_value=_amount(put, kind),
               value=_amount(left, kind), next_dollar=None if kind == "unknown" else left / put,
               place=None if kind == "unknown" else place)
        for place, (name, put, _, left) in enumerate(COMPANIES[: 4 if funds else 0], start=1)
    )  # fmt: skip
    total = _kept("", kind) if funds else _kept("", "unknown")
    return Result(rows=rows, funds=funds, total=total, meta=meta(), notes=())


def _kept(code: str, kind: str) -> Result:
    free = "-6" if kind == "negative" else "5.4"
    used = ("26.4" if kind == "negative" else "15", "7.2", "7.2")
    return Result(fund=code, name=f"Fund {code}" if code else "All funds", cash=_amount(4.8, kind),
                  unfunded=_amount(30, kind), available=_amount("34.8", kind),
                  fees=_amount(used[1], kind), follow_on=_amount(used[2], kind),
                  owed=_amount(used[0], kind), new_deals=_amount(free, kind),
                  recallable=_amount(3, kind), stated_on=AS_OF)  # fmt: skip


def forecast(kind: str = "normal") -> Result:
    """Five years as they were and seven ahead; `one_point` and `unknown` have none ahead."""
    past = {"empty": 0, "one_point": 1}.get(kind, 5)
    ahead = 0 if kind in {"empty", "one_point", "unknown"} else 7
    rows, net = [], Decimal(0)
    for place in range(past + ahead):
        later = place >= past
        called = _amount(max(24 - 4 * place, 1), kind)
        paid = _amount(0 if place < 3 else 4 * place if kind != "negative" else 1, kind)
        net += (paid or Decimal(0)) - (called or Decimal(0))
        rows.append(Result(
            date=date(AS_OF.year - past + 1 + place, 9, 30), kind="forecast" if later else "actual",
            called=called, distributed=paid, net_cash=None if kind == "unknown" else net,
            nav=_amount(max(20 * place - 2 * place**2, 2), kind),
        ))  # fmt: skip
    pace = Result(fund="AQ1", strategy="venture", version="2026.11", growth=0.13, life=12, bow=2.5,
                  yield_floor=0.0, contribution_rates=(0.25, 0.333, 0.5), age=5,
                  committed=_amount(120, kind), paid_in=_amount(96, kind),
                  nav=_amount("118.4", kind))  # fmt: skip
    tests = (back_test(kind),) if past > 1 else ()
    known = 0.08 if tests and kind != "unknown" else None
    return Result(rows=tuple(rows), paces=(pace,) if rows else (), tests=tests,
                  called=_amount(24, kind) if ahead else None,
                  distributed=_amount(200, kind) if ahead else None,
                  break_even=date(2029, 9, 30) if ahead and kind != "negative" else None,
                  mean_error_called=known, mean_error_distributed=known, mean_error_nav=known,
                  n_tests=len(tests), meta=meta(), notes=())  # fmt: skip


def back_test(kind: str = "normal") -> Result:
    """What the model said of one past year."""
    return Result(fund="AQ1", date=date(2025, 9, 30), said_called=_amount(17.8, kind),
                  said_distributed=_amount(12.3, kind), said_nav=_amount(115.6, kind),
                  called=_amount(11.6, kind), distributed=_amount(8.8, kind),
                  nav=_amount(118.4, kind), called_error=-0.05, distributed_error=-0.03,
                  nav_error=0.02)  # fmt: skip


def fund_line(code: str | None = "AQ1", kind: str = "normal", **more: Any) -> Result:
    """One fund of the table."""
    given: dict[str, Any] = {
        "fund": code, "name": f"Fund {code}" if code else "All funds", "vintage_year": 2021,
        "strategy": "venture", "funds": 1, "total_committed": _amount(120, kind),
        "paid_in": _amount(96, kind), "distributed": _amount(30.4, kind),
        "nav": _amount(118.4, kind), "dpi": 0.32, "rvpi": 1.23,
        "tvpi": None if kind == "unknown" else 1.55, "moic": 1.97,
        "irr": None if kind == "unknown" else 0.155, "irr_status": "unique",
        "carry_accrued": _amount(13.2, kind), "carry_paid": _amount(0, kind),
        "gp_nav": _amount(2.6, kind),
    }  # fmt: skip
    return Result(**(given | more))


def fund_table(kind: str = "normal") -> Result:
    """Three funds; `negative` below what was paid in."""
    count = {"empty": 0, "one_point": 1}.get(kind, 3)
    sign = -1 if kind == "negative" else 1
    rows = tuple(
        fund_line(f"AQ{place}", kind)
        if kind == "unknown"
        else fund_line(f"AQ{place}", kind, irr=sign * (0.16 - 0.05 * place),
                       tvpi=1.0 + sign * (0.6 - 0.2 * place))
        for place in range(count)
    )  # fmt: skip
    total = fund_line(None, kind if count else "unknown", vintage_year=None, funds=count)
    vintage = fund_line(None, kind, name="Vintage 2021")
    return Result(rows=rows, vintages=(vintage,) if rows else (), total=total, meta=meta(),
                  notes=())  # fmt: skip


SAMPLES = {
    "gain_bars": contributions, "nav_steps": nav_bridge, "net_steps": gross_to_net,
    "fee_bars": fees, "deployment_bars": deployment, "reserve_bars": reserves,
    "forecast_path": forecast, "fund_places": fund_table,
}  # fmt: skip
