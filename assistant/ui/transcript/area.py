"""The scroll area: which turns have widgets, where they stand, what stays in place."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QApplication, QFrame, QPushButton, QWidget

from assistant.ui.icons import icon
from assistant.ui.markdown.rendering import Rendering
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.transcript.column import END, Anchor, Column
from assistant.ui.transcript.turn import GUTTER
from assistant.ui.transcript.turn_widget import TurnWidget

MARGIN_TOP = 24
NARROWEST_MARGIN = 20
KEPT_FLOWS = 60
NEAR = 250
"""How far beyond the viewport turns are laid out."""
LINE = 48
ROUNDS = 8
"""How often heights may turn out different before what is there is shown."""


class TurnArea(QAbstractScrollArea):
    """Gives the turns near the viewport widgets and frees them again. GUI thread.

    One thing is held fast while heights change: the end, when it is followed, else the leaf at
    the upper edge. Who extends it makes the widgets (`new_widget`).
    """

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.theme = theme
        self.rendering = Rendering(theme, self)
        self.column = Column()
        self.anchor: Anchor = END
        self.widgets: dict[int, TurnWidget] = {}
        self._spare: dict[bool, list[TurnWidget]] = {True: [], False: []}
        self._arranging = False
        self._setting = False
        self._jump = self._new_jump()
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)
        self.verticalScrollBar().setSingleStep(LINE)
        self.apply_palette()

    def _new_jump(self) -> QPushButton:
        jump = QPushButton(self.tr("Jump to latest"), self.viewport())
        jump.setObjectName("jump_to_latest")
        jump.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        jump.setToolTip(self.tr("Jump to latest (End)"))
        jump.clicked.connect(self.scroll_to_latest)
        jump.hide()
        return jump

    # For who extends it ----------------------------------------------------------------

    def new_widget(self, from_user: bool) -> TurnWidget:
        """A widget for turns of one role, a child of the viewport, connected."""
        raise NotImplementedError

    def decorate(self, index: int, widget: TurnWidget) -> None:
        """Called for every widget once it is in place."""

    def fell_behind(self, index: int) -> None:
        """Called for a turn whose text has not been read to its end."""

    # Where it stands -------------------------------------------------------------------

    @Slot()
    def scroll_to_latest(self) -> None:
        """Go to the end and follow what is written there."""
        self.anchor = END
        self.arrange()

    @property
    def at_end(self) -> bool:
        """Whether the end is shown and followed."""
        return self.anchor == END

    def reveal(self, index: int) -> None:
        """Bring turn `index` to the upper part of the viewport, if it is not in view."""
        top = self.column.top_of(index)
        value = self.verticalScrollBar().value()
        visible = value <= top <= value + self.viewport().height() * 2 / 3
        if not (visible and index in self.widgets):
            self.anchor = Anchor(index, -1, -float(LINE))
        self.arrange()
        self.settle()

    def settle(self) -> None:
        """Take the anchor from where the scroll bar really is: it cannot pass the ends."""
        bar = self.verticalScrollBar()
        self.anchor = self.anchor_at(bar.value())

    # Arranging -------------------------------------------------------------------------

    def _measures(self) -> tuple[int, int, int]:
        """(left edge of the column, its width, height of the viewport)."""
        width = self.viewport().width()
        column = min(measures.READING_WIDTH, max(120, width - 2 * NARROWEST_MARGIN))
        return (width - column) // 2, column, self.viewport().height()

    @Slot()
    def arrange(self) -> None:
        """Give the turns near the viewport widgets, lay them out, keep the anchor in place."""
        if self._arranging:
            return
        self._arranging = True
        try:
            left, width, height = self._measures()
            self.rendering.set_ratio(self.devicePixelRatioF())
            self.column.set_width(width, self.rendering.workshop.style)
            for _ in range(ROUNDS):
                top = self._top(height)
                if not self._lay_out(top, width, height):
                    break
            self._place(left, width, height)
        finally:
            self._arranging = False

    def _top(self, height: int) -> int:
        """The scroll position that keeps the anchor where it is."""
        furthest = max(0, round(self.column.height) + MARGIN_TOP - height)
        if self.anchor == END or not self.column.turns:
            return furthest
        anchor = self.anchor
        index = min(anchor.turn, len(self.column.turns) - 1)
        top = self.column.top_of(index) + MARGIN_TOP + anchor.offset
        flow = self.column.turns[index].flow
        widget = self.widgets.get(index)
        if anchor.leaf >= 0 and flow is not None and widget is not None:
            top += widget.text_top() + flow.top_of(anchor.leaf)
        return min(max(0, round(top)), furthest)

    def anchor_at(self, value: int) -> Anchor:
        """What is at the upper edge when the scroll bar is at `value`."""
        height = self.viewport().height()
        if not self.column.turns or value >= round(self.column.height) + MARGIN_TOP - height - 2:
            return END
        y = value - MARGIN_TOP
        index = self.column.turn_at(y)
        inside = y - self.column.top_of(index)
        flow = self.column.turns[index].flow
        widget = self.widgets.get(index)
        if flow is None or widget is None or inside < widget.text_top():
            return Anchor(index, -1, inside)
        leaf = flow.leaf_at(inside - widget.text_top())
        return Anchor(index, leaf, inside - widget.text_top() - flow.top_of(leaf))

    def _lay_out(self, top: int, width: int, height: int) -> bool:
        """Bind and lay out what is near; whether any height changed."""
        changed = False
        y = top - MARGIN_TOP
        first = self.column.turn_at(y - NEAR)
        last = self.column.turn_at(y + height + NEAR)
        for index in [index for index in self.widgets if not first <= index <= last]:
            self._retire(index)
        order = range(last, first - 1, -1) if self.anchor == END else range(first, last + 1)
        for index in order:
            if index >= len(self.column.turns):
                continue
            widget = self.widgets.get(index) or self._bind(index)
            start = self.column.top_of(index)
            at_end = self.anchor == END and index == len(self.column.turns) - 1
            taken = widget.lay_out(
                width, y - start - NEAR, y - start + height + NEAR, from_end=at_end
            )
            turn = self.column.turns[index]
            if turn.behind:
                self.fell_behind(index)
            if taken != turn.height:
                self.column.set_height(index, taken)
                changed = True
            turn.measured = True
        return changed

    def _bind(self, index: int) -> TurnWidget:
        turn = self.column.turns[index]
        spare = self._spare[turn.from_user]
        widget = spare.pop() if spare else self.new_widget(turn.from_user)
        widget.bind(turn)
        widget.show()
        self.widgets[index] = widget
        self.column.touched(index, KEPT_FLOWS, self.widgets)
        return widget

    def _retire(self, index: int) -> None:
        """Free the widget of a turn, unless someone is at work in it."""
        widget = self.widgets[index]
        focus = QApplication.focusWidget()
        busy = focus is not None and (focus is widget or widget.isAncestorOf(focus))
        if busy or widget.has_selection() or self.column.turns[index].editing:
            return
        self.release(index)

    def release(self, index: int) -> None:
        widget = self.widgets.pop(index)
        focus = QApplication.focusWidget()
        if focus is not None and (focus is widget or widget.isAncestorOf(focus)):
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        widget.release()
        self._spare[widget.from_user].append(widget)

    def release_all(self) -> None:
        for index in list(self.widgets):
            self.release(index)

    def _place(self, left: int, width: int, height: int) -> None:
        bar = self.verticalScrollBar()
        total = round(self.column.height) + MARGIN_TOP
        top = self._top(height)
        self._setting = True
        bar.setRange(0, max(0, total - height))
        bar.setPageStep(max(LINE, height - LINE))
        bar.setValue(top)
        self._setting = False
        for index, widget in self.widgets.items():
            y = round(self.column.top_of(index)) + MARGIN_TOP - top
            high = round(self.column.turns[index].height)
            widget.setGeometry(left - GUTTER, y, width + 2 * GUTTER, high)
            self.decorate(index, widget)
        self._place_jump(height)

    def _place_jump(self, height: int) -> None:
        if self.anchor == END:
            self._jump.hide()
            return
        size = self._jump.sizeHint()
        x = (self.viewport().width() - size.width()) // 2
        self._jump.setGeometry(
            x, height - size.height() - measures.GAP_M, size.width(), size.height()
        )
        if self._jump.isHidden():
            self._jump.show()
            self._jump.raise_()

    # Events ----------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.arrange()

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Everything is placed by `_arrange`."""

    @Slot(int)
    def _on_scrolled(self, value: int) -> None:
        if self._setting:
            return
        self.anchor = self.anchor_at(value)
        self.arrange()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_Up: -LINE,
            Qt.Key.Key_Down: LINE,
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_PageDown: bar.pageStep(),
        }
        key = Qt.Key(event.key())
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        control = plain == Qt.KeyboardModifier.ControlModifier
        if plain == Qt.KeyboardModifier.NoModifier and key in steps:
            bar.setValue(bar.value() + steps[key])
        elif key == Qt.Key.Key_Home and (not plain or control):
            bar.setValue(0)
        elif key == Qt.Key.Key_End and (not plain or control):
            self.scroll_to_latest()
        else:
            event.ignore()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_jump"):
            self.arrange()

    def index_holding(self, widget: QWidget | None) -> int | None:
        if widget is None:
            return None
        for index, each in self.widgets.items():
            if each is widget or each.isAncestorOf(widget):
                return index
        return None

    def apply_palette(self) -> None:
        roles = self.theme.palette
        palette = self.palette()
        for role in (palette.ColorRole.Base, palette.ColorRole.Window):
            palette.setColor(role, self.theme.colour("paper"))
        self.setPalette(palette)
        # A style sheet gives every viewport colours of its own: it does not inherit these.
        self.viewport().setPalette(palette)
        self._jump.setIcon(icon("arrow-down", roles.ink, 16, self.devicePixelRatioF()))
        self._jump.setStyleSheet(
            f"QPushButton {{ border-radius: 16px; background: {roles.surface};"
            f" border: 1px solid {roles.control}; color: {roles.ink}; padding: 0 14px;"
            " min-height: 30px; }"
            f" QPushButton:hover {{ background: {roles.raised}; }}"
        )
