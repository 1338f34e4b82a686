"""Running totals, as disclosed from time to time, turned into what happened in between."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from services.calc.flows import Amount
from services.calc.multiples import exact

CALLED, DISTRIBUTED = "called", "distributed"


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Totals since inception on a day, and the value left then; None is not disclosed."""

    as_of: date
    paid_in: Amount | None
    distributed: Amount | None
    nav: Amount | None


@dataclass(frozen=True, slots=True)
class Change:
    """What happened after `start` up to `end`; the first one has no start and is all since
    inception. `nav_change` is closing less opening value, flows included.

    None where either end is unknown. `decreased` names totals that went down: a restatement or
    a returned amount, given as it is (negative), never clipped.
    """

    start: date | None
    end: date
    called: Decimal | None
    distributed: Decimal | None
    nav_change: Decimal | None
    nav: Decimal | None
    decreased: tuple[str, ...] = ()


def changes(snapshots: Iterable[Snapshot]) -> list[Change]:
    """Differences between neighbouring snapshots, oldest first.

    A gap in the series is one longer period; a total that is missing on one day leaves the
    periods on both sides of that day unknown, since nobody can say how it divides. Two snapshots
    of one day raise ValueError: they must be settled before.
    """
    ordered = sorted(snapshots, key=lambda snapshot: snapshot.as_of)
    if len({snapshot.as_of for snapshot in ordered}) < len(ordered):
        raise ValueError("There are two snapshots of one day.")
    return [_change(last, now) for last, now in zip([None, *ordered], ordered, strict=False)]


def _change(last: Snapshot | None, now: Snapshot) -> Change:
    called = _difference(now.paid_in, last.paid_in if last else 0)
    distributed = _difference(now.distributed, last.distributed if last else 0)
    pairs = ((CALLED, called), (DISTRIBUTED, distributed))
    return Change(
        start=last.as_of if last else None,
        end=now.as_of,
        called=called,
        distributed=distributed,
        nav_change=_difference(now.nav, last.nav if last else 0),
        nav=exact(now.nav),
        decreased=tuple(name for name, change in pairs if change is not None and change < 0),
    )


def _difference(later: Amount | None, earlier: Amount | None) -> Decimal | None:
    after, before = exact(later), exact(earlier)
    return None if after is None or before is None else after - before
