"""The field for searching the hub, and what narrows the findings."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from assistant.core.hub.repository import HubQuery, Sorting
from assistant.ui.controls import push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.hub import words
from assistant.ui.icons import icon
from assistant.ui.settings.form import Choice
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_LANGUAGES = words.LANGUAGE_CHOICES


class SearchBar(QWidget):
    """`search_requested()`: Enter, the button, or another filter after a search.

    Nothing is sent while somebody types.
    """

    search_requested = Signal()
    cleared = Signal()
    """The field is empty again."""
    list_requested = Signal()
    """Down was pressed: the cursor wants to go to the results."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._armed = False
        self._quiet = False
        self.field = _Field(self)
        self.field.setObjectName("hub_search")
        self.field.setAccessibleName(self.tr("Search the hub for models"))
        self.field.setClearButtonEnabled(True)
        self.field.setMaxLength(200)
        self._glass = self.field.addAction(
            icon("search", theme.palette.secondary, 16), QLineEdit.ActionPosition.LeadingPosition
        )
        self.button = push_button(self.tr("Search"), "primary", self)
        self.fits = QCheckBox(self.tr("Fits this computer"), self)
        self.fits.setAccessibleName(self.fits.text())
        self.fits.setChecked(True)
        self.task = self._choice(self.tr("Task"), self.tr("Any task"))
        for code in words.TASK_CHOICES:
            self.task.addItem(words.task_name(code), code)
        self.language = self._choice(self.tr("Language"), self.tr("Any language"))
        for name, code in sorted((words.language_name(each), each) for each in _LANGUAGES):
            self.language.addItem(name, code)
        self.license = self._choice(self.tr("Licence"), self.tr("Any licence"))
        for code in words.LICENCE_CHOICES:
            self.license.addItem(words.license_name(code), code)
        self.sorting = self._choice(self.tr("Sort by"), self.tr("Trending"), "trending")
        for text, sorting in self._sortings():
            self.sorting.addItem(text, sorting)
        self._build()
        theme.changed.connect(self._on_theme)

    def _sortings(self) -> tuple[tuple[str, Sorting], ...]:
        return (
            (self.tr("Most downloads"), "downloads"),
            (self.tr("Most likes"), "likes"),
            (self.tr("Newest"), "updated"),
            (self.tr("Name"), "name"),
        )

    def _choice(self, name: str, first: str, value: str = "") -> Choice:
        choice = Choice(self)
        choice.setAccessibleName(name)
        choice.setToolTip(name)
        choice.view().setAccessibleName(name)
        choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        choice.addItem(first, value)
        choice.currentIndexChanged.connect(self._on_filter)
        return choice

    def _build(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(measures.GAP_S)
        top.addWidget(self.field, 1)
        top.addWidget(self.button)
        self.filters = wrapping(
            measures.GAP_S, self.fits, self.task, self.language, self.license, self.sorting
        )
        self.filters.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addLayout(top)
        column.addWidget(self.filters)
        self.button.clicked.connect(self._on_search)
        self.field.returnPressed.connect(self._on_search)
        self.field.textChanged.connect(self._on_text)
        self.field.down_pressed.connect(self.list_requested)
        self.fits.toggled.connect(self._on_filter)

    def set_host(self, host: str) -> None:
        """Say where a search goes."""
        text = self.tr("Search {host}, for example: qwen 4b")
        self.field.setPlaceholderText(text.format(host=host))

    # --- what is asked ---------------------------------------------------------------------

    def query(self, most_bytes: int) -> HubQuery:
        """What is looked for; `most_bytes` is the largest file that fits this computer."""
        return HubQuery(
            text=self.field.text().strip(),
            license=self.license.currentData(),
            language=self.language.currentData(),
            task=self.task.currentData(),
            most_bytes=most_bytes if self.fits.isChecked() else 0,
            sorting=self.sorting.currentData(),
        )

    @property
    def filtered(self) -> bool:
        """Whether anything is left out besides what does not fit the words."""
        choices = (self.license, self.language, self.task)
        return self.fits.isChecked() or any(choice.currentData() for choice in choices)

    def clear_filters(self) -> None:
        """Leave nothing out, and search again."""
        self._quiet = True
        self.fits.setChecked(False)
        for choice in (self.license, self.language, self.task):
            choice.setCurrentIndex(0)
        self._quiet = False
        self.search_requested.emit()

    def search_for(self, text: str) -> None:
        """Search as if `text` had been typed."""
        self.field.setText(text)
        self._on_search()

    @Slot()
    def _on_search(self) -> None:
        self._armed = True
        self.search_requested.emit()

    @Slot()
    def _on_filter(self, _value: object = None) -> None:
        if self._armed and not self._quiet:
            self.search_requested.emit()

    @Slot(str)
    def _on_text(self, text: str) -> None:
        if not text:
            self._armed = False
            self.cleared.emit()

    @Slot()
    def _on_theme(self) -> None:
        self._glass.setIcon(icon("search", self._theme.palette.secondary, 16))


class _Field(QLineEdit):
    """`down_pressed()`; Escape empties it."""

    down_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Down:
            self.down_pressed.emit()
        elif event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        else:
            super().keyPressEvent(event)
