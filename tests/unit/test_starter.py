"""The model that ships with the application: found, named, used until another one is chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from assistant import compose
from assistant.cli.model_choice import STARTER_NOTE, choose_model, known_models
from assistant.core import starter
from assistant.core.entities import Message, MessageState
from assistant.core.grounding import Sources
from assistant.core.settings import Models
from assistant.hub.shelf import FolderShelf
from assistant.paths import Paths, app_paths, starter_model


@pytest.fixture(autouse=True)
def _real_engine(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INKSTONE_ENGINE", raising=False)


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    paths = app_paths(tmp_path / "home")
    paths.create()
    return paths


def model(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"GGUF" + path.name.encode())
    return path


@pytest.fixture
def built_in(tmp_path: Path) -> Path:
    return model(tmp_path / "package" / "starter.gguf")


@pytest.fixture
def shelf(built_in: Path, paths: Paths) -> FolderShelf:
    return FolderShelf(own=paths.models, starter=built_in)


def choose(wanted: str, paths: Paths, models: Models, shelf: FolderShelf) -> tuple[Path, list[str]]:
    notes: list[str] = []
    return choose_model(wanted, paths, models, shelf, notes.append), notes


def test_the_variable_names_another_one_or_none(
    built_in: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert starter_model() is None  # as in every test
    monkeypatch.setenv("INKSTONE_STARTER", str(built_in))
    assert starter_model() == built_in
    assert compose.make_shelf().starter == built_in
    monkeypatch.setenv("INKSTONE_STARTER", str(built_in.parent / "other.gguf"))
    assert starter_model() is None


def test_it_is_listed_with_its_name_and_origin(
    paths: Paths, shelf: FolderShelf, built_in: Path
) -> None:
    model(paths.models / "own.gguf")
    own, found = sorted(known_models(paths, Models(), shelf), key=lambda file: file.origin)
    assert (own.name, own.origin) == ("own", "own")
    assert (found.name, found.origin, found.path) == ("Inkstone starter", "starter", str(built_in))
    assert shelf.look(built_in).origin == "starter"


def test_without_one_nothing_is_listed(paths: Paths) -> None:
    assert known_models(paths, Models(), FolderShelf(own=paths.models)) == []


def test_the_terminal_uses_it_until_another_was_chosen(
    paths: Paths, shelf: FolderShelf, built_in: Path
) -> None:
    own = model(paths.models / "own.gguf")
    assert choose("", paths, Models(), shelf) == (built_in, [STARTER_NOTE])
    assert choose("own", paths, Models(), shelf) == (own, [])
    assert choose("", paths, Models(last=str(own)), shelf) == (own, [])
    assert choose("starter", paths, Models(last=str(own)), shelf) == (built_in, [])


def test_the_terminal_says_that_the_chosen_one_is_gone(
    paths: Paths, shelf: FolderShelf, built_in: Path
) -> None:
    chosen, notes = choose("", paths, Models(last=str(paths.models / "gone.gguf")), shelf)
    assert chosen == built_in
    assert "gone.gguf is not there any more" in notes[0]
    assert STARTER_NOTE in notes[0]


def test_its_limits_are_recognised_and_nothing_else_is() -> None:
    for sentence in starter.FALLBACKS:
        assert starter.is_fallback(f" {sentence}\n")
        assert not starter.is_fallback(f"{sentence} Really.")
    assert not starter.is_fallback("")
    assert starter.wrote(starter.NAME)
    assert not starter.wrote("inkstone starter 2")


def message(text: str, **fields: object) -> Message:
    said = {"id": 2, "conversation_id": 1, "parent_id": 1, "sequence": 2, "role": "assistant"}
    return Message(**{**said, "text": text, "model": starter.NAME, **fields})


def test_what_is_offered_under_an_answer() -> None:
    from_documents = message("It rains: “It rains.” [1]", sources=Sources())
    assert starter.offer(from_documents, hints=True) == "hint"
    assert starter.offer(from_documents, hints=False) == ""
    assert starter.offer(message("Hello!"), hints=True) == ""
    assert starter.offer(message("", sources=Sources()), hints=True) == ""
    other = message("It rains.", sources=Sources(), model="Qwen")
    assert starter.offer(other, hints=True) == ""
    for hints in (True, False):  # what it cannot do is no matter of taste
        assert starter.offer(message(starter.FALLBACK_ZH), hints=hints) == "limit"
    assert starter.offer(message(starter.FALLBACK, role="user"), hints=True) == ""
    going = message(starter.FALLBACK, state=MessageState.STREAMING)
    assert starter.offer(going, hints=True) == ""
