"""`inkstone models search`, `pull` and `token`, against a hub on loopback."""

from __future__ import annotations

import json
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import compose
from assistant.cli.models_search import bytes_of
from assistant.cli.pulling import Wanted, duration, progress_text, wanted
from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import (
    HubAccess,
    HubFailed,
    OpenRepository,
    RepositoryOpened,
    SetAccess,
    StartDownload,
)
from assistant.core.hub.ordering import order_for
from assistant.paths import app_paths
from tests.e2e.terminal_runner import Inkstone, Keyboard, end_of
from tests.hub.hub_scenes import TINY, small_hub
from tests.hub.loopback_api import LoopbackApi
from tests.hub.loopback_content import gguf
from tests.hub.loopback_hub import LoopbackHub

VISION = "org/big-vision-GGUF"
GATED = "acme/Gated-7B-GGUF"


@pytest.fixture
def scene() -> Iterator[tuple[LoopbackHub, LoopbackApi]]:
    hub, api = small_hub()
    with hub:
        yield hub, api


@pytest.fixture
def hub(scene: tuple[LoopbackHub, LoopbackApi]) -> LoopbackHub:
    return scene[0]


@pytest.fixture
def inkstone(tmp_path: Path, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch) -> Inkstone:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "tests.hub.file_keyring.FileKeyring")
    monkeypatch.setenv("INKSTONE_TEST_KEYRING", str(tmp_path / "keyring.json"))
    home = tmp_path / "home of 小明"
    (home / "config").mkdir(parents=True, mode=0o700)
    (home / "config" / "settings.toml").write_text(f'[hub]\nendpoint = "{hub.url}"\n')
    return Inkstone(home)


def _models(inkstone: Inkstone) -> set[str]:
    return {path.name for path in (inkstone.home / "models").rglob("*.gguf")}


# --- search ------------------------------------------------------------------------------------


def test_searching(inkstone: Inkstone) -> None:
    found = inkstone.run("models", "search", "tiny", "--json")
    assert (found.code, found.err) == (0, "")
    assert found.json["next"] == ""
    (model,) = found.json["models"]
    assert (model["repo"], model["license"], model["languages"]) == (TINY, "mit", ["de"])
    assert (model["parameters"], model["context_length"]) == (15_000_000, 2048)
    shown = inkstone.run("models", "search", "--sort", "downloads", "--limit", "2")
    assert shown.code == 0
    assert [line.split()[0] for line in shown.out.splitlines()] == [GATED, TINY]
    assert "asks for agreement" in shown.out
    after = shown.err.split("--after ")[1].strip()
    rest = inkstone.run(
        "models", "search", "--sort", "downloads", "--limit", "2", "--after", after, "--json"
    )
    assert [model["repo"] for model in rest.json["models"]] == [VISION]
    nothing = inkstone.run("models", "search", "--language", "xx")
    assert (nothing.code, nothing.out) == (0, "")
    fits = inkstone.run("models", "search", "--most", "1GB", "--license", "mit", "--json")
    assert [model["repo"] for model in fits.json["models"]] == [TINY]


@pytest.mark.parametrize("options", [("--most", "much"), ("--limit", "0"), ("--sort", "size")])
def test_nonsense_is_refused(inkstone: Inkstone, options: tuple[str, ...]) -> None:
    ended = inkstone.run("models", "search", *options, "--json")
    assert (ended.code, ended.out, ended.error["kind"]) == (2, "", "usage")


def test_offline_and_faults(inkstone: Inkstone, scene: tuple[LoopbackHub, LoopbackApi]) -> None:
    hub, api = scene
    api.fail("html")
    ended = inkstone.run("models", "search", "--json")
    assert (ended.code, ended.error["kind"]) == (3, "no_network")
    api.fail("status", status=429, headers={"Retry-After": "20"})
    ended = inkstone.run("models", "search")
    assert (ended.code, "20 seconds" in ended.err) == (3, True)
    asked = len(hub.seen)
    ended = inkstone.run("models", "search", "--json", env={"HF_HUB_OFFLINE": "1"})
    assert (ended.code, ended.error["kind"]) == (3, "offline")
    assert len(hub.seen) == asked


# --- pull --------------------------------------------------------------------------------------


