"""A company on one page: on the screen and as a file, with the same figures."""

from dataclasses import replace
from datetime import UTC, datetime

from callbacks import portfolio_analytics as callbacks
from callbacks.panels import Filling, Ports, render
from layouts import portfolio_analytics as page
from layouts.figures.portfolio_analytics import samples
from layouts.portfolio_analytics import company
from services.errors import NotFound
from services.exports.tear_sheet import content, tear_sheet_pdf
from services.scope import Principal
from tests.portfolio_page.pdf_text import pages
from tests.portfolio_page.shown import figures_of, tables_of, text_of, view, words_of

PARTNER = Principal(user_id="u", name="Ines Marlow", roles=frozenset({"partner"}), funds=None)
THIN = "\u2009"


def drawn(kind="normal", **seen):
    return company.tear_sheet(samples.sheet(kind), view(page.TEAR_SHEET, **seen)).children


def ports():
    def no_definition(key):
        raise NotFound(key)

    return Ports(principal=lambda: PARTNER, db=None, funds=lambda _who: (samples.fund(),),
                 definition=no_definition, definitions=tuple, reference=str,
                 firm="A")  # fmt: skip


def answered(panel, load, *, search, embedded=False):
    """The panel as it is answered when the service would say this."""
    _, filling = callbacks.wiring.fillings[panel.id]
    own = Filling(lambda _ports, _who, _query: load(), filling.draw, asked=True)
    return render(ports(), "portfolio-analytics", panel, own, search=search, embedded=embedded)


# ---- on the screen


def test_the_sheet_opens_with_what_went_in_what_it_is_worth_and_how_the_company_stands():
    said = words_of(drawn())
    assert (
        "Halden Robotics: $11.0m invested since Mar 2022 is worth $31.2m, 2.84x, gross IRR "
        f"21.3{THIN}%. Health: healthy, score 82 of 100."
    ) in said
    assert "activehealthysubsector Roboticsfounded 2018" in said


def test_the_cards_are_the_latest_report_against_the_one_before():
    shown = figures_of(drawn())
    assert getattr(shown["arr"], "data-value") == "10400000.0"
    assert "+$936kvs Q2" in words_of(shown["arr"])
    assert "cash ends Nov 2028" in words_of(shown["runway_months"])
    assert getattr(shown["headcount"], "data-value") == "84"


def test_five_reports_stand_directly_above_the_valuations():
    reports, valuations, *_ = tables_of(drawn())
    assert reports[0] == ["Report of", "Q3 2025", "Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026"]
    lines = {line[0]: line[1:] for line in reports}
    assert lines["ARR"] == ["6.7", "7.6", "8.5", "9.5", "10.4"]
    assert lines["Gross margin"][-1] == f"71.0{THIN}%"
    assert valuations[0][0] == "Valued on"
    assert valuations[1] == ["30 Sep 2026", "31.2", "11.0", "2.84x", "New round"]


def test_tranches_add_up_to_the_company():
    table = next(lines for lines in tables_of(drawn()) if lines[0][0] == "Tranche")
    assert table[1][2] == "4,400,000" and table[2][2] == "6,600,000"
    assert table[3][:3] == ["Company", "15 Mar 2022", "11,000,000"]


def test_health_and_board_stand_below():
    said = words_of(drawn())
    assert "Healthy with a score of 82" in said
    assert "One seat on the board; next meeting 19 Nov 2026" in said
    assert "Rank 2, as a quarter ago." in said


def test_a_company_that_reported_nothing_says_so_everywhere_and_never_nought():
    shown = figures_of(drawn("unknown"))
    assert getattr(shown["arr"], "data-value") == ""
    assert "ARR was not reported." in words_of(shown["arr"])
    said = words_of(drawn("unknown"))
    assert "has no value known by this day" in said
    assert "has reported nothing to score" in said
    assert "nan" not in text_of(drawn("unknown")).lower().replace("nance", "")


def test_the_sheet_can_be_taken_as_a_file_and_led_back_from():
    text = text_of(drawn())
    for kind in ("pdf", "xlsx", "csv"):
        assert f"/api/v1/dashboards/portfolio-analytics/companies/HALD?format={kind}" in text
    assert '"href": "/portfolio-analytics"' in text
    assert "format=pdf" not in text_of(drawn(may_export=False))


