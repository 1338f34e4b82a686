"""Put the demonstration firm into an empty database, as if its files had been imported in time."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import func, select

from services import clock
from services.access.users import ensure_demo_login
from services.db.models import Fund, Import
from services.db.reads.versions import SHARED, bump
from services.db.session import Database
from services.demo import risk
from services.demo.firm import firm
from services.demo.packs import write_packs
from services.demo.write import IMPORTED_BY, write_file, write_things
from services.errors import InvalidInput
from services.frames import House
from services.imports.kinds import KINDS
from services.imports.store import register
from services.imports.store.follow import follow
from services.imports.store.write import driver
from services.jobs import open_runs
from services.market_intelligence.snapshots import compute_everything
from services.quality.run import run as check
from services.settings import Settings


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """The demonstration login with the only sight of its password."""

    email: str
    password: str


def ensure(db: Database, settings: Settings) -> DemoLogin | None:
    """Load the firm where there is no fund yet; its login on the call that makes it, else None.

    Never touches a database with funds of its own, and never runs in production.
    """
    if settings.production:
        raise InvalidInput("The demonstration firm is not for production: start without --demo.")
    if load(db):
        house = House(settings.reporting_currency, settings.timezone)
        write_packs(db, house, firm=settings.firm)
        with db.read() as session:
            funds = list(session.scalars(select(Fund.id)))
        open_runs(db, funds, requested_by=IMPORTED_BY)  # the worker computes their snapshots
        house = House(settings.reporting_currency, settings.timezone)
        risk.furnish(db, funds, today=clock.today(settings.timezone), house=house)
    made = ensure_demo_login(db) if is_loaded(db) else None
    return DemoLogin(*made) if made else None


def is_loaded(db: Database) -> bool:
    """Whether the facts of the demonstration firm are in this database."""
    with db.read() as session:
        found = session.scalar(select(func.count()).where(Import.imported_by == IMPORTED_BY))
    return bool(found)


def load(db: Database) -> bool:
    """Write the whole firm in one transaction; False when there are funds already."""
    with db.session() as session, driver(session) as cursor:
        register.take_turn(cursor)
        if session.scalar(select(func.count()).select_from(Fund)):
            return False
        now = clock.now()
        touched: dict[str, set[str]] = {}
        for name, same in groupby(firm(), key=lambda file: file.kind):
            files = list(same)
            if KINDS[name].entity:
                write_things(cursor, files)
            for file in files:
                touched.setdefault(name, set()).update(write_file(session, cursor, file, now=now))
        follow(cursor, touched)
        cursor.execute("ANALYZE")
        raised = bump(session, [SHARED, *session.scalars(select(Fund.id))])
        compute_everything(session, version=raised[SHARED])
        house = House()
        check(session, fund_ids=None, today=clock.today(house.timezone), run_id=IMPORTED_BY)
    return True
