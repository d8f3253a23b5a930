"""Stands where the pages are: an HTTP server on the private socket that says what it was asked."""

import json
import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 10

    def setup(self) -> None:
        """Counts connections."""
        super().setup()
        self.server.connections += 1  # type: ignore[attr-defined]

    def answer(self) -> None:
        """What was asked, as JSON; or what the path tells it to do."""
        if self.path == "/dies":
            self.wfile.write(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf")
            self.close_connection = True
            return
        seen = {
            "method": self.command,
            "path": self.path,
            "headers": {name.lower(): value for name, value in self.headers.items()},
            "body": len(self._body()),
        }
        if self.path == "/chunks":
            self._chunks([b"one ", b"two ", b"three"])
            return
        body = json.dumps(seen).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Set-Cookie", "a=1")
        self.send_header("Set-Cookie", "b=2")
        self.send_header("Keep-Alive", "timeout=5")
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    do_GET = do_POST = do_HEAD = do_PUT = answer

    def _chunks(self, chunks: list[bytes]) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in [*chunks, b""]:
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))

    def _body(self) -> bytes:
        if "content-length" in self.headers:
            return self.rfile.read(int(self.headers["content-length"]))
        body = b""
        while self.headers.get("transfer-encoding") and (size := int(self.rfile.readline(), 16)):
            body += self.rfile.read(size)
            self.rfile.readline()
        return body

    def address_string(self) -> str:
        """A private socket has no address."""
        return ""

    def log_message(self, format: str, *args: object) -> None:
        """Says nothing."""


class Pages(socketserver.ThreadingUnixStreamServer):
    """The server; counts the connections that were made to it."""

    daemon_threads = True
    connections = 0


@contextmanager
def pages(socket: Path) -> Iterator[Pages]:
    """Serving, until left."""
    socket.unlink(missing_ok=True)
    with Pages(str(socket), _Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
    socket.unlink(missing_ok=True)
