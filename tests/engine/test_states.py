"""States outside the model's memory: what is kept where, what goes first, what never comes back."""

from __future__ import annotations

import logging
import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.engine import states
from assistant.engine.state_file import Checkpoint, SavedState, read_state, write_unfinished
from assistant.engine.state_folder import StateFolder
from assistant.engine.states import StateStore

PATIENCE = 60.0
KEY = "a model"
KILOBYTE = 1000
ROOMY = 1000 * KILOBYTE

OpenStore = Callable[..., StateStore]


def state(conversation: str, size: int = KILOBYTE, *tokens: int, fill: int = 0) -> SavedState:
    return SavedState(conversation, tokens or (1, 2, 3), bytes([fill]) * size)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "states"


@pytest.fixture
def open_store(folder: Path) -> Iterator[OpenStore]:
    """Opens stores, on one folder unless told otherwise; they are closed at the end."""
    opened: list[StateStore] = []

    def open_one(
        key: str = KEY,
        *,
        disk: int = ROOMY,
        memory: int = ROOMY,
        folder: Path | None = folder,
    ) -> StateStore:
        opened.append(StateStore(folder, key, disk_budget=disk, memory_budget=memory))
        return opened[-1]

    yield open_one
    for store in opened:
        store.drop_all()
        store.close(PATIENCE)
    assert "states" not in {thread.name for thread in threading.enumerate()}


def keep(store: StateStore, *several: SavedState) -> None:
    """Put and write them, one after the other."""
    for one in several:
        store.put(one)
        store.save(one.conversation)
        assert store.flush(PATIENCE)


def on_disk(folder: Path, *conversations: str, key: str = KEY) -> list[str]:
    """Those of `conversations` that have a good file."""
    names = StateFolder(folder, 0)
    return [name for name in conversations if read_state(names.file_of(name, key), key)]


# memory


def test_memory_holds_the_newest(open_store: OpenStore) -> None:
    store = open_store(folder=None)
    assert store.get("a") is None
    store.put(state("a"))
    newer = state("a", fill=1)
    store.put(newer)
    assert store.get("a") is newer
    assert store.measure() == (0, 0)
    assert store.flush(0)


def test_what_is_taken_is_gone_from_memory(open_store: OpenStore) -> None:
    store = open_store(folder=None)
    store.put(state("a"))
    assert store.take("a") == state("a")
    assert store.take("a") is None
    assert store.find((1, 2, 3)) is None


def test_memory_gives_up_the_longest_unused(open_store: OpenStore) -> None:
    store = open_store(folder=None, memory=3100)
    for name in "abc":
        store.put(state(name))
    assert store.get("a") is not None
    store.put(state("d"))
    assert [name for name in "abcd" if store.get(name)] == ["a", "c", "d"]


def test_a_state_larger_than_memory_costs_no_other_its_place(open_store: OpenStore) -> None:
    store = open_store(memory=2100)
    store.put(state("a"))
    store.put(state("large", 3000))
    assert store.find((1, 2, 3)) == (state("a"), 3)
    assert store.flush(PATIENCE)
    assert store.get("large") == state("large", 3000)
    assert store.find((1, 2, 3)) == (state("a"), 3)


def test_what_memory_gives_up_is_on_disk(open_store: OpenStore, folder: Path) -> None:
    store = open_store(memory=2100)
    for name in "abcd":
        store.put(state(name))
    assert store.flush(PATIENCE)
    assert on_disk(folder, *"abcd") == ["a", "b"]
    assert store.get("a") == state("a")


# finding


def test_the_longest_common_prefix_is_found(open_store: OpenStore) -> None:
    store = open_store(folder=None)
    assert store.find((1, 2)) is None
    for name, tokens in {"a": (1, 2, 3, 4), "b": (1, 2, 9), "c": (8,), "d": ()}.items():
        store.put(SavedState(name, tokens, b""))
    for wanted, name, common in [
        ((1, 2, 3), "a", 3),
        ([1, 2, 3, 4, 5], "a", 4),
        ((1, 2, 9, 9), "b", 3),
        ((8, 2, 9, 9), "c", 1),
    ]:
        found = store.find(wanted)
        assert found is not None
        assert (found[0].conversation, found[1]) == (name, common)
    assert store.find((7, 1, 2)) is None
    assert store.find(()) is None


