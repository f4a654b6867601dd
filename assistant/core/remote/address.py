"""Where the doors of a server are, from the address that a person wrote down."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from assistant.core.errors import UserError

Origin = tuple[str, str, int]
"""Scheme, host and port. What is meant for one origin goes to no other."""

_PORTS = {"http": 80, "https": 443}


def api_url(url: str, door: str) -> str:
    """The address of `door` ("chat/completions") of the OpenAI API below `url`.

    `url` is a base with or without `/v1`, or the full address of a chat door, as people copy it.
    Raises `UserError("server")` for what is no address.
    """
    parts = _split(url)
    path = _base_path(parts)
    version = "" if any(map(_is_version, path.split("/"))) else "/v1"
    return f"{_root(parts)}{path}{version}/{door}"


def root_url(url: str, door: str) -> str:
    """The address of a door beside the API ("props", "tokenize"): the base without its version."""
    parts = _split(url)
    path = _base_path(parts)
    words = path.split("/")
    above = next((n for n, word in enumerate(words) if _is_version(word)), len(words))
    return f"{_root(parts)}{'/'.join(words[:above])}/{door}"


def origin_of(url: str) -> Origin:
    """Raises `UserError("server")` for what is no address."""
    parts = _split(url)
    scheme = parts.scheme.lower()
    return (scheme, (parts.hostname or "").lower(), parts.port or _PORTS[scheme])


def checked_address(url: str) -> str:
    """`url` as it is kept: trimmed, with a scheme, without a user name.

    Without a scheme it is http on this machine and in private networks' plain names, else https.
    Raises `UserError("server")`.
    """
    parts = _split(url)
    path = f"{parts.path.rstrip('/')}" + (f"?{parts.query}" if parts.query else "")
    return f"{_root(parts)}{path}"


def _split(url: str) -> SplitResult:
    text = url.strip()
    if "://" not in text:
        text = f"{_usual_scheme(text)}://{text}"
    try:
        parts = urlsplit(text)
        usable = parts.scheme.lower() in _PORTS and bool(parts.hostname)
        if parts.port is not None and not 0 < parts.port < 65536:
            usable = False
    except ValueError:
        usable = False
    if not usable or any(c.isspace() or ord(c) < 32 for c in text):
        raise UserError(
            "server",
            "This is no address of a server.",
            "Write it like https://example.org/v1 or http://192.168.1.20:8080.",
        )
    return parts


def _usual_scheme(text: str) -> str:
    host = text.partition("/")[0].rpartition(":")[0] or text.partition("/")[0]
    near = host in ("localhost", "[::1]") or host.replace(".", "").isdecimal() or "." not in host
    return "http" if near else "https"


def _root(parts: SplitResult) -> str:
    """Scheme and host, without user name: a key goes into a header of its own, nowhere else."""
    host = parts.netloc.rpartition("@")[2].lower()
    return f"{parts.scheme.lower()}://{host}"


def _base_path(parts: SplitResult) -> str:
    path = parts.path.rstrip("/")
    for door in ("/chat/completions", "/completions", "/embeddings", "/models"):
        if path.endswith(door):
            return path.removesuffix(door)
    return path


def _is_version(word: str) -> bool:
    return word.startswith("v") and word[1:2].isdecimal() and len(word) <= 8
