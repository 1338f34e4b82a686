"""LP Reporting for programs: the books of investors, ILPA workbooks, and packs."""

from dashapp.api.layer import Endpoints
from dashapp.api.lp_reporting import books, ilpa, reports

endpoints = Endpoints(
    "lp reporting",
    [*books.endpoints.items, *reports.endpoints.items, *ilpa.endpoints.items],
)
