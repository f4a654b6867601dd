"""One request for the rest of a file: redirects, the token, and what the answer promises."""

from __future__ import annotations

import contextlib
import os
import re
import urllib.parse
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2

from assistant.core.errors import UserError
from assistant.core.hub.download import DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubFile
from assistant.hub.downloads.answers import (
    BeginAnew,
    bad_token,
    changed,
    check_status,
    other_size,
    translated,
    unsafe_address,
    web_page,
)
from assistant.hub.downloads.patience import Patience
from assistant.hub.downloads.stopping import StopSign

DEFAULT_ENDPOINT = "https://huggingface.co"
MOST_REDIRECTS = 8
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+)$")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_COMMIT = re.compile(r"[0-9a-f]{40}")


@dataclass(frozen=True)
class Opened:
    """An answer whose body is the file from `start` on.

    `tag` is what the hub calls this content, `source` what the server that sends it does; either
    may be "". `commit` is what the hub says the revision means.
    """

    response: httpx2.Response
    start: int
    tag: str
    source: str
    commit: str


@dataclass
class _Linked:
    """What the hub itself says of the file, on the way to where it lies."""

    tag: str = ""
    size: int = -1
    commit: str = ""

    def note(self, headers: httpx2.Headers) -> None:
        self.tag = _tag(headers.get("X-Linked-ETag", "")) or self.tag
        self.commit = headers.get("X-Repo-Commit", "") or self.commit
        size = headers.get("X-Linked-Size", "")
        if size.isascii() and size.isdecimal():
            self.size = int(size)


def endpoint_of(access: HubAccess, order: DownloadOrder) -> str:
    """The hub that an order goes to."""
    chosen = order.endpoint or access.endpoint or os.environ.get("HF_ENDPOINT", "")
    return (chosen or DEFAULT_ENDPOINT).rstrip("/")


@contextlib.contextmanager
def opened(
    access: HubAccess,
    order: DownloadOrder,
    file: HubFile,
    start: int,
    stop: StopSign,
    patience: Patience,
) -> Iterator[Opened]:
    """The file from `start` on; from its beginning when the hub ignores that.

    Raises `TryAgain`, `BeginAnew`, `UserError`; the block's own errors of the network, too.
    """
    endpoint = endpoint_of(access, order)
    url = _address(endpoint, order, file)
    with translated(url.host, patience.stall_s), _client(access, patience) as client:
        try:
            request = _Request(client, access, endpoint, file.path, stop)
            response, linked = request.send(url, start)
            with contextlib.closing(response):
                yield _checked(response, linked, file, start)
        finally:
            stop.watch(None)


