"""Every fault of a hub, a network and a disk, at chance positions: no bad file becomes a model, and
no good byte is fetched twice but the last 16 MB.

Two positions of each fault are always tried, all twenty in `make test-all`.
"""

from __future__ import annotations

import errno
import itertools
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.hub.downloads.part import Part
from tests.hub.downloading import (
    FILE,
    HURRY,
    LAST_BYTES,
    REPO,
    Downloads,
    assert_good,
    fetched_again,
    models,
    order,
    part,
)
from tests.hub.loopback_content import PIECE_BYTES, Content, gguf
from tests.hub.loopback_hub import LoopbackHub

SIZE = 24_000_000
ALWAYS = 2
TIMES = [
    number if number < ALWAYS else pytest.param(number, marks=pytest.mark.slow)
    for number in range(20)
]
twenty_times = pytest.mark.parametrize("number", TIMES)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    hub = LoopbackHub()
    hub.add(REPO, FILE, gguf(SIZE))
    with hub:
        yield hub


def _somewhere(number: int, fault: str, most: int = SIZE) -> int:
    """Every other time so late that to begin anew would fetch too much again."""
    least = LAST_BYTES + 1 if number % 2 and most > LAST_BYTES + 2 else 1
    return random.Random(f"{fault} {number}").randrange(least, most)


def _fetched(hub: LoopbackHub, folder: Path, wanted: DownloadOrder | None = None) -> Download:
    with Downloads(folder, hub) as downloads:
        return downloads.fetch(wanted or order(hub))


def _assert_nothing_twice(hub: LoopbackHub) -> None:
    assert fetched_again(hub.served(REPO, FILE)) <= LAST_BYTES


