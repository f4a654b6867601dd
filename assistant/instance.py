"""One window for each data folder: a second start raises the first one."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QLockFile, QObject, Signal, Slot

if TYPE_CHECKING:  # QtNetwork takes 11 ms to load: not before the first picture
    from PySide6.QtNetwork import QLocalServer

_PATIENCE_MS = 1000
_START_S = 5.0
"""The first window may be so young that it does not listen yet."""
_LONGEST_MESSAGE = 64 * 1024


class Instance(QObject):
    """Holds the lock of a data folder and listens for later starts.

    `raised(list[str])`: another start wants this window in front, with these arguments; or the
    quick window, when the first one is `QUICK`. Window thread only. Only the same user can connect.
    """

    raised = Signal(list)

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._data = data
        self._lock = QLockFile(str(data / "window.lock"))
        self._lock.setStaleLockTime(0)  # a long-running window is not stale; a dead process is
        self._server: QLocalServer | None = None

    def _name(self) -> str:
        from assistant.socket_name import socket_name

        return socket_name(self._data)

    def claim(self) -> bool:
        """True when this process is the one window of its data folder; `listen` should follow."""
        return self._lock.tryLock(0)

    @Slot()
    def listen(self) -> None:
        """Hear later starts from now on."""
        from PySide6.QtNetwork import QLocalServer

        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)
        name = self._name()
        QLocalServer.removeServer(name)  # what a killed process left behind
        self._server.listen(name)

    def hand_over(self, arguments: list[str]) -> bool:
        """Ask the first window to come to the front; False when it does not answer.

        Blocks for up to 7 seconds; for a process that has no window itself.
        """
        from PySide6.QtNetwork import QLocalSocket

        socket, name = QLocalSocket(), self._name()
        deadline = time.monotonic() + _START_S
        while True:
            socket.connectToServer(name)
            if socket.waitForConnected(_PATIENCE_MS):
                break
            if time.monotonic() > deadline:
                return False
            time.sleep(0.05)
        socket.write(msgspec.json.encode(arguments) + b"\n")
        socket.waitForBytesWritten(_PATIENCE_MS)
        answered = socket.waitForReadyRead(_PATIENCE_MS)
        socket.disconnectFromServer()
        return answered

    def release(self) -> None:
        """Let another start become the first window."""
        if self._server is not None:
            self._server.close()
        self._lock.unlock()

    @Slot()
    def _on_connection(self) -> None:
        while self._server and (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._on_ready_read)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _on_ready_read(self) -> None:
        from PySide6.QtNetwork import QLocalSocket

        socket = self.sender()
        if not isinstance(socket, QLocalSocket):
            return
        if socket.bytesAvailable() > _LONGEST_MESSAGE:
            socket.abort()
            return
        if not socket.canReadLine():
            return
        try:
            arguments = msgspec.json.decode(socket.readLine().data(), type=list[str])
        except msgspec.DecodeError:
            socket.abort()
            return
        socket.write(b"ok\n")
        socket.flush()
        self.raised.emit(arguments)
