"""The transcript: the messages of a branch, streaming, finding, editing in place."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

from assistant.core.entities import Message
from assistant.ui.markdown.safe_text import encodable
from assistant.ui.markdown.text_view import TextView
from assistant.ui.theme.theme import Theme
from assistant.ui.transcript.answer import AnswerWidget
from assistant.ui.transcript.column import END
from assistant.ui.transcript.details import DetailsCard
from assistant.ui.transcript.drag_scroll import DragScroll
from assistant.ui.transcript.finding_area import FindingArea
from assistant.ui.transcript.frames import Frames
from assistant.ui.transcript.question import QuestionWidget
from assistant.ui.transcript.tab_walk import TabWalk
from assistant.ui.transcript.turn import Failure, turns_of
from assistant.ui.transcript.turn_notes import TurnNotes
from assistant.ui.transcript.turn_widget import TurnWidget


class TranscriptView(FindingArea):
    """Shows the messages of a branch and lets them be read, copied, edited and answered again.

    Every signal about a message carries its id. `link_hovered("")` means the pointer left the
    link. Nothing is ever loaded, and only http, https and mailto targets are reported as
    clicked. GUI thread.
    """

    copy_requested = Signal(int)
    """The message's Markdown was put on the clipboard."""
    edit_submitted = Signal(int, str)
    regenerate_requested = Signal(int)
    sibling_requested = Signal(int, int)
    retry_requested = Signal(int)
    details_requested = Signal(int)
    export_requested = Signal(int)
    link_clicked = Signal(str)
    link_hovered = Signal(str)
    citation_clicked = Signal(int, str)
    """Message and mark ("2", "p. 3"): the person wants to see what it stands for."""
    sources_requested = Signal(int)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("transcript")
        self.setAccessibleName(self.tr("Conversation"))
        self._dirty: set[int] = set()
        self._frames = Frames(self._draw_frame, self)
        self._walk = TabWalk(self)
        self.notes = TurnNotes(self)
        self._drag = DragScroll(self)
        self.rendering.formulas.ready.connect(self._on_formulas_ready)
        self.rendering.changed.connect(self._on_style_changed)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.focusObjectChanged.connect(self._on_focus_changed)

    # Messages --------------------------------------------------------------------------

    def messages(self) -> list[Message]:
        """What is shown, first message first."""
        return [turn.message for turn in self.column.turns]

    def set_messages(self, messages: Sequence[Message]) -> None:
        """Show another branch or conversation, at its end."""
        self.release_all()
        self.forget_hits()
        self._dirty.clear()
        self.column.reset(turns_of(messages))
        self.anchor = END
        self.arrange()

    def show_branch(self, messages: Sequence[Message]) -> None:
        """Show `messages`, keeping what is shown of them already and the place.

        For another branch of the same conversation, or a turn that was added; what a reply has
        streamed beyond its stored text stays.
        """
        shown = self.messages()
        same = 0
        for old, new in zip(shown, messages, strict=False):
            if old.id != new.id:
                break
            same += 1
        for old, new in zip(shown[:same], messages[:same], strict=True):
            if old != new:
                self.update_message(new)
        added = messages[same:]
        if any(message.role == "user" for message in added):
            self.anchor = END
        if added or same < len(shown):
            self.replace_tail(same, added)

    def append_message(self, message: Message) -> None:
        """One more message at the end; goes there if it is the person's own."""
        self._append([message])
        if message.role == "user":
            self.anchor = END
        self._after_change()

    def update_message(self, message: Message) -> None:
        """A newer state of a message that is shown; others are ignored."""
        index = self.column.index_of(message.id)
        if index is None:
            return
        turn = self.column.turns[index]
        anew = turn.replace_message(message)
        turn.measured = False
        widget = self.widgets.get(index)
        if widget is not None:
            if anew:
                widget.text.set_flow(turn.ensure_flow(self.rendering))
            widget.text_changed(0)
            widget.refresh()
        self._after_change()

    def replace_tail(self, from_index: int, messages: Sequence[Message]) -> None:
        """Show `messages` instead of everything from `from_index` on."""
        for index in [index for index in self.widgets if index >= from_index]:
            self.release(index)
        self.column.truncate(from_index)
        self._append(messages)
        self._after_change()

    def _append(self, messages: Sequence[Message]) -> None:
        before = self.column.turns[-1].message if self.column.turns else None
        for turn in turns_of(messages, before):
            self.column.append(turn)

    def extend_reply(self, message_id: int, text: str, reasoning: str) -> None:
        """More of a streaming reply; shown within about 33 ms, later where that is costly."""
        index = self.column.index_of(message_id)
        if index is None:
            return
        self.column.turns[index].extend(text, reasoning)
        self._dirty.add(index)
        self._frames.request()

    def replace_reply(self, message_id: int, text: str) -> None:
        """All of a streaming reply is `text` from now on; what is read stays in its place."""
        index = self.column.index_of(message_id)
        if index is None:
            return
        self.column.turns[index].replace_text(text)
        self._dirty.add(index)
        self._frames.request()

    def show_work(self, message_id: int, stage: str, done: int, total: int) -> None:
        """What is done for a reply, and how far; shown until the first text comes."""
        index = self.column.index_of(message_id)
        if index is None:
            return
        self.column.turns[index].stage = stage
        self.show_progress(message_id, done, total)

    def show_progress(self, message_id: int, done: int, total: int) -> None:
        """`done` of `total` prompt tokens are read; shown until the first text comes."""
        index = self.column.index_of(message_id)
        if index is None:
            return
        self.column.turns[index].progress = (done, total)
        if index in self.widgets:
            self.widgets[index].update()

    def finish_reply(self, message: Message) -> None:
        """The last state of a reply; `message.text` wins over what was streamed."""
        self.update_message(message)

    def show_error(self, message_id: int, text: str, hint: str, action_label: str) -> None:
        """A card in place of the failure; its button asks for a retry."""
        index = self.column.index_of(message_id)
        if index is None:
            return
        self.column.turns[index].failure = Failure(text, hint, action_label)
        if index in self.widgets:
            self.widgets[index].refresh()
        self._after_change()

    def begin_edit(self, message_id: int) -> bool:
        """Turn a user's message into an editor with the focus in it; False when it is not one."""
        index = self.column.index_of(message_id)
        if index is None or not self.column.turns[index].from_user:
            return False
        self.column.turns[index].editing = True
        self.column.turns[index].draft = None
        self.reveal(index)
        widget = self.widgets[index]
        widget.set_active(False)
        widget.refresh()
        self.arrange()
        if widget.editor is not None:
            widget.editor.field.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def shutdown(self) -> None:
        """Wait for the formula that is being drawn; call before the application ends."""
        self._frames.stop()
        self.rendering.close()

    def close(self) -> bool:
        """`shutdown`, then close."""
        self.shutdown()
        return super().close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll; and copy the selection, wherever it is."""
        if event.matches(QKeySequence.StandardKey.Copy):
            for widget in self.widgets.values():
                if widget.copy_selection():
                    return
        super().keyPressEvent(event)

    # Frames ----------------------------------------------------------------------------

    def _draw_frame(self) -> None:
        dirty, self._dirty = self._dirty, set()
        for index in sorted(dirty):
            if index < len(self.column.turns):
                self._refresh_text(index)
        self._after_change()
        if self._dirty:
            self._frames.request()

    def _refresh_text(self, index: int) -> None:
        turn = self.column.turns[index]
        turn.measured = False
        widget = self.widgets.get(index)
        if turn.flow is None or widget is None:
            return  # it is read when it comes into view
        changed = turn.read()
        if widget.text.flow is not turn.flow:
            widget.text.set_flow(turn.flow)
        widget.text_changed(changed)
        if turn.streaming and turn.has_reasoning:
            widget.refresh()
        if turn.behind:
            self._dirty.add(index)

    def _after_change(self) -> None:
        self.recount_hits()
        self.arrange()

    def fell_behind(self, index: int) -> None:
        self._dirty.add(index)
        self._frames.request()

    # Widgets -----------------------------------------------------------------------------

    def new_widget(self, from_user: bool) -> TurnWidget:
        kind = QuestionWidget if from_user else AnswerWidget
        widget: TurnWidget = kind(self.rendering, self.viewport())
        widget.copy_wanted.connect(self._on_copy)
        widget.edit_wanted.connect(self.begin_edit)
        widget.edit_submitted.connect(self._on_edit_submitted)
        widget.edit_cancelled.connect(self._end_edit)
        widget.regenerate_wanted.connect(self.regenerate_requested)
        widget.sibling_wanted.connect(self.sibling_requested)
        widget.retry_wanted.connect(self.retry_requested)
        widget.details_wanted.connect(self.details_requested)
        widget.export_wanted.connect(self.export_requested)
        self.notes.watch(widget)
        widget.selection_started.connect(self._on_selection_started)
        widget.height_changed.connect(self.arrange)
        widget.text.link_clicked.connect(self.link_clicked)
        widget.citation_wanted.connect(self.citation_clicked)
        widget.sources_wanted.connect(self.sources_requested)
        widget.text.link_hovered.connect(self.link_hovered)
        self._drag.watch(widget.text)
        return widget

    def focusNextPrevChild(self, following: bool) -> bool:
        """Tab goes through the turns and what can be done with each."""
        return self._walk.step(following) or super().focusNextPrevChild(following)

    @Slot("QObject*")
    def _on_focus_changed(self, now: object) -> None:
        if isinstance(now, DetailsCard):
            return  # it belongs to the turn whose actions opened it
        index = self.index_holding(now if isinstance(now, QWidget) else None)
        for number, widget in list(self.widgets.items()):
            if number != index:
                widget.set_keyboard_here(False)

    # Slots -----------------------------------------------------------------------------

    @Slot(int)
    def _on_copy(self, message_id: int) -> None:
        index = self.column.index_of(message_id)
        if index is not None:
            QGuiApplication.clipboard().setText(encodable(self.column.turns[index].source))
            self.copy_requested.emit(message_id)

    @Slot(int, str)
    def _on_edit_submitted(self, message_id: int, text: str) -> None:
        self._end_edit(message_id)
        self.edit_submitted.emit(message_id, text)

    @Slot(int)
    def _end_edit(self, message_id: int) -> None:
        index = self.column.index_of(message_id)
        if index is None:
            return
        self.column.turns[index].editing = False
        self.column.turns[index].draft = None
        widget = self.widgets.get(index)
        if widget is not None:
            widget.refresh()
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
        self.arrange()

    @Slot(object)
    def _on_selection_started(self, view: TextView) -> None:
        """Only one text has a selection."""
        for widget in self.widgets.values():
            for each in widget.views():
                if each is not view:
                    each.clear_selection()

    @Slot()
    def _on_formulas_ready(self) -> None:
        waiting = False
        for widget in self.widgets.values():
            flow = widget.text.flow
            if flow is not None and flow.forget_pending():
                widget.text.update()
                waiting = True
        if waiting:
            self.arrange()

    @Slot()
    def _on_style_changed(self) -> None:
        self.apply_palette()
        for turn in self.column.turns:
            turn.restyle(self.rendering)
        self.column.restyled()
        for widget in self.widgets.values():
            widget.restyle()
        self.arrange()