@twenty_times
@pytest.mark.parametrize("kind", ["stall", "cut"])
def test_a_connection_that_ends(kind: str, number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    first = _somewhere(number, kind)
    hub.fail(kind, at="cdn", after=first)
    hub.fail(kind, at="cdn", skip=1, after=_somewhere(number, kind + " again", SIZE - first))
    assert _fetched(hub, tmp_path).state == "done"
    assert_good(tmp_path, hub)
    _assert_nothing_twice(hub)
    assert hub.sent_bytes(REPO, FILE) <= SIZE + LAST_BYTES


@twenty_times
@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize("at", ["resolve", "cdn"])
def test_a_hub_that_is_busy(
    at: str, status: int, number: int, hub: LoopbackHub, tmp_path: Path
) -> None:
    hub.fail("cut", at="cdn", after=_somewhere(number, f"{at} {status}"))
    hub.fail("status", at=at, status=status, retry_after="0", times=number % 5 + 1, skip=number % 2)
    assert _fetched(hub, tmp_path).state == "done"
    assert_good(tmp_path, hub)
    _assert_nothing_twice(hub)


@twenty_times
def test_a_wrong_size(number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    change = _somewhere(number, "size", 1000) * (-1) ** number
    hub.fail("cut", at="cdn", after=_somewhere(number, "wrong size"))
    hub.fail("wrong_size", at="cdn", change=change, skip=1)
    assert _fetched(hub, tmp_path).state == "done"
    assert_good(tmp_path, hub)
    _assert_nothing_twice(hub)


@twenty_times
def test_always_a_wrong_size(number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.fail("wrong_size", at="cdn", change=[-1, 1][number % 2] * (number + 1), times=1000)
    failed = _fetched(hub, tmp_path)
    assert (failed.state, failed.error_kind) == ("failed", "download")
    assert models(tmp_path) == {}


@twenty_times
def test_other_bytes_once(number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.fail("other_bytes", at="cdn", after=_somewhere(number, "other"))
    with Downloads(tmp_path, hub) as downloads:
        assert downloads.fetch(order(hub)).state == "done"
    assert hub.sent_bytes(REPO, FILE) == 2 * SIZE  # it was noticed, and all was fetched again
    assert_good(tmp_path, hub)


@twenty_times
def test_other_bytes_each_time(number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.fail("other_bytes", at="cdn", after=_somewhere(number, "always"), times=1000)
    failed = _fetched(hub, tmp_path)
    assert (failed.state, failed.error_kind) == ("failed", "download")
    assert "SHA-256" in failed.error
    assert models(tmp_path) == {}
    assert hub.sent_bytes(REPO, FILE) == 2 * SIZE


@twenty_times
def test_another_file_between_two_ranges(number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    wanted = order(hub, revision=["", "main"][number % 2])
    hub.fail("cut", at="cdn", after=_somewhere(number, "etag"))
    hub.fail("etag", at=["resolve", "cdn"][number // 2 % 2], skip=1)
    assert _fetched(hub, tmp_path, wanted).state == "done"
    assert_good(tmp_path, hub)
    assert hub.repositories[REPO].files[FILE].seed == 1


@twenty_times
def test_the_whole_file_for_a_range(number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.fail("cut", at="cdn", after=_somewhere(number, "whole"))
    hub.fail("whole", at="cdn", skip=1)
    assert _fetched(hub, tmp_path).state == "done"
    assert_good(tmp_path, hub)
    _assert_nothing_twice(hub)


@twenty_times
def test_a_server_that_knows_no_ranges(number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.fail("cut", at="cdn", after=_somewhere(number, "no ranges"))
    hub.fail("whole", at="cdn", times=1000)
    assert _fetched(hub, tmp_path).state == "done"
    assert_good(tmp_path, hub)


@twenty_times
def test_a_redirect_to_another_host(number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    """Nobody learns the token; what comes from there is taken if it is the right file."""
    hub.repositories[REPO].gated = True
    with LoopbackHub() as other:
        theirs = gguf(SIZE, seed=number % 2)
        other.add(REPO, FILE, theirs)
        location = f"{other.cdn_url}/cdn/x?repo={REPO}&path={FILE}"
        hub.fail("cut", at="cdn", after=_somewhere(number, "redirect"))
        hub.fail("redirect", at="resolve", location=location, skip=number // 2 % 2)
        access = HubAccess(endpoint=hub.url, token=hub.token)
        with Downloads(tmp_path, hub, token=access.token) as downloads:
            assert downloads.fetch(order(hub)).state == "done"
        assert other.authorizations("hub") | other.authorizations("cdn") == set()
        assert hub.authorizations("cdn") == set()
    assert_good(tmp_path, hub)


@twenty_times
@pytest.mark.parametrize("at", ["resolve", "cdn"])
def test_a_redirect_to_what_is_no_web_address(
    at: str, number: int, hub: LoopbackHub, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.gguf.txt"
    secret.write_bytes(gguf(SIZE).bytes())
    locations = [
        secret.as_uri(),
        "file:///etc/passwd",
        "ftp://127.0.0.1/a",
        "data:,x",
        "ws://127.0.0.1/a",
    ]
    hub.fail("cut", at="cdn", after=_somewhere(number, "file"))
    hub.fail("redirect", at=at, location=locations[number % 5], skip=1)
    folder = tmp_path / "models"
    with Downloads(folder, hub) as downloads:
        failed = downloads.fetch(order(hub))
        assert (failed.state, failed.error_kind) == ("failed", "download")
        assert models(folder) == {} and part(folder).exists()
        downloads.queue.resume(failed.id)
        downloads.wait(lambda each: each.state == "done")
    assert_good(folder, hub)
    _assert_nothing_twice(hub)


@twenty_times
def test_a_network_that_wants_a_login(number: int, hub: LoopbackHub, tmp_path: Path) -> None:
    hub.fail("cut", at="cdn", after=_somewhere(number, "html"))
    hub.fail("html", at=["resolve", "cdn"][number % 2], times=number % 4 + 1, skip=1)
    assert _fetched(hub, tmp_path).state == "done"
    assert_good(tmp_path, hub)
    _assert_nothing_twice(hub)


@twenty_times
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO])
def test_a_disk_that_refuses(
    code: int, number: int, hub: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    position, write = _somewhere(number, f"disk {code}"), Part.write
    full = threading.Event()
    full.set()

    def refuse(self: Part, data: bytes | memoryview) -> None:
        if full.is_set() and self.written + len(data) > position:
            raise OSError(code, os.strerror(code))
        write(self, data)

    monkeypatch.setattr(Part, "write", refuse)
    with Downloads(tmp_path, hub) as downloads:
        failed = downloads.fetch(order(hub))
        assert failed.state == "failed" and failed.hint
        assert failed.error_kind == ("download" if code == errno.EIO else "disk_full")
        assert models(tmp_path) == {} and part(tmp_path).exists()
        full.clear()
        downloads.queue.resume(failed.id)
        downloads.wait(lambda each: each.state == "done")
    assert_good(tmp_path, hub)
    _assert_nothing_twice(hub)


# With real processes and real disks


def _child(hub: LoopbackHub, folder: Path, most: int = 0) -> subprocess.Popen[bytes]:
    wanted = msgspec.json.encode(order(hub)).decode()
    return subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.hub.download_child"),
            *(str(folder), hub.url, wanted, str(most)),
        ],
        stdout=subprocess.PIPE,
    )


def _end(child: subprocess.Popen[bytes]) -> Download:
    return msgspec.json.decode(child.communicate()[0], type=Download)


@twenty_times
@pytest.mark.skipif(sys.platform == "win32", reason="no limits of file sizes there")
def test_a_file_as_large_as_the_system_allows(
    number: int, hub: LoopbackHub, tmp_path: Path
) -> None:
    most = max(_somewhere(number, "limit"), 20_000)  # the journal needs some of it
    failed = _end(_child(hub, tmp_path, most))
    assert (failed.state, failed.error_kind) == ("failed", "disk_full")
    assert models(tmp_path) == {} and part(tmp_path).stat().st_size == most
    assert _end(_child(hub, tmp_path)).state == "done"
    assert_good(tmp_path, hub)
    _assert_nothing_twice(hub)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 160 MB, where this may be mounted."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=160m", "tmpfs", str(folder)],
        check=False,
        capture_output=True,
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


@pytest.mark.skipif(sys.platform != "linux", reason="a tmpfs is mounted")
@twenty_times
def test_a_disk_that_gets_full(number: int, hub: LoopbackHub, small_disk: Path) -> None:
    hub.fail("stall", at="cdn", after=_somewhere(number, "full", SIZE - 5_000_000))
    with Downloads(small_disk, hub) as downloads:
        id = downloads.queue.start(order(hub))
        downloads.wait(lambda each: each.done > 0)
        ballast = small_disk / "ballast"
        with ballast.open("wb", buffering=0) as file:
            while _writes(file.fileno()):
                pass
        failed = downloads.ended(id)
        assert (failed.state, failed.error_kind) == ("failed", "disk_full")
        assert models(small_disk) == {} and part(small_disk).exists()
        ballast.unlink()
        downloads.queue.resume(id)
        downloads.wait(lambda each: each.state == "done")
    assert_good(small_disk, hub)
    _assert_nothing_twice(hub)


def _writes(descriptor: int) -> bool:
    try:
        os.write(descriptor, bytes(1 << 20))
    except OSError as error:
        assert error.errno == errno.ENOSPC
        return False
    return True


@pytest.mark.timeout(900)
@pytest.mark.parametrize("kills", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_killed_in_the_middle(kills: int, tmp_path: Path) -> None:
    hub = LoopbackHub(rate=150e6)
    hub.add(REPO, FILE, Content(kills * 16_000_000, head=b"GGUF"))
    chance = random.Random(kills)
    reached = 0
    with hub:
        for _ in range(kills):
            child = _child(hub, tmp_path)
            aim = reached + chance.randrange(1, 14_000_000)
            while _size(part(tmp_path)) < aim:
                assert child.poll() is None
            os.kill(child.pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            child.communicate()
            reached = _size(part(tmp_path))
            assert models(tmp_path) == {}
        assert _end(_child(hub, tmp_path)).state == "done"
    assert_good(tmp_path, hub)
    ranges = hub.served(REPO, FILE)
    assert len(ranges) >= kills
    for (_, end), (start, _) in itertools.pairwise(ranges):
        assert end - LAST_BYTES <= start <= end + PIECE_BYTES  # a piece counts when all is sent


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def test_a_dead_process_holds_no_lock(hub: LoopbackHub, tmp_path: Path) -> None:
    hub.fail("stall", at="cdn", after=SIZE // 2, times=1)
    child = _child(hub, tmp_path)
    while _size(part(tmp_path)) < SIZE // 4:
        assert child.poll() is None
    with Downloads(tmp_path, hub, patience=HURRY) as downloads:
        downloads.wait(lambda each: each.error_kind == "busy" or each.state == "done")
        child.kill()
        child.communicate()
        assert downloads.ended().state == "done"
    assert_good(tmp_path, hub)
    _assert_nothing_twice(hub)
