"""What the page says of packs and tie-outs, and who may take them further."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

from layouts import lp_reporting as page
from layouts.figures.lp_reporting import samples
from layouts.lp_reporting import (
    pack,
    packs,
    ties,
)
from layouts.lp_reporting.parts import ITSELF
from layouts.panels import Bare, Empty
from tests.lp_page.drawn import PARTNER, READER, content, lines_of, view
from tests.portfolio_page.shown import tables_of, text_of, told_of, words_of


def test_the_run_lists_every_pack_with_who_approved_it_or_what_it_waits_for():
    found = content(packs.packs, (samples.reports(), PARTNER), page.PACKS)
    assert found.title == "Nine packs are approved"
    assert "Draft3" in words_of(found.body) and "Locked0" in words_of(found.body)
    lines = lines_of(found)
    assert lines["Pack"] == ["Pack", "State", "Approved by, or waits for", "Q2 pack"]
    assert lines["Osprey Mutual"][1:] == ["approved", "I. Marlow, 10 Nov", "opened 12 Aug"]
    assert lines["Norrland Fund of Funds II"][1:] == [
        "draft", "You prepared this report: somebody else has …", "not opened",
    ]  # fmt: skip
    assert lines["Brightmoor Bank"][1:3] == ["draft", "prepared by J. Lindqvist"]
    assert lines["Harbourline Pension Trust"][3] == "superseded, opened 12 Aug"
    text = text_of(found.body)
    assert "Approve 1 draft" in text and "Prepare packs" in text
    assert "reports/r-BRIG/approve" in text and "reports/r-NORR/approve" not in text
    go = told_of(found.body)["rows"][0]["cells"][0][0]["go"]
    assert parse_qs(urlsplit(go).query) == {"report": ["r-CANT"], "lp": ["CANT"]}
    assert found.file is not None
    assert found.file("csv").endswith("/reports?period=2026Q3&format=csv")


def test_who_may_not_act_sees_no_button_and_an_investor_its_own_reports_alone():
    read = text_of(content(packs.packs, (samples.reports(), READER), page.PACKS).body)
    assert "data-each" not in read and "Prepare" not in read
    own = content(packs.packs, (samples.reports("one_lp"), ITSELF), page.PACKS)
    assert own.title == "Your last report is that of Q3 2026"
    lines = tables_of(own.body)[0]
    assert lines[0] == ["Report", "State", "Locked", "Opened"]
    assert lines[1] == ["Q3 2026, AQ1", "locked", "10 Nov 2026", "not opened"]
    assert "Cantref" not in text_of(own.body) and "Prepare" not in text_of(own.body)
    framed = content(packs.packs, (samples.reports(), PARTNER), page.PACKS, embedded=True)
    assert "data-each" not in text_of(framed.body) and '"go"' not in text_of(framed.body)


def test_before_there_is_a_pack_the_panel_offers_to_prepare_them():
    empty = samples.reports("empty")
    found = content(packs.packs, (empty, PARTNER), page.PACKS)
    assert found.title == "No pack of Q3 2026 is prepared yet"
    assert "Prepare packs" in text_of(found.body)
    assert isinstance(packs.packs((empty, READER), view(page.PACKS)), Empty)
    assert "published to you" in packs.packs((empty, ITSELF), view(page.PACKS)).words


def test_a_failing_tie_out_stands_in_red_with_its_sentence_and_blocks_the_lock():
    found = content(ties.ties, (*samples.run(), PARTNER), page.TIES)
    assert found.title == "One of nine tie-outs fails"
    body = text_of(found.body)
    assert '"fail"' in body and "Book as receivable or correct the date." in body
    assert "280,000.00" in body and "Waived by T. Okafor, 11 Nov 2026: below $5,000." in body
    assert "Lock 9 packs" in body and '"disabled": true' in body
    assert "Blocked: one check fails." in body
    assert "/data-quality?fund=AQ1" in body
    assert lines_of(found, twin=True)["Contributions = bank ledger"][1:5] == [
        "failed", "96,000,000.00", "96,280,000.00", "280,000.00",
    ]  # fmt: skip


def test_the_lock_opens_when_nothing_fails_and_something_is_approved():
    checks, run = samples.run()
    checks.ties = tuple(tie for tie in checks.ties if tie.state != "fail")
    checks.failed = 0
    found = content(ties.ties, (checks, run, PARTNER), page.TIES)
    assert found.title == "No tie-out fails; one waived"
    assert '"disabled": false' in text_of(found.body) and "Blocked" not in text_of(found.body)
    for item in run.reports:
        item.state = "draft"
    waiting = text_of(content(ties.ties, (checks, run, PARTNER), page.TIES).body)
    assert "Nothing to lock: no pack is approved." in waiting
    assert "data-each" not in text_of(content(ties.ties, (checks, run, READER), page.TIES).body)
    alone = content(ties.ties, (*samples.run("one_lp"), PARTNER), page.TIES)
    assert alone.title == "All seven tie-outs hold"
    unknown = content(ties.ties, (*samples.run("missing"), PARTNER), page.TIES)
    assert unknown.title == "No tie-out could be compared yet"


def test_a_draft_offers_what_may_be_done_and_a_locked_pack_its_seal():
    draft = content(pack.pack, (samples.report(), PARTNER), page.PACK)
    assert draft.title == "Cantref State Retirement, Q3 2026: a draft that waits"
    text = text_of(draft.body)
    assert "reports/r-1/approve" in text and "reports/r-1/letter" in text
    assert "reports/r-1/waive" in text and "One tie-out fails" in text
    assert "reports/r-1/download?format=zip" in text and "reports/r-1/verify" not in text
    locked = content(pack.pack, (samples.report("one_lp"), PARTNER), page.PACK)
    text = text_of(locked.body)
    assert "sha256:9f2c41d7b0aa" in text and "T. Okafor" in text
    assert "reports/r-1/verify" in text and "reports/r-1/supersede" in text
    assert "data-form" in text and "lp-letter" not in text
    assert "the quarter was a good one." in words_of(locked.body)
    own = content(pack.pack, (samples.report("one_lp"), ITSELF), page.PACK)
    assert own.title.startswith("AQ1, Q3 2026") and "Tie-outs" not in words_of(own.body)
    no_files = content(pack.pack, (samples.report(), PARTNER), page.PACK, may_export=False)
    assert "download?format" not in text_of(no_files.body)
    assert pack.pack((None, PARTNER), view(page.PACK)) == Bare(children=None)
