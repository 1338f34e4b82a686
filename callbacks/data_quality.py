"""The wiring of data quality: what the checks of the books found, as the address asks for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from callbacks.panels import Wiring
from layouts import data_quality as page
from layouts.data_quality.shown import ORDER, Shown
from layouts.panels import Bare, View
from services.errors import InvalidInput
from services.quality import CHECKS, QualityService
from services.scope import Principal, Scope

wiring: Wiring[QualityService] = Wiring("data-quality", lambda ports: QualityService(ports.db))


def found(
    service: QualityService, principal: Principal, query: Mapping[str, Sequence[str]]
) -> Shown:
    """The checks of the funds that the address names, and the result it asks for."""
    status = next((value for value in query.get("status", ()) if value), None)
    if status is not None and status not in ORDER:
        raise InvalidInput(f"{status!r} is no result of a check: use {', '.join(ORDER)}.")
    quality = service.data_quality(principal, Scope.from_query(query))
    proves = {check.id: check.sentence for check in CHECKS.values()}
    return Shown(quality=quality, proves=proves, status=status)


def drawn(shown: Shown, view: View) -> Bare:
    """The page as it stands."""
    return Bare(children=page.drawn(shown, view))


wiring.fill_asked(page.BOOK, found, drawn)
