"""The text of a PDF as a reader finds it: the glyphs of its pages through the maps of its fonts."""

from __future__ import annotations

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)endobj", re.S)
TOKEN = re.compile(rb"/(f\d+) [\d.]+ Tf|\(")
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf: bytes) -> list[str]:
    """What stands on each page, without any spacing: words run together."""
    objects = dict(OBJECT.findall(pdf))
    found = []
    for body in objects.values():
        if not re.search(rb"/Type\s*/Page\b(?!s)", body):
            continue
        fonts = {
            name: _letters(objects, number)
            for name, number in re.findall(rb"/(f\d+) (\d+) 0 R", _resources(objects, body))
        }
        content = re.search(rb"/Contents (\d+) 0 R", body)
        assert content is not None
        found.append(_text(_stream(objects[content[1]]), fonts))
    return found


def _resources(objects: dict[bytes, bytes], page: bytes) -> bytes:
    apart = re.search(rb"/Resources (\d+) 0 R", page)
    own = objects[apart[1]] if apart else page
    inner = re.search(rb"/Font (\d+) 0 R", own)
    return objects[inner[1]] if inner else own


def _letters(objects: dict[bytes, bytes], font: bytes) -> dict[int, str]:
    """Which letters a glyph of the font stands for."""
    number = re.search(rb"/ToUnicode (\d+) 0 R", objects[font])
    assert number is not None
    table = _stream(objects[number[1]]).decode("latin-1")
    found: dict[int, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", table, re.S):
        for code, text in re.findall(r"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            found[int(code, 16)] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", table, re.S):
        for low, high, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            first = ord(bytes.fromhex(text).decode("utf-16-be"))
            for place in range(int(high, 16) - int(low, 16) + 1):
                found[int(low, 16) + place] = chr(first + place)
    return found


def _text(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    """Strings are shown in the font that was named last."""
    parts: list[str] = []
    letters: dict[int, str] = {}
    place = 0
    while found := TOKEN.search(content, place):
        place = found.end()
        if found[1]:
            letters = fonts[found[1]]
            continue
        string, place = _string(content, place)
        pairs = zip(string[::2], string[1::2], strict=True)
        parts += [letters.get(high * 256 + low, "") for high, low in pairs]
    return "".join(parts).replace(" ", "")


def _string(content: bytes, place: int) -> tuple[bytes, int]:
    """The string that opened before this place, and where it ends."""
    found, depth = bytearray(), 1
    while True:
        sign = content[place : place + 1]
        place += 1
        if sign == b"\\":
            octal = re.match(rb"[0-7]{1,3}", content[place : place + 3])
            said = octal[0] if octal else content[place : place + 1]
            found += bytes([int(said, 8)]) if octal else ESCAPES.get(said, said)
            place += len(said)
            continue
        depth += (sign == b"(") - (sign == b")")
        if not depth:
            return bytes(found), place
        found += sign


def _stream(body: bytes) -> bytes:
    _, _, rest = body.partition(b"stream")
    return zlib.decompress(rest.lstrip(b"\r\n").rsplit(b"endstream", 1)[0].rstrip(b"\r\n"))
