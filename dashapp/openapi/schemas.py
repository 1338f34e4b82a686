"""JSON schemas of result dataclasses, as `services.cache.encode` writes them."""

from __future__ import annotations

import sys
import types
from collections.abc import Mapping
from dataclasses import Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Union, get_args, get_origin, get_type_hints

Schema = dict[str, Any]
WORDS = {
    "percent": "In percent.",
    "fraction": "A fraction of one.",
    "x": "A multiple.",
    "money": "In the currency of meta.currency; a number, or text with amounts=string.",
    "count": "A count.",
}
PLAIN: dict[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": ["number", "string"]},
    date: {"type": "string", "format": "date"},
    datetime: {"type": "string", "format": "date-time"},
    Any: {},
    object: {},
    type(None): {"type": "null"},
}
# Left out of answers that stay the same for ever.
PASSING = frozenset({"computed_at", "data_version", "data_quality"})


class Schemas:
    """Collects the schema of each dataclass once, under its name."""

    def __init__(self) -> None:
        self.found: dict[str, Schema] = {}
        self._names: dict[type, str] = {}

    def of(self, kind: Any) -> Schema:
        """The schema of a type; dataclasses become references."""
        if is_dataclass(kind) and isinstance(kind, type):
            return self._reference(kind)
        origin, arguments = get_origin(kind), get_args(kind)
        if origin in (Union, types.UnionType):
            return _either([self.of(part) for part in arguments])
        if origin is tuple:
            return self._listed(arguments)
        if origin is list or origin is frozenset:
            return {"type": "array", "items": self.of(arguments[0])}
        if origin in (dict, Mapping) or kind is dict:
            value = self.of(arguments[1]) if arguments else {}
            return {"type": "object", "additionalProperties": value}
        return dict(PLAIN[kind])

    def _listed(self, parts: tuple[Any, ...]) -> Schema:
        if len(parts) == 2 and parts[1] is Ellipsis:
            return {"type": "array", "items": self.of(parts[0])}
        return {
            "type": "array",
            "prefixItems": [self.of(part) for part in parts],
            "minItems": len(parts),
            "maxItems": len(parts),
        }

    def _reference(self, kind: type) -> Schema:
        name = self._name(kind)
        if name not in self.found:
            self.found[name] = {}  # a type may hold itself
            self.found[name] = self._record(kind)
        return {"$ref": f"#/components/schemas/{name}"}

    def _name(self, kind: type) -> str:
        """The name of a type; with its module's where another module has one of that name."""
        if kind not in self._names:
            own = kind.__name__
            taken = own in self._names.values()
            self._names[kind] = f"{kind.__module__.split('.')[1]}.{own}" if taken else own
        return self._names[kind]

    def _record(self, kind: type) -> Schema:
        # The module's names only: a field called `date` must not hide the type of that name.
        hints = get_type_hints(kind, vars(sys.modules[kind.__module__]), {})
        items = fields(kind)
        properties = {item.name: self._property(hints[item.name], item) for item in items}
        return {
            "type": "object",
            "description": " ".join((kind.__doc__ or "").split()),
            "properties": properties,
            "required": [name for name in properties if name not in PASSING],
            "additionalProperties": False,
        }

    def _property(self, hint: Any, item: Field[Any]) -> Schema:
        schema = self.of(hint)
        words = WORDS.get(item.metadata.get("unit", ""))
        return schema | {"description": words} if words and "$ref" not in schema else schema


def _either(schemas: list[Schema]) -> Schema:
    """One schema for several: a list of plain types, or any of them."""
    if all(set(schema) == {"type"} for schema in schemas):
        names: list[str] = []
        for schema in schemas:
            given = schema["type"]
            names += given if isinstance(given, list) else [given]
        return {"type": list(dict.fromkeys(names))}
    return {"anyOf": schemas}
