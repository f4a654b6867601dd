"""What the conversation is answered from, in the card of the composer."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from assistant.controllers.scopes import ScopeKeeper
from assistant.core.display_text import one_line
from assistant.ui.controls import ElidedLabel, IconButton, push_button
from assistant.ui.documents.document_rows import DocumentRows
from assistant.ui.documents.fitted_area import FittedArea
from assistant.ui.documents.plan_words import document_text, scope_placeholder
from assistant.ui.documents.wrapping_row import WrappingRow
from assistant.ui.icons import pixmap
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

MOST_CHIPS = 8
_WIDEST_CHIP = 260
_SHARE_OF_HEIGHT = 0.25


class ScopeChip(QFrame):
    """One document or collection. `removed()`: it shall not be asked any more."""

    removed = Signal()

    def __init__(
        self, icon: str, name: str, detail: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setObjectName("chip")
        self._theme = theme
        self._icon_name = icon
        shown = one_line(name)
        self.setAccessibleName(shown)
        self.setAccessibleDescription(detail)
        self.setToolTip(f"{shown}\n{detail}" if detail else shown)
        self._icon = QLabel(self)
        self.label = ElidedLabel(shown, self)
        self.label.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.remove_button = IconButton(
            theme, "x", self.tr("Do not ask {name}").format(name=one_line(name, 60)), self
        )
        self.remove_button.clicked.connect(self.removed)
        row = QHBoxLayout(self)
        row.setContentsMargins(measures.GAP_S, 0, 0, 0)
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self._icon)
        row.addWidget(self.label, 1)
        row.addWidget(self.remove_button)
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        return QSize(min(_WIDEST_CHIP, hint.width()), hint.height())

    @Slot()
    def _on_theme(self) -> None:
        accent = self._theme.palette.accent
        self._icon.setPixmap(pixmap(self._icon_name, accent, 16, self.devicePixelRatioF()))


class ScopeRow(QWidget):
    """Follows a `ScopeKeeper`: chips of what is asked, rows of what is on its way.

    `placeholder_changed(str)`: what the empty composer says; "" without a scope.
    """

    placeholder_changed = Signal(str)

    def __init__(
        self,
        scopes: ScopeKeeper,
        theme: Theme,
        can_recognise: bool,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("scope_row")
        self.setAccessibleName(self.tr("What is answered from"))
        self._scopes = scopes
        self._theme = theme
        self._shown: tuple[object, ...] = ()
        self._all = False
        self.chips: list[ScopeChip] = []
        self.lead = QLabel(self.tr("Answers from"), self)
        self.lead.setProperty("tone", "secondary")
        self.lead.setFont(theme.caption_font())
        self.lead.setFixedHeight(measures.HIT_AREA)
        self.more = push_button("", "link", self)
        self.more.clicked.connect(self._on_more)
        self._line = WrappingRow(measures.GAP_XS)
        self._line.addWidget(self.lead)
        self._holder = QWidget()
        self._holder.setLayout(self._line)
        self.area = FittedArea(self._holder, self)
        self.area.setAccessibleName(self.tr("What is answered from"))
        self.rows = DocumentRows(scopes.reading, theme, can_recognise, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.area)
        column.addWidget(self.rows)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)
        scopes.changed.connect(self.refresh)
        scopes.reading.changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Show what the keeper holds now."""
        scopes = self._scopes
        documents, collections = scopes.documents, scopes.collections
        held = (documents, collections)
        if held != self._shown:
            self._shown = held
            self._build_chips()
        self.rows.refresh()
        waiting = bool(scopes.reading.files)
        self.rows.setVisible(waiting)
        self.area.setVisible(bool(documents or collections))
        self.setVisible(waiting or bool(documents or collections))
        names = [document.name for document in documents]
        names += [collection.name for collection in collections]
        text = scope_placeholder(names, len(documents)) if names else ""
        self.placeholder_changed.emit(text)

    def _build_chips(self) -> None:
        had_focus = any(chip.remove_button.hasFocus() for chip in self.chips)
        for chip in self.chips:
            self._line.removeWidget(chip)
            chip.hide()
            chip.deleteLater()
        self._line.removeWidget(self.more)
        self.chips = []
        scopes = self._scopes
        for collection in scopes.collections:
            chip = ScopeChip(
                "folder", collection.name, self.tr("Collection"), self._theme, self._holder
            )
            chip.removed.connect(lambda key=collection.id: scopes.remove_collection(key))
            self._add(chip)
        for document in scopes.documents:
            chip = ScopeChip(
                "file-text", document.name, document_text(document), self._theme, self._holder
            )
            chip.removed.connect(lambda key=document.sha256: scopes.remove_document(key))
            self._add(chip)
        self._show_chips()
        if had_focus and self.chips:
            self.chips[0].remove_button.setFocus()

    def _add(self, chip: ScopeChip) -> None:
        self._line.addWidget(chip)
        self.chips.append(chip)

    def _show_chips(self) -> None:
        hidden = 0 if self._all else max(0, len(self.chips) - MOST_CHIPS)
        for number, chip in enumerate(self.chips):
            chip.setVisible(number < len(self.chips) - hidden)
        self._line.addWidget(self.more)
        self.more.setVisible(bool(hidden))
        text = self.tr("and %n more", "", hidden)
        self.more.setText(text)
        self.more.setAccessibleName(text)

    @Slot()
    def _on_more(self) -> None:
        self._all = True
        self._line.removeWidget(self.more)
        self._show_chips()
        self.chips[MOST_CHIPS].remove_button.setFocus()

    def set_room(self, height: int) -> None:
        """`height` of the column in which the composer stands."""
        share = int(height * _SHARE_OF_HEIGHT)
        self.area.set_tallest(max(measures.HIT_AREA, share))
        self.rows.set_tallest(max(measures.HIT_AREA * 2, share))
