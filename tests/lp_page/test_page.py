"""What the page of LP Reporting says about packs, tie-outs, investors, and how money is shared."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

import pytest

from layouts import kpi
from layouts import lp_reporting as page
from layouts.figures.lp_reporting import samples
from layouts.lp_reporting import (
    account,
    activity,
    cards,
    fees,
    files,
    gallery,
    head,
    investor,
    pack,
    packs,
    register,
    restated,
    shares,
    simulate,
    ties,
    waterfall,
)
from layouts.lp_reporting.parts import ITSELF, Rights, due, quarter_of, term_words
from layouts.panels import Bare, Content, Empty, frame
from services.errors import InvalidInput
from tests.portfolio_page import shown
from tests.portfolio_page.shown import figures_of, tables_of, text_of, told_of, words_of

THIN = "\u2009"
PARTNER = Rights(prepare=True, approve=True, lock=True)
READER = Rights()


def view(panel, **changes):
    return shown.view(panel, **({"slug": "lp-reporting"} | changes))


def content(draw, told, panel, **seen):
    found = draw(told, view(panel, **seen))
    assert isinstance(found, Content)
    return found


def lines_of(found, *, twin=False, table=0):
    part = found.twin if twin else found.body
    return {line[0]: line for line in tables_of(part)[table]}


# ---- the sentence and the cards


def test_the_sentence_says_how_far_the_packs_are_and_what_blocks_them():
    said = words_of(head.state((samples.overview(), PARTNER), view(page.STATE)).children)
    assert (
        "Q3 packs for 12 investors are due in two days: 9 approved, 3 in draft, none locked. "
        "One tie-out fails by 280,000 and blocks the lock."
    ) in said
    assert "30 Sep 2026, as known now" in said and "Net to the investor, with credit line" in said


def test_the_sentence_changes_with_what_there_is_to_say():
    def said(overview, rights=PARTNER):
        return words_of(head.state((overview, rights), view(page.STATE)).children)

    assert "Alder & Quay I has no investors yet" in said(samples.overview("empty"))
    locked = samples.overview()
    locked.packs.locked, locked.packs.approved, locked.packs.draft = 12, 0, 0
    locked.ties = tuple(tie for tie in locked.ties if tie.state == "pass")
    assert "Q3 packs for 12 investors are all locked. Every tie-out holds." in said(locked)
    none = samples.overview()
    none.packs.draft = none.packs.approved = 0
    assert "are due in two days; none is prepared yet" in said(none)
    pooled = samples.overview()
    pooled.packs = None
    assert (
        "12 investors have committed $120.0m, 80.0\u2009% of it is called; their NAV is $118.4m. "
        "One owes $280k of calls." in said(pooled)
    )
    own = said(samples.overview("one_lp"), ITSELF)
    assert (
        "You committed $25.0m; 80.0\u2009% of it is called, $6.3m came back and your NAV is $24.7m."
        in own
    )
    assert "tie-out" not in own and "All your funds" in own


@pytest.mark.parametrize(
    ("day", "today", "words"),
    [(date(2026, 11, 14), date(2026, 11, 12), "in two days"),
     (date(2026, 11, 14), date(2026, 11, 14), "today"),
     (date(2026, 11, 14), date(2026, 11, 15), "one day ago"),
     (date(2026, 11, 14), None, "by 14 Nov 2026")],
)  # fmt: skip
def test_a_due_day_is_told_from_the_day_one_reads_it_on(day, today, words):
    assert due(day, today) == words


def test_each_card_and_fact_carries_the_exact_value_of_the_api():
    found = cards.figures((samples.overview(), PARTNER), view(page.FIGURES)).children
    each = figures_of(found)
    assert list(each) == [
        "total_commitments", "called_pct", "distributed", "unfunded", "calls_outstanding", "packs",
        "nav", "net_irr", "tvpi", "dpi", "rvpi", "recallable",
    ]  # fmt: skip
    exact = {key: getattr(part, "data-value") for key, part in each.items()}
    assert exact["total_commitments"] == "120000000"
    assert exact["called_pct"] == "0.8"
    assert exact["calls_outstanding"] == "280000.00"
    assert exact["packs"] == "12"
    said = {key: words_of(part) for key, part in each.items()}
    assert "1 investor, 17 days late" in said["calls_outstanding"]
    assert "14 Nov, in two days" in said["packs"] and "9 approved" in said["packs"]
    assert "incl. $3.0m recallable" in said["unfunded"]
    own = figures_of(
        cards.figures((samples.overview("one_lp"), ITSELF), view(page.FIGURES)).children
    )
    assert "packs" not in own and getattr(own["nav"], "data-value") == "24666666.67"
    assert "promised by you" in words_of(own["total_commitments"])
    changes = {
        card.key: words_of(kpi.delta(card)) for card in cards.cards(samples.overview(), PARTNER)
    }
    assert changes["total_commitments"] == "unchangedvs Q2"
    assert changes["called_pct"] == "+4.0 ppvs Q2"
    assert changes["distributed"] == "+$3.6mvs Q2"
    assert changes["unfunded"] == "−$4.8mvs Q2"
    unknown = figures_of(
        cards.figures((samples.overview("missing"), PARTNER), view(page.FIGURES)).children
    )
    assert getattr(unknown["nav"], "data-value") == ""
    assert "No value of this fund is known yet." in words_of(unknown["nav"])


# ---- packs and tie-outs


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


# ---- the statement, the register, one investor


def test_the_statement_foots_and_every_figure_stands_in_its_column():
    found = content(account.account, (*samples.statement(), PARTNER), page.ACCOUNT)
    assert found.title == "Harbourline Pension Trust: capital up $600k in the quarter"
    lines = lines_of(found)
    assert lines["USD"][1] == "Quarter to date\nfrom 1 Jul 2026"
    assert lines["Opening capital, net asset value"][1:] == ["11,240,000", "9,840,000", "0"]
    assert lines["Distributions"][1:] == ["(360,000)", "(640,000)", "(3,040,000)"]
    assert lines["Closing capital, net asset value"][1:] == ["11,840,000"] * 3
    roll = lines_of(found, table=1)
    assert roll["Recallable distributions"][1:] == ["0", "100,000", "300,000"]
    assert roll["Closing unfunded"][1:] == ["2,700,000"] * 3
    assert "Released" not in roll, "a line of nothing is left out"
    assert "All three columns foot; difference 0.00." in words_of(found.body)
    assert "$118,400,000" in words_of(found.body)
    assert lines_of(found, twin=True)["Unrealised change"][1:3] == [
        "unrealized_change", "630,000.00",
    ]  # fmt: skip
    assert "Cantref State Retirement" in text_of(found.aside), "another investor can be chosen"
    assert found.file is not None and "lps/HARB/capital-account" in found.file("xlsx")


def test_a_statement_that_does_not_foot_says_by_how_much():
    told = samples.statement()
    told[0].ties[0].state, told[0].ties[0].difference = "fail", Decimal("0.03")
    words = words_of(content(account.account, (*told, PARTNER), page.ACCOUNT).body)
    assert "Closing = opening + lines: difference 0.03." in words and "All three" not in words
    blank = content(account.account, (*samples.statement("missing"), PARTNER), page.ACCOUNT)
    assert blank.title == "Harbourline Pension Trust: capital account"
    assert lines_of(blank)["Contributions"][1:] == ["–"] * 3


def test_an_investor_alone_has_nobody_to_choose():
    told = (samples.account("one_lp"), samples.lps("one_lp"), ITSELF)
    told[0].ties[1].state = "fail"
    words = words_of(content(account.account, told, page.ACCOUNT).body)
    assert "All three columns foot" in words, "comparisons with other books are the firm's"
    assert '"Choose another' not in text_of(content(account.account, told, page.ACCOUNT).aside)


def test_the_register_foots_and_says_who_is_late_and_what_was_agreed():
    found = content(register.register, samples.lps(), page.REGISTER, own={"lp": "HARB"})
    assert found.title == f"Three investors hold 46{THIN}% of commitments"
    lines = lines_of(found)
    assert lines["Cantref State Retirement"][1:] == [
        "Pension", "25.00", f"20.8{THIN}%", "20.00", "6.33", "5.62", "24.67", "1.55x", "0.32x",
        f"15.5{THIN}%", "MFN",
    ]  # fmt: skip
    assert lines["12 investors"][2:8] == [
        "120.00", f"100.0{THIN}%", "96.00", "30.40", "27.00", "118.40",
    ]  # fmt: skip
    assert "Brightmoor Bank 17 d late" in lines
    assert lines["Ashgrove Foundation <b>"][11] == "no arms"
    rows = told_of(found.body)["rows"]
    assert [row.get("look") for row in rows] == [None, None, "chosen", *[None] * 9, "total"]
    go = parse_qs(urlsplit(rows[0]["cells"][0][0]["go"]).query)
    assert go == {"lp": ["CANT"], "view": ["investor"]}
    assert "By type: Pension 35" in words_of(found.body)
    many = content(register.register, samples.lps("many"), page.REGISTER)
    assert "200 investors" in lines_of(many)
    alone = content(register.register, samples.lps("one_lp"), page.REGISTER)
    assert alone.title == "One investor holds all commitments"
    blank = lines_of(content(register.register, samples.lps("missing"), page.REGISTER))
    assert blank["Osprey Mutual"][7:9] == ["–", "–"]


def test_the_page_of_an_investor_stands_on_all_its_funds_and_what_is_behind_them():
    told = (*samples.investor(), PARTNER)
    drawn = investor.investor(told, view(page.INVESTOR, own={"lp": "HARB", "view": "investor"}))
    words = words_of(drawn.children)
    assert "Harbourline Pension Trust committed $12.0m to 2 funds; NAV is $11.8m" in words
    assert "4 calls paid, 3 distributions received" in words
    assert f"Halden Robotics is the largest company behind it, 24.0{THIN}% of NAV" in words
    assert "No holding: $1.4m of cash, receivables and accruals." in words
    text = text_of(drawn.children)
    assert "lps/HARB?format=csv" in text and "Call 19: investments paid 17 d late" in words
    assert figures_of(drawn.children)["nav"].__dict__["data-value"] == "11840000.00"
    assert investor.investor(None, view(page.INVESTOR)) == Bare(children=None)
    own = words_of(investor.investor((*samples.investor(), ITSELF), view(page.INVESTOR)).children)
    assert "You committed $12.0m to 2 funds" in own
    nothing = investor.investor((*samples.investor("empty"), PARTNER), view(page.INVESTOR))
    assert "has not committed to any fund yet." in words_of(nothing.children)


# ---- how money is shared


def test_the_tiers_stand_with_their_arithmetic_and_a_bar_from_where_the_last_one_ended():
    found = content(waterfall.waterfall, samples.waterfall(), page.WATERFALL)
    assert found.title == f"At today’s NAV the GP has earned its full 20{THIN}%"
    assert "30.40 paid + 131.60 held, $m" in found.subtitle
    lines = tables_of(found.body)[0]
    assert lines[1][0] == "1  Return of capitalpaid-in to date"
    assert lines[1][2:] == ["96.00", "0.00", "66.00"]
    assert lines[3][2:] == ["0.00", "6.03", "35.85"]
    assert lines[5][0] == "Total, 162.00" and lines[5][2:4] == ["148.80", "13.20"]
    bars = [row[1] for row in told_of(found.body)["rows"][:4]]
    assert bars[0]["parts"] == [[0.0, 59.26, "cat-1"]]
    assert bars[3]["parts"][0][0] == bars[2]["parts"][0][1], "each tier starts where one ended"
    assert bars[3]["parts"][-1][1] == pytest.approx(100)
    words = words_of(found.body)
    assert f"GP share of profit: 13.20 ÷ 66.00 = 20.0{THIN}%. Clawback today: none." in words
    sold = lines_of(found, table=1)
    assert sold[f"60{THIN}% of NAV"][1:] == ["109.36", "109.36", "0.00", "1.14x", f"0.0{THIN}%"]
    assert found.source.startswith(f"Source: LPA § 6.2, whole-fund, pref 8.0{THIN}%")


def test_the_title_of_the_waterfall_is_its_finding():
    def title(change):
        told = samples.waterfall()
        change(told)
        return waterfall.finding(told)

    def none_yet(told):
        told.totals.gp = Decimal(0)

    def part_of_it(told):
        told.gp_share_of_profit = 0.12

    def unknown(told):
        told.totals.gp = None

    assert title(none_yet) == "At today’s NAV the GP has earned no carry yet"
    assert (
        title(part_of_it) == f"At today’s NAV the GP has earned $13.2m, 12.0{THIN}% of the profit"
    )
    assert title(unknown) == "What the general partner has earned is not known"
    lost = content(waterfall.waterfall, samples.waterfall("negative"), page.WATERFALL)
    assert lost.title == "At today’s NAV the GP would owe $1.2m back"
    assert "Clawback: 1,250,000.00." in words_of(lost.body)
    for kind in ("missing", "empty"):
        assert isinstance(waterfall.waterfall(samples.waterfall(kind), view(page.WATERFALL)), Empty)


def test_parts_of_all_investors_add_up_to_the_cent_or_the_panel_says_that_they_do_not():
    found = content(shares.shares, samples.waterfall(), page.SHARES)
    assert found.title == f"Cantref State Retirement gets $31.0m, 20.8{THIN}% of it"
    assert "The parts add up to 148,800,000.00, the investors' part to the cent." in words_of(
        found.body
    )
    assert lines_of(found, twin=True)["All"][5] == "148,800,000.00"
    assert lines_of(found, table=1)["20 Aug 2026"][1:3] == ["3.60", "3.60"]
    off = samples.waterfall()
    off.per_lp[0].amount += Decimal("0.01")
    words = words_of(content(shares.shares, off, page.SHARES).body)
    assert "not to 148,800,000.00." in words


def test_a_sale_is_asked_in_percent_of_the_value_on_a_day_under_terms():
    asked = simulate.asked({"value": "120", "sold_on": "2028-12-31", "style": "american"})
    assert (asked.share, asked.day, asked.style) == (Decimal("1.2"), date(2028, 12, 31), "american")
    assert simulate.asked({}) == simulate.Asked()
    assert simulate.asked({"value": "82.5 %"}).share == Decimal("0.825")
    for told in ({"value": "much"}, {"value": "-1"}, {"value": "NaN"}, {"value": "10001"},
                 {"sold_on": "soon"}, {"sold_on": "2200-01-01"}, {"style": "roman"}):  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            simulate.asked(told)
        assert refused.value.faults[0].place == next(iter(told))


def test_the_answer_to_a_sale_stands_apart_so_that_it_alone_is_drawn_again():
    told = (samples.waterfall(), samples.waterfall())
    found = content(simulate.simulate, told, page.SIMULATE, own={"value": "80"})
    slider = json.loads(
        next(getattr(part, "data-slider") for part in found.body if hasattr(part, "data-slider"))
    )
    assert slider["value"] == "80" and slider["panel"] == page.SIMULATE.id
    words = words_of(simulate.result(samples.waterfall()))
    assert (
        "Sold on 30 Sep 2026, European: of $162.0m in all, investors get $148.8m and the GP $13.2m."
        in words
    )
    assert f"LP net IRR15.5{THIN}%" in words
    assert "reference R-1" in words_of(simulate.failed("R-1"))


# ---- flows, fees, what changed, files


def test_what_is_open_comes_unfolded_and_names_who_owes_it():
    found = content(activity.activity, (samples.activity(), PARTNER), page.CALLS)
    assert found.title == "Brightmoor Bank owes $280k of a call that is due"
    rows = told_of(found.body)["rows"]
    shut = {row["opens"]: row["shut"] for row in rows if "opens" in row}
    assert shut == {"event c20": True, "event d4": True, "event c19": False, "event c18": True}
    lines = tables_of(found.body)[0]
    event = next(line for line in lines if line[0].startswith("Call 19"))
    assert event[0] == "Call 1915 Sep 2026, investment, repays the credit line"
    assert event[1:] == ["15 Sep 2026", "4.80", "4.52", "0.28", "15 d late"]
    owes = [line for line in lines if line[0] == "Brightmoor Bank"]
    assert [line[-1] for line in owes] == ["due", "paid", "15 d late", "paid"]
    own = content(activity.activity, (samples.activity("one_lp"), ITSELF), page.CALLS)
    assert not [row for row in told_of(own.body)["rows"] if "opens" in row]
    settled = samples.activity("empty")
    calm = content(activity.activity, (settled, PARTNER), page.CALLS, own={"status": "outstanding"})
    assert "Nothing is outstanding" in words_of(calm.body)
    assert isinstance(activity.activity((settled, PARTNER), view(page.CALLS)), Empty)


def test_fees_expenses_and_carry_are_one_statement():
    found = content(fees.fees, (samples.fees(), PARTNER), page.FEES)
    assert found.title == "Investors bore $825k of fees and expenses; carry stands at $13.2m"
    lines = lines_of(found)
    assert lines["Management fee, net"][1:] == ["600,000", "12,600,000"]
    assert lines["Offsets"][1] == "(22,000)" and "Waivers" not in lines
    assert lines["Administration25,000 by the manager"][1:] == ["92,000", "1,018,000"]
    assert lines["Partnership expenses"][1] == "225,000"
    assert lines["Carry accrued, closing"][1] == "13,200,000"
    assert "By the agreement, before offsets, 600,000; charged 30,000 more." in words_of(found.body)
    off = samples.fees()
    off.management_fees.expected = Decimal("601150.50")
    words = words_of(content(fees.fees, (off, PARTNER), page.FEES).body)
    assert "before offsets, 601,150.50; charged 28,849.50 more." in words
    own = content(fees.fees, (samples.fees("one_lp"), ITSELF), page.FEES)
    assert own.title.startswith("You bore ")
    missing = content(fees.fees, (samples.fees("missing"), PARTNER), page.FEES)
    assert missing.title == "What investors bore in the quarter is not known"
    assert isinstance(fees.fees((samples.fees("empty"), PARTNER), view(page.FEES)), Empty)


def test_what_changed_since_the_last_pack_is_told_with_its_cause():
    found = content(restated.restated, (samples.restatements(), PARTNER), page.RESTATED)
    assert found.title == "Three figures changed since the last packs, of two investors"
    first = tables_of(found.body)[0][1]
    assert first[0].endswith("marks_2026Q2_corrected.csv of 2 Sep 2026")
    assert first[1:] == ["Q2 2026", "11,240,000", "11,190,000", "(50,000)", "material"]
    same = content(restated.restated, (samples.restatements("one_lp"), PARTNER), page.RESTATED)
    assert same.title == "Nothing has changed since the last packs"
    assert "Twelve locked packs compared: every figure still stands." in words_of(same.body)
    none = content(restated.restated, (samples.restatements("empty"), PARTNER), page.RESTATED)
    assert "No pack is locked yet" in words_of(none.body)


def test_files_are_offered_for_the_chosen_investor_and_the_funds_own_to_the_firm_alone():
    found = content(files.files, (samples.lps(), PARTNER), page.FILES, own={"lp": "HARB"})
    text = text_of(found.body)
    assert "ilpa/reporting-template?lp_id=HARB&format=xlsx" in text
    assert "method=granular" in text and "method=gross_up" in text
    own = text_of(content(files.files, (samples.lps("one_lp"), ITSELF), page.FILES).body)
    assert "performance-template" not in own and "lp_id=CANT" in own
    closed = content(files.files, (samples.lps(), PARTNER), page.FILES, may_export=False)
    assert "format=" not in text_of(closed.body)


# ---- every panel, whatever it meets


@pytest.mark.parametrize("kind", samples.KINDS)
def test_every_panel_says_something_true_of_every_kind_of_data(kind):
    for panel, draw, sample in gallery.EACH:
        for seen in ({}, {"embedded": True, "may_export": False}):
            looked = view(panel, **seen)
            found = draw(sample(kind), looked)
            if isinstance(found, Content):
                assert found.title and found.summary and found.source.startswith("Source: "), panel
            if isinstance(found, Empty):
                assert found.words.endswith("."), panel.id
                assert panel.command.startswith("gpdash import "), panel.id
            text = text_of(frame(looked, found))
            assert "None" not in words_of(found.title if isinstance(found, Content) else "")
            for broken in (">nan<", "NaN", "Infinity", " nan ", "Decimal("):
                assert broken not in text, (panel.id, kind, broken)


@pytest.mark.parametrize(
    ("term", "value", "words"),
    [("mfn", "true", "MFN"), ("fee_discount", "0.10", f"fee −10{THIN}%"),
     ("carry_rate", "0.175", f"carry 17.5{THIN}%"), ("excused_sector", "defence", "no defence"),
     ("reporting", "ilpa", "ILPA"), ("transfer_right", "affiliates", "Transfer right"),
     ("management_fee", "by agreement", "fee by agreement")],
)  # fmt: skip
def test_a_side_letter_is_told_in_a_word_or_two(term, value, words):
    told = type("Term", (), {"term": term, "value": value, "fund": "AQ1", "since": None})()
    assert term_words(told) == words


def test_quarters_are_written_as_people_say_them():
    assert quarter_of("2026Q3") == "Q3 2026"
    assert quarter_of("2026") == "2026"
