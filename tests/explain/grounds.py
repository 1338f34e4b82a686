"""Every figure of an answer taken apart on one ground, as one request after the other would."""

from __future__ import annotations

from datetime import date
from typing import Any

from services.db.session import Database
from services.explain.families import FAMILIES
from services.explain.naming import NAMERS
from services.explain.recipe import House
from services.explain.service import difference_of
from services.scope import SYSTEM, Scope

CLOSE = 1e-9


def counted_again(db: Database, answer: Any, scope: Scope) -> tuple[int, dict[str, Any]]:
    """How many figures of an answer explain themselves, and those whose second count differs.

    A figure that is given and cannot be counted again is wrong too.
    """
    keyed = list(NAMERS[type(answer)](answer))
    wrong: dict[str, Any] = {}
    with db.read() as session:
        opened = FAMILIES[keyed[0].key.family].open
        as_of = keyed[0].key.as_of
        ground = opened(session, SYSTEM, scope.on(as_of=as_of), keyed[0].key, House())
        for name, key in keyed:
            named, told = ground.named(key), ground.told(key)
            if named.value is None or key.metric == "row":
                continue
            off = difference_of(named.value, told.recomputed)
            size = 1.0 if isinstance(named.value, date) else max(1.0, abs(float(named.value)))
            if off is None or abs(off) > CLOSE * size:
                wrong[f"{type(answer).__name__}.{name}"] = (named.value, told.recomputed)
    return len(keyed), wrong
