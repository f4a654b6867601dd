"""Which file -m means."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant.cli.model_choice import choose_model
from assistant.core.errors import UserError
from assistant.core.settings import Models
from assistant.hub.shelf import FolderShelf
from assistant.paths import Paths, app_paths


@pytest.fixture(autouse=True)
def _real_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INKSTONE_ENGINE", raising=False)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = app_paths(tmp_path / "home")
    paths.create()
    return paths


def put(paths: Paths, *names: str) -> list[Path]:
    """Files that look like models by their first bytes."""
    files = [paths.models / name for name in names]
    for file in files:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"GGUF" + file.name.encode())
    return files


def choose(wanted: str, paths: Paths, models: Models | None = None) -> Path:
    return choose_model(wanted, paths, models or Models(), FolderShelf())


def test_a_path_wins_over_names(
    paths: Paths, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(paths, "here.gguf")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "here").write_bytes(b"anything")
    assert choose("here", paths) == tmp_path / "here"
    assert choose(str(tmp_path / "home/../here"), paths) == tmp_path / "here"


@pytest.mark.parametrize("wanted", ["qwen-0.5b", "QWEN", "0.5b", "qwen-0.5b.gguf"])
def test_a_name_or_a_part_of_it(wanted: str, paths: Paths) -> None:
    qwen, _llama = put(paths, "qwen-0.5b.gguf", "llama-1b.gguf")
    assert choose(wanted, paths) == qwen


def test_the_whole_name_wins_over_a_part(paths: Paths) -> None:
    short, _long = put(paths, "qwen.gguf", "qwen-large.gguf")
    assert choose("qwen", paths) == short


def test_several_that_fit_are_listed(paths: Paths) -> None:
    put(paths, "qwen-a.gguf", "qwen-b.gguf", "llama.gguf")
    with pytest.raises(UserError) as caught:
        choose("qwen", paths)
    assert caught.value.kind == "usage"
    assert "qwen-a, qwen-b" in caught.value.text
    assert "llama" not in caught.value.text


def test_namesakes_are_listed_by_path(paths: Paths) -> None:
    first, second = put(paths, "a/same.gguf", "b/same.gguf")
    with pytest.raises(UserError) as caught:
        choose("same", paths)
    assert str(first) in caught.value.text
    assert str(second) in caught.value.text


@pytest.mark.parametrize(
    ("wanted", "kind"),
    [("gone.gguf", "no_such_file"), ("./gone", "no_such_file"), ("gone", "no_model")],
)
def test_nothing_that_fits(wanted: str, kind: str, paths: Paths) -> None:
    put(paths, "qwen.gguf")
    with pytest.raises(UserError) as caught:
        choose(wanted, paths)
    assert caught.value.kind == kind
    assert "inkstone models list" in caught.value.hint


def test_the_last_one_is_the_default(paths: Paths, tmp_path: Path) -> None:
    put(paths, "only.gguf")
    last = tmp_path / "last.gguf"
    assert choose("", paths, Models(last=str(last))) == last


def test_the_only_one_is_the_default(paths: Paths) -> None:
    (only,) = put(paths, "only.gguf")
    assert choose("", paths) == only


def test_there_is_no_default_among_several(paths: Paths) -> None:
    put(paths, "one.gguf", "two.gguf")
    with pytest.raises(UserError) as caught:
        choose("", paths)
    assert caught.value.kind == "no_model"
    assert "one, two" in caught.value.text


def test_there_is_no_model(paths: Paths) -> None:
    with pytest.raises(UserError) as caught:
        choose("", paths)
    assert caught.value.kind == "no_model"
    assert str(paths.models) in caught.value.hint