@dataclass
class _Request:
    client: httpx2.Client
    access: HubAccess
    endpoint: str
    path: str
    stop: StopSign

    def send(self, url: httpx2.URL, start: int) -> tuple[httpx2.Response, _Linked]:
        """Follow the hub to where the file lies; the answer with an unread body."""
        linked = _Linked()
        for _ in range(MOST_REDIRECTS):
            self.stop.check()
            headers = {"Range": f"bytes={start}-"} if start else {}
            asked_hub = _origin(url) == _origin(httpx2.URL(self.endpoint))
            token = self._token_for(url)
            if token:
                if not (token.isascii() and token.isprintable()):
                    raise bad_token()
                headers["Authorization"] = f"Bearer {token}"
            request = self.client.build_request(
                "GET", url, headers=headers, extensions={"trace": self._watch}
            )
            response = self.client.send(request, stream=True)
            try:
                if asked_hub:
                    linked.note(response.headers)
                location = response.headers.get("Location", "")
                if response.status_code not in _REDIRECTS or not location:
                    check_status(response, self.path, asked_hub=asked_hub, token=bool(token))
                    return response, linked
                url = _next(url, location)
            except BaseException:
                response.close()
                raise
            response.close()
        raise UserError("hub", "The hub sends the download around in circles.")

    def _token_for(self, url: httpx2.URL) -> str:
        """The token, where `url` is at the very hub it belongs to."""
        home = self.access.endpoint or os.environ.get("HF_ENDPOINT", "") or DEFAULT_ENDPOINT
        return self.access.token if _origin(url) == _origin(httpx2.URL(home)) else ""

    def _watch(self, event: str, info: dict[str, Any]) -> None:
        """Called by the client for each step: here, when there is a connection."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self.stop.watch(info["return_value"].get_extra_info("socket"))


def _client(access: HubAccess, patience: Patience) -> httpx2.Client:
    timeout = httpx2.Timeout(patience.stall_s, connect=patience.connect_s)
    headers = {"User-Agent": "inkstone", "Accept": "*/*", "Accept-Encoding": "identity"}
    try:
        return httpx2.Client(proxy=access.proxy or None, timeout=timeout, headers=headers)
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        raise UserError(
            "no_network", "The address of the proxy cannot be used.", "Check it in the settings."
        ) from error


def _address(endpoint: str, order: DownloadOrder, file: HubFile) -> httpx2.URL:
    """`{endpoint}/{repo}/resolve/{revision}/{path}`; raises `UserError` where that is none."""
    repo = urllib.parse.quote(order.repo)
    revision = urllib.parse.quote(order.revision or "main", safe="")
    try:
        url = httpx2.URL(f"{endpoint}/{repo}/resolve/{revision}/{urllib.parse.quote(file.path)}")
    except httpx2.InvalidURL as error:
        raise _no_hub() from error
    if url.scheme not in ("http", "https") or not url.host:
        raise _no_hub()
    return url


def _no_hub() -> UserError:
    return UserError(
        "hub",
        "The address of the hub cannot be used.",
        "It begins with https://. Check it in the settings.",
    )


def _next(url: httpx2.URL, location: str) -> httpx2.URL:
    """Where a redirect leads; only to the web, and never from a safe address to an open one."""
    try:
        following = url.join(location)
    except (httpx2.InvalidURL, ValueError) as error:
        raise unsafe_address() from error
    allowed = ("https",) if url.scheme == "https" else ("http", "https")
    if following.scheme not in allowed or not following.host:
        raise unsafe_address()
    return following


def _origin(url: httpx2.URL) -> tuple[str, str, int]:
    port = url.port or {"http": 80, "https": 443}.get(url.scheme, 0)
    return url.scheme, url.host.lower().rstrip("."), port


def _tag(header: str) -> str:
    """An ETag without its quotes and its mark for weakness."""
    return header.strip().removeprefix("W/").strip('"')


def _checked(response: httpx2.Response, linked: _Linked, file: HubFile, start: int) -> Opened:
    """Raises where the body is not the rest of the file that was ordered."""
    host = response.request.url.host
    if linked.tag != file.sha256 and _SHA256.fullmatch(linked.tag):
        raise BeginAnew(changed(file.path), linked.tag, max(linked.size, 0))
    if response.headers.get("Content-Type", "").lower().startswith("text/html"):
        raise web_page(host)
    if response.headers.get("Content-Encoding", "identity").lower() != "identity":
        raise other_size(file.path)
    first, size = _span(response, file.size)
    if size != file.size or first not in (0, start) or linked.size not in (-1, size):
        raise other_size(file.path)
    etag = _tag(response.headers.get("ETag", ""))
    source = f"{host}:{response.request.url.port} {etag}" if etag else ""
    commit = linked.commit if _COMMIT.fullmatch(linked.commit) else ""
    return Opened(response, first, linked.tag or etag, source, commit)


def _span(response: httpx2.Response, expected: int) -> tuple[int, int]:
    """The first byte of the body, and the size of the whole file as this answer has it."""
    length = response.headers.get("Content-Length", "")
    count = int(length) if length.isascii() and length.isdecimal() else None
    if response.status_code == 416:
        return -1, -1
    if response.status_code != 206:
        return 0, expected if count is None else count
    span = _RANGE.match(response.headers.get("Content-Range", ""))
    if span is None:
        return -1, -1
    first, last, size = map(int, span.groups())
    if last != size - 1 or (count is not None and count != last - first + 1):
        return -1, -1
    return first, size
