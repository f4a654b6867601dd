"""How far the summary of the shown conversation is, and what is left of a stopped one."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from assistant.controllers.chat import ChatController
from assistant.controllers.reply_work import WorkProgress
from assistant.core.entities import Message
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.coverage_meter import CoverageMeter
from assistant.ui.documents.panel_card import PanelCard
from assistant.ui.documents.plan_words import broken_off, broken_text, progress_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_REMEMBERED = 50


class WorkPanel(PanelCard):
    """Belongs to the conversation that `chat` shows. `shown_changed(bool)`."""

    shown_changed = Signal(bool)

    def __init__(self, chat: ChatController, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(theme, parent)
        self.setObjectName("work_panel")
        self.setAccessibleName(self.tr("Progress of the summary"))
        self._chat = chat
        self._broken: Message | None = None
        self._finished_passes: dict[int, int] = {}
        self.line = QLabel(self)
        self.line.setTextFormat(Qt.TextFormat.PlainText)
        self.line.setWordWrap(True)
        self.stage = Caption(theme, "", self)
        self.meter = CoverageMeter(theme, self)
        self.stop_button = push_button(self.tr("Stop"), "", self)
        self.stop_button.clicked.connect(chat.stop)
        self.continue_button = push_button(self.tr("Continue"), "primary", self)
        self.continue_button.clicked.connect(self._on_continue)
        said = QVBoxLayout()
        said.setSpacing(2)
        said.addWidget(self.line)
        said.addWidget(self.stage)
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_M)
        row.addLayout(said, 1)
        row.addWidget(self.stop_button, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.continue_button, 0, Qt.AlignmentFlag.AlignVCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_M, measures.GAP_S, measures.GAP_M, measures.GAP_M)
        column.setSpacing(measures.GAP_S)
        column.addLayout(row)
        column.addWidget(self.meter)
        self.hide()
        for fact in (chat.opened, chat.turn_accepted, chat.branch_changed, chat.reply_finished):
            fact.connect(self._on_changed)
        chat.activity_changed.connect(self._on_changed)
        chat.work_progressed.connect(self._on_progressed)

    @Slot(int, object)
    def _on_progressed(self, message_id: int, progress: WorkProgress) -> None:
        self._finished_passes[message_id] = progress.done
        while len(self._finished_passes) > _REMEMBERED:
            self._finished_passes.pop(next(iter(self._finished_passes)))
        if self._chat.message(message_id) is not None:
            self.refresh()

    @Slot(object)
    def _on_changed(self, _fact: object = None) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Show what the shown conversation needs: progress, the offer to go on, or nothing."""
        progress = self._chat.work_progress(self._chat.conversation_id)
        if progress is not None:
            self._show_progress(progress)
        else:
            self._show_broken(broken_off(self._chat.messages))

    def _show_progress(self, progress: WorkProgress) -> None:
        self._broken = None
        line = progress_text(progress)
        self.line.setText(line or progress.stage)
        stage = progress.stage if line else ""
        self.stage.setText(stage)
        self.stage.setVisible(bool(stage))
        self.meter.set_progress(progress.cells, progress.coverage)
        self.meter.setVisible(bool(progress.cells))
        read = self.meter.text() if progress.cells else ""
        self.setAccessibleDescription(" ".join(part for part in (line, stage, read) if part))
        self._offer(stop=True)

    def _show_broken(self, reply: Message | None) -> None:
        self._broken = reply
        if reply is None:
            self._set_shown(False)
            return
        text = broken_text(reply, self._finished_passes.get(reply.id, 0))
        self.line.setText(text)
        self.stage.hide()
        self.meter.hide()
        self.setAccessibleDescription(text)
        self._offer(stop=False)

    def _offer(self, *, stop: bool) -> None:
        had_focus = self.stop_button.hasFocus() or self.continue_button.hasFocus()
        self.stop_button.setVisible(stop)
        self.continue_button.setVisible(not stop)
        if had_focus:
            (self.stop_button if stop else self.continue_button).setFocus()
        self._set_shown(True)

    def _set_shown(self, shown: bool) -> None:
        if shown == self.isHidden():
            self.setVisible(shown)
            self.shown_changed.emit(shown)

    @Slot()
    def _on_continue(self) -> None:
        """A new reply beside the broken one; what was finished is not made again."""
        if self._broken is not None:
            self._chat.regenerate(self._broken.id)
