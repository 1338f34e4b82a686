"""Which funds a principal may see; a fund that is not granted is as good as missing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from services.db.reads.funds import FundRow, funds
from services.db.session import Database
from services.envelope import FundRef
from services.errors import NotFound, Unauthenticated
from services.scope import Principal, Scope

NO_FUND = "There is no fund here yet: import one, or ask an administrator to grant you one."


def visible_funds(db: Database, principal: Principal) -> tuple[FundRef, ...]:
    """Every fund the principal may see, by code; none is an empty tuple."""
    _require(principal)
    with db.read() as session:
        return tuple(fund_ref(row) for row in funds(session, among=principal.funds))


def resolve_funds(db: Database, principal: Principal, scope: Scope) -> tuple[FundRef, ...]:
    """The funds a scope names by code or id, or all that are visible when it names none.

    Raises NotFound, in the same words, for a fund that is missing and for one not granted.
    """
    with db.read() as session:
        return tuple(fund_ref(row) for row in granted(session, principal, scope))


def granted(session: Session, principal: Principal, scope: Scope) -> list[FundRow]:
    """Rows of the scope's funds inside a running read: one statement however many funds."""
    _require(principal)
    rows = funds(session, among=principal.funds, names=scope.funds or None, known_on=scope.known_on)
    found = {row.id for row in rows} | {row.code for row in rows}
    if any(name not in found for name in scope.funds):
        raise NotFound
    if not rows:
        raise NotFound(NO_FUND)
    return rows


def fund_ref(row: FundRow) -> FundRef:
    """The fund as answers name it."""
    return FundRef(
        id=row.id,
        code=row.code,
        name=row.name,
        currency=row.currency,
        vintage_year=row.vintage_year,
        strategy=row.strategy,
        geography=row.geography,
        inception_date=row.inception_date,
    )


def _require(principal: Principal) -> None:
    if not isinstance(principal, Principal):
        raise Unauthenticated


class FundDirectory:
    """Every fund's id and code, kept in this process until a counter of all facts moves on.

    Lets a request find its funds without asking the database.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._known: tuple[int, dict[str, str]] | None = None

    def ids(self, principal: Principal, scope: Scope, *, version: int) -> tuple[str, ...]:
        """Sorted ids of the scope's funds, cut to what the principal may see, as of `version`.

        Raises NotFound as `resolve_funds` does.
        """
        by_name = self._names(version)
        own = principal.funds
        if not scope.funds:
            found = self.visible(principal, version=version)
            if not found:
                raise NotFound(NO_FUND)
            return found
        _require(principal)
        asked = {by_name.get(name, "") for name in scope.funds}
        if "" in asked or (own is not None and not asked <= own):
            raise NotFound
        return tuple(sorted(asked))

    def visible(self, principal: Principal, *, version: int) -> tuple[str, ...]:
        """Sorted ids of every fund the principal may see as of `version`, perhaps none."""
        _require(principal)
        every = set(self._names(version).values())
        return tuple(sorted(every if principal.funds is None else every & principal.funds))

    def _names(self, version: int) -> dict[str, str]:
        known = self._known
        if known is None or known[0] != version:
            with self._db.read() as session:
                rows = funds(session)
            by_name = {row.code: row.id for row in rows} | {row.id: row.id for row in rows}
            known = self._known = (version, by_name)
        return known[1]
