"""Everything about one model: what it is, whether it fits, notes, parameters, what can be done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from assistant.controllers.models import ModelState
from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.hub.context_rows import context_rows
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.model_facts import ModelFacts
from assistant.core.hub.model_records import ModelRecord
from assistant.core.hub.model_work import Verification, Work
from assistant.core.hub.quantising import quantised_part
from assistant.ui.controls import Caption, Hairline, push_button
from assistant.ui.error_words import error_text
from assistant.ui.models.facts_grid import FactsGrid
from assistant.ui.models.fit_table import FitTable
from assistant.ui.models.fold import Fold
from assistant.ui.models.model_facts_words import fact_pairs, measured_text
from assistant.ui.models.model_header import ModelHeader
from assistant.ui.models.notes_field import NotesField
from assistant.ui.models.own_parameters import OwnParameters
from assistant.ui.models.smaller_copy import SmallerCopy
from assistant.ui.models.template_view import TemplateView
from assistant.ui.models.verify_row import VerifyRow
from assistant.ui.models.words import program_name
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_WIDTH = 820
_NARROW = 560


class ModelPage(QScrollArea):
    """`closed()`: back to the list. `model_wanted(str path)`: another one's page is wanted."""

    closed = Signal()
    model_wanted = Signal(str)

    def __init__(self, services: Services, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._library = services.model_library
        self._theme = theme
        self._file = ModelFile(path="", name="", size=0)
        self._facts: ModelFacts | None = None
        self._previewed = False
        self._headings: list[QLabel] = []
        self.setAccessibleName(self.tr("Model"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._build()
        self._connect()
        theme.changed.connect(self._on_theme)

    @property
    def path(self) -> str:
        return self._file.path

    # --- parts -----------------------------------------------------------------------------

    def _build(self) -> None:
        inside = QWidget()
        inside.setProperty("role", "page")
        inside.setMaximumWidth(_WIDTH)
        self._column = QVBoxLayout(inside)
        self._column.setSpacing(measures.GAP_S)
        self.header = ModelHeader(self._theme)
        self._column.addWidget(self.header)
        self.problem = Caption(self._theme, "", self, tone="danger")
        self._column.addWidget(self.problem)
        self.facts = FactsGrid(self._theme)
        self._column.addWidget(self.facts)
        self._build_fit()
        self._section(self.tr("Notes"))
        self.notes = NotesField(self._theme)
        self._column.addWidget(self.notes)
        self._section(self.tr("Parameters of this model"))
        self.parameters = OwnParameters(self._theme)
        self._column.addWidget(self.parameters)
        self.template_fold = Fold(
            self._theme, self.tr("Chat template"), self._make_template, inside
        )
        self._column.addWidget(self.template_fold)
        self._section(self.tr("The file"))
        self.verify = VerifyRow(self._theme)
        self._column.addWidget(self.verify)
        self._build_smaller()
        self._build_delete()
        self._column.addStretch(1)
        self._around(inside)
        self._place()

    def _around(self, inside: QWidget) -> None:
        around = QWidget()
        around.setProperty("role", "page")
        row = QHBoxLayout(around)
        row.setContentsMargins(0, 0, 0, 0)
        row.addStretch(1)
        row.addWidget(inside, 100)
        row.addStretch(1)
        self.setWidget(around)

    def _section(self, text: str) -> QLabel:
        self._column.addSpacing(measures.GAP_M)
        self._column.addWidget(Hairline(self._theme))
        self._column.addSpacing(measures.GAP_XS)
        return self._heading(text)

    def _heading(self, text: str) -> QLabel:
        heading = QLabel(text)
        heading.setWordWrap(True)
        heading.setFont(self._theme.interface_font(bold=True))
        self._headings.append(heading)
        self._column.addWidget(heading)
        return heading

    def _build_fit(self) -> None:
        self._fit_heading = self._section(self.tr("On this computer"))
        self.speed = Caption(self._theme, "", self)
        self._column.addWidget(self.speed)
        self.fit = FitTable(self._theme)
        self._column.addWidget(self.fit)

    def _build_smaller(self) -> None:
        self._column.addSpacing(measures.GAP_S)
        self._smaller_heading = self._heading(self.tr("A smaller copy"))
        self.smaller = SmallerCopy(self._theme)
        self._column.addWidget(self.smaller)

    def _build_delete(self) -> None:
        self._column.addSpacing(measures.GAP_S)
        self._delete_heading = self._heading(self.tr("Delete"))
        self.delete_words = Caption(self._theme, "", self)
        self._column.addWidget(self.delete_words)
        self.delete = push_button(self.tr("Move to the trash"), "", self)
        self._column.addWidget(self.delete, 0, Qt.AlignmentFlag.AlignLeft)

    def _make_template(self) -> QWidget:
        self.template = TemplateView(self._theme)
        return self.template

    def _connect(self) -> None:
        library, models, header = self._library, self._services.models, self.header
        header.back.clicked.connect(self.closed)
        header.use_requested.connect(lambda: models.choose(self.path))
        header.unload_requested.connect(models.unload)
        header.cancel_requested.connect(models.cancel_loading)
        models.state_changed.connect(self._on_state)
        library.facts_found.connect(self._on_facts)
        library.machine_found.connect(self._on_machine)
        library.record_changed.connect(self._on_record)
        library.preview_made.connect(self._on_preview)
        library.work_changed.connect(self._on_work)
        library.verified.connect(self._on_verified)
        library.quantised.connect(self._on_quantised)
        library.failed.connect(self._on_failed)
        self.notes.noted.connect(lambda text: self._change(notes=text))
        self.parameters.loading_changed.connect(lambda found: self._change(loading=found))
        self.parameters.chat_changed.connect(lambda found: self._change(chat=found))
        self.template_fold.unfolded.connect(self._show_template)
        self.verify.wanted.connect(lambda: library.verify(self._file))
        self.verify.stopped.connect(lambda: library.stop(self.path))
        self.smaller.wanted.connect(lambda kind: library.quantise(self._file, kind))
        self.smaller.stopped.connect(lambda: library.stop(self.path))
        self.smaller.use_requested.connect(models.choose)
        self.smaller.open_requested.connect(self.model_wanted)
        self.delete.clicked.connect(lambda: library.delete(self._file))

    # --- which model -----------------------------------------------------------------------

    def show_model(self, file: ModelFile) -> None:
        """Be about this model from now on."""
        if file.path != self.path:
            self.leave()
            for part in (self.notes, self.parameters, self.verify, self.smaller):
                part.forget()
            self._file, self._facts, self._previewed = file, None, False
            self.template_fold.set_open(False)
            self.verticalScrollBar().setValue(0)
            self.problem.hide()
            self._show_record(ModelRecord())
            self._show_facts()
        self.update_file(file)
        self._on_state(self._services.models.state)
        self._on_work(file.path, self._library.work(file.path))
        self._library.read_facts(file.path)
        self._library.read_record(file)
        self._library.find_machine()

    def update_file(self, file: ModelFile) -> None:
        """The list was read again."""
        self._file = file
        self.header.show_file(file)
        ours = self._library.may_delete(file)
        self.delete.setVisible(ours)
        self.delete.setAccessibleName(self.tr("Move {name} to the trash").format(name=file.name))
        if ours:
            words = self.tr("The file goes to the trash of this computer.")
        elif file.origin == "starter":
            words = self.tr("This model came with Inkstone and stays with it.")
        else:
            words = self.tr(
                "This file belongs to {program}, which may need it; delete it there. "
                "Inkstone only reads it."
            ).format(program=program_name(file.origin))
        self.delete_words.setText(words)

    def take_focus(self) -> None:
        self.header.back.setFocus()

    def goes_back(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Whether a key press means the way back to the list."""
        if key == Qt.Key.Key_Escape:
            return True
        held = modifiers & Qt.KeyboardModifier.AltModifier
        return bool(held) and key == Qt.Key.Key_Left

    def leave(self) -> None:
        """Keep what is being typed; something else will be shown."""
        if self.path:
            self.notes.flush()
            self.parameters.flush()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.leave()

    def _change(self, **fields: object) -> None:
        self._library.change_record(self._file, **fields)

    # --- facts -----------------------------------------------------------------------------

    @Slot(str, object)
    def _on_facts(self, path: str, facts: ModelFacts) -> None:
        if path == self.path:
            self._facts = facts
            self._show_facts()
            if self.template_fold.open:
                self._show_template()

    @Slot(object)
    def _on_machine(self, _machine: MachineFacts) -> None:
        self._show_facts()

    def _show_facts(self) -> None:
        facts, record = self._facts, self._library.record(self._file)
        self.facts.show_facts(fact_pairs(self._file, facts, record))
        machine = self._library.machine
        needs = facts.needs if facts else ()
        known = bool(needs) and machine is not None and machine.total_memory > 0
        self.fit.setVisible(known)
        if machine is not None and needs:
            self.fit.show_rows(context_rows(needs, machine))
        self.speed.setText(measured_text(self._file, facts, record, machine))
        self.speed.setVisible(bool(self.speed.text()))
        self._show_smaller(facts, machine)

    def _show_smaller(self, facts: ModelFacts | None, machine: MachineFacts | None) -> None:
        offered = facts is not None and facts.parameters > 0 and not quantised_part(facts.types)
        self._smaller_heading.setVisible(offered)
        self.smaller.setVisible(offered)
        if offered and facts is not None:
            self.smaller.show_sizes(facts, machine or MachineFacts())

    @Slot(str, object)
    def _on_record(self, path: str, record: ModelRecord) -> None:
        if path == self.path:
            self._show_record(record)
            self._show_facts()

    def _show_record(self, record: ModelRecord) -> None:
        self.notes.show_notes(record.notes)
        loading = self._services.preferences.settings.models.loading
        self.parameters.show_record(record, loading)
        self.verify.show_record(record)

    @Slot()
    def _show_template(self) -> None:
        if self._facts is None or self._previewed:
            return
        self._previewed = True
        if not self._facts.template:
            self.template.show_none()
        else:
            self.template.show_waiting()
            self._library.show_preview(self.path, self._facts.template)

    @Slot(str, str)
    def _on_preview(self, path: str, text: str) -> None:
        if path == self.path and self._previewed:
            self.template.show_preview(text)

    # --- work ------------------------------------------------------------------------------

    @Slot(object)
    def _on_state(self, state: ModelState) -> None:
        ours = state.path in (self._file.path, *self._file.also) and bool(state.path)
        self.header.show_state(state if ours else ModelState())

    @Slot(str, object)
    def _on_work(self, path: str, work: Work | None) -> None:
        if path == self.path:
            self.verify.show_work(work)
            self.smaller.show_work(work)
            self.verify.start.setEnabled(work is None)
            self.smaller.start.setEnabled(work is None)

    @Slot(str, object)
    def _on_verified(self, path: str, result: Verification) -> None:
        if path == self.path:
            self.verify.show_result(result)

    @Slot(str, str)
    def _on_quantised(self, path: str, made: str) -> None:
        if path == self.path:
            self.smaller.show_made(made, Path(made).stem)

    @Slot(str, object)
    def _on_failed(self, path: str, error: UserError) -> None:
        if path != self.path:
            return
        if error.kind == "template" and self._previewed:
            self.template.show_error(error)
        elif error.kind == "quantise":
            self.smaller.show_error(error)
        else:
            self.problem.setText(error_text(error))
            self.problem.show()
            self.ensureWidgetVisible(self.problem)

    # --- look ------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        side = measures.GAP_M if self.width() < _NARROW else measures.GAP_XL
        self._column.setContentsMargins(side, measures.GAP_M, side, measures.GAP_XL)

    @Slot()
    def _on_theme(self) -> None:
        for heading in self._headings:
            heading.setFont(self._theme.interface_font(bold=True))
