"""Scenarios: what each does to the value of every company, and when the money comes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, Field, dataclass, field, fields
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any

from services.calc.stress import multiple_compression
from services.errors import Fault, InvalidInput

CENT = Decimal("0.01")
NOTHING, WHOLE = Decimal(0), Decimal(1)
MOST_YEARS, MOST_RISE = 30, Decimal(100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Holding:
    """One company at its fair value in the answer's currency, by the currency it is marked in."""

    company: str
    name: str
    sector: str | None
    currencies: Mapping[str, Decimal]

    @property
    def value(self) -> Decimal:
        return sum(self.currencies.values(), NOTHING)


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """A scenario as asked for; changes are fractions, falls below zero, all left out by default.

    `value_change` is of every company, or of those of `sector`; `companies` are changes by code
    that take its place; `write_off_top` loses the n largest; `multiple_cut` (0.25: a quarter less)
    and `fx` (by currency) come on top. `exit_delay_years` moves the day of the money, `day` sets
    it.
    """

    name: str = "own scenario"
    value_change: Decimal | None = None
    sector: str | None = None
    companies: Mapping[str, Decimal] = field(default_factory=dict)
    write_off_top: int = 0
    exit_delay_years: int = 0
    multiple_cut: Decimal | None = None
    fx: Mapping[str, Decimal] = field(default_factory=dict)
    day: date | None = None


def standard(holdings: Sequence[Holding], base: str) -> list[Own]:
    """The scenarios that every fund is held against; each foreign currency adds two."""
    foreign = sorted({name for held in holdings for name in held.currencies if name != base})
    falls = {name: Decimal("-0.1") for name in foreign}
    return [
        Own(name="fair values -30%", value_change=Decimal("-0.3")),
        Own(name="fair values -50%", value_change=Decimal("-0.5")),
        *_losses(holdings),
        Own(name="exits delayed two years", exit_delay_years=2),
        Own(name="multiples -25%", multiple_cut=Decimal("0.25")),
        *(
            Own(name=f"{name} {change}%", fx={name: Decimal(change) / 100})
            for name in foreign
            for change in (-10, -20)
        ),
        Own(
            name="combined downturn",
            value_change=Decimal("-0.3"),
            exit_delay_years=2,
            fx=falls,
        ),
    ]


def _losses(holdings: Sequence[Holding]) -> list[Own]:
    if not holdings:
        return []
    return [
        Own(name="largest position written off", write_off_top=1),
        Own(name="top three written off", write_off_top=3),
    ]


def written(own: Own) -> str:
    """A scenario as short text that says what was asked for and nothing else; see `read`."""
    told = {
        item.name: value
        for item in fields(own)
        if (value := getattr(own, item.name)) != _unasked(item)
    }
    return json.dumps(told, default=_plain, separators=(",", ":"), sort_keys=True)


def read(text: str) -> Own:
    """The scenario that `written` wrote down."""
    told: dict[str, Any] = json.loads(text)
    for name in ("value_change", "multiple_cut"):
        if name in told:
            told[name] = Decimal(told[name])
    for name in ("companies", "fx"):
        if name in told:
            told[name] = {code: Decimal(change) for code, change in told[name].items()}
    if "day" in told:
        told["day"] = date.fromisoformat(told["day"])
    return Own(**told)


def _unasked(item: Field[Any]) -> Any:
    """What a part of a scenario is when nobody asked for it."""
    return {} if item.default is MISSING else item.default


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def checked(own: Own, holdings: Sequence[Holding], *, as_of: date) -> Own:
    """The scenario where it can be used; InvalidInput with every fault where it cannot."""
    faults = [*_amounts(own), *_names(own, holdings), *_days(own, as_of)]
    if faults:
        raise InvalidInput(faults[0].text, faults=tuple(faults))
    return own


def after(own: Own, held: Holding, lost: frozenset[str]) -> Decimal:
    """What a company is worth in a scenario, to the cent; `lost` are written off."""
    if held.company in lost:
        return NOTHING
    change = own.companies.get(held.company)
    if change is None:
        spared = own.sector is not None and held.sector != own.sector
        change = NOTHING if spared else own.value_change or NOTHING
    return sum(
        (
            _cut(
                value * (WHOLE + change) * (WHOLE + own.fx.get(name, NOTHING)), own.multiple_cut
            ).quantize(CENT, ROUND_HALF_EVEN)
            for name, value in held.currencies.items()
        ),
        NOTHING,
    )


