"""What every test may ask for: a real PostgreSQL and Valkey of its own, migrated and empty."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis
from argon2 import PasswordHasher

from services.access import passwords
from services.db.session import Database
from services.settings import Settings, from_env
from services.stores import RunningStores, start_private
from tests.databases import fresh_database, leave, shelf

SHARED = Path(__file__).resolve().parents[2] / "shared"
SECRET = "a-secret-of-the-test-suite-0123456789abcdef"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests marked `shared` are skipped where the folder beside the checkout is absent."""
    if SHARED.is_dir():
        return
    for item in items:
        if item.get_closest_marker("shared"):
            item.add_marker(pytest.mark.skip(reason=f"{SHARED} is not there"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real data beside the checkout; the test is skipped without it."""
    if not SHARED.is_dir():
        pytest.skip(f"{SHARED} is not there")
    return SHARED


@pytest.fixture(scope="session", autouse=True)
def shipped_hasher() -> Iterator[PasswordHasher]:
    """Passwords of tests are hashed at no cost worth speaking of; here is what is shipped."""
    shipped = passwords._hasher
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    yield shipped
    passwords._hasher = shipped


@pytest.fixture(scope="session")
def stores() -> Iterator[RunningStores]:
    """Private stores of this test session, on data that is thrown away."""
    folder = Path(tempfile.mkdtemp(prefix="gpdash-tests-"))
    folder.chmod(0o711)  # as root PostgreSQL runs as `nobody`, who must pass through
    running = start_private(folder, durable=False)
    try:
        yield running
    finally:
        leave(running)
        running.stop()
        shutil.rmtree(folder)


@pytest.fixture(scope="session")
def template_url(stores: RunningStores) -> str:
    """The URL of a migrated, empty database from which the others are copied."""
    return shelf(stores).make_template()


@pytest.fixture
def db(stores: RunningStores, template_url: str) -> Iterator[Database]:
    """An empty, migrated database for one test."""
    with fresh_database(stores) as database:
        yield database


@pytest.fixture(scope="module")
def module_db(stores: RunningStores, template_url: str) -> Iterator[Database]:
    """An empty, migrated database for all tests of one module."""
    with fresh_database(stores) as database:
        yield database


@pytest.fixture
def bare_db(stores: RunningStores) -> Iterator[Database]:
    """A database without any table, for tests of migrations."""
    with fresh_database(stores, template=None) as database:
        yield database


@pytest.fixture
def redis_url(stores: RunningStores) -> Iterator[str]:
    """The session's Valkey, emptied before and after the test."""
    with redis.Redis.from_url(stores.redis_url) as client:
        client.flushall()
        yield stores.redis_url
        client.flushall()


@pytest.fixture
def redis_client(redis_url: str) -> Iterator[redis.Redis]:
    """A client of the session's Valkey, which answers bytes."""
    with redis.Redis.from_url(redis_url) as client:
        yield client


@pytest.fixture
def settings(db: Database, redis_url: str, tmp_path: Path) -> Settings:
    """Development settings on this test's database and the session's Valkey."""
    return settings_for(database_url=db.url, redis_url=redis_url, data_dir=tmp_path)


def settings_for(*, database_url: str, redis_url: str, data_dir: Path, **more: str) -> Settings:
    """Settings as the environment would give them; `more` are further variables."""
    return from_env(
        {
            "DATABASE_URL": database_url,
            "REDIS_URL": redis_url,
            "SECRET_KEY": SECRET,
            "GPDASH_DATA_DIR": str(data_dir),
            **more,
        }
    )
