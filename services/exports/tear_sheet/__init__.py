"""The tear sheet of a company as a PDF: the answer of the service, laid out as it is."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import typst

from services.exports.tear_sheet.content import content
from services.portfolio_analytics.results import TearSheet

__all__ = ["PDF", "tear_sheet_pdf"]

PDF = "application/pdf"
TEMPLATE = Path(__file__).with_name("sheet.typ")
FONTS = Path(__file__).parents[1] / "fonts"
Standard = Literal["ua-1"]
TAGGED: Standard = "ua-1"


def tear_sheet_pdf(result: TearSheet, *, firm: str) -> bytes:
    """The sheet under the firm's name: tagged, and the same bytes for the same answer.

    `meta.computed_at` and the data version do not show, so that an answer that names both clocks
    stays the same file for ever under one version of Typst.
    """
    told = json.dumps(content(result, firm=firm), ensure_ascii=False, sort_keys=True)
    moment = datetime.combine(result.meta.as_of, datetime.min.time(), tzinfo=UTC)
    try:
        return _set(told, moment, standard=TAGGED)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # A name in letters that no font here has must not cost the report: PDF/UA promises that
        # each letter shows, so the file is tagged all the same but does not claim it.
        return _set(told, moment, standard=None)


def _set(told: str, moment: datetime, *, standard: Standard | None) -> bytes:
    made: bytes = typst.compile(
        str(TEMPLATE),
        root=str(TEMPLATE.parent),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"sheet": told},
        pdf_standards=standard,
        timestamp=moment,
    )
    return made
