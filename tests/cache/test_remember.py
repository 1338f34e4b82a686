"""An answer is computed once, kept as bytes, shared by all and served old while it is renewed."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import redis

from services.cache import Cache, RedisBackend
from services.cache.frames import entry_of, pack, unpack
from services.cache.local import LocalCopies
from services.errors import InvalidInput

KEY = "gp:1:fund_metrics:f-1:3.7:abc"


class Sum:
    """A figure that takes a while, or until `done` is set, and counts how often it was computed."""

    def __init__(
        self,
        *,
        seconds: float = 0.0,
        body: bytes = b'{"tvpi":1.5}',
        done: threading.Event | None = None,
    ) -> None:
        self.seconds, self.body, self.times = seconds, body, 0
        self._done, self._lock = done, threading.Lock()

    def __call__(self) -> bytes:
        with self._lock:
            self.times += 1
        time.sleep(self.seconds)
        if self._done is not None and not self._done.wait(60):
            raise TimeoutError("nobody let the figure be done")
        return self.body


def age(client: redis.Redis, key: str, *, seconds: float) -> None:
    """Make a kept answer that much older."""
    entry = unpack(client.get(key))
    old = entry_of(entry.body)
    object.__setattr__(old, "stored_at", time.time() - seconds)
    client.set(key, pack(old))


def wait_until(condition, *, seconds: float = 30.0) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.02)
    return False


def test_the_second_reader_gets_the_bytes_of_the_first(cache: Cache):
    figure = Sum()
    first = cache.remember(KEY, soft=3600, compute=figure)
    second = cache.remember(KEY, soft=3600, compute=figure)
    assert figure.times == 1
    assert second.body == first.body == b'{"tvpi":1.5}'
    assert second.etag == first.etag
    assert not second.stale


def test_another_process_gets_the_same_bytes_and_the_same_tag(cache: Cache, neighbour: Cache):
    figure = Sum()
    first = cache.remember(KEY, soft=3600, compute=figure)
    second = neighbour.remember(KEY, soft=3600, compute=figure)
    assert figure.times == 1
    assert (second.body, second.etag) == (first.body, first.etag)


def test_a_warm_answer_needs_no_round_trip(cache: Cache, store: redis.Redis):
    cache.remember(KEY, soft=3600, compute=Sum())
    before = store.info("stats")["total_commands_processed"]
    cache.remember(KEY, soft=3600, compute=Sum())
    assert store.info("stats")["total_commands_processed"] == before + 1  # INFO itself


def test_an_answer_stays_in_the_store_for_a_day(cache: Cache, store: redis.Redis):
    cache.remember(KEY, soft=3600, compute=Sum())
    assert 23 * 3600 < store.ttl(KEY) <= 24 * 3600


def test_a_hundred_readers_of_a_cold_answer_compute_it_once(cache: Cache):
    figure = Sum(seconds=0.2)
    gate = threading.Barrier(100)

    def read(_: int) -> bytes:
        gate.wait()
        return cache.remember(KEY, soft=3600, compute=figure).body

    with ThreadPoolExecutor(100) as pool:
        bodies = set(pool.map(read, range(100)))
    assert bodies == {b'{"tvpi":1.5}'}
    assert figure.times == 1


def test_readers_in_two_processes_compute_it_once(cache: Cache, neighbour: Cache):
    figure = Sum(seconds=0.3)
    gate = threading.Barrier(40)

    def read(number: int) -> bytes:
        gate.wait()
        place = cache if number % 2 else neighbour
        return place.remember(KEY, soft=3600, compute=figure).body

    with ThreadPoolExecutor(40) as pool:
        assert set(pool.map(read, range(40))) == {b'{"tvpi":1.5}'}
    assert figure.times == 1


def test_a_process_that_died_computing_holds_the_others_up_for_two_seconds(
    cache: Cache, store: redis.Redis
):
    store.set(f"{KEY}:lock", b"of-the-dead", px=20_000)
    figure = Sum()
    started = time.monotonic()
    assert cache.remember(KEY, soft=3600, compute=figure).body == figure.body
    assert 1.9 < time.monotonic() - started < 10  # of the twenty that the lock would live
    assert store.get(f"{KEY}:lock") == b"of-the-dead"  # another's lock is not ours to open


def test_an_error_reaches_every_reader_and_is_not_kept(cache: Cache):
    def fail() -> bytes:
        time.sleep(0.1)
        raise InvalidInput("No such period.")

    def read(_: int) -> str:
        with pytest.raises(InvalidInput) as told:
            cache.remember(KEY, soft=3600, compute=fail)
        return told.value.message

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(read, range(8))) == {"No such period."}
    assert cache.remember(KEY, soft=3600, compute=Sum()).body == b'{"tvpi":1.5}'


def test_an_old_answer_is_given_at_once_and_renewed_once(cache: Cache, store: redis.Redis):
    cache.remember(KEY, soft=900, compute=Sum(body=b"old"))
    age(store, KEY, seconds=1000)
    cache.forget_copies()
    computed = threading.Event()
    figure = Sum(body=b"new", done=computed)

    def read(_: int) -> tuple[bytes, bool]:
        entry = cache.remember(KEY, soft=900, compute=figure)
        return entry.body, entry.stale

    with ThreadPoolExecutor(20) as pool:
        assert set(pool.map(read, range(20))) == {(b"old", True)}
    computed.set()
    assert wait_until(lambda: read(0) == (b"new", False))
    assert figure.times == 1


def test_two_processes_renew_an_old_answer_once(cache: Cache, neighbour: Cache, store: redis.Redis):
    cache.remember(KEY, soft=900, compute=Sum(body=b"old"))
    age(store, KEY, seconds=1000)
    cache.forget_copies()
    computed = threading.Event()
    figure = Sum(body=b"new", done=computed)
    for place in (cache, neighbour):
        assert place.remember(KEY, soft=900, compute=figure).body == b"old"
    computed.set()
    for place in (cache, neighbour):
        assert wait_until(
            lambda place=place: place.remember(KEY, soft=900, compute=figure).body == b"new"
        )
    assert figure.times == 1


def test_an_old_answer_may_be_renewed_by_somebody_else(cache: Cache, store: redis.Redis):
    cache.remember(KEY, soft=900, compute=Sum(body=b"old"))
    age(store, KEY, seconds=1000)
    cache.forget_copies()
    asked: list[bool] = []
    figure = Sum()
    for _ in range(5):
        cache.remember(KEY, soft=900, compute=figure, refresh=lambda: asked.append(True))
        time.sleep(0.05)
    assert asked == [True]
    assert figure.times == 0


def test_a_renewal_that_fails_leaves_the_old_answer(
    cache: Cache, store: redis.Redis, caplog: pytest.LogCaptureFixture
):
    cache.remember(KEY, soft=900, compute=Sum(body=b"old"))
    age(store, KEY, seconds=1000)
    cache.forget_copies()

    def fail() -> bytes:
        raise RuntimeError("the database is away")

    assert cache.remember(KEY, soft=900, compute=fail).body == b"old"
    assert wait_until(lambda: "could not be renewed" in caplog.text)
    assert cache.remember(KEY, soft=900, compute=fail).body == b"old"


@pytest.mark.parametrize(
    "poison",
    [
        b"",
        b"{}",
        b"GPB1",
        b"!\x80\x04\x95\x1f\x00\x00\x00\x00\x00\x00\x00\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
        pack(entry_of(b'{"tvpi":1.5}'))[:-1] + b"!",
        pack(entry_of(b'{"tvpi":9.9}'))[:20] + pack(entry_of(b'{"tvpi":1.5}'))[20:-2],
    ],
)
def test_a_value_that_is_not_wholly_ours_is_a_miss(cache: Cache, store: redis.Redis, poison: bytes):
    store.set(KEY, poison)
    figure = Sum()
    assert cache.remember(KEY, soft=3600, compute=figure).body == figure.body
    assert figure.times == 1


def test_a_value_of_another_type_is_a_miss(cache: Cache, store: redis.Redis):
    store.hset(KEY, "tvpi", "9.9")
    figure = Sum()
    assert cache.remember(KEY, soft=3600, compute=figure).body == figure.body


def test_no_part_of_the_cache_can_run_what_it_reads():
    from pathlib import Path

    import services.cache

    for source in Path(services.cache.__file__).parent.glob("*.py"):
        assert "pickle" not in source.read_text()
        assert "eval(" not in source.read_text()


def test_the_copies_of_a_process_are_bounded(store: redis.Redis):
    copies = LocalCopies(most_bytes=1000)
    for number in range(100):
        copies.put(str(number), entry_of(b"x" * 100))
    kept = [number for number in range(100) if copies.get(str(number))]
    assert kept == list(range(90, 100))
    copies.put("large", entry_of(b"x" * 600))
    assert copies.get("large") is None
    cache = Cache(RedisBackend(store), copies=copies)
    figure = Sum(body=b"x" * 600)
    for _ in range(2):
        assert cache.remember(KEY, soft=3600, compute=figure).body == figure.body
    assert figure.times == 1
