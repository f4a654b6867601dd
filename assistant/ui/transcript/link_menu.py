"""Links by name in a context menu: the only way to them without a pointer."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu

from assistant.ui.markdown.citations import citation_of
from assistant.ui.markdown.flow import Flow
from assistant.ui.markdown.links import shown_target
from assistant.ui.markdown.lookup import links
from assistant.ui.markdown.text_view import TextView

SHOWN_LINKS = 20
translate = QCoreApplication.translate


def add_item(menu: QMenu, text: str, act: Callable[[], object] | None) -> None:
    """An item that calls `act`; disabled when there is nothing to call."""
    action = menu.addAction(text)
    action.setEnabled(act is not None)
    if act is not None:
        action.triggered.connect(lambda _checked: act())


def add_links(menu: QMenu, view: TextView) -> None:
    """Open each link that `view` shows; copy the address of those that have one."""
    flow = view.flow
    found = links(flow) if flow is not None else []
    if flow is None or not found:
        return
    opened = menu.addMenu(translate("TurnWidget", "Open link"))
    for text, link in _named([link for link in found if citation_of(link)], flow):
        add_item(opened, text, partial(view.follow, link))
    addresses = [link for link in found if not citation_of(link)][:SHOWN_LINKS]
    if not addresses:
        return
    copied = menu.addMenu(translate("TurnWidget", "Copy link address"))
    for link in addresses:
        shown = shown_target(link).replace("&", "&&")
        add_item(opened, shown, partial(view.follow, link))
        add_item(copied, shown, partial(QGuiApplication.clipboard().setText, link))


def _named(marks: list[str], flow: Flow) -> list[tuple[str, str]]:
    """(words, link) of marks; those that lead to the same page are named once."""
    named: dict[str, str] = {}
    for link in marks:
        words = flow.citations.short(citation_of(link)) if flow.citations is not None else ""
        if words:
            named.setdefault(words.replace("&", "&&"), link)
    return list(named.items())[:SHOWN_LINKS]
