"""The right side of the library: what is chosen, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QStackedWidget, QWidget

from assistant.controllers.collections import CollectionState
from assistant.core.collection import CollectionFile
from assistant.core.grounding import DocumentRef
from assistant.core.summary_job import StoredDocument, SummaryJob
from assistant.ui.actions import ActionRegistry
from assistant.ui.documents import library_words as words
from assistant.ui.documents.collection_view import CollectionView
from assistant.ui.documents.document_view import DocumentView
from assistant.ui.documents.library_list import Key
from assistant.ui.documents.library_tasks import LibraryTasks, reference
from assistant.ui.documents.new_collection import NewCollection
from assistant.ui.documents.summary_view import SummaryView
from assistant.ui.services import Services
from assistant.ui.theme.theme import Theme

Thing = CollectionState | SummaryJob | StoredDocument


class LibraryDetails(QStackedWidget):
    """Shows one thing, or the form for a new collection. `focus_returned()`: see `Details`."""

    focus_returned = Signal()

    def __init__(
        self, services: Services, theme: Theme, actions: ActionRegistry, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._controller = services.collections
        self._tasks = LibraryTasks(services, actions, self)
        self.nothing = QWidget(self)
        self.new = NewCollection(theme, self)
        self.collection = CollectionView(services.collections, theme, self)
        self.document = DocumentView(services.library, theme, self)
        self.summary = SummaryView(theme, self)
        for view in (self.nothing, self.new, self.collection, self.document, self.summary):
            self.addWidget(view)
        self._connect()

    def _connect(self) -> None:
        controller, tasks = self._controller, self._tasks
        self.collection.ask_requested.connect(tasks.ask_collection)
        self.collection.ask_file_requested.connect(self._on_ask_file)
        self.collection.delete_requested.connect(controller.delete)
        self.document.ask_requested.connect(lambda d: tasks.ask_documents([reference(d)]))
        self.document.summarise_requested.connect(lambda d: tasks.summarise([reference(d)]))
        self.document.forget_requested.connect(lambda d: controller.delete_document(d.sha256))
        self.summary.ask_requested.connect(lambda job: tasks.ask_documents(self._documents(job)))
        self.summary.continue_requested.connect(self._on_continue)
        self.summary.delete_requested.connect(lambda job: controller.delete_summary(job.id))
        for view in (self.collection, self.document, self.summary):
            view.focus_returned.connect(self.focus_returned)

    @property
    def creating(self) -> bool:
        """Whether a new collection is being put together."""
        return self.currentWidget() is self.new

    def thing(self, key: Key | None) -> Thing | None:
        """What a key stands for now; None when it is gone."""
        if key is None:
            return None
        controller = self._controller
        match key.kind:
            case "collection":
                found = (s for s in controller.states if s.collection.id == key.id)
                return next(found, None)
            case "summary":
                return next((job for job in controller.summaries if job.id == key.id), None)
        return next((d for d in controller.documents if d.sha256 == key.id), None)

    def show_key(self, key: Key | None) -> None:
        """Show a thing as it is now, in the place of whatever is shown."""
        match self.thing(key):
            case CollectionState() as state:
                self.collection.show_state(state)
                self.setCurrentWidget(self.collection)
            case StoredDocument() as document:
                self.document.show_document(document)
                self.setCurrentWidget(self.document)
            case SummaryJob() as job:
                self.summary.show_job(job, self._name(job))
                self.setCurrentWidget(self.summary)
            case _:
                self.setCurrentWidget(self.nothing)

    def take_focus(self) -> None:
        view = self.currentWidget()
        if view is not self.nothing:
            view.take_focus()  # type: ignore[attr-defined]  # Details or NewCollection

    def delete(self, key: Key) -> None:
        """Delete a collection, which can be undone, or ask whether to delete another thing."""
        if key.kind == "collection":
            self._controller.delete(int(key.id))
        elif key.kind == "summary":
            self.summary.ask_to_delete()
        else:
            self.document.ask_to_forget()

    # --- going on in the chat --------------------------------------------------------------

    def _name(self, job: SummaryJob) -> str:
        wanted = set(job.documents)
        return words.job_name(
            job,
            {
                document.sha256: words.document_name(document)
                for document in self._controller.documents
                if document.sha256 in wanted
            },
        )

    def _documents(self, job: SummaryJob) -> list[DocumentRef]:
        """Those of its documents that are still kept, in its order."""
        kept = {document.sha256: document for document in self._controller.documents}
        return [reference(kept[sha256]) for sha256 in job.documents if sha256 in kept]

    @Slot(object)
    def _on_continue(self, job: SummaryJob) -> None:
        self._tasks.summarise(self._documents(job), job.options)

    @Slot(object)
    def _on_ask_file(self, file: CollectionFile) -> None:
        kept = self.thing(Key("document", file.sha256))
        document = DocumentRef(sha256=file.sha256, name=words.file_name(file.path), path=file.path)
        if isinstance(kept, StoredDocument):
            document = reference(kept)
        self._tasks.ask_documents([document])
