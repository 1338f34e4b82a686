"""What a capital account, the open commitment, fees and look-through exposure say."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.sources import HOUSE

ILPA = "ILPA Reporting Template v2.0, capital account"
COLUMN = "Opening and lines make the closing value; a difference is a failed tie-out."

ENTRIES: tuple[Definition, ...] = (
    Definition(
        "qtd", "Quarter to date", "money", "what the line moved by in the quarter",
        "A line of the account over the quarter.", (COLUMN,), ILPA,
    ),
    Definition(
        "ytd", "Year to date", "money", "what the line moved by in the year",
        "A line of the account since 1 January.", (COLUMN,), ILPA,
    ),
    Definition(
        "itd", "Since inception", "money", "what the line moved by since the first closing",
        "A line of the account over its whole life; it opens with nothing.", (COLUMN,), ILPA,
    ),
    Definition(
        "lp_reporting.total", "Total commitment", "money", "what is promised at the column's end",
        "The commitment that is rolled forward.", (), ILPA,
    ),
    Definition(
        "opening_unfunded", "Opening unfunded", "money",
        "unfunded on the day before the column; since inception the whole commitment",
        "What could be called when the column opens.", (), ILPA,
    ),
    Definition(
        "lp_reporting.contributions", "Calls inside the commitment", "money",
        "- calls inside the commitment, less excess given back",
        "What the column's calls took off the open commitment.",
        ("Calls outside the commitment are not among them.",), ILPA,
    ),
    Definition(
        "released", "Released", "money", "- commitment that expired or was released",
        "What will never be called.", (), ILPA,
    ),
    Definition(
        "lp_reporting.other", "Other", "money",
        "of a commitment promises made and adjustments in the column; of exposure NAV - holdings",
        "What the other lines leave.", (), HOUSE,
    ),
    Definition(
        "closing_unfunded", "Closing unfunded", "money",
        "opening + calls + recallable + released + other",
        "What may still be called at the column's end.", (), ILPA,
    ),
    Definition(
        "lp_reporting.holdings", "Companies looked through", "money",
        "sum of fair values x the investor's share of each fund's NAV",
        "How much of the investor's value is companies.",
        ("Null while a value is not known.",), HOUSE,
    ),
    Definition(
        "lp_reporting.weight", "Weight", "fraction", "amount / companies looked through",
        "A slice as part of what is held for the investor.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.gross", "Management fees, gross", "money",
        "fees posted in the period before credits; else what was called for them",
        "What the manager charged.", ("Null where neither ledger nor flows itemise them.",), ILPA,
    ),
    Definition(
        "lp_reporting.offsets", "Offsets", "money", "- offsets applied in the period",
        "Credits for what the manager earned on companies.",
        ("Null where fees are known from calls only.",), ILPA,
    ),
    Definition(
        "waivers", "Waivers", "money", "- fees waived in the period", "Fees the manager gave up.",
        ("Null where fees are known from calls only.",), ILPA,
    ),
    Definition(
        "rebates", "Rebates", "money", "- fees given back to investors in the period",
        "What single investors get back by side letter.",
        ("Null where fees are known from calls only.",), ILPA,
    ),
    Definition(
        "lp_reporting.net", "Management fees, net", "money",
        "gross + offsets + waivers + rebates", "What investors bore.", (), ILPA,
    ),
    Definition(
        "net_to_date", "Fees to date, net", "money", "net fees since inception",
        "What investors bore so far.", (), ILPA,
    ),
    Definition(
        "lp_reporting.external", "Paid to others", "money", "expenses of the kind in the period",
        "What outside providers were paid.", (), ILPA,
    ),
    Definition(
        "internal_chargeback", "Charged by the manager", "money",
        "expenses of the kind that the manager or related persons charged",
        "What stayed in the house.", (), ILPA,
    ),
    Definition(
        "lp_reporting.to_date", "To date", "money", "expenses of the kind since inception",
        "All that was ever spent on it.", (), ILPA,
    ),
    Definition(
        "expenses_total", "Partnership expenses", "money", "sum over the kinds",
        "What the partnership cost in the period beside fees.", (), ILPA,
    ),
    Definition(
        "ratio_to_commitments", "Costs per commitment", "fraction",
        "(net fees + expenses) / commitments",
        "What the period cost as part of what was promised; not annualised.", (), HOUSE,
    ),
    Definition(
        "ratio_to_contributions", "Costs per call", "fraction",
        "(net fees + expenses) / called in the period",
        "What the period cost as part of what was called.",
        ("Null in a period without calls.",), HOUSE,
    ),
)  # fmt: skip
