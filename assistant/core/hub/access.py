"""How a hub is reached, from the settings; and under which name its token is kept."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from assistant.core.hub.messages import HubAccess
from assistant.core.settings import Hub

USUAL_ENDPOINT = "https://huggingface.co"
_ADDRESS = re.compile(
    r"(?:https?://)?(?P<host>[\w.:-]+)/(?P<repo>[\w.-]{1,96}/[\w.-]{1,96})(?:[/?#:]\S*)?",
    re.IGNORECASE,
)
_USUAL_HOSTS = ("huggingface.co", "www.huggingface.co", "hf.co")


def endpoint_of(settings: Hub, environment: str = "") -> str:
    """The hub's address: the setting, else `environment` (`HF_ENDPOINT`), else the hub's own."""
    return (settings.endpoint or environment or USUAL_ENDPOINT).strip().rstrip("/")


def hub_host(endpoint: str) -> str:
    """The host and port of an address, as it is shown; the address itself where it has none."""
    try:
        return urlsplit(endpoint).netloc.rpartition("@")[2].lower() or endpoint
    except ValueError:
        return endpoint


def repository_in(text: str, endpoint: str) -> str:
    """The repository whose address on this hub `text` is, as it is copied from a browser; ""."""
    found = _ADDRESS.fullmatch(text.strip())
    if found is None:
        return ""
    host = found["host"].lower()
    known = host == hub_host(endpoint) or host in _USUAL_HOSTS
    return found["repo"] if known else ""


def token_name(endpoint: str) -> str:
    """What the token for this hub is called among the secrets.

    Each host has its own, so that a mirror never gets the token that was given for the hub.
    """
    return f"hub-token:{hub_host(endpoint)}"


def hub_access(settings: Hub, endpoint: str, token: str, own_folder: str) -> HubAccess:
    """What the process that talks to the hub is told."""
    return HubAccess(
        endpoint=endpoint,
        token=token,
        proxy=settings.proxy,
        offline=settings.offline,
        parallel=settings.parallel,
        folder=settings.folder or own_folder,
    )
