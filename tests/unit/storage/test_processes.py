"""Several processes on one database, and processes that die."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from assistant.core.entities import MessageState
from assistant.storage import writers
from assistant.storage.store import SqliteStore, open_store

Opener = Callable[[], SqliteStore]
KILLS = 20

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="fork and signals")


@pytest.fixture
def launcher() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-m", "tests.unit.storage.writer_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[3],
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        yield process
        process.communicate(timeout=20)


def run_and_kill(
    launcher: subprocess.Popen[str], path: Path, backups_dir: Path, lines: int
) -> dict[tuple[int, int], str]:
    """Let a writer print so many lines, kill it; the last text of each acknowledged message."""
    assert launcher.stdin is not None
    assert launcher.stdout is not None
    launcher.stdin.write(f"{path} {backups_dir}\n")
    launcher.stdin.flush()
    pid = int(launcher.stdout.readline().split()[1])
    acknowledged: dict[tuple[int, int], str] = {}
    for count, line in enumerate(launcher.stdout, start=1):
        if line == "reaped\n":
            break
        _, conversation, message, text = line.rstrip("\n").split(" ", 3)
        acknowledged[int(conversation), int(message)] = text
        if count == lines:
            os.kill(pid, signal.SIGKILL)
    return acknowledged


def test_killed_at_random_moments(
    launcher: subprocess.Popen[str], path: Path, backups_dir: Path
) -> None:
    """No acknowledged message is lost, not even the last checkpoint of an unfinished one."""
    moments = random.Random(7)
    path.parent.mkdir()
    acknowledged: dict[tuple[int, int], str] = {}
    for _ in range(KILLS):
        acknowledged |= run_and_kill(launcher, path, backups_dir, moments.randint(1, 40))
        store = open_store(path, backups_dir)
        recovered = store.recover_interrupted()
        assert store.recover_interrupted() == 0
        assert store._database.pragma("integrity_check") == "ok"
        kept = {}
        states = set()
        for conversation in store.list_conversations():
            for message in store.branch(conversation.id):
                kept[conversation.id, message.id] = message.text
                states.add(message.state)
        for key, text in acknowledged.items():
            # What came after the last acknowledgement may be there as well.
            assert len(kept[key]) >= len(text), key
            assert kept[key].split()[0] in ("turn", "word", "done")
        assert MessageState.STREAMING not in states
        assert recovered <= 1 + len(acknowledged)
        assert len(store.search("你好", limit=10_000)) >= sum(
            text.startswith("turn") for text in acknowledged.values()
        )
        store.close()
    assert len(acknowledged) > KILLS


def test_a_living_writer_is_left_alone(
    launcher: subprocess.Popen[str], open_it: Opener, path: Path, backups_dir: Path
) -> None:
    store = open_it()
    conversation = store.create_conversation().id
    _, own = store.send_turn(conversation, None, "mine", model="")
    store.checkpoint_reply(own.id, "so far", "")
    assert store.recover_interrupted() == 0
    run_and_kill(launcher, path, backups_dir, 3)
    assert store.recover_interrupted() == 1
    (theirs,) = [c.id for c in store.list_conversations() if c.id != conversation]
    reply = store.branch(theirs)[-1]
    assert (reply.state, reply.text[:4]) == (MessageState.INTERRUPTED, "word")
    assert any(hit.message_id == reply.id for hit in store.search("word"))
    assert store.branch(conversation)[-1].state == MessageState.STREAMING


def test_a_wrongly_recovered_reply_goes_on(open_it: Opener) -> None:
    store = open_it()
    conversation = store.create_conversation().id
    _, reply = store.send_turn(conversation, None, "q", model="")
    store.checkpoint_reply(reply.id, "first half", "")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("assistant.storage.store.is_alive", lambda writer: False)
        assert store.recover_interrupted() == 1
    assert len(store.search("half")) == 1
    store.checkpoint_reply(reply.id, "first half and more", "")
    assert store.branch(conversation)[1].state == MessageState.STREAMING
    assert store.search("half") == []
    done = store.finish_reply(reply.id, "all of it", "", state=MessageState.COMPLETE)
    assert done.state == MessageState.COMPLETE
    assert len(store.search("all of it")) == 1


def test_writers() -> None:
    own = writers.own_writer()
    assert writers.is_alive(own)
    pid, _, started = own.partition(":")
    assert int(pid) == os.getpid()
    assert not writers.is_alive(f"{pid}:{float(started) - 1000}")  # a reused id
    parent = psutil.Process(os.getppid())
    assert writers.is_alive(f"{parent.pid}:{parent.create_time():.2f}")
    for nonsense in ("", "x", "1:", ":1", "a:b", "-5:1.0", f"{2**40}:1.0", "0:nan"):
        assert not writers.is_alive(nonsense)


def test_a_zombie_does_not_write() -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        child = psutil.Process(process.pid)
        writer = f"{process.pid}:{child.create_time():.2f}"
        assert writers.is_alive(writer)
        process.kill()
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        assert not writers.is_alive(writer)


WRITE = """
import pathlib, sys
from assistant.storage.store import open_store
store = open_store(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]))
conversation, parent = int(sys.argv[3]), None
print("ready", flush=True)
sys.stdin.readline()
for number in range(60):
    parent = store.add_message(conversation, parent, "user", f"{sys.argv[4]} {number}").id
store.close()
"""


def test_two_processes_write_at_once(open_it: Opener, path: Path, backups_dir: Path) -> None:
    store = open_it()
    conversation = store.create_conversation(title="shared").id
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", WRITE, path, backups_dir, str(conversation), name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        for name in ("one", "two")
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    for process in processes:
        process.communicate(timeout=60)
        assert process.returncode == 0
    for name in ("one", "two"):
        hits = store.search(f'"{name}"', limit=1000)
        assert len(hits) == 60
        assert hits[0].message_id is not None
        branch = store.select_message(hits[0].message_id)
        assert [m.text for m in branch] == [f"{name} {n}" for n in range(60)]
    with store._database.reading() as connection:
        sequences = connection.exec_driver_sql("SELECT sequence FROM message ORDER BY id").all()
    assert [row[0] for row in sequences] == list(range(1, 121))
    assert store._database.pragma("integrity_check") == "ok"


def test_two_processes_make_the_database_at_once(path: Path, backups_dir: Path) -> None:
    code = (
        "import pathlib, sys; from assistant.storage.store import open_store;"
        "print('ready', flush=True); sys.stdin.readline();"
        "s = open_store(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]));"
        "s.create_conversation(title=sys.argv[3]); s.close()"
    )
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", code, path, backups_dir, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )
        for name in ("one", "two", "three")
    ]
    for process in processes:
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        process.communicate("go\n", timeout=60)
        assert process.returncode == 0
    store = open_store(path, backups_dir)
    assert {c.title for c in store.list_conversations()} == {"one", "two", "three"}
    store.close()
