"""What is begun on the library page and goes on in the chat: asking, summarising."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Qt, Slot

from assistant.controllers.shown import Opened
from assistant.core.grounding import DocumentRef
from assistant.core.summary_job import StoredDocument
from assistant.core.summary_options import SummaryOptions
from assistant.ui.actions import ActionRegistry
from assistant.ui.services import Services


def reference(document: StoredDocument) -> DocumentRef:
    """A kept document as conversations name it."""
    return DocumentRef(
        sha256=document.sha256,
        name=document.name,
        path=document.path,
        pages=document.pages,
        characters=document.characters,
    )


class LibraryTasks(QObject):
    """Window thread. Each of these ends in the chat mode."""

    def __init__(self, services: Services, actions: ActionRegistry, parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._actions = actions
        self._waiting: Callable[[], object] | None = None
        # Queued: whoever else follows the shown conversation has done so by then.
        services.chat.opened.connect(self._on_opened, Qt.ConnectionType.QueuedConnection)

    def ask_collection(self, collection_id: int) -> None:
        """Begin a conversation that is answered from this collection."""
        self._in_new_conversation(lambda: self._services.scopes.add_collection(collection_id))

    def ask_documents(self, documents: Sequence[DocumentRef]) -> None:
        """Begin a conversation that is answered from these documents."""
        self._in_new_conversation(lambda: self._services.scopes.add_documents(documents))

    def summarise(
        self, documents: Sequence[DocumentRef], options: SummaryOptions | None = None
    ) -> None:
        """Open the plan of a summary of these; what is kept of such a summary is used again."""
        planner = self._services.planner
        planner.discard()
        planner.set_options(options or SummaryOptions())
        planner.add_documents(documents)
        self._actions.trigger("mode_chat")

    def _in_new_conversation(self, act: Callable[[], object]) -> None:
        self._waiting = act
        self._actions.trigger("new_conversation")

    @Slot(object)
    def _on_opened(self, opened: Opened) -> None:
        act, self._waiting = self._waiting, None
        if act is not None and opened.conversation is None:
            act()
