"""Formats for rendered text, made once for a state of the theme."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextBlockFormat, QTextCharFormat

from assistant.ui.theme import measures
from assistant.ui.theme.palette import Palette
from assistant.ui.theme.theme import Theme

_MARK_SIZE = 0.84
"""How large a mark is beside the text around it."""


class Style:
    """Fonts, colours and distances of rendered text; immutable. Sizes in pixels."""

    def __init__(self, theme: Theme, ratio: float) -> None:
        self.palette: Palette = theme.palette
        self.ratio = ratio
        self.scale = theme.reading_scale / 100
        self.body_font = theme.reading_font()
        self.mono_font = theme.mono_font()
        self.caption_font = theme.caption_font()
        self.body_px = self.body_font.pixelSize()
        self.line_height = self.body_px * measures.LINE_HEIGHT
        self.code_line_height = self.mono_font.pixelSize() * 1.5
        self.heading_fonts = [self._heading_font(theme, px) for px in measures.HEADINGS_PX]
        metrics = QFontMetricsF(self.body_font)
        self.average_width = metrics.averageCharWidth()
        self.code_width = QFontMetricsF(self.mono_font).horizontalAdvance("0")
        self.item_indent = round(26 * self.scale)
        self.quote_indent = round(16 * self.scale)
        self.code_padding = 12
        self.caption_height = 30
        self.ink = QColor(self.palette.ink)

    @property
    def key(self) -> tuple[object, ...]:
        """Equal for styles that lay out and paint alike."""
        return (self.palette, self.ratio, self.scale, self.body_font.toString())

    def _heading_font(self, theme: Theme, pixels: int) -> QFont:
        font = QFont(self.body_font)
        font.setPixelSize(theme.reading_px(pixels))
        font.setWeight(QFont.Weight.DemiBold)
        return font

    def block(self, line_height: float) -> QTextBlockFormat:
        """A paragraph without margins whose lines are at least `line_height` high."""
        block = QTextBlockFormat()
        block.setLineHeight(line_height, QTextBlockFormat.LineHeightTypes.MinimumHeight.value)
        return block

    def text(self, *, quiet: bool = False) -> QTextCharFormat:
        """Ink, or secondary where the text stands back."""
        form = QTextCharFormat()
        form.setForeground(QColor(self.palette.secondary if quiet else self.palette.ink))
        return form

    def as_code(self, form: QTextCharFormat) -> QTextCharFormat:
        """`form` in the monospaced face, on the background of code within a sentence."""
        code = QTextCharFormat(form)
        weight, italic = form.fontWeight(), form.fontItalic()
        code.setFont(
            self.mono_font, QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll
        )
        code.setFontWeight(weight)
        code.setFontItalic(italic)
        code.setBackground(QColor(self.palette.inline_code))
        return code

    def as_link(self, form: QTextCharFormat, target: str) -> QTextCharFormat:
        """`form` as something to click, with the accent and a line under it."""
        link = QTextCharFormat(form)
        link.setForeground(QColor(self.palette.accent))
        link.setFontUnderline(True)
        link.setAnchor(True)
        link.setAnchorHref(target)
        return link

    def as_mark(self, form: QTextCharFormat, target: str, *, doubtful: bool) -> QTextCharFormat:
        """`form` as a mark that leads to a source: smaller, with the accent.

        `doubtful`: what it stands for is not all in the source.
        """
        mark = QTextCharFormat(form)
        pixels = form.font().pixelSize()
        pixels = pixels if pixels > 0 else self.body_px
        mark.setProperty(QTextCharFormat.Property.FontPixelSize, max(9, round(pixels * _MARK_SIZE)))
        mark.setForeground(QColor(self.palette.caution if doubtful else self.palette.accent))
        if doubtful:
            mark.setUnderlineStyle(QTextCharFormat.UnderlineStyle.DotLine)
        mark.setAnchor(True)
        mark.setAnchorHref(target)
        return mark
