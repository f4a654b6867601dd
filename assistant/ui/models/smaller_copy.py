"""Making a smaller copy of a model: the type, what it will take, and how far it is."""

from __future__ import annotations

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QLabel, QRadioButton, QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.model_facts import ModelFacts
from assistant.core.hub.model_work import Work
from assistant.core.hub.quantising import COPY_TYPES, predicted_size
from assistant.ui.controls import Caption, push_button, repolish
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.hub.fit_words import fit_line, fit_tone
from assistant.ui.models.catalogue_sentences import catalogue_text
from assistant.ui.models.work_row import WorkRow
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import size_text

USUAL = "Q4_K_M"
_OFFERED = ("Q8_0", "Q6_K", "Q5_K_M", USUAL, "Q3_K_M")
_KINDS = [kind for kind in COPY_TYPES if kind.name in _OFFERED]


class SmallerCopy(QWidget):
    """`wanted(str kind)`, `stopped()`, `use_requested(str path)`, `open_requested(str path)`."""

    wanted = Signal(str)
    stopped = Signal()
    use_requested = Signal(str)
    open_requested = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._made = ""
        self._table = QWidget(self)
        self._grid = QGridLayout(self._table)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(measures.GAP_L)
        self._grid.setVerticalSpacing(0)
        self._grid.setColumnStretch(2, 1)
        self.kinds: dict[str, QRadioButton] = {}
        self._sizes: dict[str, QLabel] = {}
        self._fits: dict[str, QLabel] = {}
        self._group = QButtonGroup(self)
        self._build_rows()
        self.start = push_button(self.tr("Make a smaller copy"), "", self)
        self.start.clicked.connect(self._on_start)
        self.work = WorkRow(theme, self.tr("Making the copy"), self)
        self.work.stopped.connect(self.stopped)
        self.outcome = Caption(theme, "", self)
        self.use = push_button(self.tr("Use the copy"), "primary", self)
        self.use.clicked.connect(lambda: self.use_requested.emit(self._made))
        self.open = push_button(self.tr("Show the copy"), "", self)
        self.open.clicked.connect(lambda: self.open_requested.emit(self._made))
        self._offers = wrapping(measures.GAP_S, self.use, self.open)
        self._lay_out()
        self.forget()

    def _build_rows(self) -> None:
        for line, kind in enumerate(_KINDS):
            loss = catalogue_text(kind.loss)
            button = QRadioButton(f"{kind.name}  ·  {loss}", self)
            self._group.addButton(button)
            self.kinds[kind.name] = button
            size, fit = QLabel(self), QLabel(self)
            size.setProperty("tone", "secondary")
            fit.setWordWrap(True)
            self._sizes[kind.name], self._fits[kind.name] = size, fit
            self._grid.addWidget(button, line, 0)
            self._grid.addWidget(size, line, 1)
            self._grid.addWidget(fit, line, 2)
        self.kinds[USUAL].setChecked(True)

    def _lay_out(self) -> None:
        text = self.tr(
            "This file holds its weights as they were trained. A copy with fewer bits for each "
            "weight is smaller and faster, and answers nearly as well; this file stays."
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_S)
        column.addWidget(Caption(self._theme, text, self))
        column.addWidget(self._table)
        column.addWidget(wrapping(0, self.start))
        column.addWidget(self.work)
        column.addWidget(self.outcome)
        column.addWidget(self._offers)

    # --- facts -----------------------------------------------------------------------------

    def show_sizes(self, facts: ModelFacts, machine: MachineFacts) -> None:
        """Say what each type would take here."""
        for kind in _KINDS:
            size = predicted_size(facts, kind)
            found = verdict(
                size,
                machine,
                parameters=facts.parameters,
                active_parameters=facts.active_parameters,
            )
            fit = fit_line(found) if machine.total_memory else ""
            label = self._fits[kind.name]
            label.setText(fit)
            label.setProperty("tone", fit_tone(found) if fit else "secondary")
            repolish(label)
            shown = self.tr("about {size}").format(size=size_text(size))
            self._sizes[kind.name].setText(shown)
            button = self.kinds[kind.name]
            button.setAccessibleName(f"{button.text()}, {shown}, {fit}")
            for widget in (button, self._sizes[kind.name], label):
                widget.setVisible(size < facts.file_size)

    def show_work(self, work: Work | None) -> None:
        working = work is not None and work.kind == "quantise"
        self.start.setVisible(not working)
        self._table.setEnabled(not working)
        self.work.show_work(work if working else None)
        if working:
            self.outcome.hide()
            self._offers.hide()

    def show_made(self, path: str, name: str) -> None:
        """The copy is there."""
        self._made = path
        self.outcome.setText(self.tr("“{name}” is ready.").format(name=name))
        self.outcome.set_tone("good")
        self.outcome.show()
        self._offers.show()

    def show_error(self, error: UserError) -> None:
        self.outcome.setText(error_text(error))
        self.outcome.set_tone("danger")
        self.outcome.show()

    def forget(self) -> None:
        """Another model is shown."""
        self._made = ""
        self.outcome.hide()
        self._offers.hide()
        self.show_work(None)

    @Slot()
    def _on_start(self) -> None:
        kind = next(name for name, button in self.kinds.items() if button.isChecked())
        self.wanted.emit(kind)
