"""One model of the short list: what it is good at, its size, how fast it would be here."""

from __future__ import annotations

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from assistant.core.hub.catalogue import CatalogueModel, CatalogueVariant
from assistant.core.hub.verdict import Verdict
from assistant.ui.controls import Caption, push_button
from assistant.ui.hub.fit_words import fit_line, fit_tone
from assistant.ui.hub.words import license_name
from assistant.ui.models.fetch_row import FetchRow
from assistant.ui.models.words import good_at_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import parameters_text, size_text

DOT = "  ·  "


class CatalogueCard(QFrame):
    """`more` is the button that shows its repository; `fetch_row` fetches it."""

    def __init__(
        self,
        theme: Theme,
        choice: tuple[CatalogueModel, CatalogueVariant, Verdict],
        *,
        raised: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        model, variant, verdict = choice
        self.setObjectName("card")
        self._theme = theme
        self.name = QLabel(model.name, self)
        self.name.setWordWrap(True)
        self.good_at = QLabel(good_at_text(model), self)
        self.good_at.setWordWrap(True)
        self.facts = Caption(theme, facts_line(model, variant), self)
        self.fit = Caption(theme, fit_line(verdict), self, tone=fit_tone(verdict))
        self.more = push_button(self.tr("More about it"), "link", self)
        self.more.setAccessibleName(self.tr("More about {name}").format(name=model.name))
        self.fetch_row = FetchRow(
            theme, self.tr("Download"), primary=raised, beside=[self.more], parent=self
        )
        self.fetch_row.hold(verdict.room == "too_big")
        column = QVBoxLayout(self)
        column.setContentsMargins(measures.GAP_L, measures.GAP_M, measures.GAP_M, measures.GAP_M)
        column.setSpacing(2)
        for widget in (self.name, self.good_at, self.facts, self.fit):
            column.addWidget(widget)
        column.addSpacing(measures.GAP_XS)
        column.addWidget(self.fetch_row)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    @Slot()
    def _on_theme(self) -> None:
        self.name.setFont(self._theme.interface_font(bold=True))
        self.good_at.setFont(self._theme.interface_font())


def facts_line(model: CatalogueModel, variant: CatalogueVariant) -> str:
    """Size, weights, type and licence."""
    parts = (
        size_text(variant.size),
        parameters_text(model.parameters),
        variant.quantisation,
        license_name(model.license),
    )
    return DOT.join(filter(None, parts))
