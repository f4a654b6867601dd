"""`inkstone models list | import | rm`: what is here already, and whose it is."""

from __future__ import annotations

import shutil
import signal
import tomllib
from pathlib import Path

import pytest

from assistant.core.hub.model_records import ModelRecord
from assistant.core.messages import ModelParameters
from assistant.hub.records import JsonModelRecords
from tests.e2e.terminal_runner import Finished, Inkstone, Keyboard, end_of
from tests.hub.other_programs import gguf, gguf_bytes, ollama


@pytest.fixture
def inkstone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Inkstone:
    """A command whose trash is a folder of the test."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data-home"))
    return Inkstone(tmp_path / "inkstone")


@pytest.fixture
def programs(tmp_path: Path) -> Path:
    """The home folder of the other programs (`tests/conftest.py`)."""
    return tmp_path / "other-programs"


def trash(tmp_path: Path) -> list[str]:
    folder = tmp_path / "data-home" / "Trash" / "files"
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def settings(inkstone: Inkstone) -> dict[str, object]:
    file = inkstone.home / "config" / "settings.toml"
    return dict(tomllib.loads(file.read_text(encoding="utf-8"))["models"])


def good(ended: Finished) -> Finished:
    assert (ended.code, ended.err) == (0, ""), ended.err
    return ended


def names(inkstone: Inkstone) -> list[str]:
    return [file["name"] for file in good(inkstone.run("models", "list", "--json")).json["models"]]


# --- list -----------------------------------------------------------------------------------


def test_whose_models_there_are(inkstone: Inkstone, programs: Path) -> None:
    own = gguf(inkstone.home / "models" / "mine.gguf", "same")
    copy = gguf(programs / ".lmstudio/models/o/r/copy.gguf", "same")
    blob = ollama(programs / ".ollama/models")
    lines = good(inkstone.run("models", "list")).out.splitlines()
    assert [line.split()[0] for line in lines] == ["mine", "the", "qwen3:0.6b"]
    assert "Inkstone" in lines[0]
    assert lines[0].endswith(str(own))
    assert lines[1].endswith(f"the same: {copy}")
    assert "Ollama" in lines[2]
    mine, theirs = good(inkstone.run("models", "list", "--json")).json["models"]
    assert (mine["origin"], mine["also"], mine["path"]) == ("own", [str(copy)], str(own))
    assert (theirs["origin"], theirs["path"]) == ("ollama", str(blob))
    assert len(mine["identity"]) == 64
    assert theirs["projector"] == ""


def test_other_programs_can_be_left_out(inkstone: Inkstone, programs: Path) -> None:
    ollama(programs / ".ollama/models")
    downloads = gguf(inkstone.home / "fetched" / "d.gguf").parent
    config = inkstone.home / "config" / "settings.toml"
    config.parent.mkdir(parents=True)
    config.write_text(f'[models]\nelsewhere = false\n[hub]\nfolder = "{downloads}"\n')
    assert names(inkstone) == ["d"]


def test_a_model_of_ollama_is_named_by_its_tag(inkstone: Inkstone, programs: Path) -> None:
    from tests import tiny_models

    tiny = tiny_models.write_model(programs.parent / "tiny.gguf")
    blob = ollama(programs / ".ollama/models", weights=tiny.read_bytes())
    facts = good(inkstone.run("models", "info", "qwen3:0.6b", "--json")).json
    assert facts["path"] == str(blob)
    assert facts["architecture"] == "llama"
    refused = inkstone.run("models", "rm", "--yes", "--json", "qwen3:0.6b")
    assert (refused.code, refused.error["kind"]) == (3, "no_permission")
    assert refused.error["message"] == "“qwen3:0.6b” belongs to Ollama and was not deleted."
    assert blob.exists()


def test_a_record_says_how_a_model_is_loaded(inkstone: Inkstone, tmp_path: Path) -> None:
    from tests import tiny_models

    tiny = tiny_models.write_model(tmp_path / "tiny.gguf")
    (file,) = good(inkstone.run("models", "import", "--json", str(tiny))).json["models"]
    asked = ("chat", "-m", str(tiny), "-p", "word " * 40, "--max-tokens", "1", "--json")
    good(inkstone.run(*asked))
    records = JsonModelRecords(inkstone.home / "data" / "models.json")
    records.put(file["identity"], ModelRecord(loading=ModelParameters(context_length=64)))
    assert inkstone.run(*asked).error["kind"] == "context_full"


# --- import ---------------------------------------------------------------------------------


def test_in_place(inkstone: Inkstone, tmp_path: Path) -> None:
    file = gguf(tmp_path / "Téléchargements 下载" / "m 模型.gguf")
    folder = gguf(tmp_path / "shelf" / "deeper" / "n.gguf").parent.parent
    said = good(inkstone.run("models", "import", str(file), str(folder))).out
    assert f"m 模型 is used where it lies: {file}" in said
    assert str(folder) in said
    assert settings(inkstone) == {"files": [str(file)], "folders": [str(folder)]}
    assert names(inkstone) == ["m 模型", "n"]
    good(inkstone.run("models", "import", str(file)))
    assert settings(inkstone)["files"] == [str(file)]
    assert not (inkstone.home / "models").exists()


def test_a_copy(inkstone: Inkstone, tmp_path: Path) -> None:
    parts = [gguf(tmp_path / "from" / f"m-0000{n}-of-00002.gguf") for n in (1, 2)]
    told = good(inkstone.run("models", "import", "--copy", "--json", str(parts[1]))).json
    (model,) = told["models"]
    copy = inkstone.home / "models" / "m" / parts[0].name
    assert (model["path"], model["origin"], model["parts"]) == (str(copy), "own", 2)
    assert copy.read_bytes() == parts[0].read_bytes()
    assert all(part.exists() for part in parts)
    assert names(inkstone) == ["m"]


def test_a_whole_folder_is_moved(inkstone: Inkstone, tmp_path: Path) -> None:
    for name in ("a", "b"):
        gguf(tmp_path / "from" / f"{name}.gguf")
    (tmp_path / "from" / "readme.txt").write_text("stays")
    good(inkstone.run("models", "import", "--move", str(tmp_path / "from")))
    assert names(inkstone) == ["a", "b"]
    assert [path.name for path in (tmp_path / "from").iterdir()] == ["readme.txt"]


def test_what_is_refused(inkstone: Inkstone, tmp_path: Path, programs: Path) -> None:
    (tmp_path / "text.gguf").write_text("words")
    (tmp_path / "empty").mkdir()
    theirs = gguf(programs / ".lmstudio/models/o/r/m.gguf")
    for arguments, kind, code in (
        ([str(tmp_path / "text.gguf")], "not_gguf", 3),
        (["--copy", str(tmp_path / "text.gguf")], "not_gguf", 3),
        ([str(tmp_path / "gone.gguf")], "no_such_file", 3),
        ([str(tmp_path / "empty")], "no_model", 3),
        (["--move", str(theirs)], "no_permission", 3),
        (["--move", "--copy", str(theirs)], "usage", 2),
    ):
        ended = inkstone.run("models", "import", "--json", *arguments)
        assert (ended.code, ended.error["kind"]) == (code, kind), arguments
    assert theirs.exists()


def test_ctrl_c_leaves_no_copy(inkstone: Inkstone, tmp_path: Path) -> None:
    large = tmp_path / "large.gguf"
    with large.open("wb") as file:
        file.write(b"GGUF")
        file.truncate(3_000_000_000)  # a hole: nothing is written for it
    folder = inkstone.home / "models"
    with inkstone.started("models", "import", "--copy", str(large)) as process:
        while not (folder.exists() and list(folder.glob("*.part"))):
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        ended = end_of(process)
    assert ended.code == 130
    assert list(folder.iterdir()) == []
    assert large.exists()


# --- rm -------------------------------------------------------------------------------------


def test_all_parts_go_to_the_trash(inkstone: Inkstone, tmp_path: Path) -> None:
    folder = inkstone.home / "models"
    for number in (1, 2):
        gguf(folder / f"m-0000{number}-of-00002.gguf")
    gguf(folder / "other.gguf")
    assert "m was moved to the trash." in good(inkstone.run("models", "rm", "m", "--yes")).out
    assert [path.name for path in folder.iterdir()] == ["other.gguf"]
    assert trash(tmp_path) == ["m-00001-of-00002.gguf", "m-00002-of-00002.gguf"]


def test_what_is_gone_is_forgotten(inkstone: Inkstone, tmp_path: Path) -> None:
    file, copy = gguf(tmp_path / "d" / "m.gguf", "same"), tmp_path / "e" / "m.gguf"
    shutil.copytree(file.parent, copy.parent)
    good(inkstone.run("models", "import", str(file), str(copy)))
    ended = good(inkstone.run("models", "rm", "--yes", "--json", str(file))).json
    assert ended == {"removed": [str(file)], "also": [str(copy)]}
    assert settings(inkstone)["files"] == [str(copy)]
    assert copy.exists()


@pytest.mark.parametrize("place", [".lmstudio/models/o/r/m.gguf", ".cache/llama.cpp/m.gguf"])
def test_models_of_other_programs_are_left_to_them(
    place: str, inkstone: Inkstone, programs: Path, tmp_path: Path
) -> None:
    theirs = gguf(programs / place)
    for named in ("m", str(theirs)):
        ended = inkstone.run("models", "rm", "--yes", "--json", named)
        assert (ended.code, ended.error["kind"]) == (3, "no_permission")
        assert "LM Studio" in ended.error["hint"] or "llama.cpp" in ended.error["hint"]
    assert theirs.exists()
    assert trash(tmp_path) == []


def test_it_asks(inkstone: Inkstone, tmp_path: Path) -> None:
    file = gguf(inkstone.home / "models" / "m.gguf")
    refused = inkstone.run("models", "rm", "m", "--json")
    assert (refused.code, refused.error["kind"]) == (2, "usage")
    for answer, code in (("n\n", 130), ("\n", 130), ("y\n", 0)):
        assert file.exists()
        keyboard = Keyboard(inkstone, "models", "rm", "m")
        try:
            keyboard.wait_for("Move m (")
            keyboard.type(answer)
            assert keyboard.end() == code
        finally:
            keyboard.close()
    assert not file.exists()
    assert trash(tmp_path) == ["m.gguf"]


def test_a_projector_goes_with_the_last_model_that_needs_it(
    inkstone: Inkstone, tmp_path: Path
) -> None:
    folder = inkstone.home / "models" / "seer"
    for name in ("seer-Q4_K_M", "seer-Q8_0", "mmproj-F16"):
        gguf(folder / f"{name}.gguf")
    good(inkstone.run("models", "rm", "seer-Q4_K_M", "--yes"))
    assert trash(tmp_path) == ["seer-Q4_K_M.gguf"]
    good(inkstone.run("models", "rm", "seer-Q8_0", "--yes"))
    assert "mmproj-F16.gguf" in trash(tmp_path)


def test_the_same_bytes_twice_are_one_model(inkstone: Inkstone, tmp_path: Path) -> None:
    for name in ("a", "b"):
        (inkstone.home / "models").mkdir(parents=True, exist_ok=True)
        (inkstone.home / "models" / f"{name}.gguf").write_bytes(gguf_bytes("same"))
    assert names(inkstone) == ["a"]
    ended = inkstone.run("models", "rm", "a", "--yes")
    assert "still at" in ended.err
    assert names(inkstone) == ["b"]
    assert trash(tmp_path) == ["a.gguf"]
