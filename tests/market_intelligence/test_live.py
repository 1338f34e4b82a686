"""A page hears that figures of the market are new, whichever fund it shows."""

from __future__ import annotations

import asyncio
import json

import redis

from dashapp.live.hub import Hub, Listener
from services.cache import SHARED, Versions
from services.db.session import Database
from services.live import MARKET, MARKET_UPDATED, announce


def test_every_page_hears_of_the_market_and_asks_for_the_new_version(
    db: Database, redis_client: redis.Redis, redis_url: str
) -> None:
    versions = Versions(db, redis_client, trust=60.0)
    hub = Hub(redis_url, versions)
    one, every, stranger = (Listener(funds) for funds in (frozenset({"f1"}), None, frozenset()))
    for listener, fund in ((one, "f1"), (every, None), (stranger, None)):
        hub.join(listener, fund)

    async def hear() -> list[str]:
        running = asyncio.create_task(hub.run())
        while not hub.connected:
            await asyncio.sleep(0.01)
        assert versions.of([])[SHARED] == 0
        assert announce(redis_client, MARKET, MARKET_UPDATED, 7)
        took = [asyncio.wait_for(one_.outbox.take(), 5) for one_ in (one, every, stranger)]
        heard = list(await asyncio.gather(*took))
        running.cancel()
        return heard

    heard = [json.loads(text) for text in asyncio.run(asyncio.wait_for(hear(), 20))]
    assert [told["type"] for told in heard] == [MARKET_UPDATED] * 3
    assert heard[0]["data"] == {"fund_id": MARKET, "version": 7}
    # the version table knows before the page asks, or it would be given the old bytes
    assert versions.of([])[SHARED] == 7
