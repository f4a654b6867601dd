"""The card above the composer that asks for a template's variables."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QCoreApplication, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from assistant.core.document_ports import DocumentReader
from assistant.core.errors import UserError
from assistant.core.templates.template import Template, TemplateMode
from assistant.core.templates.variable import Variable
from assistant.ui.controls import Caption, ElidedLabel, IconButton, push_button
from assistant.ui.documents.fitted_area import FittedArea
from assistant.ui.documents.panel_card import PanelCard
from assistant.ui.error_words import error_text
from assistant.ui.icons import icon
from assistant.ui.templates.preview import preview_text
from assistant.ui.templates.template_words import title_of, window_language, words_of
from assistant.ui.templates.variable_form import VariableForm
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.workers.task_pool import TaskPool

_PAUSE_MS = 120
_PREVIEW_HEIGHT = 96
_PREVIEW_FROM = 620
"""The preview is open at first where the column is at least so high."""
_TITLE_AND_BUTTONS = 116
_LEAST_ABOVE = 24
_LEAST_MIDDLE = 96
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class TemplateForm(PanelCard):
    """Enter runs it, in a text of several lines Ctrl+Enter; Escape goes back.

    run_requested(dict)     everything is filled in: values by the names of the variables
    documents_wanted()      it answers from documents, and there are none yet
    edit_wanted()           the template shall be changed
    closed()                it is gone, and the focus with it
    """

    run_requested = Signal(dict)
    documents_wanted = Signal()
    edit_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        theme: Theme,
        pool: TaskPool,
        reader: Callable[[], DocumentReader],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.setObjectName("template_form")
        self._theme = theme
        self.template: Template | None = None
        self._variables: tuple[Variable, ...] = ()
        self._room = 0
        self._needs_documents = False
        self._running = False
        self._left: dict[str, dict[str, str]] = {}
        self.title = ElidedLabel("", self)
        self.title.setFont(theme.interface_font(bold=True))
        self.edit_button = IconButton(theme, "pencil", self.tr("Edit the template"), self)
        self.edit_button.clicked.connect(self.edit_wanted)
        self.close_button = IconButton(theme, "x", self.tr("Back to the message (Esc)"), self)
        self.close_button.clicked.connect(self.leave)
        self.description = Caption(theme, "", self)
        self.form = VariableForm(theme, pool, reader, self)
        self.form.changed.connect(self._on_changed)
        self.said = Caption(theme, "", self)
        self.cancel_button = push_button(self.tr("Cancel"), "", self)
        self.cancel_button.clicked.connect(self.leave)
        self.run_button = push_button("", "primary", self)
        self.run_button.clicked.connect(self.run)
        self._build_preview()
        self._build_layout()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._show_preview)
        theme.changed.connect(self._on_theme)
        self.hide()

    def _build_preview(self) -> None:
        self.preview_button = QToolButton(self)
        self.preview_button.setText(self.tr("What is sent"))
        self.preview_button.setAccessibleName(self.tr("What is sent"))
        self.preview_button.setCheckable(True)
        self.preview_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.preview_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.preview_button.setMinimumHeight(measures.HIT_AREA)
        self.preview_button.toggled.connect(self._on_preview)
        self.preview = QPlainTextEdit(self)
        self.preview.setReadOnly(True)
        self.preview.setTabChangesFocus(True)
        self.preview.setFixedHeight(_PREVIEW_HEIGHT)
        self.preview.setAccessibleName(self.tr("What is sent"))
        self.preview.hide()

    def _build_layout(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(measures.GAP_XS)
        top.addWidget(self.title, 1)
        top.addWidget(self.edit_button)
        top.addWidget(self.close_button)
        inside = QWidget()
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(0, 0, measures.GAP_S, 0)
        middle.setSpacing(measures.GAP_S)
        middle.addWidget(self.description)
        middle.addWidget(self.form)
        middle.addWidget(self.preview_button, 0, Qt.AlignmentFlag.AlignLeft)
        middle.addWidget(self.preview)
        self._middle = FittedArea(inside, self)
        bottom = QHBoxLayout()
        bottom.setContentsMargins(0, 0, measures.GAP_S, 0)
        bottom.setSpacing(measures.GAP_S)
        bottom.addWidget(self.said, 1, Qt.AlignmentFlag.AlignVCenter)
        bottom.addWidget(self.cancel_button, 0, Qt.AlignmentFlag.AlignBottom)
        bottom.addWidget(self.run_button, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_M, measures.GAP_XS, measures.GAP_XS, measures.GAP_M)
        column.setSpacing(measures.GAP_S)
        column.addLayout(top)
        column.addWidget(self._middle)
        column.addLayout(bottom)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)

    # --- opening and closing ---------------------------------------------------------------

    def open(
        self,
        template: Template,
        variables: Sequence[Variable],
        remembered: Mapping[str, str],
        selection: str,
        *,
        needs_documents: bool,
    ) -> None:
        """Ask for the variables of a template; the cursor goes into the first empty field."""
        self.template, self._variables = template, tuple(variables)
        self._running = False
        self.setAccessibleName(self.tr("Template: {name}").format(name=title_of(template)))
        self.title.set_full_text(title_of(template))
        said = template.description_for(window_language())
        self.description.setText(said)
        self.description.setVisible(bool(said.strip()))
        self.form.set_variables(())
        self.form.set_variables(variables, words_of(template), remembered, selection)
        self.form.set_values(self._left.pop(template.name, {}))
        self.form.setVisible(bool(variables))
        self.edit_button.setVisible(template.id > 0)
        self.set_needs_documents(needs_documents)
        self._say("", "secondary")
        self.preview_button.setChecked(self._room >= _PREVIEW_FROM)
        self._show_preview()
        self.show()
        self.take_focus()

    def offer(self, text: str) -> None:
        """Put `text` into the first field that it can stand in, and go on behind it."""
        self.form.offer(text)
        self._show_preview()
        self.take_focus()

    @Slot()
    def leave(self) -> None:
        """Close; what is filled in stands there again when the template is used again."""
        if self.template is not None:
            self._left[self.template.name] = self.form.values()
        self.close_form()

    def close_form(self) -> None:
        """Close; what was filled in is not needed any more."""
        if self.isHidden():
            return
        had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
        self.template = None
        self.hide()
        self.form.set_variables(())
        if had_focus:
            self.closed.emit()

    def take_focus(self) -> None:
        """Where one goes on: the first empty field, else the start."""
        if self._variables:
            self.form.focus_first()
        else:
            self.run_button.setFocus()

    def set_needs_documents(self, needs: bool) -> None:
        """Whether documents have to be named before it can be run."""
        self._needs_documents = needs
        mode = "chat" if self.template is None else self.template.mode
        text = self.tr("Add documents…") if needs else _run_text(mode)
        self.run_button.setText(text)
        self.run_button.setAccessibleName(text)
        if needs:
            self._say(self.tr("It answers from documents: add some first."), "secondary")

    # --- running ---------------------------------------------------------------------------

    @Slot()
    def run(self) -> None:
        """Run it, or say in its fields what is missing."""
        if self.template is None or self._running:
            return
        if self._needs_documents:
            self.documents_wanted.emit()
            return
        if self.form.busy:
            self._say(self.tr("A file is still being read."), "secondary")
            return
        wrong = self.form.first_wrong()
        if wrong is not None:
            self._say("", "secondary")
            wrong.main_control().setFocus()
            QTimer.singleShot(0, wrong, lambda: self._middle.ensureWidgetVisible(wrong, 0, 0))
            return
        self.run_requested.emit(self.form.values())

    def set_running(self, running: bool) -> None:
        """While the turn is being kept it cannot be run twice."""
        self._running = running
        self.run_button.setEnabled(not running)

    def show_error(self, error: UserError) -> None:
        """Say why it was not run; all that is filled in stays."""
        self.set_running(False)
        self._say(error_text(error), "danger")

    def _say(self, text: str, tone: str) -> None:
        self.said.setText(text)
        self.said.set_tone(tone)
        self.setAccessibleDescription(text)

    @Slot()
    def _on_changed(self) -> None:
        if not self._needs_documents:
            self._say("", "secondary")
        self._pause.start()

    # --- preview ---------------------------------------------------------------------------

    @Slot(bool)
    def _on_preview(self, shown: bool) -> None:
        self.preview.setVisible(shown)
        self._on_theme()
        self._show_preview()

    @Slot()
    def _show_preview(self) -> None:
        self._pause.stop()
        if self.template is None or not self.preview_button.isChecked():
            return
        try:
            text = preview_text(self.template, self._variables, self.form.values())
        except UserError as error:
            text = error_text(error)
        if text != self.preview.toPlainText():
            at = self.preview.verticalScrollBar().value()
            self.preview.setPlainText(text)
            self.preview.verticalScrollBar().setValue(at)

    @Slot()
    def _on_theme(self) -> None:
        name = "chevron-down" if self.preview_button.isChecked() else "chevron-right"
        drawn = icon(name, self._theme.palette.secondary, measures.ICON, self.devicePixelRatioF())
        self.preview_button.setIcon(drawn)

    # --- keys and room ---------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in _ENTER:
            self._on_enter(bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _on_enter(self, controlled: bool) -> None:
        """Enter presses the button that has the focus, else it runs."""
        focused = self.window().focusWidget()
        if isinstance(focused, QAbstractButton) and self.isAncestorOf(focused) and not controlled:
            focused.click()
        else:
            self.run()

    def set_room(self, height: int, below: int) -> None:
        """`height` of the column in which the form stands, `below` of what is under it."""
        self._room = height
        around = measures.HEADER_HEIGHT + below + _TITLE_AND_BUTTONS + _LEAST_ABOVE
        self._middle.set_tallest(max(_LEAST_MIDDLE, height - around))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, super().minimumSizeHint().height())


def _run_text(mode: TemplateMode) -> str:

    match mode:
        case "write":
            return QCoreApplication.translate("Templates", "Open in Write")
        case "translate":
            return QCoreApplication.translate("Templates", "Open in Translate")
    return QCoreApplication.translate("Templates", "Send")
