"""Figures that stand at paths of a module's answers: named, looked up there, and told by recipe."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy.orm import Session

from services.envelope import Meta, Note
from services.errors import NotFound
from services.explain.keys import FigureKey, fund_tokens
from services.explain.moment import Moment
from services.explain.names import words_for
from services.explain.paths import Spot, spots
from services.explain.recipe import Family, House, Keyed, Named, Part, Told
from services.explain.results import Value
from services.scope import Principal, Scope

ROW = "row"
LONGEST_PATH = 48  # in an id; a longer one stands there by its digest
MOST_KEYED = 3_000  # numbers of one answer that get an id each; further rows have one a row
ALWAYS_TOLD = frozenset({"funds", "currency", "source", "period", "counting"})
MEMBER = re.compile(r"^[^\[]*\[[^\]]*\]")
Recipe = Callable[[Any, FigureKey, Spot], Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """One answer of a module. `code` stands in the ids of its figures; `asked` asks the service for
    it again, `option` reads from an answer what else was asked for, such as the counting. `recipes`
    tell the figures, by the pattern of their path; a number without one has no id. `period` writes
    the days of an answer as they are asked for.
    """

    code: str
    result: type
    asked: Callable[[Any, Principal, Scope, str], Any]
    recipes: Mapping[str, Recipe]
    option: Callable[[Any], str] = field(default=lambda _answer: "")
    period: Callable[[tuple[date, date]], str] = field(default=lambda days: f"{days[0]}..{days[1]}")


class Asked(NamedTuple):
    """What an answer of one ground was asked with; the rest is the scope's."""

    code: str
    period: str
    option: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Explained:
    """A module that explains itself: its answers, its service, and the facts its recipes read.

    `facts` gets the ground, from which it has session, scope and answers. `of_funds`: its figures
    belong to funds, and whoever asks must see those.
    """

    module: str
    service: Callable[..., Any]
    facts: Callable[[Ground], Any]
    answers: Sequence[Answer]
    of_funds: bool = True
    alias: Callable[[str], str] = field(default=lambda path: path)

    def families(self) -> Iterator[Family]:
        """One family per answer."""
        for answer in self.answers:
            yield Family(answer.code, self.module, self._open, of_funds=self.of_funds)

    def namers(self) -> dict[type, Callable[[Any], Iterator[Keyed]]]:
        """For each answer a function that names every number with a recipe."""
        return {answer.result: _namer(answer, self.alias, brief=False) for answer in self.answers}

    def brief(self) -> dict[type, Callable[[Any], Iterator[Keyed]]]:
        """The same with one figure per member of a list."""
        return {answer.result: _namer(answer, self.alias, brief=True) for answer in self.answers}

    def _open(
        self, session: Session, principal: Principal, scope: Scope, _key: FigureKey, house: House
    ) -> Ground:
        return Ground(self, session, principal, scope, house)


