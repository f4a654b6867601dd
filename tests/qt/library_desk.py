"""The library page alone, with stand-ins for what is behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from types import SimpleNamespace
from typing import Any

import msgspec
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assistant.controllers.collections import CollectionsController, CollectionState
from assistant.controllers.notices import Notices
from assistant.controllers.shown import Opened
from assistant.core.collection import Collection, CollectionFile
from assistant.core.summary_job import StoredDocument, SummaryJob
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_result import PartSummary, SummaryResult
from assistant.ui.actions import ActionRegistry
from assistant.ui.documents.library_list import Key, Role
from assistant.ui.documents.library_page import LibraryPage
from assistant.ui.style import style_sheet
from assistant.ui.theme.theme import Theme


class FakeCollections(CollectionsController):
    """Does at once, in memory, what the real one does with files; `asked` is what was asked."""

    def __init__(self) -> None:
        QObject.__init__(self)
        self.states = []
        self.files = []
        self.documents = []
        self.summaries = []
        self.asked: list[tuple[Any, ...]] = []
        self.files_of: dict[int, list[CollectionFile]] = {}

    def put(self, *states: CollectionState) -> None:
        """Have these collections."""
        self.states = sorted(states, key=lambda state: state.collection.name)
        self.changed.emit()

    def change(self, collection_id: int, **fields: object) -> None:
        """Have other numbers (or another name, …) for a collection."""
        own = {"name", "roots", "paused"} & set(fields)
        for row, state in enumerate(self.states):
            if state.collection.id == collection_id:
                collection = msgspec.structs.replace(
                    state.collection, **{name: fields[name] for name in own}
                )
                rest = {name: fields[name] for name in fields if name not in own}
                self.states[row] = msgspec.structs.replace(state, collection=collection, **rest)
        self.changed.emit()

    def load(self) -> None:
        self.changed.emit()

    def load_kept(self) -> None:
        self.documents_changed.emit()

    def create(self, name: str, roots: Sequence[str]) -> None:
        self.asked.append(("create", name, tuple(roots)))
        number = max([0, *(state.collection.id for state in self.states)]) + 1
        collection = Collection(id=number, name=name, roots=tuple(roots))
        self.put(*self.states, CollectionState(collection=collection, work="looking"))

    def open(self, collection_id: int | None) -> None:
        self.asked.append(("open", collection_id))
        self.files = self.files_of.get(collection_id or 0, [])
        if collection_id is not None:
            self.files_changed.emit(collection_id)

    def rename(self, collection_id: int, name: str) -> None:
        self.change(collection_id, name=name)

    def add_roots(self, collection_id: int, roots: Sequence[str]) -> None:
        self.asked.append(("add_roots", collection_id, tuple(roots)))

    def remove_root(self, collection_id: int, root: str) -> None:
        self.asked.append(("remove_root", collection_id, root))

    def set_paused(self, collection_id: int, paused: bool) -> None:
        self.change(collection_id, paused=paused)

    def refresh(self, collection_id: int) -> None:
        self.asked.append(("refresh", collection_id))

    def delete(self, collection_id: int) -> None:
        gone = next(s for s in self.states if s.collection.id == collection_id)
        self.put(*(s for s in self.states if s is not gone))
        self.deleted.emit(gone.collection)

    def restore(self, collection: Collection) -> None:
        self.put(*self.states, CollectionState(collection=collection))

    def delete_document(self, sha256: str) -> None:
        self.documents = [d for d in self.documents if d.sha256 != sha256]
        self.documents_changed.emit()

    def delete_summary(self, job_id: int) -> None:
        self.summaries = [job for job in self.summaries if job.id != job_id]
        self.documents_changed.emit()

    def shut_down(self) -> None:
        pass


class FakeChat(QObject):
    """Opens a new conversation when it is told to."""

    opened = Signal(object)
    reply_finished = Signal(object)

    def open_new(self) -> None:
        self.opened.emit(Opened(conversation=None, messages=[]))


class Recorder:
    """Remembers every call: (method, arguments)."""

    def __init__(self) -> None:
        self.calls: list[tuple[Any, ...]] = []

    def __getattr__(self, name: str) -> Callable[..., None]:
        return lambda *arguments: self.calls.append((name, *arguments))


class FakeLibrary:
    """Answers `submit` at once with a document of this text."""

    def __init__(self, text: str = "") -> None:
        self.text = text
        self.error: Exception | None = None

    def submit(self, work: object, done: Callable[[Any], None], failed: Any = None) -> None:
        if self.error is not None:
            failed(self.error)
        else:
            done(self.text)


class LibraryDesk:
    """The page in a window of its own."""

    def __init__(self, qtbot: QtBot, size: tuple[int, int] = (1100, 720), dark: bool = False):
        self.qtbot = qtbot
        self.theme = Theme(mode="dark" if dark else "light")
        self.collections = FakeCollections()
        self.chat = FakeChat()
        self.notices = Notices()
        self.scopes = Recorder()
        self.planner = Recorder()
        self.library = FakeLibrary()
        self.triggered: list[str] = []
        self.window = QWidget()
        qtbot.addWidget(self.window)
        self.actions = ActionRegistry(self.window)
        self._add_actions()
        self.services = SimpleNamespace(
            collections=self.collections,
            chat=self.chat,
            notices=self.notices,
            scopes=self.scopes,
            planner=self.planner,
            library=self.library,
        )
        self.size = size
        self.page: LibraryPage = None  # type: ignore[assignment]

    def _add_actions(self) -> None:
        for name in ("mode_chat", "summarise_files", "ask_files"):
            self.actions.add(name, name, "", lambda name=name: self.triggered.append(name))
        self.actions.add("new_conversation", "new", "Ctrl+N", self.chat.open_new)
        self.actions.add("rename", "rename", "F2", lambda: self.triggered.append("rename"))

    def show(self) -> LibraryPage:
        """Build the page, as the window does when the mode is chosen first."""
        self.page = LibraryPage(self.services, self.theme, self.actions)  # type: ignore[arg-type]
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        application = self.window.window()
        application.setStyleSheet(style_sheet(self.theme))
        application.setPalette(self.theme.qt_palette())
        self.window.resize(*self.size)
        with self.qtbot.waitExposed(self.window):
            self.window.show()
        self.page.take_focus()
        self.settle()
        return self.page

    def settle(self) -> None:
        """Wait until the list shows what is known."""
        self.qtbot.waitUntil(lambda: not self.page.panel._pause.isActive())
        files = self.page.details.collection._pause_files
        self.qtbot.waitUntil(lambda: not files.isActive())

    def press(self, key: Qt.Key) -> None:
        self.qtbot.keyClick(self.page.panel.view, key)
        self.settle()

    def choose(self, kind: str, number: int | str) -> None:
        self.page.panel.choose(Key(kind, number))  # type: ignore[arg-type]
        self.settle()

    def texts(self) -> list[str]:
        model = self.page.panel.model
        return [str(model.index(row).data()) for row in range(model.rowCount())]

    def line(self, kind: str, number: int | str) -> str:
        index = self.page.panel.model.index_of(Key(kind, number))  # type: ignore[arg-type]
        return str(index.data(Role.LINE))


def collection(number: int, name: str, **fields: object) -> CollectionState:
    """A collection with these numbers."""
    roots = fields.pop("roots", (f"/home/ada/{name}",))
    paused = fields.pop("paused", False)
    kept = Collection(id=number, name=name, roots=roots, paused=paused)  # type: ignore[arg-type]
    return CollectionState(collection=kept, **fields)  # type: ignore[arg-type]


def document(sha256: str, name: str, pages: int = 0) -> StoredDocument:
    return StoredDocument(
        sha256=sha256,
        name=name,
        path=f"/home/ada/Papers/{name}",
        format="pdf" if pages else "txt",
        title="",
        pages=pages,
        characters=pages * 2000 or 5000,
        added_at=1_790_000_000.0,
    )


def job(number: int, documents: Sequence[str], text: str = "", **fields: Any) -> SummaryJob:
    """A summary; done where it has a text."""
    result = SummaryResult(documents=(PartSummary(name="", text=text),)) if text else None
    given = {"state": "done" if text else "stopped", "options": SummaryOptions(), **fields}
    return SummaryJob(
        id=number,
        model="/models/Inkwell-4B-Q4_K_M.gguf",
        documents=tuple(documents),
        result=result,
        created_at=1_790_000_000.0,
        updated_at=1_790_000_500.0,
        **given,
    )


def files(number: int, count: int) -> list[CollectionFile]:
    """Files of collection `number`; every 40th cannot be read."""
    return [
        CollectionFile(
            collection_id=number,
            path=f"/home/ada/Papers/{n // 100:03}/report {n:05}.pdf",
            state="failed" if n % 40 == 7 else "read",
            sha256="" if n % 40 == 7 else f"{n:064x}",
            kind="scanned" if n % 40 == 7 else "",
            error="It holds pictures of pages without text." if n % 40 == 7 else "",
            hint="Install tesseract to have them recognised." if n % 40 == 7 else "",
        )
        for n in range(count)
    ]
