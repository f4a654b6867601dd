"""One document on its way: how far it is, what is wrong with it, and what can be done."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.reading import ReadingFile
from assistant.core.display_text import one_line
from assistant.ui.controls import Caption, ElidedLabel, IconButton, push_button
from assistant.ui.documents.plan_words import file_text
from assistant.ui.error_words import in_window_language, joined
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_ICON = 16


class _PasswordField(QLineEdit):
    """Enter unlocks, and does not reach what lies behind."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()


class DocumentRow(QWidget):
    """Every signal carries the number of the document in its `DocumentReading`.

    removed(int), retried(int), recognised(int)   the person left it out, tries again, wants OCR
    unlocked(int, str)                            the person gave a password
    """

    removed = Signal(int)
    retried = Signal(int)
    recognised = Signal(int)
    unlocked = Signal(int, str)

    def __init__(self, theme: Theme, can_recognise: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("document_row")
        self._theme = theme
        self._can_recognise = can_recognise
        self._file: ReadingFile | None = None
        self._tokens = 0
        self.icon = QLabel(self)
        self.name = ElidedLabel("", self)
        self.fact = QLabel(self)
        self.fact.setTextFormat(Qt.TextFormat.PlainText)
        self.fact.setProperty("tone", "secondary")
        self.fact.setFont(theme.caption_font())
        self.remove = IconButton(theme, "x", self.tr("Remove"), self)
        self.remove.clicked.connect(self._on_remove)
        top = QHBoxLayout()
        top.setSpacing(measures.GAP_S)
        top.addWidget(self.icon)
        top.addWidget(self.name, 1)
        top.addWidget(self.fact)
        top.addWidget(self.remove)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addLayout(top)
        self.bar: QProgressBar | None = None
        self.message: Caption | None = None
        self.action: QPushButton | None = None
        self.password: QLineEdit | None = None
        theme.changed.connect(self._on_theme)

    def show_file(self, file: ReadingFile, tokens: int = 0) -> None:
        """Follow `file`; `tokens` of a document that is counted, else 0."""
        if file == self._file and tokens == self._tokens:
            return
        before = self._file
        self._file, self._tokens = file, tokens
        name = file.name or self.tr("Dropped text")
        fact = file_text(file, tokens)
        self.name.set_full_text(name)
        self.fact.setText(fact)
        self.setAccessibleName(f"{one_line(name)}: {fact}")
        if before is None or before.phase != file.phase:
            self.remove.setAccessibleName(self.tr("Remove {name}").format(name=one_line(name, 60)))
            self._on_theme()
        self._show_bar(file)
        self._show_message(file)
        self._show_action(file)
        self._show_password(file)

    # --- the parts that only some need -----------------------------------------------------

    def _show_bar(self, file: ReadingFile) -> None:
        reading = file.phase == "reading"
        if reading and self.bar is None:
            self.bar = QProgressBar(self)
            self.bar.setTextVisible(False)
            self.bar.setRange(0, 1000)
            self.bar.setAccessibleName(self.tr("Reading {name}").format(name=one_line(file.name)))
            held = QHBoxLayout()
            held.setContentsMargins(_ICON + measures.GAP_S, 0, measures.HIT_AREA, measures.GAP_XS)
            held.addWidget(self.bar)
            self._column.insertLayout(1, held)
        if self.bar is not None:
            self.bar.setVisible(reading)
            self.bar.setValue(round(1000 * file.fraction))

    def _show_message(self, file: ReadingFile) -> None:
        text = self._said(file)
        if text and self.message is None:
            self.message = Caption(self._theme, "", self)
            self.message.setContentsMargins(_ICON + measures.GAP_S, 0, 0, 0)
            self._column.addWidget(self.message)
        if self.message is not None:
            self.message.setText(text)
            self.message.set_tone("danger" if file.phase == "failed" else "secondary")
            self.message.setVisible(bool(text))

    def _said(self, file: ReadingFile) -> str:
        parts = []
        if file.error is not None:
            parts.append(in_window_language(file.error.text))
            recognisable = file.phase == "scanned" and self._can_recognise
            if file.error.hint and not recognisable:  # else the button says what to do
                parts.append(in_window_language(file.error.hint))
        return joined(*parts, *map(in_window_language, file.notes))

    def _show_action(self, file: ReadingFile) -> None:
        label = ""
        if file.phase == "failed" or (file.phase == "scanned" and not self._can_recognise):
            label = self.tr("Try again")
        elif file.phase == "scanned":
            label = self.tr("Recognise the text (OCR)")
        if label and self.action is None:
            self.action = push_button("", "", self)
            self.action.clicked.connect(self._on_action)
            row = QHBoxLayout()
            row.setContentsMargins(_ICON + measures.GAP_S, 0, 0, measures.GAP_XS)
            row.addWidget(self.action)
            row.addStretch(1)
            self._column.addLayout(row)
        if self.action is not None:
            self.action.setText(label)
            self.action.setAccessibleName(f"{label}: {one_line(file.name, 60)}")
            self.action.setVisible(bool(label))

    def _show_password(self, file: ReadingFile) -> None:
        wanted = file.phase == "password"
        if wanted and self.password is None:
            self._build_password(file)
        if self.password is not None:
            self.password.setVisible(wanted)
            self.unlock.setVisible(wanted)
            if not wanted:
                self.password.clear()

    def _build_password(self, file: ReadingFile) -> None:
        name = one_line(file.name, 60)
        self.password = _PasswordField(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setPlaceholderText(self.tr("Password"))
        self.password.setAccessibleName(self.tr("Password of {name}").format(name=name))
        self.password.setMaximumWidth(280)
        self.password.returnPressed.connect(self._on_unlock)
        self.unlock = push_button(self.tr("Unlock"), "", self)
        self.unlock.setAccessibleName(self.tr("Unlock {name}").format(name=name))
        self.unlock.clicked.connect(self._on_unlock)
        row = QHBoxLayout()
        row.setContentsMargins(_ICON + measures.GAP_S, 0, 0, measures.GAP_XS)
        row.setSpacing(measures.GAP_S)
        row.addWidget(self.password, 1)
        row.addWidget(self.unlock)
        row.addStretch(1)
        self._column.addLayout(row)

    # --- what the person does --------------------------------------------------------------

    @Slot()
    def _on_remove(self) -> None:
        if self._file is not None:
            self.removed.emit(self._file.number)

    @Slot()
    def _on_action(self) -> None:
        if self._file is None:
            return
        if self._file.phase == "scanned" and self._can_recognise:
            self.recognised.emit(self._file.number)
        else:
            self.retried.emit(self._file.number)

    @Slot()
    def _on_unlock(self) -> None:
        if self._file is not None and self.password is not None and self.password.text():
            self.unlocked.emit(self._file.number, self.password.text())

    @Slot()
    def _on_theme(self) -> None:
        phase = self._file.phase if self._file is not None else "waiting"
        name, role = "file-text", "secondary"
        if phase == "failed":
            name, role = "alert", "danger"
        elif phase in ("password", "scanned"):
            name, role = "alert", "caution"
        colour = getattr(self._theme.palette, role)
        self.icon.setPixmap(pixmap(name, colour, _ICON, self.devicePixelRatioF()))
