"""A widget that shows a flow: selecting, copying, links, wide code and tables."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextCursor,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from assistant.ui.controls import IconButton
from assistant.ui.markdown.caret import EXTENDING, START, moved
from assistant.ui.markdown.citations import citation_of
from assistant.ui.markdown.flow import WHOLE_COPY_LEAVES, Flow, Mark, Place
from assistant.ui.markdown.leaves import Kind
from assistant.ui.markdown.links import is_clickable
from assistant.ui.markdown.lookup import whole_code
from assistant.ui.markdown.safe_text import encodable
from assistant.ui.theme.theme import Theme

TICK_MS = 1500
STRIP = 10


class TextView(QWidget):
    """Shows one Flow at its own width. It takes no keyboard focus itself: the widget that
    holds it hands keys to `handle_key`. GUI thread."""

    link_clicked = Signal(str)
    citation_clicked = Signal(str)
    """A mark that leads to a source, without its brackets."""
    link_hovered = Signal(str)
    """The target under the pointer, "" when there is none."""
    selection_started = Signal()
    code_copied = Signal()
    drag_moved = Signal(float)
    """While selecting: the height of the pointer, in pixels of this widget."""
    drag_ended = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._flow: Flow | None = None
        self._source = ""
        self._anchor = START
        self._caret = START
        self._dragging = False
        self._strip_drag: tuple[int, float] | None = None
        self._pressed_link = ""
        self._hovered_link = ""
        self._found: list[Mark] = []
        self._buttons: dict[int, IconButton] = {}
        self._spare: list[IconButton] = []
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    # What is shown ---------------------------------------------------------------------

    @property
    def flow(self) -> Flow | None:
        return self._flow

    def set_flow(self, flow: Flow | None) -> None:
        """Show another flow, without selection."""
        if flow is self._flow:
            return
        self._flow = flow
        self._anchor = self._caret = START
        self._dragging = False
        self._found = []
        self._hover("")
        self._drop_buttons()
        self.update()

    def set_source(self, source: str) -> None:
        """The text behind the flow: what a copy of very much gives instead of what is shown."""
        self._source = source

    def set_found(self, marks: list[Mark]) -> None:
        """Places to show as search hits."""
        if marks != self._found:
            self._found = marks
            self.update()

    def leaves_changed(self, first: int) -> None:
        """The flow's leaves from `first` on are new: cut the selection, paint from there."""
        flow = self._flow
        if flow is None:
            return
        for index in [index for index in self._buttons if index >= len(flow.leaves)]:
            self._retire(index)
        if self.has_selection() and max(self._anchor, self._caret).leaf >= first:
            last = len(flow.leaves) - 1
            if last < 0 or max(self._anchor, self._caret).leaf > last:
                self._anchor = self._caret = START
        top = int(flow.top_of(max(0, first - 1))) if first else 0
        self.update(0, top, self.width(), max(0, self.height() - top) + 4000)

    def place_buttons(self, top: float, bottom: float) -> None:
        """Put the copy buttons on the code that begins between two heights."""
        flow = self._flow
        if flow is None:
            return
        wanted = dict(flow.visible_code(top, bottom))
        for index in [index for index in self._buttons if index not in wanted]:
            self._retire(index)
        for index, caption in wanted.items():
            button = self._buttons.get(index)
            if button is None:
                button = self._spare.pop() if self._spare else self._new_button()
                button.setProperty("leaf", index)
                self._buttons[index] = button
                button.show()
            side = button.width()
            button.move(
                int(caption.right() - side - 2),
                int(caption.top() + (caption.height() - side) / 2) + 1,
            )

    def buttons(self) -> list[IconButton]:
        """The copy buttons that are shown, top to bottom."""
        return [self._buttons[index] for index in sorted(self._buttons)]

    def _new_button(self) -> IconButton:
        button = IconButton(self._theme, "copy", self.tr("Copy code"), self)
        button.setObjectName("copy_code")
        button.setCursor(Qt.CursorShape.ArrowCursor)
        # Who holds this widget moves the focus; the button is reused for other code.
        button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        button.clicked.connect(self._on_copy_code)
        return button

    def _retire(self, index: int) -> None:
        button = self._buttons.pop(index)
        button.hide()
        self._spare.append(button)

    def _drop_buttons(self) -> None:
        for index in list(self._buttons):
            self._retire(index)

    @Slot()
    def _on_copy_code(self) -> None:
        button = self.sender()
        if self._flow is None or not isinstance(button, IconButton):
            return
        index = int(button.property("leaf"))
        if index < len(self._flow.leaves):
            self._to_clipboard(whole_code(self._flow, index))
            button.set_icon_name("check")
            QTimer.singleShot(TICK_MS, button, lambda: button.set_icon_name("copy"))
            self.code_copied.emit()

    # Selection -------------------------------------------------------------------------

    def has_selection(self) -> bool:
        return self._anchor != self._caret

    def selected_text(self) -> str:
        """What is selected, as shown."""
        if self._flow is None or not self.has_selection():
            return ""
        start, end = sorted((self._anchor, self._caret))
        if end.leaf - start.leaf > WHOLE_COPY_LEAVES and start == START and self._source:
            return self._source
        return self._flow.text_between(start, end)

    def clear_selection(self) -> None:
        if self.has_selection():
            self._anchor = self._caret
            self.update()

    def select_all(self) -> None:
        """Everything, from the first to the last position."""
        if self._flow is not None and self._flow.leaves:
            self.selection_started.emit()
            self._anchor, self._caret = START, self._flow.end()
            self.update()

    def copy(self) -> bool:
        """Put the selection on the clipboard; False when there is none."""
        if not self.has_selection():
            return False
        self._to_clipboard(self.selected_text())
        return True

    @staticmethod
    def _to_clipboard(text: str) -> None:
        QGuiApplication.clipboard().setText(encodable(text))

    def handle_key(self, event: QKeyEvent) -> bool:
        """Copy, select all, and extend the selection with Shift; whether it was one of these."""
        if event.matches(QKeySequence.StandardKey.Copy):
            return self.copy()
        if event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
            return True
        for key, move in EXTENDING:
            if event.matches(key):
                self._extend(move)
                return True
        return False

    def _extend(self, move: QTextCursor.MoveOperation) -> None:
        flow = self._flow
        if flow is None or not flow.leaves:
            return
        if not self.has_selection():
            self.selection_started.emit()
        self._caret = moved(flow, self._caret, move)
        self.update()

    def caret_rect(self) -> QRectF:
        """Where the moving end of the selection is."""
        flow = self._flow
        if flow is None or not flow.leaves:
            return QRectF()
        index = min(self._caret.leaf, len(flow.leaves) - 1)
        rect = flow.segment(index).caret_rect(self._caret.position)
        return rect.translated(0, flow.content_top(index))

    # Events ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self._flow is None:
            return
        marks = list(self._found)
        if self.has_selection():
            start, end = sorted((self._anchor, self._caret))
            marks.append(Mark(start, end, "selection"))
        painter = QPainter(self)
        painter.setClipRect(event.rect())
        self._flow.paint(painter, event.rect().top(), event.rect().bottom() + 1, marks)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._flow is None:
            event.ignore()
            return
        point = event.position()
        self._strip_drag = self._strip_at(point)
        if self._strip_drag is not None:
            return
        self._pressed_link = self._flow.link_at(point)
        place = self._flow.place_at(point)
        extending = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self.selection_started.emit()
        self._caret = place
        if not extending:
            self._anchor = place
        self._dragging = True
        self.update()
        event.ignore()  # so that the message around it takes the focus

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or self._flow is None:
            return
        place = self._flow.place_at(event.position())
        segment = self._flow.segment(place.leaf)
        cursor = QTextCursor(segment.document)
        cursor.setPosition(place.position)
        cursor.select(QTextCursor.SelectionType.WordUnderCursor)
        self._anchor = Place(place.leaf, cursor.selectionStart())
        self._caret = Place(place.leaf, cursor.selectionEnd())
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._flow is None:
            return
        point = event.position()
        if self._strip_drag is not None:
            self._drag_strip(point)
        elif self._dragging:
            self.extend_to(point)
            self.drag_moved.emit(point.y())
        else:
            self._hover(self._flow.link_at(point))

    def extend_to(self, point: QPointF) -> None:
        """Move the end of the selection to `point`."""
        if self._flow is None:
            return
        place = self._flow.place_at(point)
        if place != self._caret:
            self._caret = place
            self._pressed_link = ""
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._strip_drag = None
        if not self._dragging:
            event.ignore()
            return
        self._dragging = False
        self.drag_ended.emit()
        link = self._pressed_link
        self._pressed_link = ""
        same = self._flow is not None and self._flow.link_at(event.position()) == link
        if link and same and not self.has_selection():
            self.follow(link)
        if self.has_selection() and QGuiApplication.clipboard().supportsSelection():
            mode = QGuiApplication.clipboard().Mode.Selection
            QGuiApplication.clipboard().setText(encodable(self.selected_text()), mode)

    def follow(self, link: str) -> None:
        """Say that the link with this target was chosen."""
        if mark := citation_of(link):
            self.citation_clicked.emit(mark)
        elif is_clickable(link):
            self.link_clicked.emit(link)

    def leaveEvent(self, event: QEvent) -> None:
        self._hover("")

    def wheelEvent(self, event: QWheelEvent) -> None:
        delta = event.pixelDelta().x() or event.angleDelta().x()
        if not delta and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            delta = event.angleDelta().y()
        if not delta or self._flow is None:
            event.ignore()
            return
        index = self._flow.leaf_at(event.position().y())
        if self._flow.leaves and self._flow.scroll_sideways(index, -delta / 2):
            self.update()
            event.accept()
        else:
            event.ignore()

    def _hover(self, link: str) -> None:
        if link == self._hovered_link:
            return
        self._hovered_link = link
        shape = Qt.CursorShape.PointingHandCursor if link else Qt.CursorShape.IBeamCursor
        self.setCursor(shape)
        words = self._words(link)
        self.setToolTip(words)
        self.link_hovered.emit(words)

    def _words(self, link: str) -> str:
        """Where a link leads, to be read."""
        mark = citation_of(link)
        if mark and self._flow is not None and self._flow.citations is not None:
            return self._flow.citations.described(mark)
        return link

    def _strip_at(self, point: QPointF) -> tuple[int, float] | None:
        flow = self._flow
        if flow is None or not flow.leaves:
            return None
        index = flow.leaf_at(point.y())
        last = index + 1 >= len(flow.leaves) or flow.leaves[index + 1].part == 0
        wide = flow.leaves[index].kind in (Kind.CODE, Kind.TABLE, Kind.FORMULA)
        if not (last and wide and flow.overflows(index)):
            return None
        return (index, point.x()) if point.y() > flow.top_of(index + 1) - STRIP else None

    def _drag_strip(self, point: QPointF) -> None:
        if self._strip_drag is None or self._flow is None:
            return
        index, x = self._strip_drag
        segment = self._flow.segment(index)
        ratio = self._flow.extent(index) / segment.width
        self._flow.scroll_sideways(index, (point.x() - x) * ratio)
        self._strip_drag = (index, point.x())
        self.update()
