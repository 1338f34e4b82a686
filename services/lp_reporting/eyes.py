"""Whose eyes look: the firm's, or those of one investor, who sees what was published to it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from services.access.funds import granted
from services.db.queries.lp_reporting.books import published
from services.errors import NotFound
from services.frames import House, currency_of
from services.scope import Principal, Scope

NOTHING_PUBLISHED = "Nothing has been published to you yet."
LP = "lp"


@dataclass(frozen=True, slots=True)
class Eyes:
    """Who looks, and at which funds by which clocks.

    `investor` is the id of the one investor who looks at itself, None for the firm's own people.
    `scopes` hold every fund once; those that share both clocks are in one. For an investor the
    clocks are those of its latest published pack of each fund that the scope lets it see, and
    `published` holds fund id and day of every pack that was.
    """

    investor: str | None
    scopes: tuple[Scope, ...]
    published: frozenset[tuple[str, date]] = frozenset()

    @property
    def of_firm(self) -> bool:
        """Whether everything may be seen."""
        return self.investor is None

    def sees(self, fund_id: str, day: date) -> bool:
        """Whether figures of a fund as of that day may be seen."""
        return self.of_firm or (fund_id, day) in self.published


def is_investor(principal: Principal) -> bool:
    """Whether the principal sees itself alone: any login that is tied to an investor."""
    return principal.investor_id is not None or LP in principal.roles


def staff_only(principal: Principal) -> None:
    """NotFound for an investor: what is asked for does not exist for it."""
    if is_investor(principal):
        raise NotFound


def look(session: Session, principal: Principal, scope: Scope, house: House) -> Eyes:
    """Whose eyes these are, and the scopes to read with: two statements for an investor, else none.

    Raises NotFound for a fund that is missing or not granted, and for an investor to whom nothing
    was published of a fund it names, or of any.
    """
    if not is_investor(principal):
        return Eyes(None, (scope,))
    investor = principal.investor_id
    if investor is None:
        raise NotFound(NOTHING_PUBLISHED)
    funds = granted(session, principal, scope.on(known_on=None))
    packs = published(
        session,
        investor_id=investor,
        fund_ids=[fund.id for fund in funds],
        as_of=scope.as_of,
        known_on=scope.known_on,
    )
    clocks: dict[str, tuple[date, datetime]] = {}
    for pack in packs:
        clocks.setdefault(pack.fund_id, (pack.as_of, pack.known_on))
    seen = [fund for fund in funds if fund.id in clocks]
    if not seen or (scope.funds and len(seen) < len(funds)):
        raise NotFound(NOTHING_PUBLISHED)
    currency = currency_of(scope, seen, house)
    together: dict[tuple[date, datetime], list[str]] = defaultdict(list)
    for fund in seen:
        together[clocks[fund.id]].append(fund.id)
    return Eyes(
        investor,
        tuple(
            scope.on(funds=tuple(ids), as_of=as_of, known_on=known_on, currency=currency)
            for (as_of, known_on), ids in sorted(together.items())
        ),
        frozenset((pack.fund_id, pack.as_of) for pack in packs),
    )
