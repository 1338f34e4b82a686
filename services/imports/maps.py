"""Maps: how the columns of somebody else's file become ours. Profiles are maps that we ship."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from services.errors import Fault, InvalidInput

FOLDER = Path(__file__).parent / "profiles"
Words = Annotated[str, BeforeValidator(lambda value: "" if value is None else str(value))]


def _as_tuple(value: Any) -> Any:
    return (str(value),) if isinstance(value, str | int | float) else value


Names = Annotated[tuple[str, ...], BeforeValidator(_as_tuple)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class FileRules(_Part):
    """How the file is written. `unit` multiplies every amount; `null` lists texts for unknown.

    Rows are left out when their first filled cell matches `skip_rows_matching`, or when all
    columns of `skip_rows_blank_in` (ours) are blank; both are counted and told.
    """

    header_row: Annotated[int, Field(ge=1, le=1000)] | Literal["auto"] = 1
    sheet: Names = ()
    encoding: str = "auto"
    delimiter: str = "auto"
    date_order: Literal["auto", "iso", "mdy", "dmy"] = "auto"
    decimal: Literal["auto", "point", "comma"] = "auto"
    unit: Annotated[Decimal, Field(gt=0)] = Decimal(1)
    null: tuple[Words, ...] = ()
    skip_rows_matching: str | None = None
    skip_rows_blank_in: Names = ()

    @property
    def sheets(self) -> tuple[str, ...]:
        return self.sheet


class RouteRule(_Part):
    """Rows whose `when` column (ours, before `values`) holds one of the texts are another kind."""

    kind: str
    when: dict[str, Names]
    columns: dict[str, str] = {}


class BySign(_Part):
    """The type of a row whose text says only that cash moved."""

    negative: str
    positive: str


class TotalReturn(_Part):
    """A second series with dividends: TR_t = TR_{t-1} (P_t + D_t / periods) / P_{t-1}.

    Starts at the first level and ends before the first `missing` dividend.
    """

    dividend: str
    index: str
    periods: Annotated[int, Field(ge=1, le=366)] = 12
    missing: tuple[Words, ...] = ("0", "0.0", "")


class Derive(_Part):
    """Facts computed from the file's own."""

    total_return: TotalReturn | None = None


class Parents(_Part):
    """Things that may be created when a row names one that does not exist; values are defaults."""

    fund: dict[str, Words] | None = None
    investor: dict[str, Words] | None = None


class Map(_Part):
    """One layout. `columns`: ours to theirs (several names: the first that is there).

    `constants` fill columns the file lacks; `values` translate texts; `strip` removes what a
    pattern matches (footnote marks); `difference` fills a column with one amount minus another.
    `sign`: positive = the type says the direction; signed = calls negative, distributions positive.
    """

    name: str = "map"
    words: str = ""
    kind: str
    file: FileRules = FileRules()
    columns: dict[str, Names] = {}
    constants: dict[str, Words] = {}
    values: dict[str, dict[Words, Words]] = {}
    strip: dict[str, str] = {}
    difference: dict[str, tuple[str, str]] = {}
    sign: Literal["positive", "signed"] = "positive"
    type_by_sign: dict[str, BySign] = {}
    routes: tuple[RouteRule, ...] = ()
    parents: Parents = Parents()
    derive: Derive = Derive()

    def described(self) -> dict[str, Any]:
        """The map as plain data: kept with the import, and part of its identity."""
        return self.model_dump(mode="json", exclude_defaults=True)


def canonical(kind: str) -> Map:
    """The map of a file in the canonical layout: our names, ISO dates, decimal points."""
    rules = FileRules(date_order="iso", decimal="point")
    return Map(name="canonical", kind=kind, file=rules)


def read_map(path: Path) -> Map:
    """A map from a YAML file. Raises InvalidInput with one fault per wrong key."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidInput(f"The map {path} cannot be read: {error}.") from None
    return parse_map(text, name=path.stem)


def parse_map(text: str, *, name: str) -> Map:
    """A map from YAML. Raises InvalidInput with one fault per wrong key."""
    try:
        # every scalar stays the text it is: dates, `null` and `no` mean themselves in a map
        data = yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - makes only text, lists, keys
    except yaml.YAMLError as error:
        raise InvalidInput(f"The map {name} is not YAML: {error}") from None
    if not isinstance(data, dict):
        raise InvalidInput(f"The map {name} must hold keys such as kind, file and columns.")
    try:
        return Map.model_validate({"name": name} | data)
    except ValidationError as error:
        faults = tuple(
            Fault(".".join(str(part) for part in fault["loc"]), fault["msg"])
            for fault in error.errors()
        )
        raise InvalidInput(f"The map {name} has {len(faults)} faults.", faults=faults) from None


@cache
def profiles() -> dict[str, Map]:
    """The shipped profiles by name."""
    found = (parse_map(p.read_text("utf-8"), name=p.stem) for p in sorted(FOLDER.glob("*.yaml")))
    return {profile.name: profile for profile in found}


def profile_named(name: str) -> Map:
    """A shipped profile; `-` and `_` are the same. Raises InvalidInput naming those there are."""
    found = profiles().get(name.replace("-", "_").lower())
    if found is None:
        raise InvalidInput(f"There is no profile {name!r}. Profiles: {', '.join(profiles())}.")
    return found
