"""What people did and how long answers took."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.statistics import AS_MEASURED, TYPE_7, WILSON
from services.definitions.team_operations.words import (
    NO_TIMES,
    OWN_FUNDS,
    RECORDS,
    SPECIFICATION,
    entry,
)

COUNTS = (
    ("deals_reviewed", "Deals reviewed", "deal_reviewed", "How often somebody looked at a deal."),
    ("companies_contacted", "Companies contacted", "company_contacted",
     "How often somebody turned to a company."),
    ("meetings_attended", "Meetings attended", "meeting", "Meetings, those of boards apart."),
    ("portfolio_check_ins", "Check-ins", "portfolio_check_in",
     "How often somebody checked in with a company that is held."),
    ("update_responses", "Answers to companies", "update_response",
     "How often somebody answered a company."),
    ("deals_sourced", "Deals sourced", "deal_sourced", "How often somebody found a deal."),
    ("deals_referred", "Deals handed over", "deal_referred",
     "How often somebody handed a deal over."),
)  # fmt: skip
TIMES = (
    ("median_hours", "Median response", "value at place 0.5 (n - 1) of the hours in order",
     "Half of the answers came within it."),
    ("p90_hours", "p90 response", "value at place 0.9 (n - 1) of the hours in order",
     "Nine of ten answers came within it."),
    ("p25_hours", "Lower quartile of responses", "value at place 0.25 (n - 1) of the hours",
     "A quarter of the answers came within it."),
    ("p75_hours", "Upper quartile of responses", "value at place 0.75 (n - 1) of the hours",
     "Three quarters of the answers came within it."),
    ("mean_hours", "Mean response", "sum of hours / n", "Mean time; few late answers pull it up."),
    ("least_hours", "Fastest response", "least of the hours", "The answer that came first."),
    ("most_hours", "Slowest response", "greatest of the hours", "The answer that came last."),
    ("previous_median_hours", "Median response before", "median of the window before",
     "Half of the answers of the window before came within it."),
    ("p90", "p90 response", "value at place 0.9 (n - 1) of the hours in order",
     "Nine of ten answers came within it."),
    ("mean", "Mean response", "sum of hours / n", "Mean time; few late answers pull it up."),
    ("avg_response_time_hours", "Mean response", "sum of response_time_hours / n",
     "The specification's average; median and p90 say more."),
)  # fmt: skip

ENTRIES: tuple[Definition, ...] = (
    *(
        entry(key, name, "count", f"number of activities {type_}", text, RECORDS, OWN_FUNDS,
              citation=SPECIFICATION)
        for key, name, type_, text in COUNTS
    ),
    *(
        entry(key, name, "hours", formula, text, NO_TIMES, citation=TYPE_7)
        for key, name, formula, text in TIMES
    ),
    entry("board_meetings", "Board meetings", "count", "number of different days and companies",
          "Board meetings at which somebody of the team was; of one person theirs.", RECORDS,
          citation=SPECIFICATION),
    entry("members", "People of the team", "count", "number of team_members as known",
          "Who is described as a member of the team."),
    entry("total", "Activities", "count", "number of activities", "All types together.", RECORDS),
    entry("previous_total", "Activities before", "count", "number of activities",
          "All types together in the window before.", RECORDS),
    entry("previous", "Activities before", "count", "number of activities",
          "The same in the window before, of a month in the month before.", RECORDS),
    entry("change", "Change", "fraction", "total / previous - 1",
          "By how much it changed against the window before.", "Null from nothing."),
    entry("comparison_to_previous", "Change", "fraction", "value / value before - 1",
          "By how much each figure changed against the window before.", "Null from nothing."),
    entry("counts", "Activities by type", "count", "number of activities of each type",
          "What was done, by type."),
    entry("unanswered", "Without response time", "count", "activities of the type without hours",
          "Unanswered, or nobody wrote down how long it took."),
    entry("records_from", "On record from", "date", "day of the first activity",
          "Before it nothing is known of what the team did."),
    entry("successful_referrals", "Successful referrals", "count",
          "different deals handed over in the window that closed by as_of",
          "Handed-over deals that became investments.", RECORDS, citation=SPECIFICATION),
    entry("sourced", "Sourced", "count", "sum of credit for deals sourced in the window",
          "Deals found; shared credit makes fractions.", OWN_FUNDS),
    entry("screened", "Screened", "count", "sum of credit for those that were screened",
          "Deals found that reached screening or a later stage by as_of."),
    entry("term_sheet", "Term sheets", "count", "sum of credit for those offered a term sheet",
          "Deals found that reached a term sheet or a later stage by as_of."),
    entry("closed", "Closed", "count", "sum of credit for those that closed",
          "Deals found that closed by as_of."),
    entry("close_rate", "Close rate", "fraction", "closed / sourced",
          "Which share of the deals found closed by as_of.", "Null without a deal.",
          citation=WILSON),
    entry("close_rate_interval", "Interval of the close rate", "fraction",
          "(p + z²/2n ± z √(p(1 - p)/n + z²/4n²)) / (1 + z²/n), z = 1.96",
          "Where the rate lies with 95 % confidence; shared credit may make n a fraction.",
          "Null without a deal.", citation=WILSON),
    entry("deals", "Deals", "count", "deals sourced in the window", "The cohort that is shared.",
          OWN_FUNDS),
    entry("unattributed", "Unattributed deals", "count", "deals nobody is credited with",
          "Deals of which no file says who of the team found them."),
    entry("unattributed_invested", "Invested in unattributed deals", "money",
          "sum of flows into the investments they became",
          "What went into deals that nobody is credited with.",
          "Null where one of them is not linked to an investment."),
    entry("low", "Lower bound", AS_MEASURED, "lower end",
          "Lower end of an interval; of a score the score if what is missing were 0."),
    entry("high", "Upper bound", AS_MEASURED, "upper end",
          "Upper end of an interval; of a score the score if what is missing were 100."),
)  # fmt: skip
