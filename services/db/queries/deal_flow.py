"""What Deal Flow reads beside the deals: costs of channels, and what the market tells."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import ARRAY, ColumnElement, Text, any_, bindparam, func, literal, null, select
from sqlalchemy.orm import Session

from services.db.models import ChannelCost, MarketExit, MarketRound
from services.db.reads.known import known

ROUND, EXIT = "round", "exit"
# Legal forms and spelling tell no company from another.
_FORMS = r"\m(inc|incorporated|llc|ltd|limited|corp|corporation|co|company|gmbh|ag|se|sa|sas|sarl|"
_FORMS += r"bv|nv|ab|oy|as|aps|plc|spa|srl|kg|ug|pty|pte|holding|holdings|group)\M"


class CostRow(NamedTuple):
    """What a channel cost in a period, both days included; `currency` None: the firm's own."""

    channel: str
    start: date
    end: date
    cost: Decimal
    currency: str | None


class MarketRow(NamedTuple):
    """A round or an exit of a company, by its name as compared; `amount` and `post_money` None:
    undisclosed. `what` is the stage of the round or the type of the exit."""

    kind: str
    key: str
    source: str
    day: date
    what: str | None
    amount: Decimal | None
    post_money: Decimal | None
    currency: str | None


def channel_costs(
    session: Session, *, since: date, until: date, known_on: datetime | None
) -> list[CostRow]:
    """Costs of periods that share a day with the two days and what lies between them."""
    table = ChannelCost
    query = (
        select(table.channel, table.period_start, table.period_end, table.cost, table.currency)
        .where(table.period_start <= until, table.period_end >= since, known(table, known_on))
        .order_by(table.channel, table.period_start, table.id)
    )
    return [CostRow._make(row) for row in session.execute(query)]


def market_since(
    session: Session,
    keys: Collection[str],
    *,
    since: date,
    until: date,
    known_on: datetime | None,
) -> list[MarketRow]:
    """Rounds and exits of companies of these compared names (`names_as_compared`), after one day
    and up to another, oldest first.

    Rows that repeat a round for another investor, and rounds known to the year alone, are left out.
    """
    wanted = any_(bindparam("keys", sorted(keys), type_=ARRAY(Text)))
    rounds = select(
        literal(ROUND).label("kind"),
        _name(MarketRound).label("key"),
        MarketRound.source.label("source"),
        MarketRound.round_date.label("day"),
        MarketRound.stage.label("what"),
        MarketRound.amount,
        MarketRound.post_money,
        MarketRound.currency,
    ).where(
        MarketRound.round_date > since,
        MarketRound.round_date <= until,
        MarketRound.date_precision != "year",
        MarketRound.counts,
        known(MarketRound, known_on),
        _name(MarketRound) == wanted,
    )
    exits = select(
        literal(EXIT).label("kind"),
        _name(MarketExit).label("key"),
        MarketExit.source.label("source"),
        MarketExit.exit_date.label("day"),
        MarketExit.type.label("what"),
        MarketExit.value,
        null().label("post_money"),
        MarketExit.currency,
    ).where(
        MarketExit.exit_date > since,
        MarketExit.exit_date <= until,
        known(MarketExit, known_on),
        _name(MarketExit) == wanted,
    )
    query = rounds.union_all(exits).order_by("day", "source", "kind", "what")
    return [MarketRow._make(row) for row in session.execute(query)]


def names_as_compared(session: Session, names: Collection[str]) -> dict[str, str]:
    """Each name as it is compared: letters and digits alone, small, without legal forms; empty
    where a name has neither."""
    name = func.unnest(bindparam("names", sorted(names), type_=ARRAY(Text))).column_valued("name")
    return dict(session.execute(select(name, compared(name))).tuples().all())


def compared(name: Any) -> ColumnElement[str]:
    """A name reduced to what tells one company from another; the whole name where nothing is left.

    Accents stay: what looks alike is not the same.
    """
    bare = func.regexp_replace(func.lower(name), _FORMS, " ", "g")
    kept = func.regexp_replace(bare, r"[^[:alnum:]]+", "", "g")
    whole = func.regexp_replace(func.lower(name), r"[^[:alnum:]]+", "", "g")
    found: ColumnElement[str] = func.coalesce(func.nullif(kept, ""), whole)
    return found


def _name(table: type[MarketRound] | type[MarketExit]) -> ColumnElement[str]:
    return compared(func.coalesce(table.company_name, table.company))
