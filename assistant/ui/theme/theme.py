"""The theme that widgets follow: which palette, which fonts, how large the reading text."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QFontInfo, QGuiApplication, QPalette

from assistant.ui.theme import measures
from assistant.ui.theme.palette import DARK, LIGHT, Palette

Mode = Literal["system", "light", "dark"]


class Theme(QObject):
    """Palette and fonts, with one signal when any of them changed. GUI thread only.

    One object is made by the window and handed to every widget; there is no current theme in
    a module.
    """

    changed = Signal()

    def __init__(
        self, *, mode: Mode = "system", reading_scale: int = 100, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._mode: Mode = mode
        self._scale = _clamped(reading_scale)
        self._system_dark = False
        hints = QGuiApplication.styleHints()
        self._system_dark = hints.colorScheme() == Qt.ColorScheme.Dark
        hints.colorSchemeChanged.connect(self._on_system_scheme_changed)

    @property
    def mode(self) -> Mode:
        """What was asked for; "system" follows the desktop."""
        return self._mode

    @property
    def dark(self) -> bool:
        """Whether the dark palette is shown."""
        return self._system_dark if self._mode == "system" else self._mode == "dark"

    @property
    def palette(self) -> Palette:
        """The colours by role."""
        return DARK if self.dark else LIGHT

    @property
    def reading_scale(self) -> int:
        """The size of reading text in percent, 80 to 180."""
        return self._scale

    def set_mode(self, mode: Mode) -> None:
        """Show the light or the dark palette, or follow the desktop."""
        was = self.dark
        self._mode = mode
        if self.dark != was:
            self.changed.emit()

    def set_reading_scale(self, percent: int) -> None:
        """Scale the reading text; clamped to 80 to 180."""
        percent = _clamped(percent)
        if percent != self._scale:
            self._scale = percent
            self.changed.emit()

    def colour(self, role: str) -> QColor:
        """The colour of a role of `Palette`; AttributeError for a name that is none."""
        return QColor(getattr(self.palette, role))

    def reading_px(self, base: float) -> int:
        """`base` pixels at the reading scale, at least 1."""
        return max(1, round(base * self._scale / 100))

    def interface_font(self, *, bold: bool = False) -> QFont:
        """13 px in the system's face, for controls."""
        return _sized(QGuiApplication.font(), measures.INTERFACE_PX, bold)

    def caption_font(self, *, bold: bool = False) -> QFont:
        """12 px, for captions and secondary lines."""
        return _sized(QGuiApplication.font(), measures.CAPTION_PX, bold)

    def title_font(self) -> QFont:
        """20 px, for the one title of an empty page."""
        return _sized(QGuiApplication.font(), measures.TITLE_PX, True)

    def reading_font(self) -> QFont:
        """15 px at the reading scale, for answers and the composer."""
        return _sized(QGuiApplication.font(), self.reading_px(measures.READING_PX), False)

    def mono_font(self) -> QFont:
        """Monospaced, 13 px at the reading scale, for code."""
        font = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        if not QFontInfo(font).fixedPitch():
            font = QFont("monospace")
        font.setStyleHint(QFont.StyleHint.Monospace)
        return _sized(font, self.reading_px(measures.MONO_PX), False)

    def qt_palette(self) -> QPalette:
        """The roles as Qt's own palette, for Fusion and everything that is not styled."""
        return _qt_palette(self.palette)

    @Slot()
    def _on_system_scheme_changed(self) -> None:
        dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if dark == self._system_dark:
            return
        was = self.dark
        self._system_dark = dark
        if self.dark != was:
            self.changed.emit()


def _clamped(percent: int) -> int:
    return min(max(percent, measures.SMALLEST_SCALE), measures.LARGEST_SCALE)


def _sized(font: QFont, pixels: int, bold: bool) -> QFont:
    font = QFont(font)
    font.setPixelSize(pixels)
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font


def _qt_palette(roles: Palette) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for name, colour in (
        (role.Window, roles.paper),
        (role.WindowText, roles.ink),
        (role.Base, roles.surface),
        (role.AlternateBase, roles.side),
        (role.Text, roles.ink),
        (role.Button, roles.surface),
        (role.ButtonText, roles.ink),
        (role.BrightText, roles.danger),
        (role.PlaceholderText, roles.faint),
        (role.Highlight, roles.selection),
        (role.HighlightedText, roles.ink),
        (role.Accent, roles.accent),
        (role.Link, roles.accent),
        (role.LinkVisited, roles.accent),
        (role.ToolTipBase, roles.surface),
        (role.ToolTipText, roles.ink),
        (role.Light, roles.surface),
        (role.Midlight, roles.side),
        (role.Mid, roles.control),
        (role.Dark, roles.control),
        (role.Shadow, roles.hairline),
    ):
        palette.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText, role.HighlightedText):
        palette.setColor(QPalette.ColorGroup.Disabled, name, QColor(roles.faint))
    return palette
