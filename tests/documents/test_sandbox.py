"""What a reading process cannot do, tried from inside one."""

from __future__ import annotations

import errno
import sys
from pathlib import Path

import pytest

from assistant.documents import syscall_filter
from assistant.documents.extractor import Extractor

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs Linux")


@pytest.fixture
def confined(hostile: Extractor) -> Extractor:
    """An extractor whose processes are locked in as far as this test asks for."""
    layers = hostile.layers()
    if not layers.seccomp or not layers.landlock:
        pytest.skip(f"this kernel has only: {layers.names}")
    return hostile


def _tried(extractor: Extractor, folder: Path, deed: str) -> str:
    path = folder / "deed.txt"
    path.write_text(deed)
    return extractor.read(path).text


@pytest.mark.parametrize("deed", ["connect", "unix", "exec", "fork", "chmod", "signal"])
def test_refused_calls(confined: Extractor, tmp_path: Path, deed: str) -> None:
    assert _tried(confined, tmp_path, deed) == f"{deed}: PermissionError {errno.EPERM}"


@pytest.mark.parametrize("deed", ["passwd", "home"])
def test_other_files_cannot_be_read(confined: Extractor, tmp_path: Path, deed: str) -> None:
    assert _tried(confined, tmp_path, deed) == f"{deed}: PermissionError {errno.EACCES}"


@pytest.mark.parametrize("deed", ["write", "append", "remove"])
def test_nothing_can_be_written(confined: Extractor, tmp_path: Path, deed: str) -> None:
    assert "PermissionError" in _tried(confined, tmp_path, deed)
    assert (tmp_path / "deed.txt").read_text() == deed


def test_the_layers_are_told(hostile: Extractor) -> None:
    layers = hostile.layers()
    assert layers.limits
    assert len(layers.names) == 1 + layers.seccomp + bool(layers.landlock)


@pytest.mark.parametrize("machine", ["x86_64", "aarch64"])
def test_the_filter_is_a_valid_program(machine: str) -> None:
    """Every jump lands inside, every path returns, and no call is listed twice."""
    program = syscall_filter._program(machine, 4242)
    assert len(program) < 4096
    for at, (code, when, otherwise, _value) in enumerate(program):
        if code & 0x07 == 0x05:
            assert at + 1 + max(when, otherwise) < len(program)
    assert program[-1][0] == 0x06
    numbers = [*syscall_filter._REFUSED[machine], *syscall_filter._REFUSED_ANYWHERE]
    assert len(numbers) == len(set(numbers))
    assert not set(numbers) & set(syscall_filter._WITH_ARGUMENTS[machine].values())
