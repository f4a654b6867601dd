"""The result: changes to decide about, or a new text; how far it is and what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from assistant.controllers.writing import WritingDesk
from assistant.core.errors import UserError
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.writing.change_card import ChangeCard
from assistant.ui.writing.commands import WriteCommands
from assistant.ui.writing.compose_view import ComposeView
from assistant.ui.writing.diff_view import DiffView
from assistant.ui.writing.message_row import MessageRow, said_of
from assistant.ui.writing.progress_row import ProgressRow
from assistant.ui.writing.result_header import ResultHeader
from assistant.ui.writing.review_bar import ReviewBar

_COUNT_EVERY_MS = 400


class ResultPane(QWidget):
    """Follows a `WritingDesk`. `act_requested(str)`: a button of the message was pressed.

    `current` is the change that the keys are about, -1 for none; `current_changed(int)`.
    """

    act_requested = Signal(str)
    current_changed = Signal(int)

    def __init__(
        self,
        desk: WritingDesk,
        theme: Theme,
        actions: ActionRegistry,
        commands: WriteCommands,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        commands.add_for_review(self)
        self._desk = desk
        self.current = -1
        self.header = ResultHeader(theme, actions, self)
        self.header.final_chosen.connect(self._on_final)
        self.progress = ProgressRow(desk, theme, actions, self)
        self.progress.stopped.connect(desk.stop)
        self.message = MessageRow(theme, self.act_requested.emit, self)
        self.diff = DiffView(theme, self)
        self.compose = ComposeView(theme, actions, self)
        self.compose.edited.connect(desk.set_composed)
        self.empty = Caption(
            theme,
            self.tr(
                "Every change will be marked here, with a reason where there is one. You accept or "
                "reject each; your own text stays as it is."
            ),
            self,
        )
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setMaximumWidth(380)
        blank = QFrame(self)
        blank.setObjectName("card")
        middle = QHBoxLayout(blank)
        middle.addWidget(self.empty)
        self._blank = blank
        self.bar = ReviewBar(theme, actions, self)
        self.bar.jumped.connect(self.go_to)
        self.bar.piece_jumped.connect(self._go_to_piece)
        reviewed = QWidget(self)
        inside = QVBoxLayout(reviewed)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(measures.GAP_S)
        inside.addWidget(self.diff, 1)
        inside.addWidget(self.bar)
        self._reviewed = reviewed
        self._bar_soon = QTimer(self, singleShot=True, interval=_COUNT_EVERY_MS)
        self._bar_soon.timeout.connect(self._show_count)
        self._stack = QStackedWidget(self)
        for page in (blank, reviewed, self.compose):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        for widget in (self.header, self.progress, self.message):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self.card = ChangeCard(theme, actions, parent)
        self._connect()
        self.show_session()

    def _connect(self) -> None:
        desk, card = self._desk, self.card
        desk.session_changed.connect(self.show_session)
        desk.began.connect(self._on_progress)
        desk.extended.connect(self._on_extended)
        desk.piece_finished.connect(self._on_piece)
        desk.finished.connect(self._on_ended)
        desk.failed.connect(self._on_failed)
        desk.stopped.connect(self._on_ended)
        desk.decided.connect(self._on_decided)
        self.diff.hovered.connect(self._on_hovered)
        self.diff.pressed.connect(self.go_to)
        self.diff.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        card.accepted.connect(self._on_accepted)
        card.rejected.connect(self._on_rejected)
        card.left.connect(self.diff.setFocus)

    # --- what is shown ---------------------------------------------------------------------

    @Slot()
    def show_session(self) -> None:
        """Show the session of the desk from its beginning."""
        session = self._desk.session
        self.card.leave()
        self.current = -1
        self.current_changed.emit(-1)
        self.header.show_session(session)
        if session is None:
            self._stack.setCurrentWidget(self._blank)
        elif session.composes:
            self.compose.say_where(above=session.order.action.id == "title")
            self.compose.show_text(session.composed, working=self._desk.working)
            self._stack.setCurrentWidget(self.compose)
        else:
            self._stack.setCurrentWidget(self._reviewed)
        self.diff.set_session(None if session is None or session.composes else session)
        self.diff.set_current(-1)
        self._refresh()

    def text(self) -> str:
        """The result as it stands."""
        session = self._desk.session
        if session is None:
            return ""
        return self.compose.text() if session.composes else session.text()

    def _refresh(self) -> None:
        session = self._desk.session
        self.progress.refresh()
        self.message.say(None if session is None or self._desk.working else said_of(session))
        if session is not None and session.composes:
            flags = [flag for piece in session.done for flag in piece.flags]
            self.compose.say_flags([] if self._desk.working else flags)
        elif session is not None:
            self.bar.show_session(session)

    @Slot(int, str)
    def _on_extended(self, piece: int, text: str) -> None:
        session = self._desk.session
        if session is None:
            return
        if not session.composes:
            self.diff.extend(piece, text)
        elif piece == len(session.done):
            self.compose.extend(text)
        if len(session.streams) == 1:
            self.progress.refresh()

    @Slot()
    def _on_progress(self) -> None:
        self.progress.refresh()

    @Slot(int)
    def _on_piece(self, _piece: int) -> None:
        session = self._desk.session
        if session is None:
            return
        if session.composes:
            self.compose.show_text(session.composed, working=self._desk.working)
        else:
            self.diff.refresh()
            if not self._bar_soon.isActive():
                self._bar_soon.start()
        self.progress.refresh()

    @Slot()
    def _show_count(self) -> None:
        """Counting takes longer the more there is: not for every piece."""
        session = self._desk.session
        if session is not None and not session.composes:
            self.bar.show_session(session)

    @Slot()
    def _on_ended(self) -> None:
        session = self._desk.session
        if session is not None and session.composes:
            self.compose.show_text(session.composed, working=False)
        self.diff.refresh()
        self._refresh()

    @Slot(object)
    def _on_failed(self, _error: UserError) -> None:
        self._on_ended()

    @Slot(bool)
    def _on_final(self, final: bool) -> None:
        self.card.leave()
        self.diff.set_final(final)
        self.diff.set_current(self.current)

    # --- the change that the keys are about ------------------------------------------------

    @Slot(int)
    def go_to(self, number: int) -> None:
        """Make this change the current one and show what is known of it."""
        self.current = number
        self.current_changed.emit(number)
        self.diff.set_current(number)
        self._show_card(number)
        said = f"{self.card.words.text()}. {self.card.accessibleDescription()}"
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.diff, said))

    def step(self, by: int) -> None:
        """Go to the next change that nothing was decided about, else to the next one."""
        session = self._desk.session
        if session is None or session.composes or not session.review.changes:
            return
        verdicts = session.review.verdicts
        count = len(verdicts)
        start = self.current if self.current >= 0 else (-1 if by > 0 else count)
        row = [(start + by * each) % count for each in range(1, count + 1)]
        still_open = next((number for number in row if verdicts[number] == "open"), row[0])
        self.diff.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.go_to(still_open)

    def _go_to_piece(self, piece: int) -> None:
        session = self._desk.session
        if session is None or piece >= len(session.done):
            return
        numbers = session.numbers(piece)
        if numbers:
            self.go_to(numbers[0])
        else:
            self.diff.go_to_piece(piece)

    def decide(self, *, accept: bool) -> None:
        """Decide about the current change and go on to the next open one."""
        session = self._desk.session
        if session is None or not 0 <= self.current < len(session.review.changes):
            return
        (self._desk.accept if accept else self._desk.reject)([self.current])
        if session.review.open():
            self.step(1)

    @Slot(int)
    def _on_accepted(self, number: int) -> None:
        self._desk.accept([number])
        self.diff.setFocus()

    @Slot(int)
    def _on_rejected(self, number: int) -> None:
        self._desk.reject([number])
        self.diff.setFocus()

    @Slot(tuple)
    def _on_decided(self, numbers: tuple[int, ...]) -> None:
        session = self._desk.session
        if session is None:
            return
        self.diff.repaint_changes(numbers)
        self.bar.show_session(session)
        if not self.card.isHidden() and self.card.number in numbers:
            self._show_card(self.card.number)

    @Slot(int)
    def _on_hovered(self, number: int) -> None:
        if number >= 0:
            self._show_card(number)
        elif not self.card.held and self.card.number != self.current:
            self.card.leave()

    @Slot()
    def _on_scrolled(self) -> None:
        if not self.card.isHidden():
            self._show_card(self.card.number)

    def _show_card(self, number: int) -> None:
        session = self._desk.session
        where = self.diff.rect_of(number)
        if session is None or where.isNull() or not self.diff.viewport().rect().intersects(where):
            self.card.leave()
            return
        page = self.card.parentWidget()
        where.moveTopLeft(self.diff.viewport().mapTo(page, where.topLeft()))
        self.card.show_change(session, number, where)
