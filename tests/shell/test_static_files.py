"""Files go over the wire compressed, once, and the API's bytes are left alone."""

import gzip

import brotli
import pytest
from flask import Flask, Response

from dashapp import static_files

SCRIPT = b"window.answer = 42; " * 200


@pytest.fixture
def server():
    server = Flask("files")
    server.config["asked"] = []

    @server.get("/assets/app.js")
    def script():
        server.config["asked"].append("script")
        return Response(SCRIPT, mimetype="text/javascript")

    @server.get("/assets/missing.js")
    def missing():
        server.config["asked"].append("missing")
        return Response("no", status=404)

    @server.get("/_dash-layout")
    def layout():
        return Response(b"[" + b"1," * 600 + b"1]", mimetype="application/json")

    @server.get("/api/v1/figures")
    def figures():
        return Response(b"[" + b"1," * 600 + b"1]", mimetype="application/json")

    static_files.mount(server)
    return server


def test_a_script_is_sent_in_the_encoding_the_browser_takes(server):
    client = server.test_client()
    small = client.get("/assets/app.js", headers={"Accept-Encoding": "gzip, br"})
    assert small.headers["Content-Encoding"] == "br"
    assert brotli.decompress(small.data) == SCRIPT
    older = client.get("/assets/app.js", headers={"Accept-Encoding": "gzip, br;q=0"})
    assert gzip.decompress(older.data) == SCRIPT
    plain = client.get("/assets/app.js", headers={"Accept-Encoding": ""})
    assert plain.data == SCRIPT
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Vary"] == "Accept-Encoding"


def test_the_application_is_asked_for_a_file_once(server):
    client = server.test_client()
    for _ in range(3):
        assert client.get("/assets/app.js").status_code == 200
    assert server.config["asked"] == ["script"]


def test_a_browser_that_has_the_file_is_told_so(server):
    client = server.test_client()
    first = client.get("/assets/app.js", headers={"Accept-Encoding": "br"})
    again = client.get(
        "/assets/app.js",
        headers={"Accept-Encoding": "br", "If-None-Match": first.headers["ETag"]},
    )
    assert (again.status_code, again.data) == (304, b"")


def test_a_missing_file_is_not_kept(server):
    client = server.test_client()
    assert [client.get("/assets/missing.js").status_code for _ in range(2)] == [404, 404]
    assert server.config["asked"] == ["missing", "missing"]


def test_pages_are_compressed_on_the_way_and_the_api_is_not(server):
    client = server.test_client()
    page = client.get("/_dash-layout", headers={"Accept-Encoding": "br"})
    assert page.headers["Content-Encoding"] == "br"
    assert brotli.decompress(page.data).startswith(b"[1,1")
    api = client.get("/api/v1/figures", headers={"Accept-Encoding": "br"})
    assert "Content-Encoding" not in api.headers
