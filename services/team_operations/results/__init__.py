"""What Team Operations answers with: frozen results, the JSON contract, and what figures draw.

Rates are fractions, times hours or days, load and scores points. None is unknown. Of people only
those are named whose rows the reader may see: partners, operations and auditors everybody, others
themselves alone; totals are of all.
"""

from __future__ import annotations

from services.team_operations.results.activity import Activity, ActivityRow, Member, MonthLine
from services.team_operations.results.boards import BoardCalendar, BoardMeeting, Unplanned
from services.team_operations.results.coverage import Contact, Coverage, CoverageRow
from services.team_operations.results.judgement import Calibration, CalibrationBin, JudgedDeal
from services.team_operations.results.log import AuditLog, Edit
from services.team_operations.results.overview import (
    BoardMeetings,
    CheckIns,
    Hours,
    Overview,
    Point,
    Sourcing,
)
from services.team_operations.results.productivity import Distribution, Productivity
from services.team_operations.results.requests import CompanyAnswers, KpiRequests, StageAnswers
from services.team_operations.results.sourcing import Credit, SourcingAttribution
from services.team_operations.results.times import AnswerTimes, MonthTimes, PersonTimes, TypeTimes
from services.team_operations.results.workload import PersonLoad, Workload

__all__ = [
    "Activity",
    "ActivityRow",
    "AnswerTimes",
    "AuditLog",
    "BoardCalendar",
    "BoardMeeting",
    "BoardMeetings",
    "Calibration",
    "CalibrationBin",
    "CheckIns",
    "CompanyAnswers",
    "Contact",
    "Coverage",
    "CoverageRow",
    "Credit",
    "Distribution",
    "Edit",
    "Hours",
    "JudgedDeal",
    "KpiRequests",
    "Member",
    "MonthLine",
    "MonthTimes",
    "Overview",
    "PersonLoad",
    "PersonTimes",
    "Point",
    "Productivity",
    "Sourcing",
    "SourcingAttribution",
    "StageAnswers",
    "TypeTimes",
    "Unplanned",
    "Workload",
]
