"""A server on 127.0.0.1 that speaks the OpenAI API as well, or as badly, as a test wants."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Reply = Callable[["Exchange"], None]


@dataclass
class Recorded:
    """A request as it came."""

    method: str
    path: str
    headers: list[tuple[str, str]]
    body: bytes

    @property
    def fields(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.body)
        return found

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key.lower() == name.lower()), None)


@dataclass
class Exchange:
    """One request and what is written back."""

    request: Recorded
    handler: BaseHTTPRequestHandler
    server: LoopbackServer

    def json(self, document: Any, status: int = 200, headers: dict[str, str] | None = None) -> None:
        body = document if isinstance(document, bytes) else json.dumps(document).encode()
        self.body(body, "application/json", status, headers)

    def body(
        self,
        body: bytes,
        kind: str,
        status: int = 200,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.handler.send_response(status)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Content-Length", str(len(body)))
        for name, value in (headers or {}).items():
            self.handler.send_header(name, value)
        self.handler.end_headers()
        self.handler.wfile.write(body)

    def begin_stream(self, kind: str = "text/event-stream") -> None:
        """A body without a length: it ends with the connection."""
        self.handler.send_response(200)
        self.handler.send_header("Content-Type", kind)
        self.handler.send_header("Connection", "close")
        self.handler.end_headers()
        self.handler.close_connection = True

    def write(self, data: bytes) -> None:
        self.handler.wfile.write(data)
        self.handler.wfile.flush()

    def stream(self, parts: Sequence[bytes], kind: str = "text/event-stream") -> None:
        self.begin_stream(kind)
        for part in parts:
            self.write(part)

    def cut(self) -> None:
        """The connection breaks."""
        self.handler.close_connection = True
        self.handler.connection.shutdown(socket.SHUT_RDWR)

    def wait_until_gone(self, seconds: float = 60.0) -> bool:
        """Whether the other side closed the connection, which it does by Cancel."""
        self.handler.connection.settimeout(seconds)
        try:
            return self.handler.connection.recv(1) == b""
        except TimeoutError:
            return False
        except OSError:
            return True


def event(delta: dict[str, Any], **more: Any) -> bytes:
    """A chunk as a server-sent event."""
    choice = {"index": 0, "delta": delta, "finish_reason": more.pop("finish", None), **more}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


DONE = b"data: [DONE]\n\n"


@dataclass
class LoopbackServer:
    """`replies` by method and path; what is missing is answered with 404."""

    replies: dict[tuple[str, str], Reply] = field(default_factory=dict)
    requests: list[Recorded] = field(default_factory=list)
    gone: threading.Event = field(default_factory=threading.Event)
    context: ssl.SSLContext | None = None
    model: str = "tiny"

    def start(self) -> LoopbackServer:
        outer = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def log_message(self, *_arguments: object) -> None:
                return

            def _handle(self) -> None:
                length = int(self.headers.get("Content-Length") or 0)
                body = self.rfile.read(length)
                request = Recorded(self.command, self.path, list(self.headers.items()), body)
                outer.requests.append(request)
                reply = outer.replies.get((self.command, self.path))
                exchange = Exchange(request, self, outer)
                try:
                    if reply is None:
                        exchange.json({"error": {"message": "no such door"}}, 404)
                    else:
                        reply(exchange)
                except OSError:
                    self.close_connection = True

            do_GET = do_POST = _handle  # noqa: N815 - names of http.server

        class Server(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_arguments: object) -> None:
                return  # a client that refuses a certificate

        self.http = Server(("127.0.0.1", 0), Handler)
        if self.context is not None:
            self.http.socket = self.context.wrap_socket(self.http.socket, server_side=True)
        self.replies.setdefault(("GET", "/v1/models"), lambda x: x.json(self.models()))
        self._thread = threading.Thread(target=self.http.serve_forever, args=(0.02,))
        self._thread.start()
        return self

    def models(self) -> dict[str, Any]:
        listed = {"id": self.model, "object": "model", "owned_by": "vllm", "max_model_len": 2048}
        return {"object": "list", "data": [listed]}

    def chat(self, reply: Reply) -> None:
        self.replies["POST", "/v1/chat/completions"] = reply

    def says(self, *parts: bytes) -> None:
        """Every chat is answered with these bytes."""
        self.chat(lambda exchange: exchange.stream(parts))

    @property
    def port(self) -> int:
        return int(self.http.server_address[1])

    @property
    def url(self) -> str:
        return f"http{'s' if self.context else ''}://127.0.0.1:{self.port}"

    def sent(self, path: str = "/v1/chat/completions") -> list[Recorded]:
        return [request for request in self.requests if request.path == path]

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()
        self._thread.join()
