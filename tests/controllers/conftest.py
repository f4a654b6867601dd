"""The controllers with a real store and the scripted engine, without any widget."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.controllers.chat import ChatController
from assistant.controllers.conversations import ConversationList
from assistant.controllers.document_works import DocumentWorks
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.models import ModelsController
from assistant.controllers.preferences import Preferences
from assistant.controllers.saved_states import SavedStates
from assistant.controllers.shown import Opened
from assistant.controllers.suggestions import Suggester
from assistant.controllers.titles import TitleWriter
from assistant.controllers.work_tools import WorkTools
from assistant.core.entities import Message
from assistant.core.messages import CountTokens, Embed, Generate, LoadModel, Ready
from assistant.engine.scripted import ScriptedEngine
from assistant.paths import app_paths
from assistant.workers.inference_thread import InferenceThread
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

if TYPE_CHECKING:
    from assistant.storage.library import SqliteLibrary

T = TypeVar("T")


@dataclass
class Desk:
    """Everything below the window."""

    qtbot: QtBot
    engine: ScriptedEngine
    store: StoreThread
    inference: InferenceThread
    pool: TaskPool
    preferences: Preferences
    models: ModelsController
    chat: ChatController
    conversations: ConversationList
    titles: TitleWriter
    suggestions: Suggester
    states: SavedStates
    library: StoreThread
    finished: list[Message] = field(default_factory=list)

    def choose_model(self) -> None:
        with self.qtbot.waitSignal(
            self.models.state_changed, check_params_cb=lambda state: state.phase == "ready"
        ):
            self.models.choose("/models/scripted.gguf")

    def open_new(self) -> Opened:
        with self.qtbot.waitSignal(self.chat.opened) as opened:
            self.chat.open_new()
        return opened.args[0]

    def open(self, conversation_id: int) -> Opened:
        with self.qtbot.waitSignal(self.chat.opened) as opened:
            self.chat.open(conversation_id)
        return opened.args[0]

    def say(self, text: str) -> Message:
        """Send `text` and wait for the whole answer."""
        with self.qtbot.waitSignal(self.chat.reply_finished) as finished:
            self.chat.send(text)
        self.settle()
        return finished.args[0]

    def asked(self, kind: type[T]) -> list[T]:
        """What was asked of the engine, of one kind."""
        return [command for command in self.engine.commands if isinstance(command, kind)]

    def settle(self) -> None:
        """Wait until the store has done all that was asked of it."""
        self.from_thread(self.store, lambda _store: True)

    def engine_caught_up(self) -> None:
        """Wait until the engine has been given all that was asked of it."""
        last = CountTokens(text="x")
        with self.qtbot.waitSignal(
            self.inference.event_received,
            check_params_cb=lambda event: event.request_id == last.request_id,
        ):
            self.inference.submit(last)

    def open_library(self) -> None:
        """Open the library beside the conversations, once these are open."""
        self.settle()
        self.library.start()

    def load_embedder(self) -> None:
        """Have an embedding model in memory beside the one that writes."""
        command = LoadModel(path="/m/embed.gguf", purpose="embedding")
        with self.qtbot.waitSignal(
            self.inference.event_received,
            check_params_cb=lambda event: (
                event.request_id == command.request_id and isinstance(event, Ready)
            ),
        ):
            self.inference.submit(command)

    def from_library(self, work: Callable[[SqliteLibrary], T]) -> T:
        """What `work` says on the library's thread."""
        return self.from_thread(self.library, work)

    def from_thread(self, thread: StoreThread, work: Callable[[Any], T]) -> T:
        found: list[T] = []
        thread.submit(work, found.append)
        self.qtbot.waitUntil(lambda: bool(found))
        return found[0]

    def stop(self) -> None:
        """As the application ends, with everything kept."""
        self.chat.shut_down()
        self.models.shut_down()
        self.inference.stop()
        self.store.stop()
        self.library.stop()
        self.pool.stop()


MakeDesk = Callable[..., Desk]


@pytest.fixture
def make_desk(qtbot: QtBot, tmp_path: Path) -> Iterator[MakeDesk]:
    """Make desks on one home; `ScriptedEngine` arguments pass through."""
    desks: list[Desk] = []

    def make(script: object = "One two three.", **engine_options: object) -> Desk:
        options = {"tokens_per_s": 0.0, "load_s": 0.0, "prompt_tokens_per_s": 0.0}
        engine = ScriptedEngine(script, **{**options, **engine_options})
        paths = app_paths(tmp_path / "home")
        paths.create()
        settings_store = compose.make_settings(paths)
        pool = TaskPool()
        preferences = Preferences(settings_store.load(), settings_store, pool)
        store = StoreThread(lambda: compose.make_store(paths))
        inference = InferenceThread(lambda: engine)
        models = ModelsController(
            inference,
            compose.make_shelf(paths),
            preferences,
            pool,
            paths.models,
            records=compose.make_records(paths),
        )
        library = StoreThread(lambda: compose.make_library(paths))
        steps = EngineSteps(inference)
        works = DocumentWorks(
            WorkTools(store, library, inference, models, steps, pool, preferences)
        )
        chat = ChatController(
            store,
            inference,
            models,
            lambda: preferences.settings.chat,
            make_work=works.make,
            steps=steps,
        )
        desk = Desk(
            qtbot,
            engine,
            store,
            inference,
            pool,
            preferences,
            models,
            chat,
            ConversationList(store),
            TitleWriter(store, chat, models, lambda: preferences.settings.conversations.titles),
            Suggester(chat, models, lambda: preferences.settings.conversations.suggestions),
            SavedStates(store, inference, chat, models),
            library,
        )
        desk.conversations.deleted.connect(lambda row: desk.titles.forget(row.id))
        desk.conversations.purged.connect(desk.states.forget_waiting)
        desks.append(desk)
        store.start()
        inference.start()
        return desk

    yield make
    for desk in desks:
        desk.stop()
    for desk in desks:  # whatever a test did: a server would have been asked in a place
        assert [each for each in desk.asked(Generate) + desk.asked(Embed) if not each.place] == []


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    """A desk with a model that is ready and a new conversation open."""
    desk = make_desk()
    desk.choose_model()
    desk.open_new()
    return desk
