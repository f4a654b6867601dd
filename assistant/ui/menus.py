"""Where the menu of a button opens."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget


def open_below(menu: QMenu, button: QWidget) -> None:
    """Under `button`, with the same right edge; the menu goes when it is closed. Window thread."""
    menu.aboutToHide.connect(menu.deleteLater)
    corner = button.mapToGlobal(button.rect().bottomRight())
    menu.popup(corner - QPoint(menu.sizeHint().width(), 0))
