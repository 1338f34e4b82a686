"""Documents of conventions: how one is read and checked, and what holds while the firm set none."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from sqlalchemy.orm import Session

from services.db.reads.configurations import ConfigurationRow, configurations
from services.errors import Fault, InvalidInput

SHIPPED = "2026.11"
THRESHOLDS = "thresholds"  # the document of where attention begins
REPORT_DUE_DAYS = 45  # as shipped


class Convention(BaseModel):
    """One document of conventions under a version of its own."""

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)

    version: Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[\w.+-]+$")]


Kind = TypeVar("Kind", bound=Convention)


def read_document(name: str, kind: type[Kind], payload: Any) -> Kind:
    """A document read and checked. InvalidInput with every fault."""
    try:
        return kind.model_validate(payload)
    except ValidationError as error:
        faults = tuple(
            Fault(".".join(str(part) for part in item["loc"]) or name, item["msg"], item["type"])
            for item in error.errors(include_url=False, include_context=False)
        )
        raise InvalidInput(f"{name} cannot be used as it stands.", faults=faults) from error


def held(found: Mapping[str, ConfigurationRow], name: str, default: Kind) -> Kind:
    """What was set; parts that a later release added stand as shipped."""
    if name not in found:
        return default
    whole = {**default.model_dump(mode="json"), **found[name].payload}
    return read_document(name, type(default), whole)


def report_due_days(session: Session, known_on: datetime | None) -> int:
    """How many days after a quarter its report is due, as set in the document `thresholds`."""
    found = configurations(session, names=(THRESHOLDS,), known_on=known_on)
    payload = found[THRESHOLDS].payload if THRESHOLDS in found else {}
    return int(payload.get("report_due_days", REPORT_DUE_DAYS))
