"""Brings results back to the thread that asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot

from assistant.core.errors import UserError

log = logging.getLogger(__name__)

Done = Callable[[Any], None]
Failed = Callable[[UserError], None]


def as_user_error(error: BaseException) -> UserError:
    """The error itself when it is meant for the person, else a sentence about a bug."""
    if isinstance(error, UserError):
        return error
    log.error("unexpected %s", type(error).__name__, exc_info=error)
    return UserError(
        "bug",
        "Something unexpected happened inside Inkstone; what you wrote is kept.",
        "The log file has the details.",
    )


class Replies(QObject):
    """Calls `done` or `failed` on the thread this object lives in, in the order of delivery.

    After `stop` nothing is called any more: whoever asked may be gone.
    """

    _arrived = Signal(object, object)
    unhandled = Signal(object)
    """A UserError for which nobody had given a `failed`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stopped = False
        self._arrived.connect(self._on_arrived, Qt.ConnectionType.QueuedConnection)

    def deliver(self, call: Done | None, value: object) -> None:
        """Any thread: have `call(value)` made on the owner's thread."""
        if call is not None:
            self._arrived.emit(call, value)

    def deliver_error(self, failed: Failed | None, error: BaseException) -> None:
        """Any thread: have `failed` (or `unhandled`) told of `error`."""
        self._arrived.emit(failed or self.unhandled.emit, as_user_error(error))

    def stop(self) -> None:
        """Owner's thread: leave out what has not been called yet, and all that still comes."""
        self._stopped = True

    @Slot(object, object)
    def _on_arrived(self, call: Done, value: object) -> None:
        if not self._stopped:
            call(value)
