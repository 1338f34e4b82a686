"""Who looks after the invented holdings: leads, boards, and what hangs on one person."""

from __future__ import annotations

from decimal import Decimal
from types import SimpleNamespace as Result

from layouts.figures.risk.samples.firms import held, meta, note, share

# person|name|companies led|boards|touched of late
TEAM = (("U01", "I. Moreau", ("HALD", "CORV", "LUME"), ("HALD",), ("TARN",)),
        ("U02", "K. Adeyemi", ("TARN", "OXBO"), ("CORV", "LUME"), ("HALD",)),
        ("Zoe Quill <b>", "Zoe Quill <b>", ("PELL", "KEST"), (), ()))  # fmt: skip


def key_person(kind: str = "usual") -> Result:
    """People by what they cover; nobody on record where nothing is known."""
    firms = held(kind)
    unknown = kind == "missing"
    values = {firm.code: firm.money(firm.value) for firm in firms}
    known = [value for value in values.values() if value is not None]
    whole = sum(known, Decimal(0)) if known else None
    team = () if unknown else TEAM
    covers = {code: [who for who, _, *own in team if any(code in some for some in own)]
              for code in values}  # fmt: skip
    leads = {code: who for who, _, led, _, _ in team for code in led if code in values}

    def part(codes: list[str]) -> float | None:
        return share(sum((values[code] or Decimal(0) for code in codes), Decimal(0)), whole)

    def person(who: str, name: str, seats: tuple[str, ...]) -> Result:
        covered = [code for code in values if who in covers[code]]
        led = [code for code in values if leads.get(code) == who]
        alone = [code for code in values if covers[code] == [who]]
        return Result(
            user_id=who, user=who, name=name, leads=len(led), lead_weight=part(led),
            board_seats=len([code for code in seats if code in values]), covers=len(covered),
            fair_value=sum((values[code] or Decimal(0) for code in covered), Decimal(0)),
            weight=part(covered), alone=len(alone), alone_weight=part(alone),
        )  # fmt: skip

    people = [person(who, name, seats) for who, name, _, seats, _ in team]
    people = [row for row in people if row.covers]
    single = [code for code in values if len(covers[code]) == 1]
    nobody = [code for code in values if not covers[code]]
    top = max(people, key=lambda row: row.lead_weight or 0, default=None)
    words = "Nobody is on record as leading a company or being in touch."
    notes = (note("terms", "no_terms", "No key-person term is stored."),
             *((note("single_covered", "no_coverage", words),) if unknown else ()))  # fmt: skip
    companies = tuple(
        Result(company_id=firm.code, company=firm.code, name=firm.name,
               fair_value=values[firm.code], weight=share(values[firm.code], whole),
               lead=leads.get(firm.code), people=tuple(covers[firm.code]),
               covered_by=None if unknown else len(covers[firm.code]))
        for firm in firms
    )  # fmt: skip
    return Result(
        people=tuple(people), companies=companies,
        top_person=top.user if top else None, top_person_name=top.name if top else None,
        top_person_weight=top.lead_weight if top else None,
        single_covered=None if unknown else len(single),
        single_covered_share=None if unknown else part(single),
        uncovered=None if unknown else len(nobody),
        uncovered_share=None if unknown else part(nobody),
        sla_days=30, terms=(), meta=meta(), notes=notes,
    )  # fmt: skip
