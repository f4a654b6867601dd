"""The plan of a summary, above the composer: documents, wishes, cost, and the start."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from assistant.controllers.summary_planner import SummaryPlanner
from assistant.core.errors import UserError
from assistant.core.summary_options import SummaryOptions
from assistant.ui.controls import Caption, ElidedLabel, IconButton, push_button
from assistant.ui.documents.document_rows import DocumentRows
from assistant.ui.documents.fitted_area import FittedArea
from assistant.ui.documents.option_fields import OptionFields
from assistant.ui.documents.panel_card import PanelCard
from assistant.ui.documents.plan_words import plan_text, way_text
from assistant.ui.error_words import in_window_language, joined
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_SHARE_OF_HEIGHT = 0.4
_LEAST_ROWS = 110
_LEAST_MIDDLE = 88
_WITHOUT_END = 100_000
_TITLE_AND_BUTTONS = 128
_LEAST_ABOVE = 84
"""Pixels of the transcript that stay in sight above the panel."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class PlanPanel(PanelCard):
    """Follows a `SummaryPlanner`; Enter starts, Escape cancels.

    `model_wanted()`: the person wants to choose a model. `closed()`: the plan is gone, and the
    focus with it.
    """

    model_wanted = Signal()
    closed = Signal()

    def __init__(
        self,
        planner: SummaryPlanner,
        theme: Theme,
        can_recognise: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(theme, parent)
        self.setObjectName("plan_panel")
        self.setAccessibleName(self.tr("Plan of the summary"))
        self._planner = planner
        self._refused: UserError | None = None
        self._start_when_ready = False
        self.title = ElidedLabel("", self)
        self.title.setFont(theme.interface_font(bold=True))
        self.close_button = IconButton(theme, "x", self.tr("Cancel (Esc)"), self)
        self.close_button.clicked.connect(planner.discard)
        self.rows = DocumentRows(planner.reading, theme, can_recognise, self)
        self.fields = OptionFields(theme, self)
        self.fields.changed.connect(self._on_options)
        self.cost = QLabel(self)
        self.cost.setTextFormat(Qt.TextFormat.PlainText)
        self.cost.setWordWrap(True)
        self.way = Caption(theme, "", self)
        self.start_button = push_button(self.tr("Start"), "primary", self)
        self.start_button.clicked.connect(self.start)
        self.cancel_button = push_button(self.tr("Cancel"), "", self)
        self.cancel_button.clicked.connect(planner.discard)
        self.model_button = push_button(self.tr("Choose a model"), "primary", self)
        self.model_button.clicked.connect(self.model_wanted)
        self._build_layout()
        planner.changed.connect(self.refresh)
        planner.refused.connect(self._on_refused)
        planner.reading.refused.connect(self._on_refused)
        self.hide()
        self.refresh()

    def _build_layout(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(measures.GAP_S)
        top.addWidget(self.title, 1)
        top.addWidget(self.close_button)
        inside = QWidget()
        middle = QVBoxLayout(inside)
        middle.setContentsMargins(0, 0, measures.GAP_S, 0)
        middle.setSpacing(measures.GAP_S)
        middle.addWidget(self.rows)
        middle.addWidget(self.fields)
        self._middle = FittedArea(inside, self)
        said = QVBoxLayout()
        said.setContentsMargins(0, 0, measures.GAP_S, 0)
        said.setSpacing(2)
        said.addWidget(self.cost)
        bottom = QHBoxLayout()
        bottom.setSpacing(measures.GAP_S)
        bottom.addWidget(self.way, 1, Qt.AlignmentFlag.AlignTop)
        for button in (self.cancel_button, self.model_button, self.start_button):
            bottom.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)
        said.addLayout(bottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_M, measures.GAP_XS, measures.GAP_XS, measures.GAP_M)
        column.setSpacing(measures.GAP_S)
        column.addLayout(top)
        column.addWidget(self._middle)
        column.addLayout(said)

    # --- what is shown ---------------------------------------------------------------------

    @Slot()
    def refresh(self) -> None:
        """Show what the planner holds now."""
        planner = self._planner
        if planner.phase == "closed":
            self._close()
            return
        if planner.reading.busy or planner.phase == "counting":
            self._refused = None
        self.title.set_full_text(self._title())
        self.rows.refresh(self._tokens())
        self.rows.setVisible(bool(planner.reading.files))
        self.fields.set_options(planner.options)
        self.fields.setVisible(planner.phase != "failed" or bool(planner.reading.documents()))
        self._say()
        no_model = planner.phase == "no_model"
        self.model_button.setVisible(no_model)
        self.start_button.setVisible(not no_model)
        self.start_button.setEnabled(planner.phase in ("ready", "counting"))
        waiting = self._start_when_ready and planner.phase == "counting"
        self.start_button.setText(self.tr("Starting…") if waiting else self.tr("Start"))
        if planner.phase == "ready" and self._start_when_ready:
            self._start_when_ready = False
            planner.start()
        elif planner.phase not in ("ready", "counting"):
            self._start_when_ready = False

    def _close(self) -> None:
        self._start_when_ready = False
        self._refused = None
        if not self.isHidden():
            had_focus = self.isAncestorOf(self.window().focusWidget() or self.window())
            self.hide()
            if had_focus:
                self.closed.emit()

    def _title(self) -> str:
        files = self._planner.reading.files
        if len(files) == 1:
            name = files[0].name or self.tr("the dropped text")
            return self.tr("Summarise {name}").format(name=name)
        if not files:
            return self.tr("Summarise")
        return self.tr("Summarise %n document(s)", "", len(files))

    def _tokens(self) -> dict[str, int]:
        plan, documents = self._planner.plan, self._planner.reading.documents()
        if plan is None or len(plan.documents) != len(documents):
            return {}
        pairs = zip(documents, plan.documents, strict=True)
        return {document.sha256: planned.tokens for document, planned in pairs}

    def _say(self) -> None:
        cost, way, tone = self._words()
        self.cost.setText(cost)
        self.way.setText(way)
        self.way.set_tone(tone)
        self.setAccessibleDescription(f"{cost} {way}".strip())

    def _words(self) -> tuple[str, str, str]:
        """The line about the cost, the one below it, and the tone of that."""
        planner, error = self._planner, self._refused or self._planner.error
        match planner.phase:
            case "reading":
                return self._reading_words()
            case "no_model":
                text = self.tr("No model is chosen, so nothing can be counted or summarised.")
                return text, "", "secondary"
            case "counting":
                return self.tr("Counting tokens and planning…"), "", "secondary"
        if error is not None:
            return in_window_language(error.text), in_window_language(error.hint), "danger"
        if planner.plan is not None:
            missing = self._missing_words()
            return (
                plan_text(planner.plan),
                joined(way_text(planner.plan), missing),
                "secondary",
            )
        return "", "", "secondary"

    def _reading_words(self) -> tuple[str, str, str]:
        files = self._planner.reading.files
        if not files and self._refused is not None:
            error = self._refused
            return in_window_language(error.text), in_window_language(error.hint), "danger"
        if not files:
            return self.tr("No document is left to summarise."), "", "secondary"
        asked = sum(1 for file in files if file.phase in ("password", "scanned"))
        if asked and not self._planner.reading.busy:
            text = self.tr("%n document(s) need a password or text recognition.", "", asked)
            return text, "", "secondary"
        read = sum(1 for file in files if file.phase == "read")
        if len(files) > 1:
            text = self.tr("Reading: {read} of %n document(s) are read.", "", len(files))
            return text.format(read=read), "", "secondary"
        return self.tr("Reading…"), "", "secondary"

    def _missing_words(self) -> str:
        files = self._planner.reading.files
        missing = sum(1 for file in files if file.phase in ("failed", "password", "scanned"))
        return self.tr("%n document(s) are not part of it.", "", missing) if missing else ""

    # --- what the person does --------------------------------------------------------------

    @Slot()
    def start(self) -> None:
        """Start; while the plan is still being made, as soon as it is ready."""
        if self._planner.phase == "ready":
            self._planner.start()
        elif self._planner.phase == "counting":
            self._start_when_ready = True
            self.refresh()

    @Slot(object)
    def _on_options(self, options: SummaryOptions) -> None:
        self._start_when_ready = False
        self._planner.set_options(options)

    @Slot(object)
    def _on_refused(self, error: UserError) -> None:
        if error.kind == "server_permission":  # it is asked for below the plan
            return
        self._refused = error
        self._say()

    def take_focus(self) -> None:
        """Where one goes on: the start, or what has to be answered first."""
        fields = [row.password for row in self.rows.rows.values() if row.password is not None]
        waiting = next((field for field in fields if not field.isHidden()), None)
        if waiting is not None:
            waiting.setFocus()
        elif self.model_button.isVisibleTo(self):
            self.model_button.setFocus()
        elif self.start_button.isEnabled():
            self.start_button.setFocus()
        else:
            self.fields.wishes.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._planner.discard()
        elif event.key() in _ENTER:
            self._on_enter()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def _on_enter(self) -> None:
        """Enter presses the button that has the focus, else it starts."""
        focused = self.window().focusWidget()
        if isinstance(focused, QAbstractButton) and self.isAncestorOf(focused):
            focused.click()
        elif not isinstance(focused, QLineEdit) or self.fields.isAncestorOf(focused):
            self.start()

    def set_room(self, height: int, below: int) -> None:
        """`height` of the column in which the panel stands, `below` of what is under it.

        In a low window documents and wishes scroll; title, cost and buttons always stay.
        """
        around = measures.HEADER_HEIGHT + below + _TITLE_AND_BUTTONS + _LEAST_ABOVE
        room = max(_LEAST_MIDDLE, height - around)
        for_rows = room - self.fields.sizeHint().height() - measures.GAP_S
        # one of the two scrolls, never one inside the other
        tallest = min(int(height * _SHARE_OF_HEIGHT), for_rows)
        self.rows.set_tallest(tallest if for_rows >= _LEAST_ROWS else _WITHOUT_END)
        self._middle.set_tallest(room)
