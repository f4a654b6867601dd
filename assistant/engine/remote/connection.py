"""Requests to one server: TLS, time limits, retries, redirects. The only user of httpx2.

All methods run on the engine's own event loop; ending a task closes its connection at once.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import ssl
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from typing import TYPE_CHECKING, Any

from assistant.core.errors import UserError
from assistant.core.remote.address import origin_of
from assistant.core.remote.request import Outgoing, plain_request
from assistant.core.remote.server import RemoteServer
from assistant.engine.remote import faults
from assistant.engine.remote.faults import Refused

if TYPE_CHECKING:
    import httpx2

OnSent = Callable[[], None]

CONNECT_S = 10.0
_ATTEMPTS = 3
_PAUSE_S = 0.5
_LONGEST_WAIT_S = 30.0
_KEPT_S = 2.0  # shorter than any server keeps a connection that nobody uses
_LARGEST_ERROR = 64 * 1024
_LARGEST_DOCUMENT = 256 * 1024 * 1024
_REDIRECTS = (301, 302, 303, 307, 308)
_MOST_REDIRECTS = 3
_BUSY = (429, 503)


class Connection:
    """`server` with its `key`, which goes into one header, to the server's own origin alone."""

    def __init__(self, server: RemoteServer, key: str = "") -> None:
        import httpx2

        for name in ("httpx2", "httpcore2"):
            logging.getLogger(name).setLevel(logging.WARNING)  # they log every address
        self.server = server
        self._key = key.strip()
        self._origin = origin_of(server.url)
        secure = self._origin[0] == "https"
        self._client = httpx2.AsyncClient(
            verify=_tls(server) if secure else False,
            timeout=httpx2.Timeout(
                connect=CONNECT_S, read=server.timeout_s, write=server.timeout_s, pool=None
            ),
            limits=httpx2.Limits(max_connections=None, keepalive_expiry=_KEPT_S),
            follow_redirects=False,
            # a proxy of the environment sees only what is encrypted, and nothing on this machine
            trust_env=secure and not server.is_this_machine,
        )
        self._client.headers.clear()

    @property
    def has_key(self) -> bool:
        return bool(self._key)

    async def close(self) -> None:
        await self._client.aclose()

    def explained(self, error: Refused) -> UserError:
        """What an HTTP error of this server means."""
        return faults.refusal(self.server.host, error, self._key)

    def shown(self, words: str) -> str:
        """A server's words as they may be shown."""
        return faults.shown(words, self._key)

    async def document(self, request: Outgoing, sent: OnSent | None = None) -> Any:
        """The JSON document that answers `request`. Raises `UserError` and `Refused`."""
        async with self.answer(request, sent) as response:
            body = bytearray()
            async for data in self.pieces(response):
                body += data
                if len(body) > _LARGEST_DOCUMENT:
                    raise faults.unreadable(self.server.host)
        try:
            return json.loads(bytes(body).decode("utf-8", "replace"))
        except ValueError as error:
            if faults.looks_like_page(bytes(body)):
                raise faults.page_instead(self.server.host) from error
            raise faults.unreadable(self.server.host) from error

    async def get(self, url: str) -> Any:
        """The JSON document at `url`. Raises `UserError` and `Refused`."""
        return await self.document(plain_request(url))

    @contextlib.asynccontextmanager
    async def answer(
        self, request: Outgoing, sent: OnSent | None = None
    ) -> AsyncIterator[httpx2.Response]:
        """The response to `request`, its body still to come. Raises `UserError` and `Refused`.

        `sent` is called when the body begins to leave, which a server that cannot be reached or
        trusted never sees.

        Tried again where it is certain that nobody has begun to answer: no connection, or a
        server that says when to come back.
        """
        attempt = 1
        while True:
            try:
                response = await self._send(request, request.url, sent)
                break
            except _NotConnected as trouble:
                if attempt >= _ATTEMPTS or not trouble.may_pass:
                    raise trouble.error from trouble
                wait = _PAUSE_S * attempt
            except Refused as refused:
                wait = refused.retry_after if refused.retry_after is not None else -1.0
                if attempt >= _ATTEMPTS or not 0 <= wait <= _LONGEST_WAIT_S:
                    raise
            attempt += 1
            await asyncio.sleep(wait)
        try:
            yield response
        finally:
            await response.aclose()

    async def pieces(self, response: httpx2.Response) -> AsyncGenerator[bytes]:
        """The body as it comes. Raises `UserError` when it breaks off or nothing more comes."""
        import httpx2

        host = self.server.host
        try:
            async for data in response.aiter_bytes():
                yield data
        except httpx2.TimeoutException as error:
            raise faults.silent(host, self.server.timeout_s) from error
        except (httpx2.HTTPError, httpx2.StreamError) as error:
            raise faults.broken_off(host) from error

    async def _send(
        self, request: Outgoing, url: str, sent: OnSent | None, hops: int = 0
    ) -> httpx2.Response:
        if origin_of(url) != self._origin:
            raise faults.redirected(self.server.host, url)
        response = await self._exchange(request, url, sent)
        if response.status_code in _REDIRECTS:
            target = str(response.url.join(response.headers.get("location", "")))
            await response.aclose()
            if hops >= _MOST_REDIRECTS or not target.startswith(("http://", "https://")):
                raise faults.unreadable(self.server.host)
            return await self._send(request, target, sent, hops + 1)
        if response.status_code >= 400:
            raise await self._refused(response)
        return response

    async def _exchange(self, request: Outgoing, url: str, sent: OnSent | None) -> httpx2.Response:
        import httpx2

        async def trace(name: str, _info: object) -> None:
            if sent is not None and name.endswith("send_request_body.started"):
                sent()

        headers = dict(request.headers)
        if self._key:
            headers["Authorization"] = f"Bearer {self._key}"
        host = self.server.host
        try:
            built = self._client.build_request(
                request.method,
                url,
                content=request.body or None,
                headers=headers,
                extensions={"trace": trace},
            )
            return await self._client.send(built, stream=True)
        except (httpx2.ConnectTimeout, httpx2.PoolTimeout) as error:
            why = f"it did not answer within {CONNECT_S:g} seconds"
            raise _NotConnected(faults.not_reached(host, why)) from error
        except httpx2.ConnectError as error:
            raise _not_connected(host, error) from error
        except httpx2.TimeoutException as error:
            raise faults.silent(host, self.server.timeout_s) from error
        except (httpx2.HTTPError, httpx2.InvalidURL, UnicodeError, ValueError) as error:
            raise UserError(
                "server",
                f"{host} ended the connection without an answer.",
                "Check that it is a server with an OpenAI-compatible API, and try again.",
            ) from error

    async def _refused(self, response: httpx2.Response) -> Refused:
        body = bytearray()
        with contextlib.suppress(UserError):
            async for data in self.pieces(response):
                body += data
                if len(body) > _LARGEST_ERROR:
                    break
        await response.aclose()
        later = None
        if response.status_code in _BUSY:
            later = _seconds(response.headers.get("retry-after", ""))
        return Refused(response.status_code, bytes(body), later)


