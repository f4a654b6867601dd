"""The small sign that downloads are on their way, for the status line."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QToolButton, QWidget

from assistant.controllers.hub import HubController
from assistant.core.hub.download import Download
from assistant.ui.hub import words
from assistant.ui.theme.theme import Theme


class DownloadIndicator(QToolButton):
    """Hidden while nothing is fetched; a click shows the downloads (`downloads_requested` of the
    controller). It grows no wider while numbers change."""

    def __init__(self, hub: HubController, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("download_indicator")
        self._theme = theme
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setStyleSheet("padding: 0 6px; border-width: 1px;")
        self.clicked.connect(hub.downloads_requested)
        hub.downloads_changed.connect(self.show_downloads)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.show_downloads(hub.downloads)

    @Slot(object)
    def show_downloads(self, downloads: tuple[Download, ...]) -> None:
        active, done, speed = words.together(downloads)
        if active:
            percent = int(done * 100)
            self.setText(f"↓ {percent} %")
            told = [self.tr("%n download(s) on their way", "", active), f"{percent} %"]
            told.append(words.speed_text(speed))
            self.setToolTip(words.DOT.join(filter(None, told)))
            self.setAccessibleName(self.tr("Show downloads: {percent} %").format(percent=percent))
        self.setVisible(active > 0)

    @Slot()
    def _on_theme(self) -> None:
        self.setFont(self._theme.caption_font())
