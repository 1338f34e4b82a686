"""What commands work with: settings, running stores, a migrated database, each when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Self

from services.errors import InvalidInput, Unavailable
from services.settings import Settings, from_env

if TYPE_CHECKING:
    from services.db.session import Database
    from services.stores import RunningStores


class Context:
    """The parts of one command; private stores started for it end with it."""

    @cached_property
    def settings(self) -> Settings:
        """The settings of the environment; InvalidInput names a variable that cannot be read."""
        try:
            settings = from_env()
        except ValueError as unreadable:
            raise InvalidInput(str(unreadable)) from unreadable
        settings.refuse_if_insecure()
        return settings

    @cached_property
    def stores(self) -> RunningStores:
        """PostgreSQL and Valkey: the named ones, those of a running `gpdash`, or our own."""
        from services.stores import ensure

        return ensure(self.settings)

    @cached_property
    def database(self) -> Database:
        """The database as it is, whatever its schema; Unavailable when it does not answer."""
        from services.db.session import WORKER_STATEMENT_MS, Database

        database = Database(self.stores.database_url, statement_timeout_ms=WORKER_STATEMENT_MS)
        database.refuse_if_silent()
        return database

    @cached_property
    def db(self) -> Database:
        """The database with every migration applied.

        A private one is brought up to date here; a named one is the operator's to change, and
        Unavailable says how.
        """
        from services.db.revisions import pending

        missing = pending(self.database)
        if missing and self.settings.database_url:
            raise Unavailable(f"{len(missing)} migrations are pending: run `gpdash db upgrade`")
        if missing:
            from services.db import migrate

            migrate.upgrade(self.database)
        return self.database

    @property
    def redis_url(self) -> str:
        """Where cache, queue and nudges answer, as redis-py writes it."""
        return self.stores.redis_url

    def tell(self, raised: Mapping[str, int], *, kind: str | None = None) -> None:
        """After a commit: caches and open pages hear of the raised counters, by scope.

        `kind` is the type of the nudge, None that of fund metrics.
        """
        from services.cache import Versions, connect
        from services.live import FUND_METRICS_UPDATED, announce_many

        client = connect(self.redis_url)
        Versions(self.db, client).mirror(raised)
        announce_many(client, raised, kind or FUND_METRICS_UPDATED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if "database" in self.__dict__:
            self.database.dispose()
        if "stores" in self.__dict__:
            self.stores.stop()
