"""One model, one folder: what is known and what can be done."""

from __future__ import annotations

from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.models import ModelState
from assistant.core.entities import ModelFile
from assistant.core.hub.quantisations import named_quantisation
from assistant.ui.controls import Caption, ElidedLabel, IconButton, push_button
from assistant.ui.error_words import error_text, in_window_language
from assistant.ui.models.words import origin_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text, size_text

translate = QCoreApplication.translate


class ModelRow(QFrame):
    """Name, size, place and state of a model, with what can be done about it.

    `open_requested()`: everything about it is wanted. `step_requested(int)`: the row below or
    above is wanted (1, -1).
    """

    use_requested = Signal()
    unload_requested = Signal()
    cancel_requested = Signal()
    reveal_requested = Signal()
    open_requested = Signal()
    step_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setProperty("kind", "row")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._theme = theme
        self.name = ElidedLabel("", self)
        self.badge = QLabel(self)
        self.badge.setObjectName("chip")
        self.badge.setContentsMargins(6, 1, 6, 1)
        self.facts = ElidedLabel("", self)
        self.facts.setProperty("tone", "secondary")
        self.same = Caption(theme, "", self, tone="faint")
        self.state = Caption(theme, "", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName(self.tr("Loading"))
        self._build_buttons()
        self._lay_out()
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def _build_buttons(self) -> None:
        self.use = push_button(self.tr("Use"), "", self)
        self.use.clicked.connect(self.use_requested)
        self.unload = push_button(self.tr("Unload"), "", self)
        self.unload.clicked.connect(self.unload_requested)
        self.cancel = push_button(self.tr("Cancel"), "", self)
        self.cancel.clicked.connect(self.cancel_requested)
        self.reveal = IconButton(self._theme, "folder", self.tr("Open its folder"), self)
        self.reveal.clicked.connect(self.reveal_requested)
        self.open = IconButton(self._theme, "chevron-right", self.tr("Everything about it"), self)
        self.open.clicked.connect(self.open_requested)
        for button in self._buttons:
            button.setCursor(Qt.CursorShape.ArrowCursor)

    @property
    def _buttons(self) -> tuple[QWidget, ...]:
        return (self.use, self.unload, self.cancel, self.reveal, self.open)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(measures.GAP_S)
        top.addWidget(self.name, 1)
        top.addWidget(self.badge)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(top)
        for widget in (self.facts, self.same, self.state, self.progress):
            words.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_S, measures.GAP_M)
        row.setSpacing(measures.GAP_XS)
        row.addLayout(words, 1)
        row.addSpacing(measures.GAP_S)
        for button in self._buttons:
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)

    def show_file(self, file: ModelFile) -> None:
        name = file.name
        self.name.set_full_text(name)
        parts = [text for text in (named_quantisation(name),) if text]
        if file.size:
            parts.append(size_text(file.size))
        if file.parts > 1:
            parts.append(self.tr("%n part(s)", "", file.parts))
        if file.projector:
            parts.append(self.tr("sees pictures"))
        if file.origin != "server":
            parts.append(str(Path(file.path).parent))
        self.facts.set_full_text("  ·  ".join(parts))
        badge = origin_text(file)
        self.badge.setText(badge)
        self.badge.setVisible(bool(badge))
        self.same.setText(self.tr("Found in %n place(s) in all", "", len(file.also) + 1))
        self.same.setToolTip("\n".join(file.also))
        self.same.setVisible(bool(file.also))
        self.reveal.setVisible(file.origin != "server")
        self.open.setVisible(file.origin != "server")
        self.setAccessibleName(f"{name}, {badge}" if badge else name)
        self._name_buttons(name)

    def _name_buttons(self, name: str) -> None:
        for button, text in (
            (self.use, self.tr("Use {name}")),
            (self.unload, self.tr("Unload {name}")),
            (self.cancel, self.tr("Cancel loading {name}")),
            (self.reveal, self.tr("Open the folder of {name}")),
            (self.open, self.tr("Everything about {name}")),
        ):
            button.setAccessibleName(text.format(name=name))

    def show_state(self, state: ModelState) -> None:
        """The state of this model; phase "none" for one that is not chosen."""
        text = show_state_of(self, state)
        self.setAccessibleDescription(text)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton and self.rect().contains(
            event.position().toPoint()
        ):
            self.open_requested.emit()
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.open_requested.emit()
        elif event.key() in steps and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self.step_requested.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _on_theme(self) -> None:
        self.name.setFont(self._theme.interface_font(bold=True))
        self.facts.setFont(self._theme.caption_font())
        self.badge.setFont(self._theme.caption_font())


class _StateControls(Protocol):
    """What shows the state of a model, and what can be done in it."""

    use: QPushButton
    unload: QPushButton
    cancel: QPushButton
    progress: QProgressBar
    state: Caption


def show_state_of(controls: _StateControls, state: ModelState) -> str:
    """Have `controls` follow; the words about it."""
    phase = state.phase
    failed = phase == "failed"
    again, use = translate("ModelRow", "Try again"), translate("ModelRow", "Use")
    controls.use.setVisible(phase in ("none", "chosen", "failed"))
    controls.use.setText(again if failed else use)
    controls.unload.setVisible(phase == "ready")
    controls.cancel.setVisible(phase == "loading")
    controls.progress.setVisible(phase == "loading")
    controls.progress.setValue(int(state.fraction * 1000))
    text, tone = state_text(state)
    controls.state.setText(text)
    controls.state.set_tone(tone)
    controls.state.setVisible(bool(text))
    return text


def state_text(state: ModelState) -> tuple[str, str]:
    """The words for what goes on with a model, and their tone."""
    from assistant.ui.models import words

    match state.phase:
        case "loading":
            return words.loading_text(state.fraction), "secondary"
        case "chosen":
            return words.chosen_text(), "secondary"
        case "failed" if state.error is not None:
            return error_text(state.error), "danger"
        case "ready" if state.info is not None:
            info = state.info
            text = words.ready_template().format(
                backend=info.backend,
                length=number_text(info.context_length),
                reason=in_window_language(info.reason),
            )
            return text.strip(), "good"
    return "", "secondary"


class FolderRow(QFrame):
    """A folder in which models are looked for."""

    remove_requested = Signal()
    reveal_requested = Signal()

    def __init__(self, folder: str, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.folder = folder
        label = ElidedLabel(folder, self)
        reveal = IconButton(theme, "folder", self.tr("Open {folder}").format(folder=folder), self)
        reveal.clicked.connect(self.reveal_requested)
        self.remove = IconButton(
            theme,
            "x",
            self.tr("Stop searching {folder}; no file is deleted").format(folder=folder),
            self,
        )
        self.remove.clicked.connect(self.remove_requested)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, measures.GAP_M, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(label, 1)
        row.addWidget(reveal)
        row.addWidget(self.remove)
