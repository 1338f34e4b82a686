"""The funds and investors that rows point to: those that exist, and those a map may create."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from services.imports.cells import words
from services.imports.cells.parsed import Bad
from services.imports.kinds.declare import FundTerms, Type


@dataclass
class References:
    """Known codes, and the defaults for missing ones (None: a missing one is a row error).

    A created fund's currency is that of the defaults or of the file's constants; its vintage year
    is the year of its first flow; everything else stays unknown.
    """

    funds: dict[str, FundTerms]
    investors: dict[str, str]
    fund_defaults: Mapping[str, str] | None = None
    investor_defaults: Mapping[str, str] | None = None
    new_funds: dict[str, FundTerms] = field(default_factory=dict)
    new_investors: set[str] = field(default_factory=set)

    def reader(self, type_: Type, *, describes: str | None) -> Callable[[str], str | Bad]:
        """A reader of codes. `describes` is the table that the rows describe, if any: there a
        code may be new."""
        if type_ is Type.FUND:
            if describes == "funds":
                return words.code
            known = words.reference("fund", self.funds)
            return known if self.fund_defaults is None else self._fund
        if describes == "limited_partners":
            return words.code
        known = words.reference("investor", self.investors)
        return known if self.investor_defaults is None else self._investor

    def _fund(self, text: str) -> str | Bad:
        code = words.code(text)
        if isinstance(code, str) and code not in self.funds and code not in self.new_funds:
            currency = (self.fund_defaults or {}).get("currency", "")
            self.new_funds[code] = FundTerms(None, code, currency)
        return code

    def _investor(self, text: str) -> str | Bad:
        code = words.code(text)
        if isinstance(code, str) and code not in self.investors:
            self.new_investors.add(code)
        return code

    @property
    def all_funds(self) -> dict[str, FundTerms]:
        """Those that exist and those to create."""
        return self.funds | self.new_funds
