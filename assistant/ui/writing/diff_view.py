"""The result with its changes in it: painted piece by piece, however long it is."""

from __future__ import annotations

import time
from collections.abc import Iterable

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, Qt, QTimer, Signal, Slot
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from assistant.core.writing.session import WritingSession
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.markup import Run, broken, chunks, formats, length16, piece_runs, shown
from assistant.ui.writing.offsets import Offsets

_SLICE_S = 0.006
"""So long the window's thread paints without a break."""
_HOVER_MS = 250


class DiffView(QPlainTextEdit):
    """Read-only. `hovered(int)`: the change under a resting pointer, -1 for none.

    `pressed(int)`: a change was clicked. `painted()`: everything is shown.
    """

    hovered = Signal(int)
    pressed = Signal(int)
    painted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("diff_view")
        self.setAccessibleName(self.tr("Result"))
        self.setReadOnly(True)
        self.setUndoRedoEnabled(False)
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.setTabChangesFocus(True)
        self.viewport().setMouseTracking(True)
        self._theme = theme
        self._formats = formats(theme)
        self._session: WritingSession | None = None
        self._final = False
        self._current = -1
        self._under = -1
        self._wanted = -1
        self._offsets = Offsets()
        self._columns: list[int] = []
        self._dirty: dict[int, None] = {}
        self._rest: list[str] | None = None
        self._tail = 0
        self._timer = QTimer(self, interval=0, singleShot=True)
        self._timer.timeout.connect(self._paint_slice)
        self._hover = QTimer(self, singleShot=True, interval=_HOVER_MS)
        self._hover.timeout.connect(lambda: self.hovered.emit(self._under))
        theme.changed.connect(self._on_theme)
        self._on_theme()

    # --- what is shown ---------------------------------------------------------------------

    @property
    def final(self) -> bool:
        """Whether the text is shown as it will be, instead of its changes."""
        return self._final

    @property
    def busy(self) -> bool:
        """Whether something is still to be painted."""
        return self._timer.isActive()

    def set_session(self, session: WritingSession | None) -> None:
        """Show this one from now on."""
        self._session = session
        self._begin()

    def set_final(self, final: bool) -> None:
        if final != self._final:
            self._final = final
            self._begin()

    def refresh(self) -> None:
        """More of the session is there, or it has ended."""
        self._paint_slice()

    def extend(self, piece: int, text: str) -> None:
        """More of the raw answer to a piece; that of the next one to be finished is shown."""
        session = self._session
        if session is None or piece != len(self._offsets) or len(session.done) != piece:
            return
        if not self._tail:
            self._show_tail()
        else:
            self._append_tail(text)

    def repaint_changes(self, numbers: Iterable[int]) -> None:
        """Other decisions hold for these."""
        session = self._session
        if session is not None:
            self._dirty.update(dict.fromkeys(session.piece_of(number) for number in numbers))
            self._paint_slice()

    def set_current(self, number: int, *, scroll: bool = True) -> None:
        """Highlight this change; -1 for none."""
        self._current = number
        self.viewport().update()
        if number < 0 or not scroll:
            return
        span = self.span(number)
        if span is None:
            self._wanted = number  # it is not painted yet
            return
        self._wanted = -1
        cursor = QTextCursor(self.document())
        cursor.setPosition(span[0])
        self.setTextCursor(cursor)
        self.ensureCursorVisible()
        where = self.cursorRect()
        if where.bottom() > self.viewport().height() * 0.7:
            self.centerCursor()

    def go_to_piece(self, piece: int) -> None:
        """Bring the beginning of a piece into sight, once it is painted."""
        if piece < len(self._offsets):
            cursor = QTextCursor(self.document())
            lead = self._runs(piece)[0].text
            space = len(lead) - len(lead.lstrip())
            cursor.setPosition(self._offsets.start(piece) + space)
            self.setTextCursor(cursor)
            self.centerCursor()

    def span(self, number: int) -> tuple[int, int] | None:
        """Where a change stands in the document; None while it is not painted."""
        session = self._session
        if session is None or number < 0 or number >= len(session.review.changes):
            return None
        piece = session.piece_of(number)
        if piece >= len(self._offsets):
            return None
        at = self._offsets.start(piece)
        start = end = None
        for run in self._runs(piece):
            if run.number >= number and start is None:
                start = end = at
            at += length16(run.text)
            if run.number == number:
                end = at
        return (at, at) if start is None or end is None else (start, end)

    def change_at(self, position: int) -> int:
        """The change that stands at a position of the document; -1 for none."""
        if self._session is None or not len(self._offsets):
            return -1
        piece = self._offsets.find(position)
        at = self._offsets.start(piece)
        for run in self._runs(piece):
            at += length16(run.text)
            if position < at:
                return run.number
        return -1

    def rect_of(self, number: int) -> QRect:
        """The first line of a change, in the viewport; null where there is none."""
        span = self.span(number)
        if span is None:
            return QRect()
        cursor = QTextCursor(self.document())
        cursor.setPosition(span[0])
        first = self.cursorRect(cursor)
        cursor.setPosition(span[1])
        last = self.cursorRect(cursor)
        return first.united(last) if first.top() == last.top() else first

    # --- painting --------------------------------------------------------------------------

    def _begin(self) -> None:
        self._timer.stop()
        self.clear()
        self._offsets = Offsets()
        self._columns = []
        self._dirty = {}
        self._rest = None
        self._tail = 0
        self._paint_slice()

    def _runs(self, piece: int) -> list[Run]:
        assert self._session is not None  # noqa: S101 - whoever asks has looked
        before = self._columns[piece - 1] if piece else 0
        return broken(piece_runs(self._session, piece, final=self._final), before)[0]

    @Slot()
    def _paint_slice(self) -> None:
        """Paint for a few milliseconds; the rest follows when others had their turn."""
        session = self._session
        if session is None:
            return
        until = time.monotonic() + _SLICE_S
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        while self._paint_one(session, cursor):
            if time.monotonic() > until:
                self._timer.start()
                break
        cursor.endEditBlock()
        self.viewport().update()
        if self._wanted >= 0:
            self.set_current(self._wanted)
        if not self._timer.isActive():
            self._show_tail()
            self.painted.emit()

    def _paint_one(self, session: WritingSession, cursor: QTextCursor) -> bool:
        """Paint the next part; False when there is none."""
        if self._dirty:
            piece = next(iter(self._dirty))
            del self._dirty[piece]
            if piece < len(self._offsets):
                self._paint_again(piece, cursor)
            return True
        if len(self._offsets) < len(session.done):
            self._drop_tail(cursor)
            self._paint_piece(len(self._offsets), cursor)
            return True
        if session.phase == "working" or session.composes:
            return False
        if self._rest is None:
            self._drop_tail(cursor)
            self._rest = chunks(session.order.text[session.rest :])[::-1]
        if self._rest:
            column = self._columns[-1] if self._columns else 0
            runs = broken([Run(shown(self._rest.pop()), "rest")], column)[0]
            self._insert(runs, cursor, end=True)
            return True
        return False

    def _paint_piece(self, piece: int, cursor: QTextCursor) -> None:
        before = self._columns[-1] if self._columns else 0
        assert self._session is not None  # noqa: S101 - see `_paint_slice`
        runs, column = broken(piece_runs(self._session, piece, final=self._final), before)
        self._insert(runs, cursor, end=True)
        self._columns.append(column)
        self._offsets.append(sum(length16(run.text) for run in runs))

    def _paint_again(self, piece: int, cursor: QTextCursor) -> None:
        start = self._offsets.start(piece)
        cursor.setPosition(start)
        cursor.setPosition(start + self._offsets[piece], QTextCursor.MoveMode.KeepAnchor)
        cursor.removeSelectedText()
        runs = self._runs(piece)
        self._insert(runs, cursor)
        self._offsets.set(piece, sum(length16(run.text) for run in runs))

    def _insert(self, runs: list[Run], cursor: QTextCursor, *, end: bool = False) -> None:
        if end:
            cursor.movePosition(QTextCursor.MoveOperation.End)
        for run in runs:
            cursor.insertText(run.text, self._formats[run.kind])

    # what the model is just writing

    def _show_tail(self) -> None:
        session = self._session
        if session is None or session.phase != "working" or self._tail or session.composes:
            return
        piece = len(session.done)
        text = session.streams.get(piece, "")
        if text and len(self._offsets) == piece:
            source, at = session.order.text, session.rest
            start = session.spans[piece][0] if piece < len(session.spans) else at
            self._append_tail(source[at:start] + text)

    def _append_tail(self, text: str) -> None:
        cursor = QTextCursor(self.document())
        self._insert([Run(shown(text), "rest")], cursor, end=True)
        self._tail += length16(text)

    def _drop_tail(self, cursor: QTextCursor) -> None:
        """What the model wrote is replaced by what came of it."""
        whole = self._offsets.start(len(self._offsets))
        self._tail = 0
        self._rest = None
        cursor.setPosition(whole)
        cursor.movePosition(QTextCursor.MoveOperation.End, QTextCursor.MoveMode.KeepAnchor)
        if cursor.hasSelection():
            cursor.removeSelectedText()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The current change has a frame."""
        super().paintEvent(event)
        span = self.span(self._current)
        if span is None:
            return
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(self._theme.colour("accent"), measures.FOCUS_RING))
        for box in self._boxes(*span):
            painter.drawRoundedRect(box.adjusted(-2, 0, 2, 0), 3, 3)

    def _boxes(self, start: int, end: int) -> list[QRectF]:
        """What a part of the text takes on each line, in the viewport."""
        boxes: list[QRectF] = []
        block = self.document().findBlock(start)
        while block.isValid() and block.position() <= end and block.isVisible():
            corner = self.blockBoundingGeometry(block).translated(self.contentOffset()).topLeft()
            if corner.y() > self.viewport().height():
                break
            layout = block.layout()
            first, last = max(0, start - block.position()), end - block.position()
            for number in range(layout.lineCount()):
                line = layout.lineAt(number)
                one = max(first, line.textStart())
                other = min(last, line.textStart() + line.textLength())
                if one <= other and (one < other or start == end):
                    x, to = line.cursorToX(one)[0], line.cursorToX(other)[0]
                    box = QRectF(min(x, to), line.y(), max(2.0, abs(to - x)), line.height())
                    boxes.append(box.translated(corner))
            block = block.next()
        return boxes

    @Slot()
    def _on_theme(self) -> None:
        self._formats = formats(self._theme)
        self.setFont(self._theme.reading_font())
        self._begin()

    # --- pointer and keys ------------------------------------------------------------------

    def change_under(self, point: QPoint) -> int:
        """The change under a point of the viewport; -1 for none."""
        cursor = self.cursorForPosition(point)
        where = self.cursorRect(cursor)
        if abs(where.center().y() - point.y()) > where.height():
            return -1
        at = cursor.position()
        if where.left() > point.x():
            at -= 1
        return self.change_at(max(0, at))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        under = self.change_under(event.position().toPoint())
        if under != self._under:
            self._under = under
            self._hover.start()
            shape = Qt.CursorShape.PointingHandCursor if under >= 0 else Qt.CursorShape.IBeamCursor
            self.viewport().setCursor(shape)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover.stop()
        self._under = -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() == Qt.MouseButton.LeftButton and not self.textCursor().hasSelection():
            number = self.change_under(event.position().toPoint())
            if number >= 0:
                self.pressed.emit(number)

    def event(self, event: QEvent) -> bool:
        """Keys of decisions are for whoever decides, not for the editor."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            keys = (Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Backspace, Qt.Key.Key_Return)
            if control and event.key() in keys:
                event.ignore()
                return False
        return super().event(event)
