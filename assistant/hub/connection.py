"""Every request for a hub's pages and lists, whoever makes it, goes through here.

The hub's library has one HTTP client for its process, with neither time limits nor sizes. It is
given one whose transport hands each request to the `Connection` that the calling thread has
entered: there the token is kept from other hosts, answers are bounded in time and size, pages in
place of data are recognised, and everything that can go wrong becomes a `UserError`.
"""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

import httpx2

from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.messages import HubAccess
from assistant.hub import failures
from assistant.hub.failures import Asked

CONNECT_SECONDS = 10.0
READ_SECONDS = 20.0
WHOLE_SECONDS = 60.0
MOST_BYTES = 32 << 20
MOST_REDIRECTS = 6


@dataclass
class Call:
    """One request with what follows from it. `next` is the cursor of the page after this one."""

    asked: Asked
    data: bool = True
    """A page in HTML is no answer."""
    limit: int = MOST_BYTES
    """Bytes of an answer; with `cut`, what is longer is cut, else it is an error."""
    cut: bool = False
    may_be_absent: bool = False
    """A file that is not there is an empty answer."""
    cursor: str = ""
    stop: threading.Event = field(default_factory=threading.Event)
    next: str = ""
    ends_at: float = field(default_factory=lambda: time.monotonic() + WHOLE_SECONDS)


_current: ContextVar[tuple[Connection, Call]] = ContextVar("hub_call")


class Connection:
    """How one hub is reached; any thread, also several at once. Raises `UserError` for an address
    or a proxy that cannot be used."""

    def __init__(self, endpoint: str, access: HubAccess) -> None:
        self.endpoint = endpoint
        self._origin = _origin_of(endpoint)
        self._client = _client(access.proxy)

    @contextlib.contextmanager
    def call(self, call: Call) -> Iterator[Call]:
        """The requests that this thread makes in the block through the library are `call`'s."""
        token = _current.set((self, call))
        try:
            yield call
        except httpx2.HTTPError as error:
            raise failures.unreachable(error, call.asked) from error
        except httpx2.InvalidURL as error:
            raise failures.led_astray(call.asked) from error
        finally:
            _current.reset(token)

    def close(self) -> None:
        self._client.close()

    def handle(self, request: httpx2.Request, call: Call) -> httpx2.Response:
        """The answer to one request, whole and good, or a redirect. Raises `UserError`."""
        self._check(request, call)
        # the library's own are none
        request.extensions = {**request.extensions, "timeout": _timeout().as_dict()}
        if call.cursor:
            request.url = request.url.copy_merge_params({"cursor": call.cursor})
        response = self._send(request, call)
        try:
            if call.may_be_absent and response.headers.get("x-error-code") == "EntryNotFound":
                return httpx2.Response(200)
            if response.status_code >= 400:
                raise failures.refused(response.status_code, response.headers, call.asked)
            if response.has_redirect_location:
                return _plain(response, b"")
            body = _body(response, call)
            if call.data and _is_page(response, body):
                raise failures.not_a_hub(call.asked)
            call.next = _cursor(response)
            return _plain(response, body)
        finally:
            response.close()

    def _check(self, request: httpx2.Request, call: Call) -> None:
        """A token is for the hub alone; what was encrypted stays so."""
        if call.stop.is_set():
            raise Cancelled
        origin = _origin_of(str(request.url))
        if self._origin[0] == "https" and origin[0] != "https":
            raise failures.led_astray(call.asked)
        if origin != self._origin:
            request.headers.pop("Authorization", None)
            call.cursor = ""

    def _send(self, request: httpx2.Request, call: Call) -> httpx2.Response:
        try:
            return self._client.send(request, stream=True, follow_redirects=False)
        except (httpx2.RemoteProtocolError, httpx2.ReadError, httpx2.WriteError):
            # a connection that was kept open, and that the hub closed meanwhile
            if call.stop.is_set():
                raise Cancelled from None
            return self._client.send(request, stream=True, follow_redirects=False)


class _Dispatch(httpx2.BaseTransport):
    """The transport of the library's client."""

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        connection, call = _current.get()
        try:
            return connection.handle(request, call)
        except httpx2.HTTPError as error:
            # said here, for the library would try such a request again for half a minute
            raise failures.unreachable(error, call.asked) from error


def library_client() -> httpx2.Client:
    """The client that the library works with; only within `Connection.call`."""
    return httpx2.Client(
        transport=_Dispatch(), follow_redirects=True, max_redirects=MOST_REDIRECTS, timeout=None
    )


def _client(proxy: str) -> httpx2.Client:
    try:
        return httpx2.Client(proxy=proxy or None, timeout=_timeout())
    except (ValueError, ImportError, httpx2.InvalidURL) as error:
        raise UserError(
            "no_network",
            f"The proxy “{failures.host_of(proxy) or 'HTTPS_PROXY'}” cannot be used.",
            "An address like http://proxy.example:3128 is expected in the settings of the hub.",
        ) from error


def _timeout() -> httpx2.Timeout:
    return httpx2.Timeout(READ_SECONDS, connect=CONNECT_SECONDS)


def checked_endpoint(endpoint: str) -> str:
    """`endpoint` without a slash at its end, if it can be the address of a hub."""
    try:
        parts = urlsplit(endpoint)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or any(letter.isspace() for letter in endpoint):
        raise UserError(
            "hub",
            f"“{endpoint}” is no address of a hub.",
            "An address like https://huggingface.co is expected in the settings of the hub.",
        )
    return endpoint.rstrip("/")


def _origin_of(url: str) -> tuple[str, str, int]:
    parts = urlsplit(url)
    scheme = parts.scheme.lower()
    return scheme, (parts.hostname or "").lower(), parts.port or (443 if scheme == "https" else 80)


def _is_page(response: httpx2.Response, body: bytes) -> bool:
    """Whether it is HTML, whatever it says; mirrors call their JSON plain text."""
    said = response.headers.get("content-type", "").lower()
    return "html" in said or body.lstrip()[:1] == b"<"


def _cursor(response: httpx2.Response) -> str:
    """What asks for the next page, of the header `Link` (RFC 8288) with `rel="next"`."""
    url = str(response.links.get("next", {}).get("url") or "")
    found = parse_qs(urlsplit(url).query).get("cursor", [""])
    return found[0]


def _body(response: httpx2.Response, call: Call) -> bytes:
    """The whole answer, unpacked, within the limits of `call`."""
    body = bytearray()
    for piece in response.iter_bytes(1 << 16):
        body += piece
        if call.stop.is_set():
            raise Cancelled
        if len(body) > call.limit:
            if call.cut:
                return bytes(body[: call.limit])
            raise failures.answer_too_long(call.asked)
        if time.monotonic() > call.ends_at:
            raise failures.too_slow(call.asked)
    return bytes(body)


def _plain(response: httpx2.Response, body: bytes) -> httpx2.Response:
    """`response` as one that is complete: unpacked, and without a link that would be followed."""
    dropped = ("content-encoding", "content-length", "transfer-encoding", "link")
    headers = [pair for pair in response.headers.multi_items() if pair[0].lower() not in dropped]
    return httpx2.Response(response.status_code, headers=headers, content=body)
