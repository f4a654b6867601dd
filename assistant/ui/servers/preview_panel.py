"""A request, word for word, as it would leave this machine."""

from __future__ import annotations

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.core.remote.preview import Preview
from assistant.ui.controls import Caption, IconButton
from assistant.ui.error_words import error_text
from assistant.ui.markdown.safe_text import displayable
from assistant.ui.servers.words import masked_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import size_text

_LONGEST_LINE = 400
"""Longer lines are broken for the eye: laying them out whole would stop the window."""
_USUAL_HEIGHT = 200
_LEAST_HEIGHT = 64


class PreviewPanel(QWidget):
    """Read-only. What is copied is the body exactly as it is sent."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("request_preview")
        self._theme = theme
        self._body = ""
        self.summary = Caption(theme, "", self)
        self.view = QPlainTextEdit(self)
        self.view.setReadOnly(True)
        self.view.setObjectName("request_text")
        self.view.setAccessibleName(self.tr("The request as it is sent"))
        self.view.setTabChangesFocus(True)
        self.view.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.view.setFixedHeight(_USUAL_HEIGHT)
        self.copy = IconButton(theme, "copy", self.tr("Copy the request"), self)
        self.copy.clicked.connect(self._on_copy)
        head = QHBoxLayout()
        head.setSpacing(measures.GAP_S)
        head.addWidget(self.summary, 1)
        head.addWidget(self.copy, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addLayout(head)
        column.addWidget(self.view)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.clear()

    def around(self, width: int) -> int:
        """How much of the height the text does not get."""
        words = self.summary.heightForWidth(width - measures.HIT_AREA - measures.GAP_S)
        return max(measures.HIT_AREA, words) + 2 * measures.GAP_XS

    def set_room(self, height: int) -> None:
        """How high the text may be."""
        self.view.setFixedHeight(max(_LEAST_HEIGHT, min(_USUAL_HEIGHT, height)))

    def clear(self) -> None:
        """It is on its way."""
        self._body = ""
        self.summary.setText(self.tr("Putting the request together"))
        self.view.clear()
        self.copy.setEnabled(False)

    def show_request(self, request: Preview, text: str) -> None:
        """Show a request; `text` is `shown_text(request)`."""
        self._body = request.body
        masked = masked_text(request.masked) or self.tr("nothing masked")
        words = self.tr("{method} {url} · {messages} · {size} · {masked}")
        self.summary.setText(
            words.format(
                method=request.method,
                url=request.url,
                messages=self.tr("%n message(s)", "", request.messages),
                size=size_text(request.size),
                masked=masked,
            )
        )
        self.view.setPlainText(text)
        self.copy.setEnabled(True)

    def show_error(self, error: UserError) -> None:
        self.summary.setText(error_text(error))

    @Slot()
    def _on_copy(self) -> None:
        QGuiApplication.clipboard().setText(self._body)

    @Slot()
    def _on_theme(self) -> None:
        self.view.setFont(self._theme.mono_font())
        self.summary.setFont(self._theme.caption_font())


def shown_text(request: Preview) -> str:
    """Body and headers for the eye; any thread."""
    head = "\n".join(f"{name}: {value}" for name, value in request.headers)
    lines = displayable(f"{request.shown}\n\n{head}").split("\n")
    return "\n".join(piece for line in lines for piece in _broken(line))


def _broken(line: str) -> list[str]:
    starts = range(0, max(1, len(line)), _LONGEST_LINE)
    return [line[start : start + _LONGEST_LINE] for start in starts]
