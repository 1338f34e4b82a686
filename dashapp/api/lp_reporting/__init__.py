"""LP Reporting for programs: the books of investors, ILPA workbooks, and packs."""

from dashapp.api.layer import Endpoints

endpoints = Endpoints("lp reporting")
