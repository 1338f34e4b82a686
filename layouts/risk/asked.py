"""What panels of Risk are drawn from where the answer alone is not enough: what was asked, by whom.

The wiring puts these together; the panels read them and know no service.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from services.envelope import FundRef
    from services.risk.results.exposure import Concentration, Limits, PreTrade
    from services.risk.results.holdings import FxExposure, Stress
    from services.risk.results.watch import AlertRules, Alerts, Register

Named = tuple[str, str]  # value of a choice and its words


@dataclass(frozen=True, slots=True, kw_only=True)
class Inbox:
    """Alerts, and whether who looks may act on them on this day."""

    found: Alerts
    may_act: bool
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """The register of risks with the funds an entry may be about."""

    found: Register
    funds: Sequence[FundRef]
    today: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """The rules of the alerts with the funds one may be about."""

    found: AlertRules
    funds: Sequence[FundRef]


@dataclass(frozen=True, slots=True, kw_only=True)
class DealAsked:
    """A deal that is thought of: what can be chosen, what was given, and the answer if asked.

    `wrong` says what of the question could not be read.
    """

    limits: Limits
    companies: Sequence[Named]
    sectors: Sequence[Named]
    today: date
    given: Mapping[str, str] = field(default_factory=dict)
    found: PreTrade | None = None
    wrong: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StressAsked:
    """A stress of one's own: what can be chosen, what was given, and the answer if asked."""

    standing: Concentration
    currencies: FxExposure
    sectors: Sequence[Named]
    given: Mapping[str, str] = field(default_factory=dict)
    found: Stress | None = None
    wrong: str | None = None