# ---- in place of the panels


def test_panels_ask_for_nothing_while_a_company_is_open():
    panel, filling = callbacks.wiring.fillings[page.HEALTH.id]
    inside = render(ports(), "portfolio-analytics", panel, filling, search="?company=HALD")
    assert inside is None, "without a database a question would have failed"
    framed = f"?company=HALD&panel={panel.id}"
    assert inside != render(ports(), "portfolio-analytics", panel, filling, search=framed)


def test_a_blank_company_in_the_address_is_none():
    assert callbacks.opened({"company": ["HALD"]}) == "HALD"
    assert callbacks.opened({"company": [""]}) is None
    assert callbacks.opened({}) is None


def test_an_unknown_company_is_refused_in_words():
    def missing():
        raise NotFound

    inside = answered(page.TEAR_SHEET, missing, search="?company=NOBODY")
    assert NotFound().message in text_of(inside)


def test_a_framed_sheet_has_no_way_out_and_no_file():
    inside = answered(
        page.TEAR_SHEET, samples.sheet, embedded=True,
        search="?company=HALD&panel=portfolio-analytics-company",
    )  # fmt: skip
    text = text_of(inside)
    assert "format=pdf" not in text and '"/portfolio-analytics"' not in text


# ---- as a file


def test_the_file_holds_the_figures_of_the_answer_and_its_footer_on_every_page():
    for kind in samples.KINDS:
        sheet = samples.sheet(kind)
        found = pages(tear_sheet_pdf(sheet, firm="Alder & Quay"))
        whole = "".join(found)
        for part in ("Lastreports", "Valuations", "Returnsbytranche", "Boardanddates"):
            assert part in whole, kind
        for number, text in enumerate(found, start=1):
            assert ("Source:companyreports,dealledgerandmarks·asof30Sep2026·asknownnow"
                    "·grossoffeesandcarry·USD·fundsAQ1") in text  # fmt: skip
            assert f"Page{number}of{len(found)}" in text
    text = "".join(pages(tear_sheet_pdf(samples.sheet(), firm="Alder & Quay")))
    assert "HaldenRobotics" in text and "Alder&Quay" in text
    row = samples.sheet().investment
    for amount in (row.cost, row.fair_value, *(one.fair_value for one in row.tranches)):
        assert f"{amount:,.2f}" in text
    assert "2.84x" in text and "21.3%" in text and "10,400,000.00" in text
    assert text.index("Lastreports") < text.index("Valuations") < text.index("Returnsbytranche")


def test_the_same_answer_is_the_same_file_whenever_it_was_computed():
    sheet = samples.sheet()
    first = tear_sheet_pdf(sheet, firm="A")
    later = replace(sheet.meta, computed_at=datetime(2027, 1, 1, tzinfo=UTC), data_version={"x": 9})
    sheet.meta = later
    assert tear_sheet_pdf(sheet, firm="A") == first
    assert tear_sheet_pdf(sheet, firm="B") != first


def test_the_file_is_tagged_for_who_listens_and_names_its_day_known():
    sheet = samples.sheet()
    sheet.meta = replace(sheet.meta, known_on=datetime(2026, 11, 12, 23, 59, 59, tzinfo=UTC))
    made = tear_sheet_pdf(sheet, firm="A")
    assert made.startswith(b"%PDF-") and b"/StructTreeRoot" in made and b"/Lang" in made
    assert b"pdfuaid" in made
    assert "knownon12Nov2026" in "".join(pages(made))


def test_a_name_is_text_and_never_a_command_and_any_letters_make_a_file():
    sheet = samples.sheet()
    sheet.name = '#panic("no") $x$ 会社'
    made = tear_sheet_pdf(sheet, firm="A")
    assert '#panic("no")$x$' in "".join(pages(made))
    assert b"pdfuaid" not in made, "not every letter shows, so the file does not promise it"


def test_what_is_not_known_is_a_dash_in_the_file():
    told = content(samples.sheet("unknown"), firm="A")
    assert ["Fair value", "–"] in told["position"]
    assert ["ARR", "–"] in told["strip"]
    assert told["notes"] == ["No company reports its cash.", "ARR was not reported."]
    assert next(part for part in told["sections"] if part["title"] == "Last reports")["rows"] == []
