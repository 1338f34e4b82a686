"""`gpdash user` and `gpdash token`, run as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import pytest

from services.access.identity import identify_bearer
from services.access.sessions import identify_session, sign_in
from services.errors import Unauthenticated
from tests.conftest import SECRET
from tests.door.conftest import Site


def _gpdash(site: Site, *words: str) -> tuple[int, Any, str]:
    environment = os.environ | {
        "DATABASE_URL": site.settings.database_url,
        "REDIS_URL": site.settings.redis_url,
        "SECRET_KEY": SECRET,
        "GPDASH_DATA_DIR": str(site.settings.data_dir),
    }
    done = subprocess.run(
        [sys.executable, "-m", "dashapp", *words, "--json"],
        check=False,
        capture_output=True,
        text=True,
        env=environment,
        timeout=60,
    )
    return done.returncode, json.loads(done.stdout) if done.stdout else None, done.stderr


def test_a_person_added_on_the_command_line_signs_in(site: Site) -> None:
    words = ("user", "add", "Ann@Firm.example", "--role", "associate", "--fund", "A1")
    code, made, _ = _gpdash(site, *words)
    assert (code, made["email"]) == (0, "ann@firm.example")
    ann = identify_session(site.db, sign_in(site.db, made["email"], made["password"]))
    assert ann.funds == {"fund-1"}
    code, people, _ = _gpdash(site, "user", "list")
    assert [person["email"] for person in people] == ["ann@firm.example", "partner@firm.example"]
    assert people[0]["funds"] == ["A1"]
    assert _gpdash(site, *words)[0] == 2
    assert _gpdash(site, "user", "disable", "ann@firm.example")[0] == 0
    with pytest.raises(Unauthenticated):
        sign_in(site.db, made["email"], made["password"])


def test_keys_and_embed_tokens_of_the_command_line_open_the_door(site: Site) -> None:
    code, key, _ = _gpdash(site, "token", "api", "--user", site.partner.email, "--days", "7")
    assert code == 0
    assert identify_bearer(site.db, site.settings, f"Bearer {key['token']}").kind == "api_key"
    words = ("token", "embed", "--module", "fund-performance", "--fund", "A1", "--theme", "dark")
    code, made, _ = _gpdash(site, *words)
    assert code == 0
    viewer = identify_bearer(site.db, site.settings, f"Bearer {made['token']}")
    assert (viewer.kind, viewer.funds) == ("embed", frozenset({"fund-1"}))
    assert made["paths"] == [f"/embed/fund-performance#token={made['token']}"]


@pytest.mark.parametrize(
    "words",
    [
        ("user", "add", "x@y.example", "--role", "king"),
        ("user", "add", "no address", "--role", "partner"),
        ("user", "disable", "nobody@firm.example"),
        ("token", "api", "--user", "nobody@firm.example"),
        ("token", "api", "--user", "partner@firm.example", "--days", "366"),
        ("token", "embed", "--module", "fund-performance", "--fund", "NONE"),
        ("token", "embed", "--module", "nothing", "--fund", "A1"),
        ("token", "embed", "--module", "fund-performance", "--fund", "A1", "--minutes", "16"),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_reason(site: Site, words: tuple[str, ...]) -> None:
    code, document, reason = _gpdash(site, *words)
    assert (code, document) == (2, None)
    assert reason.strip() and "Traceback" not in reason
