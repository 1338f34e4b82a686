"""The stores of one worker process, opened when its first task needs them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import redis

from services.cache import Versions, connect
from services.db.session import WORKER_STATEMENT_MS, Database
from services.live import FUND_METRICS_UPDATED, announce_many
from services.settings import Settings, from_env


@dataclass(frozen=True, slots=True)
class Parts:
    """Settings, database and Redis of this process."""

    settings: Settings
    db: Database
    client: redis.Redis
    versions: Versions

    def tell(self, refreshed: Mapping[str, int], *, kind: str = FUND_METRICS_UPDATED) -> None:
        """After a commit: which funds have new figures of a kind, from which version of facts."""
        self.versions.mirror(refreshed)
        announce_many(self.client, refreshed, kind)


@cache
def parts() -> Parts:
    """The parts of this process: never made before the fork, so no child shares a connection."""
    settings = from_env()
    db = Database(settings.database_url, statement_timeout_ms=WORKER_STATEMENT_MS)
    client = connect(settings.redis_url)
    return Parts(settings, db, client, Versions(db, client))
