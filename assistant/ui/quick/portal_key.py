"""A key on Wayland, which the desktop gives through its portal of global shortcuts.

The interface is `org.freedesktop.portal.GlobalShortcuts` of xdg-desktop-portal: a session is made,
shortcuts are bound in it (the desktop may ask the person), and it tells when one is pressed.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QObject, Slot

from assistant.core.errors import UserError
from assistant.ui.quick.bus import Bus
from assistant.ui.quick.dbus_wire import ERROR, BusMessage, Variant
from assistant.ui.quick.hotkey import refused
from assistant.ui.quick.key_names import portal_name

PORTAL = "org.freedesktop.portal.Desktop"
PATH = "/org/freedesktop/portal/desktop"
SHORTCUTS = "org.freedesktop.portal.GlobalShortcuts"
REQUEST = "org.freedesktop.portal.Request"
_REGISTRY = "org.freedesktop.host.portal.Registry"
_SESSION = "org.freedesktop.portal.Session"
_ID = "quick-window"


class PortalKey(QObject):
    """Fulfils `hotkey.KeyWatcher`; window thread."""

    def __init__(
        self,
        key: str,
        pressed: Callable[[], object],
        failed: Callable[[UserError], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._key = key
        self._pressed = pressed
        self._failed = failed
        self._session = ""
        self._requests: dict[str, Callable[[dict[str, Any]], object]] = {}
        self._bus = Bus(parent=self)
        self._bus.ready.connect(self._on_ready)
        self._bus.signalled.connect(self._on_signal)
        self._bus.lost.connect(self._give_up)

    def close(self) -> None:
        """Give the key back."""
        if self._session:
            self._bus.call(PORTAL, self._session, _SESSION, "Close")
        self._bus.close()
        self.deleteLater()

    @Slot()
    def _on_ready(self) -> None:
        self._bus.match(f"type='signal',sender='{PORTAL}',interface='{REQUEST}'")
        self._bus.match(f"type='signal',sender='{PORTAL}',interface='{SHORTCUTS}'")
        # So that the desktop calls us by our name; older ones do not know it, and need not.
        self._bus.call(PORTAL, PATH, _REGISTRY, "Register", "sa{sv}", ("inkstone", {}))
        token = _token()
        options = {"session_handle_token": Variant("s", _token())}
        self._request("CreateSession", "", (), options, token, self._on_session)

    def _on_session(self, results: dict[str, Any]) -> None:
        self._session = str(results.get("session_handle", ""))
        description = QCoreApplication.translate("Hotkey", "Open the quick window")
        shortcut = {
            "description": Variant("s", description),
            "preferred_trigger": Variant("s", portal_name(self._key)),
        }
        body = (self._session, [(_ID, shortcut)], "")
        self._request("BindShortcuts", "oa(sa{sv})s", body, {}, _token(), self._on_bound)

    def _on_bound(self, results: dict[str, Any]) -> None:
        if not results.get("shortcuts"):
            self._give_up()

    def _request(
        self,
        member: str,
        signature: str,
        body: tuple[Any, ...],
        options: dict[str, Variant],
        token: str,
        answered: Callable[[dict[str, Any]], object],
    ) -> None:
        """Ask the portal; its answer comes as a signal, from an object whose path is known."""
        sender = self._bus.name.removeprefix(":").replace(".", "_")
        self._requests[f"{PATH}/request/{sender}/{token}"] = answered
        whole = (*body, {**options, "handle_token": Variant("s", token)})
        self._bus.call(
            PORTAL, PATH, SHORTCUTS, member, f"{signature}a{{sv}}", whole, self._on_reply
        )

    def _on_reply(self, reply: BusMessage | None) -> None:
        if reply is None or reply.kind == ERROR:
            self._give_up()

    @Slot(object)
    def _on_signal(self, message: BusMessage) -> None:
        if message.interface == REQUEST and message.member == "Response":
            answered = self._requests.pop(message.path, None)
            if answered is None:
                return
            code, results = message.body
            if code:  # the person, or the desktop, said no
                self._give_up()
            else:
                answered(results)
        elif message.interface == SHORTCUTS and message.member == "Activated":
            session, shortcut, _when, options = message.body
            if session == self._session and shortcut == _ID:
                if token := options.get("activation_token"):
                    os.environ["XDG_ACTIVATION_TOKEN"] = str(token)  # Qt comes to the front with it
                self._pressed()

    @Slot(str)
    def _give_up(self, _why: str = "") -> None:
        self._session = ""
        self._requests.clear()
        self._bus.close()
        self._failed(refused())


def _token() -> str:
    return f"inkstone_{secrets.token_hex(6)}"
