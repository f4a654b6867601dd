"""The templates at the left of the library: found by words, tags and marks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.controllers.template_finding import found
from assistant.controllers.template_library import TemplateLibrary
from assistant.core.templates.template import Template
from assistant.ui.controls import push_button
from assistant.ui.settings.form import Choice
from assistant.ui.templates.template_rows import TemplateRows
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_ALL, _FAVOURITES, _OWN = "all", "favourites", "own"
_TAG = "tag:"


class TemplateListPanel(QWidget):
    """Shows unsaved edits in the place of what is kept, and new templates above them.

    chosen(int)      the key of the row that the cursor is on: an id, or a draft's negative number
    opened(int)      a row was clicked, or Enter pressed on it
    new_wanted()
    import_wanted()
    """

    chosen = Signal(int)
    opened = Signal(int)
    new_wanted = Signal()
    import_wanted = Signal()

    def __init__(self, library: TemplateLibrary, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._library = library
        self._quiet = False
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Find a template"))
        self.search.setAccessibleName(self.tr("Find a template"))
        self.search.setClearButtonEnabled(True)
        self.search.setMaxLength(100)
        self.search.textChanged.connect(self.refresh)
        self.search.installEventFilter(self)
        self.filter = Choice()
        self.filter.setAccessibleName(self.tr("Which templates"))
        self.filter.view().setAccessibleName(self.tr("Which templates"))
        self.filter.currentIndexChanged.connect(self.refresh)
        self.rows = TemplateRows(theme, tall=True, parent=self)
        self.rows.setAccessibleName(self.tr("Templates"))
        self.rows.selectionModel().currentChanged.connect(self._on_current)
        self.rows.clicked.connect(self._on_opened)
        self.rows.activated.connect(self._on_opened)
        self.nothing = QLabel(self.tr("No template fits."), self)
        self.nothing.setProperty("tone", "secondary")
        self.nothing.setWordWrap(True)
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.nothing.setContentsMargins(measures.GAP_S, measures.GAP_S, 0, 0)
        self.new_button = push_button(self.tr("New template"), "", self)
        self.new_button.clicked.connect(self.new_wanted)
        self.import_button = push_button(self.tr("Import…"), "", self)
        self.import_button.clicked.connect(self.import_wanted)
        buttons = QHBoxLayout()
        buttons.setSpacing(measures.GAP_S)
        buttons.addWidget(self.new_button, 1)
        buttons.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.search)
        column.addWidget(self.filter)
        column.addWidget(self.rows, 1)
        column.addWidget(self.nothing, 1)
        column.addLayout(buttons)
        self.refresh()

    # --- what is shown ---------------------------------------------------------------------

    @Slot()
    def refresh(self, _fact: object = None) -> None:
        """Show what the library holds now; the cursor stays on its row."""
        if self._quiet:
            return
        self._quiet = True
        self._fill_filter()
        before = self.rows.current_key()
        keyed = self._shown()
        drafts = self._library.memory.drafts
        mark = self.tr("not saved")
        self.rows.show_templates(
            [template for _key, template in keyed],
            [key for key, _template in keyed],
            [mark if key in drafts else "" for key, _template in keyed],
        )
        self.rows.setVisible(bool(keyed))
        self.nothing.setVisible(not keyed and self._library.known)
        if before is not None and (row := self.rows.row_of(before)) >= 0:
            self.rows.go_to(row)
        self._quiet = False

    def show_edit(self, key: int, template: Template, *, saved: bool) -> None:
        """The row of a template follows while it is edited."""
        self.rows.update_row(key, template, "" if saved else self.tr("not saved"))

    def _shown(self) -> list[tuple[int, Template]]:
        drafts = self._library.memory.drafts
        new = [(key, draft) for key, draft in drafts.items() if key < 0]
        edited = [
            (drafts.get(each.id, each), each)
            for each in self._library.templates
            if self._belongs(each)
        ]
        keys = {id(shown): kept.id for shown, kept in edited}
        fitting = found([shown for shown, _ in edited], self.search.text())
        if self.search.text().strip() or self.filter.currentData() != _ALL:
            new = [pair for pair in new if found([pair[1]], self.search.text())]
        return [*sorted(new), *((keys[id(shown)], shown) for shown in fitting)]

    def _belongs(self, template: Template) -> bool:
        wanted = str(self.filter.currentData() or _ALL)
        if wanted.startswith(_TAG):
            return wanted[len(_TAG) :] in template.tags
        if wanted == _FAVOURITES:
            return template.favourite
        return wanted == _ALL or not template.builtin

    def _fill_filter(self) -> None:
        wanted = [
            (self.tr("All templates"), _ALL),
            (self.tr("Favourites"), _FAVOURITES),
            (self.tr("My own"), _OWN),
        ]
        wanted += [(f"# {tag}", f"{_TAG}{tag}") for tag in self._library.tags()]
        shown = range(self.filter.count())
        if [self.filter.itemData(n) for n in shown] == [data for _, data in wanted]:
            return
        before = self.filter.currentData()
        self.filter.clear()
        for text, data in wanted:
            self.filter.addItem(text, data)
        self.filter.choose(before)

    def go_to(self, key: int) -> bool:
        """Put the cursor on a row, taking the filters away where they hide it."""
        if self.rows.row_of(key) < 0:
            self._quiet = True
            self.search.clear()
            self.filter.setCurrentIndex(0)
            self._quiet = False
            self.refresh()
        row = self.rows.row_of(key)
        if row >= 0:
            self._quiet = True
            self.rows.go_to(row)
            self._quiet = False
        return row >= 0

    def key_at(self, row: int) -> int | None:
        """The key of a row, of the last one behind the end; None where there are none."""
        keys = [key for key, _template in self._shown()]
        return keys[min(max(row, 0), len(keys) - 1)] if keys else None

    @Slot(QModelIndex)
    def _on_current(self, _index: QModelIndex) -> None:
        key = self.rows.current_key()
        if key is not None and not self._quiet:
            self.chosen.emit(key)

    @Slot(QModelIndex)
    def _on_opened(self, _index: QModelIndex) -> None:
        key = self.rows.current_key()
        if key is not None:
            self.opened.emit(key)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down in the search go through the rows, Enter opens one."""
        steps = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = steps.get(Qt.Key(event.key()))
            if step is not None:
                self.rows.step(step)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._on_opened(self.rows.currentIndex())
                return True
        return super().eventFilter(watched, event)
