"""The source with what can be put into it."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from assistant.controllers.writing_files import OpenedText
from assistant.core.errors import UserError
from assistant.ui.controls import Caption, ElidedLabel, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.source_editor import SourceEditor
from assistant.ui.writing.words import words_text


class SourcePane(QWidget):
    """`open_requested()`: a file is to be chosen. `changed()`: the text or its file is another.

    `opened` is the file that the text was taken from, until another text is put in its place.
    """

    open_requested = Signal()
    changed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.opened: OpenedText | None = None
        self.title = ElidedLabel(self.tr("Your text"), self)
        self.count = ElidedLabel("", self)
        self.count.setProperty("tone", "secondary")
        self.clear_button = push_button(self.tr("Clear"), "link", self)
        self.clear_button.clicked.connect(self.clear)
        self.paste_button = push_button(self.tr("Paste"), "link", self)
        self.paste_button.setToolTip(self.tr("Take the text of the clipboard instead of this one"))
        self.paste_button.clicked.connect(self.take_clipboard)
        self.open_button = push_button(self.tr("Open…"), "link", self)
        self.open_button.setToolTip(self.tr("Open a text or a document"))
        self.open_button.clicked.connect(self.open_requested)
        self.note = Caption(theme, "", self, tone="caution")
        self.note.hide()
        self.editor = SourceEditor(theme, self)
        self.editor.setPlaceholderText(
            self.tr("Type or paste a text, drop a file here, or open one.")
        )
        self.editor.text_changed.connect(self._on_text)
        self.editor.held_changed.connect(self._on_held)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        top = QHBoxLayout()
        top.setSpacing(measures.GAP_S)
        top.addWidget(self.title)
        top.addWidget(self.count, 1)
        buttons = wrapping(measures.GAP_XS, self.clear_button, self.paste_button, self.open_button)
        top.addWidget(buttons)
        column.addLayout(top)
        column.addWidget(self.note)
        column.addWidget(self.editor, 1)
        self.title.setMinimumHeight(measures.HIT_AREA)
        self.title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self._on_text()

    # --- what is in it ---------------------------------------------------------------------

    def text(self) -> str:
        return self.editor.text()

    def set_text(self, text: str, opened: OpenedText | None = None) -> None:
        """Have this text, which was taken from a file, or from none."""
        self.set_opened(opened)
        self.editor.set_text(text)
        self.editor.flush()

    def set_opened(self, opened: OpenedText | None) -> None:
        """The file that the text belongs to."""
        self.opened = opened
        self.title.set_full_text(opened.name if opened is not None else self.tr("Your text"))

    @Slot()
    def take_clipboard(self) -> None:
        """Put the text of the clipboard in the place of this one."""
        data = QGuiApplication.clipboard().mimeData()
        paths = [url.toLocalFile() for url in data.urls() if url.isLocalFile()] if data else []
        if paths:
            self.editor.files_dropped.emit(paths)
        elif data is not None and data.hasText() and data.text().strip():
            self.set_text(data.text().replace("\r\n", "\n"))
            self.editor.setFocus()
        else:
            self.say(self.tr("There is no text in the clipboard."))

    @Slot()
    def clear(self) -> None:
        """Begin with nothing; undo brings the text back."""
        self.set_text("")
        self.editor.setFocus()

    def say(self, text: str) -> None:
        """A sentence above the text; "" takes it away."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def say_error(self, error: UserError) -> None:
        self.say(error_text(error))

    # --- facts -----------------------------------------------------------------------------

    @Slot()
    def _on_text(self) -> None:
        text = self.text()
        self.count.set_full_text(words_text(text))
        self.clear_button.setVisible(bool(text))
        if not self.editor.held:
            self.say("")
        if not text and self.opened is not None:
            self.set_opened(None)
        self.changed.emit()

    @Slot(bool)
    def _on_held(self, held: bool) -> None:
        self.say(
            self.tr("A line of this text is too long to be edited here; it is shown with breaks.")
            if held
            else ""
        )

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self._theme.interface_font(bold=True))
        self.count.setFont(self._theme.caption_font())
