"""A disk without room: what was saved stays, and the store goes on once there is room."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assistant.core.entities import MessageState
from assistant.core.errors import UserError
from assistant.storage.store import SqliteStore, open_store

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="tmpfs and RLIMIT_FSIZE")

LIMITED = """
import pathlib, resource, sys
from assistant.core.entities import MessageState
from assistant.core.errors import UserError
from assistant.storage.store import open_store

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

path, backups_dir = pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2])
store = open_store(path, backups_dir)
c = store.create_conversation(title="t").id
turn, reply = store.send_turn(c, None, "kept", model="")
limit(path.stat().st_size + 150_000)
for attempt in (
    lambda: store.checkpoint_reply(reply.id, "x" * 1_000_000, ""),
    lambda: store.add_message(c, None, "user", "y" * 1_000_000),
    lambda: store.set_draft(c, "z" * 1_000_000),
):
    try:
        attempt()
    except UserError as error:
        assert error.kind == "disk_full", error.kind
        assert "Errno" not in error.text
    else:
        raise AssertionError("it fitted")
assert [m.text for m in store.branch(c)] == ["kept", ""]
limit(resource.RLIM_INFINITY)
store.checkpoint_reply(reply.id, "x" * 1_000_000, "")
store.finish_reply(reply.id, "there is room again", "", state=MessageState.COMPLETE)
limit(100_000)
try:
    assert store.backup_if_due() is None
except UserError as error:
    assert error.kind == "disk_full", error.kind
assert not list(backups_dir.iterdir())
limit(resource.RLIM_INFINITY)
assert store.backup_if_due() is not None
assert store._database.pragma("integrity_check") == "ok"
store.close()

limit(4096)
try:
    open_store(path.with_name("new.db"), backups_dir)
except UserError as error:
    assert error.kind == "disk_full", error.kind
else:
    raise AssertionError("it fitted")
limit(resource.RLIM_INFINITY)
store = open_store(path.with_name("new.db"), backups_dir)
assert store.list_conversations() == []
store.close()
print("done")
"""


def test_a_limit_on_the_size_of_files(path: Path, backups_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIMITED, path, backups_dir],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[3],
    )
    assert done.stdout == "done\n", done.stderr
    store = open_store(path, backups_dir)
    assert [hit.snippet for hit in store.search("room")] == ["there is room again"]
    store.close()


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of two megabytes; only root can make one."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mount, unmount = shutil.which("mount"), shutil.which("umount")
    if os.getuid() != 0 or mount is None or unmount is None:
        pytest.skip("needs root and mount")
    made = subprocess.run(
        [mount, "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder],
        check=False,
        capture_output=True,
    )
    if made.returncode != 0:
        pytest.skip("cannot mount a tmpfs here")
    yield folder
    subprocess.run([unmount, folder], check=True)


def full(attempt: Callable[[], object]) -> None:
    with pytest.raises(UserError) as refusal:
        attempt()
    assert refusal.value.kind == "disk_full"


def test_a_full_file_system(small_disk: Path) -> None:
    path, backups_dir = small_disk / "data" / "inkstone.db", small_disk / "backups"
    ballast = small_disk / "ballast"

    def open_it() -> SqliteStore:
        return open_store(path, backups_dir, busy_timeout_ms=200)

    ballast.write_bytes(b"x" * 1_500_000)
    store = open_it()
    c = store.create_conversation(title="t").id
    _, reply = store.send_turn(c, None, "kept", model="")
    full(lambda: store.finish_reply(reply.id, "a" * 600_000, "", state=MessageState.COMPLETE))
    full(lambda: store.add_message(c, None, "user", "b" * 600_000))
    assert [m.text for m in store.branch(c)] == ["kept", ""]
    assert store.branch(c)[1].state == MessageState.STREAMING
    ballast.unlink()
    store.finish_reply(reply.id, "a" * 600_000, "", state=MessageState.COMPLETE)
    assert len(store.branch(c)[1].text) == 600_000
    store.close()

    store = open_it()
    room = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize
    ballast.write_bytes(b"x" * (room - 8192))
    full(store.backup_if_due)
    assert not list(backups_dir.iterdir())
    full(lambda: store.add_message(c, None, "user", "b" * 100_000))
    store.close()
    store = open_it()
    assert store._database.pragma("integrity_check") == "ok"
    assert len(store.branch(c)) == 2
    store.close()


def test_no_room_for_a_new_database(small_disk: Path) -> None:
    room = os.statvfs(small_disk).f_bavail * os.statvfs(small_disk).f_bsize
    (small_disk / "ballast").write_bytes(b"x" * (room - 4096))
    path = small_disk / "inkstone.db"
    full(lambda: open_store(path, small_disk / "backups"))
    (small_disk / "ballast").unlink()
    store = open_store(path, small_disk / "backups")
    assert store.create_conversation(title="now").title == "now"
    store.close()
