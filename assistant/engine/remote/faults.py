"""What goes wrong with a server, as sentences for the person.

A server's own words are shown cleaned, shortened and without the key, in case it repeats it.
"""

from __future__ import annotations

import json
import re
import ssl
from typing import Any, NamedTuple

from assistant.core.errors import ErrorKind, UserError
from assistant.engine.gguf import clean_text

_SHOWN = 300
_CONTEXT = re.compile(
    r"context (?:length|window|size)|exceed_context|maximum context|too many tokens|n_ctx"
    r"|prompt is too long|max_model_len",
    re.IGNORECASE,
)


class Refused(Exception):  # noqa: N818 - what it means is decided by whoever sent the request
    """The server answered with an HTTP error; `retry_after` seconds, None where it named none."""

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
    said = f" It says: {words}" if words else ""
    status = refused.status
    if _CONTEXT.search(words) and status in (400, 413, 422, 500):
        return UserError(
            "context_full",
            f"This is too long for the model on {host}.{said}",
            "Shorten it, or choose a model with a longer context.",
        )
    if status not in (401, 403, 407) and looks_like_page(refused.body):
        return page_instead(host)
    for meaning in _MEANINGS:
        if status in meaning.statuses:
            return UserError(meaning.kind, f"{host} {meaning.text}.{said}", meaning.hint)
    if status >= 500:
        return UserError(
            "server", f"{host} has a problem of its own ({status}).{said}", "Try again later."
        )
    return UserError("server", f"{host} refuses the request ({status}).{said}")


class _Meaning(NamedTuple):
    statuses: tuple[int, ...]
    kind: ErrorKind
    text: str
    hint: str


_MEANINGS = (
    _Meaning(
        (401, 407),
        "server_key",
        "asks for a key, or does not accept the one it was given",
        "Enter the key in the server's settings.",
    ),
    _Meaning((403,), "server_key", "refuses this request (403)", "Check the key and the model."),
    _Meaning(
        (404,),
        "server",
        "does not know this address or model (404)",
        "Check the server's address, and that the model is still there.",
    ),
    _Meaning((413,), "server", "does not take so much text", "Shorten it."),
    _Meaning((429,), "server", "has too many requests at the moment", "Try again later."),
)


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
