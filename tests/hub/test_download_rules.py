"""The small rules of downloads: how long one waits, where one is led, who has a file."""

from __future__ import annotations

import datetime
import email.utils
import os
import socket
import ssl
import subprocess
import sys
from pathlib import Path

import httpx2
import pytest

from assistant.core.errors import UserError
from assistant.core.hub.download import DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubFile
from assistant.hub.downloads import answers, connection, disk
from assistant.hub.downloads.journal import Entry, FileEntry, Journal
from assistant.hub.downloads.lock import FileLock, lock_path
from assistant.hub.downloads.pace import Pace
from assistant.hub.downloads.patience import Patience, asked_wait_s
from assistant.hub.downloads.placing import order_id
from assistant.hub.downloads.stopping import Stopped, StopSign


def _date(seconds: float) -> str:
    when = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=seconds)
    return email.utils.format_datetime(when, usegmt=True)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Retry-After": "7"}, 7),
        ({"Retry-After": "0"}, 0),
        ({"Retry-After": "99999999999"}, 86400),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "soon"}, None),
        ({"retry-after": "2"}, 2),
        ({"Retry-After": _date(-100)}, 0),
        ({"RateLimit": '"resolvers";r=0;t=42'}, 42),
        ({"RateLimit": '"resolvers";r=0'}, None),
    ],
)
def test_what_a_hub_asks_for(headers: dict[str, str], wait: float | None) -> None:
    assert asked_wait_s(httpx2.Headers(headers)) == wait


def test_a_date_is_waited_for() -> None:
    wait = asked_wait_s({"Retry-After": _date(1000)})
    assert wait is not None and 900 < wait <= 1000


def test_waits_grow_to_a_limit() -> None:
    patience = Patience(first_wait_s=1, longest_wait_s=60)
    waits = [patience.wait_s(tries) for tries in range(1, 30)]
    assert 0.75 <= waits[0] <= 1.25 and 6 <= waits[3] <= 10
    assert all(45 <= wait <= 75 for wait in waits[8:])
    assert len(set(waits)) == len(waits)


@pytest.mark.parametrize(
    ("source", "location", "leads"),
    [
        ("https://hub.example/a/b", "/c?d=1", "https://hub.example/c?d=1"),
        ("https://hub.example/a", "https://cdn.example/x", "https://cdn.example/x"),
        ("http://127.0.0.1:80/a", "https://cdn.example/x", "https://cdn.example/x"),
        ("https://hub.example/a", "http://hub.example/a", None),
        ("https://hub.example/a", "//cdn.example/x", "https://cdn.example/x"),
        ("https://hub.example/a", "file:///etc/passwd", None),
        ("http://hub.example/a", "FILE:/etc/passwd", None),
        ("http://hub.example/a", "ftp://hub.example/a", None),
        ("http://hub.example/a", "javascript:alert(1)", None),
    ],
)
def test_where_redirects_may_lead(source: str, location: str, leads: str | None) -> None:
    if leads is None:
        with pytest.raises(UserError) as refused:
            connection._next(httpx2.URL(source), location)
        assert refused.value.kind == "download"
    else:
        assert str(connection._next(httpx2.URL(source), location)) == leads


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://hub.example/x", True),
        ("https://HUB.example:443/x", True),
        ("http://hub.example/x", False),
        ("https://hub.example:444/x", False),
        ("https://hub.example.evil.example/x", False),
        ("https://evil.example/https://hub.example/", False),
        ("https://hub.example@evil.example/x", False),
        ("https://cdn.hub.example/x", False),
    ],
)
def test_who_sees_the_token(url: str, shown: bool) -> None:
    access = HubAccess(endpoint="https://hub.example", token="t")  # noqa: S106 - of a test
    request = connection._Request(httpx2.Client(), access, "https://hub.example", "a", StopSign())
    assert bool(request._token_for(httpx2.URL(url))) is shown
    request.client.close()


@pytest.mark.parametrize("endpoint", ["file:///etc", "nowhere", "ftp://a", "http://", ""])
def test_an_endpoint_that_is_none(endpoint: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "javascript:x")
    order = DownloadOrder(repo="a/b", revision="", files=())
    address = connection.endpoint_of(HubAccess(endpoint=endpoint), order)
    with pytest.raises(UserError) as refused:
        connection._address(address, order, HubFile(path="a.gguf"))
    assert refused.value.kind == "hub"


def test_a_proxy_that_is_none_is_said() -> None:
    with pytest.raises(UserError) as refused:
        connection._client(HubAccess(proxy="nonsense://x"), Patience())
    assert "proxy" in refused.value.text


def test_a_bad_certificate_is_not_tried_again() -> None:
    with pytest.raises(UserError) as refused, answers.translated("hub.example", 5):
        try:
            raise ssl.SSLCertVerificationError("self-signed")
        except ssl.SSLError as error:
            raise httpx2.ConnectError("no") from error
    assert "certificate" in refused.value.text
    with pytest.raises(answers.TryAgain), answers.translated("hub.example", 5):
        raise httpx2.ConnectError("[Errno -2] Name or service not known")


