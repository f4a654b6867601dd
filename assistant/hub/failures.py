"""What a hub or the network refuses, as sentences for the person. Pure functions: any thread."""

from __future__ import annotations

import re
import socket
import ssl
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

from assistant.core.errors import UserError

LOCAL = "Check the internet connection; everything on this computer works without it."
LOGIN = (
    "Open a page in the browser: a network that asks to log in first does so there. Then try again."
)
_RESET = re.compile(r";\s*t\s*=\s*(\d+)")
_MOST_SECONDS = 86_400


@dataclass(frozen=True)
class Asked:
    """What a request is for, as the sentences name it. Header names are in lower case."""

    endpoint: str
    repo: str = ""
    revision: str = ""
    has_token: bool = False
    proxy: str = ""

    @property
    def host(self) -> str:
        return host_of(self.endpoint)

    @property
    def page(self) -> str:
        """Where a person sees the repository."""
        return f"{self.endpoint}/{self.repo}"


def host_of(url: str) -> str:
    """The host and port of `url`, without what else may stand there."""
    try:
        return urlsplit(url).netloc.rpartition("@")[2] or url
    except ValueError:
        return url


# --- answers -----------------------------------------------------------------------------------


def refused(status: int, headers: Mapping[str, str], asked: Asked) -> UserError:
    """What an answer with the code `status` (400 or more) means."""
    code = headers.get("x-error-code", "")
    said = headers.get("x-error-message", "")
    if code == "GatedRepo":
        return _gated(asked)
    if status == 511:  # a network that wants a log-in says so itself (RFC 6585)
        return not_a_hub(asked)
    if said.startswith("Invalid credentials") or (status == 401 and not asked.repo):
        return _token_refused(asked)
    if status == 429:
        return _too_many(headers, asked)
    return _failed(status, code, said, asked)


def _failed(status: int, code: str, said: str, asked: Asked) -> UserError:
    if status >= 500:
        return UserError(
            "hub",
            f"The hub {asked.host} has a problem of its own (code {status}).",
            "Try again in a few minutes.",
        )
    if asked.repo:
        return _not_there(status, code, said, asked)
    return _unexpected(status, asked)


def _not_there(status: int, code: str, said: str, asked: Asked) -> UserError:
    if said == "Access to this resource is disabled.":
        return UserError(
            "hub", f"The hub has disabled access to {asked.repo}.", "Choose another repository."
        )
    if code == "RevisionNotFound":
        return UserError(
            "not_found",
            f"{asked.repo} has no version “{asked.revision}” any more.",
            "Open the repository again to see its newest version.",
        )
    if code == "EntryNotFound":
        return UserError(
            "not_found",
            f"The file is no longer in {asked.repo}.",
            "Open the repository again to see what it holds now.",
        )
    if status in (401, 404):
        return UserError(
            "not_found",
            f"There is no repository {asked.repo} on {asked.host}, or it is private.",
            "Check the name. For a private one, a token that may read it is needed.",
        )
    if status == 403:
        return UserError(
            "token" if asked.has_token else "gated",
            f"The hub does not permit reading {asked.repo}.",
            f"Its page says what is needed: {asked.page}",
        )
    return _unexpected(status, asked)


def _unexpected(status: int, asked: Asked) -> UserError:
    return UserError(
        "hub",
        f"The hub {asked.host} refused the request (code {status}).",
        "Try again later, or with other words.",
    )


def _gated(asked: Asked) -> UserError:
    if asked.has_token:
        return UserError(
            "gated",
            f"{asked.repo} is given only to those who were granted access, and the account of "
            "your token was not.",
            f"Ask for it on its page, then try again: {asked.page}",
        )
    return UserError(
        "gated",
        f"{asked.repo} is given only to those who agreed to its terms.",
        f"Agree on its page with an account of the hub, then enter a token of it: {asked.page}",
    )


def _token_refused(asked: Asked) -> UserError:
    if asked.has_token:
        return UserError(
            "token",
            f"The hub {asked.host} does not accept your token: it is wrong, was revoked or has "
            "expired.",
            "Make a new one on the hub's page for tokens, or remove it: most models need none.",
        )
    return UserError(
        "token",
        f"The hub {asked.host} wants to know who asks.",
        "Enter a token of your account there.",
    )


