"""The file that is translated: what it is, how far it is, and saving it."""

from __future__ import annotations

from PySide6.QtCore import QDir, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.translating import TranslationDesk
from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.refusal import Refusal
from assistant.ui.controls import Caption, ElidedLabel, IconButton, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import in_window_language
from assistant.ui.settings.form import Choice
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.file_words import facts_words, file_name, layouts, state_words
from assistant.ui.translation.flag_list import FlagList
from assistant.ui.translation.segment_bar import SegmentBar

_REFRESH_MS = 200
_MOST_NOTES = 6


class FileCard(QWidget):
    """`start_requested()`: go on with it (again). `save_as` asks where the new file shall be."""

    start_requested = Signal()

    def __init__(
        self,
        desk: TranslationDesk,
        theme: Theme,
        actions: ActionRegistry,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._file = desk.file
        self._theme = theme
        self._actions = actions
        self._kind: str | None = None
        self.dialog: QFileDialog | None = None
        """The one that is open."""
        self._refresh_soon = QTimer(self, singleShot=True, interval=_REFRESH_MS)
        self._refresh_soon.timeout.connect(self._refresh_progress)
        self._build()
        self._file.changed.connect(self._refresh)
        self._file.segment_changed.connect(self._on_segment)
        self._file.progressed.connect(self._on_progress)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self._refresh()

    # --- parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        card = QFrame(self)
        card.setObjectName("card")
        self.name = ElidedLabel("", card)
        self.close_button = IconButton(self._theme, "x", self.tr("Close the file"), card)
        self.close_button.clicked.connect(self._file.close)
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.close_button)
        self.facts = Caption(self._theme, "", card)
        self.notes = Caption(self._theme, "", card)
        self.bar = SegmentBar(self._theme, card)
        self.state = QLabel(card)
        self.state.setWordWrap(True)
        self.refusal = Refusal(self._theme, card)
        self.refusal.action_chosen.connect(self._on_action)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_M, measures.GAP_L)
        inside.setSpacing(measures.GAP_S)
        inside.addLayout(head)
        for widget in (self.facts, self.notes, self.bar, self.state, self.refusal):
            inside.addWidget(widget)
        inside.addWidget(self._build_saving())
        self.flags = FlagList(self._theme, self)
        self.flags.edited.connect(self._file.set_target)
        self.flags.setMinimumHeight(160)
        held = QWidget()
        held.setProperty("role", "page")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_M)
        column.addWidget(card)
        column.addWidget(self.flags, 1)
        column.addStretch(0)
        area = QScrollArea(self)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(held)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(area)

    def _build_saving(self) -> QWidget:
        self.save_button = push_button(self.tr("Save as…"), "primary")
        self.save_button.clicked.connect(self.save_as)
        self.layout_choice = Choice()
        self.layout_choice.setSizeAdjustPolicy(Choice.SizeAdjustPolicy.AdjustToContents)
        self.layout_choice.setAccessibleName(self.tr("What the new file holds"))
        self.layout_choice.view().setAccessibleName(self.tr("What the new file holds"))
        return wrapping(measures.GAP_S, self.layout_choice, self.save_button)

    # --- facts -----------------------------------------------------------------------------

    @Slot()
    def _refresh(self) -> None:
        file = self._file
        self.name.set_full_text(file_name(file.path))
        self.name.setToolTip(file.path)
        self.facts.setText(facts_words(file))
        self.facts.setVisible(file.units is not None or file.phase == "opening")
        notes = file.units.notes if file.units is not None else ()
        self.notes.setText("\n".join(in_window_language(note) for note in notes[:_MOST_NOTES]))
        self.notes.setVisible(bool(notes))
        self._refresh_layouts("" if file.units is None else file.units.kind)
        self._refresh_error()
        self._refresh_progress()

    def _refresh_layouts(self, kind: str) -> None:
        """Offer what the kind of file can hold; the choice stays where it can."""
        if kind == self._kind:
            return
        self._kind = kind
        chosen = self.layout_choice.currentData()
        self.layout_choice.clear()
        for words, layout in layouts(kind):
            self.layout_choice.addItem(words, layout)
        self.layout_choice.choose(chosen)
        self.layout_choice.setVisible(self.layout_choice.count() > 1)

    def _refresh_error(self) -> None:
        error = self._file.error
        if error is None or error.kind == "server_permission":  # that is asked for above the card
            self.refusal.hide()
        elif error.kind == "no_model":
            self.refusal.show_error(error, "choose_model", self.tr("Choose a model"))
        elif error.kind == "document_changed" or self._file.units is None:
            self.refusal.show_error(error, "open", self.tr("Read it again"))
        elif self._file.phase == "failed":
            self.refusal.show_error(error, "again", self.tr("Try again"))
        else:
            self.refusal.show_error(error)

    @Slot()
    def _refresh_progress(self) -> None:
        file = self._file
        words = state_words(file)
        self.state.setText(words)
        self.state.setVisible(bool(words))
        self.bar.show_segments(file.segments)
        self.bar.setVisible(bool(file.sentences))
        self.flags.show_segments(file.segments)
        can_save = not file.working and not file.saving and bool(file.done)
        self.save_button.setEnabled(can_save)
        self.layout_choice.setEnabled(can_save)
        saving, idle = self.tr("Saving…"), self.tr("Save as…")
        self.save_button.setText(saving if file.saving else idle)

    @Slot(int)
    def _on_segment(self, _number: int) -> None:
        if not self._refresh_soon.isActive():
            self._refresh_soon.start()

    @Slot(object)
    def _on_progress(self, _progress: object) -> None:
        self.state.setText(state_words(self._file))

    @Slot(str)
    def _on_action(self, action: str) -> None:
        if action == "open":
            self._file.open(self._file.path)
        elif action == "again":
            self.start_requested.emit()
        else:
            self._actions.trigger(action)

    # --- saving ----------------------------------------------------------------------------

    @Slot()
    def save_as(self) -> None:
        """Ask where the translation shall be written, beside the file at first."""
        suggested = self._file.suggested_path()
        dialog = QFileDialog(self.window(), self.tr("Save the translation"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        folder, _slash, name = QDir.fromNativeSeparators(suggested).rpartition("/")
        dialog.setDirectory(folder)
        dialog.selectFile(name)
        dialog.setDefaultSuffix(name.rpartition(".")[2])
        dialog.fileSelected.connect(self.save_to)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._on_closed)
        self.dialog = dialog
        dialog.open()

    @Slot(str)
    def save_to(self, path: str) -> None:
        self._file.save(path, self.layout_choice.currentData())

    @Slot()
    def _on_closed(self, _result: int = 0) -> None:
        self.dialog = None

    @Slot()
    def _on_theme(self) -> None:
        self.name.setFont(self._theme.interface_font(bold=True))
        for caption in (self.facts, self.notes):
            caption.setFont(self._theme.caption_font())
