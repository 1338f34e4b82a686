"""What companies report: the latest rows of each, and what is worked out from them by hand."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_EVEN, Decimal
from statistics import fmean, median

from services.db.queries.explain.portfolio import ReportFact
from services.db.queries.explain.tables import REPORTS
from services.errors import NotFound
from services.explain.answers import Recipe, value_of
from services.explain.fund_performance.book import CENT
from services.explain.keys import FigureKey
from services.explain.paths import Spot
from services.explain.portfolio_analytics.facts import Held, PortfolioFacts
from services.explain.portfolio_analytics.money import held, members
from services.explain.recipe import Told, Use
from services.explain.results import Value
from services.explain.words import equation

YEAR, QUARTER = 12, 3
DAYS_OF_A_MONTH = Decimal("30.4375")
MONEY = ("revenue_ttm", "arr", "cash", "net_burn")


@dataclass(frozen=True, slots=True)
class Kpi:
    """A measure: its value as answers give it, how it came about, and the reports at work."""

    value: Value
    words: str
    reports: tuple[ReportFact, ...]


class Reported:
    """One company's reports as of a period: that report and those before it."""

    def __init__(self, facts: PortfolioFacts, code: str, until: date) -> None:
        self.facts, self.code = facts, code
        self.every = [row for row in facts.reports.get(code, ()) if row.period_end <= until]

    @property
    def latest(self) -> ReportFact | None:
        return self.every[0] if self.every else None

    def kpi(self, field: str) -> Kpi:
        """One measure of the latest report."""
        report = self.latest
        if report is None:
            return Kpi(None, "nothing was ever reported", ())
        return MEASURES[field](self, report)

    def months_back(self, report: ReportFact, months: int) -> list[ReportFact]:
        """Reports of the last so many months, in the report's currency."""
        last = _month(report.period_end)
        return [
            row
            for row in self.every
            if last - months < _month(row.period_end) <= last and self.same(row, report)
        ]

    def year_before(self, report: ReportFact) -> ReportFact | None:
        """The report of the same month a year before, in the report's currency."""
        month = _month(report.period_end) - YEAR
        found = next((row for row in self.every if _month(row.period_end) == month), None)
        return found if found is not None and self.same(found, report) else None

    def same(self, row: ReportFact, report: ReportFact) -> bool:
        """Whether two reports are in one currency."""
        currency = self.facts.currency_of
        return currency(self.code, row) == currency(self.code, report)

    def money(self, amount: Decimal | None, report: ReportFact) -> Decimal | None:
        """A reported amount in the answer's currency, to the cent."""
        currency = self.facts.currency_of(self.code, report)
        given = self.facts.converted(amount, currency, self.facts.base.frame.currency)
        return None if given is None else given.quantize(CENT, ROUND_HALF_EVEN)

    def burn(self, report: ReportFact) -> tuple[Decimal | None, list[ReportFact]]:
        """The mean burn of the last three months, in the report's currency."""
        if report.net_burn is None:
            return None, [report]
        rows = [row for row in self.months_back(report, QUARTER) if row.net_burn is not None]
        return _mean([row.net_burn for row in rows if row.net_burn is not None]), rows

    def year_burn(self, report: ReportFact) -> tuple[Decimal | None, list[ReportFact]]:
        """The mean of the burns of four quarters, each of which must be known."""
        last = _month(report.period_end)
        rows = [row for row in self.months_back(report, YEAR) if row.net_burn is not None]
        means = []
        for quarter in range(YEAR // QUARTER):
            own = [
                row.net_burn
                for row in rows
                if row.net_burn is not None
                and (last - _month(row.period_end)) // QUARTER == quarter
            ]
            if not own:
                return None, rows
            means.append(_mean(own))
        return _mean([each for each in means if each is not None]), rows


def _plain(field: str) -> Callable[[Reported, ReportFact], Kpi]:
    def measure(own: Reported, report: ReportFact) -> Kpi:
        value = getattr(report, field)
        if field in MONEY:
            given: Value = own.money(value, report)
        else:
            given = float(value) if isinstance(value, Decimal) else value
        return Kpi(given, f"reported for {report.period_end}", (report,))

    return measure


def _net_burn(own: Reported, report: ReportFact) -> Kpi:
    burn, rows = own.burn(report)
    return Kpi(own.money(burn, report), f"mean of {len(rows)} reports", tuple(rows))


def _runway(own: Reported, report: ReportFact) -> Kpi:
    months, words, rows = runway(own, report)
    return Kpi(None if months is None else float(months), words, rows)


def runway(own: Reported, report: ReportFact) -> tuple[Decimal | None, str, tuple[ReportFact, ...]]:
    """Cash over burn in months; None where nothing is burnt or one of them is not known."""
    burn, rows = own.burn(report)
    used = tuple(dict.fromkeys([report, *rows]))
    if burn is None or report.cash is None or burn <= 0:
        return None, "no finite runway", used
    return max(Decimal(0), report.cash) / burn, f"{report.cash:,.2f} / {burn:,.2f}", used


def _zero_cash(own: Reported, report: ReportFact) -> Kpi:
    months, words, rows = runway(own, report)
    if months is None or months > 100 * YEAR:
        return Kpi(None, words, rows)
    days = int(Decimal(repr(float(months))) * DAYS_OF_A_MONTH)
    return Kpi(report.period_end + timedelta(days=days), f"{days:,} days after", rows)


def growth(own: Reported, report: ReportFact) -> tuple[float | None, str, tuple[ReportFact, ...]]:
    """Growth over a year: as reported, else of revenue, else of recurring revenue."""
    if report.growth_rate is not None:
        return float(report.growth_rate), f"reported for {report.period_end}", (report,)
    before = own.year_before(report)
    for field in ("revenue_ttm", "arr"):
        now = getattr(report, field)
        then = getattr(before, field) if before else None
        if now is not None and then is not None and then > 0:
            rows = (report, before) if before else (report,)
            return float(now / then - 1), f"{now:,.2f} / {then:,.2f} − 1", rows
    return None, "no report of a year before", (report,)


def _growth(own: Reported, report: ReportFact) -> Kpi:
    return Kpi(*growth(own, report))


def burn_multiple(own: Reported, report: ReportFact) -> Kpi:
    """Twelve months of burn over the recurring revenue added in them."""
    year, rows = own.year_burn(report)
    before = own.year_before(report)
    used = tuple(dict.fromkeys([report, *rows, *([before] if before else [])]))
    if year is None or year <= 0 or before is None or report.arr is None or before.arr is None:
        return Kpi(None, "no multiple may be read", used)
    added = report.arr - before.arr
    if added <= 0:
        return Kpi(None, "no recurring revenue was added", used)
    words = f"{YEAR} × {year:,.2f} / ({report.arr:,.2f} − {before.arr:,.2f})"
    return Kpi(float(YEAR * year / added), words, used)


def _rule_of_40(own: Reported, report: ReportFact) -> Kpi:
    grown, words, rows = growth(own, report)
    year, burns = own.year_burn(report)
    used = tuple(dict.fromkeys([*rows, *burns]))
    revenue = report.revenue_ttm
    if grown is None or year is None or revenue is None or revenue <= 0:
        return Kpi(None, words, used)
    margin = float(-YEAR * year / revenue)
    return Kpi(float(Decimal(repr(grown)) + Decimal(repr(margin))), f"{grown:.4f} + {margin:.4f}",
               used)  # fmt: skip


def _ltv_cac(own: Reported, report: ReportFact) -> Kpi:
    ltv, cac = report.ltv, report.cac
    if ltv is None or cac is None or cac <= 0:
        return Kpi(None, "not both are reported", (report,))
    return Kpi(float(ltv / cac), f"{ltv:,.2f} / {cac:,.2f}", (report,))


MEASURES: Mapping[str, Callable[[Reported, ReportFact], Kpi]] = {
    **{name: _plain(name) for name in ("revenue_ttm", "arr", "cash", "gross_margin", "nrr",
                                       "headcount")},
    "net_burn": _net_burn,
    "runway_months": _runway,
    "zero_cash_date": _zero_cash,
    "growth_rate": _growth,
    "burn_multiple": burn_multiple,
    "rule_of_40": _rule_of_40,
    "ltv_cac": _ltv_cac,
}  # fmt: skip


def measure(code_of: Callable[[PortfolioFacts, FigureKey, Spot], str], field: str) -> Recipe:
    """One measure of one company's latest report."""

    def told(facts: PortfolioFacts, key: FigureKey, spot: Spot) -> Told:
        code = code_of(facts, key, spot)
        found = Reported(facts, code, _until(facts, spot)).kpi(field)
        return Told(
            numbers=equation(found.words, spot.given, spot.unit),
            recomputed=value_of(spot, found.value),
            uses=uses(found.reports, field),
        )

    return told


def over_companies(
    field: str, statistic: Callable[[Sequence[Decimal | float]], Value], words: str
) -> Recipe:
    """A sum, mean or median over the active companies whose fresh reports know a measure."""

    def told(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> Told:
        found = [kpi for one in facts.active if (kpi := fresh(facts, one, field)) is not None]
        values = [kpi.value for kpi in found if isinstance(kpi.value, Decimal | float | int)]
        again = statistic(values) if values else None
        known = [kpi for kpi in found if kpi.value is not None]
        reports = [report for kpi in known for report in kpi.reports]
        return Told(
            numbers=equation(f"{words} of {len(values):,} companies", spot.given, spot.unit),
            recomputed=value_of(spot, again),
            uses=uses(reports, field),
        )

    return told


def how_many(test: Callable[[PortfolioFacts, Held], bool], counts_as: str) -> Recipe:
    """A number of active companies whose latest report passes a test."""

    def told(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> Told:
        found = [one for one in facts.active if test(facts, one)]
        reports = [row for one in found if (row := Reported(facts, one.code, facts.day).latest)]
        return Told(
            numbers=equation(f"{len(found):,} companies", spot.value, spot.unit),
            recomputed=value_of(spot, len(found)),
            uses=uses(reports, counts_as),
        )

    return told


def fresh(facts: PortfolioFacts, one: Held, field: str) -> Kpi | None:
    """A measure of a company whose last report is not stale; None of one without such a report."""
    own = Reported(facts, one.code, facts.day)
    if own.latest is None or is_stale(facts, own.latest):
        return None
    return own.kpi(field)


def is_stale(facts: PortfolioFacts, report: ReportFact) -> bool:
    """Whether a report is too old to count."""
    return (facts.day - report.period_end).days > facts.conventions.thresholds.stale_report_days


def is_short(facts: PortfolioFacts, one: Held) -> bool:
    """Whether a company's cash lasts for less than the firm's limit."""
    found = fresh(facts, one, "runway_months")
    if found is None or not isinstance(found.value, float):
        return False
    return found.value < facts.conventions.health.override_runway_months


def burns_nothing(facts: PortfolioFacts, one: Held) -> bool:
    """Whether a company generates cash."""
    found = fresh(facts, one, "net_burn")
    return found is not None and isinstance(found.value, Decimal) and found.value <= 0


def uses(reports: Iterable[ReportFact], counts_as: str) -> list[Use]:
    """Reports at work, the newest first, each once."""
    rows = {report.id: report for report in reports}.values()
    found = [
        Use(
            table=REPORTS,
            id=report.id,
            day=report.period_end,
            fund=None,
            type=None,
            label="Report",
            amount=getattr(report, counts_as, None) if counts_as in MONEY else None,
            unit="money",
            currency=report.currency,
            conversion=None,
            converted=None,
            counts_as=counts_as,
            adds=None,
            counts={},
            ended=report.known_to is not None,
        )
        for report in rows
    ]
    return sorted(found, key=lambda use: (use.day, use.id), reverse=True)


def of_line(facts: PortfolioFacts, _key: FigureKey, spot: Spot) -> str:
    """The company that a line is of."""
    return held(facts, members(spot)[0]).code


def of_sheet(facts: PortfolioFacts, key: FigureKey, _spot: Spot) -> str:
    """The company that a tear sheet is of."""
    return held(facts, facts.ground.answer(key).company).code


def total_of(values: Sequence[Decimal | float]) -> Value:
    """The sum of amounts."""
    return sum((Decimal(str(value)) for value in values), Decimal(0))


def mean_of(values: Sequence[Decimal | float]) -> Value:
    """The plain mean."""
    return fmean(float(value) for value in values)


def middle_of(values: Sequence[Decimal | float]) -> Value:
    """The median, amounts to the cent."""
    if any(isinstance(value, Decimal) for value in values):
        return median(Decimal(str(value)) for value in values).quantize(CENT)
    return median(float(value) for value in values)


def _until(facts: PortfolioFacts, spot: Spot) -> date:
    """The period of a line of a tear sheet, else the day of the figures."""
    if not spot.path.startswith("periods["):
        return facts.day
    try:
        return date.fromisoformat(members(spot)[0])
    except ValueError:
        raise NotFound from None


def _month(day: date) -> int:
    return day.year * YEAR + day.month


def _mean(values: Sequence[Decimal]) -> Decimal | None:
    return sum(values, Decimal(0)) / len(values) if values else None
