"""Why figures of the market are missing, and what to know about those that are given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from services.envelope import Note
from services.market_intelligence.computed.payloads import amount
from services.market_intelligence.frame import Frame
from services.market_intelligence.results import Origin
from services.market_intelligence.stages import OTHER, SEED

LEAST = 5  # values that a median or quartile is given of
NOT_PRECOMPUTED, RECOMPUTING = "not_precomputed", "recomputing"
NO_DATA, TOO_FEW, NO_BASE = "no_data", "too_few", "no_base"
MOST_NAMES = 8


class Medians:
    """Medians as they may be shown: of too few values none, and a note that says which."""

    def __init__(self) -> None:
        self._few: dict[str, list[str]] = {}
        self._none: dict[str, list[str]] = {}

    def money(self, kept: Mapping[str, Any], field: str, of: str) -> dict[str, Decimal | None]:
        """p25, median and p75 of amounts; `field` and `of` name them in a note."""
        points = self.plain(kept, field, of)
        return {name: amount(point) for name, point in points.items()}

    def plain(self, kept: Mapping[str, Any], field: str, of: str) -> dict[str, Any]:
        """p25, median and p75 of multiples, months or years."""
        if kept["n"] >= LEAST:
            return {name: kept[name] for name in ("p25", "median", "p75")}
        missing = self._few if kept["n"] else self._none
        missing.setdefault(field, []).append(of)
        return dict.fromkeys(("p25", "median", "p75"))

    def notes(self) -> Iterable[Note]:
        """One note per field and reason."""
        for field, names in self._none.items():
            yield Note(field, NO_DATA, f"The provider gives no such value: {listed(names)}.")
        for field, names in self._few.items():
            text = f"Fewer than {LEAST} values, so no median is given: {listed(names)}."
            yield Note(field, TOO_FEW, text)


def standing(frame: Frame, fields: Sequence[str], shown: Sequence[str]) -> tuple[Note, ...]:
    """What to know of any answer: who says so, what is preliminary, what is not computed.

    `fields` are what is missing where nothing can be answered; `shown` are the quarters shown.
    """
    found = [] if frame.provider is None else [source_note(frame.origin())]
    found += [Note(field, *why) for why in _missing(frame, shown) for field in fields]
    early = [quarter for quarter in shown if frame.is_preliminary(quarter)]
    if early:
        text = (
            f"Preliminary: {listed(early)}. Rounds that are reported late still come in, so counts "
            "and sums will rise."
        )
        found.append(Note("quarters", "preliminary", text))
    asked = frame.scope.currency
    if asked is not None and frame.provider is not None and asked != frame.currency:
        text = (
            f"Medians cannot be converted: everything is in the provider's own currency, "
            f"{frame.currency or 'which it does not name'}."
        )
        found.append(Note("currency", "provider_currency", text))
    elif frame.provider is not None and frame.currency is None:
        text = "The provider names no currency; its amounts are taken to be in one."
        found.append(Note("currency", "currency_unknown", text))
    return tuple(found)


def source_note(origin: Origin | None) -> Note:
    """Provider, release, day of fetching and attribution, for whatever shows the figures."""
    assert origin is not None
    parts = [f"Figures of {origin.provider}"]
    parts += [f"release {origin.release}"] if origin.release else []
    parts += [f"fetched {origin.fetched.date()}"] if origin.fetched else []
    text = ", ".join(parts) + "."
    if origin.attribution:
        text += f" Source: {origin.attribution}."
    if origin.undated:
        text += f" {origin.undated:,} rounds are known to the year alone and are in no quarter."
    return Note("source", "source", text)


def mapping_note(mapping: Mapping[str, str]) -> tuple[Note, ...]:
    """Which words of the provider were put into which stage where that is a judgement."""
    told = []
    angels = [word for word in mapping if mapping[word] == SEED and "angel" in word.lower()]
    other = [word for word in mapping if mapping[word] == OTHER]
    if angels:
        told.append(f"{listed(angels)} counts as seed")
    if other:
        told.append(f"{listed(other)}: no series, counted as other")
    if not told:
        return ()
    return (Note("stage_mapping", "stage_mapping", f"{'; '.join(told)}."),)


def left_out_note(count: int, field: str, currency: str | None) -> tuple[Note, ...]:
    """Amounts that stand in no sum and no median because they could not be converted."""
    if not count:
        return ()
    text = (
        f"{count:,} amounts are in another currency than {currency} and no rate of their day is "
        "known (or no currency): they are counted as deals and left out of sums and medians."
    )
    return (Note(field, "left_out", text),)


def base_note(field: str, names: Sequence[str]) -> tuple[Note, ...]:
    """Growth that has no quarter before, or nothing disclosed in it."""
    if not names:
        return ()
    text = f"No growth without money in the quarter before: {listed(names)}."
    return (Note(field, NO_BASE, text),)


def undisclosed_note(field: str, names: Sequence[str]) -> tuple[Note, ...]:
    """Sums of nothing but undisclosed amounts are unknown, not 0."""
    if not names:
        return ()
    text = f"No amount is disclosed, so there is no sum: {listed(names)}."
    return (Note(field, "not_disclosed", text),)


def listed(names: Sequence[str]) -> str:
    """Names in a row; of many the first ones, and how many more there are."""
    shown = ", ".join(names[:MOST_NAMES])
    return f"{shown} and {len(names) - MOST_NAMES} more" if len(names) > MOST_NAMES else shown


def _missing(frame: Frame, shown: Sequence[str]) -> list[tuple[str, str]]:
    """Code and words of what is not answered, or answered from older figures."""
    if frame.provider is None or frame.quarter is None:
        return [_nothing(frame)]
    due = sorted(frame.pending & {*shown, frame.quarter})
    if not due:
        return []
    if frame.known_on is not None:
        text = f"Figures of {listed(due)} as known then are being computed; ask again in a moment."
        return [(NOT_PRECOMPUTED, text)]
    text = (
        f"Rounds or exits of {listed(due)} were imported just now: figures of before are shown "
        "while new ones are computed."
    )
    return [(RECOMPUTING, text)]


def _nothing(frame: Frame) -> tuple[str, str]:
    """Why there is nothing to answer with."""
    if frame.provider is not None:
        first = frame.provider.payload["first_quarter"]
        if first is None:
            text = "The provider's rounds are known to the year alone: they belong to no quarter."
        else:
            text = f"The provider lists nothing of a quarter closed then: it begins with {first}."
        return NO_DATA, text
    if frame.pending:
        text = "Figures are being computed from the rounds that were imported; ask again soon."
        return NOT_PRECOMPUTED, text
    if frame.names:
        text = (
            "What was known then was never computed, and it is not computed in a request: figures "
            "of the market are kept from the moment on at which they first could be."
        )
        return NOT_PRECOMPUTED, text
    return NO_DATA, "No rounds of any provider are here yet: import market_rounds."
