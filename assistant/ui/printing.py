"""A page of our own HTML as a PDF file: A4, with page numbers. Any thread; needs QtGui alone."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QBuffer, QIODevice, QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QAbstractTextDocumentLayout,
    QColor,
    QFont,
    QFontDatabase,
    QPageLayout,
    QPageSize,
    QPainter,
    QPalette,
    QPdfWriter,
    QTextDocument,
)

from assistant.core.display_text import one_line

_DPI = 300
_MARGIN_MM = 20.0
_FOOT_MM = 8.0
_BODY_PT = 10.5
_FOOT_PT = 8.0
_SHEET = """
h1 { font-size: 17pt; margin-top: 0px; margin-bottom: 12px; }
h2 { font-size: 13pt; margin-top: 18px; margin-bottom: 8px; }
h3, h4, h5, h6 { font-size: 11pt; margin-top: 14px; margin-bottom: 6px; }
p { margin-top: 0px; margin-bottom: 9px; line-height: 130%; }
ul, ol { margin-top: 0px; margin-bottom: 9px; }
li { margin-bottom: 4px; line-height: 130%; }
table { border-collapse: collapse; border: 1px solid #888888; margin-top: 6px;
  margin-bottom: 12px; }
th, td { border: 1px solid #888888; padding: 4px 8px; }
th { background-color: #eeeeee; }
pre, code { font-family: monospace; font-size: 9pt; }
blockquote { margin-left: 24px; color: #444444; }
"""
"""Lengths in px: a 96th of an inch here, the only unit that Qt takes for them."""


class _Sealed(QTextDocument):
    """Loads nothing, whatever its HTML names."""

    def loadResource(self, _kind: int, _name: object) -> Any:
        return None


def as_pdf(html: str, title: str) -> bytes:
    """`html` on as many A4 pages as it needs."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setResolution(_DPI)
    writer.setTitle(one_line(title))
    writer.setCreator("Inkstone")
    margins = QMarginsF(_MARGIN_MM, _MARGIN_MM, _MARGIN_MM, _MARGIN_MM)
    size = QPageSize(QPageSize.PageSizeId.A4)
    writer.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    area = QSizeF(writer.width(), writer.height())
    painter = QPainter(writer)
    _draw(painter, _document(html, writer, area), writer, area)
    painter.end()
    buffer.close()
    return bytes(buffer.data().data())


def _document(html: str, writer: QPdfWriter, area: QSizeF) -> QTextDocument:
    document = _Sealed()
    document.documentLayout().setPaintDevice(writer)
    font = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    font.setPointSizeF(_BODY_PT)
    document.setDefaultFont(font)
    document.setDefaultStyleSheet(_SHEET)
    document.setDocumentMargin(0)
    document.setHtml(_body(html))
    document.setPageSize(area)
    return document


def _body(html: str) -> str:
    """Without the head, whose style is that of a browser."""
    start, end = html.find("<body>"), html.rfind("</body>")
    return html if start < 0 or end < 0 else html[start + len("<body>") : end]


def _draw(painter: QPainter, document: QTextDocument, writer: QPdfWriter, area: QSizeF) -> None:
    context = QAbstractTextDocumentLayout.PaintContext()
    context.palette.setColor(QPalette.ColorRole.Text, QColor(Qt.GlobalColor.black))
    foot = QFont(document.defaultFont())
    foot.setPointSizeF(_FOOT_PT)
    pages = document.pageCount()
    for page in range(pages):
        if page:
            writer.newPage()
        shown = QRectF(0, page * area.height(), area.width(), area.height())
        painter.save()
        painter.translate(0, -shown.top())
        painter.setClipRect(shown)
        context.clip = shown
        document.documentLayout().draw(painter, context)
        painter.restore()
        painter.setFont(foot)
        down = area.height() + _FOOT_MM / 25.4 * _DPI
        place = QRectF(0, down, area.width(), _FOOT_MM / 25.4 * _DPI)
        painter.drawText(place, Qt.AlignmentFlag.AlignHCenter, f"{page + 1} / {pages}")
