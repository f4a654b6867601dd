"""The hub's real library against a hub on loopback: what is found, and every way it can fail."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Callable, Iterator
from email.utils import formatdate
from typing import Any

import pytest

from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubQuery
from assistant.hub import connection
from assistant.hub.client import HubClient
from tests.hub.hub_scenes import TINY, small_hub
from tests.hub.loopback_api import LoopbackApi
from tests.hub.loopback_content import gguf
from tests.hub.loopback_hub import LoopbackHub


@pytest.fixture
def scene() -> Iterator[tuple[LoopbackHub, LoopbackApi]]:
    hub, api = small_hub()
    with hub:
        yield hub, api


@pytest.fixture
def hub(scene: tuple[LoopbackHub, LoopbackApi]) -> LoopbackHub:
    return scene[0]


@pytest.fixture
def api(scene: tuple[LoopbackHub, LoopbackApi]) -> LoopbackApi:
    return scene[1]


Connect = Callable[..., HubClient]


@pytest.fixture
def connect(hub: LoopbackHub) -> Iterator[Connect]:
    """Makes clients, of the hub on loopback unless another one is named."""
    with contextlib.ExitStack() as stack:

        def made(**access: Any) -> HubClient:
            client = HubClient(HubAccess(**{"endpoint": hub.url, **access}))
            stack.callback(client.close)
            return client

        yield made


@pytest.fixture
def client(connect: Connect) -> HubClient:
    return connect()


def _refused(ask: Any, *arguments: Any) -> UserError:
    with pytest.raises(UserError) as refused:
        ask(*arguments)
    assert refused.value.text.endswith(".")
    return refused.value


def _names(client: HubClient, **query: Any) -> list[str]:
    return [model.repo for model in client.search(HubQuery(**query)).models]


# --- finding -----------------------------------------------------------------------------------


def test_what_is_found(client: HubClient, api: LoopbackApi) -> None:
    page = client.search(HubQuery())
    assert [m.repo for m in page.models] == ["acme/Gated-7B-GGUF", "org/big-vision-GGUF", TINY]
    assert page.next == ""
    gated, vision, tiny = page.models
    assert (gated.gate, gated.license) == ("auto", "acme-community")
    assert (vision.languages, vision.task) == (("en", "de"), "image-text-to-text")
    assert (tiny.downloads, tiny.likes, tiny.license) == (900, 3, "mit")
    assert (tiny.architecture, tiny.parameters, tiny.context_length) == ("llama", 15_000_000, 2048)
    assert tiny.updated_at == 1_777_863_721.0
    assert api.asked[0].query["filter"] == ["gguf"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"text": "tiny"}, [TINY]),
        ({"author": "acme"}, ["acme/Gated-7B-GGUF"]),
        ({"license": "apache-2.0"}, ["org/big-vision-GGUF"]),
        ({"language": "de"}, ["org/big-vision-GGUF", TINY]),
        ({"task": "text-generation"}, ["acme/Gated-7B-GGUF", TINY]),
        ({"most_bytes": 1 << 30}, [TINY]),
        ({"most_bytes": 1 << 31}, ["acme/Gated-7B-GGUF", TINY]),
        ({"sorting": "downloads"}, ["acme/Gated-7B-GGUF", TINY, "org/big-vision-GGUF"]),
        ({"sorting": "likes"}, ["acme/Gated-7B-GGUF", "org/big-vision-GGUF", TINY]),
        ({"sorting": "name"}, ["acme/Gated-7B-GGUF", "org/big-vision-GGUF", TINY]),
        ({"text": "no such model"}, []),
    ],
)
def test_filters_and_sorting(client: HubClient, query: dict[str, Any], found: list[str]) -> None:
    assert _names(client, **query) == found


def test_pages_follow_each_other(client: HubClient, api: LoopbackApi, hub: LoopbackHub) -> None:
    for number in range(25):
        hub.add(f"many/m{number}-GGUF", "m-Q4_0.gguf", gguf(1000, number))
        api.describe(f"many/m{number}-GGUF", downloads=1000 - number)
    seen, after, pages = [], "", 0
    while True:
        query = HubQuery(author="many", sorting="downloads", limit=10, after=after)
        page = client.search(query)
        seen += [model.repo for model in page.models]
        after = page.next
        pages += 1
        if not after:
            break
    assert pages == len(api.asked) == 3
    assert seen == [f"many/m{number}-GGUF" for number in range(25)]


def test_pages_of_large_ones_are_taken_together(client: HubClient, api: LoopbackApi) -> None:
    for number in range(30):
        huge = {"total": 400_000_000_000 if number < 24 else 1_000_000}
        api.describe(f"many/m{number}-GGUF", downloads=1000 - number, gguf=huge)
    query = HubQuery(author="many", sorting="downloads", limit=10, most_bytes=1 << 34)
    page = client.search(query)
    assert [model.repo for model in page.models] == [f"many/m{n}-GGUF" for n in range(24, 30)]
    assert len(api.asked) == 3


def test_a_repository_at_one_commit(client: HubClient, hub: LoopbackHub) -> None:
    found = client.repository(TINY)
    assert found.revision == hub.repositories[TINY].commit
    assert [variant.name for variant in found.variants] == ["Q4_K_M", "Q8_0", "F16"]
    for variant in found.variants:
        (file,) = variant.files
        content = hub.repositories[TINY].files[file.path]
        assert (file.size, file.sha256) == (content.size, content.sha256)
    assert client.repository(TINY, found.revision) == found
    split = client.repository("org/big-vision-GGUF")
    assert len(split.variants[0].files) == 3
    assert split.projectors[0].path == "mmproj-big-F16.gguf"


def test_a_renamed_repository_is_followed(client: HubClient, hub: LoopbackHub) -> None:
    hub.rename(TINY, "new/name-GGUF")
    found = client.repository(TINY)
    assert (found.asked, found.model.repo) == (TINY, "new/name-GGUF")
    assert found.variants


def test_a_redirect_may_forget_what_was_asked(
    client: HubClient, hub: LoopbackHub, api: LoopbackApi
) -> None:
    hub.rename(TINY, "new/name-GGUF")
    api.fail("redirect", location="/api/models/new/name-GGUF")
    found = client.repository(TINY)
    assert [variant.name for variant in found.variants] == ["Q4_K_M", "Q8_0", "F16"]
    assert len(api.asked) == 3


def test_json_that_is_called_plain_text(client: HubClient, api: LoopbackApi) -> None:
    document = b'[{"id": "mirror/m-GGUF"}]'
    api.fail("status", status=200, headers={"Content-Type": "text/plain"}, body=document)
    assert _names(client) == ["mirror/m-GGUF"]


@pytest.mark.parametrize("nonsense", ["hf_abc\n", "two words", "ключ", "hf\x00"])
def test_what_is_no_token_is_not_sent(connect: Connect, hub: LoopbackHub, nonsense: str) -> None:
    error = _refused(connect(token=nonsense).search, HubQuery())
    assert (error.kind, nonsense in error.text) == ("token", False)
    assert hub.seen == []


def test_two_hundred_files(client: HubClient, hub: LoopbackHub) -> None:
    for number in range(220):
        hub.add("org/lots-GGUF", f"lots-{number}-Q4_K_M.gguf", gguf(2000 + number, number))
    found = client.repository("org/lots-GGUF")
    assert len(found.variants) == 220
    assert all(variant.files[0].sha256 for variant in found.variants)


def test_hostile_repositories(client: HubClient, api: LoopbackApi) -> None:
    lfs = {"sha256": "A" * 64, "size": 10, "pointerSize": 1}
    api.describe(
        TINY,
        tags=("gguf", "\u202egguf", "x" * 5000),
        languages=("de", "../../etc", "\x00"),
        siblings=(
            {"rfilename": "../../../.bashrc.gguf", "size": 10, "lfs": lfs},
            {"rfilename": "C:\\Windows\\a.gguf", "size": 10, "lfs": lfs},
            {"rfilename": "nul.gguf", "size": 10, "lfs": lfs},
            {"rfilename": "a-Q4_0.gguf", "size": 10, "lfs": lfs},
            {"rfilename": "A-q4_0.gguf", "size": 11, "lfs": lfs},
            {"rfilename": "huge.gguf", "size": 10, "lfs": {**lfs, "size": 1 << 60}},
            {"rfilename": "less.gguf", "size": -5},
            {"rfilename": "text.gguf", "size": "12"},
            {"rfilename": "unsummed.gguf", "size": 12, "lfs": {**lfs, "sha256": "../x"}},
        ),
    )
    found = client.repository(TINY)
    assert {variant.name: variant.files[0].sha256 for variant in found.variants} == {
        "Q4_0": "a" * 64,
        "unsummed": "",
    }
    assert found.left_out == 7
    assert found.model.languages == ("de",)
    assert max(map(len, found.model.tags)) <= 120
    assert not any("\u202e" in tag for tag in found.model.tags)


def test_cards(client: HubClient, api: LoopbackApi) -> None:
    assert client.card(TINY) == "# Tiny\n\nWrites **little**."
    assert client.card("org/big-vision-GGUF") == ""
    api.card(TINY, "No metadata\r\nat all\x00\x1b[31m \u202ereversed")
    assert client.card(TINY) == "No metadata\nat all[31m reversed"
    api.card(TINY, "---\nnot: closed\n" + "many words\n" * 100_000)
    assert 100_000 < len(client.card(TINY)) <= 200_000


def test_the_token_is_checked_and_goes_to_the_hub_alone(
    connect: Connect, hub: LoopbackHub, api: LoopbackApi
) -> None:
    known = connect(token=hub.token)
    assert known.whose_token() == hub.user
    hub.add(TINY, "README.md", gguf(5000), small=False)  # lies on another host, as large files do
    assert known.card(TINY)
    api.fail("redirect", location=f"{hub.cdn_url}/api/models/{TINY}")
    _refused(known.repository, TINY)
    assert hub.authorizations("hub") == {f"Bearer {hub.token}"}
    assert hub.authorizations("cdn") == set()
    assert any(seen.server == "cdn" for seen in hub.seen)
    unknown = connect(token="hf_" + "expired")
    for ask in (unknown.whose_token, lambda: unknown.repository(TINY)):
        error = _refused(ask)
        assert error.kind == "token"
        assert "hf_expired" not in error.text + error.hint
    assert _refused(connect().whose_token).kind == "token"


def test_nothing_implicit_is_sent(
    connect: Connect, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    (tmp_path / "token").write_text("hf_of_another_program")
    monkeypatch.setenv("HF_TOKEN", "hf_of_the_environment")
    monkeypatch.setenv("HF_HOME", str(tmp_path))
    client = connect()
    client.search(HubQuery())
    client.repository(TINY)
    client.card(TINY)
    assert hub.authorizations("hub") == set()
    assert {seen.path.split("?")[0] for seen in hub.seen} == {
        "/api/models",
        f"/api/models/{TINY}",
        f"/{TINY}/resolve/main/README.md",
    }


# --- failures ----------------------------------------------------------------------------------


def test_offline_asks_nothing(
    connect: Connect, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    offline = connect(offline=True)
    assert _refused(offline.search, HubQuery()).kind == "offline"
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    assert _refused(connect().card, TINY).kind == "offline"
    assert hub.seen == []


def test_the_environment_names_the_hub(
    connect: Connect, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_ENDPOINT", hub.url + "/")
    assert connect(endpoint="").repository(TINY).asked == TINY
    with pytest.raises(UserError):
        connect(endpoint="http://127.0.0.1:1").repository(TINY)


@pytest.mark.parametrize(
    "endpoint", ["huggingface.co", "ftp://x", "https://", "http://[", "file:///etc", "http://a b"]
)
def test_addresses_that_are_none(endpoint: str) -> None:
    error = _refused(HubClient, HubAccess(endpoint=endpoint))
    assert (error.kind, endpoint in error.text) == ("hub", True)


def test_no_network(connect: Connect, client: HubClient) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        port = unused.getsockname()[1]
    error = _refused(connect(endpoint=f"http://127.0.0.1:{port}").card, TINY)
    assert (error.kind, f"127.0.0.1:{port}" in error.text) == ("no_network", True)
    error = _refused(connect(endpoint="http://no-such-host.invalid").card, TINY)
    assert error.kind == "no_network"
    assert "looked up" in error.text
    proxy = f"http://me:secret@127.0.0.1:{port}"
    error = _refused(connect(endpoint="http://hub.example", proxy=proxy).card, TINY)
    assert "proxy" in error.text
    assert "secret" not in error.text
    assert _refused(connect(proxy="no proxy").card, TINY).kind == "no_network"


def test_a_proxy_is_used(connect: Connect, hub: LoopbackHub) -> None:
    through = connect(endpoint="http://hub.invalid", proxy=hub.url)
    assert through.repository(TINY).variants


def test_a_server_without_encryption(connect: Connect, hub: LoopbackHub) -> None:
    error = _refused(connect(endpoint=hub.url.replace("http", "https")).card, TINY)
    assert (error.kind, "secure" in error.text) == ("no_network", True)


@pytest.mark.parametrize(
    ("fault", "kind", "says"),
    [
        ({"kind": "html"}, "no_network", "log in"),
        ({"kind": "status", "status": 511}, "no_network", "log in"),
        ({"kind": "raw", "body": b"  <html>"}, "no_network", "log in"),
        ({"kind": "text"}, "hub", "understood"),
        ({"kind": "raw", "body": b"[]"}, "hub", "understood"),
        ({"kind": "raw", "body": b'{"id": 7}'}, "hub", "understood"),
        ({"kind": "raw", "body": b"[" * 100_000}, "hub", "understood"),
        ({"kind": "status", "status": 500}, "hub", "500"),
        ({"kind": "status", "status": 503}, "hub", "503"),
        ({"kind": "status", "status": 418}, "hub", "418"),
        ({"kind": "status", "status": 403}, "gated", "permit"),
        ({"kind": "redirect", "location": "file:///etc/passwd"}, "hub", "followed"),
        ({"kind": "redirect", "location": "/api/models/x/y", "times": 30}, "hub", "followed"),
        ({"kind": "redirect", "location": "http://no-such.invalid/login"}, "no_network", ""),
        ({"kind": "status", "status": 429}, "hub", "too often"),
    ],
)
def test_wrong_answers(
    client: HubClient, api: LoopbackApi, fault: dict[str, Any], kind: str, says: str
) -> None:
    api.fail(**fault)
    error = _refused(client.repository, TINY)
    assert (error.kind, says in error.text) == (kind, True), error.text
    api.faults.clear()
    assert client.repository(TINY)


@pytest.mark.parametrize(
    ("headers", "hint"),
    [
        ({"Retry-After": "7"}, "7 seconds"),
        ({"Retry-After": "121"}, "3 minutes"),
        ({"RateLimit": '"api";r=0;t=55'}, "55 seconds"),
        ({"Retry-After": formatdate(time.time() + 3600, usegmt=True)}, "minutes"),
        ({"Retry-After": "soon"}, "few minutes"),
        ({}, "few minutes"),
    ],
)
def test_asked_too_often(
    client: HubClient, api: LoopbackApi, headers: dict[str, str], hint: str
) -> None:
    api.fail("status", status=429, headers=headers)
    assert hint in _refused(client.search, HubQuery()).hint


def test_what_is_not_there(client: HubClient, hub: LoopbackHub) -> None:
    for repo in ("org/none", "none"):
        error = _refused(client.repository, repo)
        assert (error.kind, repo in error.text) == ("not_found", True)
    for nonsense in ("", "a b", "../..", "a/b/c", "https://huggingface.co/a/b", "a--b/c", "a/b\n"):
        assert _refused(client.repository, nonsense).kind == "not_found"
    error = _refused(client.repository, TINY, "0" * 40)
    assert (error.kind, "0" * 40 in error.text) == ("not_found", True)
    hub.add("org/safe", "model.safetensors", gguf(1000))
    error = _refused(client.repository, "org/safe")
    assert (error.kind, "org/safe" in error.text) == ("not_gguf", True)


def test_gated(connect: Connect, client: HubClient, hub: LoopbackHub, api: LoopbackApi) -> None:
    api.fail("status", status=403, headers={"X-Error-Code": "GatedRepo"}, times=2)
    error = _refused(client.repository, "acme/Gated-7B-GGUF")
    assert error.kind == "gated"
    assert f"{hub.url}/acme/Gated-7B-GGUF" in error.hint
    known = connect(token=hub.token)
    error = _refused(known.repository, "acme/Gated-7B-GGUF")
    assert (error.kind, "account" in error.text) == ("gated", True)


def test_answers_without_end(
    client: HubClient, api: LoopbackApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection.Call, "limit", 1000)
    monkeypatch.setattr(connection.Call.__init__, "__defaults__", _with(1000))
    api.fail("raw", body=b'{"id": "' + b"x" * 5000 + b'"}')
    assert "longer" in _refused(client.repository, TINY).text


def _with(limit: int) -> tuple[Any, ...]:
    defaults = connection.Call.__init__.__defaults__
    assert defaults is not None
    return tuple(limit if value == connection.MOST_BYTES else value for value in defaults)


def test_a_hub_that_keeps_silent(
    connect: Connect, hub: LoopbackHub, api: LoopbackApi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "READ_SECONDS", 0.2)
    api.fail("stall")
    error = _refused(connect().repository, TINY)
    assert (error.kind, "in time" in error.text) == ("no_network", True)


def test_a_request_that_was_stopped_before(client: HubClient, hub: LoopbackHub) -> None:
    stop = threading.Event()
    stop.set()
    with pytest.raises(Cancelled):
        client.search(HubQuery(), stop)
    assert hub.seen == []
