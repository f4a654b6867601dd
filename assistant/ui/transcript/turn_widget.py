"""Shows one turn: its text and its actions; the two roles add what is theirs."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, Qt, Signal, Slot
from PySide6.QtGui import (
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QMenu, QWidget

from assistant.ui.markdown.flow import Mark
from assistant.ui.markdown.rendering import Rendering
from assistant.ui.markdown.safe_text import displayable
from assistant.ui.markdown.text_view import TextView
from assistant.ui.theme import measures
from assistant.ui.transcript.actions import ROW_HEIGHT, ActionRow
from assistant.ui.transcript.link_menu import add_item, add_links
from assistant.ui.transcript.tail import Tail
from assistant.ui.transcript.turn import ACTIONS_ROOM, GUTTER, Turn

SPOKEN_CHARACTERS = 2000


class TurnWidget(QWidget):
    """Bound to one turn at a time and reused for others of the same role. GUI thread.

    `lay_out` places everything for a width and says how high it is.
    """

    copy_wanted = Signal(int)
    edit_wanted = Signal(int)
    edit_submitted = Signal(int, str)
    edit_cancelled = Signal(int)
    regenerate_wanted = Signal(int)
    sibling_wanted = Signal(int, int)
    retry_wanted = Signal(int)
    details_wanted = Signal(int)
    export_wanted = Signal(int)
    citation_wanted = Signal(int, str)
    sources_wanted = Signal(int)
    rule_wanted = Signal()
    suggestion_chosen = Signal(str)
    models_wanted = Signal()
    offers_refused = Signal()
    selection_started = Signal(object)
    height_changed = Signal()

    from_user = False

    def __init__(self, rendering: Rendering, parent: QWidget) -> None:
        super().__init__(parent)
        self._rendering = rendering
        self._theme = rendering.theme
        self.turn: Turn | None = None
        self.text = TextView(self._theme, self)
        self.text.selection_started.connect(self._on_selection_started)
        self.text.citation_clicked.connect(self._on_citation)
        self.actions: ActionRow | None = None
        self.tail: Tail | None = None
        self._tail_height = 0
        self._active = False
        self._keyboard_here = False
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    @property
    def id(self) -> int:
        """The id of the message that is shown, -1 without one."""
        return self.turn.message.id if self.turn is not None else -1

    # Binding ---------------------------------------------------------------------------

    def bind(self, turn: Turn) -> None:
        """Show `turn`; call `lay_out` next."""
        self.turn = turn
        self.text.set_flow(turn.ensure_flow(self._rendering))
        self.text.set_found([])
        self.refresh()

    def release(self) -> None:
        """Show nothing; ready for another turn."""
        self.turn = None
        self.text.set_flow(None)
        if self.actions is not None:
            self.actions.hide()
        self._active = self._keyboard_here = False
        self.hide()

    def refresh(self) -> None:
        """Follow the state of the message, not its text."""
        turn = self.turn
        if turn is None:
            return
        self.text.set_source(turn.source if not turn.streaming else "")
        self._refresh_tail(turn)
        if self.actions is not None:
            self.actions.show_message(turn.message, streaming=turn.streaming)
        if not turn.streaming:
            self.setAccessibleName(self.spoken(displayable(turn.source[:SPOKEN_CHARACTERS])))
        self.update()

    def text_changed(self, first_leaf: int) -> None:
        """The turn's leaves from `first_leaf` on are new."""
        if self.turn is not None and self.turn.flow is not self.text.flow:
            self.text.set_flow(self.turn.flow)
        self.text.leaves_changed(first_leaf)

    def restyle(self) -> None:
        """Another theme."""
        if self.tail is not None:
            self.tail.restyle()
        self.refresh()

    def spoken(self, text: str) -> str:
        """What a screen reader says for the whole turn."""
        raise NotImplementedError

    def lay_out(self, width: int, top: float, bottom: float, *, from_end: bool) -> float:
        """Place everything for `width`; only text between the two heights is laid out.

        Returns the height, room for the actions included. `from_end`: the lower end is what
        is being looked at, so text is laid out upwards from there.
        """
        if self.turn is None or self.turn.flow is None:
            return 0.0
        y = self.lay_out_content(self.turn, width, top, bottom, from_end)
        self._place_actions(width, y)
        self._place_tail(width, y + ACTIONS_ROOM)
        return y + ACTIONS_ROOM + self._tail_height

    def lay_out_content(
        self, turn: Turn, width: int, top: float, bottom: float, from_end: bool
    ) -> int:
        """Place what stands above the actions; its height."""
        raise NotImplementedError

    def _place_actions(self, width: int, y: int) -> None:
        if self.actions is None:
            return
        wanted = self.actions.sizeHint().width()
        x = GUTTER + width - wanted + 7 if self.from_user else GUTTER - 7
        self.actions.setGeometry(x, y + 2, wanted, ROW_HEIGHT)

    def _refresh_tail(self, turn: Turn) -> None:
        wanted = turn.fold is not None or bool(turn.suggestions) or bool(turn.offer)
        if wanted and self.tail is None:
            self.tail = Tail(self._theme, self)
            self.tail.rule_wanted.connect(self.rule_wanted)
            self.tail.question_chosen.connect(self.suggestion_chosen)
            self.tail.height_changed.connect(self.height_changed)
            self.tail.models_wanted.connect(self.models_wanted)
            self.tail.offers_refused.connect(self.offers_refused)
        if self.tail is not None:
            self.tail.show_turn(turn)
            self.tail.setVisible(wanted)

    def _place_tail(self, width: int, y: int) -> None:
        shown = self.tail is not None and not self.tail.isHidden()
        self._tail_height = self.tail.height_for(width) if shown else 0
        if shown:
            self.tail.setGeometry(GUTTER, y, width, self._tail_height)

    def _content_height(self) -> int:
        """What stands above the actions."""
        return self.height() - ACTIONS_ROOM - self._tail_height

    def text_top(self) -> int:
        """Where the text starts."""
        return self.text.y()

    # Actions ---------------------------------------------------------------------------

    def set_active(self, active: bool) -> None:
        """Show the actions while the pointer or the focus is in the turn."""
        turn = self.turn
        active = active and turn is not None and not turn.editing
        if active == self._active:
            return
        self._active = active
        if not active:
            if self.actions is not None:
                self.actions.hide()
            return
        if self.actions is None:
            self.actions = self._new_actions()
        if turn is not None:
            self.actions.show_message(turn.message, streaming=turn.streaming)
        self._place_actions(self.width() - 2 * GUTTER, self._content_height())
        self.actions.show()

    def _new_actions(self) -> ActionRow:
        row = ActionRow(self._theme, from_user=self.from_user, parent=self)
        row.copy_wanted.connect(self._on_copy)
        row.edit_wanted.connect(self._on_edit)
        row.regenerate_wanted.connect(self._on_regenerate)
        row.sibling_wanted.connect(self._on_sibling)
        row.details_wanted.connect(self.show_details)
        return row

    def show_details(self) -> None:
        """Show what was measured; only answers have that."""

    def own_stops(self) -> list[QWidget]:
        """What the Tab key reaches between the turn itself and its actions."""
        return list(self.text.buttons())

    def stops(self) -> list[QWidget]:
        """What the Tab key reaches in this turn, in order; the turn itself first."""
        found = [self, *self.own_stops()]
        if self.actions is not None and not self.actions.isHidden():
            found += self.actions.stops()
        if self.tail is not None and not self.tail.isHidden():
            found += self.tail.stops()
        return found

    def views(self) -> list[TextView]:
        """The texts that can be selected."""
        return [self.text]

    def clear_selection(self) -> None:
        """Select nothing."""
        for view in self.views():
            view.clear_selection()

    def has_selection(self) -> bool:
        """Whether any text is selected."""
        return any(view.has_selection() for view in self.views())

    def copy_selection(self) -> bool:
        """Put what is selected on the clipboard; False when nothing is."""
        return any(view.copy() for view in self.views())

    def set_found(self, marks: list[Mark]) -> None:
        """Show search hits."""
        self.text.set_found(marks)

    # Events ----------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.turn is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.paint_content(painter, self.turn)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(self._theme.colour("accent"), measures.FOCUS_RING))
            self.paint_focus(painter)
        painter.end()

    def paint_content(self, painter: QPainter, turn: Turn) -> None:
        """Paint what is behind and around the text."""
        raise NotImplementedError

    def paint_focus(self, painter: QPainter) -> None:
        """Show that the turn has the keyboard; the pen is set."""
        ring = QRectF(1, 1, self.width() - 2, self._content_height() - 2)
        painter.drawRoundedRect(ring, measures.RADIUS_CARD, measures.RADIUS_CARD)

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        self.set_active(True)

    def leaveEvent(self, event: QEvent) -> None:
        self.set_active(self._keyboard_here)

    def set_keyboard_here(self, here: bool) -> None:
        """Whether the focus came into the turn by the keyboard: the actions then stay."""
        self._keyboard_here = here
        self.set_active(here or self.underMouse())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            if not self.text.geometry().contains(event.position().toPoint()):
                self.clear_selection()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        views = sorted(self.views(), key=lambda view: not view.has_selection())
        if views[0].handle_key(event) or self.handle_own_key(event):
            event.accept()
        else:
            event.ignore()

    def handle_own_key(self, event: QKeyEvent) -> bool:
        """Keys that only one role knows; whether it was one."""
        return False

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if self.turn is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chosen = next((view for view in self.views() if view.has_selection()), None)
        add_item(menu, self.tr("Copy"), chosen.copy if chosen else None)
        add_item(menu, self.tr("Copy as Markdown"), self._on_copy)
        add_item(menu, self.tr("Select all"), self.text.select_all)
        add_links(menu, self.text)
        menu.addSeparator()
        self.fill_menu(menu, self.turn)
        menu.popup(event.globalPos())

    def fill_menu(self, menu: QMenu, turn: Turn) -> None:
        """Add what only one role can do."""
        raise NotImplementedError

    # Slots -----------------------------------------------------------------------------

    @Slot()
    def _on_selection_started(self) -> None:
        self.selection_started.emit(self.sender())

    @Slot(str)
    def _on_citation(self, mark: str) -> None:
        self.citation_wanted.emit(self.id, mark)

    @Slot()
    def _on_copy(self) -> None:
        self.copy_wanted.emit(self.id)

    @Slot()
    def _on_edit(self) -> None:
        self.edit_wanted.emit(self.id)

    @Slot()
    def _on_regenerate(self) -> None:
        self.regenerate_wanted.emit(self.id)

    @Slot()
    def _on_export(self) -> None:
        self.export_wanted.emit(self.id)

    @Slot(int)
    def _on_sibling(self, offset: int) -> None:
        self.sibling_wanted.emit(self.id, offset)
