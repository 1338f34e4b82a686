"""Results of the checks as they were known on a moment, and their short form beside funds."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple, Protocol

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    Select,
    Text,
    and_,
    any_,
    bindparam,
    case,
    func,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from services.db.models import CheckResult, Fund, Import

RED, AMBER, GREEN = "red", "amber", "green"
UNCHECKED = "unchecked"
MOST_BREAKS = 12
MARKS, ASSERTED = "marks_are_fresh", "balance_assertion"
_WORST_FIRST = case((CheckResult.status == RED, 0), (CheckResult.status == AMBER, 1), else_=2)


class Checked(Protocol):
    """A fund with what `summary` says of it."""

    @property
    def code(self) -> str: ...
    @property
    def currency(self) -> str: ...
    @property
    def checks(self) -> Any: ...


class ResultRow(NamedTuple):
    """One result; `fund` is a code, None for facts of no fund."""

    check_id: str
    fund: str | None
    subject: str
    as_of: date
    status: str
    expected: Decimal | None
    actual: Decimal | None
    difference: Decimal | None
    tolerance: Decimal | None
    message: str
    import_id: str | None
    file: str | None
    row: int | None
    checked_at: datetime


def valid(known_on: datetime | None) -> ColumnElement[bool]:
    """Results that stood on a moment; None means those of the last run."""
    if known_on is None:
        return CheckResult.valid_to.is_(None)
    return and_(
        CheckResult.checked_at <= known_on,
        or_(CheckResult.valid_to.is_(None), CheckResult.valid_to > known_on),
    )


def results(
    session: Session,
    *,
    fund_ids: Collection[str],
    shared: bool,
    known_on: datetime | None,
    status: str | None = None,
    check: str | None = None,
) -> list[ResultRow]:
    """Results of these funds (and, with `shared`, of facts of no fund), red ones first."""
    query = _described(fund_ids, shared=shared).where(valid(known_on))
    if status is not None:
        query = query.where(CheckResult.status == status)
    if check is not None:
        query = query.where(CheckResult.check_id == check)
    return [ResultRow._make(row) for row in session.execute(query)]


def results_of_run(
    session: Session, *, run_id: str, fund_ids: Collection[str], shared: bool
) -> list[ResultRow]:
    """What one run (an import's id, or that of another) found new or changed, then."""
    query = _described(fund_ids, shared=shared).where(CheckResult.run_id == run_id)
    return [ResultRow._make(row) for row in session.execute(query)]


def _described(fund_ids: Collection[str], *, shared: bool) -> Select[*tuple[Any, ...]]:
    own: ColumnElement[bool] = CheckResult.fund_id == any_(
        bindparam("fund_ids", sorted(fund_ids), type_=ARRAY(Text))
    )
    return (
        select(
            CheckResult.check_id,
            Fund.code,
            CheckResult.subject,
            CheckResult.as_of,
            CheckResult.status,
            CheckResult.expected,
            CheckResult.actual,
            CheckResult.difference,
            CheckResult.tolerance,
            CheckResult.message,
            CheckResult.import_id,
            Import.file_name,
            CheckResult.source_row,
            CheckResult.checked_at,
        )
        .outerjoin(Fund, Fund.id == CheckResult.fund_id)
        .outerjoin(Import, Import.id == CheckResult.import_id)
        .where(or_(own, CheckResult.fund_id.is_(None)) if shared else own)
        .order_by(_WORST_FIRST, Fund.code, CheckResult.check_id, CheckResult.subject)
    )


def summary(known_on: datetime | None) -> ColumnElement[Any]:
    """The checks of the fund of an enclosing select as a JSON array, None where none ever ran.

    One object per check: `check`, its worst `status`, the `message` that says the most, for
    asserted balances the `items` that are off, and for the age of marks the value `held` and the
    part of it that is `fresh`.
    """
    worst = func.min(_WORST_FIRST)
    telling = func.array_agg(
        aggregate_order_by(
            CheckResult.message,
            _WORST_FIRST,
            func.abs(CheckResult.difference).desc().nulls_last(),
            CheckResult.subject,
        )
    )
    of_marks = and_(CheckResult.check_id == MARKS, CheckResult.subject == Fund.code)
    asserted = and_(CheckResult.check_id == ASSERTED, CheckResult.status != GREEN)
    by_check = (
        select(
            CheckResult.check_id,
            worst.label("worst"),
            func.jsonb_build_object(
                "check",
                CheckResult.check_id,
                "status",
                case((worst == 0, RED), (worst == 1, AMBER), else_=GREEN),
                "message",
                telling[1],
                "items",
                func.jsonb_agg(func.split_part(CheckResult.subject, " ", 1)).filter(asserted),
                "held",
                func.sum(CheckResult.expected).filter(of_marks).cast(Text),
                "fresh",
                func.sum(CheckResult.actual).filter(of_marks).cast(Text),
            ).label("told"),
        )
        .where(CheckResult.fund_id == Fund.id, valid(known_on))
        .group_by(CheckResult.check_id)
        .correlate(Fund)
        .subquery()
    )
    found = func.jsonb_agg(
        aggregate_order_by(by_check.c.told, by_check.c.worst, by_check.c.check_id)
    )
    return select(found).scalar_subquery()


def standing(funds: Sequence[Checked]) -> dict[str, Any]:
    """What an answer about these funds says of its data, as `meta.data_quality`.

    `open_breaks` and `warnings` count checks that are red or amber, each once per fund; `checks`
    are their ids, `breaks` their sentences, the worst first and at most a dozen (`items` are the
    balances that somebody outside asserts otherwise). `status` is that
    of the worst, `unchecked` where no check ever ran. `stale_nav_share` is the part of the value
    held that rests on marks older than 120 days; None where no marks are known, or where the
    funds' currencies differ.
    """
    told = [item for fund in funds for item in fund.checks or ()]
    wrong = breaks(funds)
    red = sum(item["status"] == RED for item in wrong)
    calm = GREEN if told else UNCHECKED
    return {
        "status": RED if red else AMBER if wrong else calm,
        "open_breaks": red,
        "warnings": len(wrong) - red,
        "checks": list(dict.fromkeys(item["check"] for item in wrong)),
        "stale_nav_share": _stale_share(funds, told),
        "breaks": wrong[:MOST_BREAKS],
    }


def breaks(funds: Sequence[Checked]) -> list[dict[str, Any]]:
    """Every check of these funds that is red or amber, each once per fund, the red ones first:
    `fund`, `check`, `status`, `message` and `items`, as `standing` has a dozen of them."""
    found = [
        {
            "fund": fund.code,
            **{name: item[name] for name in ("check", "status", "message")},
            "items": sorted(set(item["items"] or ())),
        }
        for fund in funds
        for item in fund.checks or ()
        if item["status"] != GREEN
    ]
    return sorted(found, key=lambda item: item["status"] != RED)


def _stale_share(funds: Sequence[Checked], items: Iterable[Any]) -> float | None:
    sums = [(Decimal(i["held"]), Decimal(i["fresh"])) for i in items if i["held"] is not None]
    held = sum((pair[0] for pair in sums), Decimal(0))
    if held <= 0 or len({fund.currency for fund in funds}) > 1:
        return None
    return float((held - sum((pair[1] for pair in sums), Decimal(0))) / held)
