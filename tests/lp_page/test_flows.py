"""What the page says of calls, fees, restatements and files."""

from __future__ import annotations

from decimal import Decimal

from layouts import lp_reporting as page
from layouts.figures.lp_reporting import samples
from layouts.lp_reporting import (
    activity,
    fees,
    files,
    restated,
)
from layouts.lp_reporting.parts import ITSELF
from layouts.panels import Empty
from tests.lp_page.drawn import PARTNER, content, lines_of, view
from tests.portfolio_page.shown import tables_of, text_of, told_of, words_of


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
