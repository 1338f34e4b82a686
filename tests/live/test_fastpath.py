"""A panel drawn before is answered from memory: to the same eyes, from the same facts, only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashapp import create_app
from dashapp.asgi import warm_up
from services.access.sessions import sign_out
from services.access.users import add_user, disable_user
from services.cache import Versions
from services.db.reads.versions import versions_of
from services.db.session import Database
from services.settings import Settings
from tests.factories import Facts, statements

PANEL = "fund-performance-figures"
PLACE = '{"panel":["MATCH"],"type":"panel"}'
Browser = Callable[..., FlaskClient]


@pytest.fixture
def app(settings: Settings) -> Any:
    made = create_app(settings)
    warm_up(made.server)
    return made


@pytest.fixture
def versions(app: Any) -> Versions:
    found: Versions = app.server.extensions["gp"].versions
    return found


@pytest.fixture
def own(app: Any) -> Database:
    """The database as the web process holds it."""
    found: Database = app.server.extensions["gp"].db
    return found


@pytest.fixture
def browser(app: Any, db: Database) -> Browser:
    """Somebody signs in; each call is another person."""

    def sign_in(email: str, *roles: str, funds: tuple[str, ...] = ()) -> FlaskClient:
        user = add_user(db, email, roles=roles or ("partner",), funds=funds)
        client: FlaskClient = app.server.test_client()
        login = {"email": email, "password": user.password}
        assert client.post("/login", data=login).status_code == 303
        return client

    return sign_in


@pytest.fixture
def firm(db: Database) -> Facts:
    facts = Facts(db)
    for code, nav in (("AQ1", 150), ("AQ2", 300)):
        fund = facts.fund(code)
        facts.flow(fund, "2020-06-30", "capital_call", 100)
        facts.nav(fund, "2024-06-30", nav)
    return facts


def told(versions: Versions, db: Database, fund: str) -> None:
    """What an import does after it has committed."""
    with db.read() as session:
        versions.mirror(versions_of(session, [fund]))


def body(search: str = "?fund=AQ1", *, panel: str = PANEL, live: int = 1) -> dict[str, Any]:
    own = {"panel": panel, "type": "panel"}
    return {
        "output": f"..{PLACE}.children...{PLACE}.data-asked..",
        "outputs": [
            {"id": own, "property": "children"},
            {"id": own, "property": "data-asked"},
        ],
        "inputs": [
            {"id": "url", "property": "search", "value": search},
            {"id": "shell-live", "property": "data", "value": {"_seq": live}},
        ],
        "changedPropIds": ["url.search"],
        "state": [
            {"id": own, "property": "id", "value": own},
            {"id": "url", "property": "pathname", "value": "/fund-performance"},
            {"id": own, "property": "data-asked", "value": None},
        ],
    }


def draw(client: FlaskClient, **asked: Any) -> bytes:
    answer = client.post("/_dash-update-component", json=body(**asked))
    assert answer.status_code == 200, answer.text
    return answer.data


def test_the_second_look_asks_the_database_nothing(own: Database, firm: Facts, browser: Browser):
    ann = browser("ann@gp.example")
    first = draw(ann)
    with statements(own) as seen:
        assert draw(ann, live=2) == first
    assert seen == []
    assert b"1.50" in first


def test_new_facts_are_drawn_at_once(
    db: Database, firm: Facts, browser: Browser, versions: Versions
):
    ann = browser("ann@gp.example")
    assert b"1.50" in draw(ann)
    firm.nav("id-AQ1", "2024-09-30", 210)
    told(versions, db, "id-AQ1")
    assert b"2.10" in draw(ann)


def test_each_question_has_its_own_answer(firm: Facts, browser: Browser):
    ann = browser("ann@gp.example")
    answers = {
        draw(ann),
        draw(ann, search="?fund=AQ2"),
        draw(ann, search="?fund=AQ1&as_of=2022-06-30"),
        draw(ann, panel="fund-performance-tvpi"),
    }
    assert len(answers) == 4


def test_nobody_is_given_what_others_eyes_saw(firm: Facts, browser: Browser):
    every, one = browser("ann@gp.example"), browser("bob@gp.example", funds=("AQ1",))
    other = browser("cid@gp.example", funds=("AQ2",))
    pooled = draw(every, search="")
    assert draw(one, search="") != pooled
    seen = draw(every, search="?fund=AQ2")
    assert draw(one, search="?fund=AQ2") != seen
    assert draw(other, search="?fund=AQ2") == seen


def test_people_with_the_same_eyes_share_an_answer(own: Database, firm: Facts, browser: Browser):
    ann, bob = browser("ann@gp.example"), browser("bob@gp.example")
    draw(bob, panel="fund-performance-tvpi")
    first = draw(ann)
    with statements(own) as seen:
        assert draw(bob) == first
    assert seen == []


def test_what_is_the_readers_own_is_drawn_for_each_reader(firm: Facts, browser: Browser):
    for code, many in (("ANN", 3), ("BOB", 4)):
        person = firm.user(code, email=f"{code.lower()}@gp.example")
        for day in range(1, many + 1):
            firm.activity(person, at=f"2024-05-0{day}T10:00:00+00:00")
    ann, bob = (
        browser(f"{name}@gp.example", "associate", funds=("AQ1",)) for name in ("ann", "bob")
    )
    asked = {"panel": "team-operations-workload", "search": "?as_of=2024-06-30"}
    hers, his = draw(ann, **asked), draw(bob, **asked)
    assert b"Person ANN" in hers and b"Person BOB" not in hers
    assert b"Person BOB" in his and b"Person ANN" not in his
    assert draw(ann, **asked) == hers


def test_what_went_wrong_is_not_kept(own: Database, firm: Facts, browser: Browser):
    ann = browser("ann@gp.example")
    assert b"1.50" not in draw(ann, search="?fund=AQ3")
    with statements(own) as seen:
        draw(ann, search="?fund=AQ3")
    assert seen != []


@pytest.mark.parametrize("end", [sign_out, disable_user])
def test_the_door_stands_before_it(
    own: Database, firm: Facts, browser: Browser, end: Callable[[Database, str], None]
):
    ann = browser("ann@gp.example")
    draw(ann)
    cookie = next(iter(ann._cookies.values())).value
    end(own, cookie if end is sign_out else "ann@gp.example")
    assert ann.post("/_dash-update-component", json=body()).status_code == 401


@pytest.mark.parametrize(
    "change",
    [
        {"outputs": {"id": {"panel": "other", "type": "panel"}, "property": "children"}},
        {"changedPropIds": ["nothing.here"]},
        {"inputs": []},
        {"state": None},
        {"surprise": 1, "output": "x.children"},
    ],
)
def test_a_body_the_gate_refuses_is_refused_before_and_after(
    firm: Facts, browser: Browser, change: dict[str, Any]
):
    ann = browser("ann@gp.example")
    wrong = body() | change
    for _ in range(2):
        assert ann.post("/_dash-update-component", json=wrong).status_code == 400
        draw(ann)


def test_what_is_no_json_is_the_gates_to_refuse(firm: Facts, browser: Browser):
    ann = browser("ann@gp.example")
    for text in (b"", b"{", b"\xff", b"[1, 2]", b"null", b'{"output": NaN}'):
        answer = ann.post("/_dash-update-component", data=text, content_type="application/json")
        assert answer.status_code == 400