@pytest.mark.parametrize("host", ["[", "a..b", "x" * 70, "\ud800"])
def test_a_host_that_cannot_be_is_said(host: str) -> None:
    order = DownloadOrder(repo="a/b", revision="", files=(), endpoint=f"http://{host}")
    file = HubFile(path="a.gguf", size=1)
    with (
        pytest.raises((UserError, answers.TryAgain)),
        connection.opened(HubAccess(), order, file, 0, StopSign(), Patience()),
    ):
        pass


@pytest.mark.parametrize("token", ["hf_…", "hf_\n", "hf_\r\nX: y"])
def test_a_token_that_cannot_be_is_said(token: str) -> None:
    endpoint = "http://127.0.0.1:9"
    order = DownloadOrder(repo="a/b", revision="", files=())
    access = HubAccess(endpoint=endpoint, token=token)
    with (
        pytest.raises(UserError) as refused,
        connection.opened(access, order, HubFile(path="a"), 0, StopSign(), Patience()),
    ):
        pass
    assert refused.value.kind == "token"


def test_speed_follows_what_happens() -> None:
    pace = Pace()
    for tick in range(41):
        pace.saw(tick * 0.25, tick * 250_000)
    assert pace.speed == pytest.approx(1e6)
    assert pace.seconds_left(10_000_000) == pytest.approx(10)
    pace.saw(10.5, 10_000_000)
    assert 0.8e6 < pace.speed < 1e6
    for tick in range(100):
        pace.saw(10.75 + tick * 0.25, 10_000_000)
    assert (pace.speed < 1000 and pace.seconds_left(10_000_000) is None) or pace.speed > 1
    pace.saw(40.0, 0)  # from the beginning
    assert pace.speed == 0.0 and pace.seconds_left(1) is None


def test_a_lock_has_one_owner(tmp_path: Path) -> None:
    path = lock_path(tmp_path, tmp_path / "o" / "r" / "A.gguf")
    assert path == lock_path(tmp_path, tmp_path / "o" / "r" / "a.GGUF")
    first, second = FileLock(path), FileLock(path)
    assert first.acquire() and not second.acquire()
    program = (
        "import sys; from pathlib import Path; from assistant.hub.downloads.lock import FileLock;"
        "sys.exit(FileLock(Path(sys.argv[1])).acquire())"
    )
    assert subprocess.run([sys.executable, "-c", program, path], check=False).returncode == 0
    first.release()
    assert subprocess.run([sys.executable, "-c", program, path], check=False).returncode == 1
    assert second.acquire()  # that process is gone
    second.release()
    assert not path.exists() or sys.platform == "win32"


def test_a_journal_is_what_was_written_last(tmp_path: Path) -> None:
    order = DownloadOrder(repo="a/b", revision="", files=(HubFile(path="a.gguf", size=1),))
    journal = Journal(tmp_path / "j")
    entries = [
        Entry(id=f"{number}", order=order, folder="/f", files=[FileEntry()], place=-number)
        for number in range(3)
    ]
    for entry in entries:
        journal.write(entry)
    entries[0].files[0].kept = 7
    journal.write(entries[0])
    assert journal.read("0") == entries[0] and journal.read("9") is None
    assert [entry.id for entry in journal.entries()] == ["2", "1", "0"]
    (tmp_path / "j" / "1.download").write_bytes(b'{"id": "1"}')
    (tmp_path / "j" / ".2-abcd").write_bytes(b"{")  # of a process that was killed
    journal.remove("2")
    assert [entry.id for entry in journal.entries()] == ["0"]
    assert sorted(each.name for each in (tmp_path / "j").iterdir()) == ["0.download", "1.download"]


def test_the_same_files_are_the_same_order() -> None:
    files = (HubFile(path="a.gguf", size=1), HubFile(path="b.gguf", size=2))
    first = DownloadOrder(repo="a/b", revision="1", files=files)
    second = DownloadOrder(repo="a/b", revision="2", files=files[::-1])
    assert order_id(first) == order_id(second)
    assert order_id(first) != order_id(DownloadOrder(repo="a/c", revision="1", files=files))


def test_a_stop_cuts_the_connection() -> None:
    ours, theirs = socket.socketpair()
    stop = StopSign()
    stop.watch(ours)
    stop.set()
    assert theirs.recv(1) == b""
    with pytest.raises(Stopped):
        stop.wait(100)
    ours.close()
    theirs.close()
    stop.watch(ours)  # too late: nothing happens


def test_a_folder_that_is_made_is_private(tmp_path: Path) -> None:
    folder = tmp_path / "Modèles 模型" / "models"
    disk.check_writable(folder)
    assert list(folder.iterdir()) == []
    if os.name == "posix":
        assert folder.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize("code", [13, 1, 30, 28, 122, 27, 5, None])
def test_what_a_disk_says_is_a_sentence(code: int | None) -> None:
    error = disk.written_error(OSError(code, "odd"), Path("/models"))
    assert "/models" in error.text and error.hint
