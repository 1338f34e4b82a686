"""One callback draws every panel: it reads the scope, asks a service, and knows every state."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar
from urllib.parse import parse_qs, urlencode

from dash import MATCH, Dash, Input, Output, State, ctx, dcc, no_update

from layouts import address, panels
from layouts.ids import Shell
from layouts.panels import Bare, Content, DefinitionLike, Empty, Panel, Part, View
from services.errors import ChooseFund, GpError, NotFound
from services.scope import KEYS, Principal, Scope

if TYPE_CHECKING:
    from services.db.session import Database
    from services.envelope import FundRef

S = TypeVar("S")
R = TypeVar("R")
MOST_WAYS = 12
ONE_FUND = "This is given for one fund at a time. Choose one:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """What pages need from the process that serves them; the composition root fills it.

    `principal` says who asks the current request and raises Unauthenticated without anyone;
    `funds` are those a principal may see; `definition` raises NotFound for a figure without one;
    `reference` writes an unexpected error down and gives the number it can be found under;
    `drawn` is told of each panel that shows figures, and of none that shows an error; with it
    whether they are the same for everybody with the same eyes, or the reader's own.
    `identified` gives an answer the ids of its figures, `explained` takes one figure apart (with
    that many rows); it raises NotFound for one that is not this principal's to see.
    """

    principal: Callable[[], Principal]
    db: Database
    funds: Callable[[Principal], tuple[FundRef, ...]]
    definition: Callable[[str], DefinitionLike]
    definitions: Callable[[], tuple[DefinitionLike, ...]]
    reference: Callable[[Exception], str]
    firm: str
    development: bool = False
    reporting_currency: str = "USD"
    timezone: str = "UTC"
    drawn: Callable[[bool], None] = lambda own: None
    identified: Callable[[Any], Any] = lambda result: result
    explained: Callable[[Principal, str, int], Any] | None = None


@dataclass(frozen=True, slots=True)
class Filling:
    """How one panel gets its content: what is loaded for whom, and what is drawn from it.

    `asked` marks a load that wants the whole query of the address instead of its scope; `own` one
    whose answer depends on who asks and not only on what may be seen.
    """

    load: Callable[[Ports, Principal, Any], Any]
    draw: Callable[[Any, View], Content | Empty | Bare]
    asked: bool = False
    own: bool = False


class Wiring(Generic[S]):
    """The table of one page: which method of its service fills which panel, drawn by what.

    The answers of a page of one's `own` name the reader: two people of the same roles and funds
    are told different things, such as their own rows or what they themselves prepared.
    """

    def __init__(self, slug: str, service: Callable[[Ports], S], *, own: bool = False) -> None:
        self.slug = slug
        self.own = own
        self.service = service
        self.fillings: dict[str, tuple[Panel, Filling]] = {}

    def fill(
        self,
        panel: Panel,
        load: Callable[[S, Principal, Scope], R],
        draw: Callable[[R, View], Content | Empty | Bare],
    ) -> None:
        """Wire a panel; the loaded and the drawn type must be the same."""

        def loaded(ports: Ports, principal: Principal, scope: Scope) -> R:
            return load(self.service(ports), principal, scope)

        self.fillings[panel.id] = (panel, Filling(loaded, draw, own=self.own))

    def fill_asked(
        self,
        panel: Panel,
        load: Callable[[S, Principal, Mapping[str, Sequence[str]]], R],
        draw: Callable[[R, View], Content | Empty | Bare],
    ) -> None:
        """Wire a panel of a page that has parameters of its own in the address."""

        def loaded(ports: Ports, principal: Principal, query: Mapping[str, Sequence[str]]) -> R:
            return load(self.service(ports), principal, query)

        self.fillings[panel.id] = (panel, Filling(loaded, draw, asked=True, own=self.own))


def register(app: Dash, ports: Ports, wirings: Mapping[str, Wiring[Any]]) -> None:
    """Let the address and the live version redraw each panel of the open page."""
    filled = {
        key: (wiring.slug, *found)
        for wiring in wirings.values()
        for key, found in wiring.fillings.items()
    }

    def draw(
        search: str | None,
        _live: Mapping[str, Any] | None,
        own: dict[str, str],
        path: str | None,
        before: str | None,
    ) -> tuple[Part, str]:
        slug, panel, filling = filled[own["panel"]]
        asked = told(panel, filling, search or "")
        moved = {place.partition(".")[0] for place in ctx.triggered_prop_ids}
        if asked == before and moved == {Shell.URL.value}:
            return no_update, no_update
        embedded = (path or "").startswith("/embed/")
        inside = render(ports, slug, panel, filling, search=search or "", embedded=embedded)
        return inside, asked

    place = {"type": "panel", "panel": MATCH}
    app.callback(
        Output(place, "children"),
        Output(place, "data-asked"),
        Input(Shell.URL, "search"),
        Input(Shell.LIVE, "data"),
        State(place, "id"),
        State(Shell.URL, "pathname"),
        State(place, "data-asked"),
    )(draw)


def told(panel: Panel, filling: Filling, search: str) -> str:
    """The part of an address that a panel stands on: it need not be drawn again under the same.

    That is the scope and what the panel asks for; the whole of it where a load reads the address
    without saying what of it.
    """
    query = parse_qs(search.removeprefix("?"), keep_blank_values=True)
    if filling.asked and not panel.asks:
        return search
    known = {*KEYS, "fund_id", *panel.asks}
    return urlencode([pair for pair in query.items() if pair[0] in known], doseq=True)


def render(
    ports: Ports, slug: str, panel: Panel, filling: Filling, *, search: str, embedded: bool = False
) -> Part:
    """The inside of one panel, whatever happens: figures, an empty state, or what went wrong."""
    try:
        principal = ports.principal()
        query = parse_qs(search.removeprefix("?"), keep_blank_values=True)
        scope = Scope.from_query(query)
        view = View(
            slug=slug,
            panel=panel,
            scope=scope,
            definition=_defined(ports, slug),
            may_export=principal.may_export and not embedded,
            embedded=embedded,
            own=_own(slug, panel, query, embedded=embedded),
        )
        asked = query if filling.asked else view.shown
        found = _identified(ports, filling.load(ports, principal, asked))
        inside = panels.frame(view, filling.draw(found, view))
        ports.drawn(filling.own)
        return inside
    except ChooseFund:
        return panels.refused(panel, ONE_FUND, _fund_links(ports, slug, search, embedded))
    except GpError as error:
        return panels.refused(panel, error.message)
    except Exception as error:
        # A defect in one panel is written down and must leave its neighbours standing.
        return panels.broken(panel, ports.reference(error))


def _identified(ports: Ports, found: Any) -> Any:
    """The answer with the ids of its figures; of several that a panel needs, each."""
    if isinstance(found, tuple):
        return tuple(ports.identified(one) for one in found)
    return ports.identified(found)


def _own(
    slug: str, panel: Panel, query: Mapping[str, Sequence[str]], *, embedded: bool
) -> dict[str, str]:
    """What the panel asks of the page's own parameters; in a frame also which panel is alone."""
    found = {name: text for name, text in address.own(slug, query).items() if name in panel.asks}
    if embedded and query.get("panel"):
        found["panel"] = query["panel"][0]
    return found


def _defined(ports: Ports, slug: str) -> Callable[[str], DefinitionLike | None]:
    """The book of definitions as a page reads it, where a figure without one is no error."""
    module = slug.replace("-", "_")

    def definition(key: str) -> DefinitionLike | None:
        try:
            return ports.definition(f"{module}.{key}")
        except NotFound:
            return None

    return definition


def _fund_links(ports: Ports, slug: str, search: str, embedded: bool) -> list[Part]:
    """A way out of "name one fund": the funds there are."""
    query = parse_qs(search.removeprefix("?"))
    scope = Scope.from_query(query)
    base = f"/embed/{slug}" if embedded else f"/{slug}"
    return [
        dcc.Link(fund.name, href=f"{base}?{scope.on(funds=(fund.code,)).to_query()}", className="b")
        for fund in ports.funds(ports.principal())[:MOST_WAYS]
    ]
