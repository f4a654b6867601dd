"""Writes PDFs for tests, with words that tell whether they arrive in order."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path

from reportlab.lib.pagesizes import A4
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

CHINESE = "STSong-Light"
WIDTH, HEIGHT = A4
TOP, LEFT, LEADING = 760.0, 72.0, 14.0


class PdfWriter:
    """Lines at places; `save` writes the file."""

    def __init__(self, password: str = "", title: str = "") -> None:
        self._buffer = io.BytesIO()
        secret = StandardEncryption(password) if password else None
        self.canvas = Canvas(self._buffer, pagesize=A4, encrypt=secret)
        if title:
            self.canvas.setTitle(title)
        if CHINESE not in pdfmetrics.getRegisteredFontNames():
            pdfmetrics.registerFont(UnicodeCIDFont(CHINESE))

    def line(
        self, text: str, x: float, y: float, size: float = 11.0, font: str = "Times-Roman"
    ) -> None:
        self.canvas.setFont(font, size)
        self.canvas.drawString(x, y, text)

    def lines(
        self,
        texts: Sequence[str],
        x: float = LEFT,
        y: float = TOP,
        size: float = 11.0,
        font: str = "Times-Roman",
        leading: float = LEADING,
    ) -> float:
        """Draw the texts below each other; where the next would stand."""
        for text in texts:
            self.line(text, x, y, size, font)
            y -= leading
        return y

    def filled(self, words: Sequence[str], width: float, size: float = 11.0) -> list[str]:
        """The words as lines that are as full as they can be."""
        lines = [""]
        for word in words:
            longer = f"{lines[-1]} {word}".strip()
            if pdfmetrics.stringWidth(longer, "Times-Roman", size) > width:
                lines.append(word)
            else:
                lines[-1] = longer
        return lines

    def page(self) -> None:
        self.canvas.showPage()

    def save(self, path: Path) -> Path:
        self.canvas.save()
        path.write_bytes(self._buffer.getvalue())
        return path


def numbered_words(prefix: str, count: int, start: int = 0) -> list[str]:
    """Words that are all different and know their place."""
    return [f"{prefix}{number:04d}" for number in range(start, start + count)]


def long_report(path: Path, pages: int, font: str = "Times-Roman") -> Path:
    """Full pages of one running text with a head, a page number, and no end of a paragraph."""
    writer = PdfWriter()
    word = 0
    for page in range(1, pages + 1):
        writer.line("The quiet report", LEFT, 800, 8)
        writer.line(str(page), 290, 30, 8)
        words = numbered_words("w", 560, word)
        lines = writer.filled(words, 450)[:48]
        word += sum(len(line.split()) for line in lines)
        writer.lines(lines, font=font)
        writer.page()
    return writer.save(path)
