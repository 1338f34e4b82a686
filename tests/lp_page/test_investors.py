"""What the page says of investors: statement, register, one alone."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import parse_qs, urlsplit

from layouts import lp_reporting as page
from layouts.figures.lp_reporting import samples
from layouts.lp_reporting import (
    account,
    investor,
    register,
)
from layouts.lp_reporting.parts import ITSELF
from layouts.panels import Bare
from tests.lp_page.drawn import PARTNER, THIN, content, lines_of, view
from tests.portfolio_page.shown import figures_of, text_of, told_of, words_of


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
