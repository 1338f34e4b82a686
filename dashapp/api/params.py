"""Query strings read: known names only, each fault told, the scope settled once per text."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any, Generic, Literal, TypeVar
from urllib.parse import parse_qsl

from flask import request
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.errors import Fault, InvalidInput
from services.scope import Scope

MOST_PARAMETERS = 200
KEPT = 1024
LONGEST_KEPT = 512
DAY = r"^(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$"
MOMENT = r"^(19|20|21)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])([T ].{1,40})?$"
PERIOD = (
    r"^([1-9]\d{0,3}[mqy]|(19|20|21)\d{2}(Q[1-4])?"
    r"|(19|20|21)\d{2}-\d{2}-\d{2}\.\.(19|20|21)\d{2}-\d{2}-\d{2})$"
)
Code = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[^\x00-\x1f\x7f]+$")]
Asked = TypeVar("Asked", bound=BaseModel)
Given_co = TypeVar("Given_co", bound=BaseModel, covariant=True)


class NoQuery(BaseModel):
    """An endpoint without parameters."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class ScopeQuery(NoQuery):
    """What is asked for: funds, both clocks, period, basis, view of the line, currency."""

    fund_id: tuple[Code, ...] = Field(
        default=(),
        description="Code or id of a fund, repeatable; left out: every fund you may see, pooled.",
        examples=[["AQ1"]],
    )
    fund: tuple[Code, ...] = Field(default=(), description="The same as fund_id.")
    as_of: str | None = Field(
        default=None,
        pattern=DAY,
        description="Day the figures stand for; left out: the latest value date not after the "
        "last closed quarter-end.",
        examples=["2025-09-30"],
    )
    known_on: str | None = Field(
        default=None,
        pattern=MOMENT,
        description="Moment of knowledge: facts imported later are left out. Left out: now.",
        examples=["2025-11-14"],
    )
    period: str | None = Field(
        default=None,
        pattern=PERIOD,
        description="24m, 8q, 2y, 2025Q3, 2025 or 2024-01-01..2024-12-31.",
        examples=["24m"],
    )
    basis: Literal["net_lp", "net_fund", "gross"] = Field(
        default="net_lp",
        description="Net to investors, net of the whole fund, or gross of fees and carry.",
    )
    credit_line: Literal["with", "without"] = Field(
        default="with", description="With the credit line as drawn, or as if it had not existed."
    )
    currency: str | None = Field(
        default=None,
        pattern=r"^[A-Z]{3}$",
        description="Currency of the money in the answer; left out: the funds' own.",
        examples=["USD"],
    )
    format: Literal["json", "csv", "xlsx"] = Field(default="json", description="Shape of answer.")
    amounts: Literal["number", "string"] = Field(
        default="number", description="Money as JSON numbers, or as text with exact cents."
    )


@dataclass(frozen=True, slots=True)
class Query(Generic[Given_co]):
    """A query string that can be used: its scope, and every parameter of the endpoint's model."""

    scope: Scope
    given: Given_co


def read(model: type[Asked], query_string: bytes) -> Query[Asked]:
    """The parameters of a query string. Raises InvalidInput with one fault per parameter."""
    if len(query_string) > LONGEST_KEPT:
        return _read(model, query_string)
    return _kept(model, query_string)


@lru_cache(maxsize=KEPT)
def _kept(model: type[Asked], query_string: bytes) -> Query[Asked]:
    return _read(model, query_string)


def _read(model: type[Asked], query_string: bytes) -> Query[Asked]:
    values = _split(query_string)
    faults = _strangers(model, values)
    given, wrong = _validated(model, values)
    scope = Scope()
    if issubclass(model, ScopeQuery):
        scope, told = _scope(values)
        wrong = _better_told(wrong, told)
    if given is None or faults or wrong:
        every = tuple(faults + wrong)
        raise InvalidInput(every[0].text, faults=every)
    return Query(scope, given)


def _better_told(wrong: list[Fault], told: list[Fault]) -> list[Fault]:
    """One fault per parameter, in the words that say what to write instead where there are any."""
    words = {fault.place: fault for fault in told}
    return list(({fault.place: fault for fault in wrong} | words).values())


def _split(query_string: bytes) -> dict[str, list[str]]:
    values: dict[str, list[str]] = defaultdict(list)
    try:
        text = query_string.decode("ascii")
        pairs = parse_qsl(
            text,
            keep_blank_values=True,
            strict_parsing=bool(text),
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError:
        fault = Fault("query", "The query string cannot be read as UTF-8 name=value pairs.")
        raise InvalidInput(fault.text, faults=(fault,)) from None
    for name, value in pairs:
        values[name].append(value)
    return values


def _strangers(model: type[BaseModel], values: dict[str, list[str]]) -> list[Fault]:
    known = ", ".join(model.model_fields) or "none"
    return [
        Fault(name[:64], f"There is no such parameter; known are: {known}.", "unknown")
        for name in values
        if name not in model.model_fields
    ]


def _validated(
    model: type[Asked], values: dict[str, list[str]]
) -> tuple[Asked | None, list[Fault]]:
    faults: list[Fault] = []
    plain: dict[str, Any] = {}
    for name, field in model.model_fields.items():
        found = values.get(name)
        if found is None:
            continue
        if field.annotation is not None and str(field.annotation).startswith("tuple"):
            plain[name] = tuple(dict.fromkeys(found))
        elif len(set(found)) > 1:
            faults.append(Fault(name, f"{name} is given more than once.", "repeated"))
        else:
            plain[name] = found[0]
    try:
        return model.model_validate(plain), faults
    except ValidationError as error:
        return None, faults + [
            Fault(str(item["loc"][0]), f"{item['loc'][0]}: {item['msg']}.", item["type"])
            for item in error.errors(include_url=False, include_context=False)
        ]


def _scope(values: dict[str, list[str]]) -> tuple[Scope, list[Fault]]:
    try:
        return Scope.from_query(values), []
    except InvalidInput as error:
        return Scope(), list(error.faults)


def read_body(model: type[Asked]) -> Asked:
    """The JSON body as `model`; InvalidInput names each wrong member, BadRequest means no JSON."""
    try:
        return model.model_validate(request.get_json(force=True))
    except ValidationError as error:
        faults = tuple(
            Fault(".".join(str(part) for part in item["loc"]) or "body", item["msg"], item["type"])
            for item in error.errors(include_url=False, include_context=False)
        )
        raise InvalidInput(faults[0].text, faults=faults) from None
