"""The way of the Tab key through controls that come and go."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox, QLayout, QScrollArea, QWidget


def reading_order(parent: QWidget) -> list[QWidget]:
    """What Tab may reach inside `parent`, in the order of its layouts; hidden ones left out."""
    stops: list[QWidget] = []

    def visit(widget: QWidget) -> None:
        if _is_hidden(widget):
            return
        if widget is not parent and widget.focusPolicy() & Qt.FocusPolicy.TabFocus:
            stops.append(widget)
        if isinstance(widget, QScrollArea):
            visit(widget.widget())
        elif widget.layout() is not None and not isinstance(widget, QComboBox):
            visit_all(widget.layout())

    def visit_all(layout: QLayout) -> None:
        for number in range(layout.count()):
            item = layout.itemAt(number)
            if item.widget() is not None:
                visit(item.widget())
            elif item.layout() is not None:
                visit_all(item.layout())

    if parent.layout() is not None:
        visit_all(parent.layout())
    return stops


def put_before(anchor: QWidget, stops: list[QWidget]) -> None:
    """Have Tab go through `stops` and then to `anchor`."""
    before = anchor.previousInFocusChain()
    while before in stops or before.focusPolicy() == Qt.FocusPolicy.NoFocus:
        before = before.previousInFocusChain()  # setTabOrder does nothing with these
        if before is anchor:
            return
    for stop in stops:
        QWidget.setTabOrder(before, stop)
        before = stop


def _is_hidden(widget: QWidget) -> bool:
    """Whether somebody hid it, rather than that nobody has shown it yet."""
    hidden, said = (
        Qt.WidgetAttribute.WA_WState_Hidden,
        Qt.WidgetAttribute.WA_WState_ExplicitShowHide,
    )
    return widget.testAttribute(hidden) and widget.testAttribute(said)
