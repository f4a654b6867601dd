"""The huggingface_hub library, imported so that it does nothing by itself.

What it reads of the environment it reads when it is imported: so nothing else of ours may import
it before. Left to itself it looks for tokens in files and in the environment, says in its headers
what it runs in, asks for lists of what else there is, and retries for minutes.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import httpx2
    from huggingface_hub import HfApi

_SWITCHES = (
    "HF_HUB_DISABLE_TELEMETRY",
    "DO_NOT_TRACK",
    "HF_HUB_DISABLE_IMPLICIT_TOKEN",
    "HF_HUB_DISABLE_XET",
    "HF_HUB_DISABLE_SYMLINKS",
    "HF_HUB_DISABLE_SYMLINKS_WARNING",
    "HF_HUB_DISABLE_PROGRESS_BARS",
    "HF_HUB_DISABLE_UPDATE_CHECK",
    "HF_HUB_DISABLE_EXPERIMENTAL_WARNING",
)
_REMOVED = ("HF_TOKEN", "HUGGING_FACE_HUB_TOKEN", "HF_DEBUG", "HF_HUB_USER_AGENT_ORIGIN")
LIBRARY_LOGGERS = ("huggingface_hub", "httpx2", "httpcore2")
"""They would write what a person looks for."""

_lock = threading.Lock()
_client_given = threading.Event()


def environment_offline() -> bool:
    """Whether the environment forbids the network, as the library's own variable says it."""
    said = os.environ.get("HF_HUB_OFFLINE", "") or os.environ.get("TRANSFORMERS_OFFLINE", "")
    return said.upper() in ("1", "ON", "YES", "TRUE")


def prepare_environment() -> None:
    """Set what the library reads; before it is imported, by whoever imports it."""
    for name in _SWITCHES:
        os.environ[name] = "1"
    for name in _REMOVED:
        os.environ.pop(name, None)
    os.environ["HF_TOKEN_PATH"] = os.devnull
    for name in LIBRARY_LOGGERS:
        logging.getLogger(name).setLevel(logging.ERROR)


def hub_api(endpoint: str, token: str, make_client: Callable[[], httpx2.Client]) -> HfApi:
    """The library's own API object, whose requests go through a client of `make_client`.

    The library has one client for the whole process; it is the same for every caller here.
    """
    with _lock:
        prepare_environment()
        import huggingface_hub.constants
        from huggingface_hub import HfApi, set_client_factory

        # somebody (a test) may have imported it before
        huggingface_hub.constants.HF_HUB_DISABLE_TELEMETRY = True
        huggingface_hub.constants.HF_HUB_DISABLE_IMPLICIT_TOKEN = True
        huggingface_hub.constants.HF_TOKEN_PATH = os.devnull
        if not _client_given.is_set():  # giving it one closes the one before
            set_client_factory(make_client)
            _client_given.set()
        return HfApi(endpoint=endpoint, token=token or False, library_name="inkstone")
