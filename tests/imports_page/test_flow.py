"""The way in for a file: the form, the columns of a kind, and who may open which page."""

from __future__ import annotations

import re
from functools import partial
from pathlib import Path

import pytest

from callbacks import imports as wiring
from callbacks import shell as shell_wiring
from dashapp import pages
from layouts.imports import flow
from services.access.permissions import may_open
from services.errors import Forbidden, NotFound
from services.imports import KINDS, listing
from services.modules import MODULES
from services.scope import Principal
from tests.imports_page.test_book import text_of, words_of

ASSETS = Path(__file__).parents[2] / "dashapp" / "assets"


def person(*roles: str, funds: frozenset[str] | None = None) -> Principal:
    return Principal(user_id="u1", name="Ines Marlow", roles=frozenset(roles), funds=funds)


def opened(path: str, who: Principal) -> str:
    routes = pages.pages(development=False)
    return words_of(
        pages.page(routes, path, "", opens=partial(may_open, who), hides="lp" in who.roles)
    )


def test_the_form_offers_every_kind_and_each_profile_with_its_kind() -> None:
    text = text_of(flow.layout(**listing.overview()))
    for kind in KINDS:
        assert f'"value": "{kind}"' in text
    assert '"data-kind": "fund_cash_flows"' in text
    assert '"data-words": "' in text
    assert "Blocked: check the file first." in text
    assert '"disabled": true' in text


def test_every_field_of_the_form_has_a_label() -> None:
    text = text_of(flow.layout(**listing.overview()))
    fields = set(re.findall(r'"data-slot": "([\w-]+)"', text)) | {"kind", "layout"}
    labels = set(re.findall(r'"htmlFor": "import-([\w-]+)"', text))
    assert fields == labels
    script = (ASSETS / "imports.js").read_text(encoding="utf-8")
    known = set(re.findall(r'^    "?([\w-]+)"?: \["(?:input|textarea)"', script, flags=re.M))
    assert known == fields - {"kind", "layout"}


def test_the_columns_of_a_kind_stand_beside_the_form_with_an_empty_file_to_fill_in() -> None:
    described = wiring.columns(None, person("operations"), {"kind": ["fund_navs"]})  # type: ignore[arg-type]
    drawn = flow.columns(described, None).children  # type: ignore[arg-type]
    words = words_of(drawn)
    assert "fund_navs: " in words
    assert "nav *required" in words
    assert "84500000" in words
    assert "/api/v1/imports/templates/fund_navs?format=xlsx" in text_of(drawn)


def test_a_kind_that_does_not_exist_is_said_to_be_missing() -> None:
    with pytest.raises(NotFound, match="There is no kind"):
        wiring.columns(None, person("operations"), {"kind": ["nothing"]})  # type: ignore[arg-type]
    with pytest.raises(Forbidden):
        wiring.columns(None, person("admin"), {})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("who", "book", "way_in"),
    [
        (person("operations"), True, True),
        (person("partner", "operations"), True, True),
        (person("operations", funds=frozenset({"f1"})), True, False),
        (person("partner"), True, False),
        (person("associate", funds=frozenset({"f1"})), True, False),
        (person("auditor"), True, False),
        (person("admin"), False, False),
    ],
    ids=lambda value: "+".join(sorted(value.roles)) if isinstance(value, Principal) else None,
)
def test_the_book_is_for_readers_and_the_way_in_for_operations(
    who: Principal, book: bool, way_in: bool
) -> None:
    closed = "Your role does not include this page."
    assert (closed not in opened("/imports", who)) is book
    assert (closed not in opened("/imports/new", who)) is way_in
    assert (closed not in opened("/data-quality", who)) is book
    assert closed not in opened("/definitions", who)


def test_for_a_limited_partner_these_pages_are_not_there() -> None:
    investor = person("lp", funds=frozenset())
    for path in ("/imports", "/imports/new", "/data-quality", "/fund-performance"):
        assert f"There is nothing under {path}." in opened(path, investor)


def test_the_rail_names_what_is_closed_to_a_person() -> None:
    assert shell_wiring.closed(person("partner")) == []
    assert shell_wiring.closed(person("admin")) == [
        "", *(module.slug for module in MODULES), "imports", "data-quality",
    ]  # fmt: skip
    assert {"imports", "data-quality"} <= set(shell_wiring.closed(person("lp")))


@pytest.mark.parametrize("path", ["/imports", "/imports/new", "/data-quality", "/definitions"])
def test_only_modules_can_be_framed(path: str) -> None:
    routes = pages.pages(development=True)
    assert "There is nothing under" in words_of(pages.page(routes, f"/embed{path}", ""))


@pytest.mark.parametrize("name", ["imports.js", "imports.css"])
def test_the_way_in_names_no_other_host_and_writes_no_markup(name: str) -> None:
    text = (ASSETS / name).read_text(encoding="utf-8")
    plain = re.sub(r"http://www\.w3\.org/\S+|/\*.*?\*/", "", text, flags=re.S)
    assert "//" not in plain
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(", text)
