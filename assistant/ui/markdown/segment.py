"""A leaf that has been laid out: its document, where it stands, and how it is painted."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QPainter,
    QPalette,
    QTextCharFormat,
    QTextCursor,
    QTextTable,
)

from assistant.ui.markdown.chips import paint_chips
from assistant.ui.markdown.documents import (
    CELL_PADDING,
    FORMULA_MARK,
    UNBROKEN,
    QuietDocument,
)
from assistant.ui.markdown.leaves import Kind, Leaf
from assistant.ui.markdown.style import Style

CODE_BOTTOM = 12
DEEPEST_INDENT = 8
_UNBROKEN_MARK = re.compile(rf"\[[psd]\.{UNBROKEN}[^\]\n]*\]")


def indent_of(containers: str, style: Style) -> int:
    """How far the text within `containers` starts from the left edge."""
    indent = 0
    for container in containers[: DEEPEST_INDENT * 2]:
        if container == "Q":
            indent += style.quote_indent
        elif container == "I":
            indent += style.item_indent
    return indent


class Segment:
    """Coordinates are relative to the top left of its flow's leaf, without the space above.

    `height` is what the leaf takes, `x` and `y` where its document starts, `width` the room for
    the document and `content_width` what the document takes.
    """

    __slots__ = (
        "_column_lines",
        "_row_lines",
        "content_width",
        "document",
        "height",
        "indent",
        "leaf",
        "style",
        "width",
        "x",
        "y",
    )

    def __init__(self, leaf: Leaf, document: QuietDocument, style: Style, width: int) -> None:
        self.leaf = leaf
        self.document = document
        self.style = style
        self.indent = indent_of(leaf.containers, style)
        self.x = float(self.indent)
        self.y = 0.0
        self.width = float(max(60, width - self.indent))
        self._row_lines: list[int] = []
        self._column_lines: list[int] = []
        if leaf.kind is Kind.CODE:
            self._lay_out_code()
        elif leaf.kind is Kind.TABLE:
            self._lay_out_table()
        elif leaf.kind is Kind.RULE:
            self.content_width, self.height = self.width, 1.0
        else:
            document.setTextWidth(self.width)
            size = document.size()
            self.content_width, self.height = size.width(), size.height()

    def _lay_out_code(self) -> None:
        padding = self.style.code_padding
        self.document.setTextWidth(-1)
        self.content_width = self.document.idealWidth()
        self.x += padding
        self.width -= 2 * padding
        self.y = self.style.caption_height if self.leaf.part == 0 else 0.0
        self.height = self.y + self.document.size().height()

    def _lay_out_table(self) -> None:
        self.document.setTextWidth(self.width)
        table = self.table()
        layout = self.document.documentLayout()
        if table is None:
            self.content_width, self.height = 0.0, 0.0
            return
        rows = [table.cellAt(row, 0) for row in range(table.rows())]
        columns = [table.cellAt(0, column) for column in range(table.columns())]
        blocks = [cell.firstCursorPosition().block() for cell in rows]
        # Qt leaves the space that makes a line taller out of a block's rectangle.
        tops = [
            layout.blockBoundingRect(block).top() - block.layout().boundingRect().top()
            for block in blocks
        ]
        boxes = [layout.blockBoundingRect(cell.firstCursorPosition().block()) for cell in columns]
        start = tops[0] - CELL_PADDING
        self.y = -start
        self._row_lines = [round(top - CELL_PADDING - start) for top in tops]
        self._column_lines = [round(box.left() - CELL_PADDING) for box in boxes]
        right = round(boxes[-1].right() + CELL_PADDING)
        self._column_lines.append(right)
        self.content_width = right + 1.0
        last = [table.cellAt(len(rows) - 1, column) for column in range(len(columns))]
        bottom = max(
            layout.blockBoundingRect(cell.lastCursorPosition().block()).bottom() for cell in last
        )
        self.height = float(round(bottom + CELL_PADDING - start)) + 1
        self._row_lines.append(round(self.height) - 1)

    def table(self) -> QTextTable | None:
        """The table of a TABLE leaf."""
        for frame in self.document.rootFrame().childFrames():
            if isinstance(frame, QTextTable):
                return frame
        return None

    def column_widths(self) -> list[float]:
        """The widths of the columns as laid out, for the parts that follow."""
        table = self.table()
        if table is None:
            return []
        layout = self.document.documentLayout()
        widths = []
        for column in range(table.columns()):
            block = table.cellAt(0, column).firstCursorPosition().block()
            widths.append(layout.blockBoundingRect(block).width() + 2 * CELL_PADDING)
        return widths

    def length(self) -> int:
        """The last position in the document."""
        return max(0, self.document.characterCount() - 1)

    def position_at(self, point: QPointF, scrolled: float) -> int:
        """The position nearest to `point`."""
        if self.leaf.kind is Kind.RULE:
            return 0
        inside = point - QPointF(self.x - scrolled, self.y)
        layout = self.document.documentLayout()
        position = layout.hitTest(inside, Qt.HitTestAccuracy.FuzzyHit)
        return min(max(0, position), self.length())

    def link_at(self, point: QPointF, scrolled: float) -> str:
        """The target of the link under `point`, or ""."""
        inside = point - QPointF(self.x - scrolled, self.y)
        return str(self.document.documentLayout().anchorAt(inside) or "")

    def caret_rect(self, position: int) -> QRectF:
        """Where `position` is."""
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(position, self.length()))
        block = cursor.block()
        rect = self.document.documentLayout().blockBoundingRect(block)
        line = block.layout().lineForTextPosition(cursor.positionInBlock())
        if line.isValid():
            return QRectF(
                self.x + rect.x() + line.cursorToX(cursor.positionInBlock())[0],
                self.y + rect.y() + line.y(),
                1,
                line.height(),
            )
        return QRectF(self.x + rect.x(), self.y + rect.y(), 1, rect.height())

    def text(self, start: int, end: int) -> str:
        """What stands between two positions, formulas as their source, cells by tabs."""
        end = min(end, self.length())
        if self.leaf.kind is Kind.TABLE:
            return self._table_text(start, end)
        cursor = QTextCursor(self.document)
        cursor.setPosition(min(start, self.length()))
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return self._plain(cursor)

    def _plain(self, cursor: QTextCursor) -> str:
        text = cursor.selectedText().replace("\u2029", "\n").replace("\u2028", "\n")
        text = _UNBROKEN_MARK.sub(lambda mark: mark[0].replace(UNBROKEN, " "), text)
        if FORMULA_MARK not in text:
            return text
        before = QTextCursor(self.document)
        before.setPosition(cursor.selectionStart(), QTextCursor.MoveMode.KeepAnchor)
        number = before.selectedText().count(FORMULA_MARK)
        pieces = text.split(FORMULA_MARK)
        joined = pieces[0]
        for piece in pieces[1:]:
            source = self.document.formulas[number][1]
            display = self.leaf.kind is Kind.FORMULA
            joined += (f"$$\n{source}\n$$" if display else f"${source}$") + piece
            number += 1
        return joined

    def _table_text(self, start: int, end: int) -> str:
        table = self.table()
        if table is None:
            return ""
        lines = []
        for row in range(table.rows()):
            cells = []
            for column in range(table.columns()):
                cell = table.cellAt(row, column)
                first, last = cell.firstPosition(), cell.lastPosition()
                if last < start or first > end:
                    continue
                cursor = cell.firstCursorPosition()
                cursor.setPosition(max(first, start))
                cursor.setPosition(min(last, end), QTextCursor.MoveMode.KeepAnchor)
                cells.append(self._plain(cursor))
            if cells:
                lines.append("\t".join(cells))
        return "\n".join(lines)

    def paint(
        self,
        painter: QPainter,
        clip: QRectF,
        scrolled: float,
        marks: list[tuple[int, int, QColor]],
    ) -> None:
        """Paint the document; `marks` are (start, end, background), the last on top."""
        if self.leaf.kind is Kind.RULE:
            colour = QColor(self.style.palette.hairline)
            painter.fillRect(QRectF(self.x, 0, self.width, 1), colour)
            return
        context = QAbstractTextDocumentLayout.PaintContext()
        quiet = "Q" in self.leaf.containers
        ink = self.style.palette.secondary if quiet else self.style.palette.ink
        palette = QPalette()
        palette.setColor(QPalette.ColorRole.Text, QColor(ink))
        context.palette = palette
        selections = []
        for start, end, colour in marks:
            selection = QAbstractTextDocumentLayout.Selection()
            cursor = QTextCursor(self.document)
            cursor.setPosition(min(start, self.length()))
            cursor.setPosition(min(end, self.length()), QTextCursor.MoveMode.KeepAnchor)
            selection.cursor = cursor
            form = QTextCharFormat()
            form.setBackground(colour)
            selection.format = form
            selections.append(selection)
        if selections:
            context.selections = selections
        painter.save()
        if self.content_width > self.width:
            painter.setClipRect(
                QRectF(self.x - 1, 0, self.width + 2, self.height + 1),
                Qt.ClipOperation.IntersectClip,
            )
        painter.translate(self.x - scrolled, self.y)
        self._paint_grid(painter)
        paint_chips(painter, self.document, self.style)
        context.clip = clip.translated(scrolled - self.x, -self.y)
        self.document.documentLayout().draw(painter, context)
        painter.restore()

    def _paint_grid(self, painter: QPainter) -> None:
        """The lines of a table, on whole pixels."""
        if not self._row_lines:
            return
        colour = QColor(self.style.palette.hairline)
        right, bottom = self._column_lines[-1], self._row_lines[-1]
        painter.translate(0, -self.y)
        for number, y in enumerate(self._row_lines):
            if number or not self.leaf.part:
                painter.fillRect(QRectF(0, y, right + 1, 1), colour)
        for x in self._column_lines:
            painter.fillRect(QRectF(x, 0, 1, bottom), colour)
        painter.translate(0, self.y)
