"""The card that asks, in place, whether text may be sent to a server."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from assistant.core.display_text import one_line
from assistant.core.remote.server import RemoteServer
from assistant.ui.controls import Caption, IconButton, push_button
from assistant.ui.documents.fitted_area import FittedArea
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.servers.preview_panel import PreviewPanel
from assistant.ui.servers.words import warnings_of
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_USUAL_ROOM = 480
_LEAST_MIDDLE = 72
_FRAME = 6


class PermissionCard(QFrame):
    """What would be sent and to where. Esc and its cross put it away: nothing is sent then.

    allowed()         send it, and ask no more for this place
    preview_wanted()  `preview` is empty and shown: somebody has to fill it
    model_wanted()    another model instead
    left()            put away without an answer
    """

    allowed = Signal()
    preview_wanted = Signal()
    model_wanted = Signal()
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("permission_card")
        self._theme = theme
        self.server: RemoteServer | None = None
        self._room = _USUAL_ROOM
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.title = QLabel(self)
        self.title.setWordWrap(True)
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.dismiss = IconButton(theme, "x", self.tr("Do not send"), self)
        self.dismiss.clicked.connect(self.leave)
        self.text = Caption(theme, "", self)
        self.warning = Caption(theme, "", self, tone="caution")
        self.allow = push_button(self.tr("Send"), "primary", self)
        self.allow.clicked.connect(self.allowed)
        self.look = push_button(self.tr("See exactly what is sent"), "", self)
        self.look.clicked.connect(self._on_look)
        self.other = push_button(self.tr("Choose another model"), "link", self)
        self.other.clicked.connect(self.model_wanted)
        self.preview = PreviewPanel(theme, self)
        self.preview.hide()
        self._build()
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.hide()

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(measures.GAP_S)
        head.addWidget(self.title, 1)
        head.addWidget(self.dismiss, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget()
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(0, 0, 0, 0)
        middle.setSpacing(measures.GAP_S)
        middle.addWidget(self.text)
        middle.addWidget(self.warning)
        middle.addWidget(self.preview)
        self._middle = FittedArea(inside, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_M, measures.GAP_S, measures.GAP_S, measures.GAP_M)
        column.setSpacing(measures.GAP_S)
        column.addLayout(head)
        column.addWidget(self._middle)
        self._buttons = wrapping(measures.GAP_S, self.allow, self.look, self.other)
        column.addWidget(self._buttons)

    def set_room(self, height: int) -> None:
        """`height` that the card may have; title and buttons always stay."""
        self._room = height
        self.fit()

    def fit(self) -> None:
        """What it says has changed: divide the room anew."""
        width = max(200, self.width() - measures.GAP_M - measures.GAP_S)
        title = max(measures.HIT_AREA, self.title.heightForWidth(width - measures.HIT_AREA))
        fixed = title + self._buttons.heightForWidth(width) + 4 * measures.GAP_S + _FRAME
        room = max(_LEAST_MIDDLE, self._room - fixed)
        self._middle.set_tallest(room)
        self.preview.set_room(room - self.preview.around(width))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def ask(
        self,
        server: RemoteServer,
        lines: Sequence[str],
        *,
        title: str,
        allow: str,
        preview: bool = False,
    ) -> None:
        """Show it. `lines` say what is sent; `title` and `allow` may hold `{host}`."""
        host = one_line(server.host)
        if self.server is not None and self.server.id != server.id:
            self._fold_preview()
        self.server = server
        self.title.setText(title.replace("{host}", host))
        notes = [*lines, self._masking(server)]
        self.text.setText("\n".join(line for line in notes if line))
        warnings = warnings_of(server)
        self.warning.setText("\n".join(warnings))
        self.warning.setVisible(bool(warnings))
        self.allow.setText(allow.replace("{host}", host))
        self.allow.setAccessibleName(self.allow.text())
        self.look.setVisible(preview)
        if not preview:
            self._fold_preview()
        self.setAccessibleName(" ".join([self.title.text(), *notes, *warnings]))
        self.show()

    def take_focus(self) -> None:
        self.allow.setFocus(Qt.FocusReason.OtherFocusReason)

    def _masking(self, server: RemoteServer) -> str:
        if server.masking:
            return self.tr(
                "E-mail addresses, phone and card numbers and keys in it are masked before."
            )
        return self.tr("Nothing in it is masked; that can be chosen for each server.")

    @Slot()
    def leave(self) -> None:
        """Put it away without an answer."""
        if not self.isHidden():
            self._fold_preview()
            self.hide()
            self.left.emit()

    def put_away(self) -> None:
        """The question is answered, or there is none any more."""
        self._fold_preview()
        self.hide()

    @Slot()
    def _on_look(self) -> None:
        if self.preview.isHidden():
            self.preview.clear()
            self.preview.show()
            for less in (self.text, self.other):  # in a low window it needs their room
                less.hide()
            self.fit()
            self.look.setText(self.tr("Hide what is sent"))
            self.look.setAccessibleName(self.look.text())
            self.preview_wanted.emit()
        else:
            self._fold_preview()

    def _fold_preview(self) -> None:
        self.preview.hide()
        self.preview.clear()
        for less in (self.text, self.other):
            less.show()
        self.fit()
        self.look.setText(self.tr("See exactly what is sent"))
        self.look.setAccessibleName(self.look.text())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self._theme.interface_font(bold=True))
        for caption in (self.text, self.warning):
            caption.setFont(self._theme.caption_font())
        roles = self._theme.palette
        self.setStyleSheet(
            f"#permission_card {{ background: {roles.surface};"
            f" border: 1px solid {roles.caution}; border-radius: {measures.RADIUS_CARD}px; }}"
        )
