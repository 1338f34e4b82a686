"""Who is asking and for what: the principal, and the scope that a query string encodes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from services.clock import quarter_end
from services.errors import Fault, InvalidInput

BASES = ("net_lp", "net_fund", "gross")
CREDIT_LINES = ("with", "without")
ROLES = ("partner", "associate", "operations", "auditor", "lp", "admin")
KEYS = ("fund", "as_of", "known_on", "period", "basis", "credit_line", "currency")
EARLIEST, LATEST = date(1900, 1, 1), date(2200, 12, 31)
LONGEST_CODE = 64


@dataclass(frozen=True, slots=True)
class Principal:
    """Who is asking. First argument of every service method; there is no default one.

    `funds` are ids of funds; None means every fund (partners without assignment, the system).
    `modules` are module names that may be read; None means those of the roles.
    `kind` is session, api_key, embed or system.
    """

    user_id: str
    name: str
    roles: frozenset[str]
    funds: frozenset[str] | None
    modules: frozenset[str] | None = None
    investor_id: str | None = None
    kind: str = "session"
    may_export: bool = True

    @property
    def view(self) -> str:
        """What this principal's eyes may tell apart: part of every cache key."""
        funds = "*" if self.funds is None else ",".join(sorted(self.funds))
        return f"{'+'.join(sorted(self.roles))}|{funds}|{self.investor_id or ''}|{self.kind}"


