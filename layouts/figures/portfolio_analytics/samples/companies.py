"""The invented companies: what they cost and are worth in millions, and what they report."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Result

from services.envelope import FundRef, Meta

KINDS = ("normal", "empty", "one_point", "negative", "huge", "unknown")
AS_OF, BEFORE = date(2026, 9, 30), date(2026, 6, 30)
MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Firm:
    """One company: amounts in millions, burn a month in thousands, `runway` None if it has none."""

    code: str
    name: str
    sector: str
    stage: str
    status: str
    since: date
    cost: str
    realized: str
    value: str
    opening: str
    cash_in: str
    cash_out: str
    gain: str
    remark: str
    fx: str
    runway: float | None
    burn: int | None
    growth: float | None
    multiple: float | None
    scores: tuple[float | None, ...]
    method: str = "calibrated_multiple"
    marked: date = AS_OF
    times: Decimal = MILLION
    blank: bool = False

    def money(self, text: str) -> Decimal | None:
        """An amount in whole units, unknown where the sample has no values."""
        return None if self.blank else Decimal(text) * self.times


def _firms() -> tuple[Firm, ...]:
    told = {line.partition("|")[0]: line.split("|")[1:] for line in REPORTED.strip().splitlines()}
    nothing = ["-"] * 8
    return tuple(
        _firm(line.split("|"), told.get(line.partition("|")[0], nothing))
        for line in HELD.strip().splitlines()
    )


def _firm(held: list[str], reported: list[str]) -> Firm:
    code, name, sector, stage, status, since = held[:6]
    runway, burn, growth, multiple, *scores = reported
    more = held[15:]
    return Firm(
        code, name, sector, stage, status, date.fromisoformat(f"{since}-15"), *held[6:15],
        runway=_number(runway), burn=None if burn == "-" else int(burn), growth=_number(growth),
        multiple=_number(multiple), scores=tuple(_number(score) for score in scores),
        **({"method": more[0]} if more else {}),
        **({"marked": date.fromisoformat(more[1])} if len(more) > 1 else {}),
    )  # fmt: skip


def _number(text: str) -> float | None:
    return None if text == "-" else float(text)


# code|name|sector|stage|status|since|cost|realised|value|opening|in|out|gain|re-mark|fx|method
# and, of an old mark, its day
HELD = """
HALD|Halden Robotics|Industrial|Series C|active|2022-03|11.0|0|31.2|25.8|2.0|0|0|3.4|0|new_round
CORV|Corvane|Fintech|Series C|active|2021-11|8.4|6.1|22.6|25.4|0|3.7|0.9|0|0|secondary
LUME|Lumenary Health|Health|Series B|active|2022-10|7.8|0|18.7|16.8|0|0|0|1.9|0
TARN|Tarn Analytics|Software|Series B|active|2022-01|8.2|0|14.4|13.2|0|0|0|1.2|0
OXBO|Oxbow Energy|Climate|Series B|active|2023-03|9.0|0|13.6|13.1|0|0|0|0.9|-0.4|milestone
PELL|Pellucid|Software|Series A|active|2023-10|6.4|0|9.0|8.0|1.0|0|0|0|0|new_note
KEST|Kestrel Freight|Industrial|Series A|active|2023-01|6.4|0|7.7|7.7|0|0|0|0|0
NORT|Northlight Bio|Health|Series A|active|2024-05|5.2|0|5.2|5.2|0|0|0|0|0|cost|2026-03-31
QUIL|Quillon <b>|Software|Seed|active|2025-02|2.4|0|3.0|2.7|0|0|0|0.3|0|cap
BRIG|Brightwater Foods|Consumer|Series A|active|2022-06|5.6|0|5.0|5.8|0|0|0|-0.8|0|comparables
SALT|Saltmarsh|Fintech|Seed|active|2022-08|3.2|0|2.1|2.6|0|0|0|-0.5|0|cases
ARDE|Ardent Systems|Software|Exited|exited|2021-09|3.8|22.4|0|0|0|0|0|0|0
MOSA|Mosaic Pay|Fintech|Exited|exited|2022-02|2.6|4.6|0|0|0|0|0|0|0
STIL|Stillwell Heat|Climate|Written off|failed|2022-04|3.4|0.3|0|0|0|0|0|0|0
"""
# code|runway|burn|growth|burn multiple|four scores
REPORTED = """
HALD|26|410|0.92|1.1|87|69|89|82
CORV|-|-120|0.61|-|73|90|98|76
LUME|19|350|0.74|1.6|80|62|74|78
TARN|22|280|0.58|1.4|71|76|82|59
OXBO|14|520|0.66|2.7|76|47|56|80
PELL|11|330|0.45|2.9|65|50|42|56
KEST|-|-40|0.28|-|47|84|98|53
NORT|17|240|-|-|-|-|72|68
QUIL|-|-|-|-|-|-|-|-
BRIG|5|610|0.12|5.8|30|36|16|40
SALT|4|190|-0.04|9.4|23|27|10|33
"""
FIRMS = _firms()


def firms(kind: str) -> list[Firm]:
    """The companies of a kind of sample."""
    if kind == "empty":
        return []
    if kind == "one_point":
        return [FIRMS[0]]
    if kind == "negative":
        return [replace(firm, value="0.1", remark=f"-{firm.value}", growth=-0.4, cash_in="0",
                        cash_out="0", gain="0", fx="0.1", opening=firm.value)
                for firm in FIRMS if firm.status == "active"]  # fmt: skip
    if kind == "huge":
        return [replace(firm, times=MILLION * MILLION, growth=(firm.growth or 0) * 900,
                        multiple=(firm.multiple or 0) * 400, runway=(firm.runway or 0) * 60 or None)
                for firm in FIRMS]  # fmt: skip
    if kind == "unknown":
        return [replace(firm, blank=True, runway=None, burn=None, growth=None, multiple=None,
                        scores=(None, None, None, None)) for firm in FIRMS]  # fmt: skip
    return list(FIRMS)


def active(kind: str) -> list[Firm]:
    """Those that are held."""
    return [firm for firm in firms(kind) if firm.status == "active"]


def meta() -> Meta:
    """What an answer about the portfolio stands on."""
    return Meta(
        funds=("AQ1",), fund_id="f1", as_of=AS_OF, nav_as_of=AS_OF, known_on=None, basis="gross",
        credit_line="with", currency="USD", period=(BEFORE, AS_OF), source="deal ledger",
        data_version={"AQ1": 7}, computed_at=datetime(2026, 11, 12, 18, 4, tzinfo=UTC),
    )  # fmt: skip


def fund() -> FundRef:
    """The fund by name."""
    return FundRef("f1", "AQ1", "Alder & Quay I", "USD", 2021, "venture", "US", date(2021, 1, 15))


def kpis(firm: Firm, *, day: date = AS_OF, aged: int = 0) -> Result:
    """What a company reported for the quarter to `day`; `aged` quarters ago it was smaller."""
    times = firm.times
    known = not firm.blank and any(score is not None for score in firm.scores)
    shrunk = Decimal(100 - 9 * aged) / 100
    burn = None if firm.burn is None or not known else Decimal(firm.burn) * 1000 * times / MILLION
    state = "unknown" if not known else "finite" if firm.runway else "cash_generative"
    return Result(
        period_end=day if known else None, reported_at=day if known else None,
        age_days=0 if known else None, stale=False if known else None,
        revenue_ttm=Decimal("9.6") * times * shrunk if known else None,
        arr=Decimal("10.4") * times * shrunk if known else None,
        growth_rate=firm.growth, growth_basis="reported" if firm.growth is not None else None,
        gross_margin=0.71 - aged / 100 if known else None,
        cash=None if burn is None or firm.runway is None else burn * Decimal(str(firm.runway)),
        net_burn=burn, runway_months=firm.runway if known else None, runway_state=state,
        zero_cash_date=zero_cash(firm.runway) if known else None, burn_multiple=firm.multiple,
        burn_multiple_band=None if firm.multiple is None else "good",
        rule_of_40=None if firm.growth is None else firm.growth - 0.3,
        ltv_cac=3.4 if known else None, nrr=1.08 if known else None,
        headcount=84 - 3 * aged if known else None,
    )  # fmt: skip


def zero_cash(months: float | None) -> date | None:
    """The day on which cash of so many months is gone, counted from the as-of day."""
    if months is None:
        return None
    count = AS_OF.year * 12 + AS_OF.month - 1 + int(months)
    return date(min(count // 12, 9999), count % 12 + 1, 28)
