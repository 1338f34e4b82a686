"""Team Operations for programs: the keys of the product, files, and rows that are not one's own."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import update

from services.access.keys import issue_key
from services.db.models import User
from services.db.session import Database
from services.portfolio_analytics.configure import configure
from services.portfolio_analytics.conventions import DEFAULTS
from services.settings import Settings
from services.team_operations import TeamOperationsService
from tests.api.conftest import Caller, Site, serve
from tests.factories import Facts
from tests.team_operations.conftest import Team, quarter

ROOT = "/api/v1/dashboards/team-operations"
PATHS = ("overview", "activity", "coverage", "sourcing-attribution", "responsiveness",
         "board-calendar", "workload", "audit-log", "members/B")  # fmt: skip
Q3 = "as_of=2025-09-30&period=2025Q3"


@pytest.fixture
def site(settings: Settings) -> Iterator[Site]:
    db = Database(settings.database_url)
    server, parts = serve(settings, db)
    site = Site(server, parts, Facts(db))
    facts = site.facts
    facts.fund("AQ1")
    for code, name in (("A", "Ann Avery"), ("B", "Ben Birk"), ("C", "Cat Cole")):
        facts.user(code, name=name)
    quarter(Team(facts, TeamOperationsService(db)))
    yield site
    db.dispose()


def told(caller: Caller, path: str, query: str = Q3) -> dict[str, Any]:
    answer = caller.get(f"{ROOT}/{path}{'&' if '?' in path else '?'}{query}")
    assert answer.status_code == 200, answer.text
    body: dict[str, Any] = answer.get_json()
    return body


def test_the_products_keys_are_there_as_it_writes_them(site: Site) -> None:
    partner = site.caller("ada", "partner")
    found = told(partner, "overview")
    assert found["period"] == {"start": "2025-07-01", "end": "2025-09-30"}
    assert (found["members"], found["deals_reviewed"]) == (3, 4)
    assert found["board_meetings"] == {"held": 2, "missed": 1, "upcoming_30d": 1}
    assert found["portfolio_check_ins"] == {"done": 2, "overdue": 1}
    hours = found["first_response_hours"]
    assert (hours["median"], hours["mean"], hours["n"]) == (6, 10, 5)
    assert found["comparison_to_previous"]["deals_reviewed"] == 4 / 3 - 1
    assert found["meta"]["units"]["median"] == "hours"
    cover = told(partner, "coverage")
    assert cover["sla_days"] == 30 and 0 < cover["coverage_rate"] < 1
    assert {"company_id", "lead", "board_seat", "last_touch", "days_since_touch", "overdue",
            "nav_weight"} <= cover["rows"][0].keys()  # fmt: skip
    shared = told(partner, "sourcing-attribution?credit=split")
    assert (shared["credit_rule"], shared["unattributed"]) == ("split", 1)
    assert {"user_id", "sourced", "screened", "term_sheet", "closed", "invested", "close_rate",
            "close_rate_interval"} <= shared["rows"][0].keys()  # fmt: skip
    assert told(partner, "sourcing-attribution?credit=first")["credit_rule"] == "first"
    (kind,) = told(partner, "responsiveness")["by_type"]
    assert {"type", "n", "median_hours", "p90_hours", "mean_hours", "unanswered"} <= kind.keys()
    score = told(partner, "productivity?user=B")
    assert {"visible_to", "user_id", "productivity_score", "weights", "components",
            "team_distribution", "caveat"} <= score.keys()  # fmt: skip
    assert score["productivity_score"] is None and score["notes"]
    agenda = told(partner, "board-calendar?from=2025-09-01&to=2025-09-30")
    assert [m["state"] for m in agenda["meetings"]] == ["missed"]
    assert told(partner, "activity?group_by=user")["total"] == 20
    assert told(partner, "members/id-B")["deals_reviewed"] == 2
    assert told(partner, "workload")["capacity"] == 20
    assert told(partner, "audit-log?limit=5")["limit"] == 5
    # the team is the firm's: naming a fund, even one that is not there, changes nothing
    same = told(partner, "overview", f"{Q3}&fund=NONE")
    assert same["deals_reviewed"] == 4 and same["meta"]["funds"] == []


def test_answers_come_as_files_and_are_not_sent_twice(site: Site) -> None:
    partner = site.caller("ada", "partner")
    for path in PATHS:
        text = partner.get(f"{ROOT}/{path}?{Q3}&format=csv")
        assert text.status_code == 200 and text.content_type.startswith("text/csv"), path
        book = partner.get(f"{ROOT}/{path}?{Q3}&format=xlsx")
        assert book.status_code == 200 and book.data[:2] == b"PK", path
    rows = list(csv.reader(io.StringIO(
        partner.get(f"{ROOT}/coverage?{Q3}&format=csv").text)))  # fmt: skip
    assert any("C2" in row for row in rows)
    first = partner.get(f"{ROOT}/overview?{Q3}")
    again = partner.get(f"{ROOT}/overview?{Q3}", **{"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304


def test_two_associates_never_get_each_others_row_from_the_cache(site: Site) -> None:
    ann, ben = signed(site, "A"), signed(site, "B")
    for path, key in (("activity?group_by=user", "key"), ("workload", "user"),
                      ("sourcing-attribution", "user")):  # fmt: skip
        assert [row[key] for row in told(ann, path)["rows"]] == ["A"], path
        assert [row[key] for row in told(ben, path)["rows"]] == ["B"], path
    assert told(ann, "overview")["deals_reviewed"] == told(ben, "overview")["deals_reviewed"] == 4
    for path in ("members/A", "activity?user=A", "members/nobody"):
        joint = "&" if "?" in path else "?"
        assert ben.get(f"{ROOT}/{path}{joint}{Q3}").status_code == 404, path
    assert ben.get(f"{ROOT}/productivity?user=A&{Q3}").status_code == 403
    assert ben.get(f"{ROOT}/productivity?{Q3}").status_code == 200
    for format_ in ("csv", "xlsx"):
        file = ben.get(f"{ROOT}/activity?group_by=user&{Q3}&format={format_}")
        assert b"Ann Avery" not in file.data
    document = DEFAULTS["team_operations"].model_dump(mode="json") | {"version": "ours"}
    document["productivity"] |= {"enabled": True}
    raised = configure(site.parts.db, "team_operations", document, set_by="Ann")
    site.parts.versions.mirror(raised)
    assert told(ben, "productivity")["productivity_score"] is not None


def signed(site: Site, code: str) -> Caller:
    """A member of the team who signs in as an associate."""
    with site.parts.db.session() as session:
        session.execute(
            update(User).where(User.code == code).values(roles=["associate"], all_funds=True)
        )
    key = issue_key(site.parts.db, f"{code.lower()}@firm.example").token
    return Caller(site.server.test_client(), key)


def test_wrong_words_and_strangers_are_told_so(site: Site) -> None:
    partner = site.caller("ada", "partner")
    for path in ("activity?group_by=mood", "sourcing-attribution?credit=half", "productivity",
                 "audit-log?limit=0", "audit-log?offset=-1", "board-calendar?from=tomorrow",
                 "board-calendar?from=2025-02-01&to=2025-01-01"):  # fmt: skip
        joint = "&" if "?" in path else "?"
        assert partner.get(f"{ROOT}/{path}{joint}{Q3}").status_code == 422, path
    assert partner.get(f"{ROOT}/members/nobody?{Q3}").status_code == 404
