"""Maps as files: a user's own YAML, and the profiles that we ship."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import yaml
from pydantic import ValidationError

from services.errors import Fault, InvalidInput
from services.imports.maps.rules import FileRules, Map

FOLDER = Path(__file__).parents[1] / "profiles"


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
    except (yaml.YAMLError, RecursionError) as error:
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
        named = "; ".join(f"{fault.place or 'map'}: {fault.text}" for fault in faults[:5])
        raise InvalidInput(
            f"The map {name} has {len(faults)} faults. {named}", faults=faults
        ) from None


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
