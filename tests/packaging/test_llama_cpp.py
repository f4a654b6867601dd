"""How llama.cpp is compiled, and whether what came of it runs on this processor."""

from __future__ import annotations

import importlib
import platform
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

forced_headers = importlib.import_module("forced_headers")
set_up = importlib.import_module("set_up")

CONFIGURED = """
#include <immintrin.h>
void configure() {
    alignas(64) unsigned char tiles[64] = {};
    tiles[0] = 1;
    tiles[48] = 77;
    _tile_loadconfig(tiles);
}
"""
x86_compiler = pytest.mark.skipif(
    platform.machine() != "x86_64" or sys.platform != "linux" or shutil.which("g++") is None,
    reason="needs g++ for x86-64",
)


def test_the_llama_cpp_of_this_environment_computes() -> None:
    assert set_up.computes()


@x86_compiler
def test_the_tiles_of_amx_are_configured_as_they_are_written(tmp_path: Path) -> None:
    """With GCC 12.2 alone, all but the first 8 of the 64 bytes are left out."""
    source = tmp_path / "tiles.cpp"
    source.write_text(CONFIGURED)
    flags = shlex.split(forced_headers.cxx_flags("cpu"))
    compiler = ["g++", "-O2", "-mamx-tile", "-S", "-o", "-", *flags, str(source)]
    compiled = subprocess.run(compiler, check=True, capture_output=True, text=True).stdout
    assert "ldtilecfg" in compiled
    assert "$77" in compiled


@x86_compiler
def test_the_header_is_no_burden_to_other_processors(tmp_path: Path) -> None:
    source = tmp_path / "empty.cpp"
    source.write_text("")
    flags = shlex.split(forced_headers.cxx_flags("cpu"))
    compiler = ["g++", "-march=x86-64", "-E", "-P", *flags, str(source)]
    seen = subprocess.run(compiler, check=True, capture_output=True, text=True).stdout
    assert not seen.strip()


def test_flags_that_were_given_are_kept() -> None:
    given = "-O3 -DFOO='a b'"
    assert shlex.split(forced_headers.cxx_flags("cpu", given))[:2] == ["-O3", "-DFOO=a b"]


def test_a_changed_header_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, same, other = (tmp_path / folder / "x.hpp" for folder in ("a", "b", "c"))
    digests = []
    for path, text in ((first, "1"), (same, "1"), (other, "2")):
        path.parent.mkdir()
        path.write_text(text)
        monkeypatch.setattr(forced_headers, "headers", lambda gpu, path=path: [path])
        digests.append(forced_headers.digest("cpu"))
    assert digests[0] == digests[1] != digests[2]
