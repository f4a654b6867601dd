"""The part "Downloads": everything that is on its way, and what became of it."""

from __future__ import annotations

import time
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QHideEvent, QKeyEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.download_list import ACTIVE
from assistant.core.hub.download import Download
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import ElidedLabel, push_button
from assistant.ui.hub import words
from assistant.ui.hub.download_row import DownloadRow
from assistant.ui.hub.state_card import StateCard
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 820
_NARROW = 700


class Downloads(QWidget):
    """A row for each download, in the order in which they are fetched."""

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self._hub = services.hub
        self._theme = theme
        self._actions = actions
        self.rows: dict[str, DownloadRow] = {}
        self.summary = ElidedLabel("", self)
        self.summary.setProperty("tone", "secondary")
        self.pause_all = push_button(self.tr("Pause all"), "", self)
        self.resume_all = push_button(self.tr("Resume all"), "", self)
        self.empty = StateCard(theme, self)
        self.empty.show_state(
            self.tr("Nothing is being fetched"),
            self.tr("Models that you download appear here, and go on after a restart."),
            ((self.tr("Find models"), lambda: actions.trigger("find_models")),),
        )
        self._seconds = QTimer(self, interval=1000)
        self._seconds.timeout.connect(self._refresh)
        self._build()
        self._hub.downloads_changed.connect(self._on_changed)
        self.pause_all.clicked.connect(self._on_pause_all)
        self.resume_all.clicked.connect(self._on_resume_all)
        self._on_changed(self._hub.downloads)

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(measures.GAP_S)
        self._list.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(inside)
        top = QHBoxLayout()
        top.setSpacing(measures.GAP_S)
        top.addWidget(self.summary, 1)
        top.addWidget(self.pause_all)
        top.addWidget(self.resume_all)
        filled = QWidget(self)
        column = QVBoxLayout(filled)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_M)
        column.addLayout(top)
        column.addWidget(area, 1)
        self.body = QStackedWidget(self)
        self.body.setMaximumWidth(_WIDTH)
        self.body.addWidget(self.empty)
        self.body.addWidget(filled)
        self._around = QHBoxLayout(self)
        self._around.addStretch(1)
        self._around.addWidget(self.body, 100)
        self._around.addStretch(1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        side = measures.GAP_XL if self.width() >= _NARROW else measures.GAP_M
        self._around.setContentsMargins(side, measures.GAP_S, side, measures.GAP_M)

    # --- facts -----------------------------------------------------------------------------

    @Slot(object)
    def _on_changed(self, downloads: tuple[Download, ...]) -> None:
        known = {each.id for each in downloads}
        for gone in [each for each in self.rows if each not in known]:
            self._drop(gone)
        for place, download in enumerate(downloads):
            row = self.rows.get(download.id)
            if row is None:
                row = self.rows[download.id] = self._new_row(download.id)
            if self._list.indexOf(row) != place:
                self._list.insertWidget(place, row)
        self.body.setCurrentIndex(1 if downloads else 0)
        self._refresh()

    def _new_row(self, download_id: str) -> DownloadRow:
        row = DownloadRow(download_id, self._theme, self)
        row.pause_requested.connect(self._hub.pause)
        row.resume_requested.connect(self._hub.resume)
        row.remove_requested.connect(self._hub.remove)
        row.use_requested.connect(self._hub.use)
        row.reveal_requested.connect(self._on_reveal)
        row.moved.connect(self._on_moved)
        return row

    def _drop(self, download_id: str) -> None:
        """Take a row away; the focus goes to its neighbour."""
        row = self.rows.pop(download_id)
        place = self._list.indexOf(row)
        had_focus = row.isAncestorOf(self.focusWidget()) if self.focusWidget() else False
        self._list.removeWidget(row)
        row.hide()
        row.deleteLater()
        if had_focus and self.rows:
            item = self._list.itemAt(min(place, len(self.rows) - 1))
            neighbour = item.widget() if item is not None else None
            if isinstance(neighbour, DownloadRow):
                neighbour.remove.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _refresh(self) -> None:
        """Show where all of them stand now."""
        downloads = self._hub.downloads
        now = time.time()
        last = len(downloads) - 1
        for place, download in enumerate(downloads):
            row = self.rows.get(download.id)
            if row is not None:
                row.show_download(download, now, first=place == 0, last=place == last)
        self._show_summary(downloads)
        if self.isVisible() and any(each.retry_at > now for each in downloads):
            self._seconds.start()
        else:
            self._seconds.stop()

    def _show_summary(self, downloads: tuple[Download, ...]) -> None:
        active, done, speed = words.together(downloads)
        parts = [self.tr("%n download(s)", "", len(downloads))]
        if active:
            parts += [f"{int(done * 100)} %", words.speed_text(speed)]
        self.summary.set_full_text(words.DOT.join(filter(None, parts)))
        self.pause_all.setVisible(any(each.state in ACTIVE for each in downloads))
        self.resume_all.setVisible(any(each.state == "paused" for each in downloads))

    # --- what a person does ----------------------------------------------------------------

    @Slot()
    def _on_pause_all(self) -> None:
        for download in self._hub.downloads:
            if download.state in ACTIVE:
                self._hub.pause(download.id)

    @Slot()
    def _on_resume_all(self) -> None:
        for download in self._hub.downloads:
            if download.state == "paused":
                self._hub.resume(download.id)

    @Slot(str, int)
    def _on_moved(self, download_id: str, by: int) -> None:
        ids = [each.id for each in self._hub.downloads]
        if download_id in ids:
            self._hub.move(download_id, ids.index(download_id) + by)

    @Slot(str)
    def _on_reveal(self, download_id: str) -> None:
        for download in self._hub.downloads:
            if download.id == download_id and download.path:
                folder = str(Path(download.path).parent)
                QDesktopServices.openUrl(QUrl.fromLocalFile(folder))

    def take_focus(self) -> None:
        for row in self.rows.values():
            first = next((each for each in row.buttons() if each.isVisibleTo(self)), None)
            if first is not None:
                first.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.empty.take_focus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes; Tab and the arrow keys go from button to button by themselves."""
        row = self._focused_row()
        if row is not None and event.key() == Qt.Key.Key_Delete:
            self._hub.remove(row.id)
        else:
            super().keyPressEvent(event)

    def _focused_row(self) -> DownloadRow | None:
        for row in self.rows.values():
            if any(button.hasFocus() for button in row.buttons()):
                return row
        return None

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._seconds.stop()
