"""The modes of the window. A new one is a line in `modes` and a page that it builds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from assistant.ui.window import MainWindow


class ModePage(Protocol):
    """What the window asks of a page, which is a QWidget as well."""

    def take_focus(self) -> None:
        """The mode was chosen: put the cursor where one begins."""


@dataclass(frozen=True)
class Mode:
    """`slot` is its number on the keyboard (Ctrl+1 to Ctrl+5); `build` is called when needed.

    `short` stands below the icon where `text` is too long for that.
    """

    id: str
    text: str
    icon: str
    slot: int
    build: Callable[[MainWindow], QWidget]
    short: str = ""


def _build_chat(window: MainWindow) -> QWidget:
    from assistant.ui.chat.page import ChatPage

    return ChatPage(window.services, window.theme, window.actions_registry, window)


def _build_models(window: MainWindow) -> QWidget:
    from assistant.ui.models.page import ModelsPage

    return ModelsPage(window.services, window.theme, window.actions_registry)


def _build_documents(window: MainWindow) -> QWidget:
    from assistant.ui.documents.library_page import LibraryPage

    return LibraryPage(window.services, window.theme, window.actions_registry)


def _build_write(window: MainWindow) -> QWidget:
    from assistant.ui.writing.page import WritePage

    page = WritePage(window.services, window.theme, window.actions_registry)
    page.chat_requested.connect(window.desk.talk_about)
    return page


def _build_translate(window: MainWindow) -> QWidget:
    from assistant.ui.translation.page import TranslatePage

    return TranslatePage(window.services, window.theme, window.actions_registry)


def modes() -> tuple[Mode, ...]:
    """The modes that exist, in the order of the rail; the first one is shown at start."""
    translate = QCoreApplication.translate
    return (
        Mode("chat", translate("Modes", "Chat"), "chat", 1, _build_chat),
        Mode("write", translate("Modes", "Write"), "pen", 2, _build_write),
        Mode(
            "translate",
            translate("Modes", "Translate"),
            "languages",
            3,
            _build_translate,
            translate("Modes", "Trans", "short for Translate, below an icon"),
        ),
        Mode(
            "documents",
            translate("Modes", "Documents"),
            "file-text",
            4,
            _build_documents,
            translate("Modes", "Docs"),
        ),
        Mode("models", translate("Modes", "Models"), "box", 5, _build_models),
    )
