"""What the quick window is made of, and where each part lies."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.consent import ConsentKeeper
from assistant.core.remote.consent import QUICK
from assistant.ui.controls import Caption, push_button
from assistant.ui.quick.result_view import ResultView
from assistant.ui.quick.task_row import TaskRow
from assistant.ui.servers.place_permission import PlacePermission
from assistant.ui.starter.starter_hint import StarterHint
from assistant.ui.style import style_sheet
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_SHEET = """
QPushButton[kind="task"] {{ background: {surface}; border: 1px solid {hairline}; }}
QPushButton[kind="task"]:hover {{ border: 1px solid {control}; background: {surface}; }}
QPushButton[kind="task-shown"] {{ background: {weak_accent}; border: 1px solid {accent}; }}
QPushButton[kind="task"]:focus, QPushButton[kind="task-shown"]:focus {{
  border: 2px solid {accent}; padding: 0 11px; min-height: 28px; }}
#quick_window {{ background: {paper}; }}
"""


class QuickParts(QWidget):
    """The widgets, laid out and in the theme's colours. What they do is `QuickWindow`'s."""

    def __init__(
        self,
        theme: Theme,
        consent: ConsentKeeper,
        make_hint: Callable[[QWidget], StarterHint] | None,
        *,
        pastes: bool,
    ) -> None:
        """`make_hint`: what is said below results of the starter model. `pastes`: a result can be
        put into the window that this one was called from."""
        super().__init__(None, Qt.WindowType.Window | Qt.WindowType.WindowStaysOnTopHint)
        self.setObjectName("quick_window")  # the style sheet names it
        self._theme = theme
        self._hint = None if make_hint is None else make_hint(self)
        self._make_input(consent)
        self._make_output()
        if not pastes:
            self.copy.setProperty("kind", "primary")
        self._lay_out()
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def _make_input(self, consent: ConsentKeeper) -> None:
        theme = self._theme
        self.origin = Caption(theme, "", self)
        self.swap = push_button("", "link", self)
        self.earlier = push_button(self.tr("Last result"), "link", self)
        self.source = QPlainTextEdit(self)
        self.source.setObjectName("quick_source")
        self.source.setAccessibleName(self.tr("Text"))
        self.source.setPlaceholderText(
            self.tr("Select or copy a text in any program, or type one here.")
        )
        self.source.setTabChangesFocus(True)
        self.tasks = TaskRow(self)
        self.question = QLineEdit(self)
        self.question.setObjectName("quick_question")
        self.question.setAccessibleName(self.tr("Question"))
        self.question.setPlaceholderText(self.tr("What do you want to know about it?"))
        self.question.hide()
        self.permission = PlacePermission(consent, QUICK, theme, self)

    def _make_output(self) -> None:
        theme = self._theme
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Progress"))
        self.result = ResultView(theme, self)
        self.flags = Caption(theme, "", self, tone="caution")
        self.status = Caption(theme, "", self)
        self.open_main = push_button(self.tr("Open Inkstone"), "", self)
        self.again = push_button(self.tr("Try again"), "", self)
        self.stop = push_button(self.tr("Stop"), "", self)
        self.copy = push_button(self.tr("Copy"), "", self)
        self.copy.setToolTip(self.tr("Enter"))
        self.paste = push_button(self.tr("Paste back"), "primary", self)
        self.paste.setToolTip(self.tr("Ctrl+Enter"))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(measures.GAP_XS)
        top.addWidget(self.origin, 1)
        top.addWidget(self.swap)
        top.addWidget(self.earlier)
        bottom = QHBoxLayout()
        bottom.setSpacing(measures.GAP_S)
        bottom.addWidget(self.status, 1)
        for button in (self.open_main, self.again, self.stop, self.copy, self.paste):
            bottom.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_L, measures.GAP_S, measures.GAP_L, measures.GAP_M)
        column.setSpacing(measures.GAP_S)
        column.addLayout(top)
        column.addWidget(self.source, 1)
        column.addWidget(self.tasks)
        column.addWidget(self.question)
        column.addWidget(self.permission)
        column.addWidget(self.progress)
        column.addWidget(self.result, 3)
        column.addWidget(self.flags)
        if self._hint is not None:
            column.addWidget(self._hint)
        column.addLayout(bottom)

    def say(self, text: str, tone: str = "secondary") -> None:
        """Have this in the line at the bottom."""
        self.status.set_tone(tone)
        self.status.setText(text)

    @Slot()
    def _on_theme(self) -> None:
        roles = self._theme.palette
        names = {name: getattr(roles, name) for name in roles.__struct_fields__}
        self.setStyleSheet(style_sheet(self._theme) + _SHEET.format(**names))
        self.source.setFont(self._theme.reading_font())
        lines = self.source.fontMetrics().lineSpacing()
        self.source.setMinimumHeight(lines * 3 + 12)
        self.result.setMinimumHeight(lines * 3 + 12)
