"""A small market that a person can count, imported and computed as the worker would."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from services.db.session import Database
from services.imports import ImportResult, run_import
from services.market_intelligence import MarketIntelligenceService
from services.market_intelligence.snapshots import Outcome, refresh_due
from services.scope import Principal, Scope
from tests.factories import Facts, partner

ROUNDS = "company,date,sector,subsector,stage,amount,pre_money,post_money,geography,currency,source"
EXITS = "company,date,type,value,invested,sector,geography,currency,source"


@dataclass
class Market:
    """A database with rounds and exits, and what was told of their figures."""

    db: Database
    folder: Path
    told: list[int] = field(default_factory=list)
    who: Principal = field(default_factory=partner)

    @property
    def facts(self) -> Facts:
        return Facts(self.db)

    @property
    def service(self) -> MarketIntelligenceService:
        return MarketIntelligenceService(self.db)

    def take(self, kind: str, head: str, *rows: str, **more: Any) -> ImportResult:
        """Import rows of a kind; the test fails when they are refused."""
        path = self.folder / f"{kind}.csv"
        path.write_text("\n".join([head, *rows]) + "\n")
        result = run_import(self.db, kind=kind, path=path, imported_by="test", **more)
        assert result.status in ("imported", "already_imported"), result.errors[:3]
        return result

    def rounds(self, *rows: str, **more: Any) -> ImportResult:
        """Rows of market_rounds in the columns of ROUNDS."""
        return self.take("market_rounds", ROUNDS, *rows, **more)

    def exits(self, *rows: str, **more: Any) -> ImportResult:
        """Rows of market_exits in the columns of EXITS."""
        return self.take("market_exits", EXITS, *rows, **more)

    def refresh(self, **more: Any) -> Outcome:
        """Compute what is due, as the worker does."""
        outcome = refresh_due(self.db, tell=self.told.append, **more)
        assert outcome.failed == {}
        return outcome

    def ask(self, query: str, **given: Any) -> list[tuple[Any, ...]]:
        with self.db.read() as session:
            return [tuple(row) for row in session.execute(text(query), given)]

    def due(self) -> set[tuple[str, str]]:
        """What is waiting to be computed, as provider and quarter."""
        return {(s, q) for s, q in self.ask("SELECT data_source, quarter FROM market_due")}

    def now(self) -> datetime:
        """The database's clock."""
        moment: datetime = self.ask("SELECT clock_timestamp()")[0][0]
        return moment

    def trends(self, **scope: Any) -> Any:
        source = scope.pop("source", None)
        return self.service.sector_trends(self.who, Scope(**scope), source=source)


@pytest.fixture
def market(db: Database, tmp_path: Path) -> Market:
    return Market(db, tmp_path)


@pytest.fixture(scope="module")
def make_market(
    module_db: Database, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[[], Market]]:
    """The market of a whole module, written once."""
    yield lambda: Market(module_db, tmp_path_factory.mktemp("market"))


def codes(answer: Any) -> set[str]:
    """The codes of an answer's notes."""
    return {note.code for note in answer.notes}
