"""How money a fund pays out is shared between its investors and its general partner.

Exact Decimals throughout: nothing is rounded to cents inside. A waterfall is linear in the size of
an investor, and terms may differ from one to the next (side letters), so a fund's waterfall is
run per investor on its own flows and added up. Cents are made once, at the end: the fund's sum
is rounded and `calc.allocation` shares its cents out by the exact amounts.
"""

from services.calc.waterfall.american import Deal, american
from services.calc.waterfall.amounts import GRAIN, Dated
from services.calc.waterfall.european import european, liquidation
from services.calc.waterfall.ledger import AMERICAN, EUROPEAN, IRR, LEDGER, Terms
from services.calc.waterfall.runs import DealPart, Liquidation, Payment, Run
from services.calc.waterfall.tiers import Tiers, clawback, tiers

__all__ = [
    "AMERICAN",
    "EUROPEAN",
    "GRAIN",
    "IRR",
    "LEDGER",
    "Dated",
    "Deal",
    "DealPart",
    "Liquidation",
    "Payment",
    "Run",
    "Terms",
    "Tiers",
    "american",
    "clawback",
    "european",
    "liquidation",
    "tiers",
]