few_tokens = st.lists(st.sampled_from([0, 1, 256, 65536, -1]), max_size=9)


@given(held=st.lists(few_tokens, max_size=6), wanted=few_tokens)
def test_finding_agrees_with_counting(held: list[list[int]], wanted: list[int]) -> None:
    store = StateStore(None, KEY, disk_budget=0, memory_budget=ROOMY)
    for number, tokens in enumerate(held):
        store.put(SavedState(str(number), tuple(tokens), b""))

    def common(tokens: list[int]) -> int:
        length = 0
        while length < min(len(tokens), len(wanted)) and tokens[length] == wanted[length]:
            length += 1
        return length

    best = max(map(common, held), default=0)
    found = store.find(wanted)
    assert (found[1] if found else 0) == best
    if found:
        assert common(list(found[0].tokens)) == best


# disk


def test_another_start_finds_what_was_saved(open_store: OpenStore) -> None:
    kept = SavedState("a", tuple(range(50)), b"native", (Checkpoint(7, b"partial"),))
    store = open_store()
    keep(store, kept)
    store.close(PATIENCE)
    again = open_store()
    assert again.find(kept.tokens) is None
    assert again.get("a") == kept
    assert again.find(kept.tokens) == (kept, 50)
    assert again.take("a") == kept
    assert again.find(kept.tokens) is None
    assert again.take("a") == kept, "the copy on disk stays"
    assert open_store("another model").get("a") is None


def test_closing_writes_what_memory_holds(open_store: OpenStore, folder: Path) -> None:
    store = open_store()
    store.put(state("a"))
    store.close(PATIENCE)
    assert on_disk(folder, "a") == ["a"]
    store.put(state("b"))
    store.save("b")
    store.prefetch("b")
    store.close(PATIENCE)
    assert store.get("b") == state("b")
    assert on_disk(folder, "b") == []


