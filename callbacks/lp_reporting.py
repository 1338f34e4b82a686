"""The wiring of LP Reporting: which answer fills which panel, and what an investor does not see."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from urllib.parse import parse_qs

from dash import MATCH, Dash, Input, Output, State, no_update

from callbacks.panels import Ports, Wiring
from layouts import address, panels
from layouts import lp_reporting as page
from layouts.ids import Shell
from layouts.lp_reporting import (
    account,
    activity,
    cards,
    fees,
    files,
    head,
    investor,
    pack,
    packs,
    register,
    restated,
    shares,
    simulate,
    ties,
    waterfall,
)
from layouts.lp_reporting.parts import ITSELF, Rights
from layouts.panels import Bare, Content, Empty, Panel, Part, View
from services.access.permissions import may
from services.clock import last_closed_quarter_end, today
from services.errors import GpError, NotFound
from services.lp_reporting import LpReportingService as Service
from services.lp_reporting.eyes import is_investor
from services.lp_reporting.reports import LpReports
from services.lp_reporting.results.waterfall import Waterfall
from services.scope import Principal, Scope

Query = Mapping[str, Sequence[str]]
Load = Callable[[Service, Principal, Query], Any]
Draw = Callable[[Any, View], Content | Empty | Bare]
SLUG = "lp-reporting"
wiring: Wiring[Service] = Wiring(
    SLUG,
    lambda ports: Service(
        ports.db, reporting_currency=ports.reporting_currency, timezone=ports.timezone
    ),
    own=True,
)


def rights_of(principal: Principal) -> Rights:
    """What this person may do here; an investor reads, and nothing else."""
    if is_investor(principal):
        return ITSELF
    return Rights(
        prepare=may(principal, "prepare_report"),
        approve=may(principal, "approve_report"),
        lock=may(principal, "lock_report"),
    )


def reports_of(service: Service) -> LpReports:
    """The packs of the same books."""
    return LpReports(
        service.db,
        reporting_currency=service.house.reporting_currency,
        timezone=service.house.timezone,
    )


def own(query: Query) -> dict[str, str]:
    """The page's own parameters that the address names."""
    return address.own(SLUG, query)


def fill(panel: Panel, load: Load, draw: Draw, *, inside: bool = False) -> None:
    """Wire a panel that gives way to the page of one investor; framed alone it stays what it is.

    One that is `inside` the house is not there for an investor, and before anything was published
    to it only the sentence is that says so: nothing is then asked for the others.
    """

    def loaded(service: Service, principal: Principal, query: Query) -> Any:
        away = own(query).get(page.VIEW) and panel.id not in query.get("panel", ())
        if away or (is_investor(principal) and (inside or _bare(panel, service, principal, query))):
            return None
        return load(service, principal, query)

    def drawn(found: Any, view: View) -> Content | Empty | Bare:
        return Bare(children=None) if found is None else draw(found, view)

    wiring.fill_asked(panel, loaded, drawn)


def _bare(panel: Panel, service: Service, principal: Principal, query: Query) -> bool:
    """Whether nothing was published to this investor, and the panel is not the one to say so."""
    if panel is page.STATE:
        return False
    return not reports_of(service).reports(principal, Scope.from_query(query)).reports


def plain(load: Callable[[Service, Principal, Scope], Any]) -> Load:
    """A load that reads the scope of the address alone."""
    return lambda service, principal, query: load(service, principal, Scope.from_query(query))


def with_rights(load: Callable[[Service, Principal, Scope], Any]) -> Load:
    """The same, told with what the reader may do."""

    def loaded(service: Service, principal: Principal, query: Query) -> tuple[Any, Rights]:
        return load(service, principal, Scope.from_query(query)), rights_of(principal)

    return loaded


def chosen(service: Service, principal: Principal, query: Query) -> tuple[Any, Any, Rights]:
    """The statement of the investor in the address, of the largest where it names none."""
    scope = Scope.from_query(query)
    people = service.lps(principal, scope)
    first = next((row.lp for row in people.rows if not row.is_gp), None)
    code = own(query).get(page.LP) or first
    if code is None:
        raise NotFound("No investor has committed to this fund yet.")
    return service.capital_account(principal, scope, lp=code), people, rights_of(principal)


def one_investor(service: Service, principal: Principal, query: Query) -> Any:
    """The investor whose page the address opens, over all its funds; None where it opens none."""
    told = own(query)
    if not told.get(page.VIEW):
        return None
    scope = Scope.from_query(query).on(funds=())  # all its funds, whatever the bar shows
    code = told.get(page.LP)
    if code is None:
        rows = service.lps(principal, scope).rows
        code = next((row.lp for row in rows if not row.is_gp), None)
    if code is None:
        raise NotFound("No investor has committed to this fund yet.")
    found = service.lp(principal, code, scope)
    return found, service.exposure(principal, code, scope), rights_of(principal)


