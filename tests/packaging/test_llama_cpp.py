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

x86_compiler = pytest.mark.skipif(
    platform.machine() != "x86_64" or sys.platform != "linux" or shutil.which("g++") is None,
    reason="needs g++ for x86-64",
)


def test_the_llama_cpp_of_this_environment_computes() -> None:
    assert set_up.computes()


@x86_compiler
@pytest.mark.parametrize(("compiler", "flags"), [("gcc", "CFLAGS"), ("g++", "CXXFLAGS")])
def test_no_file_is_compiled_for_amx(tmp_path: Path, compiler: str, flags: str) -> None:
    source = tmp_path / ("tiles.c" if compiler == "gcc" else "tiles.cpp")
    source.write_text("#ifdef __AMX_INT8__\nint tiles;\n#endif\n#ifdef __AVX2__\nint wide;\n#endif")
    compile_for = [compiler, "-march=sapphirerapids", "-E", "-P", str(source)]
    for more, known in (
        ([], True),
        (shlex.split(forced_headers.environment("cpu", {})[flags]), False),
    ):
        compiled = subprocess.run([*compile_for, *more], check=True, capture_output=True, text=True)
        assert ("int tiles;" in compiled.stdout) == known
        assert "int wide;" in compiled.stdout


def test_flags_that_were_given_are_kept() -> None:
    given = {"CXXFLAGS": "-O3 -DFOO='a b'"}
    told = forced_headers.environment("cpu", given)
    assert shlex.split(told["CXXFLAGS"])[:2] == ["-O3", "-DFOO=a b"]
    assert "-O3" not in told["CFLAGS"]


def test_a_changed_header_is_another_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first, same, other = (tmp_path / folder / "x.hpp" for folder in ("a", "b", "c"))
    digests = []
    for path, text in ((first, "1"), (same, "1"), (other, "2")):
        path.parent.mkdir()
        path.write_text(text)
        monkeypatch.setattr(forced_headers, "headers", lambda gpu, path=path: [path])
        digests.append(forced_headers.digest("cpu"))
    assert digests[0] == digests[1] != digests[2]
