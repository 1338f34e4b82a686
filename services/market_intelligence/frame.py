"""A scope settled for the market: which provider, which quarters, and what is not computed yet."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from services import clock
from services.calc.quarters import between, first_day, last_closed, last_day, quarter_of, shift
from services.db.queries.market_intelligence import answers
from services.db.queries.market_intelligence.answers import ProviderRow
from services.db.reads.funds import FundRow
from services.db.reads.versions import SHARED
from services.envelope import Meta
from services.errors import NotFound
from services.frames import House, envelope
from services.market_intelligence.results import Origin
from services.market_intelligence.stages import mapping_of
from services.scope import Scope, parse_period

QUARTERS = 8  # of a period that is not named
# What providers ask for where their figures are shown, by the beginning of their name.
ATTRIBUTIONS = {"Crunchbase": "Crunchbase, CC-BY, https://www.crunchbase.com"}


@dataclass(frozen=True, slots=True)
class Frame:
    """What an answer stands on. `quarter` is the current one, None where there is none.

    `quarters` are those of the period, up to the current one. `pending` are the provider's
    quarters whose figures are due; with both clocks fixed they are not answered from.
    """

    scope: Scope
    providers: tuple[ProviderRow, ...]
    names: tuple[str, ...]
    provider: ProviderRow | None
    quarter: str | None
    quarters: tuple[str, ...]
    pending: frozenset[str]
    shared_version: int
    today: date

    @property
    def known_on(self) -> datetime | None:
        return self.scope.known_on

    @property
    def currency(self) -> str | None:
        """What the provider's money is given in."""
        return None if self.provider is None else self.provider.payload["currency"]

    @property
    def answerable(self) -> bool:
        """Whether there is a quarter to answer for."""
        return self.provider is not None and self.quarter is not None

    def is_preliminary(self, quarter: str) -> bool:
        """Whether late reports still come into this quarter of the provider."""
        return self.provider is not None and quarter in self.provider.payload["preliminary"]

    def usable(self, quarter: str) -> bool:
        """Whether figures of this quarter are those of the moment that was asked for."""
        return self.known_on is None or quarter not in self.pending

    def stage_mapping(self) -> dict[str, str]:
        """The stage of each of the provider's words."""
        return {} if self.provider is None else mapping_of(self.provider.payload["words"])

    def origin(self) -> Origin | None:
        return None if self.provider is None else origin_of(self.provider)

    def heading(self) -> dict[str, Any]:
        """Who says so, as every answer names it beside its figures."""
        origin = self.origin()
        return {
            "origin": origin,
            "source": origin.provider if origin else None,
            "release": origin.release if origin else None,
            "fetched": origin.fetched if origin else None,
            "providers": self.names,
        }

    def meta(self, result: type, *, funds: Sequence[FundRow] = (), **more: Any) -> Meta:
        """The envelope of an answer; figures of funds beside the market name them."""
        ends = last_day(self.quarter) if self.quarter else last_day(last_closed(self.today))
        given: dict[str, Any] = {"currency": self.currency}
        if self.provider is not None:
            given["source"] = self.provider.source
        if self.quarters:
            given["period"] = (first_day(self.quarters[0]), last_day(self.quarters[-1]))
        return envelope(
            self.scope,
            funds,
            result,
            as_of=self.scope.as_of or ends,
            versions={SHARED: self.shared_version},
            **(given | more),
        )


def settle(session: Session, scope: Scope, house: House, *, source: str | None = None) -> Frame:
    """Two statements however many rounds there are: providers, and what is due of them.

    The provider left out is the one with the newest quarter that is closed on as_of, of several
    the one with the most rounds. Raises NotFound for a provider of which nothing was ever
    imported, InvalidInput for a bad period.
    """
    every = answers.providers(session, known_on=scope.known_on)
    rows = [row for row in every if row.payload is not None]
    version, due = answers.standing(session, known_on=scope.known_on)
    names = sorted({*(row.source for row in every), *(row.source for row in due)})
    if source is not None and source not in names:
        known = ", ".join(names) or "none yet: import market_rounds"
        raise NotFound(f"There is no provider {source} here; there are {known}.")
    itself = {row.source for row in due if row.quarter == ""}
    usable = [row for row in rows if scope.known_on is None or row.source not in itself]
    today = clock.today(house.timezone)
    closed = _closed(scope, today)
    chosen = _chosen(usable, closed, source)
    quarter = quarter_at(chosen, closed) if chosen is not None else None
    return Frame(
        scope=scope,
        providers=tuple(usable),
        names=tuple(names),
        provider=chosen,
        quarter=quarter,
        quarters=_period(scope, chosen, quarter),
        pending=frozenset(
            row.quarter for row in due if chosen is None or row.source == chosen.source
        ),
        shared_version=version,
        today=today,
    )


def origin_of(row: ProviderRow) -> Origin:
    """Who says so, and how much of it there is."""
    told: Mapping[str, Any] = row.payload
    attribution = next(
        (words for name, words in ATTRIBUTIONS.items() if row.source.startswith(name)), None
    )
    return Origin(
        provider=row.source,
        release=told["release"],
        fetched=datetime.fromisoformat(told["fetched"]) if told["fetched"] else None,
        attribution=attribution,
        currency=told["currency"],
        rounds=told["rounds"],
        exits=told["exits"],
        first_day=_day(told["first_day"]),
        last_day=_day(told["last_day"]),
        undated=told["undated"],
        preliminary=tuple(told["preliminary"]),
        computed_at=row.computed_at,
    )


def _closed(scope: Scope, today: date) -> str:
    """The last quarter that may be the current one: closed on as_of, or the end of a named span."""
    if scope.as_of is None and scope.period is not None:
        span = parse_period(scope.period, end=today)
        if span.end != today:  # not "the last 24 months" but days that were named
            return min(last_closed(today), quarter_of(span.end))
    return last_closed(scope.as_of or today)


def quarter_at(row: ProviderRow, closed: str) -> str | None:
    """A provider's newest complete quarter that is not after `closed`; None before its first."""
    current, first = row.payload["current_quarter"], row.payload["first_quarter"]
    if current is None or first is None:
        return None
    found = min(str(current), closed)
    return found if found >= first else None


def _chosen(rows: Sequence[ProviderRow], closed: str, source: str | None) -> ProviderRow | None:
    if source is not None:
        return next((row for row in rows if row.source == source), None)
    ranked = sorted(
        rows,
        key=lambda row: (
            quarter_at(row, closed) or "",
            row.payload["rounds"],
            row.payload["exits"],
        ),
        reverse=True,
    )
    return ranked[0] if ranked else None


def _period(scope: Scope, row: ProviderRow | None, quarter: str | None) -> tuple[str, ...]:
    """The quarters that lie wholly in the period, up to the current one, none before the
    provider's first; at least one."""
    if row is None or quarter is None:
        return ()
    first, last = shift(quarter, 1 - QUARTERS), quarter
    if scope.period is not None:
        span = parse_period(scope.period, end=last_day(quarter))
        first, last = quarter_of(span.start), min(last, quarter_of(span.end))
        if first_day(first) < span.start:
            first = min(shift(first, 1), last)
    return between(max(first, str(row.payload["first_quarter"])), last)


def _day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