class Ground:
    """The answers of a module in one scope, and the facts that its recipes count again."""

    def __init__(
        self,
        module: Explained,
        session: Session,
        principal: Principal,
        scope: Scope,
        house: House,
    ) -> None:
        self.module = module
        self.session = session
        self.principal = principal
        self.scope = scope.on(currency=scope.currency or None)
        self.house = house
        self._service = module.service(
            Moment(session), reporting_currency=house.reporting_currency, timezone=house.timezone
        )
        self._by_code = {answer.code: answer for answer in module.answers}
        self._kept: dict[Asked, tuple[Any, dict[str, Spot]]] = {}
        self.facts = module.facts(self)

    @property
    def known_on(self) -> datetime | None:
        return self.scope.known_on

    def answer(self, key: FigureKey, code: str | None = None) -> Any:
        """The answer that a figure stands in, or another one of the same scope."""
        return self._found(key, code)[0]

    def spot(self, key: FigureKey, path: str, code: str | None = None) -> Spot:
        """The number at a path of an answer. Raises NotFound where there is none."""
        found = self._found(key, code)[1].get(path)
        if found is None:
            raise NotFound
        return found

    def part(
        self, key: FigureKey, path: str, *, code: str | None = None, words: str | None = None
    ) -> Part:
        """A number of an answer as an input of another figure."""
        answer, found = self._found(key, code)
        spot = found.get(path)
        if spot is None:
            raise NotFound
        own = None
        if spot.pattern in self._by_code[code or key.family].recipes:
            own = key_of(self._by_code[code or key.family], answer, spot.path, spot.field)
        name = words or self._words(spot)
        return Part(name=spot.field, words=name, value=spot.given, unit=spot.unit, key=own)

    def named(self, key: FigureKey) -> Named:
        """The figure as it stands in the service's own answer."""
        answer = self.answer(key)
        if key.metric == ROW:
            self._members(key)
            return Named(
                value=None,
                unit="",
                name=words_for(ROW),
                definition=None,
                meta=answer.meta,
            )
        spot = self._at(key)
        return Named(
            value=spot.given,
            unit=spot.unit,
            name=self._words(spot),
            definition=spot.field,
            meta=answer.meta,
            notes=_about(spot, answer.notes),
        )

    def told(self, key: FigureKey) -> Told:
        """The figure taken apart by the recipe of its path."""
        if key.metric == ROW:
            parts = [self.part(key, spot.path) for spot in self._members(key)]
            return Told(numbers="", recomputed=None, parts=parts, formula="")
        spot = self._at(key)
        recipe = self._by_code[key.family].recipes.get(spot.pattern)
        if recipe is None:
            raise NotFound
        return recipe(self.facts, key, spot)

    def added_since(self, key: FigureKey, known_on: datetime) -> int:
        """Rows that the module's figures of this day stand on now and did not then."""
        added: int = self.facts.added_since(key, known_on)
        return added

    def _found(self, key: FigureKey, code: str | None) -> tuple[Any, dict[str, Spot]]:
        _, period, option = key.extra
        other = code is not None and code != key.family
        asked = Asked(code or key.family, period, "" if other else option)
        if asked not in self._kept:
            scope = self.scope.on(period=period or None)
            answer = self._by_code[asked.code].asked(self._service, self.principal, scope, option)
            self._kept[asked] = answer, {spot.path: spot for spot in spots(answer)}
        return self._kept[asked]

    def _at(self, key: FigureKey) -> Spot:
        found = self._found(key, None)[1]
        spot = next((s for path, s in found.items() if path_token(path) == key.extra[0]), None)
        if spot is None or spot.field != key.metric:
            raise NotFound
        return spot

    def _members(self, key: FigureKey) -> list[Spot]:
        """The explained numbers of one member of a list."""
        recipes = self._by_code[key.family].recipes
        found = [
            spot
            for spot in self._found(key, None)[1].values()
            if spot.pattern in recipes and path_token(_member(spot.path)) == key.extra[0]
        ]
        if not found:
            raise NotFound
        return found

    def _words(self, spot: Spot) -> str:
        """`Cost, ACME`: the name of the figure, and what tells its row apart."""
        words = words_for(spot.field, self.module.module)
        told = re.findall(r"\[([^\]]*)\]", spot.path)
        if spot.path.endswith(f"{spot.field}") or "*" not in spot.pattern:
            return ", ".join((words, *told))
        return ", ".join((words, *told, spot.path.rpartition(f"{spot.field}.")[2]))


def path_token(path: str) -> str:
    """A path as ids hold it."""
    written = path.encode()
    if len(written) <= LONGEST_PATH:
        return path
    return "#" + hashlib.blake2b(written, digest_size=9).hexdigest()


def key_of(answer: Answer, result: Any, path: str, metric: str) -> FigureKey:
    """The figure at a path of an answer: funds, clocks, view and currency are those of its meta."""
    meta: Meta = result.meta
    tokens, is_set = fund_tokens(meta.funds)
    period = answer.period(meta.period) if meta.period else ""
    return FigureKey(
        family=answer.code,
        metric=metric,
        funds=tokens,
        as_of=meta.as_of,
        day=meta.as_of,
        known_on=meta.known_on,
        basis=meta.basis,
        credit_line=meta.credit_line,
        currency=meta.currency or "",
        extra=(path_token(path), period, answer.option(result)),
        is_set=is_set,
    )


def value_of(spot: Spot, recomputed: Value) -> Value:
    """What was counted again, None where there is nothing to compare it with."""
    return None if spot.value is None else recomputed


def _namer(
    answer: Answer, alias: Callable[[str], str], *, brief: bool
) -> Callable[[Any], Iterator[Keyed]]:
    def named(result: Any) -> Iterator[Keyed]:
        given = 0
        rows: set[str] = set()
        for spot in spots(result):
            if spot.pattern not in answer.recipes:
                continue
            member = _member(spot.path)
            if not member or (not brief and given < MOST_KEYED):
                given += 1
                key = key_of(answer, result, spot.path, spot.field)
                yield Keyed(alias(spot.path), key)
            elif member not in rows:
                rows.add(member)
                yield Keyed(alias(member), key_of(answer, result, member, ROW))

    return named


def _member(path: str) -> str:
    """`rankings[ACME]` for any number inside it, empty for one that is in no list."""
    found = MEMBER.match(path)
    return found[0] if found else ""


def _about(spot: Spot, notes: Sequence[Note]) -> tuple[Note, ...]:
    """Of an answer's notes those that concern the number, its place, or all of the answer."""
    top = re.split(r"[.\[]", spot.path, maxsplit=1)[0]
    fields = ALWAYS_TOLD | {spot.path, spot.place, spot.field, top}
    return tuple(note for note in notes if note.field in fields)
