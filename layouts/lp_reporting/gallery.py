"""What LP Reporting shows of itself in the gallery."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from layouts import lp_reporting as page
from layouts.figures import lp_reporting as figures
from layouts.figures.lp_reporting import samples
from layouts.lp_reporting import (
    account,
    activity,
    cards,
    fees,
    files,
    head,
    investor,
    pack,
    packs,
    register,
    restated,
    shares,
    simulate,
    ties,
    waterfall,
)
from layouts.lp_reporting.parts import Rights
from layouts.showing import Showing, Shown

EVERYTHING = Rights(prepare=True, approve=True, lock=True)


def _with(sample: Callable[[str], Any]) -> Callable[[str], tuple[Any, ...]]:
    """The sample as it is loaded: with what the reader may do."""

    def told(kind: str) -> tuple[Any, ...]:
        found = sample(kind)
        return (*found, EVERYTHING) if isinstance(found, tuple) else (found, EVERYTHING)

    return told


def _sold(kind: str) -> tuple[Any, Any]:
    found = samples.waterfall(kind)
    return found, found


EACH = (
    (page.STATE, head.state, _with(samples.overview)),
    (page.FIGURES, cards.figures, _with(samples.overview)),
    (page.PACKS, packs.packs, _with(samples.reports)),
    (page.TIES, ties.ties, _with(samples.run)),
    (page.PACK, pack.pack, _with(samples.report)),
    (page.ACCOUNT, account.account, _with(samples.statement)),
    (page.WATERFALL, waterfall.waterfall, samples.waterfall),
    (page.REGISTER, register.register, samples.lps),
    (page.SIMULATE, simulate.simulate, _sold),
    (page.SHARES, shares.shares, samples.waterfall),
    (page.CALLS, activity.activity, _with(samples.activity)),
    (page.FEES, fees.fees, _with(samples.fees)),
    (page.RESTATED, restated.restated, _with(samples.restatements)),
    (page.FILES, files.files, _with(samples.lps)),
    (page.INVESTOR, investor.investor, _with(samples.investor)),
)
SHOWING = Showing(
    slug="lp-reporting",
    figures=figures.FIGURES,
    samples=samples.SAMPLES,
    kinds=samples.KINDS,
    panels=tuple(
        Shown(
            name=panel.title.lower(),
            panel=panel,
            draw=draw,
            sample=sample,
            kinds=samples.KINDS,
            width=panel.width if panel.width > 6 else 6,
        )
        for panel, draw, sample in EACH
    ),
)
