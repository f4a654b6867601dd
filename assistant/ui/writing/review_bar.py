"""How far the review is, and what concerns all changes at once."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from assistant.core.writing.session import WritingSession
from assistant.ui.actions import ActionRegistry
from assistant.ui.controls import Caption, IconButton, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.filter_list import ListEntry
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme
from assistant.ui.words import number_text
from assistant.ui.writing.list_popup import ListPopup
from assistant.ui.writing.words import change_text, flag_text, review_text

_MOST_LISTED = 500


class ReviewBar(QWidget):
    """`jumped(int)`: the person chose a flagged change; `piece_jumped(int)` a flagged piece."""

    jumped = Signal(int)
    piece_jumped = Signal(int)

    def __init__(self, theme: Theme, actions: ActionRegistry, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._session: WritingSession | None = None
        self.previous_button = IconButton(theme, "chevron-up", self.tr("Previous change"), self)
        self.next_button = IconButton(theme, "chevron-down", self.tr("Next change"), self)
        self.undo_button = IconButton(theme, "undo", self.tr("Undo the decision"), self)
        actions.bind(self.previous_button, "write_previous")
        actions.bind(self.next_button, "write_next")
        actions.bind(self.undo_button, "write_undo")
        self.count = Caption(theme, "", self)
        self.count.setWordWrap(False)
        self.flags_button = push_button(self.tr("Flags"), "link", self)
        self.flags_button.clicked.connect(self.show_flags)
        self.reject_all = push_button(self.tr("Reject all"), "", self)
        self.reject_all.setObjectName("reject_all")
        self.accept_all = push_button(self.tr("Accept all"), "", self)
        self.accept_all.setObjectName("accept_all")
        self.reject_all.clicked.connect(lambda _on=False: actions.trigger("write_reject_all"))
        self.accept_all.clicked.connect(lambda _on=False: actions.trigger("write_accept_all"))
        steps = QWidget(self)
        row = QHBoxLayout(steps)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for button in (self.previous_button, self.next_button, self.undo_button):
            row.addWidget(button)
        both = QWidget(self)
        pair = QHBoxLayout(both)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(measures.GAP_S)
        for each in (self.reject_all, self.accept_all):
            pair.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(wrapping(measures.GAP_S, steps, self.count, self.flags_button, both))
        self.count.setMinimumHeight(measures.HIT_AREA)

    def show_session(self, session: WritingSession) -> None:
        """Say how far the review of this session is now."""
        self._session = session
        review = session.review
        text = review_text(session)
        self.count.setText(text)
        self.count.setVisible(bool(text))
        count = len(self._entries(session, most=_MOST_LISTED + 1))
        shown = f"{_MOST_LISTED}+" if count > _MOST_LISTED else number_text(count)
        self.flags_button.setText(self.tr("{count} flagged").format(count=shown))
        self.flags_button.setAccessibleName(self.flags_button.text())
        self.flags_button.setVisible(count > 0)
        any_change, any_open = bool(review.changes), review.decided() < review.total()
        for button in (self.previous_button, self.next_button):
            button.setEnabled(any_change)
        self.undo_button.setEnabled(review.can_undo)
        for button in (self.accept_all, self.reject_all):
            button.setVisible(any_change)
            button.setEnabled(any_open)

    def show_flags(self) -> None:
        """List everything that should be looked at."""
        if self._session is None:
            return
        popup = ListPopup(self._theme, self.tr("Find a flag"), self.tr("Nothing fits."), self)
        popup.chosen.connect(self._on_chosen)
        popup.open_at(self.flags_button, self._entries(self._session, most=_MOST_LISTED))

    def _entries(self, session: WritingSession, most: int) -> list[ListEntry]:
        entries: list[ListEntry] = []
        for number, piece in enumerate(session.done):
            entries += [
                ListEntry(flag_text(flag), ("piece", number), "alert") for flag in piece.flags
            ]
            if len(entries) > most:
                return entries[:most]
        for number, change in session.left_out:
            said = [flag_text(flag) for flag in change.flags]
            text = self.tr("Not done: {change}").format(change=change_text(change))
            entries.append(ListEntry(" · ".join([text, *said]), ("piece", number), "alert"))
        for number in session.review.flagged():
            change = session.review.changes[number]
            words = [flag_text(flag) for flag in change.flags] or [change_text(change)]
            entries.append(ListEntry(" ".join(words), ("change", number), "alert"))
            if len(entries) > most:
                return entries[:most]
        return entries

    def _on_chosen(self, value: tuple[str, int]) -> None:
        kind, number = value
        (self.jumped if kind == "change" else self.piece_jumped).emit(number)
