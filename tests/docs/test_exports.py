"""What the API answers can be exported from the shell too, or it is said here why not."""

from __future__ import annotations

from flask import Flask

from dashapp import api
from dashapp.api.layer import declared
from services.exports.views import VIEWS
from services.modules import MODULES

# Answers that want more than a scope: the one thing, index, person or template they are about.
ASKED_BY_NAME = {
    "fund-performance": {"pme", "disclosed-periods", "disclosed-funds"},
    "lp-reporting": {
        "reports", "restatements", "ilpa/reporting-template", "ilpa/performance-template",
    },
    "team-operations": {"productivity"},
}  # fmt: skip
OTHER_NAMES = {"pme-table": "pme"}


def test_every_answer_of_every_module_is_a_view_or_is_about_one_thing_by_name() -> None:
    server = Flask("exports")
    api.mount(server)
    assert list(VIEWS) and set(VIEWS) == {module.slug for module in MODULES}
    for module in MODULES:
        head = f"/dashboards/{module.slug}/"
        answers = {
            endpoint.path.removeprefix(head)
            for endpoint in declared(server)
            if endpoint.method == "GET" and endpoint.path.startswith(head)
        }
        answers = {OTHER_NAMES.get(name, name) for name in answers if "<" not in name}
        wanted = answers - ASKED_BY_NAME.get(module.slug, set())
        views = set(VIEWS[module.slug].names)
        assert wanted - views == set(), module.slug
        assert views - answers == set(), module.slug
