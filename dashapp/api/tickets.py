"""A ticket that opens one WebSocket."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Response

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import NoQuery, Query
from dashapp.auth import current_principal
from dashapp.context import context
from services.access.tickets import LIFE, issue_ticket

endpoints = Endpoints("live")


@dataclass(frozen=True, slots=True)
class Ticket:
    """To be sent in the first frame of a socket, once, within `expires_in` seconds."""

    ticket: str
    expires_in: int


@endpoints.post("/ws-ticket", returns=Ticket, status=201)
def ws_ticket(query: Query[NoQuery]) -> Response:
    """A single-use ticket for /ws/funds/{fund_id}."""
    ticket = issue_ticket(context().db, current_principal())
    return answers.plain(Ticket(ticket, int(LIFE.total_seconds())), status=201)
