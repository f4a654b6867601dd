"""What the window shows of downloads wherever one is: a sign in the status line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from assistant.ui.hub.indicator import DownloadIndicator

if TYPE_CHECKING:
    from assistant.ui.window import MainWindow

_PLACE = 2  # behind the engine and its speed


def attach_hub(window: MainWindow) -> DownloadIndicator:
    """Show them beside the engine's state; once, when the controller was made."""
    hub = window.services.hub
    indicator = DownloadIndicator(hub, window.theme, window.status_line)
    row = window.status_line.layout()
    if isinstance(row, QHBoxLayout):
        row.insertWidget(_PLACE, indicator)
    hub.downloads_requested.connect(lambda: window.actions_registry.trigger("model_downloads"))
    return indicator
