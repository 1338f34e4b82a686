"""Everything with one command: stores, schema, demonstration, then the Procfile's processes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from ipaddress import ip_address
from pathlib import Path
from typing import Protocol

from dashapp.supervisor.crew import Crew
from dashapp.supervisor.ending import Ending
from dashapp.supervisor.environment import child_environment
from dashapp.supervisor.procfile import read
from dashapp.supervisor.ready import refuse_taken_port, wait_until_ready
from services.db.reads.funds import in_use
from services.db.revisions import pending
from services.db.session import WORKER_STATEMENT_MS, Database
from services.errors import InvalidInput, Unavailable
from services.settings import Settings
from services.stores import RunningStores, ensure

__all__ = ["Supervisor"]

WATCH_SECONDS = 0.2


class Login(Protocol):
    """The account the demonstration made for itself."""

    @property
    def email(self) -> str: ...

    @property
    def password(self) -> str: ...


class Supervisor:
    """Starts in the order of readiness, watches, and stops in the reverse order.

    `say` receives every line for the person at the terminal, the children's with their name.
    """

    def __init__(self, settings: Settings, *, procfile: Path, say: Callable[[str], None]) -> None:
        self.settings = settings
        self.procfile = procfile
        self.say = say
        self._ending = Ending()
        self._login: Login | None = None

    def run(self, *, demo: bool) -> int:
        """Serve until a signal, which is success; GpError when something could not start or died.

        Call it from the main thread, where signals arrive and children must be started.
        """
        processes = read(self.procfile)
        self._refuse(demo=demo)
        self._ending.listen()
        stores: RunningStores | None = None
        crew = Crew(self.say, folder=self.procfile.resolve().parent)
        try:
            stores = ensure(self.settings, lasting=True, pause=self._ending.pause)
            settings = self._connected(stores)
            with self._ending.at_once():
                self._prepare(settings, demo=demo)
            crew.environment = child_environment(settings)
            self._start(crew, settings, processes)
            self._watch(crew, stores)
        except KeyboardInterrupt:
            self.say("gpdash | stopping")
        finally:
            self._ending.deaf()  # the end takes at most 12 s; nothing may cut it short
            self._show_login()  # a start that failed half-way must not swallow it
            crew.stop()
            if stores is not None:
                stores.stop()
        self.say("gpdash | stopped")
        return 0

    def _refuse(self, *, demo: bool) -> None:
        self.settings.refuse_if_insecure()
        if demo and (self.settings.production or not _is_loopback(self.settings.host)):
            raise InvalidInput(
                "The demonstration is for this machine only: unset GPDASH_HOST and GPDASH_ENV, "
                "or leave --demo out"
            )
        refuse_taken_port(self.settings.host, self.settings.port)

    def _connected(self, stores: RunningStores) -> Settings:
        """The settings children get: with the stores' addresses and an absolute data directory."""
        return replace(
            self.settings,
            database_url=stores.database_url,
            redis_url=stores.redis_url,
            data_dir=self.settings.data_dir.absolute(),
        )

    def _prepare(self, settings: Settings, *, demo: bool) -> None:
        db = Database(settings.database_url, statement_timeout_ms=WORKER_STATEMENT_MS)
        try:
            if pending(db):
                from services.db import migrate  # noqa: PLC0415 - loads Alembic

                for name in migrate.upgrade(db):
                    self.say(f"gpdash | applied migration {name}")
            if demo and not _in_use(db):
                from services import demo as demonstration  # noqa: PLC0415 - loads the importer

                self._login = demonstration.ensure(db, settings)
        finally:
            db.dispose()

    def _start(self, crew: Crew, settings: Settings, processes: dict[str, str]) -> None:
        """The web process first: worker and beat would only take its processor time."""
        web = processes.pop("web", None)
        if web is not None:
            child = crew.start("web", web)
            wait_until_ready(child, settings.host, settings.port, pause=self._ending.pause)
            self.say(f"gpdash | ready at {address(settings)}")
            self._show_login()
        for name, command in processes.items():
            crew.start(name, command)

    def _show_login(self) -> None:
        """The demo login, on the only occasion its password is known."""
        if self._login is not None:
            self.say(f"gpdash | demo login: {self._login.email} {self._login.password}")
            self.say("gpdash | it is shown this once; `gpdash user add` makes others")
            self._login = None

    def _watch(self, crew: Crew, stores: RunningStores) -> None:
        while True:
            dead = stores.dead()
            if dead is not None:
                raise Unavailable(
                    f"{dead} ended by itself: see {self.settings.data_dir}/{dead}.log, "
                    "then start again"
                )
            crew.restart_dead()
            self._ending.pause(WATCH_SECONDS)


def address(settings: Settings) -> str:
    """Where a browser on this machine finds the web process."""
    host = "127.0.0.1" if settings.host in ("0.0.0.0", "::") else settings.host  # noqa: S104
    return f"http://{f'[{host}]' if ':' in host else host}:{settings.port}"


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _in_use(db: Database) -> bool:
    with db.read() as session:
        return in_use(session)
