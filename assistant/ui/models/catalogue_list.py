"""The short list of models: the one for this computer first, the others by what they are for."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.core.hub.catalogue import Catalogue, CatalogueModel, CatalogueUse, CatalogueVariant
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.recommending import best_variant, recommended
from assistant.core.hub.verdict import Verdict
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.models.catalogue_card import CatalogueCard
from assistant.ui.models.catalogue_fetch import CatalogueFetch
from assistant.ui.models.words import use_name
from assistant.ui.services import Services
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_Choice = tuple[CatalogueModel, CatalogueVariant, Verdict]


class CatalogueList(QScrollArea):
    """`repository_requested(str repo)`: more about a model is wanted.

    Nothing is asked of anybody before it is shown; what it shows ships with the application.
    """

    repository_requested = Signal(str)

    def __init__(self, services: Services, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._library = services.model_library
        self._theme = theme
        self._asked = False
        self._shown: tuple[Catalogue, MachineFacts] | None = None
        self.cards: dict[str, CatalogueCard] = {}
        self._fetches: dict[str, CatalogueFetch] = {}
        self._headings: list[QLabel] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget()
        inside.setProperty("role", "page")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, measures.GAP_S, measures.GAP_S, measures.GAP_L)
        self._column.setSpacing(measures.GAP_S)
        self._state = Caption(theme, self.tr("Looking at this computer…"), self)
        self._column.addWidget(self._state)
        self._holder = QWidget(self)
        self._list = _column_of(self._holder)
        self._column.addWidget(self._holder)
        self._build_foot()
        self._column.addStretch(1)
        self.setWidget(inside)
        self._library.machine_found.connect(self._show)
        self._library.catalogue_changed.connect(self._show)
        self._library.failed.connect(self._on_failed)
        theme.changed.connect(self._on_theme)

    def _build_foot(self) -> None:
        self._column.addSpacing(measures.GAP_S)
        self._revised = Caption(self._theme, "", self, tone="faint")
        self._column.addWidget(self._revised)
        self.refresh = push_button(self.tr("Refresh the list from a file…"), "", self)
        self.refresh.setToolTip(
            self.tr("A signed list, from wherever you got it; nothing is fetched by itself.")
        )
        self.refresh.clicked.connect(self._choose_file)
        self._column.addWidget(wrapping(0, self.refresh))
        self.problem = Caption(self._theme, "", self, tone="danger")
        self.problem.hide()
        self._column.addWidget(self.problem)

    def take_focus(self) -> None:
        first = next(iter(self.cards.values()), None)
        (first.fetch_row.button if first is not None else self.refresh).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._asked:
            self._asked = True
            QTimer.singleShot(0, self._ask)  # what is made while it is being shown has no size

    @Slot()
    def _ask(self) -> None:
        self._library.find_catalogue()
        self._library.find_machine()

    # --- what stands in it -----------------------------------------------------------------

    @Slot(object)
    def _show(self, _fact: object = None) -> None:
        catalogue, machine = self._library.catalogue, self._library.machine
        if catalogue is None or machine is None or (catalogue, machine) == self._shown:
            return
        self._shown = (catalogue, machine)
        self._state.hide()
        self._headings, self.cards = [], {}
        before, self._holder = self._holder, QWidget()
        self._list = _column_of(self._holder)
        self._fill(catalogue, machine)
        self._column.replaceWidget(before, self._holder)
        before.deleteLater()
        before.hide()
        self._holder.show()
        revised = self.tr("List of {day}, chosen by the makers of Inkstone.")
        self._revised.setText(revised.format(day=catalogue.revised))

    def _fill(self, catalogue: Catalogue, machine: MachineFacts) -> None:
        first = recommended(catalogue, machine)
        if first is not None:
            self._heading(self.tr("Recommended for this computer"))
            self._card(first, raised=True)
        shown = {first[0].id} if first is not None else set()
        for use in get_args(CatalogueUse):
            self._show_use(use, catalogue, machine, shown)

    def _show_use(
        self, use: CatalogueUse, catalogue: Catalogue, machine: MachineFacts, shown: set[str]
    ) -> None:
        """A model stands once, below the first of its uses."""
        models = [
            model
            for model in catalogue.models
            if model.uses[:1] == (use,) and model.id not in shown
        ]
        if not models:
            return
        self._heading(use_name(use))
        for model in models:
            self._card(_choice(model, machine), raised=False)

    def _heading(self, text: str) -> None:
        heading = QLabel(text)
        heading.setFont(self._theme.interface_font(bold=True))
        heading.setContentsMargins(0, measures.GAP_M if self._headings else 0, 0, 0)
        self._list.addWidget(heading)
        self._headings.append(heading)

    def _card(self, choice: _Choice, *, raised: bool) -> None:
        model, variant, _verdict = choice
        card = CatalogueCard(self._theme, choice, raised=raised)
        key = f"{model.id}/{variant.quantisation}"
        if key not in self._fetches:
            self._fetches[key] = CatalogueFetch(self._services.hub, model, variant, self)
        card.fetch_row.be_about(self._fetches[key])
        card.more.clicked.connect(lambda: self.repository_requested.emit(model.repo))
        self._list.addWidget(card)
        self.cards[model.id] = card

    # --- another list ----------------------------------------------------------------------

    @Slot()
    def _choose_file(self) -> None:
        from PySide6.QtWidgets import QFileDialog

        dialog = QFileDialog(self, self.tr("Refresh the list from a file"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([self.tr("Lists of models (*.toml)"), self.tr("All files (*)")])
        dialog.fileSelected.connect(self.take_file)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()

    @Slot(str)
    def take_file(self, path: str) -> None:
        """Use the signed list at `path` from now on, if it is one and newer."""
        self.problem.hide()
        self._library.take_catalogue(path)

    @Slot(str, object)
    def _on_failed(self, path: str, error: UserError) -> None:
        if path == "" and self.isVisible():
            self.problem.setText(error_text(error))
            self.problem.show()
            self.ensureWidgetVisible(self.problem)

    @Slot()
    def _on_theme(self) -> None:
        for heading in self._headings:
            heading.setFont(self._theme.interface_font(bold=True))


def _column_of(holder: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(measures.GAP_S)
    return column


def _choice(model: CatalogueModel, machine: MachineFacts) -> _Choice:
    """The quantisation that suits this computer; the smallest where none fits."""
    best = best_variant(
        model.variants,
        machine,
        parameters=model.parameters,
        active_parameters=model.active_parameters,
    )
    if best is not None:
        return model, best[0], best[1]
    smallest = min(model.variants, key=lambda variant: variant.size)
    return model, smallest, Verdict(room="too_big")
