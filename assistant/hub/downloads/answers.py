"""What an answer of a hub means for a download: go on, try again, begin anew, or give up."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import Iterator

import httpx2

from assistant.core.errors import UserError
from assistant.hub.downloads.patience import asked_wait_s

_LATER = frozenset({408, 425, 429})
_REFUSALS = frozenset({401, 403})
_GONE = frozenset({404, 410, 451})


class TryAgain(Exception):  # noqa: N818 - a matter of patience
    """It did not work this time. `wait_s`: when the hub says after how long it would."""

    def __init__(self, error: UserError, wait_s: float | None = None) -> None:
        super().__init__(error.text)
        self.error = error
        self.wait_s = wait_s


class BeginAnew(Exception):  # noqa: N818
    """What is there and what the hub would send do not belong together.

    `sha256` and `size` where the hub has another file now, else "" and 0.
    """

    def __init__(self, error: UserError, sha256: str = "", size: int = 0) -> None:
        super().__init__(error.text)
        self.error = error
        self.sha256 = sha256
        self.size = size


def check_status(response: httpx2.Response, path: str, *, asked_hub: bool, token: bool) -> None:
    """Raises for everything but 200, 206 and 416.

    `asked_hub`: the hub itself answered, not a server it sent us to; `token`: one was shown.
    """
    status = response.status_code
    if status in (200, 206, 416):
        return
    host = response.request.url.host
    if status in _LATER or status >= 500:
        busy = UserError("hub", f"{host} is busy or out of order (status {status}).")
        raise TryAgain(busy, asked_wait_s(response.headers))
    if not asked_hub:  # an address that was valid for some minutes; the hub gives a new one
        raise TryAgain(UserError("hub", f"{host} refuses the file (status {status})."))
    if status in _REFUSALS:
        raise _refusal(response, token=token)
    if status in _GONE:
        raise UserError(
            "hub",
            f"“{path}” is no longer on the hub, or never was.",
            "Open the repository again and choose another file.",
        )
    raise UserError("hub", f"{host} gave an answer that makes no sense (status {status}).")


def _refusal(response: httpx2.Response, *, token: bool) -> UserError:
    code = response.headers.get("X-Error-Code", "")
    if code == "GatedRepo":
        return UserError(
            "gated",
            "The authors give this model only to those who ask for it.",
            "Accept their conditions on the hub's page, and enter your access token in the "
            "settings.",
        )
    if token and code != "RepoNotFound":
        return bad_token()
    return UserError(
        "hub",
        "There is no such repository, or only its members may see it.",
        "Check its name; for one of your own enter your access token in the settings.",
    )


def bad_token() -> UserError:
    return UserError(
        "token",
        "The hub does not accept the access token: it is wrong, has expired or may not read this.",
        "Enter another token in the settings.",
    )


@contextlib.contextmanager
def translated(host: str, stall_s: float) -> Iterator[None]:
    """Turn what the HTTP client raises into `TryAgain`, or `UserError` where trying is vain."""
    try:
        yield
    except httpx2.ReadTimeout as error:
        stalled = UserError("no_network", f"{host} sent nothing for {stall_s:g} seconds.")
        raise TryAgain(stalled) from error
    except (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.ProxyError) as error:
        if _bad_certificate(error):
            raise UserError(
                "hub",
                f"{host} could not prove that it is the one it says: its certificate is not valid.",
                "Check the date of this computer, and whether a proxy reads along.",
            ) from error
        raise TryAgain(
            UserError("no_network", f"{host} cannot be reached.", "Check the network.")
        ) from error
    except (httpx2.InvalidURL, httpx2.UnsupportedProtocol, UnicodeError) as error:
        raise unsafe_address() from error  # the last one: no name that a network knows
    except httpx2.TransportError as error:
        cut = UserError("no_network", f"The connection to {host} was cut.")
        raise TryAgain(cut) from error


def unsafe_address() -> UserError:
    return UserError(
        "download",
        "The hub sent the download to an address that is not safe. It was not followed.",
        "Check the address of the hub in the settings.",
    )


def changed(path: str) -> UserError:
    return UserError(
        "download", f"The hub has another “{path}” now; it is fetched from the beginning."
    )


def other_size(path: str) -> TryAgain:
    """The answer is about a file of another size, or says nothing that fits together."""
    return TryAgain(
        UserError(
            "download",
            f"The hub sent “{path}” in another size than it has there. That was not taken.",
            "Try again later.",
        )
    )


def web_page(host: str) -> TryAgain:
    """A network that wants a login first answers in the place of everybody."""
    return TryAgain(
        UserError(
            "no_network",
            f"{host} answered with a web page in the place of the file.",
            "Perhaps this network wants you to log in: open a web browser.",
        )
    )


def _bad_certificate(error: BaseException | None) -> bool:
    seen = 0
    while error is not None and seen < 10:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error, seen = error.__cause__ or error.__context__, seen + 1
    return False
