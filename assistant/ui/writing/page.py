"""The mode "Write": the text at the left, the result at the right, actions above both."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec
from PySide6.QtCore import QEvent, QObject, Qt, Signal, Slot
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QHideEvent,
    QKeyEvent,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QFileDialog, QSplitter, QVBoxLayout, QWidget

from assistant.controllers.writing import WritingDesk
from assistant.controllers.writing_draft import WritingDraft
from assistant.controllers.writing_files import OpenedText
from assistant.controllers.writing_hearing import gap_after
from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.notices import Notice
from assistant.core.remote.consent import WRITING
from assistant.core.writing.action import Action
from assistant.ui.actions import ActionRegistry
from assistant.ui.documents.library_drop import dropped_paths
from assistant.ui.error_words import error_text
from assistant.ui.servers.place_permission import PlacePermission
from assistant.ui.services import Services
from assistant.ui.starter.starter_hint import hint_for
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.action_bar import ActionBar
from assistant.ui.writing.action_care import ActionCare
from assistant.ui.writing.action_form import ActionForm
from assistant.ui.writing.commands import WriteCommands
from assistant.ui.writing.message_row import Said
from assistant.ui.writing.outlets import Outlets
from assistant.ui.writing.result_pane import ResultPane
from assistant.ui.writing.source_pane import SourcePane

_STACK_BELOW = 900
_LEAST_PANE = 88
_LOW = 640
"""Pixels below which a form takes the place of the texts."""


class WritePage(QWidget):
    """`chat_requested(str)`: a result is to be talked about. `take_focus` goes to the text."""

    chat_requested = Signal(str)

    def __init__(self, services: Services, theme: Theme, actions: ActionRegistry) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self._services = services
        self._actions = actions
        self.desk: WritingDesk = services.writing
        self._watched: QWidget | None = None
        self.commands = WriteCommands(self, actions)
        self.bar = ActionBar(self.desk.actions, theme, self)
        self.form = ActionForm(theme, self)
        self.care = ActionCare(services, self.desk.actions, self.form, self)
        self.source = SourcePane(theme, self)
        self.result = ResultPane(self.desk, theme, actions, self.commands, self)
        self.outlets = Outlets(services, self.desk.files, self)
        self.permission = PlacePermission(services.consent, WRITING, theme, self)
        self._again: Callable[[], object] | None = None
        self._split = QSplitter(Qt.Orientation.Horizontal, self)
        self._split.setChildrenCollapsible(False)
        self._split.setHandleWidth(measures.GAP_L)
        for pane in (self.source, self.result):
            pane.setMinimumHeight(_LEAST_PANE)
            self._split.addWidget(pane)
        self._split.setSizes([1, 1])
        self._column = QVBoxLayout(self)
        self._column.setSpacing(measures.GAP_S)
        self.hint = hint_for(services, theme, actions, self)
        for widget in (self.bar, self.form, self.permission):
            self._column.addWidget(widget)
        self._column.addWidget(self._split, 1)
        self._column.addWidget(self.hint)
        self._connect()
        self._show_draft()
        self._arrange()
        self._refresh()

    def _connect(self) -> None:
        desk, bar, source = self.desk, self.bar, self.source
        bar.chosen.connect(self.start)
        bar.edit_requested.connect(self.care.edit)
        bar.changed.connect(self._keep_draft)
        self.care.form_toggled.connect(self._on_form)
        source.changed.connect(self._keep_draft)
        source.open_requested.connect(self.choose_file)
        source.editor.files_dropped.connect(self._on_files)
        self.result.act_requested.connect(self._on_act)
        self.result.current_changed.connect(self._on_current)
        self.outlets.file_replaced.connect(source.set_opened)
        for fact in (desk.began, desk.finished, desk.stopped, desk.session_changed, desk.decided,
                     desk.failed):  # fmt: skip
            fact.connect(self._refresh)
        desk.session_changed.connect(self._share)
        desk.session_changed.connect(self.hint.put_away)
        desk.finished.connect(self.hint.show_after_work)
        self.permission.model_wanted.connect(lambda: self._actions.trigger("choose_model"))
        self.permission.closed.connect(self.take_focus)
        desk.refused.connect(self._on_refused)
        desk.failed.connect(self._on_failed)
        desk.draft_restored.connect(self._show_draft)
        desk.files.opened.connect(self._on_opened)
        desk.files.failed.connect(source.say_error)

    def take_focus(self) -> None:
        """The mode was chosen: the cursor goes where one writes."""
        self.source.editor.setFocus()

    # --- the work --------------------------------------------------------------------------

    @Slot(object)
    def start(self, action: Action) -> None:
        """Do `action` with the text, or with the part of it that is selected."""
        self._again = partial(self.start, action)
        self.result.compose.flush()
        self.result.message.say(None)
        bar = self.bar
        opened = self.source.opened
        self.desk.start(
            self.source.editor.selected() or self.source.text(),
            action,
            origin=opened.path if opened is not None else "",
            note=bar.note.text(),
            protect=bar.protect.isChecked(),
            reasons=bar.reasons.isChecked(),
        )

    def show_menu(self) -> None:
        """All actions, to choose one."""
        self.bar.show_menu()

    def start_id(self, action_id: str) -> None:
        """`start` for the action with this id."""
        action = self.desk.actions.find(action_id)
        if action is not None and not self.desk.working:
            self.start(action)

    @Slot(str)
    def _on_act(self, action: str) -> None:
        """A button of the message."""
        self._again = partial(self._on_act, action)
        if action == "resume":
            self.desk.resume()
        elif action == "redo":
            self.desk.redo_unusable()
        elif action == "write_on":
            self.result.compose.flush()
            self.desk.write_on()
        elif action == "choose_model":
            self._actions.trigger("choose_model")

    @Slot(object)
    def _on_refused(self, error: UserError) -> None:
        text = error_text(error)
        if error.kind == "server_permission":
            self.permission.ask(self._again)
        elif error.kind == "no_model":
            self.result.message.say(Said(text, "choose_model", self.tr("Choose a model"), "error"))
        else:
            self.result.message.say(Said(text))
            self.take_focus()

    @Slot(object)
    def _on_failed(self, error: UserError) -> None:
        if error.kind == "server_permission":
            self.permission.ask(self.desk.resume)

    @Slot()
    def _refresh(self, _fact: object = None) -> None:
        """Offer what can be done now."""
        desk, session = self.desk, self.desk.session
        self.bar.set_working(desk.working)
        self.commands.refresh(session, self.source.opened, working=desk.working,
                              earlier=bool(desk.earlier))  # fmt: skip

    @Slot(int)
    def _on_current(self, number: int) -> None:
        """Show in the text what the current change is about."""
        session = self.desk.session
        if session is None or number < 0:
            self.source.editor.mark(-1, "")
            return
        change = session.review.changes[number]
        self.source.editor.mark(change.start, change.before)

    # --- the text --------------------------------------------------------------------------

    @Slot()
    def choose_file(self) -> None:
        """Ask for a file to work on."""
        dialog = QFileDialog(self.window(), self.tr("Open a text"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.desk.files.open)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(list)
    def _on_files(self, paths: list[str]) -> None:
        self.desk.files.open(paths[0])
        if len(paths) > 1:
            name = one_line(Path(paths[0]).name, 80)
            text = self.tr("Only {name} is opened: one text at a time.").format(name=name)
            self._services.notices.post(Notice(text=text, timeout_s=10.0))

    @Slot(object)
    def _on_opened(self, opened: OpenedText) -> None:
        self.source.set_text(opened.text, opened)
        if not opened.text.strip():
            name = one_line(opened.name, 80)
            self.source.say(self.tr("{name} holds no text.").format(name=name))
        self._refresh()

    @Slot()
    def _show_draft(self) -> None:
        """What stood here the last time."""
        draft = self.desk.draft
        opened = None
        if draft.path:
            opened = OpenedText(draft.path, "", draft.digest, draft.form)
        bar = self.bar
        for widget in (bar.note, bar.protect, bar.reasons):
            widget.blockSignals(True)
        bar.note.setText(draft.note)
        bar.protect.setChecked(draft.protect)
        bar.reasons.setChecked(draft.reasons)
        for widget in (bar.note, bar.protect, bar.reasons):
            widget.blockSignals(False)
        if draft.text or opened is not None:
            self.source.set_text(draft.text, opened)

    @Slot()
    def _keep_draft(self) -> None:
        opened, bar = self.source.opened, self.bar
        draft = WritingDraft(
            text=self.source.text(),
            note=bar.note.text(),
            protect=bar.protect.isChecked(),
            reasons=bar.reasons.isChecked(),
        )
        if opened is not None:
            draft = msgspec.structs.replace(
                draft, path=opened.path, digest=opened.digest, form=opened.form
            )
        self.desk.set_draft(draft)
        self._refresh()

    def leave(self) -> None:
        """Keep what was typed in the last moments."""
        self.source.editor.flush()
        self.result.compose.flush()
        self.desk.flush()

    # --- the result ------------------------------------------------------------------------

    def copy_result(self) -> None:
        session = self.desk.session
        if session is not None:
            still_open = 0 if session.composes else len(session.review.open())
            self.outlets.copy(self.result.text(), still_open)

    def whole_result(self) -> str:
        """The result; where it is about a part of the text, the text with that part replaced."""
        session, text = self.desk.session, self.source.text()
        part = session.order.text if session is not None else ""
        if not part or part == text or text.count(part) != 1:
            return self.result.text()
        return text.replace(part, self.result.text())

    def replace_file(self) -> None:
        """Put the result into the file that the text came from."""
        if self.source.opened is not None:
            self.outlets.replace(self.source.opened, self.whole_result())

    def save_result(self) -> None:
        opened, session = self.source.opened, self.desk.session
        if session is not None:
            name = Path(opened.name).stem if opened else self.result.header.title.full_text()
            self.outlets.save_as(self.result.text(), name)

    def use_result(self) -> None:
        """Have the result as the text to go on with; undo brings the other one back."""
        self.source.set_text(self.whole_result(), self.source.opened)
        self.take_focus()

    def insert_result(self) -> None:
        """Put the result below the text; a title above it, a continuation to its end."""
        session, text, result = self.desk.session, self.source.text(), self.result.text()
        action = session.order.action.id if session is not None else ""
        if not text.strip():
            joined = result
        elif action == "title":
            joined = f"{result}\n\n{text.lstrip()}"
        elif action == "continue":
            joined = f"{text}{gap_after(text)}{result}"
        else:
            joined = f"{text.rstrip()}\n\n{result}"
        self.source.set_text(joined, self.source.opened)
        self.take_focus()

    def talk_about_result(self) -> None:
        self.chat_requested.emit(self.result.text())

    @Slot()
    def _on_form(self) -> None:
        self._arrange()
        if self.form.isHidden():
            self.take_focus()

    # --- keys, size, dropping, leaving -----------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._escape():
            event.accept()
            return
        super().keyPressEvent(event)

    def _escape(self) -> bool:
        """Stop; else close the card; else the message."""
        if self.desk.working:
            self.desk.stop()
        elif not self.result.card.isHidden():
            self.result.card.leave()
        else:
            return False
        return True

    @property
    def stacked(self) -> bool:
        """Whether the panes stand one above the other."""
        return self.width() < _STACK_BELOW - measures.RAIL_WIDTH

    def _arrange(self) -> None:
        wanted = Qt.Orientation.Vertical if self.stacked else Qt.Orientation.Horizontal
        if self._split.orientation() != wanted:
            self._split.setOrientation(wanted)
            self._split.setHandleWidth(measures.GAP_S if self.stacked else measures.GAP_L)
            self._share()
        self._split.setVisible(self.form.isHidden() or self.height() > _LOW)
        side = measures.GAP_L if self.stacked else measures.GAP_XL
        self._column.setContentsMargins(side, measures.GAP_M, side, measures.GAP_M)

    @Slot()
    def _share(self) -> None:
        """One above the other, what the person is at gets more of the room."""
        shown = self.desk.session is not None
        self._split.setSizes([1_000, 2_000 if shown and self.stacked else 1_000])

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        data = event.mimeData()
        if dropped_paths(data) or (data.hasText() and not data.hasUrls()):
            event.acceptProposedAction()
        else:
            event.ignore()  # the window knows what to do with it

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        paths = dropped_paths(event.mimeData())
        if paths:
            self._on_files(list(paths))
        else:
            self.source.editor.insert_text(event.mimeData().text())
        event.acceptProposedAction()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        window = self.window()
        if self._watched is not window:
            self._watched = window
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window closes: what was typed in the last moments is kept."""
        if event.type() == QEvent.Type.Close and watched is self._watched:
            self.leave()
        return super().eventFilter(watched, event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.leave()
