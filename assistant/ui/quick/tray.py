"""The icon in the desktop's tray, and its menu."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QAction, QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QMenu, QSystemTrayIcon

from assistant.ui.icons import pixmap
from assistant.ui.theme.theme import Theme

_SIZES = (16, 22, 24, 32, 48, 64)


def tray_available() -> bool:
    """Whether the desktop has a place for icons."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """Hidden until `show`. A click on the icon asks for the quick window."""

    main_window_wanted = Signal()
    quick_window_wanted = Signal()
    translation_wanted = Signal()
    quit_wanted = Signal()

    def __init__(self, theme: Theme, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.menu = QMenu()
        self._add(self.tr("Open Inkstone"), self.main_window_wanted)
        self._add(self.tr("Quick window"), self.quick_window_wanted)
        self._add(self.tr("Translate the clipboard"), self.translation_wanted)
        self.menu.addSeparator()
        self._add(self.tr("Quit"), self.quit_wanted)
        self.icon = QSystemTrayIcon(self)
        self.icon.setToolTip("Inkstone")
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._on_activated)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def _add(self, text: str, signal: object) -> None:
        action = QAction(text, self)
        action.triggered.connect(lambda _on=False: signal.emit())  # type: ignore[attr-defined]
        self.menu.addAction(action)

    def show(self) -> None:
        self.icon.show()

    def hide(self) -> None:
        self.icon.hide()

    def say(self, text: str) -> None:
        """Show a short message beside the icon, where the desktop does that."""
        self.icon.showMessage("Inkstone", text, self.icon.icon())

    @Slot(QSystemTrayIcon.ActivationReason)
    def _on_activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason == QSystemTrayIcon.ActivationReason.Trigger:
            self.quick_window_wanted.emit()

    @Slot()
    def _on_theme(self) -> None:
        self.icon.setIcon(app_icon(self._theme))


def app_icon(theme: Theme) -> QIcon:
    """A pen on a square of the accent colour: it stands out on light and dark panels."""
    drawn = QIcon()
    for size in _SIZES:
        picture = QPixmap(size, size)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("accent"))
        painter.drawRoundedRect(QRectF(0, 0, size, size), size / 5, size / 5)
        inner = round(size * 0.66)
        at = (size - inner) // 2
        painter.drawPixmap(at, at, pixmap("pen", theme.palette.on_accent, inner))
        painter.end()
        drawn.addPixmap(picture)
    return drawn
