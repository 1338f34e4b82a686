"""What of an address is one page's own, and which filters of the bar do something on a page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from layouts.ids import Filter
from services.errors import Fault, InvalidInput

LONGEST = 200
# Of the pages beside the modules: a framed panel, and where one stands in the books.
BESIDE = ("panel", "import", "kind", "offset", "status")


@dataclass(frozen=True, slots=True, kw_only=True)
class Asks:
    """What a page reads beside the scope.

    `own` are its parameters: kept while one stays on the page, dropped on the way to another.
    `idle` filters change nothing on it, so that the bar leaves them out. `usual` is what a filter
    stands at, in words, while the address names none.
    """

    own: tuple[str, ...] = ()
    idle: tuple[Filter, ...] = ()
    usual: Mapping[Filter, str] = field(default_factory=dict)


PAGES: Mapping[str, Asks] = {
    "firm": Asks(idle=(Filter.PERIOD,)),
    "fund-performance": Asks(own=("without", "order"), usual={Filter.PERIOD: "Since inception"}),
    "portfolio-analytics": Asks(
        own=("company", "weights"),
        idle=(Filter.BASIS, Filter.CREDIT_LINE),
        usual={Filter.PERIOD: "Last quarter"},
    ),
    "deal-flow": Asks(
        own=(
            "counting",
            "stage",
            "furthest",
            "channel",
            "sector",
            "owner",
            "outcome",
            "reason",
        ),
        idle=(Filter.BASIS, Filter.CREDIT_LINE),
        usual={Filter.PERIOD: "Last quarter"},
    ),
    "team-operations": Asks(
        own=("user", "credit", "offset"),
        idle=(Filter.FUND, Filter.BASIS, Filter.CREDIT_LINE),
        usual={Filter.PERIOD: "Last quarter"},
    ),
    "market-intelligence": Asks(
        own=("source", "sector"),
        idle=(Filter.BASIS, Filter.CREDIT_LINE, Filter.CURRENCY),
        usual={Filter.PERIOD: "8 quarters"},
    ),
    "risk": Asks(
        own=(
            "by",
            "severity",
            "state",
            "deal",
            "deal_name",
            "deal_sector",
            "deal_place",
            "deal_amount",
            "deal_date",
            "shock",
            "shock_sector",
            "shock_company",
            "delay",
            "shock_currency",
            "shock_fx",
        ),
        idle=(Filter.BASIS, Filter.PERIOD),
    ),
    "lp-reporting": Asks(
        own=("view", "lp", "report", "status", "value", "sold_on", "style"),
        idle=(Filter.BASIS, Filter.CREDIT_LINE),
        usual={Filter.PERIOD: "Last quarter"},
    ),
}
NOTHING = Asks()


def every_own() -> tuple[str, ...]:
    """Every parameter that belongs to one page alone, each once."""
    names = [*BESIDE, *(name for asks in PAGES.values() for name in asks.own)]
    return tuple(dict.fromkeys(names))


def own(slug: str, query: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """The page's own parameters that an address names, blank ones left out.

    Raises InvalidInput for one that is named twice or could not be anybody's name.
    """
    found: dict[str, str] = {}
    for name in PAGES.get(slug, NOTHING).own:
        values = dict.fromkeys(value for value in query.get(name, ()) if value)
        if not values:
            continue
        value, *others = values
        if others:
            raise _refused(name, f"{name} is given more than once.")
        if len(value) > LONGEST or not value.isprintable():
            raise _refused(name, f"{name} is not something that could be looked for.")
        found[name] = value
    return found


def idle_on(name: Filter) -> str:
    """The slugs of the pages on which a filter changes nothing, for the browser."""
    return " ".join(slug for slug, asks in PAGES.items() if name in asks.idle)


def usual_of(name: Filter) -> dict[str, str]:
    """What a filter stands at on each page that has words of its own for it, by slug."""
    return {slug: asks.usual[name] for slug, asks in PAGES.items() if name in asks.usual}


def _refused(name: str, words: str) -> InvalidInput:
    return InvalidInput(words, faults=(Fault(name, words, "invalid"),))
