"""Fixtures of the tests against a hub on loopback."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.hub.downloading import FILE, REPO
from tests.hub.loopback_content import gguf
from tests.hub.loopback_hub import LoopbackHub


@pytest.fixture
def running_hub() -> Iterator[LoopbackHub]:
    """A hub with one small model."""
    hub = LoopbackHub()
    hub.add(REPO, FILE, gguf(3_000_000))
    with hub:
        yield hub
