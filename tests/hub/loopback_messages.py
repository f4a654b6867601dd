"""What the hub on loopback is asked, what it answers, and what it holds."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.hub.loopback_content import Content


@dataclass(frozen=True)
class Request:
    """What a route is asked; `match` is that of its pattern with the path."""

    method: str
    path: str
    query: dict[str, list[str]]
    headers: dict[str, str]
    body: bytes
    match: re.Match[str]


@dataclass(frozen=True)
class Response:
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


def json_response(value: object, status: int = 200, **headers: str) -> Response:
    """`headers` with underscores for dashes."""
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return Response(
        status, {"Content-Type": "application/json", **named}, json.dumps(value).encode()
    )


Route = Callable[[Request], Response | None]


@dataclass
class Repository:
    """`gated` files are given to `LoopbackHub.token` alone; `commit` is what "main" means now."""

    files: dict[str, Content] = field(default_factory=dict)
    small: set[str] = field(default_factory=set)
    commit: str = "0" * 40
    gated: bool = False
    private: bool = False
    moved_to: str = ""


@dataclass(frozen=True)
class Seen:
    """One request: which server ("hub" or "cdn") was asked what, with which authorization."""

    server: str
    method: str
    path: str
    authorization: str
    range: str
