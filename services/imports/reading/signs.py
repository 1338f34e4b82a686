"""What a file really is, told by its first bytes and not by its name."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Iterable, Sequence

from services.imports.reading.sheet import Refused

MAGIC: tuple[tuple[bytes, str, str], ...] = (
    (b"%PDF", "a PDF document", "export the table as CSV or XLSX"),
    (b"\x89PNG", "a picture (PNG)", "export the table as CSV or XLSX"),
    (b"\xff\xd8\xff", "a picture (JPEG)", "export the table as CSV or XLSX"),
    (b"GIF8", "a picture (GIF)", "export the table as CSV or XLSX"),
    (b"{\\rtf", "an RTF document", "export the table as CSV or XLSX"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel file (.xls) or one protected by a password",
        "save it as .xlsx without a password",
    ),
    (b"Rar!", "a RAR archive", "unpack it and import the file inside"),
    (b"7z\xbc\xaf", "a 7-Zip archive", "unpack it and import the file inside"),
    (b"BZh", "a bzip2 archive", "unpack it and import the file inside"),
    (b"SQLite format 3", "a SQLite database", "export the table as CSV"),
    (b"PAR1", "a Parquet file", "export the table as CSV"),
)
BLANK = b"\x00\t\r\n \xef\xbb\xbf"
POINTER = b"version https://git-lfs.github.com/spec/"
HTML = (b"<!doctype html", b"<html", b"<head", b"<body", b"<script", b"<table", b"<div")


PIVOT = {"row labels", "column labels", "zeilenbeschriftungen", "spaltenbeschriftungen"}


def refuse_reports(rows: Iterable[Sequence[str]]) -> None:
    """Raise Refused when one of the first rows is the head of a pivot table's report."""
    for number, row in enumerate(rows, start=1):
        cell = next((cell for cell in row if cell.strip().casefold() in PIVOT), None)
        if cell is not None:
            raise Refused(
                "This is the report of a pivot table, not a list of rows.",
                "import the list that the pivot table was made from",
                row=number,
                value=cell,
            )


def unpacked(data: bytes, *, limit: int) -> bytes:
    """The bytes inside a .gz, or `data` itself. Refused when they would be more than `limit`."""
    if not data.startswith(b"\x1f\x8b"):
        return data
    try:
        with gzip.open(io.BytesIO(data)) as packed:
            inside = packed.read(limit + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise Refused("The .gz file is damaged.", "pack or download it again") from error
    if len(inside) > limit:
        raise Refused(
            f"Unpacked, the file is larger than {limit // 1_000_000:,} MB.", "split it by year"
        )
    if inside.startswith(b"\x1f\x8b"):
        raise Refused("This is a .gz file inside a .gz file.", "unpack it once")
    return inside


def refuse_strangers(data: bytes) -> None:
    """Raise Refused, saying what it is, when `data` is certainly no table of text."""
    if not (data[:4096].strip(BLANK) or data.strip(BLANK)):
        raise Refused("The file is empty.", "export it again")
    if data.startswith(POINTER):
        raise Refused(
            "This is a Git LFS pointer, not the data it stands for.",
            "fetch the real file with `git lfs pull`, or download it from the hosting page",
        )
    for start, what, hint in MAGIC:
        if data.startswith(start):
            raise Refused(f"This is {what}, not a table.", hint)
    start = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n")
    if start[:64].lower().startswith(HTML):
        raise Refused(
            "This is an HTML page, not a table (often a log-in or error page saved as a file).",
            "download the file itself, signed in where that is needed",
        )
    if start.startswith(b"<?xml"):
        raise Refused("This is an XML document, not a table.", "export the table as CSV or XLSX")
    if start[:1] in (b"{", b"[") and start[1:].lstrip()[:1] in (b'"', b"{", b"[", b"}", b"]"):
        raise Refused("This is a JSON document, not a table.", "export the table as CSV or XLSX")
