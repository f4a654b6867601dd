"""The hub on loopback is one that the real client takes for a hub."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import huggingface_hub
import huggingface_hub.constants
import pytest
from huggingface_hub.errors import EntryNotFoundError, GatedRepoError
from huggingface_hub.utils import _http

from tests.hub.loopback_content import Content, gguf
from tests.hub.loopback_hub import LoopbackHub
from tests.hub.loopback_messages import json_response

REPO, FILE = "org/tiny-GGUF", "tiny-Q4_K_M.gguf"


@pytest.fixture
def hub() -> LoopbackHub:
    hub = LoopbackHub()
    hub.add(REPO, FILE, gguf(3_000_000))
    hub.add(REPO, "README.md", Content(200, 5), small=True)
    return hub


def _fetched(hub: LoopbackHub, folder: Path, path: str = FILE, **how: object) -> bytes:
    local = huggingface_hub.hf_hub_download(
        REPO, path, endpoint=hub.url, cache_dir=folder, **{"token": False, **how}
    )
    return Path(local).read_bytes()


@pytest.fixture(autouse=True)
def _plain(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The library as it comes, whatever another test has made of it."""
    kept = _http._GLOBAL_CLIENT_FACTORY
    huggingface_hub.set_client_factory(_http.default_client_factory)
    monkeypatch.setattr(huggingface_hub.constants, "HF_HUB_DISABLE_XET", True)
    yield
    huggingface_hub.set_client_factory(kept)


def test_the_real_client_fetches_files(hub: LoopbackHub, tmp_path: Path) -> None:
    with hub:
        content = hub.repositories[REPO].files[FILE]
        assert hashlib.sha256(_fetched(hub, tmp_path)).hexdigest() == content.sha256
        assert _fetched(hub, tmp_path, "README.md") == Content(200, 5).bytes()
        assert hub.sent_bytes(REPO, FILE) == content.size
        hub.rename(REPO, "org/new-GGUF")
        assert len(_fetched(hub, tmp_path / "again")) == content.size


def test_gates_and_gaps(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.repositories[REPO].gated = True
    with hub:
        with pytest.raises(GatedRepoError):
            _fetched(hub, tmp_path)
        _fetched(hub, tmp_path, token=hub.token)
        assert hub.authorizations("hub") == {f"Bearer {hub.token}"}
        assert not hub.authorizations("cdn")
        with pytest.raises(EntryNotFoundError):
            _fetched(hub, tmp_path, "none.gguf", token=hub.token)


def test_routes_can_be_added(hub: LoopbackHub) -> None:
    import httpx2

    hub.route("GET", r"/api/models/(.+)", lambda asked: json_response({"id": asked.match[1]}))
    with hub:
        assert httpx2.get(f"{hub.url}/api/models/org/tiny").json() == {"id": "org/tiny"}
        assert httpx2.get(f"{hub.url}/api/else").status_code == 404
