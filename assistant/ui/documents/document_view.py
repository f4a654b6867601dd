"""A kept document on the right side of the library."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from assistant.core.document_ports import LibraryStore
from assistant.core.errors import UserError
from assistant.core.summary_job import StoredDocument
from assistant.ui.controls import Caption, ElidedLabel, push_button
from assistant.ui.documents import library_words as words
from assistant.ui.documents.details import Details
from assistant.ui.documents.reading_view import LONGEST, ReadingView
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text
from assistant.workers.library_thread import LibraryThread


class DocumentView(Details):
    """`ask_requested`, `summarise_requested` and `forget_requested` bring a StoredDocument."""

    ask_requested = Signal(object)
    summarise_requested = Signal(object)
    forget_requested = Signal(object)

    def __init__(self, library: LibraryThread, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self._library = library
        self.document: StoredDocument | None = None
        self.path = ElidedLabel("", self)
        self.path.setProperty("tone", "secondary")
        self.ask_button = push_button(self.tr("Ask"), "primary", self)
        self.ask_button.clicked.connect(lambda: self.ask_requested.emit(self.document))
        self.summarise_button = push_button(self.tr("Summarise"), "", self)
        self.summarise_button.clicked.connect(lambda: self.summarise_requested.emit(self.document))
        self.text_button = push_button(self.tr("Show the text"), "", self)
        self.text_button.setCheckable(True)
        self.text_button.toggled.connect(self._on_text_toggled)
        self.forget_button = push_button(self.tr("Forget…"), "", self)
        self.forget_button.clicked.connect(self.ask_to_forget)
        self.note = Caption(theme, "", self)
        self.note.hide()
        self.text = ReadingView(theme, self)
        self.text.setAccessibleName(self.tr("Text of the document"))
        self.text.hide()
        self.column.addWidget(self.path)
        self.column.addWidget(
            wrapping(
                measures.GAP_S,
                self.ask_button,
                self.summarise_button,
                self.text_button,
                self.forget_button,
            )
        )
        self.column.addWidget(self.question)
        self.column.addWidget(self.note)
        self.column.addWidget(self.text, 1)
        self.column.addStretch(0)

    def show_document(self, document: StoredDocument) -> None:
        another = self.document is None or self.document.sha256 != document.sha256
        self.document = document
        self.title.set_full_text(words.document_name(document))
        self.facts.setText(words.document_facts(document, long=True))
        self.path.set_full_text(document.path)
        self.path.setVisible(bool(document.path))
        if another:
            self.question.hide()
            self.text_button.setChecked(False)

    def take_focus(self) -> None:
        self.ask_button.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def ask_to_forget(self) -> None:
        """Say what would be lost, and do it only when that is confirmed."""
        document = self.document
        if document is None:
            return
        text = self.tr(
            "Forget {name}? What was read of it and its summaries are deleted for good. "
            "The file itself stays."
        )
        self.question.ask(
            text.format(name=f"\u2068{words.document_name(document)}\u2069"),
            [(self.tr("Forget for good"), lambda: self.forget_requested.emit(document))],
        )

    # --- its text --------------------------------------------------------------------------

    @Slot(bool)
    def _on_text_toggled(self, wanted: bool) -> None:
        self.text_button.setText(self.tr("Hide the text") if wanted else self.tr("Show the text"))
        self.text_button.setAccessibleName(self.text_button.text())
        self.text.setVisible(wanted)
        self.note.hide()
        if not wanted or self.document is None:
            self.text.clear()
            return
        sha256 = self.document.sha256

        def read(store: LibraryStore) -> str:
            return store.documents.document(sha256).text

        self._library.submit(
            read,
            lambda text: self._on_text(sha256, text),
            lambda error: self._on_text_failed(sha256, error),
        )

    def _wanted(self, sha256: str) -> bool:
        shown = self.document is not None and self.document.sha256 == sha256
        return shown and self.text_button.isChecked()

    def _on_text(self, sha256: str, text: str) -> None:
        if not self._wanted(sha256):
            return
        self.text.show_plain(text)
        if len(text) > LONGEST:
            said = self.tr("The first {shown} of {all} characters")
            self._say(said.format(shown=number_text(LONGEST), all=number_text(len(text))))

    def _on_text_failed(self, sha256: str, error: UserError) -> None:
        if self._wanted(sha256):
            self._say(error_text(error))

    def _say(self, text: str) -> None:
        self.note.setText(text)
        self.note.show()
