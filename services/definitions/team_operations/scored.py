"""The productivity score, and the log of changes."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.statistics import AS_MEASURED
from services.definitions.team_operations.words import SPECIFICATION, entry

OFF = "Null until the firm switches scores on (configuration team_operations)."
SEEN = "For the person it is of and for partners alone."

ENTRIES: tuple[Definition, ...] = (
    entry("productivity_score", "Productivity score", "points",
          "sum of weight × component / sum of the weights of the known components",
          "What somebody did in the window as one number; it says nothing of their judgement.",
          OFF, SEEN, citation=SPECIFICATION),
    entry("components", "Components of the score", "points",
          "straight lines between the anchors of each scale",
          "Deals reviewed, check-ins, median response time and deals found that were screened, "
          "each 0 to 100.", OFF, "A component of which nothing is on record is null."),
    entry("weights", "Weights", AS_MEASURED, "configuration team_operations",
          "What each part counts, in a score or in a load."),
    entry("coverage", "Known share of the weights", "fraction",
          "weights of known components / all weights", "How much of the score is known.", OFF),
    entry("by_kind", "Changes by kind", "count", "number of changed values by kind of file",
          "Where values were corrected."),
    entry("shown", "Shown", "count", "changes on this page", "How many of all are listed."),
)  # fmt: skip
