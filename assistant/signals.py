"""Ctrl+C and a polite kill end the window as closing it does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QSocketNotifier, Slot

if TYPE_CHECKING:
    import socket

    from PySide6.QtCore import QCoreApplication


class Signals(QObject):
    """Quits `application` on SIGINT and SIGTERM, from `listen` to `close`.

    Python runs its handlers between two byte codes, which Qt's loop never reaches while it waits;
    the wake-up socket makes the loop look. Main thread only.
    """

    def __init__(self, application: QCoreApplication) -> None:
        super().__init__(application)
        self._application = application
        self._pair: tuple[socket.socket, socket.socket] | None = None
        self._notifier: QSocketNotifier | None = None

    @Slot()
    def listen(self) -> None:
        import signal
        import socket

        reader, writer = self._pair = socket.socketpair()
        self._notifier = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._application.quit)
        writer.setblocking(False)
        signal.set_wakeup_fd(writer.fileno())
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda _number, _frame: None)

    def close(self) -> None:
        """Leave signals to Python again."""
        if self._pair is None or self._notifier is None:
            return
        import signal

        self._notifier.setEnabled(False)
        signal.set_wakeup_fd(-1)
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        for end in self._pair:
            end.close()
        self._pair = None
