"""Logs keep no secret, whatever is logged."""

from __future__ import annotations

import io
import logging
import sys

import pytest

from services.log import LAYOUT, Readable, redacted, request_id

CANARY = "canary0123456789ABCDEF"


@pytest.mark.parametrize(
    "text",
    [
        f"Authorization: Bearer {CANARY}",
        f"{{'Authorization': 'Bearer {CANARY}', 'Accept': '*/*'}}",
        f"('authorization', b'Bearer {CANARY}')",
        f"Authorization: Basic {CANARY}",
        f"Cookie: theme=dark; gp_session={CANARY}",
        f"Set-Cookie: __Host-gp={CANARY}; Path=/",
        f"gp_session={CANARY}; Path=/",
        f"GET /embed/risk?token={CANARY}&x=1",
        f"POST /_dash-update-component?endId={CANARY}",
        f"/embed/risk#token={CANARY}",
        f'{{"ticket": "{CANARY}"}}',
        f"password={CANARY}",
        f"postgresql://gp:{CANARY}@db/gp",
        f"redis://:{CANARY}@cache:6379/0",
        f"key gpk_{CANARY} was refused",
        f"eyJhbGciOiJIUzI1NiJ9.{CANARY}.{CANARY}",
        f"SECRET_KEY={CANARY}",
    ],
)
def test_a_secret_does_not_reach_the_log(text: str) -> None:
    assert CANARY not in redacted(text)


def test_what_is_no_secret_stays_readable() -> None:
    line = "GET /fund-performance?fund=A1&period=24m 200 in 12 ms, key gpk: 3 of 4 tokens left"
    assert redacted(line) == line


def test_arguments_and_stacks_are_covered_and_the_request_is_named() -> None:
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(Readable(LAYOUT))
    logger = logging.Logger("door")
    logger.addHandler(handler)
    token = request_id.set("abc123")
    try:
        raise ValueError(f"cannot reach postgresql://gp:{CANARY}@db/gp")
    except ValueError:
        logger.error("header %s", {"Authorization": CANARY}, exc_info=sys.exc_info())
    finally:
        request_id.reset(token)
    assert CANARY not in stream.getvalue()
    assert "[abc123]" in stream.getvalue()
    assert "ValueError" in stream.getvalue()
