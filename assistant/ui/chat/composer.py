"""The card in which a message is written: text, attached texts, send or stop."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from assistant.core.draft import AttachedText, Draft, message_of
from assistant.ui.actions import ActionRegistry
from assistant.ui.chat.chips import ChipRow
from assistant.ui.chat.composer_input import ComposerInput
from assistant.ui.chat.refusal import Refusal
from assistant.ui.controls import ElidedLabel, IconButton, repolish
from assistant.ui.icons import icon
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_SHARE_OF_HEIGHT = 0.4
_ATTACH_MENU = (
    ("attach", "paperclip"),
    ("", ""),
    ("summarise_files", "file-text"),
    ("summarise_folder", "folder"),
    ("summarise_clipboard", "copy"),
    ("", ""),
    ("ask_files", "search"),
    ("ask_folder", "folder"),
)


class _Card(QFrame):
    """The card behind the text, outlined while the text has the focus."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.focused = False

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(self._theme.colour("accent" if self.focused else "control"))
        painter.setBrush(self._theme.colour("surface"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, measures.RADIUS_CARD, measures.RADIUS_CARD)


class Composer(QWidget):
    """`send_requested(str)`: the whole message. `stop_requested()`. `draft_changed()`.

    `attachment_removed(AttachedText)`: it can be put back with `attach`.
    `files_offered(list[str])`: paths of files that were pasted.
    """

    send_requested = Signal(str)
    stop_requested = Signal()
    draft_changed = Signal()
    attachment_removed = Signal(object)
    files_offered = Signal(list)

    def __init__(
        self, theme: Theme, actions: ActionRegistry, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._actions = actions
        self._quiet = False
        self._keys_hint = ""
        self._placeholder = ""
        self._forecast = self._forecast_tone = ""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self.refusal = Refusal(theme, self)
        self.card = _Card(theme, self)
        self.input = ComposerInput(theme, self.card)
        self.chips = ChipRow(theme, self.card)
        self._build_buttons()
        self._build_layout()
        self.input.textChanged.connect(self._on_changed)
        self.input.submitted.connect(self.submit)
        self.input.large_text_pasted.connect(self._on_large_text)
        self.input.files_pasted.connect(self.files_offered)
        self.input.focus_changed.connect(self._on_focus_changed)
        self.chips.changed.connect(self._on_changed)
        self.chips.removed.connect(self.attachment_removed)
        self.set_enter_sends(True)
        self.set_answering(False)
        self._refresh_send()

    def _build_buttons(self) -> None:
        theme, card = self._theme, self.card
        text = self.tr("Attach, summarise or ask documents")
        self.attach_button = IconButton(theme, "paperclip", text, card)
        self.attach_button.clicked.connect(self._on_attach)
        self.templates_button = IconButton(theme, "slash", self.tr("Templates (/)"), card)
        self.parameters_button = IconButton(theme, "sliders", "", card)
        self._actions.bind(self.parameters_button, "parameters")
        self.hint = ElidedLabel("", card)
        self.hint.setProperty("tone", "faint")
        self.hint.setFont(theme.caption_font())
        self.hint.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.send_button = IconButton(theme, "arrow-up", self.tr("Send"), card, role="on_accent")
        self.send_button.setObjectName("send_button")
        self.send_button.setProperty("kind", "send")
        self.send_button.clicked.connect(self.submit)
        self.stop_button = IconButton(theme, "stop", "", card, role="on_accent")
        self.stop_button.setObjectName("stop_button")
        self.stop_button.setProperty("kind", "send")
        self.stop_button.clicked.connect(self.stop_requested)
        self.stop_button.setAccessibleName(self.tr("Stop"))
        self._actions.describe(self.stop_button, "stop")

    def _build_layout(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(measures.GAP_XS)
        row.addWidget(self.attach_button)
        row.addWidget(self.templates_button)
        row.addWidget(self.parameters_button)
        row.addWidget(self.hint, 1)
        row.addSpacing(measures.GAP_XS)
        row.addWidget(self.send_button)
        row.addWidget(self.stop_button)
        inside = self._inside = QVBoxLayout(self.card)
        inside.setContentsMargins(measures.GAP_M, 10, measures.GAP_S, measures.GAP_S)
        inside.setSpacing(6)
        inside.addWidget(self.chips)
        inside.addWidget(self.input)
        inside.addLayout(row)
        column = QVBoxLayout()
        column.setSpacing(measures.GAP_S)
        column.addWidget(self.refusal)
        column.addWidget(self.card)
        centred = QWidget(self)
        centred.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        centred.setMaximumWidth(measures.READING_WIDTH + 2 * measures.GAP_M)
        centred.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)
        around = QHBoxLayout(self)
        around.setContentsMargins(measures.GAP_L, measures.GAP_XS, measures.GAP_L, measures.GAP_M)
        around.addWidget(centred)

    def set_scope_row(self, row: QWidget) -> None:
        """Show `row`, what is answered from, above everything else in the card."""
        self._inside.insertWidget(0, row)

    def set_destination(self, line: QWidget) -> None:
        """Show `line`, where the message would go, over the text."""
        self._inside.insertWidget(self._inside.indexOf(self.chips), line)

    def set_placeholder(self, text: str) -> None:
        """What the empty field says; "" for the usual words."""
        self._placeholder = text
        self.input.setPlaceholderText(text or self.tr("Write a message"))

    # --- documents -------------------------------------------------------------------------

    def attach_menu(self) -> QMenu:
        """The menu of the paper clip."""
        menu = QMenu(self)
        for action_id, icon_name in _ATTACH_MENU:
            if not action_id:
                menu.addSeparator()
                continue
            action = self._actions[action_id]
            action.setIcon(icon(icon_name, self._theme.palette.secondary))
            menu.addAction(action)
        return menu

    @Slot()
    def _on_attach(self) -> None:
        menu = self.attach_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        above = self.attach_button.mapToGlobal(self.attach_button.rect().topLeft())
        above.setY(above.y() - menu.sizeHint().height())
        menu.popup(above)
        menu.setActiveAction(menu.actions()[0])

    # --- what it holds ---------------------------------------------------------------------

    def draft(self) -> Draft:
        return Draft(self.input.text(), self.chips.attached())

    def set_draft(self, draft: Draft) -> None:
        """Show this draft; `draft_changed` is not emitted."""
        self._quiet = True
        self.chips.set_attached(draft.attached)
        if self.input.text() != draft.text:
            self.input.setPlainText(draft.text)
            self.input.move_to_end()
        self._quiet = False
        self._refresh_send()
        self._show_hint()

    def fill(self, text: str) -> None:
        """Offer `text` for sending, with the cursor behind it."""
        self.input.setPlainText(text)
        self.input.move_to_end()
        self.input.setFocus()

    def attach(self, attached: AttachedText) -> None:
        self.chips.add(attached)

    def take_away(self, sent: Draft) -> None:
        """Remove what was sent; what was typed meanwhile stays."""
        now = self.draft()
        text = now.text[len(sent.text) :].lstrip("\n") if now.text.startswith(sent.text) else ""
        if not now.text.startswith(sent.text):
            text = now.text
        waiting = list(now.attached)
        for attached in sent.attached:
            if attached in waiting:
                waiting.remove(attached)
        self.set_draft(Draft(text, tuple(waiting)))

    # --- sending ---------------------------------------------------------------------------

    @Slot()
    def submit(self) -> None:
        """Ask for the message to be sent; nothing happens while there is nothing to send."""
        if not self.draft().is_empty() and self.send_button.isEnabled():
            self.send_requested.emit(message_of(self.draft()))

    @Slot(bool)
    def set_answering(self, answering: bool) -> None:
        """Stop stands where Send was."""
        had_focus = self.send_button.hasFocus() or self.stop_button.hasFocus()
        self.send_button.setVisible(not answering)
        self.stop_button.setVisible(answering)
        if had_focus:
            (self.stop_button if answering else self.send_button).setFocus()

    def set_enter_sends(self, enter_sends: bool) -> None:
        self.input.enter_sends = enter_sends
        keys = self.tr("Enter") if enter_sends else self.tr("Ctrl+Enter")
        self.send_button.setToolTip(self.tr("Send ({keys})").format(keys=keys))
        self._keys_hint = (
            self.tr("Enter sends, Shift+Enter breaks the line")
            if enter_sends
            else self.tr("Ctrl+Enter sends, Enter breaks the line")
        )
        self._show_hint()
        self.set_placeholder(self._placeholder)

    def set_forecast(self, text: str, tone: str) -> None:
        """Say in one line what sending would do, in the place of the hint; "" says nothing."""
        self._forecast, self._forecast_tone = text, tone
        self._show_hint()

    def _show_hint(self) -> None:
        said = self._forecast_tone == "danger" and self.refusal.isVisible()
        shown = "" if said or self.draft().is_empty() else self._forecast
        tone = self._forecast_tone if shown else "faint"
        if self.hint.property("tone") != tone:
            self.hint.setProperty("tone", tone)
            repolish(self.hint)
        self.hint.set_full_text(shown or self._keys_hint)

    @Slot()
    def _on_changed(self) -> None:
        self._refresh_send()
        self._show_hint()
        if not self._quiet:
            self.draft_changed.emit()

    @Slot(str)
    def _on_large_text(self, text: str) -> None:
        self.chips.add(AttachedText(text))

    def _refresh_send(self) -> None:
        self.send_button.setEnabled(
            bool(self.chips.chips) or bool(self.input.document().characterCount() > 1)
        )

    # --- looks -----------------------------------------------------------------------------

    @Slot(bool)
    def _on_focus_changed(self, focused: bool) -> None:
        self.card.focused = focused
        self.card.update()

    def set_room(self, height: int) -> None:
        """`height` of the column in which the composer stands."""
        self.input.set_tallest(max(48, int(height * _SHARE_OF_HEIGHT)))

    def minimumSizeHint(self) -> QSize:
        return QSize(240, super().minimumSizeHint().height())
