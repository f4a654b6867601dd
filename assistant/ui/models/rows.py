"""One model, one folder: what is known and what can be done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from assistant.controllers.models import ModelState
from assistant.core.entities import ModelFile
from assistant.ui.controls import Caption, ElidedLabel, IconButton, push_button
from assistant.ui.error_words import error_text, in_window_language
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text, size_text


class ModelRow(QFrame):
    """Name, size, place and state of a model, with what can be done about it."""

    use_requested = Signal()
    unload_requested = Signal()
    cancel_requested = Signal()
    reveal_requested = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self.name = ElidedLabel("", self)
        self.name.setFont(theme.interface_font(bold=True))
        self.facts = ElidedLabel("", self)
        self.facts.setProperty("tone", "secondary")
        self.facts.setFont(theme.caption_font())
        self.state = Caption(theme, "", self)
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setRange(0, 1000)
        self.use = push_button(self.tr("Use"), "", self)
        self.use.clicked.connect(self.use_requested)
        self.unload = push_button(self.tr("Unload"), "", self)
        self.unload.clicked.connect(self.unload_requested)
        self.cancel = push_button(self.tr("Cancel"), "", self)
        self.cancel.clicked.connect(self.cancel_requested)
        self.reveal = IconButton(theme, "folder", self.tr("Open its folder"), self)
        self.reveal.clicked.connect(self.reveal_requested)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.name)
        words.addWidget(self.facts)
        words.addWidget(self.state)
        words.addWidget(self.progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_M, measures.GAP_M)
        row.setSpacing(measures.GAP_S)
        row.addLayout(words, 1)
        for button in (self.use, self.unload, self.cancel, self.reveal):
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
        theme.changed.connect(self._on_theme)

    def show_file(self, file: ModelFile) -> None:
        self.name.set_full_text(file.name)
        parts = [size_text(file.size)] if file.size else []
        if file.parts > 1:
            parts.append(self.tr("%n part(s)", "", file.parts))
        parts.append(str(Path(file.path).parent))
        self.facts.set_full_text("  ·  ".join(parts))
        for button, text in (
            (self.use, self.tr("Use {name}")),
            (self.unload, self.tr("Unload {name}")),
        ):
            button.setAccessibleName(text.format(name=file.name))
        self.reveal.setAccessibleName(self.tr("Open the folder of {name}").format(name=file.name))

    def show_state(self, state: ModelState) -> None:
        """The state of this model; phase "none" for one that is not chosen."""
        phase = state.phase
        self.use.setVisible(phase in ("none", "chosen", "failed"))
        self.use.setText(self.tr("Try again") if phase == "failed" else self.tr("Use"))
        self.unload.setVisible(phase == "ready")
        self.cancel.setVisible(phase == "loading")
        self.progress.setVisible(phase == "loading")
        self.progress.setValue(int(state.fraction * 1000))
        text, tone = self._state_text(state)
        self.state.setText(text)
        self.state.set_tone(tone)
        self.state.setVisible(bool(text))

    def _state_text(self, state: ModelState) -> tuple[str, str]:
        match state.phase:
            case "loading":
                text = self.tr("Loading {percent} %").format(percent=int(state.fraction * 100))
                return text, "secondary"
            case "chosen":
                return self.tr("Chosen, not in memory"), "secondary"
            case "failed" if state.error is not None:
                return error_text(state.error), "danger"
            case "ready" if state.info is not None:
                text = self.tr("In memory: {backend}, context of {length} tokens. {reason}")
                info = state.info
                return text.format(
                    backend=info.backend,
                    length=number_text(info.context_length),
                    reason=in_window_language(info.reason),
                ).strip(), "good"
        return "", "secondary"

    def _on_theme(self) -> None:
        self.name.setFont(self._theme.interface_font(bold=True))
        self.facts.setFont(self._theme.caption_font())


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
