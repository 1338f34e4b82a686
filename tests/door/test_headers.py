"""What every response tells the browser."""

from __future__ import annotations

from tests.door.conftest import Site


def test_no_script_runs_but_ours(site: Site) -> None:
    answer = site.signed_in().get("/")
    rules = dict(
        rule.strip().split(" ", 1) for rule in answer.headers["Content-Security-Policy"].split(";")
    )
    assert "unsafe" not in rules["script-src"]
    assert rules["script-src"].count("'sha256-") >= 2
    assert rules["default-src"] == "'self'"
    assert rules["object-src"] == rules["base-uri"] == rules["frame-ancestors"] == "'none'"
    for hashed in site.app.csp_hashes():
        assert hashed in rules["script-src"]


def test_pages_and_figures_are_not_kept_and_files_are_kept_for_ever(site: Site) -> None:
    browser = site.signed_in()
    for path in ("/", "/api/v1/funds", "/_dash-layout", "/login"):
        answer = browser.get(path)
        assert answer.headers["Cache-Control"] == "no-store"
        assert {"Cookie", "Authorization"} <= set(answer.vary)
    file = browser.get("/assets/tokens.css?m=1")
    assert "immutable" in file.headers["Cache-Control"]
    assert "must-revalidate" in browser.get("/assets/tokens.css").headers["Cache-Control"]
    assert "immutable" not in browser.get("/assets/none.css?m=1").headers["Cache-Control"]


def test_every_answer_carries_its_number_and_the_quiet_headers(site: Site) -> None:
    seen = set()
    for path in ("/", "/api/v1/none", "/login", "/healthz", "/assets/none.css"):
        answer = site.browser().get(path)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Referrer-Policy"] == "no-referrer"
        seen.add(answer.headers["X-Request-Id"])
    assert len(seen) == 5
