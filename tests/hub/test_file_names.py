"""Names of strangers: whatever they are, they land below the folder or nowhere."""

from __future__ import annotations

import ntpath
import os
import unicodedata
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.hub.file_names import is_safe, safe_paths, same_file_key

HOSTILE = (
    "", ".", "..", "../a.gguf", "a/../../b.gguf", "/etc/passwd", "//host/share/a.gguf",
    "\\\\host\\share\\a.gguf", "..\\a.gguf", "a\\b.gguf", "C:\\a.gguf", "C:a.gguf", "c:/a.gguf",
    "a.gguf:stream", "CON", "con.gguf", "NUL", "nul .gguf", "aux.tar.gguf", "COM1.gguf", "lpt9",
    "com¹.gguf", "CONIN$", "folder/PRN.gguf", "a\0.gguf", "a\n.gguf", "a\x1b[2J.gguf", "a\x7f.gguf",
    "a\u202egguf.exe", "\u2066a.gguf", "a\u200b.gguf", "a\ufeff.gguf", "a\u2028.gguf", "a ", "a.",
    " a", "\xa0", "a.gguf\u2003", "a /b", "a./b", "~/a.gguf", "~root", ".hidden",
    "a/.part", "a//b", "a/", "a?.gguf",
    "a*.gguf", 'a".gguf', "<a>.gguf", "a|b.gguf", "\ud800.gguf", "x" * 241, "é" * 121,
    "/".join(["folder"] * 90),
)  # fmt: skip
HARMLESS = (
    "model.gguf", "Q4_K_M/model-00001-of-00002.gguf", "a b (1) [x] {y} 'z' & ü.gguf",
    "模型/千问.gguf", "модель.gguf", "नमूना\u200dक.gguf", "👩\u200d💻.gguf", "constant.gguf",
    "null.gguf", "com10.gguf", "-rf.gguf", "$(reboot).gguf", "%PATH%.gguf", "x" * 240, "a..b.gguf",
    "a" + "/b" * 9,
)  # fmt: skip
LETTERS = st.characters(
    categories=("L", "N", "P", "S", "Zs", "Cc", "Cf", "Cs", "M"), include_characters="./\\:~ \0"
)
PIECES = st.sampled_from([*HOSTILE, *HARMLESS, "..", ".", "/", "\\", "con", "Q4_K_M.gguf"])
NAMES = st.one_of(
    st.text(LETTERS, max_size=30),
    st.lists(st.one_of(PIECES, st.text(LETTERS, max_size=6)), max_size=5).map("/".join),
    st.lists(PIECES, max_size=4).map("".join),
)


def _reserved(path: PureWindowsPath) -> bool:
    newer = getattr(ntpath, "isreserved", None)  # Python 3.13
    return bool(newer(str(path)) if newer else path.is_reserved())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_refused(name: str) -> None:
    assert not is_safe(name)
    assert safe_paths([name, "good.gguf"]) == ["good.gguf"]


@pytest.mark.parametrize("name", HARMLESS)
def test_harmless_names_are_good(name: str, tmp_path: Path) -> None:
    assert is_safe(name)
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_name(path.name + ".part").write_bytes(b"x")  # what a download makes of it
    path.write_bytes(b"x")


@given(NAMES)
def test_a_safe_name_stays_below_its_folder(name: str) -> None:
    if not is_safe(name):
        return
    folder = PurePosixPath("/models")
    joined = PurePosixPath(os.path.normpath(folder / name))
    assert joined == folder / name
    assert joined.is_relative_to(folder)
    assert joined != folder
    windows = PureWindowsPath("C:/models") / name
    assert windows.parts[:2] == ("C:\\", "models")
    assert windows.parts[2:] == tuple(name.split("/"))
    assert not _reserved(windows)
    for part in name.split("/"):
        assert part == part.strip()
        assert not part.endswith(".")
        assert len(part.encode()) <= 240
        assert not any(unicodedata.category(letter) in ("Cc", "Cs") for letter in part)
        assert all(
            unicodedata.bidirectional(letter) not in ("RLO", "LRO", "RLI") for letter in part
        )


@given(st.lists(NAMES, max_size=6))
def test_chosen_names_are_different_files(names: list[str]) -> None:
    chosen = safe_paths(names)
    assert len({same_file_key(name) for name in chosen}) == len(chosen)
    for one in chosen:
        assert not any(
            same_file_key(other).startswith(same_file_key(one) + "/") for other in chosen
        )
    # in their order, and again the same
    assert [name for name in dict.fromkeys(names) if name in chosen] == chosen
    assert safe_paths(chosen) == chosen


@given(st.lists(NAMES, max_size=5))
def test_they_can_all_be_made(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    folder = tmp_path_factory.mktemp("names")
    for name in safe_paths(names):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("xb") as file:
            file.write(b"x")
        assert path.resolve().is_relative_to(folder.resolve())


def test_names_that_differ_in_case_or_composition_are_one_file() -> None:
    assert safe_paths(["A.gguf", "a.gguf", "b.gguf"]) == ["A.gguf", "b.gguf"]
    assert safe_paths(["é.gguf", "e\u0301.gguf"]) == ["é.gguf"]
    assert safe_paths(["Q4/a.gguf", "q4/A.gguf"]) == ["Q4/a.gguf"]
    assert safe_paths(["a.gguf", "a.gguf/b.gguf"]) == ["a.gguf"]
    assert safe_paths(["a.gguf/b.gguf", "A.GGUF"]) == ["a.gguf/b.gguf"]
