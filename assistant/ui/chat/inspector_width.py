"""How wide the inspector is: one width for lists and fields, another for reading a page."""

from __future__ import annotations

from PySide6.QtCore import QSettings

from assistant.ui.theme import measures

LEAST, MOST = 280, 720
_READING = 560


class InspectorWidth:
    """`reading`: a page of a document is open. Widths in pixels."""

    def __init__(self) -> None:
        self.reading = False
        self.usual = measures.INSPECTOR_WIDTH
        self._page = _READING

    def wanted(self, room: int) -> int:
        """The width now; for a page as much as there is `room`, but never less than usual."""
        if not self.reading:
            return self.usual
        return max(self.usual, min(self._page, room))

    def moved(self, width: int) -> None:
        """The person made it this wide."""
        width = min(width, MOST)
        if self.reading:
            self._page = width
            self.usual = min(self.usual, width)
        else:
            self.usual = width

    def save(self, kept: QSettings) -> None:
        kept.setValue("chat/inspector_width", self.usual)
        kept.setValue("chat/reading_width", self._page)

    def restore(self, kept: QSettings) -> None:
        """Widths outside what makes sense are ignored."""
        self.usual = within(
            kept.value("chat/inspector_width"), LEAST, MOST, measures.INSPECTOR_WIDTH
        )
        self._page = within(kept.value("chat/reading_width"), LEAST, MOST, _READING)


def within(value: object, low: int, high: int, default: int) -> int:
    """`value` as a number, `default` where it is none or not from `low` to `high`."""
    try:
        number = int(str(value))
    except ValueError:
        return default
    return number if low <= number <= high else default
