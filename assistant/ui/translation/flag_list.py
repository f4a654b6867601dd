"""The sentences of a file that a person should look at before they trust it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from assistant.core.display_text import one_line
from assistant.core.translation.marks import without_marks
from assistant.core.translation.order import Segment
from assistant.ui.controls import Caption
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.translation_words import DOT, flag_words, flagged_words

_SEGMENT = Qt.ItemDataRole.UserRole
_Index = QModelIndex | QPersistentModelIndex


class _FlaggedModel(QAbstractListModel):
    """`edited(number, text)`: a person wrote another translation."""

    edited = Signal(int, str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.numbers: list[int] = []
        self.segments: list[Segment] = []

    def show(self, numbers: list[int], segments: list[Segment]) -> None:
        if segments != self.segments:
            self.beginResetModel()
            self.numbers, self.segments = numbers, segments
            self.endResetModel()

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsEditable

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        text = one_line(str(value), 4000)
        if role != Qt.ItemDataRole.EditRole or text == self.segments[index.row()].target:
            return False
        self.edited.emit(self.numbers[index.row()], text)
        return True

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - as Qt has it
        return 0 if parent.isValid() else len(self.segments)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        segment = self.segments[index.row()]
        if role == _SEGMENT:
            return segment
        if role == Qt.ItemDataRole.EditRole:
            return segment.target
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            words = " ".join(flag_words(flag) for flag in segment.flags)
            return f"{_line(segment.source)} → {_line(segment.target)}. {words}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{without_marks(segment.source)}\n→ {without_marks(segment.target)}"
        return None


class _FlaggedDelegate(QStyledItemDelegate):
    """Three lines: the source, the translation, what is wrong."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        line = option.fontMetrics.lineSpacing()
        return QSize(200, 3 * line + 2 * measures.GAP_S)

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: _Index
    ) -> None:
        area = option.rect.adjusted(4, 0, -4, 0)
        area.setTop(option.rect.center().y() - editor.sizeHint().height() // 2)
        area.setHeight(editor.sizeHint().height())
        editor.setGeometry(area)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        segment: Segment = index.data(_SEGMENT)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour("weak_accent"))
            painter.drawRoundedRect(option.rect.adjusted(0, 1, 0, -1), 6, 6)
        area = option.rect.adjusted(measures.GAP_M, measures.GAP_S, -measures.GAP_M, 0)
        lines = (
            ("secondary", _line(segment.source)),
            ("ink", _line(segment.target)),
            ("caution", " ".join(flag_words(flag) for flag in segment.flags)),
        )
        painter.setFont(self._theme.interface_font())
        metrics = painter.fontMetrics()
        for role, text in lines:
            painter.setPen(self._theme.colour(role))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(area, int(Qt.AlignmentFlag.AlignLeft), shown)
            area.translate(0, metrics.lineSpacing())
        painter.restore()


class FlagList(QWidget):
    """Hidden while there is nothing to look at.

    `edited(number, text)`: a person wrote another translation of a sentence.
    """

    edited = Signal(int, str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Caption(theme, "", self)
        self.model = _FlaggedModel(self)
        self.view = QListView(self)
        self.view.setAccessibleName(self.tr("Sentences to look at"))
        self.view.setModel(self.model)
        self.view.setItemDelegate(_FlaggedDelegate(theme, self))
        self.view.setUniformItemSizes(True)
        self.view.setEditTriggers(
            QListView.EditTrigger.DoubleClicked | QListView.EditTrigger.EditKeyPressed
        )
        later = Qt.ConnectionType.QueuedConnection  # when the field is closed
        self.model.edited.connect(self.edited, later)
        self.view.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.title)
        column.addWidget(self.view, 1)
        self.hide()

    def show_segments(self, segments: Sequence[Segment]) -> None:
        numbers = [number for number, each in enumerate(segments) if each.flags]
        flagged = [segments[number] for number in numbers]
        if self.view.state() != QListView.State.EditingState:
            self.model.show(numbers, flagged)
        hint = self.tr("double-click or press F2 to edit")
        self.title.setText(flagged_words(len(flagged)) + DOT + hint)
        self.setVisible(bool(flagged))


def _line(text: str) -> str:
    return one_line(without_marks(text), 400)
