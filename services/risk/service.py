"""Risk: what a principal may know of how exposed funds are, and what is done about it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from services import clock
from services.access.funds import granted
from services.access.permissions import check_module, may, readable
from services.access.reading import reading
from services.db.queries.risk import alerts as kept
from services.db.queries.risk import facts
from services.db.queries.risk import register as written
from services.db.reads.terms import side_terms
from services.db.session import Database
from services.envelope import Note
from services.errors import Fault, InvalidInput
from services.frames import House, currency_of, envelope
from services.fund_performance.books import Books
from services.fund_performance.frame import only_fund, settle
from services.jobs import Tell
from services.partners.books import Partnerships, read_partnerships
from services.portfolio_analytics.records import Records, conventions_of, read_records
from services.portfolio_analytics.schedule import read_newest_marks
from services.risk import concentration as spread
from services.risk import register as book
from services.risk.alerts import acts, answers, settings
from services.risk.alerts.rules import in_force, listed
from services.risk.alerts.settings import RuleSetting
from services.risk.alerts.visible import visible
from services.risk.alerts.watch import watch
from services.risk.credit_line import credit_line
from services.risk.expiries import expiries
from services.risk.fx import fx
from services.risk.holders import holder_notes, holders, largest_open
from services.risk.key_person import key_person, read_team
from services.risk.limits import limits, rules, standings
from services.risk.liquidity import each_fund, liquidity, position
from services.risk.overview import overview
from services.risk.pre_trade import pre_trade
from services.risk.reads import agreements_of, alone, deals_beside, reserved
from services.risk.register import RiskSetting
from services.risk.results import (
    AlertRules,
    Alerts,
    Concentration,
    CreditLine,
    Expiries,
    FxExposure,
    KeyPerson,
    Limits,
    Liquidity,
    Overview,
    PreTrade,
    Register,
    Runway,
    Stress,
    ValuationRisk,
)
from services.risk.runway import runway
from services.risk.stress import Own, stress
from services.risk.targets import Asked, checked, find_target
from services.risk.valuation import valuation
from services.scope import Principal, Scope

MODULE, INVESTORS, TEAM = "risk", "lp_reporting", "team_operations"
EVERYTHING = Scope()
WITHIN_DAYS, MOST_DAYS = 180, 36_600


class RiskService:
    """Risk of the funds a principal may see; the principal is always named first.

    Methods raise NotFound for funds, companies, alerts and entries that are missing or not
    granted, ChooseFund where a figure belongs to one fund and several are visible, InvalidInput
    for what cannot be used. Each reads the facts of one moment, in a number of statements that no
    number of funds, companies or investors changes.
    """

    def __init__(
        self,
        db: Database,
        *,
        reporting_currency: str = "USD",
        timezone: str = "UTC",
        tell: Tell | None = None,
    ) -> None:
        self.db = db
        self.house = House(reporting_currency, timezone)
        self.tell = tell or (lambda raised: None)

    @property
    def today(self) -> date:
        return clock.today(self.house.timezone)

    def overview(self, principal: Principal, scope: Scope = EVERYTHING) -> Overview:
        """The headline figures of the funds together, why they worry, and eight quarters."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house)
            agreed = agreements_of(session, records)
            found = visible(session, principal, scope, records.frame.funds, today=self.today)
        limited = {}
        for books in each_fund(records.books):
            (fund,) = books.frame.funds
            own = rules(agreed.get(fund.id, ()), records.as_of)
            held = alone(records, books)
            limited[fund.code] = standings(held, own, position(books, records.as_of), records.as_of)
        return overview(records, limited, answers.counts(found))

    def concentration(
        self, principal: Principal, scope: Scope = EVERYTHING, *, by: str = spread.COMPANY
    ) -> Concentration:
        """What is held by company, sector, stage, geography, currency, vintage, or lp.

        By lp Forbidden for who may not read of investors.
        """
        if by not in spread.BY:
            text = f"by is one of {', '.join(spread.BY)}."
            raise InvalidInput(text, faults=(Fault("by", text, "choice"),))
        if by == spread.LP:
            check_module(principal, INVESTORS)
        if by != spread.LP:
            with reading(self.db, principal, MODULE) as session:
                records = read_records(session, principal, scope, self.house, reported=False)
            return spread.of_holdings(records, by)
        books, records = self._partners(principal, scope)
        found = holders(books)
        rows = [(one.code, one.name, one.nav, one.commitment) for one in found]
        return spread.of_investors(records, rows, holder_notes(books, found, "groups"))

    def limits(self, principal: Principal, scope: Scope = EVERYTHING) -> Limits:
        """The limits of one fund's agreement, what is used of them, and what is left."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, reported=False)
            fund = only_fund(records.frame)
            agreed = agreements_of(session, records).get(fund.id, ())
        owed = position(records.books, records.as_of)
        return limits(records, rules(agreed, records.as_of), owed)

    def pre_trade(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        amount: Decimal,
        company: str | None = None,
        name: str | None = None,
        sector: str | None = None,
        geography: str | None = None,
        day: date | None = None,
    ) -> PreTrade:
        """What an investment of one fund would do, on a day (today unless named).

        A day before the figures moves them back to it where the scope names no day itself.
        """
        asked = checked(
            Asked(amount=amount, company=company, name=name, sector=sector, geography=geography,
                  day=day)
        )  # fmt: skip
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, reported=False)
            if day is not None and day < records.as_of:
                if scope.as_of is not None:
                    text = f"The figures stand as of {scope.as_of}: date is that day or later."
                    raise InvalidInput(text, faults=(Fault("date", text),))
                moved = scope.on(as_of=day)
                records = read_records(session, principal, moved, self.house, reported=False)
            fund = only_fund(records.frame)
            when = day or max(self.today, records.as_of)
            agreed = agreements_of(session, records, until=when).get(fund.id, ())
            kept_back = reserved(session, records)
            own = records.frame.held.deals
            others = deals_beside(session, principal, scope, own, asked)
        target = find_target(asked, own, others)
        owed = position(records.books, records.as_of)
        own_part = kept_back.get(target.company_id or "") or Decimal(0)
        found = standings(records, rules(agreed, when), owed, records.as_of)
        return pre_trade(records, found, owed, target, amount=amount, day=when, reserved=own_part)

    def liquidity(self, principal: Principal, scope: Scope = EVERYTHING) -> Liquidity:
        """What the funds can still get at against what they need it for."""
        books, _ = self._partners(principal, scope)
        found = holders(books)
        first, share = largest_open(found)
        keys = ("top_lp", "top_lp_name", "top_lp_share_of_unfunded")
        told = [] if share is not None else holder_notes(books, found, *keys)
        if INVESTORS not in readable(principal):
            first, share, text = None, None, "Figures of single investors are not for this role."
            told = [Note(key, "not_for_this_role", text) for key in keys]
        top = None if first is None else (first.code, first.name)
        return liquidity(books.books, top=top, top_share=share, told=told)

    def runway(self, principal: Principal, scope: Scope = EVERYTHING) -> Runway:
        """Active companies by how long their cash lasts, the shortest first."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house)
            kept_back = reserved(session, records)
        return runway(records, kept_back)

    def valuation(self, principal: Principal, scope: Scope = EVERYTHING) -> ValuationRisk:
        """How old marks are, by what method, against the price last paid, and how smooth."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, reported=False)
            words = read_newest_marks(session, records, records.as_of)
        return valuation(records, words)

    def fx(self, principal: Principal, scope: Scope = EVERYTHING) -> FxExposure:
        """What is held in which currency, and what exchange rates did to its return."""
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, reported=False)
        return fx(records)

    def credit_line(self, principal: Principal, scope: Scope = EVERYTHING) -> CreditLine:
        """One fund's credit line, and what it does to the figures."""
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
        only_fund(frame)
        return credit_line(Books.of(frame))

    def stress(self, principal: Principal, scope: Scope = EVERYTHING) -> Stress:
        """The standard scenarios of one fund, through its waterfall, the worst first."""
        return self._stressed(principal, scope, None)

    def stress_own(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        own: Own = Own(),  # noqa: B008 - frozen
    ) -> Stress:
        """One scenario of one's own. InvalidInput names what cannot be used of it."""
        return self._stressed(principal, scope, own)

    def key_person(self, principal: Principal, scope: Scope = EVERYTHING) -> KeyPerson:
        """Whom what is held hangs on: who leads and covers it, and what hangs on one alone.

        Who may read of the team as totals alone sees their own row; key-person terms of investors
        are for who may read of investors.
        """
        readers = readable(principal)
        terms, codes = None, {}
        with reading(self.db, principal, MODULE) as session:
            records = read_records(session, principal, scope, self.house, reported=False)
            contacts = read_team(session, principal, records)
            if INVESTORS in readers:
                terms = side_terms(
                    session,
                    fund_ids=[row.id for row in records.frame.funds],
                    until=records.as_of,
                    known_on=scope.known_on,
                )
                codes = facts.codes(session, {row.investor_id for row in terms})
        return key_person(records, contacts, terms, investors=codes, named=TEAM in readers)

    def expiries(
        self, principal: Principal, scope: Scope = EVERYTHING, *, within_days: int = WITHIN_DAYS
    ) -> Expiries:
        """What of the funds and their companies ends within some days of as_of, or ended."""
        if not 0 <= within_days <= MOST_DAYS:
            text = f"within is 0d to {MOST_DAYS}d."
            raise InvalidInput(text, faults=(Fault("within", text, "range"),))
        with reading(self.db, principal, MODULE) as session:
            frame = settle(session, principal, scope, self.house)
            found = facts.expiries(
                session,
                fund_ids=[row.id for row in frame.funds],
                company_ids={deal.company_id for deal in frame.held.deals},
                until=frame.as_of + timedelta(days=within_days),
                known_on=scope.known_on,
            )
        return expiries(frame, found, within_days)

    def alerts(
        self,
        principal: Principal,
        scope: Scope = EVERYTHING,
        *,
        severity: str | None = None,
        state: str | None = None,
    ) -> Alerts:
        """Alerts of the funds, critical first; without a state all that are not resolved."""
        with reading(self.db, principal, MODULE) as session:
            rows = granted(session, principal, scope)
            found = visible(session, principal, scope, rows, today=self.today, severity=severity)
            ids = [row.id for row in rows]
            stored = kept.rules(session, fund_ids=ids, known_on=scope.known_on)
            looked = kept.checked_at(session, fund_ids=ids, known_on=scope.known_on)
            codes = facts.codes(session, {row.entity_id.partition(":")[0] for row in found})
        chosen = {(r.code, fund): r for fund in ids for r in in_force(stored, fund)}
        meta = envelope(
            scope, rows, Alerts, as_of=scope.as_of or self.today,
            currency=currency_of(scope, rows, self.house),
        )  # fmt: skip
        return answers.alerts(
            found,
            state=state,
            funds={row.id: row for row in rows},
            codes=codes,
            rules=chosen,
            checked_at=looked,
            meta=meta,
        )

    def alert_rules(self, principal: Principal, scope: Scope = EVERYTHING) -> AlertRules:
        """Every rule in force, and what rules can be made of."""
        with reading(self.db, principal, MODULE) as session:
            rows = granted(session, principal, scope)
            ids = [row.id for row in rows]
            stored = kept.rules(session, fund_ids=ids, known_on=scope.known_on)
            found = visible(session, principal, scope, rows, today=self.today)
        meta = envelope(
            scope, rows, AlertRules, as_of=scope.as_of or self.today,
            currency=currency_of(scope, rows, self.house),
        )  # fmt: skip
        return answers.rule_list(
            listed(stored),
            found,
            codes={row.id: row.code for row in rows},
            may_set=may(principal, settings.ACTION),
            meta=meta,
        )

    def register(self, principal: Principal, scope: Scope = EVERYTHING) -> Register:
        """Risks that people wrote down of these funds and of the firm."""
        with reading(self.db, principal, MODULE) as session:
            rows = granted(session, principal, scope)
            ids = [row.id for row in rows]
            found = written.risks(session, fund_ids=ids, known_on=scope.known_on)
        meta = envelope(
            scope, rows, Register, as_of=scope.as_of or self.today,
            currency=currency_of(scope, rows, self.house),
        )  # fmt: skip
        return book.register(
            found,
            codes={row.id: row.code for row in rows},
            may_set=may(principal, book.ACTION),
            meta=meta,
        )

    def acknowledge(self, principal: Principal, alert_id: str, note: str | None = None) -> None:
        """Say that an alert was seen; it stays so while it lasts."""
        check_module(principal, MODULE)
        self.tell(acts.acknowledge(self.db, principal, alert_id, note=note))

    def snooze(
        self, principal: Principal, alert_id: str, *, until: date, note: str | None = None
    ) -> None:
        """Put an alert off until a day, on which it is open again if it still holds."""
        check_module(principal, MODULE)
        raised = acts.snooze(self.db, principal, alert_id, until=until, today=self.today, note=note)
        self.tell(raised)

    def set_rule(self, principal: Principal, setting: RuleSetting) -> str:
        """Set a rule and hold it against its funds at once; its code."""
        check_module(principal, MODULE)
        code, raised, funds = settings.set_rule(self.db, principal, setting)
        self.tell(raised)
        watch(self.db, funds, tell=self.tell, today=self.today, house=self.house, only={code})
        return code

    def set_risk(self, principal: Principal, setting: RiskSetting) -> str:
        """Write a risk down or change it; its code."""
        check_module(principal, MODULE)
        code, raised = book.set_risk(self.db, principal, setting)
        self.tell(raised)
        return code

    def _partners(self, principal: Principal, scope: Scope) -> tuple[Partnerships, Records]:
        """Funds by investor, and the records of what they hold, from one reading."""
        with reading(self.db, principal, MODULE) as session:
            books = read_partnerships(session, principal, scope, self.house)
            held = conventions_of(session, books.frame)
        return books, Records(books.books, {}, (), held, self.house, {})

    def _stressed(self, principal: Principal, scope: Scope, own: Own | None) -> Stress:
        books, records = self._partners(principal, scope)
        only_fund(books.frame)
        (fund,) = books.funds
        return stress(fund, records, own)
