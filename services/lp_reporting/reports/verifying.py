"""A sealed pack run again from its own clocks: the same hash, or what differs, by its name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from services.db.queries.lp_reporting import reports as rows
from services.db.queries.lp_reporting.report_inputs import import_names, input_rows
from services.db.queries.lp_reporting.reports import PackRow
from services.db.session import Database
from services.lp_reporting.reports import canonical, manifest, shown, states
from services.lp_reporting.reports.content import Contents
from services.lp_reporting.reports.press import Press
from services.lp_reporting.reports.sealing import described, pack_of
from services.lp_reporting.results.reports import ChangedInput, Verification

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
        now = input_rows(session, fund_id=pack.fund_id, until=pack.as_of, known_on=pack.known_on)
        different = list(manifest.differences(kept, now))
        files = import_names(session, {d.row.import_id for d in different if d.row.import_id})
    again = canonical.written(contents.of(pack, states.with_waivers(*_ties(contents, row, waived))))
    found = canonical.content_hash(manifest.hash_of(manifest.inputs_of(now)), again)
    changed = [_changed(difference, files) for difference in different]
    changed += _stored(row, kept)
    changed += _figures(canonical.read(pack.payload or "{}"), canonical.read(again))
    expected = pack.content_sha256 or ""
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


def _ties(contents: Contents, row: PackRow, waived: shown.Waived) -> tuple[Any, Any]:
    """The tie-outs found again, and what was waived."""
    return [canonical.plain(tie) for tie in contents.ties(row.pack)], waived.get(row.pack.id, {})


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


def _stored(row: PackRow, kept: dict[str, Any]) -> Iterator[ChangedInput]:
    """What was kept of the pack itself, against its own hashes."""
    pack = row.pack
    if manifest.hash_of(kept) != pack.manifest_sha256:
        yield ChangedInput(
            table="lp_report_manifests",
            row_id=pack.manifest_sha256 or "",
            what=manifest.CHANGED,
            text="The list of rows that the report stood on is not the one that was sealed.",
        )
    sealed = canonical.content_hash(pack.manifest_sha256 or "", pack.payload or "")
    if sealed != pack.content_sha256:
        yield ChangedInput(
            table="lp_reports",
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
    pack = pack_of(row, canonical.read(row.pack.payload or "{}"))
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
            f"The report does not hold: {count} of the books changed since. {rows_[0].text}{files}"
        )
    if changed:
        return (
            f"No row changed, but {len(changed)} figures come out differently: the formulas are of "
            f"another version than those it was locked with.{files}"
        )
    return f"The report does not hold.{files}"
