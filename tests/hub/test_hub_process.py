"""The process for hubs, as the window has it: a real child, a hub on loopback."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from assistant import compose
from assistant.core.hub.messages import (
    AnyHubEvent,
    CardRead,
    CheckToken,
    CloseHub,
    DownloadQueued,
    DownloadsChanged,
    DropRequest,
    HubAccess,
    HubExited,
    HubFailed,
    HubFound,
    OpenRepository,
    PauseDownload,
    ReadCard,
    RemoveDownload,
    RepositoryOpened,
    ResumeDownload,
    SearchHub,
    SetAccess,
    StartDownload,
    TokenChecked,
)
from assistant.core.hub.ordering import order_for
from assistant.core.hub.repository import HubQuery
from assistant.hub import wire
from assistant.hub.supervisor import HubSupervisor
from assistant.paths import Paths, app_paths, child_command
from tests.hub.hub_scenes import TINY, small_hub
from tests.hub.loopback_api import LoopbackApi
from tests.hub.loopback_content import gguf
from tests.hub.loopback_hub import LoopbackHub

PATIENCE_S = 60.0
CANARY = "hf_CANARYcanary0123456789"
WORDS = "wordsthatnobodysees"


@pytest.fixture
def scene() -> Iterator[tuple[LoopbackHub, LoopbackApi]]:
    hub, api = small_hub()
    with hub:
        yield hub, api


@pytest.fixture
def hub(scene: tuple[LoopbackHub, LoopbackApi]) -> LoopbackHub:
    return scene[0]


@pytest.fixture
def paths() -> Paths:
    paths = app_paths()
    paths.create()
    return paths


@pytest.fixture
def process(paths: Paths) -> Iterator[HubSupervisor]:
    made = compose.make_hub(paths)
    assert isinstance(made, HubSupervisor)
    yield made
    made.close()


def _access(hub: LoopbackHub, paths: Paths, **more: Any) -> SetAccess:
    return SetAccess(access=HubAccess(endpoint=hub.url, folder=str(paths.models), **more))


def _until(process: HubSupervisor, fits: Callable[[AnyHubEvent], object]) -> AnyHubEvent:
    """The next event that fits; the others are passed over."""
    deadline = time.monotonic() + PATIENCE_S
    while time.monotonic() < deadline:
        event = process.poll(1.0)
        if event is not None and fits(event):
            return event
    raise AssertionError("nothing of that kind came")


def _answer(process: HubSupervisor, command: Any) -> AnyHubEvent:
    process.submit(command)
    return _until(process, lambda event: event.request_id == command.request_id)


def _gone(pid: int) -> None:
    """Wait until the process has ended."""
    with contextlib.suppress(psutil.NoSuchProcess):
        psutil.Process(pid).wait(PATIENCE_S)


def test_everything_is_answered(process: HubSupervisor, hub: LoopbackHub, paths: Paths) -> None:
    assert process.pid is None
    process.submit(_access(hub, paths, token=hub.token))
    found = _answer(process, SearchHub(query=HubQuery(text="tiny")))
    assert isinstance(found, HubFound)
    assert [model.repo for model in found.page.models] == [TINY]
    opened = _answer(process, OpenRepository(repo=TINY))
    assert isinstance(opened, RepositoryOpened)
    assert opened.repository.revision == hub.repositories[TINY].commit
    card = _answer(process, ReadCard(repo=TINY))
    assert isinstance(card, CardRead)
    assert card.markdown.startswith("# Tiny")
    checked = _answer(process, CheckToken())
    assert isinstance(checked, TokenChecked)
    assert checked.name == hub.user
    failed = _answer(process, OpenRepository(repo="org/none"))
    assert isinstance(failed, HubFailed)
    assert (failed.kind, "org/none" in failed.text) == ("not_found", True)
    pid = process.pid
    assert pid is not None
    process.close()
    _gone(pid)


def test_the_access_alone_has_downloads_go_on(
    process: HubSupervisor, hub: LoopbackHub, paths: Paths
) -> None:
    process.submit(_access(hub, paths))
    assert _until(process, lambda _event: True) == DownloadsChanged(downloads=())
    assert process.pid is not None


def test_the_windows_process_loads_no_hub_library(paths: Paths) -> None:
    program = (
        "import sys; from assistant import compose; from assistant.paths import app_paths; "
        "compose.make_hub(app_paths()); compose.make_secrets(app_paths()).place; "
        "compose.downloads_wait(app_paths().models); import assistant.core.hub.ordering; "
        "print([name for name in sys.modules if name in ('huggingface_hub', 'httpx2')])"
    )
    ended = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert ended.stdout == "[]\n"


def test_offline_is_said_and_nothing_asked(
    process: HubSupervisor, hub: LoopbackHub, paths: Paths
) -> None:
    process.submit(_access(hub, paths, offline=True))
    failed = _answer(process, SearchHub())
    assert isinstance(failed, HubFailed)
    assert failed.kind == "offline"
    process.submit(_access(hub, paths))
    assert isinstance(_answer(process, SearchHub()), HubFound)
    assert {seen.path for seen in hub.seen} == {"/api/models"}


def test_a_dropped_request_ends_at_once(
    process: HubSupervisor, scene: tuple[LoopbackHub, LoopbackApi], paths: Paths
) -> None:
    hub, api = scene
    process.submit(_access(hub, paths))
    api.fail("stall")
    stalled = SearchHub()
    process.submit(stalled)
    while not api.asked:
        process.poll(0.01)
    process.submit(DropRequest(target=stalled.request_id))
    dropped = _until(process, lambda event: event.request_id == stalled.request_id)
    assert isinstance(dropped, HubFailed)
    assert dropped.kind == "cancelled"
    assert isinstance(_answer(process, SearchHub()), HubFound)


def test_a_process_that_dies_is_told_and_comes_back(
    process: HubSupervisor, scene: tuple[LoopbackHub, LoopbackApi], paths: Paths
) -> None:
    hub, api = scene
    process.submit(_access(hub, paths, token=hub.token))
    api.fail("stall")
    stalled = SearchHub()
    process.submit(stalled)
    while not api.asked:
        process.poll(0.01)
    assert process.pid is not None
    psutil.Process(process.pid).kill()
    failed = _until(process, lambda event: event.request_id == stalled.request_id)
    assert isinstance(failed, HubFailed)
    assert failed.kind == "hub"
    exited = _until(process, lambda event: isinstance(event, HubExited))
    if sys.platform != "win32":
        assert exited == HubExited(code=-signal.SIGKILL)
    checked = _answer(process, CheckToken())  # with the access of before
    assert isinstance(checked, TokenChecked)


def test_a_program_that_cannot_start_is_told(tmp_path: Path) -> None:
    process = HubSupervisor([str(tmp_path / "no such program")])
    failed = _answer(process, SearchHub())
    assert isinstance(failed, HubFailed)
    assert failed.kind == "hub"
    process.close()


def test_a_program_that_talks_nonsense_is_ended() -> None:
    process = HubSupervisor([sys.executable, "-c", "print('hello', flush=True); input()"])
    failed = _answer(process, SearchHub())
    assert isinstance(failed, HubFailed)
    assert isinstance(process.poll(PATIENCE_S), HubExited)
    process.close()


def test_a_program_that_does_not_end_is_killed() -> None:
    stubborn = "import time\nwhile True: time.sleep(60)"
    process = HubSupervisor([sys.executable, "-c", stubborn], close_s=0.1)
    process.submit(SearchHub())
    assert process.poll(0.05) is None
    pid = process.pid
    assert pid is not None
    process.close()
    assert not psutil.pid_exists(pid)


def test_a_waiting_poll_can_be_woken() -> None:
    process = HubSupervisor(["unused"])
    process.wake()
    began = time.monotonic()
    assert process.poll(PATIENCE_S) is None
    assert time.monotonic() - began < PATIENCE_S / 2
    process.submit(DropRequest(target="x"))
    process.submit(CloseHub())
    assert process.poll(0.01) is None
    assert process.pid is None


# --- downloads ---------------------------------------------------------------------------------


def _order(process: HubSupervisor, repo: str, name: str) -> StartDownload:
    opened = _answer(process, OpenRepository(repo=repo))
    assert isinstance(opened, RepositoryOpened)
    variants = {variant.name: variant for variant in opened.repository.variants}
    return StartDownload(order=order_for(opened.repository, variants[name]))


def _done(event: AnyHubEvent) -> bool:
    downloads = event.downloads if isinstance(event, DownloadsChanged) else ()
    return bool(downloads) and all(download.state == "done" for download in downloads)


def test_a_model_is_fetched(process: HubSupervisor, hub: LoopbackHub, paths: Paths) -> None:
    process.submit(_access(hub, paths))
    order = _order(process, "org/big-vision-GGUF", "Q6_K")
    queued = _answer(process, order)
    assert isinstance(queued, DownloadQueued)
    ended = _until(process, _done)
    assert isinstance(ended, DownloadsChanged)
    (download,) = ended.downloads
    assert download.id == queued.id
    first = Path(download.path)
    assert first.is_relative_to(paths.models)
    for part in (1, 2, 3):
        content = hub.repositories["org/big-vision-GGUF"].files[
            f"Q6_K/big-Q6_K-0000{part}-of-00003.gguf"
        ]
        path = first.with_name(f"big-Q6_K-0000{part}-of-00003.gguf")
        assert path.read_bytes() == content.bytes()


def test_pausing_going_on_and_removing(
    process: HubSupervisor, hub: LoopbackHub, paths: Paths
) -> None:
    hub.add("org/slow-GGUF", "slow-Q4_0.gguf", gguf(3_000_000, 50))
    hub.rate = 400_000
    process.submit(_access(hub, paths))
    queued = _answer(process, _order(process, "org/slow-GGUF", "Q4_0"))
    assert isinstance(queued, DownloadQueued)

    def shown(event: AnyHubEvent, state: str) -> bool:
        return isinstance(event, DownloadsChanged) and [
            download.state for download in event.downloads
        ] == [state]

    _until(process, lambda event: shown(event, "fetching"))
    assert compose.downloads_wait(paths.models)
    process.submit(PauseDownload(id=queued.id))
    _until(process, lambda event: shown(event, "paused"))
    process.submit(ResumeDownload(id=queued.id))
    _until(process, lambda event: shown(event, "fetching"))
    process.submit(RemoveDownload(id=queued.id))
    _until(process, lambda event: event == DownloadsChanged(downloads=()))
    process.close()
    assert not compose.downloads_wait(paths.models)
    assert [path for path in paths.models.rglob("*") if path.is_file()] == []


def test_downloads_go_on_at_the_next_start(hub: LoopbackHub, paths: Paths) -> None:
    content = gguf(3_000_000, 51)
    hub.add("org/slow-GGUF", "slow-Q4_0.gguf", content)
    hub.rate = 1_000_000
    first = compose.make_hub(paths)
    assert isinstance(first, HubSupervisor)
    first.submit(_access(hub, paths))
    _answer(first, _order(first, "org/slow-GGUF", "Q4_0"))
    _until(first, lambda e: isinstance(e, DownloadsChanged) and any(d.done for d in e.downloads))
    first.close()
    assert compose.downloads_wait(paths.models)
    hub.rate = 0.0
    # another folder in the settings: what is unfinished still goes where it was begun
    second = compose.make_hub(paths)
    assert isinstance(second, HubSupervisor)
    other = paths.data / "elsewhere"
    second.submit(SetAccess(access=HubAccess(endpoint=hub.url, folder=str(other))))
    ended = _until(second, _done)
    second.close()
    assert isinstance(ended, DownloadsChanged)
    path = Path(ended.downloads[0].path)
    assert path.is_relative_to(paths.models)
    assert path.read_bytes() == content.bytes()
    assert hub.sent_bytes("org/slow-GGUF", "slow-Q4_0.gguf") < content.size * 1.9


def test_it_ends_with_whoever_started_it(hub: LoopbackHub, paths: Paths) -> None:
    program = [*child_command("hub-child"), "--downloads", str(paths.models)]
    setting = wire.encode(_access(hub, paths))
    child = subprocess.Popen(program, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    nonsense = b'{"nonsense"}\n{"type": "Unknown", "request_id": "7"}\n'
    child.stdin.write(setting + nonsense + wire.encode(SearchHub()))
    child.stdin.flush()
    answers = [wire.decode_event(child.stdout.readline()) for _ in range(4)]
    refused = {answer.request_id for answer in answers if isinstance(answer, HubFailed)}
    assert refused == {"", "7"}
    assert any(isinstance(answer, HubFound) for answer in answers)
    child.stdin.close()  # as the system does it when a process is killed
    assert child.wait(PATIENCE_S) == 0
    child.stdout.close()


# --- the token ---------------------------------------------------------------------------------


def test_the_token_is_nowhere_but_at_the_hub(
    process: HubSupervisor, scene: tuple[LoopbackHub, LoopbackApi], paths: Paths
) -> None:
    hub, api = scene
    hub.token = CANARY
    hub.add("acme/Gated-7B-GGUF", "README.md", gguf(3000, 8))  # on another host
    process.submit(_access(hub, paths, token=CANARY))
    assert isinstance(_answer(process, CheckToken()), TokenChecked)
    order = _order(process, "acme/Gated-7B-GGUF", "Q4_K_M")
    assert isinstance(_answer(process, order), DownloadQueued)
    _until(process, _done)
    _answer(process, ReadCard(repo="acme/Gated-7B-GGUF"))
    assert isinstance(_answer(process, SearchHub(query=HubQuery(text=WORDS))), HubFound)
    api.fail("redirect", location=f"{hub.cdn_url}/api/models")
    assert isinstance(_answer(process, SearchHub()), HubFailed)
    api.fail("raw", body=b'{"id": 3}')
    assert isinstance(_answer(process, OpenRepository(repo=TINY)), HubFailed)
    process.submit(SetAccess(access=HubAccess(endpoint="no address", token=CANARY)))
    assert isinstance(_answer(process, SearchHub()), HubFailed)
    assert process.pid is not None
    child = psutil.Process(process.pid)
    assert CANARY not in " ".join(child.cmdline())
    assert CANARY not in " ".join(child.environ().values())
    assert CANARY not in " ".join(os.environ.values())
    # nobody misunderstood: the hub saw it, the other host did not
    assert hub.authorizations("hub") == {f"Bearer {CANARY}"}
    assert hub.authorizations("cdn") == set()
    assert any(seen.server == "cdn" for seen in hub.seen)
    process.close()
    home = paths.data.parent
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name == "hub.log" for path in files)
    for path in files:
        content = path.read_bytes()
        assert CANARY.encode() not in content, path
        assert WORDS.encode() not in content, path  # what a person looks for is nobody's business
    assert CANARY not in repr(HubAccess(token=CANARY))
