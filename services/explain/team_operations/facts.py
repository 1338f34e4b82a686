"""What people did, read row by row and counted again without the service."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from functools import cached_property

from services.db.queries.explain import team
from services.db.queries.explain.tables import ACTIVITIES
from services.db.queries.explain.team import ActivityFact
from services.db.reads.funds import funds
from services.explain.answers import Ground
from services.explain.keys import FigureKey
from services.explain.recipe import Use
from services.team_operations.eyes import Eyes


class TeamFacts:
    """Every activity up to the day of the figures that the reader's funds let them hear of."""

    def __init__(self, ground: Ground) -> None:
        self.ground = ground

    @cached_property
    def activities(self) -> list[ActivityFact]:
        """Those about nothing, and those about deals and companies that may be told of."""
        ground, principal = self.ground, self.ground.principal
        rows = team.activity_facts(
            ground.session, until=ground.scope.as_of or date.max, known_on=ground.known_on
        )
        if principal.funds is None:
            return rows
        own = {row.id for row in funds(ground.session, among=principal.funds)}
        hidden = team.hidden_companies(ground.session, fund_ids=own)
        return [
            row
            for row in rows
            if (row.deal_fund is None or row.deal_fund in own) and row.company_id not in hidden
        ]

    def between(self, start: date, end: date) -> list[ActivityFact]:
        """Those of a window."""
        return [row for row in self.activities if start <= row.at.date() <= end]

    def window(self, key: FigureKey) -> tuple[date, date]:
        """The days that the figure's answer was asked for, both included."""
        first, _, last = key.extra[1].partition("..")
        return date.fromisoformat(first), date.fromisoformat(last)

    def added_since(self, key: FigureKey, known_on: object) -> int:
        """Activities up to the figure's day that came later."""
        return team.added_since(self.ground.session, until=key.day, known_on=known_on)  # type: ignore[arg-type]

    def uses(
        self, rows: Iterable[ActivityFact], counts_as: str, *, hours: bool = False
    ) -> list[Use]:
        """The rows, the newest first; of people only those whose rows the reader may see."""
        eyes = Eyes.of(self.ground.principal)
        shown = [row for row in rows if eyes.see(row.user_id)]
        return [
            Use(
                table=ACTIVITIES,
                id=row.id,
                day=row.at.date(),
                fund=None,
                type=row.type,
                label=f"{row.type.replace('_', ' ').capitalize()}, {row.user}",
                amount=row.hours if hours else None,
                unit="hours" if hours else "count",
                currency=None,
                conversion=None,
                converted=None,
                counts_as=counts_as,
                adds=row.hours if hours else Decimal(1),
                counts={},
                ended=row.known_to is not None,
            )
            for row in sorted(shown, key=lambda row: (row.at, row.id), reverse=True)
        ]
