"""Cases about public market equivalents, dated and periodic."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from services.calc import pme
from services.calc.conformance.cases import Inputs, Measure, dates, day_count


def _periodic(inputs: Inputs) -> Mapping[str, Any]:
    found = pme.periodic(
        inputs["contributions"], inputs["distributions"], inputs["index"], nav=inputs.get("nav")
    )
    return asdict(found)


def _dated(inputs: Inputs) -> Mapping[str, Any]:
    found = pme.dated(
        dates(inputs),
        inputs["contributions"],
        inputs["distributions"],
        inputs["index"],
        nav=inputs.get("nav"),
        day_count=day_count(inputs),
    )
    return asdict(found)


def _mpme(inputs: Inputs) -> Mapping[str, Any]:
    found = pme.mpme_periodic(
        inputs["contributions"],
        inputs["distributions"],
        inputs["navs_after_distribution"],
        inputs["index"],
    )
    return asdict(found)


def _mpme_dated(inputs: Inputs) -> Mapping[str, Any]:
    found = pme.mpme_dated(
        dates(inputs),
        inputs["contributions"],
        inputs["distributions"],
        inputs["navs_after_distribution"],
        inputs["index"],
        day_count=day_count(inputs),
    )
    return asdict(found)


MEASURES: Mapping[str, Measure] = {
    "pme_periodic": _periodic,
    "pme_dated": _dated,
    "mpme": _mpme,
    "mpme_dated": _mpme_dated,
}
