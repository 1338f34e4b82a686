"""What carried interest and the tiers of a waterfall say."""

from __future__ import annotations

from services.definitions.entry import Definition
from services.definitions.sources import HOUSE

LPA = "The fund's agreement (lpa_terms); standard four-tier waterfall"
CENTS = "In cents by largest remainder: tiers and investors add up to the proceeds."
BESIDE = "Of limited partners and carry; the general partner's own commitment stands beside."

ENTRIES: tuple[Definition, ...] = (
    Definition(
        "lp_reporting.opening", "Carry, opening", "money", "accrued carry before the period",
        "What had accrued when the period opened.", (), LPA,
    ),
    Definition(
        "lp_reporting.accrued", "Carry accrued", "money",
        "balance of accrued carry in the books at the end of the period",
        "What the investors' value is stated net of.",
        ("Null where no accrual was imported.",), LPA,
    ),
    Definition(
        "lp_reporting.earned", "Carry earned", "money",
        "carry on what was distributed so far, shared as the agreement says",
        "What realised profit alone gives the general partner.", (), LPA,
    ),
    Definition(
        "escrow", "Carry in escrow", "money", "carry held back", "What is kept for a clawback.",
        ("Null while it is not imported.",), LPA,
    ),
    Definition(
        "clawback_exposure", "Clawback at NAV", "money",
        "what would be owed back were everything sold at its value",
        "Carry paid beyond what the whole fund gives.", (), LPA,
    ),
    Definition(
        "clawback_if_zero", "Clawback at nothing", "money",
        "what would be owed back were everything left worth nothing",
        "The most the general partner can owe back.", (), LPA,
    ),
    Definition(
        "by_waterfall", "Carry by the waterfall", "money",
        "carry of the whole lifetime at NAV - clawback - carry paid",
        "What should have accrued; below nothing where some is owed back.", (), LPA,
    ),
    Definition(
        "pref_rate", "Preferred return", "fraction", "as agreed, a year",
        "What investors get before carry; compounded yearly from dated flows, act/365.", (), LPA,
    ),
    Definition(
        "catch_up", "Catch-up", "as the measure",
        "rate: the general partner's part of the catch-up; of an investor: its part in money",
        "How the general partner comes level after the preferred return.",
        ("At or below the carry rate there is none.",), LPA,
    ),
    Definition(
        "carry_rate", "Carry rate", "fraction", "as agreed",
        "The general partner's part of profit.",
        ("An investor's own rate by side letter is applied to it alone.",), LPA,
    ),
    Definition(
        "lifetime_proceeds", "Lifetime proceeds", "money", "paid out so far + value before carry",
        "All that is ever shared.", (BESIDE,), LPA,
    ),
    Definition(
        "lp_reporting.proceeds", "Proceeds", "money", "what is shared: to investors and as carry",
        "Everything paid out and sold.", (BESIDE, CENTS), LPA,
    ),
    Definition(
        "lp_reporting.lp", "To limited partners", "money", "their part of a tier or of all tiers",
        "What investors get.", (CENTS,), LPA,
    ),
    Definition(
        "lp_reporting.gp", "To the general partner", "money",
        "its part of a tier or of all tiers", "Carried interest.", (CENTS,), LPA,
    ),
    Definition(
        "lp_reporting.remaining", "Still to share", "money", "proceeds - tiers up to this one",
        "What is left after a tier.", (), LPA,
    ),
    Definition(
        "lp_reporting.profit", "Profit", "money", "proceeds - paid in",
        "What is shared beyond capital.", (), LPA,
    ),
    Definition(
        "gp_share_of_profit", "GP share of profit", "fraction", "carry / profit",
        "How much of the profit is carry.", ("Null without a profit.",), LPA,
    ),
    Definition(
        "clawback", "Clawback", "money",
        "max(carry - rate x whole-fund profit, what investors lack of capital and return)",
        "What the general partner owes back; never below nothing, never above the carry.",
        ("0 where the agreement knows none.",), LPA,
    ),
    Definition(
        "gp_commitment", "General partner's own money", "money",
        "value of the general partner's own commitment",
        "What its holder has in the fund; it bears no carry.",
        ("Null where it cannot be told apart.",), HOUSE,
    ),
    Definition(
        "lp_reporting.capital", "Capital back", "money", "the investor's part of the first tier",
        "Its calls given back.", (CENTS,), LPA,
    ),
    Definition(
        "lp_reporting.preferred", "Preferred return", "money",
        "the investor's part of the second tier", "Its return before carry.", (CENTS,), LPA,
    ),
    Definition(
        "lp_reporting.split", "Split", "money", "the investor's part of the last tier",
        "Its part of what is left.", (CENTS,), LPA,
    ),
    Definition(
        "lp_reporting.carry", "Carry borne", "money", "carry on an investor's or a deal's profit",
        "What the general partner gets of it.", (CENTS,), LPA,
    ),
    Definition(
        "carry_booked", "Carry booked", "money", "carry paid on the day of the distribution",
        "What the books say beside what the agreement gives.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.return_of_capital", "Return of capital", "money",
        "min(what is paid, capital not yet back)", "First tier of a distribution.", (), LPA,
    ),
    Definition(
        "lp_reporting.preferred_return", "Preferred return paid", "money",
        "min(what is left, preferred return due)", "Second tier of a distribution.", (), LPA,
    ),
    Definition(
        "catch_up_lp", "Catch-up, investors", "money", "(1 - catch-up rate) x catch-up",
        "Their part of the third tier.", (), LPA,
    ),
    Definition(
        "catch_up_gp", "Catch-up, general partner", "money", "catch-up rate x catch-up",
        "Its part of the third tier.", (), LPA,
    ),
    Definition(
        "split_lp", "Split, investors", "money", "(1 - carry rate) x what is left",
        "Their part of the last tier.", (), LPA,
    ),
    Definition(
        "split_gp", "Split, general partner", "money", "carry rate x what is left",
        "Its part of the last tier.", (), LPA,
    ),
    Definition(
        "share_of_nav", "Sold at", "fraction", "price / value today",
        "At which part of its value the portfolio is sold in a what-if.", (), HOUSE,
    ),
    Definition(
        "lp_reporting.cost", "Cost of the deal", "money", "calls for the deal with its costs",
        "What a deal must give back before carry.", (), LPA,
    ),
)  # fmt: skip
