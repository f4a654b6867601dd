"""The library of templates: a window with the list at the left and one to edit at the right."""

from __future__ import annotations

from pathlib import Path

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QAction, QHideEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QMenu,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.template_checking import TemplateChecker
from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.templates.template import Template
from assistant.ui.controls import push_button
from assistant.ui.icons import icon
from assistant.ui.services import Services
from assistant.ui.templates.editor import TemplateEditor
from assistant.ui.templates.list_panel import TemplateListPanel
from assistant.ui.templates.note_bar import NoteBar
from assistant.ui.templates.template_words import title_of
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_LIST_WIDTH = 288
_STACK_BELOW = 720
_UNDO_DELETE, _UNDO_DRAFT = "undo_delete", "undo_draft"
NEW = Template(name="", title="", text="")


class TemplateWindow(QDialog):
    """Not modal. `use_requested(Template)`: it shall be used in the chat."""

    use_requested = Signal(object)

    def __init__(self, services: Services, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("template_library")
        self.setWindowTitle(self.tr("Templates"))
        self.setAccessibleName(self.tr("Templates"))
        self._theme = theme
        self._library = library = services.templates
        self._key = 0
        self._wanted = 0
        self._sent: Template | None = None
        self._dropped: tuple[int, Template] | None = None
        self.note = NoteBar(theme, self)
        self.list = TemplateListPanel(library, theme, self)
        checker = TemplateChecker(services.pool, services.chat.steps, services.models, self)
        self.editor = TemplateEditor(checker, theme, services.pool, lambda: services.reader, self)
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
        self.back_button = push_button(self.tr("‹ All templates"), "link", self)
        self.back_button.setAccessibleName(self.tr("Back to all templates"))
        self.back_button.clicked.connect(self._on_back)
        self._detail = QStackedWidget(self)
        self._detail.addWidget(self.empty)
        self._detail.addWidget(self.editor)
        self._right = QWidget(self)
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(measures.GAP_XS)
        right.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._detail, 1)
        self.list.setMinimumWidth(200)
        panes = QHBoxLayout()
        panes.setSpacing(measures.GAP_L)
        panes.addWidget(self.list)
        panes.addWidget(self._right, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(*[measures.GAP_L] * 4)
        column.setSpacing(measures.GAP_M)
        column.addWidget(self.note)
        column.addLayout(panes, 1)
        self.setMinimumSize(460, 380)
        self._stacked = False
        self._detail_open = False
        self._arrange()

    def _connect(self) -> None:
        library, editor, panel = self._library, self.editor, self.list
        library.changed.connect(self._on_library)
        library.kept.connect(self._on_kept)
        library.keep_refused.connect(self._on_keep_refused)
        library.deleted.connect(self._on_deleted)
        library.restored.connect(self._on_restored)
        library.was_reset.connect(self._on_reset)
        library.versions_read.connect(self._on_versions)
        library.imported.connect(self._on_imported)
        library.import_refused.connect(self._on_import_refused)
        library.exported.connect(self._on_exported)
        library.failed.connect(self._on_failed)
        panel.chosen.connect(self._on_chosen)
        panel.new_wanted.connect(self.new_template)
        panel.import_wanted.connect(self._on_import)
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
        self._on_back()
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
        self._open_detail(True)

    def _show_none(self) -> None:
        self._key = 0
        self._detail.setCurrentWidget(self.empty)
        self._open_detail(False)

    @Slot()
    def new_template(self) -> None:
        """Begin a template; it is kept as a draft from its first letter on."""
        memory = self._library.memory
        if not memory.known:
            return
        key = memory.new_key()
        memory.keep_draft(key, NEW)
        self.list.refresh()
        self.list.go_to(key)
        self._show(key)
        self.editor.show_page(0)
        self.editor.take_focus()

    # --- edits -----------------------------------------------------------------------------

    @Slot(object)
    def _on_edited(self, template: Template) -> None:
        memory, kept = self._library.memory, self._library.by_id(self._key)
        same = kept is not None and _same(template, kept)
        if same:
            memory.drop_draft(self._key)
        else:
            memory.keep_draft(self._key, template)
        self.editor.set_saved(same, new=self._key < 0)
        self.list.show_edit(self._key, template, saved=same)

    @Slot(object)
    def _on_save(self, template: Template) -> None:
        if self._sent is not None:
            return
        self._sent = template
        new = self._key < 0
        sent = msgspec.structs.replace(template, id=0) if new else template
        self._library.keep(sent, self._key)

    @Slot(object, int)
    def _on_kept(self, template: Template, draft: int) -> None:
        """What was written meanwhile stays a draft, of the template that it is now."""
        sent, self._sent = self._sent, None
        if draft == 0:  # a copy was made
            self._wanted = template.id
            self._go_to_wanted()
            return
        if draft != self._key:
            return
        now = self.editor.fields.template()
        self._key = template.id
        if sent is not None and now != sent:
            own = {"id": template.id, "builtin": template.builtin, "changed": template.changed}
            self._library.memory.keep_draft(template.id, msgspec.structs.replace(now, **own))
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
        self._sent = None
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

    # --- the menu --------------------------------------------------------------------------

    @Slot()
    def _on_menu(self) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        button = self.editor.more_button
        corner = button.mapToGlobal(button.rect().bottomRight())
        corner.setX(corner.x() - menu.sizeHint().width())
        menu.popup(corner)

    def menu(self) -> QMenu:
        """What can be done with the template that is shown."""
        kept = self._library.by_id(self._key)
        menu = QMenu(self)
        self._add(menu, "copy", self.tr("Duplicate"), self._on_duplicate, kept is not None)
        changed = kept is not None and kept.builtin and kept.changed
        if kept is not None and kept.builtin:
            self._add(menu, "undo", self.tr("Reset to how it came"), self._on_reset_wanted, changed)
        menu.addSeparator()
        self._add(menu, "download", self.tr("Export…"), self._on_export, kept is not None)
        own = any(not each.builtin for each in self._library.templates)
        self._add(menu, "download", self.tr("Export all of my own…"), self._on_export_own, own)
        menu.addSeparator()
        self._add(menu, "trash", self.tr("Delete"), self._on_delete, True)
        return menu

    def _add(self, menu: QMenu, icon_name: str, text: str, slot: object, enabled: bool) -> None:
        action = QAction(icon(icon_name, self._theme.palette.secondary), text, menu)
        action.setEnabled(enabled)
        action.triggered.connect(slot)
        menu.addAction(action)

    @Slot()
    def _on_duplicate(self) -> None:
        kept = self._library.by_id(self._key)
        if kept is not None:
            title = self.tr("{title} (copy)").format(title=title_of(kept))
            self._library.duplicate(kept.id, title)

    @Slot()
    def _on_reset_wanted(self) -> None:
        self._library.reset(self._key)

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
        if _worded(draft):
            text = self.tr("“{name}” was deleted.").format(name=title_of(draft))
            self.note.show_note(text, _UNDO_DRAFT, self.tr("Undo"))

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
        if key is not None and self.list.go_to(key) and not self._stacked:
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

    # --- files -----------------------------------------------------------------------------

    @Slot()
    def _on_import(self) -> None:
        dialog = self._dialog(self.tr("Import templates"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self._library.import_file)
        dialog.open()

    @Slot()
    def _on_export(self) -> None:
        kept = self._library.by_id(self._key)
        if kept is not None:
            self._export([kept], kept.name)

    @Slot()
    def _on_export_own(self) -> None:
        own = [each for each in self._library.templates if not each.builtin]
        self._export(own, "templates")

    def _export(self, templates: list[Template], name: str) -> None:
        dialog = self._dialog(self.tr("Export templates"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("toml")
        dialog.selectFile(f"{name}.toml")
        dialog.fileSelected.connect(lambda path: self._library.export(path, templates))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setNameFilters([self.tr("Templates (*.toml)"), self.tr("All files (*)")])
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog

    @Slot(list)
    def _on_imported(self, templates: list[Template]) -> None:
        if not templates:
            self.note.show_note(self.tr("There is no template in this file."))
            return
        self._wanted = templates[0].id
        said = self.tr("%n template(s) imported: {names}.", "", len(templates))
        names = ", ".join(title_of(each) for each in templates)
        self.note.show_note(said.format(names=one_line(names, 200)))

    @Slot(str, object, str)
    def _on_import_refused(self, _path: str, error: UserError, line: str) -> None:
        self.note.show_problem(error, line)

    @Slot(str, int)
    def _on_exported(self, path: str, count: int) -> None:
        said = self.tr("%n template(s) exported to {name}.", "", count)
        self.note.show_note(said.format(name=one_line(Path(path).name)))

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        self.note.show_problem(error)

    # --- looks -----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        stacked = event.size().width() < _STACK_BELOW
        if stacked != self._stacked:
            self._stacked = stacked
            self._arrange()

    def _open_detail(self, wanted: bool) -> None:
        self._detail_open = wanted
        self._arrange()

    @Slot()
    def _on_back(self) -> None:
        self._open_detail(False)
        self.list.rows.setFocus()

    def _arrange(self) -> None:
        """One pane at a time where there is little room."""
        self.back_button.setVisible(self._stacked)
        self.list.setVisible(not self._stacked or not self._detail_open)
        self._right.setVisible(not self._stacked or self._detail_open)
        self.list.setMaximumWidth(16_777_215 if self._stacked else _LIST_WIDTH)

    def hideEvent(self, event: QHideEvent) -> None:
        """Drafts are kept when the window goes, and one without a word goes with it."""
        super().hideEvent(event)
        memory = self._library.memory
        for key, draft in list(memory.drafts.items()):
            if key < 0 and not _worded(draft):
                memory.drop_draft(key)
                if key == self._key:
                    self._show_none()
        self.list.refresh()
        memory.flush()


def _same(one: Template, other: Template) -> bool:
    """Whether two say the same, whoever likes them."""
    plain = {"favourite": False, "changed": False, "builtin": False}
    return msgspec.structs.replace(one, **plain) == msgspec.structs.replace(other, **plain)


def _worded(template: Template) -> bool:
    """Whether anybody wrote anything into it."""
    return _same(template, msgspec.structs.replace(NEW, id=template.id)) is False
