"""The templates that open above the composer when a message begins with "/"."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRectF, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.controllers.template_finding import found
from assistant.core.templates.template import Template
from assistant.ui.controls import ElidedLabel, Hairline, push_button
from assistant.ui.templates.template_rows import TemplateRows
from assistant.ui.templates.template_words import summary_of
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 520
_ROWS = 8
_PAGE = 7
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TemplatePicker(QFrame):
    """Filters what it was given; the keys come from the field that has the focus.

    chosen(Template)      one was clicked or confirmed
    left()                Escape, or a click elsewhere
    library_wanted()      the person wants to see all of them
    """

    chosen = Signal(object)
    left = Signal()
    library_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("template_picker")
        self.setAccessibleName(self.tr("Templates"))
        self._templates: tuple[Template, ...] = ()
        self._recent: tuple[int, ...] = ()
        self._query = ""
        self.field = QLineEdit(self)
        self.field.setProperty("kind", "bare")
        self.field.setPlaceholderText(self.tr("Find a template"))
        self.field.setAccessibleName(self.tr("Find a template"))
        self.field.setMaxLength(100)
        self.field.textChanged.connect(self.set_query)
        self.field.installEventFilter(self)
        self.rows = TemplateRows(theme, tall=False, parent=self)
        self.rows.setAccessibleName(self.tr("Templates"))
        self.rows.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.rows.clicked.connect(self._on_clicked)
        self.rows.selectionModel().currentChanged.connect(self._on_current)
        self.nothing = QLabel(self.tr("No template fits."), self)
        self.nothing.setProperty("tone", "secondary")
        self.nothing.setContentsMargins(14, 8, 14, 8)
        self.preview = ElidedLabel("", self)
        self.preview.setFont(theme.caption_font())
        self.preview.setProperty("tone", "secondary")
        self.all_button = push_button(self.tr("All templates…"), "link", self)
        self.all_button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.all_button.clicked.connect(self._on_all)
        self._card: QWidget = parent
        theme.changed.connect(self.update)
        self._build_layout(theme)
        self.hide()

    def _build_layout(self, theme: Theme) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(14, 0, measures.GAP_XS, 0)
        foot.setSpacing(measures.GAP_S)
        foot.addWidget(self.preview, 1)
        foot.addWidget(self.all_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2, 4, 2, 2)
        column.setSpacing(2)
        column.addWidget(self.field)
        column.addWidget(self.rows)
        column.addWidget(self.nothing)
        column.addWidget(Hairline(theme, self))
        column.addLayout(foot)

    def show_templates(self, templates: Sequence[Template], recent: Sequence[int]) -> None:
        """Filter among these from now on."""
        self._templates, self._recent = tuple(templates), tuple(recent)
        self._filter()

    def open(self, query: str, *, own_field: bool) -> None:
        """Show; with `own_field` it is typed into the picker, else `set_query` follows."""
        self.field.setVisible(own_field)
        self._query = query
        if own_field:
            self.field.setText(query)
        self._filter()
        self.show()
        self.place()
        self.raise_()
        if own_field:
            self.field.setFocus()

    @property
    def typed_inside(self) -> bool:
        """Whether it has a field of its own now."""
        return not self.field.isHidden()

    @Slot(str)
    def set_query(self, query: str) -> None:
        if query != self._query:
            self._query = query
            self._filter()

    def count(self) -> int:
        """How many templates fit."""
        return self.rows.count()

    def _filter(self) -> None:
        self.rows.show_templates(found(self._templates, self._query, self._recent))
        self.rows.go_to(0)
        self.nothing.setVisible(not self.rows.count())
        self.rows.setVisible(bool(self.rows.count()))
        if not self.isHidden():
            self.place()

    # --- where it stands -------------------------------------------------------------------

    def stand_on(self, card: QWidget) -> None:
        """Stand above `card`, in line with its left edge, from now on."""
        self._card = card
        self.place()

    def place(self) -> None:
        """As high as what is in it, up to the room above the card."""
        room, card = self.parentWidget(), self._card
        corner = card.mapTo(room, card.rect().topLeft())
        width = min(_WIDTH, card.width())
        row = self.rows.row_height()
        self.rows.setFixedHeight(row)
        self.layout().activate()
        around = self.layout().sizeHint().height() - row
        most = max(row * 2, corner.y() - measures.GAP_L - around)
        wanted = row * min(_ROWS, max(1, self.rows.count()))
        self.rows.setFixedHeight(min(wanted, most // row * row))
        self.layout().activate()
        height = self.layout().sizeHint().height()
        mirrored = self.layoutDirection() == Qt.LayoutDirection.RightToLeft
        left = corner.x() + card.width() - width if mirrored else corner.x()
        self.setGeometry(left, max(0, corner.y() - height - measures.GAP_XS), width, height)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """It lies over other things, so its edge is to be seen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("control"))
        painter.setBrush(self._theme.colour("surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, measures.RADIUS_CARD, measures.RADIUS_CARD)

    # --- keys ------------------------------------------------------------------------------

    def take_key(self, event: QKeyEvent) -> bool:
        """Use a key that was pressed in the composer or in the own field; False: not used."""
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        steps = {
            Qt.Key.Key_Down: 1,
            Qt.Key.Key_Up: -1,
            Qt.Key.Key_PageDown: _PAGE,
            Qt.Key.Key_PageUp: -_PAGE,
        }
        key = Qt.Key(event.key())
        if key == Qt.Key.Key_Escape:
            self.left.emit()
        elif not self.rows.count():
            return False
        elif key in steps:
            self._step(steps[key])
        elif key in (*_ENTER, Qt.Key.Key_Tab):
            self._choose(self.rows.current())
        else:
            return False
        return True

    def _step(self, rows: int) -> None:
        """One row past an end begins at the other."""
        at, last = self.rows.currentIndex().row(), self.rows.count() - 1
        if rows == 1 and at == last:
            self.rows.go_to(0)
        elif rows == -1 and at == 0:
            self.rows.go_to(last)
        else:
            self.rows.step(rows)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.field:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self.take_key(event)
            if event.type() == QEvent.Type.FocusOut and not self.isHidden():
                reason = event.reason()  # type: ignore[attr-defined]
                if reason.name in ("MouseFocusReason", "TabFocusReason", "BacktabFocusReason"):
                    self.left.emit()
        return super().eventFilter(watched, event)

    # --- what the person does --------------------------------------------------------------

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        self._choose(self.rows.template_at(index))

    def _choose(self, template: Template | None) -> None:
        if template is not None:
            self.chosen.emit(template)

    @Slot(QModelIndex)
    def _on_current(self, _index: QModelIndex) -> None:
        current = self.rows.current()
        self.preview.set_full_text("" if current is None else summary_of(current))

    @Slot()
    def _on_all(self) -> None:
        self.library_wanted.emit()
