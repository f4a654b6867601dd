"""One window for each data folder: a second start raises the first one."""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec
from PySide6.QtCore import QLockFile, QObject, Signal, Slot
from PySide6.QtNetwork import QLocalServer, QLocalSocket

_PATIENCE_MS = 1000
_LONGEST_MESSAGE = 64 * 1024


class Instance(QObject):
    """Holds the lock of a data folder and listens for later starts.

    `raised(list[str])`: another start wants this window in front, with these arguments. Window
    thread only. Only the same user can connect.
    """

    raised = Signal(list)

    def __init__(self, data: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        digest = hashlib.sha256(str(data.resolve()).encode()).hexdigest()[:20]
        self._name = f"inkstone-{digest}"
        self._lock = QLockFile(str(data / "window.lock"))
        self._lock.setStaleLockTime(0)  # a long-running window is not stale; a dead process is
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._on_connection)

    def claim(self) -> bool:
        """True when this process is the one window of its data folder from now on."""
        if not self._lock.tryLock(0):
            return False
        QLocalServer.removeServer(self._name)  # what a killed process left behind
        self._server.listen(self._name)
        return True

    def hand_over(self, arguments: list[str]) -> bool:
        """Ask the first window to come to the front; False when it does not answer."""
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_PATIENCE_MS):
            return False
        socket.write(msgspec.json.encode(arguments) + b"\n")
        socket.waitForBytesWritten(_PATIENCE_MS)
        answered = socket.waitForReadyRead(_PATIENCE_MS)
        socket.disconnectFromServer()
        return answered

    def release(self) -> None:
        """Let another start become the first window."""
        self._server.close()
        self._lock.unlock()

    @Slot()
    def _on_connection(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(self._on_ready_read)
            socket.disconnected.connect(socket.deleteLater)

    @Slot()
    def _on_ready_read(self) -> None:
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
