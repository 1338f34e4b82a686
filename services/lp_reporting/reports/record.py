"""The sealed row of a pack and its waivers, value by value, so that a later change is named."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

import orjson

from services.db.models import LpReport, LpReportWaiver
from services.lp_reporting.reports.canonical import SORTED, fingerprint

# What the step to superseded sets, and where the record itself is kept.
OPEN_COLUMNS = frozenset({"state", "superseded_at", "made_with"})
# Without these it cannot be said which rows the pack stood on.
OF_INPUTS = frozenset({"fund_id", "lp_id", "period", "as_of", "known_on", "manifest_sha256"})
PACKS, WAIVERS = "lp_reports", "lp_report_waivers"
KEY = "record"  # in `made_with`
Record = dict[str, dict[str, str]]


class Altered(NamedTuple):
    """A row of the pack's own that is not what was sealed, and which of its values are not."""

    table: str
    row_id: str
    columns: tuple[str, ...]


def of(pack: LpReport, waivers: Iterable[LpReportWaiver]) -> Record:
    """The hash of every sealed value of the pack, and of every waiver, by its name or id."""
    return {
        PACKS: {name: _hash(value) for name, value in _values(pack, but=OPEN_COLUMNS)},
        WAIVERS: {waiver.id: _hash(dict(_values(waiver))) for waiver in waivers},
    }


def altered(pack: LpReport, waivers: Iterable[LpReportWaiver]) -> Iterator[Altered]:
    """The rows that say something else than the record that was kept at locking."""
    kept: Mapping[str, Mapping[str, str]] = (pack.made_with or {}).get(KEY) or {}
    now = of(pack, waivers)
    columns = _unequal(kept.get(PACKS, {}), now[PACKS])
    if columns:
        yield Altered(PACKS, pack.id, columns)
    for waiver_id in _unequal(kept.get(WAIVERS, {}), now[WAIVERS]):
        yield Altered(WAIVERS, waiver_id, ())


def _unequal(was: Mapping[str, str], now: Mapping[str, str]) -> tuple[str, ...]:
    return tuple(name for name in sorted({*was, *now}) if was.get(name) != now.get(name))


def _values(row: Any, *, but: frozenset[str] = frozenset()) -> Iterator[tuple[str, Any]]:
    for column in row.__table__.columns:
        if column.name not in but:
            yield column.name, _plain(getattr(row, column.name))


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    return value.isoformat() if isinstance(value, date) else value


def _hash(value: Any) -> str:
    return fingerprint(orjson.dumps(value, option=SORTED))
