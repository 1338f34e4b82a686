"""A sealed pack run again from its own clocks: the same hash, or what differs, by its name."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from sqlalchemy.orm import Session

from services.db.models import LpReport
from services.db.queries.lp_reporting import reports as rows
from services.db.queries.lp_reporting.report_inputs import (
    InputRow,
    import_names,
    input_rows,
    rows_by_id,
)
from services.db.queries.lp_reporting.reports import PackRow
from services.db.session import Database
from services.lp_reporting.reports import canonical, manifest, record, shown, states
from services.lp_reporting.reports.content import Contents
from services.lp_reporting.reports.press import Press
from services.lp_reporting.reports.sealing import described, pack_of
from services.lp_reporting.results.register import Tie
from services.lp_reporting.results.reports import ChangedInput, Verification

log = logging.getLogger(__name__)

WORDS = {
    manifest.CHANGED: "says something else than when the report was locked",
    manifest.VANISHED: "is gone",
    manifest.ADDED: "was not there when the report was locked, though it claims to have been known",
}
MOST_FIGURES = 20


def verify(
    db: Database, contents: Contents, press: Press | None, row: PackRow, waived: shown.Waived
) -> Verification:
    """Recompute inputs, figures and files of a sealed pack; nothing is written."""
    pack = row.pack
    with db.read() as session:
        kept = rows.manifest(session, pack.manifest_sha256 or "")
        own = list(record.altered(pack, rows.waived(session, pack.id)))
        comparable = not any(record.OF_INPUTS & {*one.columns} for one in own)
        now = _inputs(session, pack)
        found = manifest.hash_of(manifest.inputs_of(now))
        same = found == pack.manifest_sha256
        different = list(_different(session, pack, kept, now)) if comparable and not same else []
        files = import_names(session, {d.row.import_id for d in different if d.row.import_id})
    changed = [_changed(difference, files) for difference in different]
    changed += [_altered(one) for one in own]
    changed += _stored(pack, kept, altered={name for one in own for name in one.columns})
    again = ""
    if comparable:
        try:
            again = canonical.written(contents.of(pack, _ties(contents, row, waived)))
        except Exception:
            if not changed:  # no row explains it: the program itself is at fault
                raise
            log.exception("report %s cannot be worked out from its changed rows", pack.id)
            changed.append(_no_figures(pack))
        else:
            changed += _figures(_kept_content(pack), canonical.read(again))
    expected, found = pack.content_sha256 or "", canonical.content_hash(found, again)
    files_ok = _files_ok(press, row)
    ok = found == expected and not changed and files_ok is not False
    return Verification(
        id=pack.id,
        ok=ok,
        expected_hash=f"sha256:{expected}",
        found_hash=f"sha256:{found}",
        inputs=manifest.count(kept),
        changed=tuple(changed),
        files_ok=files_ok,
        text=_text(ok, changed, files_ok, manifest.count(kept)),
    )


def _inputs(
    session: Session, pack: LpReport, trusted: Mapping[str, list[str]] | None = None
) -> list[InputRow]:
    return input_rows(
        session,
        fund_id=pack.fund_id,
        until=pack.as_of,
        known_on=pack.known_on,
        trusted=trusted,
    )


def _different(
    session: Session, pack: LpReport, kept: manifest.Inputs, now: list[InputRow]
) -> Iterator[manifest.Difference]:
    """The rows that were changed themselves, not those that they brought in or left out."""
    if not kept:
        return
    again = _inputs(session, pack, manifest.trusted(kept, now))
    apart = rows_by_id(session, manifest.missing(kept, again), known_on=pack.known_on)
    yield from manifest.differences(kept, again, apart)


def _altered(one: record.Altered) -> ChangedInput:
    which = f", {', '.join(one.columns)}," if one.columns else ""
    return ChangedInput(
        table=one.table,
        row_id=one.row_id,
        what=manifest.CHANGED,
        text=f"{one.table} {one.row_id}{which} {WORDS[manifest.CHANGED]}.",
    )


def _no_figures(pack: LpReport) -> ChangedInput:
    text = "The figures cannot be worked out from the rows as they are now."
    return ChangedInput(table="figures", row_id=pack.id, what="figure", text=text)


def _kept_content(pack: LpReport) -> Any:
    """What the pack is kept to say; nothing where that cannot be read any more."""
    try:
        return canonical.read(pack.payload or "")
    except ValueError:
        return {}


def _ties(contents: Contents, row: PackRow, waived: shown.Waived) -> tuple[Tie, ...]:
    """The tie-outs found again, with what was waived."""
    found = [canonical.plain(tie) for tie in contents.ties(row.pack)]
    return states.with_waivers(found, waived.get(row.pack.id, {}))


def _changed(difference: manifest.Difference, files: dict[str, Any]) -> ChangedInput:
    row = difference.row
    place = ""
    if row.import_id in files:
        name = files[row.import_id][0]
        place = f", {name}" + (f", sheet {row.sheet}" if row.sheet else "")
        place += f", row {row.row}" if row.row is not None else ""
    return ChangedInput(
        table=row.table,
        row_id=row.id,
        what=difference.what,
        text=f"{row.table} {row.natural_key} (id {row.id}{place}) {WORDS[difference.what]}.",
    )


def _stored(
    pack: LpReport, kept: manifest.Inputs, *, altered: Collection[str]
) -> Iterator[ChangedInput]:
    """What was kept of the pack, against its own hashes; `altered` columns are told of already."""
    if "manifest_sha256" not in altered and manifest.hash_of(kept) != pack.manifest_sha256:
        yield ChangedInput(
            table="lp_report_manifests",
            row_id=pack.manifest_sha256 or "",
            what=manifest.CHANGED,
            text="The list of rows that the report stood on is not the one that was sealed.",
        )
    sealed = canonical.content_hash(pack.manifest_sha256 or "", pack.payload or "")
    if not altered and sealed != pack.content_sha256:
        yield ChangedInput(
            table=record.PACKS,
            row_id=pack.id,
            what=manifest.CHANGED,
            text="What the report is kept to say is not what was sealed.",
        )


def _figures(was: Any, now: Any) -> list[ChangedInput]:
    """The first figures that come out differently, by their path."""
    found: list[ChangedInput] = []
    for path, before, after in _unequal(was, now, ""):
        if len(found) == MOST_FIGURES:
            break
        text = f"{path} was {before} and comes out as {after}."
        found.append(ChangedInput(table="figures", row_id=path, what="figure", text=text))
    return found


def _unequal(was: Any, now: Any, path: str) -> Iterator[tuple[str, Any, Any]]:
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            yield from _unequal(was.get(key), now.get(key), f"{path}.{key}" if path else key)
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for place, (before, after) in enumerate(zip(was, now, strict=True)):
            yield from _unequal(before, after, f"{path}[{_named(before, place)}]")
    elif was != now:
        yield path, was, now


def _named(member: Any, place: int) -> Any:
    if isinstance(member, dict):
        return next((member[key] for key in ("code", "id", "company") if key in member), place)
    return place


def _files_ok(press: Press | None, row: PackRow) -> bool | None:
    """Whether the files come out byte for byte; None without the programs they were made with."""
    made_with = row.pack.made_with or {}
    if press is None or any(made_with.get(name) != v for name, v in press.versions.items()):
        return None
    content = _kept_content(row.pack)
    if not content:
        return False
    pack = pack_of(row, content)
    return all(
        described(kept["format"], press.file(pack, kept["format"])) == kept
        for kept in row.pack.files or ()
    )


def _text(ok: bool, changed: list[ChangedInput], files_ok: bool | None, inputs: int) -> str:
    files = {
        True: " Its files come out byte for byte.",
        False: " Its files do not come out as they were.",
        None: " Its files were made with other versions of the programs that lay them out, so "
        "only what they say was compared.",
    }[files_ok]
    if ok:
        return f"The report holds: {inputs} rows and every figure are as they were locked.{files}"
    rows_ = [one for one in changed if one.what != "figure"]
    if rows_:
        count = "one row" if len(rows_) == 1 else f"{len(rows_)} rows"
        return (
            f"The report does not hold: {count} changed since it was locked. {rows_[0].text}{files}"
        )
    if changed:
        return (
            f"No row changed, but {len(changed)} figures come out differently: the formulas are of "
            f"another version than those it was locked with.{files}"
        )
    return f"The report does not hold.{files}"