def quarter_of(service: Service, scope: Scope) -> str:
    """The quarter whose packs are looked at: the last one closed by the day that is asked for."""
    end = last_closed_quarter_end(scope.as_of or today(service.house.timezone))
    return f"{end.year}Q{(end.month + 2) // 3}"


def run(service: Service, principal: Principal, query: Query) -> tuple[Any, Rights]:
    """The packs of the quarter; to an investor all that were published to it."""
    scope = Scope.from_query(query)
    period = None if is_investor(principal) else quarter_of(service, scope)
    found = reports_of(service).reports(principal, scope, period=period)
    return found, rights_of(principal)


def tied(service: Service, principal: Principal, query: Query) -> tuple[Any, Any, Rights]:
    """The tie-outs, and the packs that wait for them."""
    scope = Scope.from_query(query)
    found = service.reconciliation(principal, scope)
    waiting = reports_of(service).reports(principal, scope, period=found.period)
    return found, waiting, rights_of(principal)


def opened(service: Service, principal: Principal, query: Query) -> tuple[Any, Rights] | None:
    """The pack that the address opens."""
    report = own(query).get(page.REPORT)
    if report is None:
        return None
    return reports_of(service).report(principal, report), rights_of(principal)


def moved(service: Service, principal: Principal, query: Query) -> tuple[Any, Rights]:
    """Calls and distributions, of the status that the address asks for."""
    status = own(query).get(page.STATUS)
    found = service.capital_activity(principal, Scope.from_query(query), status=status)
    return found, rights_of(principal)


def changed(service: Service, principal: Principal, query: Query) -> tuple[Any, Rights]:
    """What would stand in the locked packs today."""
    found = reports_of(service).restatements(principal, Scope.from_query(query))
    return found, rights_of(principal)


def sold(service: Service, principal: Principal, query: Query) -> tuple[Waterfall, Waterfall]:
    """The waterfall of today, and of the sale in the address."""
    scope = Scope.from_query(query)
    told = {name: text for name, text in own(query).items() if name in SALE}
    now = service.waterfall(principal, scope)
    if not told:
        return now, now
    return now, sale(service, principal, scope, told)


SALE = (page.VALUE, page.DAY, page.STYLE)


def sale(
    service: Service, principal: Principal, scope: Scope, told: Mapping[str, str]
) -> Waterfall:
    """The exact waterfall of a sale as it is asked for."""
    asked = simulate.asked(dict(told))
    terms = {"type": asked.style} if asked.style else None
    return service.simulate(principal, scope, value_share=asked.share, date=asked.day, terms=terms)


fill(page.STATE, with_rights(Service.overview), head.state)
fill(page.FIGURES, with_rights(Service.overview), cards.figures)
fill(page.PACKS, run, packs.packs)
fill(page.TIES, tied, ties.ties, inside=True)
fill(page.PACK, opened, pack.pack)
fill(page.ACCOUNT, chosen, account.account)
fill(page.WATERFALL, plain(Service.waterfall), waterfall.waterfall, inside=True)
fill(page.REGISTER, plain(Service.lps), register.register, inside=True)
fill(page.SIMULATE, sold, simulate.simulate, inside=True)
fill(page.SHARES, plain(Service.waterfall), shares.shares, inside=True)
fill(page.CALLS, moved, activity.activity)
fill(page.FEES, with_rights(Service.fees_and_carry), fees.fees)
fill(page.RESTATED, changed, restated.restated)
fill(page.FILES, with_rights(Service.lps), files.files)
wiring.fill_asked(page.INVESTOR, one_investor, investor.investor)


def register_sale(app: Dash, ports: Ports) -> None:
    """Answer a sale while its price is dragged: the answer alone is drawn, not its panel."""

    def answer(told: Mapping[str, str] | None, search: str | None) -> Any:
        return answered(ports, told, search or "")

    app.callback(
        Output({"type": "sold", "panel": MATCH}, "children"),
        Input({"type": "sale", "panel": MATCH}, "data"),
        State(Shell.URL, "search"),
        prevent_initial_call=True,
    )(answer)


def answered(ports: Ports, told: Mapping[str, str] | None, search: str) -> Part:
    """What a sale comes to, or in words why it cannot be worked out."""
    if not told:
        return no_update
    try:
        principal = ports.principal()
        scope = Scope.from_query(parse_qs(search.removeprefix("?"), keep_blank_values=True))
        asked = {name: str(told.get(name) or "") for name in SALE}
        found = sale(wiring.service(ports), principal, scope, asked)
        return simulate.result(ports.identified(found))
    except GpError as error:
        return panels.alert("warn", "Not simulated.", error.message, sign="warning")
    except Exception as error:
        # A defect in one answer is written down and leaves the panel standing.
        return simulate.failed(ports.reference(error))