def test_pulling_a_quantisation(inkstone: Inkstone, hub: LoopbackHub) -> None:
    ended = inkstone.run("models", "pull", f"{TINY}:q8_0", "--json")
    assert (ended.code, ended.err) == (0, "")
    content = hub.repositories[TINY].files["tiny-Q8_0.gguf"]
    assert ended.json["state"] == "done"
    assert ended.json["quantisation"] == "Q8_0"
    assert ended.json["files"] == [
        {"path": "tiny-Q8_0.gguf", "size": content.size, "sha256": content.sha256}
    ]
    path = Path(ended.json["path"])
    assert path.is_relative_to(inkstone.home / "models")
    assert path.read_bytes() == content.bytes()
    # where it came from is kept, and nothing is fetched twice
    records = compose.make_records(app_paths(inkstone.home))
    (file,) = compose.make_shelf(app_paths(inkstone.home)).scan([], [path])
    assert records.get(file.identity).source == f"{TINY}@{ended.json['revision']}"
    again = inkstone.run("models", "pull", f"{TINY}:tiny-Q8_0.gguf")
    assert (again.code, again.out.strip()) == (0, str(path))
    assert hub.sent_bytes(TINY, "tiny-Q8_0.gguf") == content.size


def test_the_best_is_pulled_when_none_is_named(inkstone: Inkstone) -> None:
    ended = inkstone.run("models", "pull", TINY)
    assert ended.code == 0
    # small models keep more bits
    assert _models(inkstone) == {"tiny-Q8_0.gguf"}
    assert "tiny Q8_0: 80.0 kB, from org/tiny-GGUF." in ended.err


def test_split_files_and_a_projector(inkstone: Inkstone, hub: LoopbackHub) -> None:
    hub.rename(VISION, "org/new-vision-GGUF")
    ended = inkstone.run("models", "pull", f"{VISION}:Q6_K", "--projector")
    assert ended.code == 0
    assert "is called org/new-vision-GGUF now" in ended.err
    parts = {f"big-Q6_K-0000{part}-of-00003.gguf" for part in (1, 2, 3)}
    assert _models(inkstone) == {*parts, "mmproj-big-F16.gguf"}
    assert ended.out.strip().endswith("big-Q6_K-00001-of-00003.gguf")


def test_a_model_of_the_short_list_and_the_recommended_one(
    inkstone: Inkstone, hub: LoopbackHub
) -> None:
    listed = compose.catalogue(app_paths(inkstone.home))
    for model in listed.models:
        for variant in model.variants:
            name = variant.pattern.replace("[mM][xX][fF][pP]4", "MXFP4").replace(
                "*", "00001-of-00001"
            )
            hub.add(model.repo, name, gguf(2000, len(name)))
    ended = inkstone.run("models", "pull", "qwen3.5-2b:q6_k", "--json")
    assert (ended.code, ended.json["quantisation"]) == (0, "Q6_K")
    ended = inkstone.run("models", "pull", "recommended", "--json")
    assert ended.code == 0
    assert ended.json["repo"] in {model.repo for model in listed.models}
    ended = inkstone.run("models", "pull", "best", "--json")
    assert (ended.code, ended.error["kind"]) == (3, "not_found")
    assert "qwen3.5-2b" in ended.error["hint"]
    fits = inkstone.run("models", "search", "--fits", "--json")
    assert GATED in [model["repo"] for model in fits.json["models"]]


def test_beside_a_window_that_fetches_the_same(inkstone: Inkstone, hub: LoopbackHub) -> None:
    content = gguf(1_500_000, 62)
    hub.add("org/slow-GGUF", "slow-Q4_0.gguf", content)
    hub.rate = 300_000
    paths = app_paths(inkstone.home)
    paths.create()
    window = compose.make_hub(paths)
    try:
        window.submit(SetAccess(access=HubAccess(endpoint=hub.url, folder=str(paths.models))))
        window.submit(OpenRepository(repo="org/slow-GGUF"))
        while not isinstance(event := window.poll(1.0), RepositoryOpened):
            assert not isinstance(event, HubFailed)
        order = order_for(event.repository, event.repository.variants[0])
        window.submit(StartDownload(order=order))
        while not hub.served("org/slow-GGUF", "slow-Q4_0.gguf") and not any(
            seen.server == "cdn" for seen in hub.seen
        ):
            window.poll(0.05)
        ended = inkstone.run("models", "pull", "org/slow-GGUF:Q4_0")
    finally:
        window.close()
    assert ended.code == 0
    assert "already" in ended.err
    assert Path(ended.out.strip()).read_bytes() == content.bytes()
    assert hub.sent_bytes("org/slow-GGUF", "slow-Q4_0.gguf") == content.size


