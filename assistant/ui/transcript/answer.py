"""An answer: the model's name, reasoning, progress, text, and what went wrong."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Slot
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from assistant.core.entities import MessageState
from assistant.ui.error_words import in_window_language
from assistant.ui.markdown.rendering import Rendering
from assistant.ui.markdown.safe_text import displayable
from assistant.ui.markdown.text_view import TextView
from assistant.ui.theme import measures
from assistant.ui.transcript.actions import progress_text, state_text, thought_text
from assistant.ui.transcript.details import DetailsCard
from assistant.ui.transcript.link_menu import add_item
from assistant.ui.transcript.note import Note
from assistant.ui.transcript.sources_line import SourcesLine
from assistant.ui.transcript.turn import GUTTER, NAME_ROOM, Turn
from assistant.ui.transcript.turn_widget import TurnWidget

PROGRESS_ROOM = 40
PROGRESS_WIDTH = 320


class AnswerWidget(TurnWidget):
    """Shows an assistant's turn on the paper itself."""

    def __init__(self, rendering: Rendering, parent: QWidget) -> None:
        super().__init__(rendering, parent)
        self.reasoning_view: TextView | None = None
        self.reasoning_toggle: QPushButton | None = None
        self.note: Note | None = None
        self.sources_line: SourcesLine | None = None
        self._progress_top = 0

    def release(self) -> None:
        if self.reasoning_view is not None:
            self.reasoning_view.set_flow(None)
        super().release()

    def refresh(self) -> None:
        if self.turn is not None:
            self._refresh_reasoning(self.turn)
            self._refresh_note(self.turn)
            self._refresh_sources(self.turn)
        super().refresh()

    def restyle(self) -> None:
        if self.note is not None:
            self.note.restyle()
        if self.sources_line is not None:
            self.sources_line.restyle()
        super().restyle()

    def spoken(self, text: str) -> str:
        model = self.turn.message.model if self.turn is not None else ""
        model = displayable(model) or self.tr("The model")
        return self.tr("{model} answered: {text}").format(model=model, text=text)

    def views(self) -> list[TextView]:
        shown = self.reasoning_view is not None and not self.reasoning_view.isHidden()
        return [self.text, self.reasoning_view] if shown else [self.text]

    def own_stops(self) -> list[QWidget]:
        found: list[QWidget] = []
        if self.reasoning_toggle is not None and not self.reasoning_toggle.isHidden():
            found.append(self.reasoning_toggle)
        found += super().own_stops()
        if self.sources_line is not None and not self.sources_line.isHidden():
            found.append(self.sources_line)
        if self.note is not None and not self.note.isHidden() and not self.note.button.isHidden():
            found.append(self.note.button)
        return found

    # Parts -----------------------------------------------------------------------------

    def _refresh_reasoning(self, turn: Turn) -> None:
        if not turn.has_reasoning:
            for widget in (self.reasoning_toggle, self.reasoning_view):
                if widget is not None:
                    widget.hide()
            return
        if self.reasoning_toggle is None:
            self.reasoning_toggle = self._new_toggle()
        words = thought_text(
            turn.message.reasoning_s, streaming=turn.streaming, answered=bool(turn.source)
        )
        fold = "▾" if turn.reasoning_open else "▸"
        if self.reasoning_toggle.text() != f"{words}  {fold}":
            self.reasoning_toggle.setText(f"{words}  {fold}")
            spoken = self.tr("{thought}, expanded")
            if not turn.reasoning_open:
                spoken = self.tr("{thought}, folded")
            self.reasoning_toggle.setAccessibleName(spoken.format(thought=words))
        self.reasoning_toggle.show()
        if turn.reasoning_open:
            if self.reasoning_view is None:
                self.reasoning_view = TextView(self._theme, self)
                self.reasoning_view.setObjectName("reasoning_text")
                self.reasoning_view.selection_started.connect(self._on_selection_started)
            self.reasoning_view.set_flow(turn.reasoning_leaves(self._rendering))
            self.reasoning_view.update()
            self.reasoning_view.show()
        elif self.reasoning_view is not None:
            self.reasoning_view.hide()

    def _new_toggle(self) -> QPushButton:
        toggle = QPushButton(self)
        toggle.setObjectName("reasoning_toggle")
        toggle.setProperty("kind", "link")
        toggle.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        toggle.clicked.connect(self._on_reasoning_toggled)
        return toggle

    def _refresh_note(self, turn: Turn) -> None:
        state = turn.message.state
        failure = turn.failure
        line = state_text(state)
        if failure is None and state is not MessageState.FAILED and not line:
            if self.note is not None:
                self.note.hide()
            return
        if self.note is None:
            self.note = Note(self._theme, self)
            self.note.acted.connect(self._on_retry)
        retry = self.tr("Continue") if turn.resumable else self.tr("Retry")
        if failure is not None:
            text, hint = in_window_language(failure.text), in_window_language(failure.hint)
            self.note.show_note(text, hint, failure.action_label, card=True)
        elif state is MessageState.FAILED:
            text = in_window_language(turn.message.error)
            text = text or self.tr("The answer could not be written.")
            kept = self.tr("What was written is kept.") if turn.source else ""
            self.note.show_note(text, kept, retry, card=True)
        else:
            died = state is MessageState.INTERRUPTED
            why = (died and in_window_language(turn.message.error)) or line
            offers = (died or turn.resumable) and not turn.offered_in_panel
            self.note.show_note(why, "", retry if offers else "", card=False)
        self.note.show()

    def _refresh_sources(self, turn: Turn) -> None:
        sources = turn.message.sources
        if sources is None or turn.streaming:
            if self.sources_line is not None:
                self.sources_line.hide()
            return
        if self.sources_line is None:
            self.sources_line = SourcesLine(self._theme, self)
            self.sources_line.clicked.connect(self._on_sources)
        self.sources_line.show_sources(sources)
        self.sources_line.show()

    def lay_out_content(
        self, turn: Turn, width: int, top: float, bottom: float, from_end: bool
    ) -> int:
        flow = turn.ensure_flow(self._rendering)
        y = NAME_ROOM
        if turn.has_reasoning and self.reasoning_toggle is not None:
            y = self._lay_out_reasoning(turn, self.reasoning_toggle, width, y, top, bottom)
        flow.set_width(width)
        if from_end:
            flow.prepare_upwards(flow.height, bottom - top)
        flow.prepare(top - y, bottom - y)
        self._progress_top = 0
        if turn.streaming and not flow.leaves and not turn.has_reasoning:
            self._progress_top = y
            y += PROGRESS_ROOM
        self.text.setGeometry(GUTTER, y, width, flow.height)
        self.text.place_buttons(top - y, bottom - y)
        y += flow.height
        y = self._lay_out_sources(width, y)
        if self.note is not None and not self.note.isHidden():
            gap = measures.GAP_M if flow.leaves else measures.GAP_XS
            height = self.note.height_for(width)
            self.note.setGeometry(GUTTER, y + gap, width, height)
            y += gap + height
        return y

    def _lay_out_sources(self, width: int, y: int) -> int:
        line = self.sources_line
        if line is None or line.isHidden():
            return y
        size = line.fit(width)
        line.setGeometry(GUTTER - 7, y + measures.GAP_S, size.width(), size.height())
        return y + measures.GAP_S + size.height()

    def _lay_out_reasoning(
        self, turn: Turn, toggle: QPushButton, width: int, y: int, top: float, bottom: float
    ) -> int:
        toggle.setGeometry(GUTTER - 7, y, toggle.sizeHint().width(), measures.HIT_AREA)
        y += measures.HIT_AREA + measures.GAP_XS
        view = self.reasoning_view
        if turn.reasoning_open and view is not None and turn.reasoning_flow is not None:
            flow = turn.reasoning_flow
            flow.set_width(width)
            flow.prepare(top - y, bottom - y)
            view.setGeometry(GUTTER, y, width, flow.height)
            y += flow.height + measures.GAP_M
        return y

    # Painting --------------------------------------------------------------------------

    def paint_content(self, painter: QPainter, turn: Turn) -> None:
        self._paint_name(painter, turn)
        if self._progress_top:
            self._paint_progress(painter, turn)

    def paint_focus(self, painter: QPainter) -> None:
        painter.drawLine(GUTTER, NAME_ROOM - 3, GUTTER + 28, NAME_ROOM - 3)

    def _paint_name(self, painter: QPainter, turn: Turn) -> None:
        painter.setFont(self._theme.caption_font(bold=True))
        painter.setPen(self._theme.colour("secondary"))
        name = displayable(turn.message.model or self.tr("Answer")).replace("\n", " ")
        shown = painter.fontMetrics().elidedText(
            name, Qt.TextElideMode.ElideMiddle, max(60, self.width() - 20)
        )
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        painter.drawText(QRectF(GUTTER, 0, self.width(), NAME_ROOM), flags, shown)

    def _paint_progress(self, painter: QPainter, turn: Turn) -> None:
        painter.setFont(self._theme.caption_font())
        painter.setPen(self._theme.colour("secondary"))
        line = QRectF(GUTTER, self._progress_top, self.width(), 20)
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(line, flags, turn.stage or progress_text(turn.progress))
        painter.setPen(Qt.PenStyle.NoPen)
        bar = QRectF(
            GUTTER, self._progress_top + 26, min(PROGRESS_WIDTH, self.width() - 2 * GUTTER), 3
        )
        painter.setBrush(self._theme.colour("hairline"))
        painter.drawRoundedRect(bar, 1.5, 1.5)
        done, total = turn.progress or (0, 0)
        if total > 0 and done > 0:
            bar.setWidth(max(3.0, bar.width() * min(1.0, done / total)))
            painter.setBrush(self._theme.colour("accent"))
            painter.drawRoundedRect(bar, 1.5, 1.5)

    # What it can do --------------------------------------------------------------------

    def handle_own_key(self, event: QKeyEvent) -> bool:
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Space) or not self.hasFocus():
            return False
        self._on_reasoning_toggled()
        return True

    def fill_menu(self, menu: QMenu, turn: Turn) -> None:
        idle = None if turn.streaming else self._on_regenerate
        add_item(menu, self.tr("Regenerate"), idle)
        add_item(menu, self.tr("Details"), None if turn.streaming else self.show_details)
        written = bool(turn.message.text.strip()) and not turn.streaming
        add_item(menu, self.tr("Export this answer…"), self._on_export if written else None)

    @Slot()
    def show_details(self) -> None:
        if self.turn is not None:
            anchor = self.actions if self.actions is not None else self
            before = self.actions.details if self.actions is not None else self
            card = DetailsCard(self._theme, self.turn.message, self.parentWidget())
            card.open_above(anchor, before)
            self.details_wanted.emit(self.id)

    @Slot()
    def _on_reasoning_toggled(self) -> None:
        if self.turn is not None and self.turn.has_reasoning:
            self.turn.reasoning_open = not self.turn.reasoning_open
            self.refresh()
            self.height_changed.emit()

    @Slot()
    def _on_retry(self) -> None:
        self.retry_wanted.emit(self.id)

    @Slot()
    def _on_sources(self) -> None:
        self.sources_wanted.emit(self.id)
