"""The card in which a server is written down, tested and changed."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QLabel, QLineEdit, QVBoxLayout, QWidget

from assistant.controllers.servers import ServerCheck
from assistant.core.errors import UserError
from assistant.core.remote.address import checked_address
from assistant.core.remote.protection import goes_unprotected
from assistant.core.remote.server import RemoteServer
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.servers.check_words import check_error_text, check_text
from assistant.ui.settings.form import Number
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_LONGEST_CONTEXT = 10_000_000
_LONGEST_SILENCE_S = 3600
_INDENT = 24
"""What explains a box stands below its words."""


class ServerForm(QFrame):
    """`saved(RemoteServer, object)`: with the key that was typed, None where none was.

    tested(RemoteServer, object)  the same, to be asked and not kept
    cancelled()
    """

    saved = Signal(object, object)
    tested = Signal(object, object)
    cancelled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._theme = theme
        self._server = RemoteServer(id="", name="", url="")
        self._forgets_key = False
        self._labels: list[QLabel] = []
        self.title = QLabel(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(
            measures.GAP_L, measures.GAP_M, measures.GAP_L, measures.GAP_M
        )
        self._column.setSpacing(6)
        self._column.addWidget(self.title)
        self._build_fields()
        self._build_buttons()
        theme.changed.connect(self._on_theme)
        self._on_theme()

    def _build_fields(self) -> None:
        self.address = self._field(self.tr("Address"), "localhost:8080")
        self.unprotected = self._note(
            self.tr(
                "With http, anybody on the way to that machine can read what is sent. Use https "
                "if the server can."
            ),
            "caution",
        )
        self.name = self._field(self.tr("Name"), self.tr("as the address says"))
        self.key = self._field(self.tr("Key"), self.tr("none"))
        self.key.setEchoMode(QLineEdit.EchoMode.Password)
        self.key_note = self._note(self.tr("Kept in the keyring, never in a file of Inkstone."))
        self.forget_key = push_button(self.tr("Forget the key"), "link", self)
        self.forget_key.clicked.connect(self._on_forget_key)
        self._column.addWidget(self.forget_key, 0, Qt.AlignmentFlag.AlignLeft)
        self.masking = self._box(
            self.tr("Mask private data before it is sent"),
            self.tr(
                "E-mail addresses, phone and card numbers and keys are replaced, and put back "
                "into the answer."
            ),
        )
        self.any_certificate = self._box(
            self.tr("Accept any certificate"),
            self.tr("Only for a server of your own that signs its certificate itself."),
        )
        self.certificate_note = self._note(
            self.tr(
                "Then nobody checks that it is this server: another machine on the way could "
                "read everything, and the key."
            ),
            "caution",
        )
        self.certificate_note.setContentsMargins(_INDENT, 0, 0, 0)
        self.context = self._number(
            self.tr("Context length"), _LONGEST_CONTEXT, 1024, self.tr("ask the server")
        )
        self.silence = self._number(self.tr("Seconds it may keep silent"), _LONGEST_SILENCE_S, 10)
        self.silence.setMinimum(5)
        self.address.textChanged.connect(self._on_address)
        self.any_certificate.toggled.connect(self.certificate_note.setVisible)
        for field in (self.address, self.name, self.key):
            field.returnPressed.connect(self._on_save)

    def _build_buttons(self) -> None:
        self.result = Caption(self._theme, "", self)
        self._column.addWidget(self.result)
        self.save = push_button("", "primary", self)
        self.save.clicked.connect(self._on_save)
        self.test = push_button(self.tr("Test the connection"), "", self)
        self.test.clicked.connect(self._on_test)
        self.cancel = push_button(self.tr("Cancel"), "link", self)
        self.cancel.clicked.connect(self.cancelled)
        self._column.addSpacing(measures.GAP_XS)
        self._column.addWidget(wrapping(measures.GAP_S, self.save, self.test, self.cancel))

    def _label(self, text: str, control: QWidget) -> None:
        label = QLabel(text, self)
        label.setBuddy(control)
        self._labels.append(label)
        control.setAccessibleName(text)
        self._column.addSpacing(2)
        self._column.addWidget(label)
        self._column.addWidget(control)

    def _field(self, text: str, placeholder: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setPlaceholderText(placeholder)
        self._label(text, field)
        return field

    def _number(self, text: str, high: int, step: int, zero: str = "") -> Number:
        number = Number(0, high, step, zero)
        number.setParent(self)
        number.setMaximumWidth(220)
        self._label(text, number)
        return number

    def _box(self, text: str, explanation: str) -> QCheckBox:
        box = QCheckBox(text, self)
        box.setAccessibleName(text)
        box.setAccessibleDescription(explanation)
        self._column.addWidget(box)
        self._note(explanation).setContentsMargins(_INDENT, 0, 0, 0)
        return box

    def _note(self, text: str, tone: str = "secondary") -> Caption:
        note = Caption(self._theme, text, self, tone=tone)
        note.setVisible(tone == "secondary")
        self._column.addWidget(note)
        return note

    # --- what stands in it -----------------------------------------------------------------

    def begin(self, server: RemoteServer | None = None) -> None:
        """Empty for a new server, or with one to change."""
        new = server is None
        self._server = server or RemoteServer(id="", name="", url="")
        self._forgets_key = False
        self.title.setText(self.tr("A new server") if new else self.tr("Change the server"))
        self.save.setText(self.tr("Add") if new else self.tr("Save"))
        self.save.setAccessibleName(self.save.text())
        self.address.setText(self._server.url)
        self.name.setText(self._server.name)
        self.key.clear()
        self.key.setPlaceholderText(self.tr("none") if new else self.tr("unchanged"))
        self.forget_key.setVisible(not new)
        self.masking.setChecked(self._server.masking)
        self.any_certificate.setChecked(self._server.any_certificate)
        self.certificate_note.setVisible(self._server.any_certificate)
        self.context.setValue(self._server.context_length)
        self.silence.setValue(round(self._server.timeout_s))
        self.show_check(None)
        self._on_address()

    @property
    def server_id(self) -> str:
        """The server that is changed; "" for a new one."""
        return self._server.id

    def server(self) -> RemoteServer:
        """As it stands in the fields."""
        return msgspec.structs.replace(
            self._server,
            url=self.address.text().strip(),
            name=self.name.text().strip(),
            masking=self.masking.isChecked(),
            any_certificate=self.any_certificate.isChecked(),
            context_length=self.context.value(),
            timeout_s=float(self.silence.value()),
        )

    def typed_key(self) -> str | None:
        """None where nothing was typed; "" where the key is to be forgotten."""
        typed = self.key.text().strip()
        return typed or ("" if self._forgets_key or not self.server_id else None)

    def show_check(self, check: ServerCheck | None) -> None:
        """What came of the test."""
        text, tone = check_text(check) if check is not None else ("", "secondary")
        self.result.setText(text)
        self.result.set_tone(tone)
        self.result.setVisible(bool(text))
        self.test.setEnabled(check is None or check.phase != "asking")

    def show_error(self, error: UserError) -> None:
        """Why it was not kept."""
        self.result.setText(check_error_text(error))
        self.result.set_tone("danger")
        self.result.show()
        self.address.setFocus()

    # --- what is done ----------------------------------------------------------------------

    @Slot()
    def _on_save(self) -> None:
        self.saved.emit(self.server(), self.typed_key())

    @Slot()
    def _on_test(self) -> None:
        self.tested.emit(self.server(), self.typed_key())

    @Slot()
    def _on_forget_key(self) -> None:
        self._forgets_key = True
        self.key.clear()
        self.key.setPlaceholderText(self.tr("is forgotten when this is saved"))

    @Slot()
    def _on_address(self) -> None:
        try:
            url = checked_address(self.address.text())
        except UserError:
            self.unprotected.hide()
            return
        server = msgspec.structs.replace(self._server, url=url)
        self.unprotected.setVisible(goes_unprotected(server))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.cancelled.emit()
        else:
            super().keyPressEvent(event)

    @Slot()
    def _on_theme(self) -> None:
        self.title.setFont(self._theme.interface_font(bold=True))
        for label in self._labels:
            label.setFont(self._theme.interface_font())
