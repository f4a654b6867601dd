"""A saved state is read exactly as it was written, or not at all."""

from __future__ import annotations

import hashlib
import os
import random
import stat
import struct
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.engine.state_file import (
    Checkpoint,
    SavedState,
    file_size,
    read_state,
    state_header,
    state_name,
    write_state,
)

KEY = "model 1, context 4096, f16"
any_text = st.text(st.characters(exclude_categories=()), max_size=40)
counts = st.integers(0, 2**63)
states = st.builds(
    SavedState,
    conversation=any_text,
    tokens=st.lists(st.integers(-(2**31), 2**31 - 1), max_size=40).map(tuple),
    data=st.one_of(
        st.binary(max_size=300),
        st.binary(max_size=300).map(bytearray),
        st.binary(max_size=300).map(memoryview),
    ),
    checkpoints=st.lists(st.builds(Checkpoint, counts, st.binary(max_size=60)), max_size=4).map(
        tuple
    ),
)


def small_state() -> SavedState:
    return SavedState(
        "17", (5, 6, -1, 70_000), b"native state", (Checkpoint(1, b"one"), Checkpoint(3, b""))
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "a.state"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(state=states, key=any_text)
def test_what_was_written_is_read(path: Path, state: SavedState, key: str) -> None:
    write_state(path, state, key)
    assert read_state(path, key) == state
    assert path.stat().st_size == file_size(state, key)
    assert state_header(path) == (state.conversation, key, file_size(state, key))


def test_the_native_state_can_be_lent_to_native_code(path: Path) -> None:
    write_state(path, small_state(), KEY)
    found = read_state(path, KEY)
    assert found is not None
    assert not memoryview(found.data).readonly


def test_the_size_is_that_of_all_parts() -> None:
    assert small_state().size == len(b"native state") + len(b"one") + 4 * 4
    words = memoryview(b"12345678").cast("I")
    assert SavedState("", (), words).size == 8


def test_every_truncation_is_refused(path: Path) -> None:
    write_state(path, small_state(), KEY)
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        assert read_state(path, KEY) is None, length


def test_every_flipped_bit_is_refused(path: Path) -> None:
    write_state(path, small_state(), KEY)
    whole = path.read_bytes()
    for bit in range(8 * len(whole)):
        damaged = bytearray(whole)
        damaged[bit // 8] ^= 1 << bit % 8
        path.write_bytes(damaged)
        assert read_state(path, KEY) is None, bit


@given(foreign=st.binary(max_size=200), position=st.integers(0, 60))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_foreign_bytes_are_refused(path: Path, foreign: bytes, position: int) -> None:
    write_state(path, small_state(), KEY)
    whole = path.read_bytes()
    for damaged in (foreign, whole + foreign[:1] + b"!", whole[:position] + b"\xff" + foreign):
        path.write_bytes(damaged)
        assert read_state(path, KEY) is None
        state_header(path)


def test_another_version_is_refused_even_when_it_is_whole(path: Path) -> None:
    write_state(path, small_state(), KEY)
    newer = bytearray(path.read_bytes()[:-32])
    newer[8:12] = struct.pack("=I", 2)
    path.write_bytes(newer + hashlib.sha256(newer).digest())
    assert read_state(path, KEY) is None
    assert state_header(path) is None


@contextmanager
def little_memory() -> Iterator[None]:
    tracemalloc.start()
    try:
        yield
        assert tracemalloc.get_traced_memory()[1] < 10**6
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("field", range(5))
def test_an_absurd_length_takes_no_memory(path: Path, field: int) -> None:
    lengths = [0, 0, 0, 0, 0]
    lengths[field] = 2**32 - 1 if field < 3 else 2**63
    head = struct.pack("=8sIIIIQQ", b"INKSTATE", 1, *lengths)
    path.write_bytes(head + hashlib.sha256(head).digest())
    with little_memory():
        assert read_state(path, "") is None
        assert state_header(path) is None


def test_an_absurd_checkpoint_takes_no_memory(path: Path) -> None:
    head = struct.pack("=8sIIIIQQ", b"INKSTATE", 1, 0, 0, 1, 0, 0) + struct.pack("=QQ", 1, 2**63)
    path.write_bytes(head + hashlib.sha256(head).digest())
    with little_memory():
        assert read_state(path, "") is None


def test_another_model_is_refused(path: Path) -> None:
    write_state(path, small_state(), KEY)
    assert read_state(path, KEY + " ") is None
    assert read_state(path, "") is None


def test_what_is_not_a_file_is_refused(tmp_path: Path) -> None:
    assert read_state(tmp_path, KEY) is None
    assert state_header(tmp_path) is None
    assert read_state(tmp_path / "absent", KEY) is None


@given(conversation=any_text, key=any_text)
def test_a_name_is_one_harmless_word(conversation: str, key: str) -> None:
    name = state_name(conversation, key)
    assert set(name.removesuffix(".state")) <= set("0123456789abcdef-")


def test_names_differ_by_conversation_and_model() -> None:
    names = {state_name(name, key) for name in ("1", "2", "../1", "") for key in ("a", "b", "")}
    assert len(names) == 12


def test_only_the_owner_may_read(path: Path) -> None:
    write_state(path, small_state(), KEY)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_failed_write_leaves_the_older_state_alone(path: Path) -> None:
    write_state(path, small_state(), KEY)
    with pytest.raises((IsADirectoryError, PermissionError)):
        write_state(path.parent, small_state(), KEY)
    with pytest.raises(FileNotFoundError):
        write_state(path.parent / "no folder" / "a.state", small_state(), KEY)
    assert list(path.parent.iterdir()) == [path]
    assert not list(path.parent.parent.glob("*.part"))
    assert read_state(path, KEY) == small_state()


@pytest.mark.skipif(os.name != "posix", reason="folders are synchronised on POSIX only")
def test_the_content_is_safe_before_the_name(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    synchronised: list[tuple[bool, bool]] = []
    sync = os.fsync

    def watched(descriptor: int) -> None:
        synchronised.append((stat.S_ISDIR(os.fstat(descriptor).st_mode), path.exists()))
        sync(descriptor)

    monkeypatch.setattr(os, "fsync", watched)
    write_state(path, small_state(), KEY)
    assert synchronised == [(False, False), (True, True)]


ENDLESS_WRITER = """
import pathlib, sys
from assistant.engine.state_file import Checkpoint, SavedState, write_state

path, number = pathlib.Path(sys.argv[1]), int(sys.argv[2])
while True:
    number += 1
    data = bytes([number % 251]) * (200_000 + 997 * (number % 1000))
    state = SavedState("1", (number,), data, (Checkpoint(number, data[:1000]),))
    write_state(path, state, "key")
    print(number, flush=True)
"""


def test_a_killed_writer_leaves_the_old_or_the_new_state(path: Path) -> None:
    chance = random.Random(11)
    number = unfinished = 0
    for _ in range(20):
        writer = subprocess.Popen(
            [sys.executable, "-c", ENDLESS_WRITER, path, str(number)],
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
        )
        assert writer.stdout is not None
        first = writer.stdout.readline()
        with pytest.raises(subprocess.TimeoutExpired):
            writer.wait(chance.uniform(0.0, 0.05))
        writer.kill()
        number = int((first + writer.communicate()[0]).split()[-1])
        found = read_state(path, "key")
        assert found is not None
        assert found.tokens[0] in (number, number + 1)
        number = found.tokens[0]
        assert found.data == bytes([number % 251]) * (200_000 + 997 * (number % 1000))
        assert found.checkpoints == (Checkpoint(number, bytes(found.data[:1000])),)
        unfinished = len(list(path.parent.glob("*.part")))
    assert unfinished > 0, "no kill met a writer at work"
