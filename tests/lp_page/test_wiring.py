"""What the page asks of the books, for the firm's own people and for an investor who looks."""

from __future__ import annotations

import json

import pytest

from callbacks import lp_reporting as wired
from callbacks.panels import Ports, render
from layouts import lp_reporting as page
from layouts.lp_reporting import PANELS
from services.access.funds import visible_funds
from services.definitions import DEFINITIONS, definition
from services.explain import figure_ids
from services.explain.naming import identified
from services.imports import run_import
from tests.lp_reports.conftest import ADA, BOB, OPS, firm, investor
from tests.portfolio_page.shown import text_of, words_of

HIDDEN = (page.TIES, page.WATERFALL, page.REGISTER, page.SIMULATE, page.SHARES)
ASKED = "?fund=AQ1&as_of=2025-09-30"
ANNA, BERT = investor("ANNA"), investor("BERT")


def defect(error):
    raise AssertionError from error


@pytest.fixture(scope="module")
def house(module_db, tmp_path_factory):
    found = firm(module_db, tmp_path_factory.mktemp("house"))
    path = found.folder / "terms.csv"
    path.write_text(
        "fund,effective_date,waterfall,preferred_return,carry_rate,catch_up_rate\n"
        "AQ1,2024-01-01,european,0.08,0.20,1\n"
    )
    assert run_import(module_db, kind="lpa_terms", path=path, imported_by="test").errors == []
    return found


def ports(house, who):
    ids = figure_ids("a-secret-of-the-test-suite-0123456789abcdef", ())
    return Ports(
        principal=lambda: who,
        db=house.db,
        funds=lambda principal: visible_funds(house.db, principal),
        definition=definition,
        definitions=lambda: tuple(DEFINITIONS.values()),
        reference=defect,
        firm="Alder & Quay",
        identified=lambda result: identified(result, ids, every=True),
    )


def seen(house, who, panel, search=ASKED):
    """The inside of a panel as this person gets it; a defect fails the test."""
    found, filling = wired.wiring.fillings[panel.id]
    return render(ports(house, who), wired.SLUG, found, filling, search=search)


def words(house, who, panel, search=ASKED):
    return words_of(seen(house, who, panel, search))


def test_a_partner_sees_the_investors_their_accounts_and_how_money_is_shared(house):
    for panel in PANELS:
        seen(house, ADA, panel)  # a defect would fail
    assert "2 investors" in words(house, ADA, page.STATE)
    register = words(house, ADA, page.REGISTER)
    assert "ANNA" in register and "BERT" in register and "540.00" in register
    account = words(house, ADA, page.ACCOUNT)
    assert "ANNA: capital up" in account, "the largest where the address names none"
    assert "540,000" in account
    other = words(house, ADA, page.ACCOUNT, f"{ASKED}&lp=BERT")
    assert "BERT: capital up" in other and "360,000" in other
    assert "Clawback today: none." in words(house, ADA, page.WATERFALL)
    calls = words(house, ADA, page.CALLS)
    assert "Distribution" in calls and "BERT" in calls


def test_one_investor_takes_the_place_of_the_panels_and_keeps_its_own_when_framed_alone(house):
    search = f"{ASKED}&view=investor&lp=BERT"
    assert "BERT committed $400k to 1 fund" in words(house, ADA, page.INVESTOR, search)
    assert all(
        seen(house, ADA, panel, search) is None for panel in PANELS if panel is not page.INVESTOR
    )
    assert seen(house, ADA, page.INVESTOR) is None
    alone = seen(house, ADA, page.STATE, f"{search}&panel={page.STATE.id}")
    assert "2 investors" in words_of(alone)
    missing = words(house, ADA, page.INVESTOR, f"{ASKED}&view=investor&lp=NOBODY")
    assert "NOBODY" not in missing.replace("lp=NOBODY", "")


def test_a_sale_is_answered_alone_and_refused_in_words(house):
    found = wired.answered(ports(house, ADA), {"value": "200"}, ASKED)
    said = words_of(found)
    assert "Sold on 30 Sep 2025" in said and "investors get" in said
    assert "is no percentage" in words_of(wired.answered(ports(house, ADA), {"value": "x"}, ASKED))
    outside = words_of(wired.answered(ports(house, ANNA), {"value": "100"}, ASKED))
    assert "Not simulated." in outside and "investors get" not in outside
    in_address = words(house, ADA, page.SIMULATE, f"{ASKED}&value=50&sold_on=2026-12-31")
    assert "Sold on 31 Dec 2026" in in_address
    assert "is no day" in words(house, ADA, page.SIMULATE, f"{ASKED}&sold_on=soon")


def test_an_investor_reads_that_nothing_was_published_and_then_itself_alone(house):
    assert "Nothing has been published to you yet." in words(house, ANNA, page.STATE)
    assert all(seen(house, ANNA, panel) is None for panel in PANELS if panel is not page.STATE)

    ids = house.drafts()
    run = words(house, ADA, page.PACKS)
    assert "2 packs are in draft" in run.replace("Two", "2")
    assert "Blocked: You prepared this report" in run
    assert "Approve 2 drafts" in words(house, BOB, page.PACKS)
    operations = text_of(seen(house, OPS, page.PACKS))
    assert "data-each" not in operations and "Prepare packs" in operations
    draft = words(house, BOB, page.PACK, f"{ASKED}&report={ids['ANNA']}")
    assert "ANNA, Q3 2025: a draft" in draft and "Letter" in draft
    house.locked(ids["ANNA"])

    assert "You committed $600k" in words(house, ANNA, page.STATE, "")
    for panel in HIDDEN:
        assert seen(house, ANNA, panel, "") is None, panel.id
    everything = {panel.id: seen(house, ANNA, panel, "") for panel in PANELS}
    text = json.dumps(everything, default=lambda item: item.to_plotly_json())
    assert "ANNA" in text and "540,000" in text
    for foreign in ("BERT", "360,000", "data-each", "data-form", "Prepare packs"):
        assert foreign not in text, foreign
    assert "Your last report is that of Q3 2025" in words_of(everything[page.PACKS.id])
    opened = words(house, ANNA, page.PACK, f"?report={ids['ANNA']}")
    assert "AQ1, Q3 2025: locked" in opened and "sha256:" in opened
    assert seen(house, BERT, page.PACKS, "") is None, "nothing was published to this one"


def test_an_investor_who_asks_for_another_finds_nothing_there(house):
    for search in ("?view=investor&lp=BERT", f"{ASKED}&lp=BERT"):
        panel = page.INVESTOR if "view" in search else page.ACCOUNT
        found = words(house, ANNA, panel, search)
        assert "400" not in found and "360,000" not in found
    own = words(house, ANNA, page.INVESTOR, "?view=investor")
    assert "You committed $600k to 1 fund" in own
    links = text_of(seen(house, ANNA, page.FILES, ""))
    assert "performance-template" not in links and "lp_id=ANNA" in links
    assert "Call 1" in words(house, ANNA, page.CALLS, "")
