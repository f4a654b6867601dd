"""Where the text of a mode goes, and the card that asks for it once."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from assistant.controllers.consent import ConsentKeeper
from assistant.core.remote.consent import DOCUMENTS, QUICK, TRANSLATION, WRITING
from assistant.ui.servers.destination import DestinationLine
from assistant.ui.servers.permission_card import PermissionCard
from assistant.ui.servers.words import place_text
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme


class PlacePermission(QWidget):
    """Takes no room while the model is on this disk.

    model_wanted()  another model instead
    closed()        the card is gone: the cursor goes back to the text
    """

    model_wanted = Signal()
    closed = Signal()

    def __init__(
        self, consent: ConsentKeeper, place: str, theme: Theme, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._consent = consent
        self._place = place
        self._again: Callable[[], object] | None = None
        self.line = DestinationLine(consent, theme, self)
        self.card = PermissionCard(theme, self)
        self.card.set_room(260)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.line)
        column.addWidget(self.card)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self.card.allowed.connect(self._on_allowed)
        self.card.model_wanted.connect(self.model_wanted)
        self.card.left.connect(self.line.refresh)
        self.card.left.connect(self.closed)
        consent.changed.connect(self._on_consent)
        self._on_consent()

    @property
    def asking(self) -> bool:
        return not self.card.isHidden()

    def ask(self, again: Callable[[], object] | None = None) -> None:
        """It was not allowed: show the card. `again()` is called once it is."""
        server = self._consent.needed(self._place)
        if server is None:
            return
        self._again = again
        self.line.hide()  # the card says the same, and a low window has no room for both
        self.card.ask(
            server,
            self._lines(),
            title=self.tr("Send this text to {host}?"),
            allow=self.tr("Send and allow from now on"),
        )
        QAccessible.updateAccessibility(QAccessibleEvent(self.card, QAccessible.Event.Alert))

    def _lines(self) -> list[str]:
        """What is sent of this place."""
        what = {
            WRITING: self.tr("The text, or what is selected of it, with the action and its note."),
            TRANSLATION: self.tr(
                "The text or file, sentence by sentence, with the terms of the glossary."
            ),
            QUICK: self.tr("The text that stands here, and the question to it."),
            DOCUMENTS: self.tr(
                "All text of the documents that are searched by meaning, and what is looked for."
            ),
        }
        once = self.tr("{place}: it is asked once. You can withdraw it on the Servers page.")
        return [what.get(self._place, ""), once.format(place=place_text(self._place))]

    def put_away(self) -> None:
        """The question is answered, or there is none any more."""
        if self.asking:
            focused = self.card.isAncestorOf(self.window().focusWidget() or self)
            self.card.put_away()
            self.line.refresh()
            if focused:
                self.closed.emit()

    @Slot()
    def _on_allowed(self) -> None:
        self._consent.permit(self._place, self._again)

    @Slot()
    def _on_consent(self) -> None:
        self.setVisible(self._consent.server is not None)
        if self.asking:
            if self._consent.needed(self._place) is None:
                self.put_away()
            else:
                self.ask(self._again)