def _cut(value: Decimal, cut: Decimal | None) -> Decimal:
    """Fair value at a lower multiple of whatever is earned: companies' debt is not known."""
    if value <= 0 or cut is None:
        return value
    found = multiple_compression(ebitda=value, multiple=1, net_debt=0, cut=cut)
    return value if found.equity_after is None else found.equity_after


def written_off(own: Own, holdings: Sequence[Holding]) -> frozenset[str]:
    """Codes of the largest companies that a scenario loses."""
    ordered = sorted(holdings, key=lambda held: (-held.value, held.company))
    return frozenset(held.company for held in ordered[: own.write_off_top])


def paid_on(own: Own, as_of: date) -> date:
    """The day on which what is left is paid out."""
    start = own.day or as_of
    year = start.year + own.exit_delay_years
    leap = (start.month, start.day) == (2, 29) and not _is_leap(year)
    return date(year, start.month, 28 if leap else start.day)


def described(own: Own, lost: Sequence[str], as_of: date) -> str:
    """What was assumed, in a sentence."""
    parts: list[str] = []
    if own.value_change is not None:
        where = f"in {own.sector}" if own.sector else "of every company"
        parts.append(f"fair values {where} {_percent(own.value_change)}")
    parts += [f"{code} {_percent(change)}" for code, change in sorted(own.companies.items())]
    if lost:
        parts.append(f"{', '.join(lost)} written off")
    if own.multiple_cut is not None:
        parts.append(f"multiples {_percent(-own.multiple_cut)}, taken off fair values")
    parts += [f"{name} {_percent(change)}" for name, change in sorted(own.fx.items())]
    when = paid_on(own, as_of)
    if when != as_of:
        parts.append(f"paid out on {when}, at the same multiple")
    words = "; ".join(parts) or "nothing changes"
    return f"{words[0].upper()}{words[1:]}. The rest is shared by the agreement's waterfall."


def _percent(change: Decimal) -> str:
    return f"{(change * 100).normalize():+f} %".replace("-", "−")


def _amounts(own: Own) -> list[Fault]:
    changes = {"value_change": own.value_change}
    changes |= {f"companies.{code}": change for code, change in own.companies.items()}
    changes |= {f"fx.{name}": change for name, change in own.fx.items()}
    faults = [
        Fault(place, f"{place} is a fraction from -1 (all is lost) to {MOST_RISE}: -0.3 is -30 %.")
        for place, change in changes.items()
        if change is not None and not -1 <= change <= MOST_RISE
    ]
    if own.multiple_cut is not None and not 0 <= own.multiple_cut <= 1:
        faults.append(Fault("multiple_cut", "multiple_cut is a fraction from 0 to 1."))
    if own.write_off_top < 0:
        faults.append(Fault("write_off_top", "write_off_top is 0 or more companies."))
    if not 0 <= own.exit_delay_years <= MOST_YEARS:
        faults.append(Fault("exit_delay_years", f"exit_delay_years is 0 to {MOST_YEARS}."))
    return faults


def _names(own: Own, holdings: Sequence[Holding]) -> list[Fault]:
    codes = {held.company for held in holdings}
    sectors = sorted({held.sector for held in holdings if held.sector})
    faults = [
        Fault("companies", f"{code} is not held by the fund on this day.", "unknown")
        for code in sorted(set(own.companies) - codes)
    ]
    if own.sector is not None and own.sector not in sectors:
        text = f"Nothing is held in {own.sector}: choose of {', '.join(sectors) or 'none'}."
        faults.append(Fault("sector", text, "unknown"))
    return faults


def _days(own: Own, as_of: date) -> list[Fault]:
    if own.day is not None and own.day < as_of:
        text = f"The figures stand as of {as_of}: date is that day or a later one."
        return [Fault("date", text)]
    return []


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
