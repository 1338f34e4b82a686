"""Pages as tagged PDF: a template and plain data, the same bytes under one version of Typst."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Literal

import typst

ROOT = Path(__file__).parent
FONTS = ROOT / "fonts"
Standard = Literal["ua-1"]
TAGGED: Standard = "ua-1"


def typeset(template: Path, told: Mapping[str, Any], *, day: date) -> bytes:
    """The pages of a template (below this folder) with its data in `sys.inputs.sheet`.

    The document is dated `day`, so that nothing in it tells when it was made.
    """
    text = json.dumps(told, ensure_ascii=False, sort_keys=True)
    moment = datetime.combine(day, datetime.min.time(), tzinfo=UTC)
    try:
        return _set(template, text, moment, standard=TAGGED)
    except typst.TypstError as error:
        if "could not be displayed" not in str(error):
            raise
        # A name in letters that no font here has must not cost the report: PDF/UA promises that
        # each letter shows, so the file is tagged all the same but does not claim it.
        return _set(template, text, moment, standard=None)


def _set(template: Path, text: str, moment: datetime, *, standard: Standard | None) -> bytes:
    made: bytes = typst.compile(
        str(template),
        root=str(ROOT),
        font_paths=[str(FONTS)],
        ignore_system_fonts=True,
        sys_inputs={"sheet": text},
        pdf_standards=standard,
        timestamp=moment,
    )
    return made
