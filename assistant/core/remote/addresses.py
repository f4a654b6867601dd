"""Addresses of servers as people type them."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from assistant.core.errors import UserError

_PATHS = ("/chat/completions", "/completions", "/models", "/embeddings")


def clean_address(typed: str) -> str:
    """A base address such as "http://localhost:8080/v1"; where no scheme is given, http for this
    machine and https for others.

    Raises `UserError("usage")` for what is no address of a server, or holds a password.
    """
    text = typed.strip()
    if not text:
        raise UserError("usage", "There is no address yet.", "Type one, such as localhost:8080.")
    if "://" not in text:
        host = text.partition("/")[0]
        text = f"{'http' if is_local_name(host) else 'https'}://{text}"
    try:
        parts = urlsplit(text)
        parts.port  # noqa: B018 - raises for one that is no number
    except ValueError:
        raise _no_address(typed) from None
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https") or not parts.hostname or any(map(str.isspace, text)):
        raise _no_address(typed)
    if "@" in parts.netloc:
        raise UserError(
            "usage",
            "The address holds a user name or a password.",
            "Take it out of the address; a key has a field of its own.",
        )
    path = parts.path.rstrip("/")
    for ending in _PATHS:
        path = path.removesuffix(ending)
    return urlunsplit((scheme, parts.netloc.lower(), path, "", ""))


def is_local_name(host: str) -> bool:
    """Whether a host, with or without a port, is this very machine."""
    name = host.rpartition(":")[0] if host.count(":") == 1 or "]:" in host else host
    return name.lower() in ("localhost", "127.0.0.1", "::1", "[::1]")


def goes_unprotected(url: str) -> bool:
    """Whether everybody on the way to another machine could read what is sent to `url`."""
    parts = urlsplit(url)
    return parts.scheme.lower() == "http" and not is_local_name(parts.netloc)


def _no_address(typed: str) -> UserError:
    return UserError(
        "usage",
        f"“{typed.strip()[:80]}” is no address of a server.",
        "It looks like https://example.org or localhost:8080.",
    )
