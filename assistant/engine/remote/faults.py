"""What goes wrong with a server, as sentences for the person.

A server's own words are shown cleaned, shortened and without the key, in case it repeats it.
"""

from __future__ import annotations

import json
import re
import ssl
from typing import Any

from assistant.core.errors import UserError
from assistant.engine.gguf import clean_text

_SHOWN = 300
_KEY = (401, 403, 407)
_WRONG = (0, 400, 413, 422, 500)
_CONTEXT = re.compile(
    r"context (?:length|window|size)|exceed_context|maximum context|too many tokens|n_ctx"
    r"|prompt is too long|max_model_len",
    re.IGNORECASE,
)


class Refused(Exception):  # noqa: N818 - what it means is decided by whoever sent the request
    """The server answered with an HTTP error, or (`status` 0) says one in the middle of its
    answer; `retry_after` seconds, None where it named none."""

    def __init__(self, status: int, body: bytes, retry_after: float | None = None) -> None:
        super().__init__(f"HTTP {status}")
        self.status = status
        self.body = body
        self.retry_after = retry_after

    @property
    def words(self) -> str:
        """What the server says, "" where that is a page or nothing."""
        return server_words(self.body)


def server_words(body: bytes) -> str:
    """The message in an error's body; "" where there is none that a person could use."""
    text = body.decode("utf-8", "replace").strip()
    try:
        return message_of(json.loads(text))
    except ValueError:
        return "" if looks_like_page(body) or len(text) > _SHOWN else text


def message_of(document: Any) -> str:
    """The message somewhere in an error document, whoever's shape it has."""
    if isinstance(document, str):
        return document
    if isinstance(document, list):
        return next((found for each in document if (found := message_of(each))), "")
    if not isinstance(document, dict):
        return ""
    for name in ("error", "message", "detail", "msg", "error_message"):
        if name in document and (found := message_of(document[name])):
            return found
    return ""


def looks_like_page(body: bytes) -> bool:
    start = body[:512].lstrip().lower()
    return start.startswith((b"<!doctype", b"<html", b"<head", b"<?xml", b"<body"))


def shown(words: str, key: str = "") -> str:
    """`words` of a server on one line, short, without the key."""
    if key:
        words = words.replace(key, "…")
    line = " ".join(clean_text(words).split())
    return f"{line[:_SHOWN]}…" if len(line) > _SHOWN else line


def refusal(host: str, refused: Refused, key: str = "") -> UserError:
    """What an HTTP error means."""
    words = shown(refused.words, key)
    numbered = [str(refused.status)] if refused.status else []
    detail = ": ".join([*numbered, *([words] if words else [])])
    if _CONTEXT.search(words) and refused.status in _WRONG:
        return UserError(
            "context_full",
            f"This is too long for the model on {host} ({detail}).",
            "Shorten it, or choose a model with a longer context.",
        )
    if refused.status in _KEY:
        return UserError(
            "server_key",
            f"{host} asks for a key, or does not accept the one it was given ({detail}).",
            "Check the key in the server's settings.",
        )
    if looks_like_page(refused.body):
        return page_instead(host)
    return _of_status(host, refused.status, detail)


def _of_status(host: str, status: int, detail: str) -> UserError:
    if status == 404:
        return UserError(
            "server",
            f"{host} does not know this address or model ({detail}).",
            "Check the server's address, and that the model is still there.",
        )
    if status == 413:
        return UserError("server", f"{host} does not take so much text ({detail}).", "Shorten it.")
    if status == 429:
        return UserError(
            "server",
            f"{host} has too many requests at the moment ({detail}).",
            "Try again later.",
        )
    if status >= 500:
        return UserError(
            "server", f"{host} has a problem of its own ({detail}).", "Try again later."
        )
    return UserError("server", f"{host} refuses the request ({detail}).")


def page_instead(host: str) -> UserError:
    return UserError(
        "server",
        f"{host} answered with a web page instead of an answer.",
        "Check the address; a network that asks you to sign in first does this too.",
    )


def redirected(host: str, other: str) -> UserError:
    return UserError(
        "server",
        f"{host} sends requests on to {shown(other)}; nothing was sent there.",
        "Enter that address for the server if you trust it.",
    )


def unreadable(host: str) -> UserError:
    return UserError(
        "server",
        f"{host} answered something that is no answer of a model.",
        "Check the address: it has to be a server with an OpenAI-compatible API.",
    )


def broken_off(host: str) -> UserError:
    return UserError(
        "server",
        f"The connection to {host} ended in the middle of the answer; what came is kept.",
        "Try again.",
    )


def gave_up(host: str, words: str) -> UserError:
    return UserError(
        "server", f"{host} gave up on the answer: {words}. What came is kept.", "Try again."
    )


def silent(host: str, seconds: float) -> UserError:
    return UserError(
        "server",
        f"{host} said nothing for {seconds:g} seconds.",
        "Try again, or give it more time in the server's settings.",
    )


def not_reached(host: str, why: str) -> UserError:
    return UserError(
        "server",
        f"{host} cannot be reached: {why}.",
        "Check that the server runs, its address, and the network.",
    )


def certificate_fault(host: str, error: ssl.SSLError) -> UserError:
    """A connection that is not safe. Nothing of the request was sent."""
    why = getattr(error, "verify_message", "") or error.reason or "it does not speak TLS"
    if isinstance(error, ssl.SSLCertVerificationError):
        return UserError(
            "server_certificate",
            f"The certificate of {host} cannot be trusted: {shown(str(why))}. Nothing was sent.",
            "If this is a server of your own, its settings can allow any certificate.",
        )
    return UserError(
        "server_certificate",
        f"No safe connection to {host}: {shown(str(why)).replace('_', ' ').lower()}. "
        "Nothing was sent.",
        "Check whether the address begins with http or https.",
    )


def not_permitted(host: str) -> UserError:
    return UserError(
        "server_permission",
        f"Nothing was sent to {host}: you have not allowed it here.",
        "Allow it, or choose a model on this computer.",
    )
