"""Sealing a pack: its inputs, what it says and its files, each with a hash, written together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from services.db.models import LpReport
from services.db.queries.lp_reporting import reports as rows
from services.db.queries.lp_reporting.report_inputs import InputRow, input_rows
from services.db.queries.lp_reporting.reports import PUBLISHED, PackRow
from services.db.session import Database
from services.envelope import DEFINITIONS_VERSION
from services.errors import Unavailable
from services.lp_reporting.reports import canonical, manifest, record, shown, states
from services.lp_reporting.reports.content import Contents
from services.lp_reporting.reports.press import FORMATS, Pack, Press

FORGED = (
    "What is kept of this report is not what was sealed, so no file is made of it: its "
    "verification names what was changed."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sealed:
    """All that is written into a pack when it is locked."""

    inputs: manifest.Inputs
    manifest_hash: str
    payload: str
    content_hash: str
    files: list[dict[str, Any]]
    made_with: dict[str, Any]


@dataclass(slots=True)
class Sealer:
    """Seals packs; the inputs that those of a fund share are read once."""

    db: Database
    contents: Contents
    _kept: dict[tuple[str, date, datetime], list[InputRow]] = field(default_factory=dict)

    def prepared(self, row: PackRow, waived: shown.Waived, press: Press) -> Sealed:
        """Everything worked out, nothing written."""
        inputs = manifest.inputs_of(self._rows(row.pack))
        manifest_hash = manifest.hash_of(inputs)
        content = self.contents.of(row.pack, shown.ties_of(row, waived))
        payload = canonical.written(content)
        content_hash = canonical.content_hash(manifest_hash, payload)
        pack = Pack(
            name=shown.name_of(row),
            content=canonical.read(payload),
            content_hash=content_hash,
            manifest_hash=manifest_hash,
            inputs=manifest.count(inputs),
        )
        return Sealed(
            inputs=inputs,
            manifest_hash=manifest_hash,
            payload=payload,
            content_hash=content_hash,
            files=[described(format, press.file(pack, format)) for format in FORMATS],
            made_with={
                "definitions": DEFINITIONS_VERSION,
                "inputs": pack.inputs,
                **press.versions,
            },
        )

    def write(
        self, session: Session, pack: LpReport, sealed: Sealed, *, by: str, at: datetime
    ) -> None:
        """Into the locked state, in the caller's transaction; what it replaces is superseded."""
        old = rows.published(session, pack)
        if old is not None:
            rows.supersede(session, old.id, moment=at)
        rows.keep_manifest(session, sealed.manifest_hash, sealed.inputs)
        waivers = rows.waived(session, pack.id)
        pack.state, pack.locked_by, pack.locked_at = states.LOCKED, by, at
        pack.manifest_sha256, pack.content_sha256 = sealed.manifest_hash, sealed.content_hash
        pack.payload, pack.files = sealed.payload, sealed.files
        kept = record.of(pack, waivers)
        pack.made_with = {**sealed.made_with, record.KEY: kept}
        session.flush()

    def _rows(self, pack: LpReport) -> list[InputRow]:
        key = (pack.fund_id, pack.as_of, pack.known_on)
        if key not in self._kept:
            with self.db.read() as session:
                self._kept[key] = input_rows(
                    session, fund_id=pack.fund_id, until=pack.as_of, known_on=pack.known_on
                )
        return self._kept[key]


def pack_of(row: PackRow, content: Mapping[str, Any]) -> Pack:
    """What the files of a pack are made of."""
    pack = row.pack
    sealed = pack.state in PUBLISHED
    return Pack(
        name=shown.name_of(row),
        content=content,
        content_hash=pack.content_sha256 if sealed else None,
        manifest_hash=pack.manifest_sha256 if sealed else None,
        inputs=int((pack.made_with or {}).get("inputs", 0)),
    )


def sealed_pack(row: PackRow) -> Pack:
    """What the files of a published pack are made of; Unavailable where it is not what was sealed,
    so that nobody takes away what somebody forged."""
    pack, text = row.pack, row.pack.payload or ""
    if canonical.content_hash(pack.manifest_sha256 or "", text) != pack.content_sha256:
        raise Unavailable(FORGED)
    return pack_of(row, canonical.read(text))


def described(format: str, content: bytes) -> dict[str, Any]:
    """One file as it is kept: its format, size and SHA-256, not its bytes."""
    sha256 = canonical.fingerprint(content)
    return {"format": format, "size": len(content), "sha256": sha256}
