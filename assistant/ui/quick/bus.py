"""A connection to the session bus, over Qt's event loop."""

from __future__ import annotations

import itertools
import logging
import os
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtNetwork import QLocalSocket

from assistant.ui.quick.dbus_wire import (
    CALL,
    ERROR,
    REPLY,
    SIGNAL,
    BusMessage,
    WireError,
    encoded,
    take_message,
)

BUS = "org.freedesktop.DBus"
_log = logging.getLogger(__name__)
_PATIENCE_MS = 10_000

Answered = Callable[[BusMessage | None], object]
"""Gets the reply, or the error, or None when the bus is gone or says nothing."""


class Bus(QObject):
    """Window thread; nothing blocks.

    ready()                  the bus has greeted; `call` and `match` are heard from now on
    signalled(BusMessage)    a signal that was asked for with `match`
    called(BusMessage)       somebody calls us
    lost(str)                there is no connection (any more): why
    """

    ready = Signal()
    signalled = Signal(object)
    called = Signal(object)
    lost = Signal(str)

    def __init__(self, address: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = ""
        self._serials = itertools.count(1)
        self._waiting: dict[int, Answered] = {}
        self._data = bytearray()
        self._greeted = False
        self._over = False
        self._socket = QLocalSocket(self)
        self._socket.connected.connect(self._on_connected)
        self._socket.readyRead.connect(self._on_ready_read)
        self._socket.errorOccurred.connect(self._on_error)
        self._address = address or bus_address()
        QTimer.singleShot(0, self, self._open)

    @Slot()
    def _open(self) -> None:
        path, abstract = _socket_of(self._address)
        if not path:
            self._end("there is no session bus")
            return
        if abstract:
            self._socket.setSocketOptions(QLocalSocket.SocketOption.AbstractNamespaceOption)
        self._socket.connectToServer(path)

    # --- talking ---------------------------------------------------------------------------

    def call(
        self,
        destination: str,
        path: str,
        interface: str,
        member: str,
        signature: str = "",
        body: tuple[Any, ...] = (),
        answered: Answered | None = None,
    ) -> None:
        """Call a method; `answered(reply)` follows, once."""
        serial = next(self._serials)
        if answered is not None:
            self._waiting[serial] = answered
            QTimer.singleShot(_PATIENCE_MS, self, lambda: self._answer(serial, None))
        message = BusMessage(
            CALL, serial, path=path, interface=interface, member=member,
            destination=destination, signature=signature, body=body,
        )  # fmt: skip
        self._socket.write(encoded(message))

    def match(self, rule: str) -> None:
        """Hear signals that fit this rule."""
        self.call(BUS, "/org/freedesktop/DBus", BUS, "AddMatch", "s", (rule,))

    def send(self, message: BusMessage) -> None:
        """Send a reply or a signal; its serial is given here."""
        self._socket.write(encoded(message._replace(serial=next(self._serials))))

    def close(self) -> None:
        """Leave; nothing is told any more."""
        self._over = True
        self._waiting.clear()
        self._socket.abort()

    # --- hearing ---------------------------------------------------------------------------

    @Slot()
    def _on_connected(self) -> None:
        user = str(os.getuid()).encode().hex() if hasattr(os, "getuid") else ""
        self._socket.write(f"\0AUTH EXTERNAL {user}\r\n".encode())

    @Slot()
    def _on_ready_read(self) -> None:
        self._data += self._socket.readAll().data()
        if not self._greeted and not self._greet():
            return
        try:
            while (taken := take_message(bytes(self._data))) is not None:
                message, length = taken
                del self._data[:length]
                self._hear(message)
        except WireError as error:
            _log.warning("the session bus said something that is no message: %s", error)
            self._end("the session bus cannot be understood")

    def _greet(self) -> bool:
        """Whether we are let in."""
        line, end, rest = bytes(self._data).partition(b"\r\n")
        if not end:
            return False
        if not line.startswith(b"OK "):
            self._end("the session bus lets nobody in")
            return False
        self._greeted = True
        self._data = bytearray(rest)
        self._socket.write(b"BEGIN\r\n")
        self.call(BUS, "/org/freedesktop/DBus", BUS, "Hello", answered=self._on_hello)
        return True

    def _on_hello(self, reply: BusMessage | None) -> None:
        if reply is None or reply.kind != REPLY:
            self._end("the session bus does not answer")
            return
        self.name = str(reply.body[0])
        self.ready.emit()

    def _hear(self, message: BusMessage) -> None:
        if self._over:
            return
        if message.kind in (REPLY, ERROR):
            self._answer(message.reply_to, message)
        elif message.kind == SIGNAL:
            self.signalled.emit(message)
        elif message.kind == CALL:
            self.called.emit(message)

    def _answer(self, serial: int, message: BusMessage | None) -> None:
        answered = self._waiting.pop(serial, None)
        if answered is not None:
            answered(message)

    @Slot()
    def _on_error(self) -> None:
        self._end(self._socket.errorString())

    def _end(self, why: str) -> None:
        if self._over:
            return
        self._over = True
        self._socket.abort()
        self.lost.emit(why)


def bus_address() -> str:
    """Where the session bus is; "" where nobody says."""
    if address := os.environ.get("DBUS_SESSION_BUS_ADDRESS"):
        return address
    folder = os.environ.get("XDG_RUNTIME_DIR")
    return f"unix:path={folder}/bus" if folder else ""


def _socket_of(address: str) -> tuple[str, bool]:
    """The path of the first Unix socket in a bus address, and whether it is an abstract one."""
    from urllib.parse import unquote

    for each in address.split(";"):
        transport, _, fields = each.partition(":")
        if transport != "unix":
            continue
        keys = dict(pair.partition("=")[::2] for pair in fields.split(","))
        if "path" in keys:
            return unquote(keys["path"]), False
        if "abstract" in keys:
            return unquote(keys["abstract"]), True
    return "", False
