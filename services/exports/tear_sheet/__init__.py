"""The tear sheet of a company as a PDF: the answer of the service, laid out as it is."""

from __future__ import annotations

from pathlib import Path

from services.exports.tear_sheet.content import content
from services.exports.typeset import typeset
from services.portfolio_analytics.results import TearSheet

__all__ = ["PDF", "tear_sheet_pdf"]

PDF = "application/pdf"
TEMPLATE = Path(__file__).with_name("sheet.typ")


def tear_sheet_pdf(result: TearSheet, *, firm: str) -> bytes:
    """The sheet under the firm's name: tagged, and the same bytes for the same answer.

    `meta.computed_at` and the data version do not show, so that an answer that names both clocks
    stays the same file for ever under one version of Typst.
    """
    return typeset(TEMPLATE, content(result, firm=firm), day=result.meta.as_of)
