"""Names and values in two columns; one below the other where there is little room."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QResizeEvent, QTextOption, QWheelEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QTextEdit, QWidget

from assistant.core.display_text import one_line
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_NARROW = 380


class Value(QTextEdit):
    """A text that can be selected and is broken anywhere: a path, a sum."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setStyleSheet("QTextEdit { background: transparent; border: none; }")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.document().setDocumentMargin(0)
        self.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        theme.changed.connect(self.on_theme)
        self.on_theme()

    def text(self) -> str:
        return self.toPlainText()

    def show_text(self, text: str) -> None:
        if text != self.toPlainText():
            self.setPlainText(text)
            self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # the page scrolls

    def _fit(self) -> None:
        height = math.ceil(self.document().size().height())
        if height != self.height():
            self.setFixedHeight(max(1, height))

    @Slot()
    def on_theme(self) -> None:
        font = self._theme.interface_font()
        self.setFont(font)
        self.document().setDefaultFont(font)
        self._fit()


class FactsGrid(QWidget):
    """Values can be selected and copied. Texts are plain, whatever is in them."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pairs: list[tuple[QLabel, Value]] = []
        self._narrow = False
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(measures.GAP_L)
        self._grid.setVerticalSpacing(measures.GAP_XS)
        self._grid.setColumnStretch(1, 1)
        theme.changed.connect(self._on_theme)

    def show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        """Show these names and values; empty values are left out."""
        shown = [(name, value) for name, value in facts if value]
        while len(self._pairs) > len(shown):
            for widget in self._pairs.pop():
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        while len(self._pairs) < len(shown):
            self._pairs.append(self._new_pair())
        for (name_label, value_label), (name, value) in zip(self._pairs, shown, strict=True):
            name_label.setText(name)
            value_label.show_text(one_line(value))
            value_label.setAccessibleName(f"{name}: {one_line(value)}")
        self._place()

    def values(self) -> dict[str, str]:
        """What is shown, for whoever wants to check it."""
        return {name.text(): value.text() for name, value in self._pairs}

    def _new_pair(self) -> tuple[QLabel, Value]:
        name = QLabel(self)
        name.setProperty("tone", "secondary")
        name.setFont(self._theme.interface_font())
        return name, Value(self._theme, self)

    def _place(self) -> None:
        for number, (name, value) in enumerate(self._pairs):
            top = Qt.AlignmentFlag.AlignTop
            if self._narrow:
                self._grid.addWidget(name, 2 * number, 0, 1, 2, top)
                self._grid.addWidget(value, 2 * number + 1, 0, 1, 2, top)
            else:
                self._grid.addWidget(name, number, 0, top)
                self._grid.addWidget(value, number, 1, top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        narrow = self.width() < _NARROW
        if narrow != self._narrow:
            self._narrow = narrow
            self._place()

    @Slot()
    def _on_theme(self) -> None:
        for name, _value in self._pairs:
            name.setFont(self._theme.interface_font())