@pytest.mark.parametrize(
    ("what", "kind", "code"),
    [
        (f"{TINY}:Q2_K", "not_found", 3),
        ("org/none", "not_found", 3),
        ("no name", "not_found", 3),
        (f"{VISION}:Q6_K/big-Q6_K-00009-of-00003.gguf", "not_found", 3),
        ("org/text", "not_gguf", 3),
        ("org/broken:Q4_0", "download", 3),
        ("org/broken:Q8_0", "download", 3),
        ("org/twice:Q4_0", "usage", 2),
    ],
)
def test_what_cannot_be_pulled(
    inkstone: Inkstone, hub: LoopbackHub, what: str, kind: str, code: int
) -> None:
    hub.add("org/text", "model.safetensors", gguf(1000))
    hub.add("org/broken", "m-Q4_0-00001-of-00002.gguf", gguf(1000))
    hub.add("org/broken", "m-Q8_0.gguf", gguf(1000), small=True)  # without a sum
    hub.add("org/twice", "a-Q4_0.gguf", gguf(1000))
    hub.add("org/twice", "b-Q4_0.gguf", gguf(1000, 1))
    ended = inkstone.run("models", "pull", what, "--json")
    assert (ended.code, ended.out, ended.error["kind"]) == (code, "", kind)
    assert _models(inkstone) == set()


@pytest.mark.skipif(sys.platform == "win32", reason="no SIGINT for one process")
def test_ctrl_c_pauses_and_the_same_command_goes_on(inkstone: Inkstone, hub: LoopbackHub) -> None:
    content = gguf(2_000_000, 60)
    hub.add("org/slow-GGUF", "slow-Q4_0.gguf", content)
    hub.rate = 200_000
    with inkstone.started("models", "pull", "org/slow-GGUF:Q4_0") as pull:
        part = inkstone.home / "models/org/slow-GGUF/slow-Q4_0.gguf.part"
        while not (part.exists() and part.stat().st_size > 100_000):
            assert pull.poll() is None
            time.sleep(0.02)
        pull.send_signal(signal.SIGINT)
        ended = end_of(pull)
    assert (ended.code, ended.out) == (130, "")
    assert "The same command goes on from there." in ended.err
    assert _models(inkstone) == set()
    assert part.exists()
    hub.rate = 0.0
    again = inkstone.run("models", "pull", "org/slow-GGUF:Q4_0")
    assert again.code == 0
    assert Path(again.out.strip()).read_bytes() == content.bytes()
    assert hub.sent_bytes("org/slow-GGUF", "slow-Q4_0.gguf") < content.size + 600_000


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_progress_is_drawn_in_a_terminal(inkstone: Inkstone, hub: LoopbackHub) -> None:
    hub.add("org/slow-GGUF", "slow-Q4_0.gguf", gguf(1_500_000, 61))
    hub.rate = 500_000
    keyboard = Keyboard(inkstone, "models", "pull", "org/slow-GGUF:Q4_0")
    try:
        keyboard.wait_for("[#")
        keyboard.wait_for("of 1.5 MB")
        keyboard.type("\x03")
        assert keyboard.end() == 130
        assert "Paused with" in keyboard.shown
    finally:
        keyboard.close()


# --- token -------------------------------------------------------------------------------------


def test_the_token_is_kept_checked_and_used(
    inkstone: Inkstone, hub: LoopbackHub, tmp_path: Path
) -> None:
    refused = inkstone.run("models", "pull", GATED, "--json")
    assert (refused.code, refused.error["kind"]) == (3, "gated")
    assert f"{hub.url}/{GATED}" in refused.error["hint"]
    assert "inkstone models token set" in refused.error["hint"]
    kept = inkstone.run("models", "token", "set", stdin=f"{hub.token}\n".encode())
    assert kept.code == 0
    assert hub.token not in kept.out + kept.err
    assert list(json.loads((tmp_path / "keyring.json").read_text()).values()) == [hub.token]
    checked = inkstone.run("models", "token", "check", "--json")
    assert (checked.code, checked.json["name"]) == (0, hub.user)
    assert inkstone.run("models", "pull", GATED).code == 0
    assert hub.authorizations("cdn") == set()
    for path in inkstone.home.rglob("*"):
        assert path.is_dir() or hub.token.encode() not in path.read_bytes(), path
    assert inkstone.run("models", "token", "remove").code == 0
    ended = inkstone.run("models", "token", "check", "--json")
    assert (ended.code, ended.error["kind"]) == (3, "token")