def _too_many(headers: Mapping[str, str], asked: Asked) -> UserError:
    seconds = seconds_to_wait(headers)
    if not seconds:
        when = "Try again in a few minutes."
    elif seconds <= 90:
        when = f"Try again in {seconds} seconds."
    else:
        when = f"Try again in {-(-seconds // 60)} minutes."
    return UserError("hub", f"The hub {asked.host} was asked too often from here.", when)


def seconds_to_wait(headers: Mapping[str, str]) -> int:
    """After which time a hub that is asked too often wants to be asked again; 0: not said.

    `RateLimit` as in draft-ietf-httpapi-ratelimit-headers-09, `Retry-After` as in RFC 9110.
    """
    wanted = headers.get("retry-after", "").strip()
    if wanted.isdigit():
        return min(int(wanted), _MOST_SECONDS)
    if wanted:
        try:
            seconds = parsedate_to_datetime(wanted).timestamp() - time.time()
        except (ValueError, OverflowError):
            return 0
        return min(max(int(seconds) + 1, 1), _MOST_SECONDS)
    reset = _RESET.search(headers.get("ratelimit", ""))
    return min(int(reset[1]), _MOST_SECONDS) if reset else 0


def not_a_hub(asked: Asked) -> UserError:
    """A page where data should be: a network that wants a log-in, or no hub at all."""
    return UserError(
        "no_network",
        f"Something else answered in place of {asked.host}: probably this network asks to log in "
        "first.",
        LOGIN,
    )


def not_understood(asked: Asked) -> UserError:
    """An answer of the right kind with the wrong contents."""
    return UserError(
        "hub",
        f"The answer of {asked.host} could not be understood.",
        "Try again; if it happens again, the address may be none of a hub.",
    )


def answer_too_long(asked: Asked) -> UserError:
    return UserError(
        "hub",
        f"The answer of {asked.host} is longer than any that a hub gives.",
        "Check the address of the hub.",
    )


# --- connections -------------------------------------------------------------------------------


def unreachable(error: BaseException, asked: Asked) -> UserError:
    """What it means that the request ended with `error`, an exception of the HTTP client."""
    causes = list(_causes(error))
    names = {type(cause).__name__ for cause in causes}
    if names & {"UnsupportedProtocol", "InvalidURL", "TooManyRedirects"}:
        return led_astray(asked)
    insecure = [cause for cause in causes if isinstance(cause, ssl.SSLError)]
    if insecure:
        return _insecure(insecure[0], asked)
    if asked.proxy and names & {"ProxyError", "ConnectError", "ConnectTimeout"}:
        return UserError(
            "no_network",
            f"The proxy {host_of(asked.proxy)} could not be reached or refused the connection.",
            "Check the proxy in the settings of the hub.",
        )
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return UserError(
            "no_network", f"The address of {asked.host} could not be looked up.", LOCAL
        )
    return _broken(names, asked)


def _insecure(error: ssl.SSLError, asked: Asked) -> UserError:
    if isinstance(error, ssl.SSLCertVerificationError):
        return UserError(
            "no_network",
            f"The certificate of {asked.host} could not be verified, so nothing was sent: "
            f"{error.verify_message}.",
            "Check the date and time of this computer, and whether this network asks to log "
            "in first.",
        )
    return UserError(
        "no_network", f"A secure connection with {asked.host} could not be made.", LOCAL
    )


def _broken(names: set[str], asked: Asked) -> UserError:
    if names & {"ReadTimeout", "WriteTimeout", "PoolTimeout"}:
        return too_slow(asked)
    if names & {"ConnectError", "ConnectTimeout", "ProxyError"}:
        return UserError("no_network", f"There is no connection to {asked.host}.", LOCAL)
    if "DecodingError" in names:
        return not_understood(asked)
    return UserError(
        "no_network", f"The connection with {asked.host} broke off.", "Try again in a moment."
    )


def too_slow(asked: Asked) -> UserError:
    return UserError(
        "no_network", f"{asked.host} did not answer in time.", "Try again in a moment."
    )


def led_astray(asked: Asked) -> UserError:
    """A redirect to where no hub can be: another kind of address, without encryption, a loop."""
    return UserError(
        "hub",
        f"{asked.host} sent the request on to an address that cannot be followed.",
        "Check the address of the hub.",
    )


def _causes(error: BaseException) -> Iterator[BaseException]:
    """`error` and what led to it."""
    seen: set[int] = set()
    cause: BaseException | None = error
    while cause is not None and id(cause) not in seen:
        seen.add(id(cause))
        yield cause
        cause = cause.__cause__ or cause.__context__