class _NotConnected(Exception):  # noqa: N818 - carries the error that a person sees
    """Nothing was sent. `may_pass`: it could work in a moment."""

    def __init__(self, error: UserError, *, may_pass: bool = True) -> None:
        super().__init__(error.text)
        self.error = error
        self.may_pass = may_pass


def _not_connected(host: str, error: BaseException) -> _NotConnected:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return _NotConnected(faults.certificate_fault(host, cause), may_pass=False)
        if isinstance(cause, OSError) and cause.errno is not None:
            unknown = "gai" in type(cause).__name__.lower()
            why = "there is no such name" if unknown else (cause.strerror or "no connection")
            return _NotConnected(faults.not_reached(host, _lowered(why)))
        cause = cause.__cause__ or cause.__context__
    why = "nothing listens there" if "failed" in str(error).lower() else "no connection"
    return _NotConnected(faults.not_reached(host, why))


def _lowered(words: str) -> str:
    return words[:1].lower() + words[1:]


def _seconds(text: str) -> float | None:
    """`Retry-After` in seconds; dates are not waited for."""
    try:
        return max(0.0, float(text))
    except ValueError:
        return None


def _tls(server: RemoteServer) -> ssl.SSLContext:
    """The system's authorities and Mozilla's; with `any_certificate` whoever answers."""
    context = ssl.create_default_context()
    if server.any_certificate:
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        return context
    with contextlib.suppress(ImportError, OSError):
        import certifi

        context.load_verify_locations(certifi.where())
    return context
