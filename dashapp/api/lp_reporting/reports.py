"""Packs for programs: prepared, approved, locked, superseded, taken away and verified."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Annotated, Any, Literal

from flask import Response
from pydantic import BaseModel, ConfigDict, Field, create_model

from dashapp.api import answers
from dashapp.api.layer import Endpoints
from dashapp.api.params import DAY, Code, NoQuery, Query, ScopeQuery, read_body
from dashapp.auth import current_principal
from dashapp.context import Context, context
from services.access.permissions import check_module
from services.cache import connect
from services.errors import Fault, InvalidInput
from services.exports import CSV, XLSX
from services.live import LP_REPORTING_UPDATED, announce
from services.lp_reporting.reports import LpReports, PackBytes
from services.lp_reporting.results.reports import Report, Reports, Restatements, Verification
from services.scope import Principal, Scope

MODULE = "lp_reporting"
FAMILY = "lp_reporting"
ROOT = "/dashboards/lp-reporting"
FORMATS = ("application/json", CSV, XLSX)
ZIP = "application/zip"
FILE_TYPES = {"pdf": answers.PDF, "xlsx": XLSX, "zip": ZIP, "json": answers.JSON, "csv": CSV}
PERIOD = r"^(19|20|21)\d{2}(Q[1-4])?$"
Words = Annotated[str, Field(min_length=1, max_length=2_000)]
endpoints = Endpoints("lp reporting")


class ReportsQuery(ScopeQuery):
    """Funds, and which of their packs."""

    period: str | None = Field(  # the reports' own: a quarter or a year
        default=None, pattern=PERIOD, description="2025Q3 (annual: 2025); left out: every one."
    )
    state: Literal["draft", "approved", "locked", "superseded"] | None = Field(
        default=None, description="Packs in this state only."
    )
    lp_id: Code | None = Field(default=None, description="Code or id of an investor.")


# `from` is a word of the language, so the field cannot be written down as one.
_DAYS: dict[str, Any] = {
    "from": (str | None, Field(default=None, pattern=DAY, description="First day.")),
    "to": (str | None, Field(default=None, pattern=DAY, description="Last day.")),
}
SpanQuery = create_model(
    "SpanQuery",
    __base__=ScopeQuery,
    __doc__="Funds, and the days within which something became known.",
    **_DAYS,
)


class FileQuery(NoQuery):
    """Which file of a pack."""

    format: Literal["pdf", "xlsx", "zip", "json", "csv"] = Field(default="pdf")


class FundQuery(NoQuery):
    """Of which fund."""

    fund_id: tuple[Code, ...] = Field(default=(), description="Code or id of one fund.")
    fund: tuple[Code, ...] = Field(default=(), description="The same as fund_id.")


class Body(BaseModel):
    """A JSON body with known members only."""

    model_config = ConfigDict(extra="forbid")


class NewReports(Body):
    """What to prepare; without `lp_id` a draft for every investor who has none."""

    fund_id: Code | None = None
    period: Annotated[str, Field(pattern=PERIOD)] | None = None
    report_type: Literal["quarterly", "annual"] = "quarterly"
    lp_id: Code | None = None


class Nothing(Body):
    """A step that takes no words."""


class Reason(Body):
    """Why."""

    reason: Words


class Waived(Body):
    """Which check, and why it may pass."""

    check: Annotated[str, Field(min_length=1, max_length=200)]
    reason: Words


class Letter(Body):
    """What a person writes on the first page; empty takes it out."""

    letter: Annotated[str, Field(max_length=20_000)]


def lp_reports(parts: Context) -> LpReports:
    """The packs as this process makes them: with a press, telling caches and open pages."""
    from services.exports.report_pack import PackPress  # noqa: PLC0415 - only who prints pays

    settings = parts.settings
    return LpReports(
        parts.db,
        reporting_currency=settings.reporting_currency,
        timezone=settings.timezone,
        press=PackPress(firm=settings.firm),
        announce=partial(_tell, parts),
    )


def _tell(parts: Context, fund_id: str, version: int) -> None:
    parts.versions.mirror({fund_id: version})
    announce(connect(parts.settings.redis_url), fund_id, LP_REPORTING_UPDATED, version)


@endpoints.get(f"{ROOT}/reports", query=ReportsQuery, returns=Reports, formats=FORMATS)
def list_reports(query: Query[ReportsQuery]) -> Response:
    """Packs of the funds, the newest quarter first, with their state and who opened them when.

    An investor finds its own locked and superseded packs.
    """
    given = query.given

    def compute(parts: Context, principal: Principal, scope: Scope) -> Reports:
        return lp_reports(parts).reports(
            principal,
            scope.on(period=None),
            period=given.period,
            state=given.state,
            lp=given.lp_id,
        )

    extra = f"{given.period}|{given.state}|{given.lp_id}"
    return answers.figures(
        query, "lp-reports", compute, module=MODULE, family=FAMILY, extra=extra, own=True
    )


@endpoints.post(
    f"{ROOT}/reports",
    query=FundQuery,
    body=NewReports,
    returns=(Report, Reports),
    status=201,
    errors=(400, 403, 404),
)
def create_reports(query: Query[FundQuery]) -> Response:
    """Prepare drafts of a quarter: for one investor, or for every one without a pack.

    Both clocks are fixed: the last day of the period, and what is known now. A draft that is there
    is made anew; a locked pack is superseded instead.
    """
    _known()
    body = read_body(NewReports)
    named = tuple(dict.fromkeys((*query.given.fund_id, *query.given.fund)))
    funds = (body.fund_id,) if body.fund_id else named
    made = lp_reports(context()).create(
        current_principal(),
        Scope(funds=funds),
        period=body.period,
        report_type=body.report_type,
        lp=body.lp_id,
    )
    return answers.plain(made, status=201)


@endpoints.get(
    f"{ROOT}/reports/<report_id>",
    query=ScopeQuery,
    returns=Report,
    formats=FORMATS,
    errors=(404,),
)
def one_report(query: Query[ScopeQuery], report_id: str) -> Response:
    """One pack: its checks, its files with their SHA-256, and the steps that are open to you."""

    def compute(parts: Context, principal: Principal, scope: Scope) -> Report:
        return lp_reports(parts).report(principal, report_id)

    return answers.figures(
        query, "lp-report", compute, module=MODULE, family=FAMILY, extra=report_id, own=True
    )


def _step(name: str) -> str:
    return f"{ROOT}/reports/<report_id>/{name}"


@endpoints.post(_step("letter"), body=Letter, returns=Report, errors=(400, 403, 404))
def write_letter(query: Query[NoQuery], report_id: str) -> Response:
    """What a person writes to the investor; of a draft only."""
    _known()
    letter = read_body(Letter).letter
    return answers.plain(lp_reports(context()).write_letter(current_principal(), report_id, letter))


@endpoints.post(_step("approve"), body=Nothing, returns=Report, errors=(400, 403, 404))
def approve_report(query: Query[NoQuery], report_id: str) -> Response:
    """A second person has looked the draft over; 403 for the one who prepared it."""
    _known()
    read_body(Nothing)
    return answers.plain(lp_reports(context()).approve(current_principal(), report_id))


@endpoints.post(_step("waive"), body=Waived, returns=Report, errors=(400, 403, 404))
def waive_check(query: Query[NoQuery], report_id: str) -> Response:
    """Let a failed check pass under your own name."""
    _known()
    body = read_body(Waived)
    return answers.plain(
        lp_reports(context()).waive(
            current_principal(), report_id, check=body.check, reason=body.reason
        )
    )


@endpoints.post(_step("lock"), body=Nothing, returns=Report, errors=(400, 403, 404))
def lock_report(query: Query[NoQuery], report_id: str) -> Response:
    """Seal an approved pack: what it says, the rows it stands on and its files.

    422 names the checks that fail and were not waived.
    """
    _known()
    read_body(Nothing)
    return answers.plain(lp_reports(context()).lock(current_principal(), report_id))


@endpoints.post(_step("supersede"), body=Reason, returns=Report, status=201, errors=(400, 403, 404))
def supersede_report(query: Query[NoQuery], report_id: str) -> Response:
    """A new draft in place of a locked pack, which stays until the new one is locked."""
    _known()
    body = read_body(Reason)
    made = lp_reports(context()).supersede(current_principal(), report_id, reason=body.reason)
    return answers.plain(made, status=201)


@endpoints.get(
    _step("download"),
    query=FileQuery,
    returns={"type": "string", "format": "binary"},
    formats=tuple(FILE_TYPES.values()),
    errors=(403, 404),
)
def download_report(query: Query[FileQuery], report_id: str) -> Response:
    """One file of a pack; who took it is kept. The zip holds all of them, and how to verify."""
    _known()
    format = query.given.format
    return _file(lp_reports(context()).download(current_principal(), report_id, format), format)


@endpoints.get(_step("verify"), returns=Verification, errors=(403, 404))
def verify_report(query: Query[NoQuery], report_id: str) -> Response:
    """Run a locked pack again from its own clocks: the same hash, or which rows differ.

    Nothing is written.
    """
    _known()
    return answers.tagged(
        lp_reports(context()).verify(current_principal(), report_id), name="lp-report-verification"
    )


@endpoints.get(f"{ROOT}/restatements", query=SpanQuery, returns=Restatements, formats=FORMATS)
def restatements(query: Query[ScopeQuery]) -> Response:
    """What locked packs would say otherwise today, figure by figure, and the file that did it."""
    since, until = (_day(getattr(query.given, name)) for name in ("from", "to"))
    if since is not None and until is not None and since > until:
        text = "from is a day not after to."
        raise InvalidInput(text, faults=(Fault("from", text),))

    def compute(parts: Context, principal: Principal, scope: Scope) -> Restatements:
        return lp_reports(parts).restatements(
            principal, scope.on(period=None), since=since, until=until
        )

    extra = f"{since}|{until}"
    return answers.figures(
        query, "lp-restatements", compute, module=MODULE, family=FAMILY, extra=extra
    )


def _known() -> None:
    check_module(current_principal(), MODULE)


def _day(text: str | None) -> date | None:
    return None if text is None else Scope.from_query({"as_of": [text]}).as_of


def _file(found: PackBytes, format: str) -> Response:
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name}"',
        "Cache-Control": answers.REVALIDATE,
        "Vary": "Authorization, Cookie",
    }
    if found.sha256 is not None:
        headers["X-Content-SHA256"] = found.sha256
    return Response(found.content, content_type=FILE_TYPES[format], headers=headers)
