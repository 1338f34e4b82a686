"""What tests of the page of LP Reporting read it with."""

from __future__ import annotations

from layouts.lp_reporting.parts import Rights
from layouts.panels import Content
from tests.portfolio_page import shown
from tests.portfolio_page.shown import tables_of

THIN = "\u2009"
PARTNER = Rights(prepare=True, approve=True, lock=True)
READER = Rights()


def view(panel, **changes):
    return shown.view(panel, **({"slug": "lp-reporting"} | changes))


def content(draw, told, panel, **seen):
    found = draw(told, view(panel, **seen))
    assert isinstance(found, Content)
    return found


def lines_of(found, *, twin=False, table=0):
    part = found.twin if twin else found.body
    return {line[0]: line for line in tables_of(part)[table]}
