"""Connects the documents of the chat mode: plan, progress and scope around the composer."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.core.settings import Summaries
from assistant.core.summary_options import SummaryOptions
from assistant.ui.chat.composer import Composer
from assistant.ui.services import Services
from assistant.ui.tab_order import put_before, reading_order
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

if TYPE_CHECKING:
    from assistant.ui.documents.plan_panel import PlanPanel
    from assistant.ui.documents.scope_row import ScopeRow
    from assistant.ui.documents.work_panel import WorkPanel


class DocumentsLink(QObject):
    """Panels are made when there is something to show in them.

    `model_wanted()`: a plan needs a model. `refused(UserError)`: something could not be asked.
    `plan_refused(object)`: a plan was not sent; the function that tries it again.
    """

    model_wanted = Signal()
    refused = Signal(object)
    plan_refused = Signal(object)

    def __init__(
        self, services: Services, theme: Theme, composer: Composer, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._theme = theme
        self._composer = composer
        self._room = 0
        self._following = False
        self._stops: list[QWidget] = []
        self._scope_stops: list[QWidget] = []
        self.plan: PlanPanel | None = None
        self.work: WorkPanel | None = None
        self.scope: ScopeRow | None = None
        self.panels = QWidget(parent)
        """Stands above the composer, in line with its card."""
        self._column = QVBoxLayout()
        self._column.setSpacing(measures.GAP_S)
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
        services.chat.opened.connect(self.follow)

    @Slot()
    def follow(self, _fact: object = None) -> None:
        """Follow plan, scope and work from now on; the first picture of the window does without."""
        if self._following:
            return
        self._following = True
        services = self._services
        services.planner.changed.connect(self._on_plan)
        services.planner.started.connect(self._on_started)
        services.planner.refused.connect(self._on_plan_refused)
        services.scopes.changed.connect(self._on_scope)
        services.scopes.reading.changed.connect(self._on_scope)
        services.scopes.refused.connect(self.refused)
        chat = services.chat
        for fact in (chat.opened, chat.work_progressed, chat.reply_finished, chat.turn_accepted):
            fact.connect(self._on_work)
        self._begin_with_last_wishes()
        self._on_work()
        self._on_scope()

    # --- the plan --------------------------------------------------------------------------

    @property
    def plan_open(self) -> bool:
        return self._following and self._services.planner.phase != "closed"

    def discard_plan(self) -> None:
        self._services.planner.discard()

    def focus_plan(self) -> None:
        """Put the cursor into the plan, where there is one."""
        if self.plan is not None and self.plan_open:
            self.plan.take_focus()

    @Slot()
    def _on_plan(self) -> None:
        if not self.plan_open:
            if self.plan is not None:
                self.plan.refresh()  # it gives the focus on before all of it is hidden
            self._fit_panels()
            return
        if self.plan is None:
            from assistant.ui.documents.plan_panel import PlanPanel

            self.plan = PlanPanel(
                self._services.planner,
                self._theme,
                self._services.reader.can_recognise(),
                self.panels,
            )
            self.plan.model_wanted.connect(self.model_wanted)
            self.plan.closed.connect(self._composer.input.setFocus)
            self._give_room()
            self._column.addWidget(self.plan)
        if self.plan.isHidden():
            self.plan.show()
            self._fit_panels()
            self._order_tabs()
            self.focus_plan()
        else:
            self._order_tabs()

    def _order_tabs(self) -> None:
        """Tab goes through the panels before the composer below them, row for row."""
        stops = reading_order(self.panels)
        if stops != self._stops:
            self._stops = stops
            put_before(self._composer.input, stops)

    def _begin_with_last_wishes(self) -> None:
        planner, last = self._services.planner, self._services.preferences.settings.summaries
        if not self.plan_open:
            wishes = SummaryOptions(length=last.length, form=last.form, language=last.language)
            planner.set_options(wishes)

    @Slot(int)
    def _on_started(self, _message_id: int) -> None:
        preferences, options = self._services.preferences, self._services.planner.options
        last = Summaries(length=options.length, form=options.form, language=options.language)
        preferences.replace(msgspec.structs.replace(preferences.settings, summaries=last))
        self._composer.input.setFocus()

    @Slot(object)
    def _on_plan_refused(self, _error: UserError) -> None:
        self.plan_refused.emit(self._services.planner.start)

    # --- the work that goes on -------------------------------------------------------------

    @Slot()
    def _on_work(self, *_fact: object) -> None:
        """Once there is progress or a broken summary the panel follows by itself."""
        if self.work is not None:
            return
        from assistant.ui.documents.plan_words import broken_off

        chat = self._services.chat
        going = chat.work_progress(chat.conversation_id) is not None
        if not going and broken_off(chat.messages) is None:
            return
        from assistant.ui.documents.work_panel import WorkPanel

        self.work = WorkPanel(chat, self._theme, self.panels)
        self._column.insertWidget(0, self.work)
        self.work.shown_changed.connect(self._fit_panels)
        self.work.refresh()
        self._fit_panels()
        self._order_tabs()

    @Slot()
    def _fit_panels(self, _fact: object = None) -> None:
        working = self.work is not None and not self.work.isHidden()
        planning = self.plan is not None and self.plan_open
        self.panels.setVisible(working or planning)

    # --- the scope -------------------------------------------------------------------------

    @Slot()
    def _on_scope(self) -> None:
        if self.scope is not None:
            self._on_scope_shown()
            return
        scopes = self._services.scopes
        if not (scopes.documents or scopes.collections or scopes.reading.files):
            return
        from assistant.ui.documents.scope_row import ScopeRow

        self.scope = ScopeRow(
            scopes, self._theme, self._services.reader.can_recognise(), self._composer.card
        )
        self.scope.placeholder_changed.connect(self._composer.set_placeholder)
        self._composer.set_scope_row(self.scope)
        self.scope.refresh()
        self._give_room()
        self._on_scope_shown()

    def _on_scope_shown(self) -> None:
        """Tab goes through chips and rows before the text they belong to."""
        if self.scope is None:
            return
        stops = reading_order(self.scope)
        if stops != self._scope_stops:
            self._scope_stops = stops
            put_before(self._composer.input, stops)

    # --- the rest --------------------------------------------------------------------------

    def ask_file(self, path: str) -> None:
        """Ask a file that could not be attached."""
        self._services.scopes.add_paths([path])

    def set_room(self, height: int) -> None:
        """`height` of the column."""
        self._room = height
        self._give_room()

    def _give_room(self) -> None:
        if self.scope is not None:
            self.scope.set_room(self._room)
        if self.plan is not None:
            self.plan.set_room(self._room, self._composer.sizeHint().height())
