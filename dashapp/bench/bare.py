"""The other side of the serving ratios: a bare Flask view that returns ready bytes.

Started as `python -m dashapp.bench.bare PORT FILE …`, under the same server and the same threads
as the product; `/0` answers the first file, `/1` the second. POST answers the same bytes.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import uvicorn
from a2wsgi import WSGIMiddleware
from flask import Flask, Response, request

THREADS = 16


def bare(bodies: list[bytes]) -> Flask:
    """A Flask server with one view and nothing else."""
    server = Flask("bare", static_folder=None)
    tags = [f'"bare-{index}"' for index in range(len(bodies))]

    @server.route("/<int:index>", methods=["GET", "POST"])
    def answer(index: int) -> Response:
        if request.headers.get("If-None-Match") == tags[index]:
            return Response(status=304, headers={"ETag": tags[index]})
        headers = {"ETag": tags[index]}
        return Response(bodies[index], mimetype="application/json", headers=headers)

    return server


def main(port: str, *files: str) -> None:
    """Serve the files until the process is ended."""
    server = bare([Path(file).read_bytes() for file in files])
    wsgi: Any = server.wsgi_app
    application: Any = WSGIMiddleware(wsgi, workers=THREADS)
    uvicorn.run(
        application,
        port=int(port),
        loop="uvloop",
        http="httptools",
        access_log=False,
        server_header=False,
        log_level="warning",
        lifespan="off",
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
