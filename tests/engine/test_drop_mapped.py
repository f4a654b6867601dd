"""Mapped pages are let go of and come back as they were."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path

import pytest

from assistant.engine.machine import drop_mapped

SIZE = 32 * 1024 * 1024


def mapped_bytes() -> int:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("RssFile"))


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Linux alone is asked to")
def test_pages_of_a_file_are_let_go_of_and_come_back(tmp_path: Path) -> None:
    file, other = tmp_path / "a model 模型.gguf", tmp_path / "other.gguf"
    for path in (file, other):
        path.write_bytes(bytes(range(256)) * (SIZE // 256))
    with file.open("rb") as stream, other.open("rb") as second:
        ours = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        theirs = mmap.mmap(second.fileno(), 0, access=mmap.ACCESS_READ)
        assert sum(ours[::4096]) == sum(theirs[::4096])
        before = mapped_bytes()
        drop_mapped([file, tmp_path / "gone.gguf"])
        assert before - mapped_bytes() > SIZE * 0.8  # the other one stayed
        assert ours[:SIZE:65_537] == theirs[:SIZE:65_537]
        ours.close()
        theirs.close()


def test_nothing_to_let_go_of() -> None:
    drop_mapped([])
    drop_mapped([Path("/nowhere/at/all.gguf")])