def test_only_what_changed_is_written(
    open_store: OpenStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[bytes] = []

    def write(path: Path, one: SavedState, key: str) -> Path:
        written.append(bytes(one.data[:1]))
        return write_unfinished(path, one, key)

    monkeypatch.setattr(states, "write_unfinished", write)
    store = open_store()
    keep(store, state("a"))
    keep(store, state("a"))
    taken = store.take("a")
    assert taken is not None
    keep(store, taken)
    assert len(written) == 1
    keep(store, state("a", KILOBYTE, 1, 2, 3, 4, fill=7))
    assert written == [b"\x00", b"\x07"]
    store.close(PATIENCE)
    again = open_store()
    assert again.get("a") is not None
    again.save("a")
    assert again.flush(PATIENCE)
    assert len(written) == 2
    for file in folder.iterdir():
        file.unlink()
    again.save("a")
    assert again.flush(PATIENCE)
    assert len(written) == 3


def test_the_disk_gives_up_the_longest_unused(open_store: OpenStore, folder: Path) -> None:
    store = open_store(disk=4000)
    keep(store, state("a"), state("b"), state("c"))
    assert store.get("a") is not None, "from memory, which is a use all the same"
    keep(store, state("d"))
    assert on_disk(folder, *"abcd") == ["a", "c", "d"]
    store.close(PATIENCE)
    assert on_disk(folder, *"abcd") == ["a", "c", "d"], "what memory has of b is older than they"
    again = open_store(disk=4000)
    assert again.take("c") is not None
    keep(again, state("e"))
    assert on_disk(folder, *"abcde") == ["c", "d", "e"]


def test_what_was_used_earlier_goes_first_even_if_written_later(
    open_store: OpenStore, folder: Path
) -> None:
    store = open_store(disk=2500)
    store.put(state("a"))
    keep(store, state("b"))
    store.save("a")
    assert store.flush(PATIENCE)
    assert on_disk(folder, *"ab") == ["a", "b"]
    keep(store, state("c"))
    assert on_disk(folder, *"abc") == ["b", "c"]


def test_a_time_to_come_does_not_keep_a_state_forever(open_store: OpenStore, folder: Path) -> None:
    store = open_store(disk=2500)
    keep(store, state("a"))
    next_year = time.time() + 365 * 86400
    os.utime(StateFolder(folder, 0).file_of("a", KEY), (next_year, next_year))
    keep(store, state("b"), state("c"))
    assert on_disk(folder, *"abc") == ["b", "c"]


def test_the_disk_budget_is_shared_by_all_models(open_store: OpenStore, folder: Path) -> None:
    first, second = open_store("first", disk=4000), open_store("second", disk=4000)
    keep(first, state("a"), state("b"))
    keep(second, state("b"), state("c"))
    assert on_disk(folder, "a", "b", key="first") == ["b"]
    assert on_disk(folder, "b", "c", key="second") == ["b", "c"]
    conversations, size = second.measure()
    assert conversations == 2, "one of them with two models"
    assert size == sum(file.stat().st_size for file in folder.iterdir()) <= 4000


def test_a_state_of_more_than_half_the_budget_is_not_written(
    open_store: OpenStore, folder: Path
) -> None:
    store = open_store(disk=4500)
    keep(store, state("a"), state("large", 2300), state("b"))
    assert on_disk(folder, "a", "b", "large") == ["a", "b"]
    assert store.get("large") is not None


def test_the_older_version_stays_until_the_newer_is_there(
    open_store: OpenStore, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_store(disk=4500)
    keep(store, state("a", 1900), state("b"))
    seen: list[list[str]] = []

    def write(path: Path, one: SavedState, key: str) -> Path:
        seen.append(on_disk(folder, "a", "b"))
        return write_unfinished(path, one, key)

    monkeypatch.setattr(states, "write_unfinished", write)
    keep(store, state("a", 2000, 9))
    assert seen == [["a"]]
    assert on_disk(folder, "a", "b") == ["a"]


def test_what_others_are_writing_counts(open_store: OpenStore, folder: Path) -> None:
    store = open_store(disk=4500)
    keep(store, state("a"))
    (folder / "0-0.x.part").write_bytes(bytes(3900))
    keep(store, state("b"))
    assert on_disk(folder, "a", "b") == ["a"], "b did not fit, so nothing was removed for it"
    (folder / "0-0.x.part").unlink()
    store.save("b")
    assert store.flush(PATIENCE)
    assert on_disk(folder, "a", "b") == ["a", "b"]


def test_a_start_tidies_the_folder(open_store: OpenStore, folder: Path) -> None:
    keep(open_store(), state("a"), state("b"))
    left, fresh, other = (folder / name for name in ("0-0.a.part", "0-0.b.part", "notes.txt"))
    for file in (left, fresh, other):
        file.write_bytes(b"!")
    two_hours_ago = time.time() - 7200
    os.utime(left, (two_hours_ago, two_hours_ago))
    os.utime(other, (two_hours_ago, two_hours_ago))
    open_store(disk=1500)
    assert on_disk(folder, "a", "b") == ["b"]
    assert not left.exists()
    assert fresh.exists()
    open_store(disk=0)
    assert on_disk(folder, "a", "b") == []
    assert other.exists()


def test_without_a_disk_budget_there_is_only_memory(open_store: OpenStore, folder: Path) -> None:
    store = open_store(disk=0)
    keep(store, state("a"))
    store.prefetch("b")
    assert store.get("a") == state("a")
    assert store.get("b") is None
    assert not folder.exists()


def test_a_damaged_file_is_removed(
    open_store: OpenStore, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store()
    keep(store, state("a"))
    store.take("a")
    (file,) = folder.iterdir()
    file.write_bytes(file.read_bytes()[:-1])
    assert store.get("a") is None
    assert not file.exists()
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_the_file_of_another_conversation_is_not_taken_for_this_one(
    open_store: OpenStore, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store()
    keep(store, state("a"))
    names = StateFolder(folder, 0)
    names.file_of("a", KEY).rename(names.file_of("b", KEY))
    assert store.get("b") is None
    assert "could not be used" in caplog.text


@pytest.mark.skipif(os.name != "posix", reason="modes of POSIX")
def test_nobody_else_may_look_in(open_store: OpenStore, folder: Path) -> None:
    folder.mkdir(parents=True, mode=0o755)
    keep(open_store(), state("../../a"))
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    (file,) = folder.iterdir()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


# dropping


def test_what_is_dropped_is_gone_for_all_models(open_store: OpenStore, folder: Path) -> None:
    first, second = open_store("first"), open_store("second")
    keep(first, state("a"), state("b"))
    keep(second, state("a"), state("c"))
    first.drop(iter(["a", "never seen"]))
    assert first.get("a") is None
    assert second.take("a") is not None, "held in the memory of the other"
    assert second.get("a") is None
    assert first.measure()[0] == 2
    second.drop_all()
    assert second.get("c") is None
    assert list(folder.iterdir()) == []
    assert first.measure() == (0, 0)


class Gate:
    """Stops the writer thread at a call until it is told to go on."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self.opened = threading.Event()
        self.calls = 0

    def wait(self) -> None:
        self.calls += 1
        self.reached.set()
        assert self.opened.wait(PATIENCE)


@pytest.fixture
def writing(monkeypatch: pytest.MonkeyPatch) -> Gate:
    """A gate after a file is written and before it has its name."""
    gate = Gate()

    def write(path: Path, one: SavedState, key: str) -> Path:
        unfinished = write_unfinished(path, one, key)
        gate.wait()
        return unfinished

    monkeypatch.setattr(states, "write_unfinished", write)
    return gate


@pytest.fixture
def reading(monkeypatch: pytest.MonkeyPatch) -> Gate:
    gate = Gate()

    def read(path: Path, key: str) -> SavedState | None:
        gate.wait()
        return read_state(path, key)

    monkeypatch.setattr(states, "read_state", read)
    return gate


@pytest.mark.parametrize("everything", [False, True])
def test_a_write_under_way_brings_nothing_dropped_back(
    open_store: OpenStore,
    folder: Path,
    writing: Gate,
    everything: bool,
    caplog: pytest.LogCaptureFixture,
) -> None:
    store = open_store()
    for name in ("a", "b"):
        store.put(state(name))
        store.save(name)
    assert writing.reached.wait(PATIENCE)
    assert not store.flush(0)
    if everything:
        store.drop_all()
    else:
        store.drop(["a", "b"])
    assert list(folder.iterdir()) == []
    assert store.get("a") is None
    writing.opened.set()
    assert store.flush(PATIENCE)
    assert list(folder.iterdir()) == []
    assert store.get("a") is None
    assert writing.calls == 1
    assert not caplog.records
    keep(store, state("a", fill=1))
    assert on_disk(folder, "a") == ["a"]


def test_a_state_on_its_way_to_disk_is_found(open_store: OpenStore, writing: Gate) -> None:
    store = open_store(memory=1100)
    store.put(state("a"))
    store.put(state("b"))
    assert writing.reached.wait(PATIENCE)
    store.put(state("c"))
    assert store.take("a") == state("a"), "being written"
    assert store.take("b") == state("b"), "waiting to be written"
    writing.opened.set()


def test_the_newest_version_is_the_last_to_be_written(
    open_store: OpenStore, folder: Path, writing: Gate
) -> None:
    store = open_store()
    for length in range(1, 6):
        store.put(SavedState("a", tuple(range(length)), b"x"))
        store.save("a")
        assert writing.reached.wait(PATIENCE)
    writing.opened.set()
    assert store.flush(PATIENCE)
    assert writing.calls == 2
    found = read_state(StateFolder(folder, 0).file_of("a", KEY), KEY)
    assert found is not None
    assert found.tokens == (0, 1, 2, 3, 4)


def test_what_is_being_written_is_not_queued_again(open_store: OpenStore, writing: Gate) -> None:
    store = open_store()
    store.put(state("a"))
    store.save("a")
    assert writing.reached.wait(PATIENCE)
    store.save("a")
    writing.opened.set()
    assert store.flush(PATIENCE)
    store.save("a")
    assert store.flush(PATIENCE)
    assert writing.calls == 1


def test_a_slow_disk_holds_up_neither_memory_nor_the_end(
    open_store: OpenStore, writing: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "QUEUE_BYTES", 3100)
    store = open_store(memory=1100)
    for number in range(10):
        store.put(state(str(number)))
        assert number == 0 or writing.reached.wait(PATIENCE)
    assert not store.flush(0)
    waiting = [name for name in map(str, range(10)) if store.take(name)]
    assert waiting == ["0", "1", "2", "3", "9"]
    store.close(0)
    writing.opened.set()
    for thread in threading.enumerate():
        if thread.name == "states":
            thread.join(PATIENCE)
    assert writing.calls == 1


# fetching ahead


@pytest.fixture
def reopened(open_store: OpenStore) -> StateStore:
    """A store with the states of a and b on disk and nothing in memory."""
    store = open_store()
    keep(store, state("a"), state("b"))
    store.close(PATIENCE)
    return open_store()


def test_what_was_prefetched_is_in_memory(reopened: StateStore, reading: Gate) -> None:
    reading.opened.set()
    reopened.prefetch("a")
    assert reading.reached.wait(PATIENCE)
    assert reopened.get("a") == state("a")
    assert reopened.find((1, 2, 3)) == (state("a"), 3)
    reopened.prefetch("a")
    reopened.prefetch("never seen")
    assert reopened.get("never seen") is None
    assert reading.calls == 1


def test_get_waits_for_a_reading_under_way(
    reopened: StateStore, reading: Gate, monkeypatch: pytest.MonkeyPatch
) -> None:
    reopened.prefetch("a")
    assert reading.reached.wait(PATIENCE)
    reopened.prefetch("a")
    wait = reopened._changed.wait

    def open_and_wait(timeout: float | None = None) -> bool:
        reading.opened.set()
        return wait(timeout)

    monkeypatch.setattr(reopened._changed, "wait", open_and_wait)
    assert reopened.get("a") == state("a")
    assert reading.calls == 1


def test_get_does_not_wait_for_a_reading_not_begun(reopened: StateStore, writing: Gate) -> None:
    reopened.put(state("c"))
    reopened.save("c")
    assert writing.reached.wait(PATIENCE)
    reopened.prefetch("a")
    assert reopened.get("a") == state("a")
    writing.opened.set()
    assert reopened.flush(PATIENCE)


def test_a_reading_under_way_brings_nothing_dropped_back(
    reopened: StateStore, reading: Gate
) -> None:
    reopened.prefetch("a")
    reopened.prefetch("b")
    assert reading.reached.wait(PATIENCE)
    reopened.drop(["a", "b"])
    reading.opened.set()
    assert reopened.get("a") is None
    assert reopened.get("b") is None
    assert reopened.find((1, 2, 3)) is None


def test_a_reading_under_way_hides_nothing_newer(reopened: StateStore, reading: Gate) -> None:
    reopened.prefetch("a")
    assert reading.reached.wait(PATIENCE)
    newer = state("a", fill=9)
    reopened.put(newer)
    reading.opened.set()
    assert reopened.get("a") is newer


def test_what_memory_has_no_room_for_is_not_prefetched(
    open_store: OpenStore, reading: Gate
) -> None:
    reading.opened.set()
    keep(open_store(), state("a"), state("b", 500))
    store = open_store(memory=800)
    store.prefetch("a")
    store.prefetch("b")
    assert reading.reached.wait(PATIENCE)
    assert store.get("b") is not None
    assert reading.calls == 1


# trouble


@pytest.mark.skipif(os.name != "posix", reason="RLIMIT_FSIZE")
def test_a_full_disk_is_a_line_in_the_log(folder: Path) -> None:
    script = """
import logging, pathlib, resource, sys
from assistant.engine.state_file import SavedState
from assistant.engine.states import StateStore

def limit(size):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

logging.basicConfig(format="%(name)s %(levelname)s %(message)s", stream=sys.stdout)
folder = pathlib.Path(sys.argv[1])
store = StateStore(folder, "key", disk_budget=10**8, memory_budget=10**8)
store.put(SavedState("a", (1,), b"old"))
store.save("a")
assert store.flush(60)
limit(50_000)
store.put(SavedState("a", (1, 2), bytes(100_000)))
store.save("a")
assert store.flush(60)
assert len(list(folder.iterdir())) == 1
assert store.take("a").tokens == (1, 2)
assert store.take("a").data == b"old"
store.put(SavedState("a", (1, 2), bytes(100_000)))
limit(resource.RLIM_INFINITY)
store.save("a")
assert store.flush(60)
store.take("a")
assert store.take("a").tokens == (1, 2)
store.close(60)
"""
    done = subprocess.run(
        [sys.executable, "-c", script, folder],
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )
    assert done.returncode == 0, done.stderr
    (line,) = done.stdout.splitlines()
    assert line.startswith("assistant.engine.states WARNING The state of a conversation")
    assert "File too large" in line


def test_a_folder_that_cannot_be_made(
    open_store: OpenStore, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder.parent.write_text("a file is in the way")
    store = open_store()
    keep(store, state("a"))
    assert store.get("a") == state("a")
    assert store.take("b") is None
    assert store.measure() == (0, 0)
    assert [record.name for record in caplog.records] == ["assistant.engine.states"]


def test_a_bug_in_a_write_stops_no_other_write(
    open_store: OpenStore,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def write(path: Path, one: SavedState, key: str) -> Path:
        if one.conversation == "a":
            raise ValueError
        return write_unfinished(path, one, key)

    monkeypatch.setattr(states, "write_unfinished", write)
    keep(open_store(), state("a"), state("b"))
    assert on_disk(folder, "a", "b") == ["b"]
    assert [record.levelno for record in caplog.records] == [logging.ERROR]


TWO_WRITERS = """
import pathlib, random, sys
from assistant.engine.state_file import SavedState
from assistant.engine.states import StateStore

chance = random.Random(sys.argv[2])
store = StateStore(pathlib.Path(sys.argv[1]), "key", disk_budget=40_000, memory_budget=6_000)
for step in range(300):
    name = str(chance.randrange(8))
    fill = chance.randrange(250)
    if step % 40 == 39:
        store.drop([name])
    elif step % 3:
        store.put(SavedState(name, (fill,), bytes([fill]) * 4000))
        store.save(name)
        store.flush(0.002)
    elif found := store.take(name):
        assert found.conversation == name
        assert set(found.data) == set(found.tokens)
    store.prefetch(str(chance.randrange(8)))
    store.measure()
store.close(60)
"""


def test_two_engines_share_a_folder(folder: Path) -> None:
    running = [
        subprocess.Popen(
            [sys.executable, "-W", "error", "-c", TWO_WRITERS, folder, seed],
            stderr=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        for seed in ("1", "2")
    ]
    for process in running:
        said = process.communicate(timeout=PATIENCE)[1]
        assert process.returncode == 0, said
        assert "Traceback" not in said
    files = list(folder.iterdir())
    assert files
    for file in files:
        assert file.suffix == ".state"
        assert read_state(file, "key") is not None
