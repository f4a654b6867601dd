"""One download: where it stands, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from assistant.controllers.download_list import ACTIVE, download_name
from assistant.core.hub.download import Download
from assistant.ui.controls import Caption, ElidedLabel, IconButton, push_button, repolish
from assistant.ui.hub import words
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_TONES = {"failed": "danger", "done": "good"}
_THOUSAND = 1000


class DownloadRow(QFrame):
    """Every signal brings the id of the download; `moved` also by how many places."""

    pause_requested = Signal(str)
    resume_requested = Signal(str)
    remove_requested = Signal(str)
    use_requested = Signal(str)
    reveal_requested = Signal(str)
    moved = Signal(str, int)

    def __init__(self, download_id: str, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.id = download_id
        self._theme = theme
        self._download: Download | None = None
        self.name = ElidedLabel("", self)
        self.line = ElidedLabel("", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.error = Caption(theme, "", self, tone="danger")
        self.error.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.use = push_button(self.tr("Use now"), "primary", self)
        self.again = push_button(self.tr("Try again"), "", self)
        self.resume = IconButton(theme, "play", self.tr("Go on"), self)
        self.pause = IconButton(theme, "pause", self.tr("Pause"), self)
        self.up = IconButton(theme, "arrow-up", self.tr("Earlier"), self)
        self.down = IconButton(theme, "arrow-down", self.tr("Later"), self)
        self.reveal = IconButton(theme, "folder", self.tr("Show in folder"), self)
        self.remove = IconButton(theme, "x", self.tr("Remove"), self)
        self._build()
        self._connect()
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def _build(self) -> None:
        told = QVBoxLayout()
        told.setSpacing(measures.GAP_XS)
        for widget in (self.name, self.line, self.bar, self.error):
            told.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_S, measures.GAP_M)
        row.setSpacing(measures.GAP_XS)
        row.addLayout(told, 1)
        row.addSpacing(measures.GAP_S)
        for button in self.buttons():
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)

    def buttons(self) -> list[QWidget]:
        """From left to right."""
        return [
            self.use, self.again, self.pause, self.resume, self.up, self.down, self.reveal,
            self.remove,
        ]  # fmt: skip

    def _connect(self) -> None:
        for button, signal in (
            (self.use, self.use_requested),
            (self.again, self.resume_requested),
            (self.pause, self.pause_requested),
            (self.resume, self.resume_requested),
            (self.reveal, self.reveal_requested),
            (self.remove, self.remove_requested),
        ):
            button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self.id))
        self.up.clicked.connect(lambda: self.moved.emit(self.id, -1))
        self.down.clicked.connect(lambda: self.moved.emit(self.id, 1))

    def show_download(
        self, download: Download, now: float, *, first: bool = True, last: bool = True
    ) -> None:
        """Where it stands at `now`; `first` and `last` of those that wait for their turn."""
        if self._download is None or self._download.order != download.order:
            self._show_name(download_name(download))
        before = self._download.state if self._download is not None else ""
        self._download = download
        self.line.set_full_text(words.progress_line(download, now))
        self._show_bar(download)
        self.error.setText(words.error_sentence(download) if download.state == "failed" else "")
        self.error.setVisible(bool(self.error.text()))
        self.up.setEnabled(not first)
        self.down.setEnabled(not last)
        if download.state != before:
            self._show_state(download)

    def _show_name(self, name: str) -> None:
        self.name.set_full_text(name)
        self.setAccessibleName(name)
        self.bar.setAccessibleName(self.tr("How much of {name} is here").format(name=name))
        for button, text in (
            (self.use, self.tr("Use {name} now")),
            (self.again, self.tr("Try to fetch {name} again")),
            (self.pause, self.tr("Pause {name}")),
            (self.resume, self.tr("Go on with {name}")),
            (self.up, self.tr("Fetch {name} earlier")),
            (self.down, self.tr("Fetch {name} later")),
            (self.reveal, self.tr("Show {name} in its folder")),
            (self.remove, self.tr("Remove the download of {name}")),
        ):
            button.setAccessibleName(text.format(name=name))

    def _show_bar(self, download: Download) -> None:
        if download.state == "checking":
            self.bar.setRange(0, 0)
        else:
            self.bar.setRange(0, _THOUSAND)
            self.bar.setValue(round(words.fraction(download) * _THOUSAND))

    def _show_state(self, download: Download) -> None:
        """Only when it changed: a button that is pressed must not go away below the pointer."""
        state = download.state
        had_focus = next((each for each in self.buttons() if each.hasFocus()), None)
        self.bar.setVisible(state not in ("done", "failed"))
        self.use.setVisible(state == "done" and bool(download.path))
        self.reveal.setVisible(state == "done" and bool(download.path))
        self.again.setVisible(state == "failed")
        self.pause.setVisible(state in ACTIVE)
        self.resume.setVisible(state == "paused")
        for button in (self.up, self.down):
            button.setVisible(state in ("waiting", "paused"))
        removing = self.tr("Take it off the list; the model stays") if state == "done" else ""
        self.remove.setToolTip(removing or self.tr("Remove"))
        self.line.setProperty("tone", _TONES.get(state, "secondary"))
        repolish(self.line)
        if had_focus is not None and had_focus.isHidden():
            shown = next(each for each in self.buttons() if not each.isHidden())
            shown.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_theme(self) -> None:
        self.name.setFont(self._theme.interface_font(bold=True))
        self.line.setFont(self._theme.caption_font())
