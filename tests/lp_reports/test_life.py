"""The life of a pack: prepared by one, approved by another, sealed for ever, then superseded."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from decimal import Decimal
from functools import partial
from threading import Barrier

import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from services.errors import Forbidden, GpError, InvalidInput, NotFound
from services.lp_reporting.results.reports import Report
from services.scope import Scope
from tests.factories import Facts
from tests.lp_reports.conftest import ADA, BOB, DAY, FUND, OPS, PERIOD, House, investor


def test_a_quarter_is_prepared_for_everybody_looked_over_by_another_and_sealed(house: House):
    drafts = house.drafts()
    assert sorted(drafts) == ["ANNA", "BERT"]  # the general partner is owed none
    anna = drafts["ANNA"]
    draft = house.reports.report(ADA, anna)
    assert (draft.state, draft.as_of, draft.content_hash) == ("draft", DAY, None)
    assert (draft.may, draft.prepared_by) == (("edit",), "Person ADA")
    assert draft.checks.failed == 0 and draft.checks.passed >= 2
    with pytest.raises(Forbidden, match="somebody else has to approve"):
        house.reports.approve(ADA, anna)
    with pytest.raises(Forbidden):
        house.reports.approve(OPS, anna)
    with pytest.raises(InvalidInput, match="draft: only one that is approved can be locked"):
        house.reports.lock(ADA, anna)
    written = house.reports.write_letter(ADA, anna, "Dear Anna,\nthank you.")
    assert written.letter == "Dear Anna,\nthank you."
    approved = house.reports.approve(BOB, anna)
    assert (approved.state, approved.approved_by) == ("approved", "Person BOB")
    with pytest.raises(InvalidInput, match="approved: only one that is draft"):
        house.reports.write_letter(ADA, anna, "No.")
    locked = house.reports.lock(OPS, anna)
    assert (locked.state, locked.locked_by, locked.may) == ("locked", "Person OPS", ("supersede",))
    assert locked.content_hash is not None and len(locked.content_hash) == 71
    assert [file.sha256 is not None for file in locked.files] == [True] * 5
    with pytest.raises(InvalidInput, match="locked: supersede it"):
        house.draft("ANNA")
    assert house.told[-1][0] == "id-AQ1"
    assert house.told[-1][1] == Facts(house.db).version("id-AQ1")
    assert house.reports.reports(ADA, FUND, period=PERIOD).counts == {"draft": 1, "locked": 1}
    assert house.reports.reports(ADA, FUND, state="locked", lp="ANNA").reports[0].id == anna


def test_a_locked_pack_says_what_the_books_say_and_its_files_are_the_same_twice(house: House):
    pack = house.locked(house.draft("ANNA").id)
    files = {name: house.reports.download(ADA, pack.id, name) for name in
             ("pdf", "xlsx", "zip", "json", "csv")}  # fmt: skip
    kept = {file.name.rpartition(".")[2]: file for file in pack.files}
    for name, file in files.items():
        again = house.reports.download(BOB, pack.id, name)  # a press of its own
        assert again.content == file.content, name
        assert hashlib.sha256(file.content).hexdigest() == file.sha256 == kept[name].sha256
        assert len(file.content) == kept[name].size
    told = json.loads(files["json"].content)
    figures = {name: told["standing"][name] for name in
               ("commitment", "called", "distributions", "unfunded", "nav")}  # fmt: skip
    assert figures == {
        "commitment": "600000.00", "called": "300000.00", "distributions": "60000.00",
        "unfunded": "300000.00", "nav": "540000.00",
    }  # fmt: skip
    assert told["standing"]["lp_tvpi"] == 2.0  # (60 + 540) / 300
    lines = {line["code"]: line["qtd"] for line in told["account"]["lines"]}
    assert (lines["opening_nav"], lines["distributions"], lines["closing_nav"]) == (
        "480000.00", "-60000.00", "540000.00",
    )  # fmt: skip
    assert [event["amount"] for event in told["activity"]] == ["60000.00", "300000.00"]
    assert "BERT" not in files["json"].content.decode()
    # Offline: a line with the manifest's hash, then the file, is what was hashed.
    with house.db.read() as session:
        manifest = session.scalar(text("SELECT manifest_sha256 FROM lp_reports"))
    offline = hashlib.sha256(f"{manifest}\n".encode() + files["json"].content).hexdigest()
    assert pack.content_hash == f"sha256:{offline}"
    with zipfile.ZipFile(io.BytesIO(files["zip"].content)) as archive:
        names = archive.namelist()
        assert archive.read("AQ1_ANNA_2025Q3_quarterly.pdf") == files["pdf"].content
        assert str(manifest) in archive.read("HOW-TO-VERIFY.txt").decode()
        assert {info.date_time for info in archive.infolist()} == {(2000, 1, 1, 0, 0, 0)}
    assert len(names) == 6
    book = openpyxl.load_workbook(io.BytesIO(files["xlsx"].content))
    own = {row[0].value: row[1].value for row in book["Your account"].iter_rows(min_row=2)}
    assert (own["nav"], own["called"]) == (540_000, 300_000)


def test_a_fact_changed_behind_the_back_is_named_and_later_imports_change_nothing(house: House):
    pack = house.locked(house.draft("ANNA").id)
    held = house.reports.verify(ADA, pack.id)
    assert (held.ok, held.changed, held.files_ok) == (True, (), True)
    assert held.found_hash == held.expected_hash == pack.content_hash
    # What is imported later is another knowledge: the pack holds.
    house.values("corrected.csv", {"2025-09-30": {"": "905000", "ANNA": "510000"}})
    assert house.reports.verify(ADA, pack.id).ok
    # What is changed in place is a forgery: table, key, file and row are told.
    with house.db.session() as session:
        session.execute(text("UPDATE fund_navs SET nav = 540001 WHERE nav = 540000"))
    forged = house.reports.verify(ADA, pack.id)
    assert not forged.ok and forged.found_hash != forged.expected_hash
    named = [one for one in forged.changed if one.table == "fund_navs"]
    assert [one.what for one in named] == ["changed"]
    assert "navs-2025Q3.csv, row 7" in named[0].text and named[0].row_id in named[0].text
    assert any("standing.nav was 540000.00 and comes out as 540001.00" in one.text
               for one in forged.changed)  # fmt: skip
    assert house.reports.verify(investor("ANNA"), pack.id).changed == ()
    with house.db.session() as session:
        session.execute(text("UPDATE fund_navs SET nav = 540000 WHERE nav = 540001"))
        session.execute(text("DELETE FROM fund_cash_flows WHERE amount = 40000"))
        row = "SELECT fund_id, nav_date - 90, nav, currency, 'added', known_from FROM fund_navs"
        columns = "fund_id, nav_date, nav, currency, natural_key, known_from"
        session.execute(text(f"INSERT INTO fund_navs ({columns}) {row} LIMIT 1"))
    found = {(one.table, one.what) for one in house.reports.verify(ADA, pack.id).changed}
    assert {("fund_cash_flows", "vanished"), ("fund_navs", "added")} <= found


def test_the_database_keeps_the_seal_and_two_pairs_of_eyes(house: House):
    draft = house.draft("ANNA")
    refused(house, "UPDATE lp_reports SET state = 'approved', approved_by = prepared_by")
    refused(house, "UPDATE lp_reports SET state = 'approved'")
    pack = house.locked(draft.id)
    for change in (
        "letter = 'other'", "payload = '{}'", "state = 'draft'", "content_sha256 = 'x'",
        "as_of = as_of + 1", "state = 'superseded'",
        "state = 'superseded', superseded_at = now(), reason = 'x'",
    ):  # fmt: skip
        refused(house, f"UPDATE lp_reports SET {change}", "sealed")
    refused(house, "DELETE FROM lp_reports", "sealed")
    refused(house, "UPDATE lp_report_manifests SET inputs = '{}'", "sealed")
    refused(house, "DELETE FROM lp_report_manifests", "sealed")
    waiver = "INSERT INTO lp_report_waivers (id, report_id, check_id, reason, waived_by)"
    refused(house, f"{waiver} VALUES ('w', '{pack.id}', 'c', 'r', 'u')", "sealed")
    with house.db.session() as session:
        session.execute(text("UPDATE lp_reports SET state = 'superseded', superseded_at = now()"))
    refused(house, "UPDATE lp_reports SET state = 'locked', superseded_at = NULL", "sealed")


def test_a_failed_check_stops_the_lock_until_somebody_lets_it_pass_by_name(house: House):
    house.values("slipped.csv", {"2025-09-30": {"ANNA": "540100"}})
    draft = house.draft("ANNA")
    failing = [tie for tie in draft.ties if tie.state == "fail"]
    assert failing and draft.checks.failed == len(failing)
    assert {tie.difference for tie in failing} == {Decimal(100)}
    house.reports.approve(BOB, draft.id)
    blocked = house.reports.report(ADA, draft.id)
    assert "lock" not in blocked.may and blocked.blocked is not None
    assert failing[0].name in blocked.blocked
    with pytest.raises(InvalidInput, match="must pass or be waived") as stopped:
        house.reports.lock(ADA, draft.id)
    assert [fault.place for fault in stopped.value.faults] == [tie.id for tie in failing]
    with pytest.raises(Forbidden):
        house.reports.waive(OPS, draft.id, check=failing[0].id, reason="no")
    with pytest.raises(InvalidInput, match="Say why"):
        house.reports.waive(BOB, draft.id, check=failing[0].id, reason=" ")
    with pytest.raises(InvalidInput, match="no failed check"):
        house.reports.waive(BOB, draft.id, check="nothing", reason="because")
    for tie in failing:
        house.reports.waive(BOB, draft.id, check=tie.id, reason="known slip of the administrator")
    locked = house.reports.lock(ADA, draft.id)
    assert (locked.state, locked.checks.failed, locked.checks.waived) == ("locked", 0, len(failing))
    waived = next(tie for tie in locked.ties if tie.id == failing[0].id)
    assert (waived.state, waived.waived_by) == ("waived", "Person BOB")
    assert "known slip" in waived.text
    assert house.reports.verify(ADA, draft.id).ok
    seen = house.reports.report(investor("ANNA"), draft.id)
    assert {tie.text for tie in seen.ties} == {tie.name for tie in seen.ties}


def test_a_corrected_value_restates_what_was_published_and_a_successor_takes_its_place(
    house: House,
):
    packs = {lp: house.locked(report_id) for lp, report_id in house.drafts().items()}
    nothing = house.reports.restatements(ADA, FUND)
    assert (nothing.restatements, nothing.packs_compared) == ((), 2)
    house.values("corrected.csv", {"2025-09-30": {"": "905000", "ANNA": "510000"}})
    restated = house.reports.restatements(ADA, FUND).restatements
    assert [(r.lp, r.figure, r.was, r.now, r.change, r.materiality) for r in restated] == [
        ("ANNA", "nav", 540_000, 510_000, -30_000, "material")  # 5.6 % of what was published
    ]
    assert restated[0].cause is not None and restated[0].cause.startswith("corrected.csv of ")
    assert house.reports.restatements(ADA, FUND, until=DAY).restatements == ()
    for who in ("ANNA", "BERT"):  # what is known and not published is not theirs to see
        own = house.reports.restatements(investor(who), FUND)
        assert (own.restatements, own.packs_compared) == ((), 1)
    with pytest.raises(InvalidInput, match="draft: only one that is locked"):
        fresh = house.reports.supersede(ADA, packs["ANNA"].id, reason="value corrected")
        house.reports.supersede(ADA, fresh.id, reason="again")
    assert (fresh.state, fresh.supersedes, fresh.reason) == (
        "draft", packs["ANNA"].id, "value corrected",
    )  # fmt: skip
    assert house.reports.report(ADA, packs["ANNA"].id).state == "locked"
    with pytest.raises(InvalidInput, match="already on its way"):
        house.reports.supersede(ADA, packs["ANNA"].id, reason="twice")
    house.locked(fresh.id)
    old = house.reports.report(ADA, packs["ANNA"].id)
    assert (old.state, old.superseded_by) == ("superseded", fresh.id)
    assert house.reports.verify(ADA, old.id).ok and house.reports.verify(ADA, fresh.id).ok
    assert house.reports.restatements(ADA, FUND).restatements == ()
    told = json.loads(house.reports.download(ADA, fresh.id, "json").content)
    assert told["standing"]["nav"] == "510000.00"
    assert told["report"]["reason"] == "value corrected"
    (notice,) = house.reports.restatements(investor("ANNA"), FUND).restatements
    assert (notice.report_id, notice.figure, notice.was, notice.now, notice.cause) == (
        fresh.id, "nav", 540_000, 510_000, "value corrected",
    )  # fmt: skip


def test_an_investor_finds_its_own_published_packs_and_nothing_else(house: House):
    drafts = house.drafts()
    anna, bert = investor("ANNA"), investor("BERT")
    assert house.reports.reports(anna, FUND).reports == ()
    for report_id in drafts.values():
        for ask in (
            house.reports.report,
            house.reports.verify,
            house.reports.approve,
            house.reports.lock,
            partial(house.reports.download, format="pdf"),
        ):
            with pytest.raises(NotFound):
                ask(anna, report_id)
    house.locked(drafts["ANNA"])
    assert [row.lp for row in house.reports.reports(anna, FUND).reports] == ["ANNA"]
    assert house.reports.reports(bert, FUND).reports == ()
    with pytest.raises(NotFound):
        house.reports.report(bert, drafts["ANNA"])
    with pytest.raises(NotFound):
        house.reports.create(anna, FUND, period=PERIOD)
    assert house.reports.report(ADA, drafts["ANNA"]).opened_at is None
    house.reports.download(ADA, drafts["ANNA"], "pdf")
    assert house.reports.report(ADA, drafts["ANNA"]).opened_at is None  # the firm's own look
    house.reports.download(anna, drafts["ANNA"], "pdf")
    assert house.reports.report(ADA, drafts["ANNA"]).opened_at is not None
    stranger = investor("ANNA", "id-OTHER")
    for ask in (house.reports.report, house.reports.verify):
        with pytest.raises(NotFound):
            ask(stranger, drafts["ANNA"])


def test_periods_that_are_none_or_not_over_are_refused_in_words(house: House):
    for period, words in (("2025Q5", "no period"), ("2025", "not a quarter"),
                          ("2199Q1", "once it is over")):  # fmt: skip
        with pytest.raises(InvalidInput, match=words):
            house.reports.create(ADA, FUND, period=period)
    with pytest.raises(NotFound):
        house.reports.create(ADA, FUND, period=PERIOD, lp="NOBODY")
    with pytest.raises(NotFound):
        house.reports.create(ADA, Scope(funds=("NONE",)), period=PERIOD)
    with pytest.raises(InvalidInput, match="not a year"):
        house.reports.create(ADA, FUND, period=PERIOD, report_type="annual")
    year = house.reports.create(ADA, FUND, period="2024", report_type="annual", lp="BERT")
    assert isinstance(year, Report) and year.as_of == date(2024, 12, 31)
    for tie in [tie for tie in year.ties if tie.state == "fail"]:
        house.reports.waive(BOB, year.id, check=tie.id, reason="nobody valued it then")
    assert house.reports.verify(ADA, house.locked(year.id).id).ok
    first = house.draft("ANNA")
    house.reports.write_letter(ADA, first.id, "Kept.")
    again = house.draft("ANNA")
    assert (again.id != first.id, again.letter) == (True, "Kept.")
    assert again.known_on > first.known_on


def test_of_two_people_at_once_one_takes_the_step_and_the_other_is_told(house: House):
    reports, packs = house.reports, rows_of(house, at_once(house.drafts))
    assert packs == {("ANNA", "draft"), ("BERT", "draft")}  # made twice, kept once
    draft = house.draft("ANNA").id
    for step, words in ((partial(reports.approve, BOB, draft), "is approved"),
                        (partial(reports.lock, ADA, draft), "is locked")):  # fmt: skip
        done, refused = sorted(at_once(step), key=lambda one: isinstance(one, Exception))
        assert isinstance(done, Report) and words in str(refused)
    again = partial(reports.supersede, ADA, draft, reason="typing error")
    done, refused = sorted(at_once(again), key=lambda one: isinstance(one, Exception))
    assert isinstance(done, Report) and "already on its way" in str(refused)


def test_what_was_approved_is_what_is_locked_or_it_is_prepared_anew(house: House):
    draft = house.draft("ANNA")
    house.reports.approve(BOB, draft.id)
    with house.db.session() as session:
        session.execute(text("UPDATE fund_navs SET nav = 545000 WHERE nav = 540000"))
    with pytest.raises(InvalidInput, match="prepare it anew") as stopped:
        house.reports.lock(ADA, draft.id)
    assert {fault.code for fault in stopped.value.faults} == {"check_changed"}
    anew = house.draft("ANNA")
    assert (anew.state, anew.checks.failed) == ("draft", 1)


def at_once(step: Callable[[], object]) -> list[object]:
    """What each of two people is told who take a step at the same time."""
    both = Barrier(2)

    def take() -> object:
        both.wait(10)
        try:
            return step()
        except GpError as refused:
            return refused

    with ThreadPoolExecutor(2) as people:
        return [told.result() for told in [people.submit(take), people.submit(take)]]


def rows_of(house: House, told: list[object]) -> set[tuple[str, str]]:
    """The packs that are there, once each; nobody was refused."""
    assert not [one for one in told if isinstance(one, Exception)], told
    found = house.reports.reports(ADA, FUND, period=PERIOD).reports
    assert len(found) == len({row.lp for row in found})
    return {(row.lp, row.state) for row in found}


def refused(house: House, statement: str, words: str = "violates") -> None:
    """The database itself says no."""
    with pytest.raises(DBAPIError, match=words), house.db.session() as session:
        session.execute(text(statement))
