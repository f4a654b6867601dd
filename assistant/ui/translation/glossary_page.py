"""Glossaries: their languages and terms, searched and edited, from and to files."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QSignalBlocker, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.controllers.glossaries import GlossaryShelf, Imported
from assistant.controllers.notices import Notices
from assistant.core.display_text import one_line
from assistant.core.notices import Notice
from assistant.core.translation.glossary import Glossary
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.settings.form import Choice
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.glossary_files import GlossaryFiles
from assistant.ui.translation.glossary_words import (
    glossary_name,
    imported_words,
    pair_words,
    terms_words,
)
from assistant.ui.translation.language_words import codes, language_name
from assistant.ui.translation.term_table import TermTable

_SAVE_MS = 500
_TITLE_FROM = 480
_UNDO_GLOSSARY = "glossaries.undo_delete"
_UNDO_TERMS = "glossaries.undo_terms"
_UNDO_S = 20.0


class GlossaryPage(QWidget):
    """`left()`: back to the translation."""

    left = Signal()

    def __init__(
        self,
        shelf: GlossaryShelf,
        notices: Notices,
        theme: Theme,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._shelf = shelf
        self._notices = notices
        self._theme = theme
        self._shown: Glossary | None = None
        self._wanted = 0
        self._deleted: Glossary | None = None
        self._removed: tuple[int, list] = (0, [])
        self.files = GlossaryFiles(shelf, notices, self)
        self._save_soon = QTimer(self, singleShot=True, interval=_SAVE_MS)
        self._save_soon.timeout.connect(self.flush)
        self._build()
        self._connect()
        self._on_theme()
        self._on_shelf()

    # --- parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        self.back_button = push_button(self.tr("‹ Back to the translation"), "link", self)
        self.back_button.clicked.connect(self.leave)
        self._title = QLabel(self.tr("Glossaries"), self)
        self.picker = Choice()
        self.picker.setAccessibleName(self.tr("Glossary"))
        self.picker.view().setAccessibleName(self.tr("Glossary"))
        self.picker.setMinimumWidth(220)
        self.picker.activated.connect(self._on_picked)
        self.new_button = push_button(self.tr("New glossary"))
        self.new_button.clicked.connect(self.new)
        self.import_button = push_button(self.tr("Import…"))
        self.import_button.clicked.connect(self.choose_import)
        self.export_button = push_button(self.tr("Export…"))
        self.export_button.clicked.connect(self.choose_export)
        self.delete_button = push_button(self.tr("Delete"))
        self.delete_button.setAccessibleName(self.tr("Delete this glossary"))
        self.delete_button.clicked.connect(self.delete)
        first = wrapping(
            measures.GAP_S,
            self.picker,
            self.new_button,
            self.import_button,
            self.export_button,
            self.delete_button,
        )
        self.report = Caption(self._theme, "", self)
        self.report.hide()
        self.empty = Caption(
            self._theme,
            self.tr(
                "A glossary holds your own terms: how they are translated, and which stay as "
                "they are. Begin a new one, or import a CSV or TBX file."
            ),
            self,
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self._title)
        column.addWidget(first)
        column.addWidget(self.report)
        column.addWidget(self.empty)
        column.addWidget(self._build_glossary(), 1)
        column.addStretch(0)

    def _build_glossary(self) -> QWidget:
        self.name = QLineEdit()
        self.name.setAccessibleName(self.tr("Name of the glossary"))
        self.name.setPlaceholderText(self.tr("Name"))
        self.name.setMaxLength(120)
        self.name.setMinimumWidth(200)
        self.name.textEdited.connect(lambda _text: self._save_soon.start())
        self.source = self._language_choice(self.tr("From any language"), self.tr("From {name}"))
        self.source.setAccessibleName(self.tr("Language of the terms"))
        self.target = self._language_choice(self.tr("Into any language"), self.tr("Into {name}"))
        self.target.setAccessibleName(self.tr("Language of their translations"))
        about = wrapping(measures.GAP_S, self.name, self.source, self.target)
        self.search = QLineEdit()
        self.search.setObjectName("term_search")
        self.search.setPlaceholderText(self.tr("Find a term"))
        self.search.setAccessibleName(self.tr("Find a term"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._on_search)
        self.add_button = push_button(self.tr("Add a term"))
        self.add_button.clicked.connect(self.add_term)
        self.remove_button = push_button(self.tr("Remove"))
        self.remove_button.setAccessibleName(self.tr("Remove the chosen terms"))
        self.table = TermTable(self._theme)
        self.remove_button.clicked.connect(self.table.remove_chosen)
        self.count = Caption(self._theme, "")
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_S)
        row.addWidget(self.search, 1)
        row.addWidget(self.add_button)
        row.addWidget(self.remove_button)
        self._glossary = QWidget(self)
        column = QVBoxLayout(self._glossary)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(about)
        column.addLayout(row)
        column.addWidget(self.table, 1)
        column.addWidget(self.count)
        return self._glossary

    def _language_choice(self, whichever: str, words: str) -> Choice:
        choice = Choice()
        choice.addItem(whichever, "")
        for code in sorted(codes(), key=lambda code: language_name(code).casefold()):
            choice.addItem(words.format(name=language_name(code)), code)
        choice.activated.connect(lambda _index: self.flush())
        return choice

    def _connect(self) -> None:
        shelf = self._shelf
        shelf.changed.connect(self._on_shelf)
        shelf.imported.connect(self._on_imported)
        shelf.deleted.connect(self._on_deleted)
        self._notices.action_chosen.connect(self._on_notice_action)
        self.table.terms.edited.connect(self._on_terms)
        self.table.removed.connect(self._on_removed)
        self.table.selectionModel().selectionChanged.connect(self._refresh_count)
        self.table.terms.modelReset.connect(self._refresh_count)
        self._theme.changed.connect(self._on_theme)

    # --- which glossary --------------------------------------------------------------------

    @property
    def shown(self) -> Glossary | None:
        """The glossary that is open."""
        return self._shown

    def take_focus(self) -> None:
        (self.search if self._shown is not None else self.new_button).setFocus(
            Qt.FocusReason.OtherFocusReason
        )

    def open(self, glossary_id: int) -> None:
        """Show this glossary, or the first one."""
        self.flush()
        self._wanted = glossary_id
        self._on_shelf()

    @Slot()
    def _on_shelf(self) -> None:
        glossaries = self._shelf.glossaries
        wanted = self._wanted or (self._shown.id if self._shown is not None else 0)
        shown = self._shelf.glossary(wanted) or next(iter(glossaries), None)
        with QSignalBlocker(self.picker):
            self.picker.clear()
            for each in glossaries:
                self.picker.addItem(f"{glossary_name(each)}  ·  {pair_words(each)}", each.id)
            if shown is not None:
                self.picker.choose(shown.id)
        self._wanted = 0
        if not self._save_soon.isActive() or shown is None or self._shown_id() != shown.id:
            self._show(shown)

    def _shown_id(self) -> int:
        return 0 if self._shown is None else self._shown.id

    def _show(self, glossary: Glossary | None) -> None:
        other = self._shown_id() != (0 if glossary is None else glossary.id)
        self._shown = glossary
        for part in (self._glossary, self.picker, self.export_button, self.delete_button):
            part.setVisible(glossary is not None)
        self.empty.setVisible(glossary is None)
        if glossary is None:
            return
        if other:
            self.search.clear()
        if self.name.text() != glossary.name:
            self.name.setText(glossary.name)
        for choice, code in (
            (self.source, glossary.source_language),
            (self.target, glossary.target_language),
        ):
            with QSignalBlocker(choice):
                choice.choose(code)
        if glossary.terms != self.table.terms.terms:
            self.table.terms.show(glossary.terms)
        self._refresh_count()

    @Slot(int)
    def _on_picked(self, _index: int) -> None:
        self.report.hide()
        self.open(self.picker.currentData())

    @Slot()
    def new(self) -> None:
        """Keep a new glossary and open it."""
        self.flush()
        self.report.hide()

        def opened(glossary: Glossary) -> None:
            self.open(glossary.id)
            self.name.setFocus(Qt.FocusReason.OtherFocusReason)
            self.name.selectAll()

        self._shelf.keep(Glossary(name=self.tr("New glossary")), opened)

    @Slot()
    def delete(self) -> None:
        if self._shown is not None:
            self.flush()
            self.report.hide()
            self._shelf.delete(self._shown.id)

    @Slot()
    def leave(self) -> None:
        self.flush()
        self.left.emit()

    @Slot()
    def flush(self) -> None:
        """Keep what was changed now."""
        self._save_soon.stop()
        if self._shown is None:
            return
        changed = msgspec.structs.replace(
            self._shown,
            name=one_line(self.name.text(), 120),
            source_language=self.source.currentData(),
            target_language=self.target.currentData(),
            terms=self.table.terms.terms,
        )
        if changed != self._shown:
            self._shown = changed
            self._shelf.keep(changed)

    # --- terms -----------------------------------------------------------------------------

    @Slot()
    def add_term(self) -> None:
        self.search.clear()
        self.table.add()

    @Slot(str)
    def _on_search(self, text: str) -> None:
        self.table.terms.search(text)

    @Slot()
    def _on_terms(self) -> None:
        self._save_soon.start()
        self._refresh_count()

    @Slot(list)
    def _on_removed(self, gone: list) -> None:
        self._removed = (self._shown_id(), gone)
        text = self.tr("Removed %n term(s).", "", len(gone))
        self._post_undo(text, _UNDO_TERMS)

    @Slot()
    def _refresh_count(self) -> None:
        shown, total = self.table.terms.rowCount(), len(self.table.terms.terms)
        words = terms_words(total)
        if self.search.text().strip():
            words = self.tr("{shown} of {total}").format(shown=shown, total=words)
        self.count.setText(words)
        self.remove_button.setEnabled(self.table.selectionModel().hasSelection())

    # --- files -----------------------------------------------------------------------------

    @Slot()
    def choose_import(self) -> None:
        self.flush()
        self.files.choose_import(self._shown or Glossary())

    @Slot()
    def choose_export(self) -> None:
        if self._shown is not None:
            self.flush()
            self.files.choose_export(self._shown)

    @Slot(object)
    def _on_imported(self, imported: Imported) -> None:
        self.open(imported.glossary.id)
        self.report.setText(imported_words(imported))
        self.report.show()

    # --- undo ------------------------------------------------------------------------------

    @Slot(object)
    def _on_deleted(self, glossary: Glossary) -> None:
        self._deleted = glossary
        name = f"“\u2068{glossary_name(glossary)}\u2069”"
        self._post_undo(self.tr("Deleted the glossary {name}.").format(name=name), _UNDO_GLOSSARY)

    def _post_undo(self, text: str, action: str) -> None:
        undo = self.tr("Undo")
        self._notices.post(Notice(text=text, action=action, action_label=undo, timeout_s=_UNDO_S))

    @Slot(str)
    def _on_notice_action(self, action: str) -> None:
        if action == _UNDO_GLOSSARY and self._deleted is not None:
            glossary, self._deleted = self._deleted, None
            self._shelf.restore(glossary)
        elif action == _UNDO_TERMS and self._removed[1] and self._removed[0] == self._shown_id():
            gone, self._removed = self._removed[1], (0, [])
            self.table.terms.put_back(gone)

    # --- keys, size, looks --------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._title.setVisible(self.height() > _TITLE_FROM)

    @Slot()
    def _on_theme(self) -> None:
        self._title.setFont(self._theme.title_font())
