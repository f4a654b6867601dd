"""The settings: pages in a window beside the main one; every change counts at once."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Slot
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from assistant.paths import app_paths
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import push_button
from assistant.ui.icons import icon
from assistant.ui.services import Services
from assistant.ui.settings.about_page import AboutPage
from assistant.ui.settings.appearance_page import AppearancePage
from assistant.ui.settings.chat_page import ChatSettingsPage
from assistant.ui.settings.documents_page import DocumentSettingsPage
from assistant.ui.settings.hub_page import HubSettingsPage
from assistant.ui.settings.models_page import ModelSettingsPage
from assistant.ui.settings.quick_page import QuickSettingsPage
from assistant.ui.settings.shortcuts_page import ShortcutSettingsPage
from assistant.ui.settings.translation_page import TranslationSettingsPage
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class SettingsDialog(QDialog):
    """Not modal. `open_at(page)` with "appearance", "models", "hub", "chat",
    "documents", "translation", "quick", "shortcuts" or "about"."""

    def __init__(
        self, services: Services, theme: Theme, actions: ActionRegistry, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("settings_dialog")
        self.setWindowTitle(self.tr("Settings"))
        self.setAccessibleName(self.tr("Settings"))
        self._theme = theme
        self._icons: list[str] = []
        self._ids: list[str] = []
        self.navigation = QListWidget(self)
        self.navigation.setObjectName("menu")
        self.navigation.setAccessibleName(self.tr("Parts of the settings"))
        self.navigation.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.navigation.setIconSize(QSize(measures.ICON, measures.ICON))
        self.navigation.setSpacing(1)
        self.pages = QStackedWidget(self)
        self._add("appearance", "sun", self.tr("Appearance"), AppearancePage(services, theme))
        self._add("models", "box", self.tr("Models"), ModelSettingsPage(services, theme, actions))
        self._add("hub", "download", self.tr("Hub"), HubSettingsPage(services, theme))
        self._add("chat", "chat", self.tr("Chat"), ChatSettingsPage(services, theme))
        documents = DocumentSettingsPage(services, theme)
        self._add("documents", "file-text", self.tr("Documents"), documents)
        translation = TranslationSettingsPage(services, theme)
        self._add("translation", "languages", self.tr("Translation"), translation)
        quick = QuickSettingsPage(services, theme)
        self._add("quick", "pen", self.tr("Quick window"), quick)
        self._add(
            "shortcuts",
            "keyboard",
            self.tr("Shortcuts"),
            ShortcutSettingsPage(services, theme, actions),
        )
        self._add(
            "about",
            "info",
            self.tr("About"),
            AboutPage(services.paths or app_paths(), services.pool, theme),
        )
        self.navigation.currentRowChanged.connect(self.pages.setCurrentIndex)
        close = push_button(self.tr("Close"), "", self)
        close.clicked.connect(self.close)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, measures.GAP_M)
        right.addWidget(self.pages, 1)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(0, 0, measures.GAP_L, 0)
        bottom.addStretch(1)
        bottom.addWidget(close)
        right.addLayout(bottom)
        left = QVBoxLayout()
        left.setContentsMargins(measures.GAP_S, measures.GAP_M, 0, measures.GAP_M)
        left.addWidget(self.navigation)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(measures.GAP_S)
        row.addLayout(left)
        row.addLayout(right, 1)
        self.resize(760, 560)
        theme.changed.connect(self._on_theme)
        self._on_theme()
        self.navigation.setFixedWidth(max(168, self.navigation.sizeHintForColumn(0) + 8))
        self.navigation.setCurrentRow(0)

    def _add(self, page_id: str, icon_name: str, text: str, page: QWidget) -> None:
        page.setProperty("role", "page")
        area = QScrollArea(self.pages)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        self.pages.addWidget(area)
        self.navigation.addItem(QListWidgetItem(text))
        self._icons.append(icon_name)
        self._ids.append(page_id)

    def page(self, page: str) -> QWidget:
        """The page with this name, for `open_at`."""
        area = self.pages.widget(self._ids.index(page))
        return area.widget() if isinstance(area, QScrollArea) else area

    def open_at(self, page: str = "") -> None:
        """Show the settings, in front, at a page."""
        if page in self._ids:
            self.navigation.setCurrentRow(self._ids.index(page))
        self.show()
        self.raise_()
        self.activateWindow()

    @Slot()
    def _on_theme(self) -> None:
        for row, name in enumerate(self._icons):
            drawn = icon(
                name, self._theme.palette.secondary, measures.ICON, self.devicePixelRatioF()
            )
            self.navigation.item(row).setIcon(drawn)
