"""What a figure's id says and how it is written: signed, reversible, the same everywhere."""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import lru_cache

from services.errors import NotFound
from services.scope import BASES, CREDIT_LINES

PREFIX = "fig_"
FORMAT = b"\x01"
TAG_BYTES = 12
TOKEN_BYTES = 6
MOST_NAMED = 16  # more funds than this are told by one digest of their set
WHOLE_SET = 0
LONGEST = 400
WRITTEN = re.compile(r"fig_[A-Za-z0-9_-]{20,396}")
_NONE = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureKey:
    """One figure: which measure of which funds, on which days, counted how.

    `family` is the code of the recipes that know it; `funds` are tokens of the funds' codes (see
    `fund_token`), or the one token of a larger set (`is_set`). `as_of` is the day the answer stood
    on, settled; `day` the day of the figure in it, such as a point of a trend. `known_on` None
    means as known whenever it is asked. `extra` is what else tells it apart: an index, a row.
    """

    family: str
    metric: str
    funds: tuple[bytes, ...]
    as_of: date
    day: date
    known_on: datetime | None
    basis: str
    credit_line: str
    currency: str
    extra: tuple[str, ...] = ()
    is_set: bool = False

    def on(self, **changes: object) -> FigureKey:
        """The same figure but for some parts."""
        return replace(self, **changes)  # type: ignore[arg-type]


@lru_cache(maxsize=4096)
def fund_token(code: str) -> bytes:
    """A fund in an id: its code never changes, and a stranger to it learns nothing."""
    return hashlib.blake2b(code.encode(), digest_size=TOKEN_BYTES).digest()


@lru_cache(maxsize=512)
def fund_tokens(codes: tuple[str, ...]) -> tuple[tuple[bytes, ...], bool]:
    """Tokens of funds in the order of their codes, or of their set where they are many or none."""
    ordered = sorted(codes)
    if 0 < len(ordered) <= MOST_NAMED:
        return tuple(fund_token(code) for code in ordered), False
    joined = "\n".join(ordered).encode()
    return (hashlib.blake2b(joined, digest_size=TAG_BYTES).digest(),), True


class FigureIds:
    """Writes and reads ids under one secret; ids written under older secrets are still read."""

    def __init__(self, secret: str, *older: str) -> None:
        self._keys = [_key(one) for one in (secret, *older)]

    def write(self, key: FigureKey) -> str:
        """The id of a figure: `fig_` and letters that may stand in an address."""
        return PREFIX + _signed(_packed(key), self._keys[0])

    def read(self, text: str) -> FigureKey:
        """What an id says. Raises NotFound for whatever was not written under our secrets."""
        if not WRITTEN.fullmatch(text):
            raise NotFound
        written = text.removeprefix(PREFIX)
        try:
            raw = base64.urlsafe_b64decode(written + "=" * (-len(written) % 4))
        except (binascii.Error, ValueError):
            raise NotFound from None
        packed, tag = raw[:-TAG_BYTES], raw[-TAG_BYTES:]
        for key in self._keys:
            # The last letter holds bits that say nothing: only the very text we wrote is one.
            if hmac.compare_digest(_tag(packed, key), tag) and _signed(packed, key) == written:
                return _unpacked(packed)
        raise NotFound


@lru_cache(maxsize=8)
def figure_ids(secret: str, older: tuple[str, ...] = ()) -> FigureIds:
    """The ids under a process's secrets."""
    return FigureIds(secret, *older)


def _key(secret: str) -> bytes:
    return hmac.digest(secret.encode(), b"gpdash figure ids", "sha256")


def _tag(packed: bytes, key: bytes) -> bytes:
    return hmac.digest(key, packed, "sha256")[:TAG_BYTES]


def _signed(packed: bytes, key: bytes) -> str:
    return base64.urlsafe_b64encode(packed + _tag(packed, key)).rstrip(b"=").decode()


def _packed(key: FigureKey) -> bytes:
    """Funds first and the metric last, so that the ids of one answer begin alike."""
    known = _NONE if key.known_on is None else key.known_on.astimezone(UTC).isoformat()
    counted = f"{BASES.index(key.basis)}{CREDIT_LINES.index(key.credit_line)}{key.currency}"
    day = _NONE if key.day == key.as_of else _written(key.day)
    parts = (key.family, counted, _written(key.as_of), known, day, *key.extra, key.metric)
    many = WHOLE_SET if key.is_set else len(key.funds)
    return FORMAT + bytes([many]) + b"".join(key.funds) + b"".join(map(_part, parts))


def _unpacked(packed: bytes) -> FigureKey:
    many = packed[1]
    end = 2 + (TAG_BYTES if many == WHOLE_SET else many * TOKEN_BYTES)
    tokens = packed[2:end]
    size = TAG_BYTES if many == WHOLE_SET else TOKEN_BYTES
    family, counted, as_of, known, day, *extra, metric = _parts(packed[end:])
    stood = date.fromisoformat(as_of)
    return FigureKey(
        family=family,
        metric=metric,
        funds=tuple(tokens[at : at + size] for at in range(0, len(tokens), size)),
        as_of=stood,
        day=date.fromisoformat(day) if day else stood,
        known_on=datetime.fromisoformat(known) if known else None,
        basis=BASES[int(counted[0])],
        credit_line=CREDIT_LINES[int(counted[1])],
        currency=counted[2:],
        extra=tuple(extra),
        is_set=many == WHOLE_SET,
    )


def _written(day: date) -> str:
    return day.isoformat().replace("-", "")


def _part(text: str) -> bytes:
    """Its length and itself; ValueError beyond 255 bytes, which no code or name reaches."""
    written = text.encode()
    return bytes([len(written)]) + written


def _parts(packed: bytes) -> Sequence[str]:
    return list(_cut(packed))


def _cut(packed: bytes) -> Iterable[str]:
    at = 0
    while at < len(packed):
        end = at + 1 + packed[at]
        yield packed[at + 1 : end].decode()
        at = end
