"""What may be sent to a server, to withdraw it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QDateTime, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from assistant.core.remote.consent import Permission
from assistant.ui.controls import Caption, ElidedLabel, push_button
from assistant.ui.servers.words import place_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class PermissionRows(QWidget):
    """`withdrawn(str, str)`: place and server. Nothing is shown while there are none."""

    withdrawn = Signal(str, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._shown: tuple[tuple[str, str, str], ...] | None = None
        self.buttons: dict[str, QPushButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)

    def show_permissions(
        self, given: Sequence[Permission], titles: Mapping[int, str], names: Mapping[str, str]
    ) -> None:
        """List them. `names` of the servers are shown where they are given."""
        told = tuple(
            (each.place, each.server_id, self._text(each, titles, names)) for each in given
        )
        if told == self._shown:
            return
        self._shown = told
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons.clear()
        for place, server_id, text in told:
            self._column.addWidget(self._row(place, server_id, text))
        self.setVisible(bool(told))

    def _text(self, given: Permission, titles: Mapping[int, str], names: Mapping[str, str]) -> str:
        what = names.get(given.server_id) or place_text(given.place, titles)
        when = QLocale().toString(
            QDateTime.fromSecsSinceEpoch(int(given.given_at)), QLocale.FormatType.ShortFormat
        )
        return self.tr("{what} · since {when}").format(what=what, when=when)

    def _row(self, place: str, server_id: str, text: str) -> QWidget:
        row = QWidget(self)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(measures.GAP_S)
        label = ElidedLabel(text, row)
        label.setFont(self._theme.caption_font())
        button = push_button(self.tr("Withdraw"), "link", row)
        button.setAccessibleName(self.tr("Withdraw: {what}").format(what=text))
        button.clicked.connect(lambda _on=False: self.withdrawn.emit(place, server_id))
        self.buttons[place] = button
        line.addWidget(label, 1)
        line.addWidget(button)
        return row


def permission_heading(theme: Theme, text: str, parent: QWidget) -> Caption:
    """The line over the rows."""
    heading = Caption(theme, text, parent)
    heading.setFont(theme.caption_font(bold=True))
    return heading