@pytest.mark.parametrize("typed", [b"", b"\n", b"two words\n", "ключ\n".encode(), b"x" * 2000])
def test_what_is_no_token(inkstone: Inkstone, typed: bytes) -> None:
    ended = inkstone.run("models", "token", "set", "--json", stdin=typed)
    assert (ended.code, ended.error["kind"]) == (2, "usage")


def test_a_token_on_the_command_line_is_refused(inkstone: Inkstone) -> None:
    assert inkstone.run("models", "token", "set", "hf_secret", "--json").code == 2


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals")
def test_without_a_keyring_a_passphrase_is_agreed_on(
    inkstone: Inkstone, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    ended = inkstone.run("models", "token", "set", "--json", stdin=b"hf_abc\n")
    assert (ended.code, ended.error["kind"]) == (3, "keyring")
    assert not (inkstone.home / "data" / "secrets.bin").exists()

    def typed(*answers: tuple[str, str], command: tuple[str, ...]) -> tuple[int, str]:
        keyboard = Keyboard(inkstone, "models", *command)
        try:
            for prompt, answer in answers:
                keyboard.wait_for(prompt)
                keyboard.type(answer + "\n")
            return keyboard.end(), keyboard.shown
        finally:
            keyboard.close()

    code, shown = typed(
        ("Token", hub.token), ("New passphrase", "open sesame"), ("Once more", "open sesame"),
        command=("token", "set"),
    )  # fmt: skip
    assert (code, "is kept" in shown) == (0, True)
    sealed = (inkstone.home / "data" / "secrets.bin").read_bytes()
    assert hub.token.encode() not in sealed
    # what is public needs no passphrase, what is not asks for it
    assert inkstone.run("models", "pull", f"{TINY}:Q4_K_M").code == 0
    assert typed(("Passphrase", "open sesame"), command=("pull", GATED))[0] == 0
    assert "gated-7b.Q4_K_M.gguf" in _models(inkstone)
    assert typed(("Passphrase", "wrong"), command=("token", "check"))[0] == 3
    assert typed(("Passphrase", "open sesame"), command=("token", "check"))[0] == 0
    assert inkstone.run("models", "token", "check", "--json").error["kind"] == "token"


# --- words -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("o/n", Wanted("o/n")),
        ("o/n:Q4_K_M", Wanted("o/n", "Q4_K_M")),
        ("o/n:sub/f.gguf", Wanted("o/n", "sub/f.gguf")),
        ("https://huggingface.co/o/n", Wanted("o/n")),
        ("hf.co/o/n:Q4_0", Wanted("o/n", "Q4_0")),
        ("https://huggingface.co/o/n/blob/main/f.gguf", Wanted("o/n", "f.gguf")),
        ("https://hub/o/n/resolve/abc/s/f.gguf?download=true", Wanted("o/n", "s/f.gguf", "abc")),
        ("https://huggingface.co/o/n/tree/main", Wanted("o/n")),
    ],
)
def test_what_is_meant(text: str, meant: Wanted) -> None:
    assert wanted(text) == meant


def test_sizes() -> None:
    assert [bytes_of(text) for text in ("8GB", "500 mb", "4.5GiB", "1,5g", "7")] == [
        8_000_000_000, 500_000_000, 4_831_838_208, 1_500_000_000, 7,
    ]  # fmt: skip
    with pytest.raises(UserError):
        bytes_of("8 apples")


def test_progress_lines() -> None:
    order = DownloadOrder(repo="o/n", revision="", files=())
    going = Download(
        id="1", order=order, state="fetching", done=500_000_000, total=2_000_000_000,
        speed=12_500_000, seconds_left=120,
    )  # fmt: skip
    assert progress_text(going, bar=True) == (
        "[######..................] 25%  500.0 MB of 2.0 GB  12.5 MB/s  2 min left"
    )
    assert progress_text(going, bar=False).startswith("25%")
    waiting = Download(
        id="1", order=order, error="The hub is busy.", retry_at=time.time() + 30, retries=2
    )
    assert progress_text(waiting, bar=True) == "The hub is busy. Again in 30 s."
    assert [duration(s) for s in (45, 719, 12_000)] == ["45 s", "12 min", "3 h 20 min"]
