"""Whether a workbook is safe to open: sizes, members, macros, entities, checked beforehand."""

from __future__ import annotations

import io
import zipfile
import zlib
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException  # type: ignore[import-untyped]
from defusedxml.ElementTree import iterparse  # type: ignore[import-untyped]

from services.imports.reading.sheet import Refused

MOST_MEMBERS = 1_000
MOST_BYTES = 200_000_000
MOST_RATIO = 100
SMALL = 1_000_000  # below this many bytes inside, no ratio is dangerous
END_OF_DIRECTORY = b"PK\x05\x06"


def is_archive(data: bytes) -> bool:
    """Whether the bytes are a ZIP archive, as every .xlsx is."""
    return data.startswith((b"PK\x03\x04", END_OF_DIRECTORY))


def refuse_unsafe(data: bytes) -> None:
    """Raise Refused unless `data` is a plain .xlsx of bounded size; nothing is unpacked before."""
    if _members(data) > MOST_MEMBERS:
        raise Refused(f"The workbook has more than {MOST_MEMBERS:,} parts inside.", "save a copy")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = archive.infolist()
            _refuse_names([part.filename for part in parts])
            _refuse_sizes(parts)
            for part in parts:
                if part.filename.endswith((".xml", ".rels", ".vml")):
                    _refuse_entities(archive, part)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Refused(
            "The workbook is damaged or protected.", "open it in Excel and save a copy"
        ) from error


def _members(data: bytes) -> int:
    """Members as the archive's last record counts them: known without reading its directory."""
    place = data.rfind(END_OF_DIRECTORY)
    return int.from_bytes(data[place + 10 : place + 12], "little") if place >= 0 else 0


def _refuse_names(names: list[str]) -> None:
    for name in names:
        if ".." in name.split("/") or name.startswith("/") or "\\" in name or ":" in name:
            raise Refused("The workbook holds a part with an unsafe path.", "save a copy in Excel")
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("The workbook holds macros.", "save it as .xlsx without macros")
    if "xl/workbook.xml" not in names:
        what = "a Word document" if "word/document.xml" in names else "a ZIP archive"
        raise Refused(f"This is {what}, not a workbook.", "import the .xlsx or .csv file itself")


def _refuse_sizes(parts: list[zipfile.ZipInfo]) -> None:
    inside = sum(part.file_size for part in parts)
    packed = max(sum(part.compress_size for part in parts), 1)
    if inside > MOST_BYTES:
        raise Refused(
            f"Unpacked, the workbook is {inside // 1_000_000:,} MB; 200 MB are accepted.",
            "save the table as CSV",
        )
    if inside > SMALL and inside > MOST_RATIO * packed:
        raise Refused(
            f"The workbook grows {inside // packed:,}-fold when unpacked; 100-fold is accepted.",
            "save the table as CSV",
        )


def _refuse_entities(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A document type stands before the first element, so reading that far is enough."""
    try:
        with archive.open(part) as stream:
            next(iter(iterparse(stream, events=("start",), forbid_dtd=True)), None)
    except DefusedXmlException:
        raise Refused(
            "The workbook declares XML entities, which can hide attacks.", "save a copy in Excel"
        ) from None
    except ParseError:
        return  # openpyxl says what is wrong with a part that it needs