SYSTEM = Principal(
    user_id="system",
    name="system",
    roles=frozenset({"partner", "operations"}),
    funds=None,
    kind="system",
)


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for: funds (codes or ids as given), both clocks, period, basis, currency.

    Nothing named means the default of RULES 15 and 16, which the services settle. `as_of` is a
    calendar day; `known_on` a moment in UTC (a bare date means the end of that day); `period` is
    text such as `24m`, `2025Q3` or `2024-01-01..2024-12-31`.
    """

    funds: tuple[str, ...] = ()
    as_of: date | None = None
    known_on: datetime | None = None
    period: str | None = None
    basis: str = "net_lp"
    credit_line: str = "with"
    currency: str | None = None

    @classmethod
    def from_query(cls, query: Mapping[str, Sequence[str]]) -> Scope:
        """Read a parsed query string (`{"fund": ["AQ1"], …}`); `fund_id` is the same as `fund`.

        Raises InvalidInput with one fault per unusable parameter.
        """
        reader = _Reader(query)
        scope = cls(
            funds=reader.codes("fund", "fund_id"),
            as_of=reader.day("as_of"),
            known_on=reader.moment("known_on"),
            period=reader.period("period"),
            basis=reader.choice("basis", BASES, "net_lp"),
            credit_line=reader.choice("credit_line", CREDIT_LINES, "with"),
            currency=reader.currency("currency"),
        )
        if reader.faults:
            raise InvalidInput(reader.faults[0].text, faults=tuple(reader.faults))
        return scope

    def to_query(self) -> str:
        """The query string that says the same, defaults left out; `from_query` reads it back."""
        pairs: list[tuple[str, str]] = [("fund", code) for code in self.funds]
        pairs += [("as_of", self.as_of.isoformat())] if self.as_of else []
        pairs += [("known_on", self.known_on.isoformat())] if self.known_on else []
        pairs += [("period", self.period)] if self.period else []
        pairs += [("basis", self.basis)] if self.basis != "net_lp" else []
        pairs += [("credit_line", self.credit_line)] if self.credit_line != "with" else []
        pairs += [("currency", self.currency)] if self.currency else []
        return urlencode(pairs)

    def on(self, **changes: object) -> Scope:
        """The same scope with some parts changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included."""

    start: date
    end: date


def parse_period(text: str, *, end: date) -> Period:
    """Read `24m` / `8q` / `2y` (ending on `end`), `2025Q3`, `2025` or `first..last`.

    Raises InvalidInput. Months before `end` keep its day where the month has it.
    """
    if match := re.fullmatch(r"([1-9]\d{0,3})([mqy])", text):
        months = int(match[1]) * {"m": 1, "q": 3, "y": 12}[match[2]]
        if months > 1200:
            raise InvalidInput("A period may be at most 1200 months long.")
        return Period(_months_before(end, months), end)
    if match := re.fullmatch(r"(\d{4})Q([1-4])", text):
        last = quarter_end(_day(f"{match[1]}-{int(match[2]) * 3 - 2:02}-01"))
        return Period(date(last.year, last.month - 2, 1), last)
    if re.fullmatch(r"\d{4}", text):
        return Period(_day(f"{text}-01-01"), _day(f"{text}-12-31"))
    first, dots, last_text = text.partition("..")
    if dots:
        period = Period(_day(first), _day(last_text))
        if period.start <= period.end:
            return period
        raise InvalidInput(f"The period {text} ends before it starts.")
    raise InvalidInput(
        f"{text!r} is no period: use 24m, 8q, 2y, 2025Q3, 2025 or 2024-01-01..2024-12-31."
    )


def _months_before(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    year, month = index // 12, index % 12 + 1
    if year < EARLIEST.year:
        return EARLIEST
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month, last)
        except ValueError:
            continue
    return date(year, month, 28)


def _day(text: str) -> date:
    try:
        day = date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        day = None
    if day is None or not EARLIEST <= day <= LATEST:
        raise InvalidInput(f"{text!r} is no date between 1900 and 2200: write it as 2025-09-30.")
    return day


class _Reader:
    """Reads parameters one by one and keeps every fault, so that all are told at once."""

    def __init__(self, query: Mapping[str, Sequence[str]]) -> None:
        self.query = query
        self.faults: list[Fault] = []

    def one(self, name: str) -> str | None:
        values = [value for value in self.query.get(name, ()) if value != ""]
        if len(set(values)) > 1:
            self.faults.append(Fault(name, f"{name} is given more than once.", "repeated"))
        return values[0] if values else None

    def codes(self, *names: str) -> tuple[str, ...]:
        found: list[str] = []
        for name in names:
            for value in self.query.get(name, ()):
                if value == "":
                    continue
                if len(value) > LONGEST_CODE or not _printable(value):
                    self.faults.append(Fault(name, f"{name} is not a fund's code.", "invalid"))
                elif value not in found:
                    found.append(value)
        return tuple(found)

    def day(self, name: str) -> date | None:
        text = self.one(name)
        return None if text is None else self._try(name, lambda: _day(text))

    def moment(self, name: str) -> datetime | None:
        text = self.one(name)
        return None if text is None else self._try(name, lambda: _moment(text))

    def period(self, name: str) -> str | None:
        text = self.one(name)
        if text is not None:
            self._try(name, lambda: parse_period(text, end=date(2000, 1, 31)))
        return text

    def choice(self, name: str, allowed: Iterable[str], default: str) -> str:
        text = self.one(name)
        if text is None or text in allowed:
            return text or default
        self.faults.append(Fault(name, f"{name} must be one of {', '.join(allowed)}.", "choice"))
        return default

    def currency(self, name: str) -> str | None:
        text = self.one(name)
        if text is None or re.fullmatch(r"[A-Z]{3}", text):
            return text
        self.faults.append(Fault(name, f"{name} must be a code of three letters such as USD."))
        return None

    def _try(self, name: str, read):  # type: ignore[no-untyped-def]
        try:
            return read()
        except InvalidInput as error:
            self.faults.append(Fault(name, error.message))
            return None


def _moment(text: str) -> datetime:
    """A bare date means the end of that day in UTC; a time without a zone is UTC."""
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        day = _day(text)
        return datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=UTC)
    try:
        moment = datetime.fromisoformat(text.replace(" ", "+"))
        moment = moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, OverflowError):
        raise InvalidInput(
            f"{text!r} is no moment: write 2025-09-30 or 2025-09-30T18:00:00Z."
        ) from None
    if not EARLIEST.year <= moment.year <= LATEST.year:
        raise InvalidInput(f"{text!r} lies outside 1900 to 2200.")
    return moment


def _printable(text: str) -> bool:
    return text.isprintable() and not any(0xD800 <= ord(sign) <= 0xDFFF for sign in text)
