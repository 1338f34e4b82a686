"""The guide to importing names every key that a map may have, and its example is a map."""

from __future__ import annotations

import re
from pathlib import Path

from services.imports.maps import FileRules, Map, parse_map

GUIDE = (Path(__file__).parents[2] / "docs" / "importing.md").read_text(encoding="utf-8")


def test_every_key_of_a_map_is_explained() -> None:
    explained = set(re.findall(r"`(\w+)`", " ".join(re.findall(r"^\| (`[^|]*)\|", GUIDE, re.M))))
    assert (set(Map.model_fields) | set(FileRules.model_fields)) - {"file"} <= explained
    assert "`file`" in GUIDE


def test_the_map_of_the_guide_can_be_read() -> None:
    (text,) = re.findall(r"```yaml\n(.*?)```", GUIDE, re.S)
    rules = parse_map(text, name="guide")
    assert (rules.kind, rules.sign, rules.file.unit) == ("fund_cash_flows", "signed", 1000)
