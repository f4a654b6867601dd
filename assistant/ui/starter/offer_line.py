"""A quiet line that says where a bigger model would do better, and leads there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from assistant.core.starter import Offer
from assistant.ui.controls import Caption, IconButton, push_button
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class OfferLine(QWidget):
    """`models_wanted()`: bigger models are wanted. `refused()`: no more hints, for good.

    Hidden until `show_offer`.
    """

    models_wanted = Signal()
    refused = Signal()

    def __init__(
        self,
        theme: Theme,
        parent: QWidget,
        *,
        focus: Qt.FocusPolicy = Qt.FocusPolicy.TabFocus,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("offer_line")
        self.text = Caption(theme, "", self)
        self.find: QPushButton = push_button(self.tr("Find models"), "link", self)
        self.find.setFocusPolicy(focus)
        self.find.clicked.connect(self.models_wanted)
        self.close_button = IconButton(theme, "x", self.tr("Do not say this any more"), self)
        self.close_button.setFocusPolicy(focus)
        self.close_button.clicked.connect(self.refused)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, measures.GAP_S)
        row.setSpacing(measures.GAP_S)
        row.addWidget(self.text, 1)
        row.addWidget(self.find)
        row.addWidget(self.close_button)
        self.restyle()
        self.hide()

    @property
    def buttons(self) -> list[QWidget]:
        """What the Tab key reaches."""
        return [self.find, self.close_button]

    def show_offer(self, offer: Offer) -> None:
        """Say why; "" says nothing. Where the model could not answer, it cannot be closed."""
        self.setVisible(bool(offer))
        if not offer:
            return
        limit = offer == "limit"
        if limit:
            self.text.setText(self.tr("This is as far as the small starter model goes."))
            self.find.setText(self.tr("Find a bigger model"))
        else:
            self.text.setText(
                self.tr("Made by the small starter model. A bigger one does this better.")
            )
            self.find.setText(self.tr("Find models"))
        self.find.setAccessibleName(self.find.text())
        self.setAccessibleName(self.text.text())
        self.close_button.setVisible(not limit)

    def restyle(self) -> None:
        """Follow the theme."""
        for widget in (self.text, self.find):
            widget.setFont(self._theme.caption_font())
