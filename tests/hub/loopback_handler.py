"""How the hub on loopback answers: redirects, ranges, gates, and the faults it was told to have."""

from __future__ import annotations

import contextlib
import hashlib
import http.server
import re
import socket
import time
import urllib.parse
from typing import TYPE_CHECKING, Any

from tests.hub.loopback_content import PIECE_BYTES, Content
from tests.hub.loopback_faults import Fault
from tests.hub.loopback_messages import Repository, Response, Seen

if TYPE_CHECKING:
    from tests.hub.loopback_hub import LoopbackHub

_RANGE = re.compile(r"bytes=(\d+)-(\d*)$")
_RESOLVE = re.compile(r"/([^/]+/[^/]+)/resolve/([^/]+)/(.+)$")
SEND_BUFFER = 128 << 10
"""Small, so that what was sent and what has arrived are nearly the same."""


class Handler(http.server.BaseHTTPRequestHandler):
    hub: LoopbackHub
    part: str
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        self.request.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
        super().setup()

    def log_message(self, format: str, *args: Any) -> None:
        """Tests read `LoopbackHub.seen`."""

    def _do(self) -> None:
        split = urllib.parse.urlsplit(self.path)
        path = urllib.parse.unquote(split.path)
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        authorization = self.headers.get("Authorization", "")
        wanted = self.headers.get("Range", "")
        self.hub.note(Seen(self.part, self.command, path, authorization, wanted))
        query = urllib.parse.parse_qs(split.query)
        if self.part == "cdn" or path.startswith("/cdn/"):
            self._cdn(query)
            return
        if match := _RESOLVE.fullmatch(path):
            self._resolve(match[1], urllib.parse.unquote(match[2]), match[3])
            return
        headers = {name.lower(): text for name, text in self.headers.items()}
        answer = self.hub.answer(self.command, path, query, headers, body)
        self._send(answer or Response(404, {"X-Error-Code": "RepoNotFound"}, b"Not found"))

    do_GET = do_HEAD = do_POST = _do  # noqa: N815 - names of the base class

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        for name, text in response.headers.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(response.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    # What stands where the hub answers

    def _resolve(self, repo: str, revision: str, path: str) -> None:  # noqa: PLR0911
        repository = self.hub.repositories.get(repo)
        if repository is None:
            self._refuse(401, "RepoNotFound", "Invalid username or password.")
            return
        if repository.moved_to:
            moved = f"/{repository.moved_to}/resolve/{revision}/{urllib.parse.quote(path)}"
            self._send(Response(307, {"Location": moved}))
            return
        fault = self.hub.fault(self.command, "resolve", path)
        if fault is not None and self._faulty(fault, repo, path):
            return
        if self._forbidden(repository):
            return
        content = repository.files.get(path)
        if content is None or (fault is not None and fault.kind == "missing"):
            self._refuse(404, "EntryNotFound", "Entry not found")
            return
        if revision.startswith("no-such"):  # every other one means the present files
            self._refuse(404, "RevisionNotFound", f"Invalid rev id: {revision}")
            return
        if path in repository.small:
            self._body(repo, path, content, fault, _git_headers(content, repository.commit))
            return
        headers = {
            "X-Repo-Commit": repository.commit,
            "X-Linked-Size": str(content.size),
            "X-Linked-ETag": f'"{content.sha256}"',
            "ETag": f'"{content.sha256}"',
            "Accept-Ranges": "bytes",
        }
        place = urllib.parse.urlencode({"repo": repo, "path": path, "sha256": content.sha256})
        base = "" if self.hub.same_origin else self.hub.cdn_url
        self._send(Response(302, {**headers, "Location": f"{base}/cdn/{content.sha256}?{place}"}))

    def _forbidden(self, repository: Repository) -> bool:
        sent = self.headers.get("Authorization", "")
        allowed = sent == f"Bearer {self.hub.token}"
        if sent and not allowed:
            self._refuse(401, "", "Invalid credentials in Authorization header")
        elif repository.private and not allowed:
            self._refuse(401, "RepoNotFound", "Invalid username or password.")
        elif repository.gated and not allowed:
            self._refuse(401, "GatedRepo", "Access to model is restricted.")
        else:
            return False
        return True

    def _refuse(self, status: int, code: str, message: str) -> None:
        headers = {"X-Error-Message": message, **({"X-Error-Code": code} if code else {})}
        self._send(Response(status, headers, message.encode()))

    def _faulty(self, fault: Fault, repo: str, path: str) -> bool:
        """Whether the fault answered the request already."""
        if fault.kind == "status":
            retry = {"Retry-After": fault.retry_after} if fault.retry_after else {}
            self._send(Response(fault.status, retry, b"Not now"))
        elif fault.kind == "redirect":
            self._send(Response(302, {"Location": fault.location}))
        elif fault.kind == "html":
            page = b"<html><body>Log in to the WLAN of this hotel</body></html>"
            self._send(Response(200, {"Content-Type": "text/html"}, page))
        else:
            if fault.kind == "etag":
                self.hub.change(repo, path)
            return False
        return True

    # Where the bytes come from

    def _cdn(self, query: dict[str, list[str]]) -> None:
        repo, path = query.get("repo", [""])[0], query.get("path", [""])[0]
        repository = self.hub.repositories.get(repo, Repository())
        fault = self.hub.fault(self.command, "cdn", path)
        if fault is not None and self._faulty(fault, repo, path):
            return
        content = repository.files.get(path)
        if content is None or (fault is not None and fault.kind == "missing"):
            self._send(Response(404, {}, b"NoSuchKey"))
            return
        headers = {"ETag": f'"{content.sha256}"', "Accept-Ranges": "bytes"}
        self._body(repo, path, content, fault, headers)

    def _body(
        self, repo: str, path: str, content: Content, fault: Fault | None, headers: dict[str, str]
    ) -> None:
        """The file, or the range that was asked for, as far as `fault` lets it."""
        kind = fault.kind if fault else ""
        size = content.size + (fault.change if fault and kind == "wrong_size" else 0)
        ranged = _RANGE.match(self.headers.get("Range", "")) if kind != "whole" else None
        start = int(ranged[1]) if ranged else 0
        end = min(int(ranged[2]) + 1, size) if ranged and ranged[2] else size
        if ranged and start >= size:
            self._send(Response(416, {**headers, "Content-Range": f"bytes */{size}"}))
            return
        self.send_response(206 if ranged else 200)
        for name, text in headers.items():
            self.send_header(name, text)
        if ranged:
            self.send_header("Content-Range", f"bytes {start}-{end - 1}/{size}")
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(end - start))
        self.end_headers()
        if self.command == "HEAD":
            return
        if size > content.size:
            content = Content(size, content.seed, content.head)
        limit = min(end, start + fault.after) if fault and kind in ("stall", "cut") else end
        other = fault.after if fault and kind == "other_bytes" else -1
        self._bytes(repo, path, content, start, limit, other)
        if kind == "stall":
            self._stall()
        if limit < end or kind == "stall":
            self.close_connection = True
            with contextlib.suppress(OSError):
                self.connection.shutdown(socket.SHUT_RDWR)

    def _bytes(
        self, repo: str, path: str, content: Content, start: int, end: int, other: int
    ) -> None:
        at, began = start, time.monotonic()
        step = (
            min(PIECE_BYTES, max(4096, int(self.hub.rate / 20))) if self.hub.rate else PIECE_BYTES
        )
        try:
            for whole in content.pieces(start, end, step):
                piece: bytes | memoryview = whole
                if at <= other < at + len(piece):
                    changed = bytearray(piece)
                    changed[other - at] ^= 0xFF
                    piece = changed
                self.wfile.write(piece)
                at += len(piece)
                due = (
                    began + (at - start) / self.hub.rate - time.monotonic() if self.hub.rate else 0
                )
                if due > 0 and self.hub.closing.wait(due):
                    break
        finally:
            self.close_connection = self.close_connection or at < end
            self.hub.count(repo, path, start, at)

    def _paced(self, began: float, sent: int) -> bool:
        """Wait as long as the rate wants it; whether the hub closes."""
        due = began + sent / self.hub.rate - time.monotonic() if self.hub.rate else 0.0
        return due > 0 and self.hub.closing.wait(due)

    def _stall(self) -> None:
        """Wait until the client goes or the hub closes."""
        self.connection.settimeout(0.1)
        while not self.hub.closing.is_set():
            try:
                if not self.connection.recv(1):
                    return
            except TimeoutError:
                continue
            except OSError:
                return


def _git_headers(content: Content, commit: str) -> dict[str, str]:
    """A small file has the id of its git blob for an ETag, and no linked one."""
    text = content.bytes()
    blob = hashlib.sha1(b"blob %d\0" % len(text) + text, usedforsecurity=False).hexdigest()
    return {"X-Repo-Commit": commit, "ETag": f'"{blob}"', "Accept-Ranges": "bytes"}
