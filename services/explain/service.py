"""Explaining figures: from an id back to the value, its formula, its inputs and its rows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import orjson
from sqlalchemy.orm import Session

from services.access.funds import fund_ref
from services.access.permissions import ACTIONS, check_module
from services.cache import encode
from services.db.reads.funds import FundRow, funds
from services.db.session import Database
from services.definitions import Definition, definition
from services.envelope import DEFINITIONS_VERSION
from services.errors import InvalidInput, NotFound, Unauthenticated
from services.explain.families import FAMILIES
from services.explain.keys import FigureIds, FigureKey, fund_token, fund_tokens
from services.explain.provenance import source_rows
from services.explain.recipe import Ground, House, Named, Told, Use
from services.explain.results import Changes, Explanation, Figure, Input, SourceRow, Value
from services.lp_reporting.eyes import is_investor
from services.scope import Principal, Scope

ROWS, MOST_ROWS = 50, 10_000
CLOSE = 1e-9
SAME, DIFFERS, NOT_CHECKED = "same", "differs", "not_checked"


class ExplainService:
    """Figures by their ids; an id grants nothing, the principal must see module and funds.

    Methods raise NotFound for an id that was never written, for one of funds that are missing or
    not granted, and for a figure that is not there; all in the same words.
    """

    def __init__(
        self,
        db: Database,
        *,
        ids: FigureIds,
        reporting_currency: str = "USD",
        timezone: str = "UTC",
    ) -> None:
        self.db = db
        self.ids = ids
        self.house = House(reporting_currency, timezone)

    def figure(self, principal: Principal, figure_id: str) -> Figure:
        """The figure, from the facts of this moment or of its own moment of knowledge."""
        with self._opened(principal, figure_id) as (_, key, ground, rows):
            return self._figure(principal, figure_id, key, ground.named(key), rows)

    def explain(
        self, principal: Principal, figure_id: str, *, limit: int = ROWS, offset: int = 0
    ) -> Explanation:
        """The figure taken apart; `rows` are `limit` of them, the newest first, from `offset`."""
        if not 1 <= limit <= MOST_ROWS or offset < 0:
            raise InvalidInput(f"limit is 1 to {MOST_ROWS}, offset 0 or more.")
        with self._opened(principal, figure_id) as (session, key, ground, rows):
            found = self._figure(principal, figure_id, key, ground.named(key), rows)
            told = ground.told(key)
            shown = source_rows(session, told.uses[offset : offset + limit])
            if not _may_see_imports(principal):
                shown = tuple(replace(r, import_id=None, imported_by=None) for r in shown)
            changed = _changed(ground, key, told.uses)
            if is_investor(principal):  # what came later is told by the next report, or never
                shown = tuple(replace(r, known_to=None, replaced_by=None) for r in shown)
                changed = None
        return self._explained(found, told, shown, changed, limit=limit, offset=offset)

    @contextmanager
    def _opened(
        self, principal: Principal, figure_id: str
    ) -> Iterator[tuple[Session, FigureKey, Ground, Sequence[FundRow]]]:
        """The facts an id stands on, read at one moment by whoever may see them."""
        if not isinstance(principal, Principal):
            raise Unauthenticated
        key = self.ids.read(figure_id)
        family = FAMILIES.get(key.family)
        if family is None:
            raise NotFound
        check_module(principal, family.module)
        with self.db.read() as session:
            rows = _funds_of(funds(session, among=principal.funds), key, of_funds=family.of_funds)
            scope = Scope(
                funds=tuple(row.code for row in rows),
                as_of=key.as_of,
                known_on=key.known_on,
                basis=key.basis,
                credit_line=key.credit_line,
                currency=key.currency,
            )
            yield session, key, family.open(session, principal, scope, key, self.house), rows

    def _figure(
        self,
        principal: Principal,
        figure_id: str,
        key: FigureKey,
        named: Named,
        rows: Sequence[FundRow],
    ) -> Figure:
        # An investor is answered by the clocks of what was published, whatever the id says.
        clocks = named.meta if is_investor(principal) else None
        defined = _defined(FAMILIES[key.family].module, named.definition)
        found = Figure(
            figure_id=figure_id,
            metric=key.metric,
            name=named.name,
            value=named.value,
            unit=named.unit,
            basis=key.basis,
            credit_line=key.credit_line,
            currency=key.currency,
            as_of=clocks.as_of if clocks else key.day,
            nav_as_of=named.meta.nav_as_of,
            known_on=clocks.known_on if clocks else key.known_on,
            funds=tuple(fund_ref(row) for row in rows),
            definition=defined,
            citation=defined.citation if defined else "",
            definitions_version=DEFINITIONS_VERSION,
            data_quality={} if key.known_on is not None else named.meta.data_quality,
            notes=tuple(named.notes),
            hash="",
        )
        return replace(found, hash=_hash(found))

    def _explained(
        self,
        found: Figure,
        told: Told,
        rows: tuple[SourceRow, ...],
        changed: Changes | None,
        *,
        limit: int,
        offset: int,
    ) -> Explanation:
        formula = told.formula
        if formula is None:
            formula = found.definition.formula if found.definition else ""
        difference = difference_of(found.value, told.recomputed)
        return Explanation(
            **{item.name: getattr(found, item.name) for item in fields(Figure)},
            formula=formula,
            numbers=told.numbers,
            day_count=told.day_count,
            inputs=tuple(
                Input(
                    key=part.name,
                    name=part.words,
                    value=part.value,
                    unit=part.unit,
                    figure_id=None if part.key is None else self.ids.write(part.key),
                )
                for part in told.parts
            ),
            recomputed=told.recomputed if found.value is not None else None,
            difference=difference,
            checked=_checked(found.value, difference),
            rows=rows,
            total_rows=len(told.uses),
            limit=limit,
            offset=offset,
            changed=changed,
        )


def _changed(ground: Ground, key: FigureKey, uses: Iterable[Use]) -> Changes | None:
    """What later files did to a figure of the past, None for one as known now."""
    if key.known_on is None:
        return None
    return Changes(
        superseded=sum(1 for use in uses if use.ended),
        added=ground.added_since(key, key.known_on),
    )


def _defined(module: str, metric: str | None) -> Definition | None:
    """The entry of the formula book in this module's words, None for what has none."""
    try:
        return definition(f"{module}.{metric}") if metric else None
    except NotFound:
        return None


