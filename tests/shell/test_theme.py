"""One set of colours: what figures use is what the style sheet says."""

import json
import re
from pathlib import Path

import pytest

from layouts.figures import theme
from tests.conftest import SHARED

ASSETS = Path(__file__).parents[2] / "dashapp" / "assets"


def tokens(selector):
    text = (ASSETS / "tokens.css").read_text(encoding="utf-8")
    block = text[text.index(selector) :]
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", block[: block.index("\n}")]))


@pytest.mark.parametrize(
    ("selector", "roles"),
    [(":root, [data-bs-theme=light] {", theme.LIGHT), ("[data-bs-theme=dark] {", theme.DARK)],
)
def test_the_colours_of_figures_are_those_of_the_style_sheet(selector, roles):
    found = tokens(selector)
    assert {role: found[role] for role in roles} == roles


def test_every_light_colour_has_one_dark_colour():
    assert set(theme.LIGHT) == set(theme.DARK)
    assert len(set(theme.LIGHT.values())) == len(theme.LIGHT)


@pytest.mark.shared
@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_template_is_the_one_that_was_drawn(name):
    drawn = json.loads((SHARED / "look" / "plotly-template.json").read_text())[name]["layout"]
    ours = theme.template(name)["layout"]
    assert {key: drawn[key] for key in ours if key != "colorscale"} == ours
