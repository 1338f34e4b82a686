"""A pack's files: PDF, workbook, archive and data, the same bytes for the same pack."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from datetime import date
from importlib.metadata import version
from pathlib import Path

from services.exports.report_pack.archive import archive
from services.exports.report_pack.book import book
from services.exports.report_pack.pages import pages
from services.exports.report_pack.table import flows_csv
from services.exports.typeset import typeset
from services.lp_reporting.reports import Pack
from services.lp_reporting.reports.canonical import written

__all__ = ["PackPress"]
TEMPLATE = Path(__file__).with_name("pack.typ")
LAID_OUT_BY = ("typst", "openpyxl")
KEPT = 8  # files of the pack that is being sealed: its archive holds the others


class PackPress:
    """Makes the files of packs under the firm's name; a Press of services.lp_reporting.reports."""

    def __init__(self, *, firm: str) -> None:
        self._firm = firm
        self._made: dict[tuple[str, str], bytes] = {}

    @property
    def versions(self) -> Mapping[str, str]:
        """Of whatever the bytes of the files depend on beside the pack."""
        programs = {name: version(name) for name in LAID_OUT_BY}
        return {**programs, "zlib": zlib.ZLIB_RUNTIME_VERSION, "firm": self._firm}

    def file(self, pack: Pack, format: str) -> bytes:
        """One file of the pack: pdf, xlsx, zip, json or csv."""
        if pack.content_hash is None:
            return self._make(pack, format)
        key = (pack.content_hash, format)
        if key not in self._made:
            made = self._make(pack, format)
            while len(self._made) >= KEPT:
                self._made.pop(next(iter(self._made)))
            self._made[key] = made
        return self._made[key]

    def _make(self, pack: Pack, format: str) -> bytes:
        if format == "pdf":
            day = date.fromisoformat(pack.content["report"]["as_of"])
            return typeset(TEMPLATE, pages(pack, firm=self._firm), day=day)
        if format == "xlsx":
            return book(pack)
        if format == "csv":
            return flows_csv(pack)
        if format == "json":
            return written(pack.content).encode()
        return archive(
            pack, {name: self.file(pack, name) for name in ("pdf", "xlsx", "csv", "json")}
        )
