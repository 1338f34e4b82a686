"""What companies did for the funds: rows of their flows and marks, by company and by sector."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from services.calc.transactions import WITH
from services.errors import NotFound
from services.explain.fund_performance.book import ZERO, Added, total
from services.explain.fund_performance.counting import DISTRIBUTION, PAID_IN
from services.explain.fund_performance.families import COMPANIES, METRICS
from services.explain.fund_performance.ground import Facts, quotient
from services.explain.fund_performance.recipes.ratios import once
from services.explain.fund_performance.recipes.sums import by_type, sum_of
from services.explain.fund_performance.worth import worth
from services.explain.keys import FigureKey
from services.explain.names import words_for
from services.explain.recipe import Part, Told, Use
from services.explain.results import Value
from services.explain.words import equation, money
from services.fund_performance.books import GROSS
from services.fund_performance.results import Performer

UNKNOWN_SECTOR = "unknown"
EVERYONE = "*"  # in place of a company's code: all of them together
OF_ALL = ("gain", "moic")


class Company(NamedTuple):
    """One company counted from rows: what went in, what came back, what is left."""

    invested: list[Added]
    realized: list[Added]
    unrealized: list[Added]
    value: Decimal | None

    @property
    def gain(self) -> Decimal | None:
        put, got = total(self.invested), total(self.realized)
        if put is None or got is None or self.value is None:
            return None
        return got + self.value - put


def counted(facts: Facts, day: date) -> dict[str, Company]:
    """Every company of the funds on a day, by its code."""
    code = {deal.id: deal.company for deal in facts.frame.held.deals}
    cash: dict[str, list[Added]] = defaultdict(list)
    for added in facts.book.cash(GROSS, WITH, day):
        if added.row.fact.holding:
            cash[code[added.row.fact.holding]].append(added)
    found: dict[str, Company] = {}
    tranches: dict[str, dict[str, date | None]] = defaultdict(dict)
    for deal, closed_on in facts.closed.items():
        tranches[code[deal]][deal] = closed_on
    for company, closed in tranches.items():
        left = worth(facts.book.only(closed), basis=GROSS, credit_line=WITH, day=day, closed=closed)
        rows = cash.get(company, [])
        if not rows and left.amount is None and not left.rows:
            continue
        found[company] = Company(
            [added for added in rows if added.to == PAID_IN],
            [added for added in rows if added.to == DISTRIBUTION],
            list(left.rows),
            left.amount,
        )
    return found


def invested_rows(facts: Facts, key: FigureKey) -> Iterable[Added]:
    """What was put into companies."""
    return [added for one in counted(facts, key.day).values() for added in one.invested]


def realized_rows(facts: Facts, key: FigureKey) -> Iterable[Added]:
    """What companies paid back."""
    return [added for one in counted(facts, key.day).values() for added in one.realized]


def unrealized_value(facts: Facts, key: FigureKey) -> Told:
    """The last mark of every holding, with what was bought and sold since."""
    value, unit = facts.metric(key)
    companies = counted(facts, key.day).values()
    rows = [added for one in companies for added in one.unrealized]
    return Told(
        numbers=equation(sum_of(rows), value, unit),
        recomputed=None if value is None else _sum(one.value for one in companies),
        parts=by_type(rows),
        uses=facts.uses(rows),
    )


def capital_returned(facts: Facts, key: FigureKey) -> Told:
    """What came back of each company's cost; what came back beyond it is gain."""
    value, unit = facts.metric(key)
    companies = counted(facts, key.day)
    back = {name: _back(one) for name, one in companies.items()}
    parts = [
        _company_part(facts, key, name, amount) for name, amount in sorted(back.items()) if amount
    ]
    rows = [added for one in companies.values() for added in (*one.invested, *one.realized)]
    return Told(
        numbers=equation(f"{len(parts):,} companies, the lesser of cost and proceeds", value, unit),
        recomputed=None if value is None else _sum(back.values()),
        parts=parts,
        uses=facts.uses(rows),
    )


def top_contribution(facts: Facts, key: FigureKey) -> Told:
    """The largest gain over the net gain of all companies."""
    value, unit = facts.metric(key)
    companies = counted(facts, key.day)
    gains = {name: one.gain for name, one in companies.items()}
    net = _sum(gains.values())
    top = facts.portfolio(key.day).rows[:1]
    best = gains.get(top[0].company) if top else None
    parts = [company_parts(facts, key, row)["gain"] for row in top]
    parts.append(Part(name="gain", words="Net gain of all companies", value=net, unit="money",
                      key=None))  # fmt: skip
    return Told(
        numbers=equation(f"{money(best)} / {money(net)}", value, unit),
        recomputed=None if value is None else quotient([best], net),
        parts=parts,
        uses=_uses(facts, [companies[row.company] for row in top if row.company in companies]),
    )


def sector_value(facts: Facts, key: FigureKey) -> tuple[Value, str]:
    """The weight of a sector by fair value."""
    weights = facts.portfolio(key.day).sectors or {}
    if key.extra[0] not in weights:
        raise NotFound
    return weights[key.extra[0]], "fraction"


def sector(facts: Facts, key: FigureKey) -> Told:
    """The value of the sector's companies over that of all."""
    value, unit = sector_value(facts, key)
    companies = counted(facts, key.day)
    sectors = {row.company: row.sector or UNKNOWN_SECTOR for row in facts.portfolio(key.day).rows}
    own = {n: one for n, one in companies.items() if sectors.get(n) == key.extra[0]}
    part, whole = _sum(c.value for c in own.values()), _sum(c.value for c in companies.values())
    return Told(
        numbers=equation(f"{money(part)} / {money(whole)}", value, unit),
        recomputed=quotient([part], whole),
        parts=[
            *(
                _company_part(facts, key, name, one.value, metric="unrealized_value")
                for name, one in sorted(own.items())
                if one.value
            ),
            facts.part(key, "unrealized_value", family=METRICS, extra=()),
        ],
        uses=_uses(facts, own.values()),
    )


