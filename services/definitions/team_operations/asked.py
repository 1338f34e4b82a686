"""Figures that companies owe, papers of boards, and judgements against what came."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.team_operations.words import OWN_FUNDS, entry

OWED = "A company owes each of the last eight quarters at whose end it was held."
FEW = "Null below the number of deals that the firm set (configuration team_operations)."
TEAM = "Of the whole team alone; it says whether deals closed as thought, not whether rightly."
BRIER = "Brier (1950), Verification of forecasts expressed in terms of probability"

ENTRIES: tuple[Definition, ...] = (
    entry("owed", "Quarters owed", "count", "in time + late + missing",
          "Quarters for which figures were due.", OWED, OWN_FUNDS),
    entry("in_time", "In time", "count", "reports up to report_due_days after the quarter",
          "Quarters whose figures came in time; those of an unknown day count as such.", OWED),
    entry("late", "Late", "count", "reports after report_due_days",
          "Quarters whose figures came too late.", OWED),
    entry("missing", "Missing", "count", "quarters owed without a report",
          "Quarters of which nothing came, their time over.", OWED),
    entry("not_due", "Not due yet", "count", "quarters whose time to report is not over",
          "Quarters for which figures may still come.", OWED),
    entry("response_rate", "Response rate", "fraction", "(in time + late) / owed",
          "Which share of what was owed came at all.", "Null where nothing was owed.", OWED),
    entry("in_time_rate", "In-time rate", "fraction", "in time / owed",
          "Which share of what was owed came in time.", "Null where nothing was owed.", OWED),
    entry("median_days_late", "Median days late", "days", "median of the days after the due day",
          "How late late reports came.", "Null where none came late."),
    entry("last_reported", "Last reported", "date", "newest reported_at of these quarters",
          "When the company last sent figures.", "Null where none came or nobody wrote down when."),
    entry("report_due_days", "Days to report", "days", "configuration thresholds",
          "How long after a quarter its figures are due."),
    entry("pack_received", "Papers received", "date", "first pack_received of the planned day",
          "When the papers of a board meeting came.", "Null where none came by as_of."),
    entry("pack_days_before", "Papers ahead", "days", "planned day - day the papers came",
          "How long before the meeting its papers came; below 0 after it.",
          "Null where none came by as_of."),
    entry("pack_days", "Days papers are due ahead", "days", "configuration team_operations",
          "How long before a meeting its papers are in time."),
    entry("packs", "Papers of meetings", "count", "planned meetings by the state of their papers",
          "How many papers came in time, late, are due, awaited or missing.",
          "Null while nobody keeps when papers come."),
    entry("brier_score", "Brier score", "points", "mean of (chance - outcome)²",
          "How far chances lay from what came: 0 is perfect, 0.25 is saying one half every time.",
          FEW, TEAM, citation=BRIER),
    entry("reference", "Score of the base rate", "points", "share closed × (1 - share closed)",
          "The score of always saying the share that closed.", FEW, citation=BRIER),
    entry("skill", "Skill", "fraction", "1 - Brier score / score of the base rate",
          "Above 0 the team knew more than the base rate.", FEW,
          "Null where all closed or none did.", citation=BRIER),
    entry("predicted", "Thought on average", "fraction", "mean of the chances",
          "Which share of the deals was thought to close.", FEW),
    entry("closed_share", "Closed", "fraction", "deals closed / deals judged",
          "Which share of the judged deals closed.", FEW),
    entry("came", "Closed of these", "fraction", "deals closed / deals judged so",
          "What came of the deals that were judged so, with its Wilson 95 % interval.", FEW),
    entry("came_low", "Closed of these, from", "fraction", "lower end of the Wilson 95 % interval",
          "The smallest share that what came is no surprise for.", FEW),
    entry("came_high", "Closed of these, to", "fraction", "upper end of the Wilson 95 % interval",
          "The largest share that what came is no surprise for.", FEW),
    entry("judged", "Deals judged", "count", "ended deals with a chance given before",
          "Deals that ended by as_of and of which the team had given a chance.", OWN_FUNDS),
    entry("ended", "Deals ended", "count", "deals closed, passed or lost by as_of",
          "Deals that are not open any more.", OWN_FUNDS),
    entry("least", "Fewest deals for a score", "count", "configuration team_operations",
          "Below this many judged deals there is no score."),
    entry("chance", "Chance", "fraction", "last probability given before the deal ended",
          "What the team thought the chance was that the deal closes."),
    entry("judged_on", "Judged on", "date", "day of the stage that gave the chance",
          "When the chance was given."),
    entry("ended_on", "Ended on", "date", "day of the event that ended the deal",
          "When the deal closed, was passed or lost.", "Null while it is open."),
)  # fmt: skip
