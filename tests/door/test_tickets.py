"""Tickets for sockets: used once, soon, for the funds they were made for; and the second look."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from services import clock
from services.access.embed_tokens import identify_embed, issue_embed
from services.access.identified import Identified
from services.access.keys import identify_key, issue_key, revoke_key
from services.access.sessions import identify_session, sign_in, sign_out
from services.access.tickets import issue_ticket, recheck, redeem_ticket
from services.access.users import add_user, disable_user, grant_funds
from services.db.models import SocketTicket
from services.errors import Unauthenticated
from services.scope import SYSTEM
from tests.door.conftest import Site


def _session(site: Site) -> tuple[str, Identified]:
    cookie = sign_in(site.db, site.partner.email, site.partner.password)
    return cookie, identify_session(site.db, cookie)


def test_a_ticket_opens_once(site: Site) -> None:
    _, partner = _session(site)
    ticket = issue_ticket(site.db, partner)
    assert redeem_ticket(site.db, ticket) == partner
    with pytest.raises(Unauthenticated):
        redeem_ticket(site.db, ticket)


def test_a_ticket_is_for_its_funds_only(site: Site) -> None:
    _, partner = _session(site)
    assert redeem_ticket(site.db, issue_ticket(site.db, partner, ["fund-1"])).funds == {"fund-1"}
    ann = add_user(site.db, "ann@firm.example", roles=["associate"], funds=["A2"])
    associate = identify_session(site.db, sign_in(site.db, ann.email, ann.password))
    narrow = redeem_ticket(site.db, issue_ticket(site.db, associate, ["fund-1", "fund-2"]))
    assert narrow.funds == {"fund-2"}


def test_a_ticket_is_void_after_half_a_minute(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    _, partner = _session(site)
    ticket = issue_ticket(site.db, partner)
    later = clock.now() + timedelta(seconds=31)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(Unauthenticated):
        redeem_ticket(site.db, ticket)


@pytest.mark.parametrize("ticket", ["", "x", "x" * 500, "é", "\x00"])
def test_an_invented_ticket_opens_nothing(site: Site, ticket: str) -> None:
    with pytest.raises(Unauthenticated):
        redeem_ticket(site.db, ticket)


def test_only_the_fingerprint_of_a_ticket_is_kept(site: Site) -> None:
    _, partner = _session(site)
    ticket = issue_ticket(site.db, partner)
    with site.db.read() as session:
        (row,) = session.scalars(select(SocketTicket)).all()
    assert len(ticket) >= 22
    assert ticket not in row.ticket_sha256 + row.identity
    assert len(row.ticket_sha256) == 64


def test_a_principal_that_did_not_come_through_the_door_gets_no_ticket(site: Site) -> None:
    with pytest.raises(Unauthenticated):
        issue_ticket(site.db, SYSTEM)


def test_a_second_look_sees_a_grant_taken_back(site: Site) -> None:
    ann = add_user(site.db, "ann@firm.example", roles=["associate"], funds=["A1", "A2"])
    associate = identify_session(site.db, sign_in(site.db, ann.email, ann.password))
    socket = redeem_ticket(site.db, issue_ticket(site.db, associate, ["fund-1"]))
    assert recheck(site.db, socket).funds == {"fund-1"}
    grant_funds(site.db, ann.email, funds=["A2"])
    assert recheck(site.db, socket).funds == frozenset()


def test_a_second_look_sees_a_sign_out_a_revoked_key_and_a_disabled_person(site: Site) -> None:
    cookie, partner = _session(site)
    socket = redeem_ticket(site.db, issue_ticket(site.db, partner))
    assert recheck(site.db, socket).user_id == partner.user_id
    sign_out(site.db, cookie)
    with pytest.raises(Unauthenticated):
        recheck(site.db, socket)

    key = issue_key(site.db, site.partner.email)
    program = identify_key(site.db, key.token)
    assert recheck(site.db, program).kind == "api_key"
    revoke_key(site.db, key.prefix)
    with pytest.raises(Unauthenticated):
        recheck(site.db, program)

    viewer = identify_embed(site.db, site.settings, _embed(site))
    assert recheck(site.db, viewer).funds == {"fund-1"}
    disable_user(site.db, site.partner.email)
    with pytest.raises(Unauthenticated):
        recheck(site.db, viewer)


def test_a_socket_of_an_embedded_page_ends_with_its_token(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    viewer = identify_embed(site.db, site.settings, _embed(site))
    later = clock.now() + timedelta(minutes=6)
    monkeypatch.setattr(clock, "now", lambda: later)
    with pytest.raises(Unauthenticated):
        recheck(site.db, viewer)


def _embed(site: Site) -> str:
    return issue_embed(
        site.db,
        site.settings,
        email=site.partner.email,
        modules=["fund-performance"],
        funds=["A1"],
    )
