"""What the page of data quality is drawn from, and the words of its three results."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.quality.results import DataQuality

PATH, API = "/data-quality", "/api/v1/data-quality"
ORDER = ("red", "amber", "green")
WORDS = {"red": "fail", "amber": "to look at", "green": "hold"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What the checks found, and which of them the address asks for: a status, or None for all.

    `proves` says of each check by its id, in a sentence, what it stands for.
    """

    quality: DataQuality
    proves: Mapping[str, str]
    status: str | None = None
