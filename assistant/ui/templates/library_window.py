"""The library of templates: a window with the list at the left and one to edit at the right."""

from __future__ import annotations

from itertools import pairwise

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.template_checking import TemplateChecker
from assistant.controllers.template_memory import BLANK, is_worded, same_words
from assistant.core.errors import UserError
from assistant.core.templates.template import Template
from assistant.ui.menus import open_below
from assistant.ui.services import Services
from assistant.ui.tab_order import reading_order
from assistant.ui.templates.editor import OwnerOfKeys, TemplateEditor, nobody
from assistant.ui.templates.list_panel import TemplateListPanel
from assistant.ui.templates.note_bar import NoteBar
from assistant.ui.templates.panes import Panes
from assistant.ui.templates.template_menu import TemplateMenu
from assistant.ui.templates.template_words import title_of
from assistant.ui.templates.transfer import TemplateTransfer
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_UNDO_DELETE, _UNDO_DRAFT = "undo_delete", "undo_draft"


class TemplateWindow(QDialog):
    """Not modal. `use_requested(Template)`: it shall be used in the chat."""

    use_requested = Signal(object)

    def __init__(
        self,
        services: Services,
        theme: Theme,
        parent: QWidget,
        owner_of_keys: OwnerOfKeys = nobody,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("template_library")
        self.setWindowTitle(self.tr("Templates"))
        self.setAccessibleName(self.tr("Templates"))
        self._library = library = services.templates
        self._key = 0
        self._wanted = 0
        self._saving = False
        self._dropped: tuple[int, Template] | None = None
        self.note = NoteBar(theme, self)
        self.transfer = TemplateTransfer(library, self.note, self)
        self.menu = TemplateMenu(library, self.transfer, theme, self._on_delete, self)
        self.list = TemplateListPanel(library, theme, self)
        checker = TemplateChecker(services.pool, services.chat.steps, services.models, self)
        self.editor = TemplateEditor(
            checker, theme, services.pool, lambda: services.reader, owner_of_keys, self
        )
        self._build()
        self._connect()
        self.resize(1120, 720)
        library.ensure_loaded()
        self._on_library()

    def _build(self) -> None:
        self.empty = QLabel(self.tr("Choose a template, or make a new one."), self)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setProperty("tone", "secondary")
        self.empty.setWordWrap(True)
        self._detail = QStackedWidget(self)
        self._detail.addWidget(self.empty)
        self._detail.addWidget(self.editor)
        self.panes = Panes(self.list, self._detail, self)
        self.panes.left.connect(self.list.rows.setFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[measures.GAP_L] * 4)
        column.setSpacing(measures.GAP_M)
        column.addWidget(self.note)
        column.addWidget(self.panes, 1)
        self.setMinimumSize(460, 380)

    def _connect(self) -> None:
        library, editor, panel = self._library, self.editor, self.list
        library.changed.connect(self._on_library)
        library.kept.connect(self._on_kept)
        library.keep_refused.connect(self._on_keep_refused)
        library.deleted.connect(self._on_deleted)
        library.restored.connect(self._on_restored)
        library.was_reset.connect(self._on_reset)
        library.versions_read.connect(self._on_versions)
        self.transfer.imported.connect(self._on_imported)
        library.failed.connect(self._on_failed)
        panel.chosen.connect(self._on_chosen)
        panel.opened.connect(self._on_opened)
        panel.new_wanted.connect(self.new_template)
        panel.import_wanted.connect(self.transfer.ask_import)
        editor.edited.connect(self._on_edited)
        editor.save_wanted.connect(self._on_save)
        editor.revert_wanted.connect(self._on_revert)
        editor.favourite_wanted.connect(self._on_favourite)
        editor.menu_wanted.connect(self._on_menu)
        editor.versions_wanted.connect(lambda: self._library.read_versions(self._key))
        editor.versions.restore_wanted.connect(self._on_restore_version)
        editor.use_wanted.connect(self.use_requested)
        self.note.action_chosen.connect(self._on_note_action)
        keys = ((QKeySequence.StandardKey.Save, editor.save),
                (QKeySequence.StandardKey.New, self.new_template),
                (QKeySequence.StandardKey.Find, self._find))  # fmt: skip
        for standard, slot in keys:
            QShortcut(QKeySequence(standard), self, slot)
        delete = QShortcut(QKeySequence(QKeySequence.StandardKey.Delete), panel.rows)
        delete.setContext(Qt.ShortcutContext.WidgetShortcut)
        delete.activated.connect(self._on_delete_row)

    # --- opening ---------------------------------------------------------------------------

    def open_at(self, template_id: int = 0) -> None:
        """Show the library, in front, at a template (0: where it was)."""
        self.show()
        self.raise_()
        self.activateWindow()
        if template_id:
            self._wanted = template_id
            self._go_to_wanted()
        elif not self._key:
            self.list.search.setFocus()

    def _find(self) -> None:
        self.panes.go_back()
        self.list.search.setFocus()
        self.list.search.selectAll()

    @Slot()
    def _on_library(self) -> None:
        """What the library holds is other than it was."""
        self.list.refresh()
        self._go_to_wanted()
        kept = self._library.by_id(self._key)
        if kept is not None:
            self.editor.set_favourite(kept.favourite)

    def _go_to_wanted(self) -> None:
        if self._wanted and self.list.go_to(self._wanted):
            wanted, self._wanted = self._wanted, 0
            self._show(wanted)

    # --- what is shown ---------------------------------------------------------------------

    @Slot(int)
    def _on_chosen(self, key: int) -> None:
        """Where only one pane has room, going through the list does not leave it."""
        if not self.panes.stacked:
            self._show(key)

    @Slot(int)
    def _on_opened(self, key: int) -> None:
        if key == self._key:
            self.panes.open_detail(True)
        else:
            self._show(key)

    def _show(self, key: int) -> None:
        """Show a template, with its unsaved edits where there are any."""
        kept, draft = self._library.by_id(key), self._library.memory.drafts.get(key)
        template = draft or kept
        if template is None:
            return
        self._key = key
        self.editor.show_template(template, new=key < 0, saved=draft is None)
        self._detail.setCurrentWidget(self.editor)
        self.panes.open_detail(True)
        self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes as one reads: the list, then the fields."""
        for before, after in pairwise(reading_order(self)):
            QWidget.setTabOrder(before, after)

    def _show_none(self) -> None:
        self._key = 0
        self._detail.setCurrentWidget(self.empty)
        self.panes.open_detail(False)

    @Slot()
    def new_template(self) -> None:
        """Begin a template; it is kept as a draft from its first letter on."""
        memory = self._library.memory
        if not memory.known:
            return
        key = memory.new_key()
        memory.keep_draft(key, BLANK)
        self.list.refresh()
        self.list.go_to(key)
        self._show(key)
        self.editor.show_page(0)
        self.editor.take_focus()

    # --- edits -----------------------------------------------------------------------------

    @Slot(object)
    def _on_edited(self, template: Template) -> None:
        memory, kept = self._library.memory, self._library.by_id(self._key)
        same = kept is not None and same_words(template, kept)
        if same:
            memory.drop_draft(self._key)
        else:
            memory.keep_draft(self._key, template)
        self.editor.set_saved(same, new=self._key < 0)
        self.list.show_edit(self._key, template, saved=same)

    @Slot(object)
    def _on_save(self, template: Template) -> None:
        if self._saving:
            return
        self._saving = True
        new = self._key < 0
        sent = msgspec.structs.replace(template, id=0) if new else template
        self._library.keep(sent, self._key)

    @Slot(object, int)
    def _on_kept(self, template: Template, draft: int) -> None:
        """What was written meanwhile stays a draft, of the template that it is now."""
        self._saving = False
        if draft == 0:  # a copy was made
            self._wanted = template.id
            self._go_to_wanted()
            return
        if draft != self._key:
            return
        self._key = template.id
        if template.id in self._library.memory.drafts:
            self.editor.fields.adopt(template)
            self.editor.set_saved(False)
        else:
            self.editor.fields.set_template(template)
            self.editor.set_saved(True)
            self.editor.set_kept()
        self.list.refresh()
        self.list.go_to(template.id)

    @Slot(object, int)
    def _on_keep_refused(self, error: UserError, draft: int) -> None:
        self._saving = False
        if error.kind == "usage" and draft == self._key:
            self.editor.show_name_problem(error)
        else:
            self.note.show_problem(error)

    @Slot()
    def _on_revert(self) -> None:
        """Back to what was saved; the edits can be brought back once."""
        draft = self._library.memory.drafts.get(self._key)
        if draft is None or self._key < 0:
            return
        self._dropped = (self._key, draft)
        self._library.memory.drop_draft(self._key)
        self.list.refresh()
        self._show(self._key)
        self.note.show_note(self.tr("The edits were discarded."), _UNDO_DRAFT, self.tr("Undo"))

    @Slot(bool)
    def _on_favourite(self, favourite: bool) -> None:
        self.editor.set_favourite(favourite)
        self._library.set_favourite(self._key, favourite)

    # --- versions --------------------------------------------------------------------------

    @Slot(int, list)
    def _on_versions(self, template_id: int, versions: list[object]) -> None:
        if template_id == self._key:
            self.editor.versions.show_versions(versions)  # type: ignore[arg-type]

    @Slot(object)
    def _on_restore_version(self, version: Template) -> None:
        """An older version becomes an edit: saving it makes it the newest."""
        kept = self._library.by_id(self._key)
        if kept is None:
            return
        same = {name: getattr(kept, name) for name in ("id", "builtin", "changed", "favourite")}
        template = msgspec.structs.replace(version, **same)
        before = self._library.memory.drafts.get(self._key)
        self._dropped = None if before is None else (self._key, before)
        self._library.memory.keep_draft(self._key, template)
        self._show(self._key)
        self.list.refresh()
        self.editor.show_page(0)
        text = self.tr("The older version stands in the editor. Save it to use it.")
        undo = (_UNDO_DRAFT, self.tr("Undo")) if before is not None else ("", "")
        self.note.show_note(text, *undo)

    @Slot(object)
    def _on_reset(self, template: Template) -> None:
        if template.id == self._key:
            self._show(self._key)
        text = self.tr("“{name}” is as it came. What it was is among its versions.")
        self.note.show_note(text.format(name=title_of(template)))

    # --- the menu and deleting -------------------------------------------------------------

    @Slot()
    def _on_menu(self) -> None:
        open_below(self.menu.of(self._key), self.editor.more_button)

    @Slot()
    def _on_delete(self) -> None:
        """A draft goes at once, a template when that is durable; both can be brought back."""
        if self._key > 0:
            self._library.delete(self._key)
            return
        draft = self._library.memory.drafts.get(self._key)
        if draft is None:
            return
        self._dropped = (self._key, draft)
        self._library.memory.drop_draft(self._key)
        self._leave()
        if is_worded(draft):
            text = self.tr("“{name}” was deleted.").format(name=title_of(draft))
            self.note.show_note(text, _UNDO_DRAFT, self.tr("Undo"))

    @Slot()
    def _on_delete_row(self) -> None:
        """The row with the cursor, which in a narrow window need not be what is shown."""
        key = self.list.rows.current_key()
        if key is not None and key != self._key:
            self._show(key)
            self.panes.open_detail(False)
        if key is not None:
            self._on_delete()

    @Slot(object)
    def _on_deleted(self, template: Template) -> None:
        if template.id == self._key:
            self._leave()
        text = self.tr("“{name}” was deleted.").format(name=title_of(template))
        self.note.show_note(text, _UNDO_DELETE, self.tr("Undo"))

    def _leave(self) -> None:
        """The shown template is gone: the one that takes its row is shown."""
        row = self.list.rows.currentIndex().row()
        self._show_none()
        self.list.refresh()
        key = self.list.key_at(row)
        if key is not None and self.list.go_to(key) and not self.panes.stacked:
            self._show(key)
        self.list.rows.setFocus()

    @Slot(object)
    def _on_restored(self, template: Template) -> None:
        self._wanted = template.id
        self._on_library()
        self.note.hide()

    @Slot(str)
    def _on_note_action(self, action: str) -> None:
        if action == _UNDO_DELETE:
            self._library.undo_delete()
        elif action == _UNDO_DRAFT and self._dropped is not None:
            (key, draft), self._dropped = self._dropped, None
            self._library.memory.keep_draft(key, draft)
            self.list.refresh()
            self.list.go_to(key)
            self._show(key)

    @Slot(int)
    def _on_imported(self, template_id: int) -> None:
        self._wanted = template_id
        self._go_to_wanted()

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        self.note.show_problem(error)

    # --- closing ---------------------------------------------------------------------------

    def hideEvent(self, event: QHideEvent) -> None:
        """Drafts are kept when the window goes, and one without a word goes with it."""
        super().hideEvent(event)
        memory = self._library.memory
        for key, draft in list(memory.drafts.items()):
            if key < 0 and not is_worded(draft):
                memory.drop_draft(key)
                if key == self._key:
                    self._show_none()
        self.list.refresh()
        memory.flush()
