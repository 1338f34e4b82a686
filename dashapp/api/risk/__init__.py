"""Risk for programs: the figures of the page, what-ifs, alerts and their rules, the register."""

from dashapp.api.layer import Endpoints
from dashapp.api.risk import changes, figures

endpoints = Endpoints("risk", [*figures.endpoints.items, *changes.endpoints.items])
