"""The two lines over a page: what it is, and what can be done with it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from assistant.ui.controls import ElidedLabel, Hairline, IconButton
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text

_FIELD = 52


class PageBar(QWidget):
    """Says what a person asks for.

    back_requested(), open_requested(), turned(-1 | 1), page_chosen(int), zoom_requested(-1 | 1),
    fit_requested(), text_toggled(bool)
    """

    back_requested = Signal()
    open_requested = Signal()
    turned = Signal(int)
    page_chosen = Signal(int)
    zoom_requested = Signal(int)
    fit_requested = Signal()
    text_toggled = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.back = IconButton(
            theme, "chevron-left", self.tr("Back to the sources (Backspace)"), self
        )
        self.back.setObjectName("page_back")
        self.name = ElidedLabel("", self)
        self.open_file = IconButton(theme, "external-link", self.tr("Open the file"), self)
        self.open_file.setObjectName("page_open_file")
        self.previous = IconButton(theme, "chevron-up", self.tr("Previous page (Alt+Left)"), self)
        self.next = IconButton(theme, "chevron-down", self.tr("Next page (Alt+Right)"), self)
        self.field = QSpinBox(self)
        self.field.setObjectName("page_number")
        self.field.setFixedWidth(_FIELD)
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setKeyboardTracking(False)
        self.field.setAccessibleName(self.tr("Page"))
        self.total = QLabel(self)
        self.total.setProperty("tone", "secondary")
        self.as_text = IconButton(theme, "file-text", self.tr("Show the text of the page"), self)
        self.as_text.setObjectName("page_as_text")
        self.as_text.setCheckable(True)
        self.smaller = IconButton(theme, "minus", self.tr("Smaller (Ctrl+−)"), self)
        self.fit = IconButton(theme, "fit-width", self.tr("Fit the width (Ctrl+0)"), self)
        self.larger = IconButton(theme, "plus", self.tr("Larger (Ctrl++)"), self)
        self._turning = (self.previous, self.field, self.total, self.next)
        self._drawing = (self.as_text, self.smaller, self.fit, self.larger)
        self._build()
        self._connect()
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.set_page(0, 0)
        self.set_drawn(False)

    def _build(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(measures.GAP_XS)
        for widget, stretch in ((self.back, 0), (self.name, 1), (self.open_file, 0)):
            above.addWidget(widget, stretch)
        below = QHBoxLayout()
        below.setSpacing(0)
        below.addWidget(self.previous)
        below.addWidget(self.next)
        below.addSpacing(measures.GAP_XS)
        below.addWidget(self.field)
        below.addSpacing(measures.GAP_XS)
        below.addWidget(self.total)
        below.addStretch(1)
        for widget in self._drawing:
            below.addWidget(widget)
        lines = QVBoxLayout()
        lines.setContentsMargins(measures.GAP_S, 0, measures.GAP_S, measures.GAP_XS)
        lines.setSpacing(0)
        lines.addLayout(above)
        lines.addLayout(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(lines)
        column.addWidget(Hairline(self._theme, self))

    def _connect(self) -> None:
        self.back.clicked.connect(self.back_requested)
        self.open_file.clicked.connect(self.open_requested)
        self.previous.clicked.connect(lambda: self.turned.emit(-1))
        self.next.clicked.connect(lambda: self.turned.emit(1))
        self.field.valueChanged.connect(self.page_chosen)
        self.as_text.toggled.connect(self.text_toggled)
        self.smaller.clicked.connect(lambda: self.zoom_requested.emit(-1))
        self.larger.clicked.connect(lambda: self.zoom_requested.emit(1))
        self.fit.clicked.connect(self.fit_requested)

    @property
    def page(self) -> int:
        """The page that is shown or asked for."""
        return self.field.value()

    @property
    def text_wanted(self) -> bool:
        """Whether the text is preferred to the drawn page."""
        return self.as_text.isChecked()

    def set_document(self, name: str, *, can_open: bool) -> None:
        """`can_open`: it was read from a file."""
        self.name.set_full_text(name)
        self.open_file.setVisible(can_open)

    def set_page(self, page: int, pages: int) -> None:
        """Page `page` of `pages`; 0 where there are no pages to turn."""
        for widget in self._turning:
            widget.setVisible(pages > 0)
        if pages <= 0:
            return
        self.field.blockSignals(True)
        self.field.setRange(1, pages)
        self.field.setValue(page)
        self.field.blockSignals(False)
        self.total.setText(self.tr("of {pages}").format(pages=number_text(pages)))
        self.previous.setEnabled(page > 1)
        self.next.setEnabled(page < pages)

    def set_drawn(self, drawn: bool) -> None:
        """Whether there is a drawn page, which can be zoomed and read as text."""
        for widget in self._drawing:
            widget.setVisible(drawn)

    def set_zoom(self, factor: float) -> None:
        """How wide the page is, where 1.0 fits."""
        words = self.tr("Fit the width (Ctrl+0), now {percent} %")
        self.fit.setToolTip(words.format(percent=number_text(round(factor * 100))))

    def take_focus(self) -> None:
        """The keyboard, while there is no page."""
        self.back.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _on_theme(self) -> None:
        self.name.setFont(self._theme.interface_font(bold=True))
        self.total.setFont(self._theme.caption_font())
