"""A web process as small as can be: ready at once, tells its environment, dies when asked to."""

from __future__ import annotations

import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        if self.path == "/die":
            os._exit(3)
        body = json.dumps(dict(os.environ) if self.path == "/environment" else {}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


sys.stdout.write("the dummy web process is here\n")
ThreadingHTTPServer((os.environ["GPDASH_HOST"], int(os.environ["PORT"])), Handler).serve_forever()
