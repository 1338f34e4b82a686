"""Kind `lpa_terms`: the economics of a partnership agreement from a day on."""

from services.imports.kinds.declare import Column, Kind, Type
from services.imports.kinds.oddities import fraction, years

_RATES = (
    Column("preferred_return", Type.RATE, "hurdle per year, a fraction", "0.08"),
    Column("carry_rate", Type.RATE, "share of profit, a fraction", "0.20"),
    Column("catch_up_rate", Type.RATE, "share until caught up, a fraction", "1"),
    Column("fee_rate", Type.RATE, "management fee per year, a fraction", "0.02"),
)
_LIMITS = (
    Column(
        "limit_single_company", Type.RATE, "most in one company, a fraction of commitments", "0.15"
    ),
    Column("limit_sector", Type.RATE, "most in one sector, a fraction of commitments", "0.40"),
    Column(
        "limit_geography",
        Type.RATE,
        "most in one geography other than the fund's own, a fraction of commitments",
        "0.30",
    ),
    Column(
        "limit_credit_line", Type.RATE, "most drawn on the line, a fraction of commitments", "0.20"
    ),
)

KIND = Kind(
    name="lpa_terms",
    meaning="terms of the partnership agreement, one row per fund and day they take effect",
    table="lpa_terms",
    columns=(
        Column("fund", Type.FUND, "the firm's code of the fund", "AQ1", True, "fund_id"),
        Column("effective_date", Type.DATE, "first day these terms hold", "2019-03-01", True),
        Column(
            "waterfall",
            Type.CHOICE,
            "carry over the whole fund or deal by deal",
            "european",
            choices=("european", "american"),
        ),
        *_RATES,
        Column(
            "fee_basis",
            Type.CHOICE,
            "what the fee is a share of",
            "committed",
            choices=("committed", "invested"),
        ),
        Column("gp_commitment", Type.MONEY, "the general partner's own commitment", "2400000"),
        *_LIMITS,
        Column(
            "hurdle",
            Type.CHOICE,
            "ledger: capital comes back before carry; irr: a rate of return alone is tested",
            "ledger",
            choices=("ledger", "irr"),
        ),
        Column("clawback", Type.BOOLEAN, "whether carry paid too much comes back", "true"),
    ),
    identity=("fund_id", "effective_date"),
    series="fund_id",
    day="effective_date",
    oddities=(years, *(fraction(column.name) for column in (*_RATES, *_LIMITS))),
)