def _may_see_imports(principal: Principal) -> bool:
    """Who filed what is for the firm's own people; a framed view shows file and row alone."""
    return principal.kind != "embed" and bool(principal.roles & ACTIONS["see_imports"])


def difference_of(value: Value, recomputed: Value) -> float | None:
    """Recomputed less shown; days between two days; None where there is nothing to compare."""
    if value is None or recomputed is None:
        return None
    if isinstance(value, date) and isinstance(recomputed, date):
        return float((recomputed - value).days)
    if isinstance(value, date) or isinstance(recomputed, date):
        return None
    if isinstance(value, Decimal) and isinstance(recomputed, Decimal):
        return float(recomputed - value)
    return float(recomputed) - float(value)


def _checked(value: Value, difference: float | None) -> str:
    if difference is None:
        return NOT_CHECKED
    size = abs(float(value)) if isinstance(value, int | float) else 1.0
    return SAME if abs(difference) <= CLOSE * max(1.0, size) else DIFFERS


def _funds_of(
    visible: Iterable[FundRow], key: FigureKey, *, of_funds: bool = True
) -> list[FundRow]:
    """The funds an id names; NotFound where one of them may not be seen."""
    if not of_funds:
        return []
    rows = list(visible)
    if key.is_set:
        tokens, many = fund_tokens(tuple(row.code for row in rows))
        if not many or tokens != key.funds:
            raise NotFound
        return rows
    by_token = {fund_token(row.code): row for row in rows}
    if not key.funds or any(token not in by_token for token in key.funds):
        raise NotFound
    return [by_token[token] for token in key.funds]


def _hash(figure: Figure) -> str:
    """SHA-256 of the figure as the API writes it, what passes left out."""
    content: dict[str, Any] = orjson.loads(encode(figure, amounts="string"))
    for passing in ("hash", "data_quality"):
        content.pop(passing)
    return hashlib.sha256(orjson.dumps(content, option=orjson.OPT_SORT_KEYS)).hexdigest()
