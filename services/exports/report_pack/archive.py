"""Everything of a pack in one archive, with how to prove it; one time for all members."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from services.exports.ilpa import reporting_xlsx
from services.exports.report_pack.proof import proof
from services.exports.xlsx import ZIP_TIME
from services.lp_reporting.reports import Pack
from services.lp_reporting.results.ilpa import KeyDates, ReportingTemplate, TemplateLine

ILPA_NAME, PROOF_NAME = "ilpa_reporting_template.xlsx", "HOW-TO-VERIFY.txt"


def archive(pack: Pack, files: Mapping[str, bytes]) -> bytes:
    """The pack's files by format, its ILPA Reporting Template, and how to check the hash."""
    members = {f"{pack.name}.{format}": content for format, content in files.items()}
    members[f"{pack.name}_{ILPA_NAME}"] = reporting_xlsx(_ilpa(pack.content["ilpa"]))
    members[PROOF_NAME] = ("\n\n".join(proof(pack)) + "\n").encode()
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in sorted(members.items()):
            target.writestr(zipfile.ZipInfo(name, ZIP_TIME), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _ilpa(told: Mapping[str, Any]) -> ReportingTemplate:
    """The template as the service answered it, out of the pack's JSON."""
    dates = {name: text and date.fromisoformat(text) for name, text in told["key_dates"].items()}
    own = ("lp_id", "lp", "name", "fund", "fund_name", "period", "sources")
    given: dict[str, Any] = {name: told[name] for name in own}
    given |= {"key_dates": KeyDates(**dates), "lines": tuple(map(_line, told["lines"]))}
    return ReportingTemplate(**given, meta=None, notes=())


def _line(told: Mapping[str, Any]) -> TemplateLine:
    plain = ("code", "label", "section", "row", "total")
    given: dict[str, Any] = {
        name: value if name in plain or value is None else Decimal(value)
        for name, value in told.items()
    }
    return TemplateLine(**given)
