"""Connects templates with the composer: "/" opens them, a form asks, a turn is sent."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.composer import Composer
from assistant.ui.services import Services
from assistant.ui.tab_order import put_before, reading_order
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

if TYPE_CHECKING:
    from assistant.core.grounding import TemplateTask
    from assistant.core.templates.rendering import Rendered
    from assistant.core.templates.template import Template
    from assistant.core.templates.variable import Variable
    from assistant.ui.templates.form_card import TemplateForm
    from assistant.ui.templates.picker import TemplatePicker

_LONGEST_QUERY = 60
_SLASHES = ("/", "／", "、")
"""The key with the slash writes one of these, by the input method."""


class TemplatesLink(QObject):
    """What is made of templates is made when somebody asks for them.

    page_wanted(str, str)     a template of the mode "write" or "translate" was filled in: its text
    library_wanted(int)       show the library, at the template with this id (0: at none)
    used(int)                 the template with this id was used
    send_refused(object)      a turn was not sent; the function that tries it again
    """

    page_wanted = Signal(str, str)
    library_wanted = Signal(int)
    used = Signal(int)
    send_refused = Signal(object)

    def __init__(
        self,
        services: Services,
        theme: Theme,
        actions: ActionRegistry,
        composer: Composer,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._actions = actions
        self._composer = composer
        self._over = parent
        self._room = 0
        self._dismissed = False
        self._typed = ""
        self._sending: Template | None = None
        self._again: Callable[[], None] | None = None
        self._following = False
        self._stops: list[QWidget] = []
        self.picker: TemplatePicker | None = None
        self.form: TemplateForm | None = None
        self.panels = QWidget(parent)
        """Stands above the composer, in line with its card."""
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        centred = QWidget(self.panels)
        centred.setLayout(self._column)
        centred.setMaximumWidth(measures.READING_WIDTH + 2 * measures.GAP_M)
        centred.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        around = QHBoxLayout(self.panels)
        around.setContentsMargins(measures.GAP_L, measures.GAP_XS, measures.GAP_L, 0)
        around.addWidget(centred)
        self.panels.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.panels.hide()
        composer.draft_changed.connect(self._on_draft)
        composer.input.textChanged.connect(self._on_text)
        composer.input.installEventFilter(self)
        composer.templates_button.clicked.connect(self.open_picker)

    def _follow(self) -> None:
        """From the first template on."""
        if self._following:
            return
        self._following = True
        chat, library = self._services.chat, self._services.templates
        library.changed.connect(self._on_templates)
        library.ensure_loaded()
        chat.turn_accepted.connect(self._on_sent)
        chat.turn_kept.connect(self._on_sent)
        chat.send_refused.connect(self._on_refused)
        chat.opened.connect(self._on_scope)
        chat.conversation_changed.connect(self._on_scope)

    # --- the picker ------------------------------------------------------------------------

    def _query(self) -> str | None:
        """What was typed behind the slash; None where this is a message like any other."""
        document = self._composer.input.document()
        if not document.firstBlock().text().startswith(_SLASHES):
            return None
        called, _given = self._called()
        if called:
            return called
        if document.blockCount() != 1 or document.characterCount() > _LONGEST_QUERY:
            return None
        return self._composer.input.toPlainText()[1:]

    def _called(self) -> tuple[str, str]:
        """The template that is called by its whole name, and the words behind it."""
        name, _, given = self._composer.input.text()[1:].partition(" ")
        known = self._following and self._services.templates.by_name(name) is not None
        return (name, given.strip()) if known and given.strip() else ("", "")

    @Slot()
    def _on_draft(self) -> None:
        """Only what a person types opens it, not the draft of a conversation."""
        query = self._query()
        if query is None:
            self._dismissed = False
        elif not self._dismissed and self._composer.input.hasFocus():
            self._show_picker(query, own_field=False)

    @Slot()
    def _on_text(self) -> None:
        if self.picker is not None and not self.picker.typed_inside and self._query() is None:
            self.picker.hide()

    @property
    def picking(self) -> bool:
        return self.picker is not None and not self.picker.isHidden()

    @Slot()
    def open_picker(self) -> None:
        """The button: as "/" in an empty composer; else beside what is written there."""
        if self.picking:
            self._leave_picker()
            return
        self._dismissed = False
        if self._composer.draft().is_empty():
            self._composer.fill("/")
        query = self._query()
        if query is not None:
            self._composer.input.setFocus()
            self._show_picker(query, own_field=False)
        else:
            self._show_picker("", own_field=True)

    def _show_picker(self, query: str, *, own_field: bool) -> None:
        self._follow()
        if self.picker is None:
            from assistant.ui.templates.picker import TemplatePicker

            self.picker = TemplatePicker(self._theme, self._over)
            self.picker.stand_on(self._composer.card)
            self.picker.chosen.connect(self._on_chosen)
            self.picker.left.connect(self._leave_picker)
            self.picker.library_wanted.connect(self._on_library_wanted)
            self._fill_picker()
        if self.picking and not own_field:
            self.picker.set_query(query)
        else:
            self.picker.open(query, own_field=own_field)
        if not own_field and query.strip() and not self.picker.count():
            self.picker.hide()

    def _fill_picker(self) -> None:
        if self.picker is not None:
            library = self._services.templates
            self.picker.show_templates(library.templates, library.memory.recent)

    @Slot()
    def _on_templates(self) -> None:
        self._fill_picker()
        if self._query() is not None and not self.picking:
            self._on_draft()

    @Slot()
    def _leave_picker(self) -> None:
        """The text stays as it is, and does not open it again."""
        self._dismissed = True
        if self.picking:
            self.picker.hide()
            self._composer.input.setFocus()

    @Slot()
    def _on_library_wanted(self) -> None:
        self._leave_picker()
        self.library_wanted.emit(0)

    @Slot(object)
    def _on_chosen(self, template: Template) -> None:
        called, given = self._called() if self._query() is not None else ("", "")
        self.use(template, given if called == template.name else "")

    # --- choosing --------------------------------------------------------------------------

    @Slot(object)
    def use(self, template: Template, given: str = "") -> None:
        """Ask for the variables of a template, or do at once what it says.

        `given` stands in the first field that it can stand in; in one for what is selected stands
        what is selected or written in the composer.
        """
        from assistant.core.templates.variables import variables
        from assistant.ui.templates.template_words import is_plain

        self._follow()
        if self.picking:
            self.picker.hide()
        self._dismissed = True
        self._typed = self._composer.input.text()
        try:
            asked = variables(template)
        except UserError as error:
            self._composer.refusal.show_error(error)
            self._composer.input.setFocus()
            return
        needs_documents = self._needs_documents(template)
        if asked or needs_documents:
            self._open_form(template, asked, self._selected(), needs_documents)
            if given and self.form is not None:
                self.form.offer(given)
        elif template.mode == "chat" and is_plain(template):
            self._composer.fill(template.text.strip())
            self._note(template, {})
        else:
            self._run(template, {})

    def _selected(self) -> str:
        """What is selected in the composer, else what is written in it."""
        chosen = self._composer.input.textCursor().selectedText().replace("\u2029", "\n")
        if chosen.strip():
            return chosen
        return "" if self._query() is not None else self._typed

    def _needs_documents(self, template: Template) -> bool:
        return template.mode == "documents" and not self._services.chat.scope

    # --- the form --------------------------------------------------------------------------

    @property
    def form_open(self) -> bool:
        return self.form is not None and not self.form.isHidden()

    def _open_form(
        self,
        template: Template,
        asked: tuple[Variable, ...],
        selection: str,
        needs_documents: bool,
    ) -> None:
        if self.form is None:
            from assistant.ui.templates.form_card import TemplateForm

            services = self._services
            self.form = TemplateForm(
                self._theme, services.pool, lambda: services.reader, self.panels
            )
            self.form.run_requested.connect(self._on_run)
            self.form.documents_wanted.connect(lambda: self._actions.trigger("ask_files"))
            self.form.edit_wanted.connect(self._on_edit_wanted)
            self.form.closed.connect(self._on_form_closed)
            self._column.addWidget(self.form)
            self._give_room()
        remembered = self._services.templates.memory.values_of(template.id)
        self.panels.show()
        self.form.open(template, asked, remembered, selection, needs_documents=needs_documents)
        self._order_tabs()

    @Slot()
    def _on_edit_wanted(self) -> None:
        if self.form is not None and self.form.template is not None:
            self.library_wanted.emit(self.form.template.id)

    @Slot()
    def _on_form_closed(self) -> None:
        self.panels.hide()
        self._composer.input.setFocus()

    @Slot(object)
    def _on_scope(self, _fact: object = None) -> None:
        if self.form is not None and self.form.template is not None and self.form_open:
            self.form.set_needs_documents(self._needs_documents(self.form.template))

    def _order_tabs(self) -> None:
        """Tab goes through the form before the composer below it."""
        stops = reading_order(self.panels)
        if stops != self._stops:
            self._stops = stops
            put_before(self._composer.input, stops)

    # --- running ---------------------------------------------------------------------------

    @Slot(dict)
    def _on_run(self, values: dict[str, str]) -> None:
        if self.form is not None and self.form.template is not None:
            self._run(self.form.template, values)

    def _run(self, template: Template, values: dict[str, str]) -> None:
        """What a filled in template says goes where its mode says."""
        from assistant.core.templates.rendering import rendered

        try:
            said = rendered(template, values)
        except UserError as error:
            self._refuse(error)
            return
        if template.mode in ("write", "translate"):
            self._finish(template)
            self.page_wanted.emit(template.mode, said.text)
            return
        self._send(template, said)

    def _send(self, template: Template, said: Rendered) -> None:
        """Say the turn; `_on_sent` or `_on_refused` follows."""
        from assistant.core.templates.answering import task_of

        task: TemplateTask | None = task_of(template, said)
        if template.mode == "documents":
            task = None  # the conversation's documents answer it, like every question
        self._sending = template
        self._again = partial(self._send, template, said)
        if self.form is not None:
            self.form.set_running(True)
        if not self._services.chat.send(said.text, task):
            self._sending = None
            text = self.tr("The message before is still being kept.")
            self._refuse(UserError("busy", text, self.tr("Try again in a moment.")))

    @Slot()
    def _on_sent(self, _fact: object = None) -> None:
        template, self._sending = self._sending, None
        if template is not None:
            self._finish(template)

    @Slot(object)
    def _on_refused(self, _error: UserError) -> None:
        """The reason stands above the composer; what was filled in stays."""
        if self._sending is not None:
            self._sending = None
            if self.form is not None:
                self.form.set_running(False)
            if self._again is not None:
                self.send_refused.emit(self._again)

    def _refuse(self, error: UserError) -> None:
        if self.form is not None and self.form_open:
            self.form.show_error(error)
        else:
            self._composer.refusal.show_error(error)

    def _finish(self, template: Template) -> None:
        """It was used: the form goes, and what called it leaves the composer."""
        values, used_text = {}, False
        if self.form is not None and self.form_open:
            values = self.form.form.worth_remembering()
            used_text = self._typed in self.form.form.values().values()
            self.form.set_running(False)
            self.form.close_form()
            self.panels.hide()
        text = self._composer.input.text()
        if text and text == self._typed and (used_text or self._query() is not None):
            self._composer.input.clear()
        self._note(template, values)

    def _note(self, template: Template, values: dict[str, str]) -> None:
        if template.id:
            self._services.templates.note_use(template.id, values)
            self.used.emit(template.id)

    # --- keys and room ---------------------------------------------------------------------

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if self.picker is not None and self.picking and not self.picker.typed_inside:
                return self.picker.take_key(event)
            answering = self._services.chat.answering
            if event.key() == Qt.Key.Key_Escape and self.form_open and not answering:
                self.form.leave()
                self._on_form_closed()
                return True
        elif event.type() == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            passing = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            inside = self.picker is not None and self.picker.typed_inside
            if self.picking and not inside and event.reason() not in passing:
                self.picker.hide()
        return super().eventFilter(watched, event)

    def set_room(self, height: int) -> None:
        """`height` of the column."""
        self._room = height
        self._give_room()
        if self.picking:
            self.picker.place()

    def _give_room(self) -> None:
        if self.form is not None:
            self.form.set_room(self._room, self._composer.sizeHint().height())
