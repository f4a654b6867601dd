"""One leaf as a QTextDocument that loads nothing."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QCoreApplication, QRectF, QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextLength,
    QTextOption,
    QTextTableFormat,
)

from assistant.core.citation_marks import Mark
from assistant.ui.markdown.citations import SCHEME, CitationLinks
from assistant.ui.markdown.formulas import Formula, FormulaKey, Formulas
from assistant.ui.markdown.grammar import parse_inline
from assistant.ui.markdown.highlight import coloured
from assistant.ui.markdown.leaves import CELL_CHARACTERS, Kind, Leaf
from assistant.ui.markdown.links import is_clickable, shown_target
from assistant.ui.markdown.safe_text import displayable
from assistant.ui.markdown.style import Style

if TYPE_CHECKING:
    from markdown_it.token import Token

FORMULA_OBJECT = QTextFormat.ObjectTypes.UserObject.value + 1
FORMULA_INDEX = QTextFormat.Property.UserProperty.value + 1
FORMULA_MARK = "\ufffc"
LINE_BREAK = "\u2028"
CELL_PADDING = 8

_ADDRESS = re.compile(r"https?://[^\s<>\"'`\u3000-\u303f\uff00-\uffef]+")
_ALIGNMENT = {
    "l": Qt.AlignmentFlag.AlignLeft,
    "c": Qt.AlignmentFlag.AlignHCenter,
    "r": Qt.AlignmentFlag.AlignRight,
}


class Chip(NamedTuple):
    """A mark of a source: characters `start` to `end`, and how far it reaches from its line."""

    start: int
    end: int
    ascent: float
    descent: float


class QuietDocument(QTextDocument):
    """A document that never loads a resource. `formulas` are (drawing, LaTeX source) pairs."""

    def __init__(self) -> None:
        super().__init__()
        self.setUndoRedoEnabled(False)
        self.setDocumentMargin(0)
        self.formulas: list[tuple[Formula, str]] = []
        self.least_ascent = 0.0
        """How far a formula reaches above the line at least, so that lines keep their distance."""
        self.pending = False
        """Whether a formula in it is still being drawn."""
        self.chips: list[Chip] = []

    def loadResource(self, kind: int, name: QUrl) -> Any:
        return None


class FormulaObject(QPyTextObject):
    """Paints the formulas of a QuietDocument; one for all documents."""

    def intrinsicSize(self, doc: QTextDocument, position: int, form: QTextFormat) -> QSizeF:
        formula = doc.formulas[form.intProperty(FORMULA_INDEX)][0]  # type: ignore[attr-defined]
        hang = QFontMetrics(form.toCharFormat().font()).descent()
        ascent = max(doc.least_ascent, formula.height - formula.descent)  # type: ignore[attr-defined]
        return QSizeF(formula.width + 2, ascent + hang)

    def drawObject(
        self, painter: QPainter, rect: QRectF, doc: QTextDocument, position: int, form: QTextFormat
    ) -> None:
        formula = doc.formulas[form.intProperty(FORMULA_INDEX)][0]  # type: ignore[attr-defined]
        spare = max(0.0, doc.least_ascent - formula.height + formula.descent)  # type: ignore[attr-defined]
        painter.drawImage(round(rect.x() + 1), round(rect.y() + spare), formula.image)


class Workshop:
    """Builds the documents of leaves in one style. GUI thread."""

    def __init__(self, style: Style, formulas: Formulas, painter: FormulaObject) -> None:
        self.style = style
        self._formulas = formulas
        self._painter = painter

    def build(
        self,
        leaf: Leaf,
        environment: dict[str, Any],
        widths: list[float] | None = None,
        citations: CitationLinks | None = None,
    ) -> QuietDocument:
        """The document of `leaf`; `widths` are the columns of the first part of its table.

        Marks that lead somewhere in `citations` become links.
        """
        document = QuietDocument()
        if citations is not None:
            environment = citations.without_marks(environment)
        document.setDefaultFont(self.style.body_font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        if leaf.kind is Kind.TABLE:
            option.setWrapMode(QTextOption.WrapMode.WordWrap)
        elif leaf.kind is Kind.CODE:
            option.setWrapMode(QTextOption.WrapMode.NoWrap)
            option.setTabStopDistance(self.style.code_width * 4)
        document.setDefaultTextOption(option)
        if leaf.kind is Kind.TABLE:
            self._build_table(document, leaf, environment, widths, citations)
        elif leaf.kind is Kind.CODE:
            self._build_code(document, leaf)
        elif leaf.kind is Kind.FORMULA:
            self._build_formula(document, leaf)
        elif leaf.kind is not Kind.RULE:
            self._build_text(document, leaf, environment, citations)
        return document

    def _build_text(
        self,
        document: QuietDocument,
        leaf: Leaf,
        environment: dict[str, Any],
        citations: CitationLinks | None,
    ) -> None:
        cursor = QTextCursor(document)
        form = self.style.text(quiet="Q" in leaf.containers)
        height = self.style.line_height
        if leaf.kind is Kind.HEADING:
            font = self.style.heading_fonts[min(leaf.level, 3) - 1]
            form.setFont(font)
            height = font.pixelSize() * 1.35
        document.least_ascent = height - QFontMetrics(self.style.body_font).descent()
        cursor.setBlockFormat(self.style.block(height))
        cursor.setBlockCharFormat(form)
        inline = _Inline(self, document, cursor, form, citations)
        if leaf.kind is Kind.PLAIN:
            inline.insert_plain(displayable(leaf.text))
        else:
            inline.insert(parse_inline(leaf.text, environment))

    def _build_code(self, document: QuietDocument, leaf: Leaf) -> None:
        document.setDefaultFont(self.style.mono_font)
        cursor = QTextCursor(document)
        cursor.setBlockFormat(self.style.block(self.style.code_line_height))
        form = QTextCharFormat()
        for text, role in coloured(leaf.text, leaf.language, leaf.context):
            form.setForeground(QColor(getattr(self.style.palette, role)))
            cursor.insertText(text, form)

    def _build_formula(self, document: QuietDocument, leaf: Leaf) -> None:
        cursor = QTextCursor(document)
        block = QTextBlockFormat()
        form = self.style.text(quiet="Q" in leaf.containers)
        if self.insert_formula(document, cursor, form, leaf.text, display=True):
            block.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        cursor.setBlockFormat(block)

    def insert_formula(
        self,
        document: QuietDocument,
        cursor: QTextCursor,
        form: QTextCharFormat,
        latex: str,
        *,
        display: bool,
    ) -> bool:
        """Insert the drawing, or the source in code style; whether it is drawn."""
        style = self.style
        colour = form.foreground().color().name()
        key = FormulaKey(latex, display, style.body_px, colour, style.ratio)
        formula, awaited = self._formulas.get(key)
        document.pending = document.pending or awaited
        if formula is None:
            cursor.insertText(latex.replace("\n", LINE_BREAK), style.as_code(form))
            return False
        document.documentLayout().registerHandler(FORMULA_OBJECT, self._painter)
        mark = QTextCharFormat()
        mark.setObjectType(FORMULA_OBJECT)
        mark.setProperty(FORMULA_INDEX, len(document.formulas))
        mark.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
        mark.setFont(_font_with_descent(style.body_font, formula.descent))
        document.formulas.append((formula, latex))
        cursor.insertText(FORMULA_MARK, mark)
        return True

    def _build_table(
        self,
        document: QuietDocument,
        leaf: Leaf,
        environment: dict[str, Any],
        widths: list[float] | None,
        citations: CitationLinks | None,
    ) -> None:
        cursor = QTextCursor(document)
        columns = len(leaf.columns)
        table = cursor.insertTable(max(1, len(leaf.rows)), columns, self._table_format(widths))
        block = self.style.block(self.style.body_px * 1.25)
        head = self.style.text(quiet="Q" in leaf.containers)
        body = QTextCharFormat(head)
        head.setFontWeight(QFont.Weight.DemiBold)
        for row, cells in enumerate(leaf.rows):
            form = head if row == 0 and leaf.part == 0 else body
            for column, cell in enumerate(cells[:columns]):
                place = table.cellAt(row, column).firstCursorPosition()
                block.setAlignment(_ALIGNMENT.get(leaf.columns[column], _ALIGNMENT["l"]))
                place.setBlockFormat(block)
                place.setBlockCharFormat(form)
                inline = _Inline(self, document, place, form, citations)
                if len(cell) > CELL_CHARACTERS:
                    inline.insert_plain(cell)
                elif cell:
                    inline.insert(parse_inline(cell, environment))

    def _table_format(self, widths: list[float] | None) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setBorder(0)
        form.setCellPadding(CELL_PADDING)
        form.setCellSpacing(0)
        if widths:
            fixed = QTextLength.Type.FixedLength
            form.setColumnWidthConstraints([QTextLength(fixed, width) for width in widths])
        return form


UNBROKEN = "\u00a0"
"""The space inside a mark, which stays on one line; `Segment` copies it as a plain one."""


class _Inline:
    """Inserts inline tokens at a cursor."""

    def __init__(
        self,
        workshop: Workshop,
        document: QuietDocument,
        cursor: QTextCursor,
        form: QTextCharFormat,
        citations: CitationLinks | None,
    ) -> None:
        self._workshop = workshop
        self._citations = citations
        self._document = document
        self._cursor = cursor
        self._base = form
        self._bold = 0
        self._italic = 0
        self._struck = 0
        self._link = ""
        self._unsafe = ""
        self._form = form

    def insert(self, tokens: list[Token]) -> None:
        for token in tokens:
            self._visit(token)

    def insert_plain(self, text: str) -> None:
        """Insert `text` as it is; its marks are links all the same."""
        at = 0
        for mark in self._citations.marks(text) if self._citations is not None else ():
            self._cursor.insertText(text[at : mark.start], self._form)
            self._mark(mark)
            at = mark.end
        self._cursor.insertText(text[at:], self._form)

    def _visit(self, token: Token) -> None:
        kind = token.type
        if kind == "text":
            self._text(token.content)
        elif kind in ("softbreak", "hardbreak"):
            self._cursor.insertText(LINE_BREAK, self._form)
        elif kind == "code_inline":
            self._cursor.insertText(token.content, self._workshop.style.as_code(self._form))
        elif kind in ("math_inline", "math_inline_double"):
            self._workshop.insert_formula(
                self._document, self._cursor, self._form, token.content, display=False
            )
        elif kind == "link_open":
            self._open_link(str(token.attrs.get("href", "")))
        elif kind == "link_close":
            self._close_link()
        elif kind == "image":
            self._image(token)
        elif token.nesting:
            self._emphasis(kind, token.nesting)
        else:
            self._cursor.insertText(token.content, self._form)

    def _text(self, text: str) -> None:
        if self._link or self._unsafe:
            self._cursor.insertText(text, self._form)
            return
        at = 0
        for match in _ADDRESS.finditer(text) if "://" in text else ():
            address = _trimmed(match.group())
            if not is_clickable(address):
                continue
            self.insert_plain(text[at : match.start()])
            link = self._workshop.style.as_link(self._form, address)
            self._cursor.insertText(address, link)
            at = match.start() + len(address)
        self.insert_plain(text[at:])

    def _mark(self, mark: Mark) -> None:
        """A mark as a link to what it means."""
        doubtful = self._citations is not None and self._citations.doubtful(mark.target)
        form = self._workshop.style.as_mark(self._form, SCHEME + mark.target, doubtful=doubtful)
        start = self._cursor.position()
        self._cursor.insertText(mark.label.replace(" ", UNBROKEN), form)
        metrics = QFontMetricsF(form.font())
        chip = Chip(start, self._cursor.position(), metrics.ascent(), metrics.descent())
        self._document.chips.append(chip)

    def _open_link(self, target: str) -> None:
        if is_clickable(target):
            self._link = target
            self._restyle()
        else:
            self._unsafe = target

    def _close_link(self) -> None:
        if self._unsafe:
            self._cursor.insertText(f" ({shown_target(self._unsafe)})", self._form)
        self._link = self._unsafe = ""
        self._restyle()

    def _image(self, token: Token) -> None:
        """Never loaded: a link to it, with its description."""
        target = str(token.attrs.get("src", ""))
        text = QCoreApplication.translate("Markdown", "image: {alt} ({target})")
        text = text.format(alt=token.content, target=shown_target(target))
        form = self._form
        if is_clickable(target) and not self._link:
            form = self._workshop.style.as_link(form, target)
        self._cursor.insertText(text, form)

    def _emphasis(self, kind: str, nesting: int) -> None:
        if kind.startswith("strong"):
            self._bold += nesting
        elif kind.startswith("em"):
            self._italic += nesting
        elif kind.startswith("s_"):
            self._struck += nesting
        self._restyle()

    def _restyle(self) -> None:
        form = QTextCharFormat(self._base)
        if self._bold:
            form.setFontWeight(QFont.Weight.Bold)
        if self._italic:
            form.setFontItalic(True)
        if self._struck:
            form.setFontStrikeOut(True)
        self._form = self._workshop.style.as_link(form, self._link) if self._link else form


def _trimmed(address: str) -> str:
    """`address` without the punctuation of the sentence around it."""
    address = address.rstrip(".,;:!?*_~|")
    while address.endswith((")", "]")) and address.count(")") > address.count("("):
        address = address[:-1].rstrip(".,;:!?*_~|")
    return address.rstrip("]")


def _font_with_descent(font: QFont, descent: float) -> QFont:
    """`font` as large as it takes to hang `descent` pixels below the line.

    Qt takes the descent of an inline object from the font of its format.
    """
    larger = QFont(font)
    pixels = font.pixelSize()
    while QFontMetrics(larger).descent() < descent and pixels < 400:
        pixels += max(1, pixels // 8)
        larger.setPixelSize(pixels)
    return larger
