"""What a principal may know of the state of the books: every check of the funds they may see."""

from __future__ import annotations

from collections import Counter

from services.access.funds import fund_ref, granted
from services.access.permissions import check_action
from services.db.reads import checks as reads
from services.db.reads.checks import AMBER, GREEN, RED, UNCHECKED, ResultRow
from services.db.session import Database
from services.errors import InvalidInput
from services.quality.registry import CHECKS
from services.quality.results import Check, DataQuality
from services.scope import Principal, Scope

SEE = "see_quality"
STATUSES = (RED, AMBER, GREEN)
EVERYTHING = Scope()


class QualityService:
    """Results of the checks; every method takes the principal first."""

    def __init__(self, db: Database) -> None:
        self.db = db

    def data_quality(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        status: str | None = None,
        check: str | None = None,
    ) -> DataQuality:
        """Every result of the scope's funds, the red ones first, as it stood on `known_on`.

        Facts of no fund, such as providers' lists, are among them while no fund is named.
        `status` (red, amber, green) and `check` (an id) leave out the others. Raises NotFound for
        a fund that is missing or not granted, InvalidInput for an unknown status or check,
        Forbidden (NotFound for a limited partner) where the role may not see them.
        """
        check_action(principal, SEE)
        _refuse_unknown(status, check)
        with self.db.read() as session:
            funds = granted(session, principal, scope)
            rows = reads.results(
                session,
                fund_ids=[row.id for row in funds],
                shared=not scope.funds,
                known_on=scope.known_on,
                status=status,
                check=check,
            )
        counted = Counter(row.status for row in rows)
        return DataQuality(
            status=next((word for word in STATUSES if counted[word]), UNCHECKED),
            green=counted[GREEN],
            amber=counted[AMBER],
            red=counted[RED],
            checks=tuple(_check(row) for row in rows),
            funds=tuple(fund_ref(row) for row in funds),
            checked_at=max((row.checked_at for row in rows), default=None),
            notes=(),
            as_of=scope.as_of,
            known_on=scope.known_on,
        )

    def of_import(self, principal: Principal, import_id: str) -> tuple[Check, ...]:
        """What the checks that an import set off found new or changed, as it was found then.

        Only of funds that the principal may see. Raises as `data_quality` does.
        """
        check_action(principal, SEE)
        with self.db.read() as session:
            funds = granted(session, principal, EVERYTHING)
            rows = reads.results_of_run(
                session, run_id=import_id, fund_ids=[row.id for row in funds], shared=True
            )
        return tuple(_check(row) for row in rows)


def _check(row: ResultRow) -> Check:
    known = CHECKS.get(row.check_id)
    return Check(name=known.name if known else row.check_id, **row._asdict())


def _refuse_unknown(status: str | None, check: str | None) -> None:
    if status is not None and status not in STATUSES:
        raise InvalidInput(f"{status!r} is no status: use {', '.join(STATUSES)}.")
    if check is not None and check not in CHECKS:
        raise InvalidInput(f"There is no check {check}: use {', '.join(CHECKS)}.")
