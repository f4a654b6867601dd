"""Which embedding model is used, and what happens when there is none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest

from assistant.controllers.consent import ConsentKeeper
from assistant.controllers.embedding import EmbeddingModel
from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.messages import Failed, LoadModel, Unload
from assistant.core.remote.consent import DOCUMENTS
from assistant.core.remote.server import RemoteServer, model_path
from assistant.core.settings import Documents
from tests.controllers.conftest import Desk, MakeDesk

FILES = [
    ModelFile(path="/m/chat.gguf", name="chat", size=10),
    ModelFile(path="/m/large-embed.gguf", name="large-embed", size=900),
    ModelFile(path="/m/small-embed.gguf", name="small-embed", size=20),
]


class Embedding:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.lost: list[UserError] = []
        self.model = EmbeddingModel(
            desk.inference,
            desk.models,
            desk.preferences,
            desk.pool,
            lambda path: "embed" in path.name,
        )
        self.model.lost.connect(self.lost.append)
        desk.models._on_files(FILES)

    def ensure(self) -> str:
        keys: list[str] = []
        self.model.ensure(keys.append)
        self.desk.qtbot.waitUntil(lambda: bool(keys))
        return keys[0]

    def choose(self, path: str) -> None:
        preferences = self.desk.preferences
        documents = Documents(embedding_model=path)
        preferences.replace(msgspec.structs.replace(preferences.settings, documents=documents))

    def loads(self) -> list[str]:
        return [each.path for each in self.desk.asked(LoadModel) if each.purpose == "embedding"]


@pytest.fixture
def embedding(make_desk: MakeDesk) -> Embedding:
    return Embedding(make_desk())


def test_the_smallest_embedding_model_is_used_once(embedding: Embedding) -> None:
    key = embedding.ensure()
    assert key
    assert embedding.ensure() == key
    assert embedding.loads() == ["/m/small-embed.gguf"]


def test_several_who_wait_load_it_once(embedding: Embedding) -> None:
    keys: list[str] = []
    for _ in range(3):
        embedding.model.ensure(keys.append)
    embedding.desk.qtbot.waitUntil(lambda: len(keys) == 3)
    assert len(embedding.loads()) == 1


def test_the_person_chooses(embedding: Embedding) -> None:
    embedding.choose("/m/large-embed.gguf")
    assert embedding.ensure()
    embedding.choose("none")
    assert embedding.ensure() == ""
    assert embedding.loads() == ["/m/large-embed.gguf"]


def test_without_one_there_is_no_key(embedding: Embedding) -> None:
    embedding.desk.models._on_files(FILES[:1])
    assert embedding.ensure() == ""
    assert embedding.lost == []


def test_it_is_loaded_again_after_it_left_the_memory(embedding: Embedding) -> None:
    embedding.ensure()
    embedding.desk.inference.submit(Unload())
    embedding.desk.qtbot.waitUntil(lambda: not embedding.model.key)
    assert embedding.ensure()
    assert len(embedding.loads()) == 2


def test_a_model_that_is_gone_is_told_once(
    embedding: Embedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit: Callable[[object], None] = embedding.desk.inference.submit

    def gone(command: object) -> None:
        if isinstance(command, LoadModel):
            failed = Failed(request_id=command.request_id, kind="no_such_file", text="It is gone.")
            embedding.desk.inference.event_received.emit(failed)
        else:
            submit(command)

    monkeypatch.setattr(embedding.desk.inference, "submit", gone)
    embedding.choose(str(Path("/m/missing.gguf")))
    assert embedding.ensure() == ""
    assert embedding.ensure() == ""
    assert len(embedding.lost) == 1
    assert "missing" in embedding.lost[0].text
    assert "words alone" in embedding.lost[0].text


def test_the_next_best_is_used_when_one_cannot_be(
    embedding: Embedding, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit: Callable[[object], None] = embedding.desk.inference.submit

    def damaged(command: object) -> None:
        if isinstance(command, LoadModel) and "small" in command.path:
            failed = Failed(request_id=command.request_id, kind="damaged_model", text="Damaged.")
            embedding.desk.inference.event_received.emit(failed)
        else:
            submit(command)

    monkeypatch.setattr(embedding.desk.inference, "submit", damaged)
    assert embedding.ensure()
    assert embedding.model.path == "/m/large-embed.gguf"
    assert len(embedding.lost) == 1


def test_a_model_that_leaves_the_shelf_is_told_when_it_is_missed(embedding: Embedding) -> None:
    assert embedding.ensure()
    embedding.desk.models._on_files(FILES[:1])
    assert embedding.lost == []
    assert embedding.ensure() == ""
    assert embedding.ensure() == ""
    assert len(embedding.lost) == 1
    assert "small-embed" in embedding.lost[0].text


def test_a_model_of_a_server_waits_for_permission(make_desk: MakeDesk) -> None:
    desk = make_desk()
    server = RemoteServer(id="s1", name="Team", url="https://llm.example.org")
    path = model_path("s1", "bge-embed")
    settings = desk.preferences.settings
    desk.preferences.replace(
        msgspec.structs.replace(
            settings, servers=(server,), documents=Documents(embedding_model=path)
        )
    )
    consent = ConsentKeeper(desk.store, desk.models, desk.preferences)
    model = EmbeddingModel(
        desk.inference,
        desk.models,
        desk.preferences,
        desk.pool,
        lambda _path: True,
        consent=consent,
    )
    lost: list[UserError] = []
    model.lost.connect(lost.append)

    def ensure() -> str:
        keys: list[str] = []
        model.ensure(keys.append)
        desk.qtbot.waitUntil(lambda: bool(keys))
        return keys[0]

    assert ensure() == ""
    assert [error.kind for error in lost] == ["server_permission"]
    assert "bge-embed" in lost[0].text
    desk.engine_caught_up()
    assert desk.asked(LoadModel) == []
    with desk.qtbot.waitSignal(model.changed):
        consent.permit_server(DOCUMENTS, server)
    assert ensure()
    assert [each.path for each in desk.asked(LoadModel)] == [path]
    consent.withdraw(place=DOCUMENTS)
    assert model.key == ""
    assert ensure() == ""


def test_a_model_of_a_server_is_never_chosen_by_itself(embedding: Embedding) -> None:
    files = [
        ModelFile(path=model_path("s1", "embed"), name="embed", size=0, origin="server"),
        *FILES,
    ]
    embedding.desk.models._on_files(files)
    embedding.ensure()
    assert embedding.loads() == ["/m/small-embed.gguf"]
