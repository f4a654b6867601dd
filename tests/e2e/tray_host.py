"""A desktop's tray without a desktop: `python -m tests.e2e.tray_host STATE`.

It owns the name of the watcher of status icons on the session bus (as the freedesktop.org draft
"StatusNotifierItem" has it), writes the icons that come to the file STATE, and clicks on the first
one when the file STATE.click appears.
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QTimer

from assistant.ui.quick.bus import BUS, Bus
from assistant.ui.quick.dbus_wire import REPLY, BusMessage, Variant

WATCHER = "org.kde.StatusNotifierWatcher"
ITEM = "org.kde.StatusNotifierItem"


class TrayHost:
    def __init__(self, state: Path) -> None:
        self._state = state
        self._items: list[str] = []
        self._bus = Bus()
        self._bus.ready.connect(self._on_ready)
        self._bus.called.connect(self._on_called)
        self._look = QTimer(interval=50)
        self._look.timeout.connect(self._on_look)
        self._look.start()

    def _on_ready(self) -> None:
        def named(_reply: BusMessage | None) -> None:
            self._write()

        place = "/org/freedesktop/DBus"
        self._bus.call(BUS, place, BUS, "RequestName", "su", (WATCHER, 0), named)

    def _on_called(self, call: BusMessage) -> None:
        signature, body = "", ()
        if call.member == "Get":
            value = Variant("i", 0) if call.body[1] == "ProtocolVersion" else Variant("b", 1)
            signature, body = "v", (value,)
        elif call.member == "GetAll":
            signature, body = "a{sv}", ({"IsStatusNotifierHostRegistered": Variant("b", 1)},)
        elif call.member == "RegisterStatusNotifierItem":
            self._items.append(call.sender)
            self._write()
        self._bus.send(
            BusMessage(REPLY, reply_to=call.serial, destination=call.sender,
                       signature=signature, body=body)
        )  # fmt: skip

    def _write(self) -> None:
        self._state.write_text("\n".join(["ready", *self._items]))

    def _on_look(self) -> None:
        click = self._state.with_suffix(".click")
        if click.exists() and self._items:
            click.unlink()
            self._bus.call(self._items[0], "/StatusNotifierItem", ITEM, "Activate", "ii", (0, 0))


def main() -> None:
    application = QCoreApplication(sys.argv)
    host = TrayHost(Path(sys.argv[1]))
    application.exec()
    del host


if __name__ == "__main__":
    main()
