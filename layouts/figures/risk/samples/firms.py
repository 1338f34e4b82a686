"""The invented holdings: what they cost and are worth, where they stand, how long they last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from types import SimpleNamespace as Result
from typing import Any

from services.envelope import FundRef, Meta

KINDS = ("usual", "calm", "breached", "missing", "one_company", "empty")
AS_OF = date(2026, 9, 30)
CHECKED = datetime(2026, 11, 12, 6, 0, tzinfo=UTC)
MILLION = Decimal(1_000_000)


@dataclass(frozen=True, slots=True)
class Firm:
    """One company: amounts in millions, `months` of cash, None where it does not burn."""

    code: str
    name: str
    sector: str
    stage: str
    place: str
    currency: str
    vintage: str
    cost: str
    value: str
    months: float | None
    marked: date
    method: str
    vs_round: float | None
    blank: bool = False

    def money(self, text: str) -> Decimal | None:
        """An amount in whole units, unknown where the sample has no values."""
        return None if self.blank else Decimal(text) * MILLION


# code|name|sector|stage|place|currency|year|cost|value|months|marked|method|against the last round
HELD = """
HALD|Halden Robotics|Industrial|Series C|US|USD|2022|11.0|31.2|26|2026-09-30|new_round|0
CORV|Corvane|Fintech|Series C|UK|GBP|2021|8.4|22.6|-|2026-09-30|secondary|-0.08
LUME|Lumenary Health|Health|Series B|US|USD|2022|7.8|18.7|19|2026-09-30|calibrated_multiple|0.11
TARN|Tarn Analytics|Software|Series B|US|USD|2022|8.2|14.4|22|2026-06-30|calibrated_multiple|0.09
OXBO|Oxbow Energy|Climate|Series B|EU|EUR|2023|9.0|13.6|14|2026-09-30|milestone|0.07
PELL|Pellucid|Software|Series A|US|USD|2023|6.4|9.0|11|2026-09-30|new_note|-
KEST|Kestrel Freight|Industrial|Series A|US|USD|2023|6.4|7.7|-|2026-06-30|calibrated_multiple|0
NORT|Northlight Bio|Health|Series A|US|USD|2024|5.2|5.2|17|2026-03-31|cost|0
QUIL|Quillon <b>|Software|Seed|EU|EUR|2025|2.4|3.0|-|2026-09-30|cap|-
BRIG|Brightwater Foods|Consumer|Series A|US|USD|2022|5.6|5.0|5|2026-09-30|comparables|-0.14
SALT|Saltmarsh|Fintech|Seed|US|USD|2022|3.2|2.1|4|2025-11-30|cases|-0.35
"""


def _firms() -> tuple[Firm, ...]:
    found = []
    for line in HELD.strip().splitlines():
        code, name, sector, stage, place, currency, vintage, cost, value, *rest = line.split("|")
        months, marked, method, against = rest
        found.append(
            Firm(code, name, sector, stage, place, currency, vintage, cost, value,
                 None if months == "-" else float(months), date.fromisoformat(marked), method,
                 None if against == "-" else float(against))
        )  # fmt: skip
    return tuple(found)


FIRMS = _firms()


def held(kind: str) -> tuple[Firm, ...]:
    """The companies of a sample: none, one, calm ones, or all of them."""
    if kind == "empty":
        return ()
    if kind == "one_company":
        return FIRMS[:1]
    if kind == "missing":
        return tuple(replace(firm, blank=True, months=None) for firm in FIRMS[:4])
    if kind == "calm":
        return tuple(
            replace(firm, value="8.0", cost="6.0", marked=AS_OF, currency="USD",
                    months=None if firm.months is None else 24.0)
            for firm in FIRMS
        )  # fmt: skip
    return FIRMS


def meta(**changes: Any) -> Meta:
    """The basis of an answer."""
    parts: dict[str, Any] = {
        "funds": ("AQ1",), "fund_id": "f1", "as_of": AS_OF, "nav_as_of": AS_OF, "known_on": None,
        "basis": "net_lp", "credit_line": "with", "currency": "USD", "source": "fund administrator",
        "computed_at": CHECKED,
    }  # fmt: skip
    return Meta(**(parts | changes))


def fund() -> FundRef:
    """A fund by name."""
    return FundRef(id="f1", code="AQ1", name="Alder & Quay I", currency="USD", vintage_year=2021)


def note(field: str, code: str, text: str) -> Result:
    """Why a value is not given."""
    return Result(field=field, code=code, text=text)


def share(part: Decimal | None, whole: Decimal | None) -> float | None:
    """A part of a whole, unknown as soon as one of them is."""
    return float(part / whole) if part is not None and whole else None


def add(amounts: list[Decimal | None]) -> Decimal | None:
    """The sum, unknown as soon as one is."""
    known = [amount for amount in amounts if amount is not None]
    return sum(known, Decimal(0)) if len(known) == len(amounts) else None
