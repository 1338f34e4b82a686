"""Documents of conventions: how one is read and checked, and what holds while the firm set none."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from services.db.reads.configurations import ConfigurationRow
from services.errors import Fault, InvalidInput

SHIPPED = "2026.11"


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
