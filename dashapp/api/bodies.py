"""What bodies of requests are made of: amounts and rates as numbers or plain text, days as text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Field,
    GetCoreSchemaHandler,
    GetJsonSchemaHandler,
    WithJsonSchema,
)
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from dashapp.api.params import DAY

LARGEST = Decimal(10) ** 15  # beyond any fund, within NUMERIC(20,2)


@dataclass(frozen=True, slots=True)
class AsText:
    """Numbers that also come as text, to be exact: which texts are numbers is in the schema too."""

    pattern: str

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        return core_schema.no_info_before_validator_function(self._check, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        told = handler(schema)
        for way in told["anyOf"]:
            if way["type"] == "string":
                way["pattern"] = self.pattern
        return told

    def _check(self, value: Any) -> Any:
        if isinstance(value, bool):
            raise ValueError("write a number")
        if isinstance(value, str) and not re.fullmatch(self.pattern, value, re.ASCII):
            raise ValueError("write a number with a point, as 1500000.25")
        return value


def _day(value: Any) -> Any:
    """A day as text: numbers are no days here."""
    if not isinstance(value, str) or not re.fullmatch(DAY, value):
        raise ValueError("write a day as 2025-09-30")
    return value


Amount = Annotated[Decimal, Field(ge=0, lt=LARGEST), AsText(r"^[0-9]{1,15}(\.[0-9]{1,6})?$")]
Price = Annotated[
    Decimal,
    Field(gt=0, le=LARGEST),
    AsText(r"^([1-9][0-9]{0,14}(\.[0-9]{1,6})?|0\.[0-9]{0,5}[1-9])$"),
]
Level = Annotated[
    Decimal, Field(ge=-LARGEST, le=LARGEST), AsText(r"^-?[0-9]{1,15}(\.[0-9]{1,6})?$")
]
Rate = Annotated[Decimal, Field(ge=0, le=1), AsText(r"^(0(\.[0-9]{1,12})?|1(\.0{1,12})?)$")]
Times = Annotated[
    Decimal, Field(ge=0, le=1000), AsText(r"^([0-9]{1,3}(\.[0-9]{1,12})?|1000(\.0{1,12})?)$")
]
Change = Annotated[
    Decimal,
    Field(ge=-1, le=100, allow_inf_nan=False),
    AsText(r"^(-?0(\.[0-9]{1,12})?|-1(\.0{1,12})?|[1-9][0-9]?(\.[0-9]{1,12})?|100(\.0{1,12})?)$"),
]
Day = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": DAY}),
]
