"""Sectors and quarters as the answers give them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.orm import Session

from services.db.queries.market_intelligence import answers
from services.db.queries.market_intelligence.answers import FigureRow, TrendRow
from services.envelope import Note
from services.market_intelligence import notes
from services.market_intelligence.computed.families import TOTALS
from services.market_intelligence.computed.payloads import amount
from services.market_intelligence.frame import Frame
from services.market_intelligence.notes import LEAST, Medians
from services.market_intelligence.results import Evidence, Sector, SectorQuarter, SectorTrends

MOST_NAMED = 10
TOP = ("sectors", "total_deals", "total_funding", "growth_vs_previous", "current_quarter")
SIZES = "median_deal_size deal_size_p25 deal_size_p75"


def sector_trends(session: Session, frame: Frame, sector: str | None) -> SectorTrends:
    """Sectors of the current quarter, most money first, and every cell of the period."""
    rows, totals = _read(session, frame)
    rows = [row for row in rows if sector is None or same(row.sector, sector)]
    here = [row for row in rows if row.quarter == frame.quarter]
    medians = Medians()
    sectors = tuple(_sector(frame, row, medians) for row in _by_money(here))
    cells = tuple(_cell(frame, row) for row in rows)
    told = _total(totals, here, sector)
    mapping = frame.stage_mapping()
    evidence = [one for row in sectors for one in row.hot_subsectors]
    emerging = [one for row in sectors for one in row.emerging_trends]
    return SectorTrends(
        current_quarter=frame.quarter,
        sectors=sectors,
        quarters=frame.quarters,
        cells=cells,
        total_deals=told.get("deals"),
        total_funding=amount(told.get("funding")),
        growth_vs_previous=told.get("growth_vs_previous"),
        stage_mapping=mapping,
        hot_subsectors=_ranked(evidence),
        emerging_trends=_ranked(emerging),
        **frame.heading(),
        meta=frame.meta(SectorTrends),
        notes=(
            *notes.standing(frame, TOP, frame.quarters),
            *_empty(frame, sectors, sector),
            *notes.mapping_note(mapping),
            *medians.notes(),
            *_about(frame, here, cells),
        ),
    )


def same(one: str | None, other: str | None) -> bool:
    """Whether two spellings name one sector."""
    return one is not None and other is not None and plain(one) == plain(other)


def plain(name: str) -> str:
    """A sector's name as it is compared: providers and the firm write it differently."""
    return " ".join(name.casefold().replace("&", " and ").split())


def evidence_of(kept: Sequence[Mapping[str, Any]]) -> tuple[Evidence, ...]:
    """Subsectors with what makes them stand out, in words too."""
    return tuple(
        Evidence(
            name=one["name"],
            sector=one["sector"],
            deals=one["deals"],
            previous_deals=one["previous_deals"],
            funding=amount(one["funding"]),
            growth=one["growth"],
            why=_why(one),
        )
        for one in kept
    )


def _read(session: Session, frame: Frame) -> tuple[list[TrendRow], Mapping[str, Any]]:
    """Usable rows of the period and of the current quarter, and the current quarter's totals."""
    if frame.provider is None or frame.quarter is None:
        return [], {}
    named: dict[str, Any] = {"sources": [frame.provider.source], "known_on": frame.known_on}
    quarters = {*frame.quarters, frame.quarter}
    rows = answers.trends(session, quarters=quarters, **named)
    found: list[FigureRow] = answers.figures(
        session, families=[TOTALS], quarters=[frame.quarter], **named
    )
    kept = [row for row in rows if frame.usable(row.quarter)]
    totals = found[0].payload if found and frame.usable(frame.quarter) else {}
    return kept, totals


def _total(
    totals: Mapping[str, Any], here: Sequence[TrendRow], sector: str | None
) -> Mapping[str, Any]:
    if sector is None:
        return totals
    return here[0].payload if here else {}


def _by_money(rows: Sequence[TrendRow]) -> list[TrendRow]:
    return sorted(rows, key=lambda row: (-row.total_funding, -row.total_deals, row.sector))


def _sector(frame: Frame, row: TrendRow, medians: Medians) -> Sector:
    told = row.payload
    size = medians.money(told["size"], SIZES, row.sector)
    before = medians.money(told["pre"], "median_pre_money", row.sector)
    return Sector(
        name=row.sector,
        quarter=row.quarter,
        total_deals=row.total_deals,
        disclosed_deals=row.disclosed_deals,
        total_funding=amount(told["funding"]),
        growth_vs_previous=told["growth_vs_previous"],
        deal_growth=told["deal_growth"],
        median_deal_size=size["median"],
        deal_size_p25=size["p25"],
        deal_size_p75=size["p75"],
        median_pre_money=before["median"],
        n_pre_money=told["pre"]["n"],
        seed_deals=told["seed_deals"],
        series_a_deals=told["series_a_deals"],
        series_b_deals=told["series_b_deals"],
        growth_deals=told["growth_deals"],
        other_deals=told["other_deals"],
        stage_words=_most_first(told["words"]),
        geographic_distribution=_most_first(told["places"]),
        hot_subsectors=evidence_of(told["hot"]),
        emerging_trends=evidence_of(told["emerging"]),
        preliminary=frame.is_preliminary(row.quarter),
    )


def _cell(frame: Frame, row: TrendRow) -> SectorQuarter:
    size = row.payload["size"]
    return SectorQuarter(
        sector=row.sector,
        quarter=row.quarter,
        total_deals=row.total_deals,
        disclosed_deals=row.disclosed_deals,
        total_funding=amount(row.payload["funding"]),
        median_deal_size=amount(size["median"]) if size["n"] >= LEAST else None,
        growth_vs_previous=row.payload["growth_vs_previous"],
        preliminary=frame.is_preliminary(row.quarter),
    )


def _most_first(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda one: (-one[1], one[0])))


def _ranked(found: Sequence[Evidence]) -> tuple[Evidence, ...]:
    ranked = sorted(found, key=lambda one: (-one.deals, one.previous_deals, one.name))
    return tuple(ranked[:MOST_NAMED])


def _why(one: Mapping[str, Any]) -> str:
    before = one["previous_deals"]
    against = f"against {before} in the quarter before" if before else "none in the quarter before"
    money = f", {amount(one['funding']):,.0f} disclosed" if one["funding"] else ""
    return f"{one['deals']} deals {against}{money}"


def _empty(frame: Frame, sectors: Sequence[Sector], sector: str | None) -> tuple[Note, ...]:
    if sectors or not frame.answerable or not frame.usable(frame.quarter or ""):
        return ()
    what = "no round" if sector is None else f"no round of sector {sector}"
    text = f"The provider lists {what} in {frame.quarter}."
    return (Note("sectors", notes.NO_DATA, text),)


def _about(
    frame: Frame, here: Sequence[TrendRow], cells: Sequence[SectorQuarter]
) -> tuple[Note, ...]:
    """What is missing in the rows, named once for each reason."""
    bare = [row.sector for row in here if row.payload["growth_vs_previous"] is None]
    silent = [row.sector for row in here if row.payload["funding"] is None]
    few = sum(cell.median_deal_size is None for cell in cells)
    found = [
        *notes.base_note("growth_vs_previous", bare),
        *notes.undisclosed_note("total_funding", silent),
        *notes.left_out_note(
            sum(row.payload["left_out"] for row in here), "total_funding", frame.currency
        ),
    ]
    if few:
        text = f"{few} cells have fewer than {LEAST} disclosed amounts and no median."
        found.append(Note("cells", notes.TOO_FEW, text))
    return tuple(found)
