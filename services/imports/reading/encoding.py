"""From bytes to text: Unicode where the bytes are Unicode, else Windows or Mac, and told so."""

from __future__ import annotations

import codecs
import re

from services.imports.reading.sheet import Refused

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig", None),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
WORDS = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman"}
_OTHER_SIGN = re.compile(r"[^\x00-\x7f]")
USUAL_MARKS = set("–—’‘“”•…€£¥§©®°™†½¼¾«»\u00a0")


def decoded(data: bytes, encoding: str) -> tuple[str, str | None]:
    """The text, and a sentence about its encoding when that is not UTF-8 (None when it is).

    `encoding` auto tries byte-order marks, UTF-16 without a mark, UTF-8, then Windows-1252 or
    Mac Roman by which of them gives words. Raises Refused for bytes that are no text.
    """
    if encoding != "auto":
        return _declared(data, encoding), None
    for mark, codec, name in MARKS:
        if data.startswith(mark):
            return _decode(data, codec), name and f"The file is in {name}; it was read as that."
    if b"\x00" in data:
        return _without_mark(data)
    try:
        return data.decode("utf-8"), None
    except UnicodeDecodeError:
        _refuse_half_signs(data)
        return _single_byte(data)


def _refuse_half_signs(data: bytes) -> None:
    """Raise Refused for text that is UTF-8 but for halves of signs, which no reader can show."""
    try:
        text = data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return
    place = next(place for place, sign in enumerate(text) if "\ud800" <= sign <= "\udfff")
    before = text[:place]
    row = max(before.count("\n"), before.count("\r")) + 1
    raise Refused(
        "This row holds half a sign (a lone surrogate), which is no text.",
        "correct the name in the program that wrote the file, and export it again",
        row=row,
        value=before.splitlines()[-1][-60:] if before else None,
    )


def _declared(data: bytes, encoding: str) -> str:
    try:
        codecs.lookup(encoding)
    except LookupError:
        raise Refused(
            f"There is no encoding named {encoding!r}.", "use utf-8, cp1252, mac_roman or utf-16"
        ) from None
    return _decode(data, "utf-8-sig" if encoding.lower() in ("utf-8", "utf8") else encoding)


def _decode(data: bytes, codec: str) -> str:
    try:
        return data.decode(codec)
    except (UnicodeDecodeError, ValueError):
        raise Refused(
            f"The file is not text in {codec}.", "save it as CSV in UTF-8 and import it again"
        ) from None


def _without_mark(data: bytes) -> tuple[str, str]:
    sample = data[:4096]
    for codec, text_bytes in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[0::2])):
        if text_bytes.count(0) > 0.8 * len(text_bytes):
            found = _decode(data, codec)
            return found, "The file is in UTF-16 without a mark; it was read as that."
    raise Refused("The file is binary, not a table.", "export the table as CSV or XLSX")


def _single_byte(data: bytes) -> tuple[str, str]:
    readings = {"cp1252": data.decode("cp1252", "replace"), "mac_roman": data.decode("mac_roman")}
    codec = max(readings, key=lambda name: (_sense(readings[name]), name == "cp1252"))
    text = readings[codec].replace("\ufffd", "?")
    return text, (
        f"The file is not in UTF-8; it was read as {WORDS[codec]}. "
        "Check names with accents, or declare `encoding` in a map."
    )


def _sense(text: str) -> int:
    """How much a reading looks like words: letters among letters count for it, signs against."""
    score = 0
    for found in _OTHER_SIGN.finditer(text):
        sign, place = found[0], found.start()
        before, after = text[place - 1 : place], text[place + 1 : place + 2]
        inside = before.isalpha() or after.isalpha()
        if sign.isalpha():
            capital_inside = sign.isupper() and before.islower()
            score += -2 if capital_inside or not inside else 1
        else:
            score += 1 if sign in USUAL_MARKS and not (before.isalpha() and after.isalpha()) else -1
            score += 1 if sign == "’" and before.isalpha() else 0
    return score
