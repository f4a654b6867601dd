"""The model card: a stranger's Markdown, of which nothing is loaded."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QWidget

from assistant.core.hub.card_reading import readable_card
from assistant.ui.documents.reading_view import ReadingView
from assistant.ui.markdown.flow import Flow
from assistant.ui.markdown.links import is_clickable
from assistant.ui.markdown.stream import MarkdownStream
from assistant.ui.theme.theme import Theme


class CardView(ReadingView):
    """Reads a card some thousand characters at a time, so that the window stays quick.

    Links show where they lead and open in the browser after a click; images are their words.
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setAccessibleName(self.tr("Model card"))
        self._stream: MarkdownStream | None = None
        self._steps = QTimer(self, interval=0)
        self._steps.timeout.connect(self._step)
        self.text.link_clicked.connect(_open)
        self._reached = self.focusPolicy()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def show_card(self, markdown: str) -> None:
        """Show the beginning at once, the rest as it is read."""
        self.clear()
        text = readable_card(markdown)
        if text.strip():
            self.setFocusPolicy(self._reached)
        self._text = text
        self._stream = MarkdownStream()
        self._stream.append(text)
        self.text.set_flow(Flow(self._rendering.workshop))
        self.text.set_source(text)
        self.verticalScrollBar().setValue(0)
        self._step()

    def clear(self) -> None:
        self._steps.stop()
        self._stream = None
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # there is nothing to scroll
        super().clear()

    @property
    def reading(self) -> bool:
        """Whether there is more to come."""
        return self._stream is not None

    @Slot()
    def _step(self) -> None:
        stream, flow = self._stream, self.text.flow
        if stream is None or flow is None:
            self._steps.stop()
            return
        if stream.behind:
            changed = stream.refresh()
            self._steps.start()
        else:
            changed = stream.finish()
            self._stream = None
            self._steps.stop()
        flow.update(stream.leaves, stream.environment, changed)
        self.text.leaves_changed(changed)
        self._arrange()


def _open(target: str) -> None:
    url = QUrl(target, QUrl.ParsingMode.StrictMode)
    if url.isValid() and is_clickable(target):
        QDesktopServices.openUrl(url)