def company_value(facts: Facts, key: FigureKey) -> tuple[Value, str]:
    """A figure of one company, or of all of them."""
    if key.extra[0] == EVERYONE:
        return _of_all(facts, key)
    found = getattr(_performer(facts, key), key.metric, None)
    return found, UNITS_OF_COMPANIES[key.metric]


def company(facts: Facts, key: FigureKey) -> Told:
    """One company's money in and out and its value, or a ratio of them."""
    value, unit = company_value(facts, key)
    if key.extra[0] == EVERYONE:
        return _together(facts, key, value, unit)
    row = _performer(facts, key)
    companies = counted(facts, key.day)
    own = companies[key.extra[0]]
    parts = company_parts(facts, key, row)
    put, got, left = total(own.invested), total(own.realized), own.value
    cost, net = _sum(total(c.invested) for c in companies.values()), _sum(
        c.gain for c in companies.values()
    )  # fmt: skip
    sums: Mapping[str, tuple[str, Value, tuple[str, ...]]] = {
        "invested": (sum_of(own.invested), put, ()),
        "realized_value": (sum_of(own.realized), got, ()),
        "unrealized_value": (sum_of(own.unrealized), left, ()),
        "gain": (
            f"{money(got)} + {money(left)} − {money(put)}",
            own.gain,
            ("realized_value", "unrealized_value", "invested"),
        ),
        "moic": (
            f"({money(got)} + {money(left)}) / {money(put)}",
            quotient([got, left], put),
            ("realized_value", "unrealized_value", "invested"),
        ),
        "gain_share": (f"{money(own.gain)} / {money(net)}", quotient([own.gain], net), ("gain",)),
        "multiple_contribution": (
            f"({money(got)} + {money(left)}) / {money(cost)}",
            quotient([got, left], cost),
            ("realized_value", "unrealized_value"),
        ),
    }
    numbers, again, inputs = sums[key.metric]
    rows = {"invested": own.invested, "realized_value": own.realized,
            "unrealized_value": own.unrealized}  # fmt: skip
    shown = rows.get(key.metric)
    return Told(
        numbers=equation(numbers, value, unit),
        recomputed=None if value is None else again,
        parts=[parts[name] for name in inputs] or by_type(shown or []),
        uses=facts.uses(shown) if shown is not None else _uses(facts, [own]),
    )


def _of_all(facts: Facts, key: FigureKey) -> tuple[Value, str]:
    if key.metric not in OF_ALL:
        raise NotFound
    found = facts.portfolio(key.day)
    if key.metric == "gain":
        return found.gain, "money"
    return quotient([found.realized, found.unrealized], found.deployed), "x"


def _together(facts: Facts, key: FigureKey, value: Value, unit: str) -> Told:
    """What all companies gained, or their multiple, from what each was counted to."""
    companies = counted(facts, key.day).values()
    put = _sum(total(one.invested) for one in companies)
    got = _sum(total(one.realized) for one in companies)
    left = _sum(one.value for one in companies)
    names = ("realized_value", "unrealized_value", "capital_deployed")
    gain = key.metric == "gain"
    words = f"{money(got)} + {money(left)} − {money(put)}"
    return Told(
        numbers=equation(
            words if gain else f"({money(got)} + {money(left)}) / {money(put)}", value, unit
        ),
        recomputed=_sum(one.gain for one in companies) if gain else quotient([got, left], put),
        parts=[facts.part(key, name, family=METRICS, extra=()) for name in names],
        uses=_uses(facts, companies),
    )


UNITS_OF_COMPANIES: Mapping[str, str] = {
    "invested": "money",
    "realized_value": "money",
    "unrealized_value": "money",
    "gain": "money",
    "moic": "x",
    "gain_share": "fraction",
    "multiple_contribution": "x",
}


def company_parts(facts: Facts, key: FigureKey, row: Performer) -> dict[str, Part]:
    """The figures of one company, each with its own key."""
    return {
        name: Part(
            name=name,
            words=f"{words_for(name)}, {row.name}",
            value=getattr(row, name),
            unit=unit,
            key=key.on(family=COMPANIES, metric=name, extra=(row.company,)),
        )
        for name, unit in UNITS_OF_COMPANIES.items()
    }


def _performer(facts: Facts, key: FigureKey) -> Performer:
    rows = facts.portfolio(key.day).rows
    found = next((row for row in rows if row.company == key.extra[0]), None)
    if found is None:
        raise NotFound
    return found


def _company_part(
    facts: Facts,
    key: FigureKey,
    name: str,
    amount: Decimal | None,
    *,
    metric: str = "realized_value",
) -> Part:
    names = {deal.company: deal.name for deal in facts.frame.held.deals}
    own = key.on(family=COMPANIES, metric=metric, extra=(name,))
    return Part(name=metric, words=names[name], value=amount, unit="money", key=own)


def _back(one: Company) -> Decimal | None:
    put, got = total(one.invested), total(one.realized)
    return None if put is None or got is None else min(put, got)


def _sum(amounts: Iterable[Decimal | None]) -> Decimal | None:
    found = list(amounts)
    known = [amount for amount in found if amount is not None]
    return sum(known, ZERO) if len(known) == len(found) else None


def _uses(facts: Facts, companies: Iterable[Company]) -> list[Use]:
    rows = [a for one in companies for a in (*one.invested, *one.realized, *one.unrealized)]
    return once(facts.uses(rows))
