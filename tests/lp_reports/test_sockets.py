"""An investor's page is told of reports of its own funds, and of nothing else that happens."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from websockets.sync.client import ClientConnection

from services.access.identified import Identified
from services.access.sessions import identify_session, sign_in
from services.access.users import add_user
from services.db.session import Database
from services.live import (
    FUND_METRICS_UPDATED,
    LP_REPORTING_UPDATED,
    MARKET,
    MARKET_UPDATED,
    RISK_UPDATED,
    announce,
)
from services.settings import Settings
from tests.factories import Facts
from tests.live.conftest import Site, serving


@pytest.fixture
def running(db: Database, settings: Settings) -> Iterator[Site]:
    with serving(db, settings) as found:
        yield found


def investor(running: Site, code: str) -> Identified:
    email = f"{code.lower()}@investor.example"
    user = add_user(running.db, email, roles=("lp",), investor=code)
    return identify_session(running.db, sign_in(running.db, email, user.password))


def kind(opened: ClientConnection) -> tuple[str, str]:
    told = json.loads(opened.recv(timeout=20))
    return told["type"], told["data"]["fund_id"]


def test_only_reports_of_its_own_funds_reach_an_investor(running: Site):
    facts = Facts(running.db)
    own, other = facts.fund("AQ1"), facts.fund("AQ2")
    facts.commitment(own, facts.investor("ANNA"), "2024-01-01", 100)
    anna, partner = investor(running, "ANNA"), running.person("ann@gp.example")
    everything = running.open("/ws/funds/all", running.ticket(anna))
    one = running.open("/ws/funds/AQ1", running.ticket(anna))
    staff = running.open("/ws/funds/all", running.ticket(partner))
    with everything, one, staff:
        assert kind(everything)[0] == kind(one)[0] == kind(staff)[0] == "current_version"
        for fund, what in (
            (own, FUND_METRICS_UPDATED),
            (own, RISK_UPDATED),
            (MARKET, MARKET_UPDATED),
            ("team", "team_updated"),
            (other, LP_REPORTING_UPDATED),
            (own, LP_REPORTING_UPDATED),
        ):
            announce(running.client, fund, what, 7)
        assert kind(everything) == kind(one) == (LP_REPORTING_UPDATED, own)
        assert len({kind(staff) for _ in range(6)}) == 6
        for quiet in (everything, one):
            with pytest.raises(TimeoutError):
                quiet.recv(timeout=0.3)
