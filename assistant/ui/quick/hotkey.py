"""A key that opens the quick window from anywhere, where the platform allows one."""

from __future__ import annotations

import os
import sys
from importlib.util import find_spec
from typing import Literal, NamedTuple, Protocol, TypeAlias

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtGui import QGuiApplication

from assistant.core.errors import UserError

Way: TypeAlias = Literal["keys", "portal", "none"]

COMMAND = "inkstone quick"
"""What any desktop's own shortcut can call."""
translate = QCoreApplication.translate


class Possible(NamedTuple):
    """`way`: "keys" watches the keyboard, "portal" asks the desktop. `why` is a sentence."""

    way: Way
    why: str


def what_is_possible() -> Possible:
    """What works here, and why. Looks at the surroundings; asks nobody."""
    if platform_name().startswith("wayland"):
        if os.environ.get("DBUS_SESSION_BUS_ADDRESS") or os.environ.get("XDG_RUNTIME_DIR"):
            return Possible(
                "portal",
                translate(
                    "Hotkey",
                    "Wayland: the desktop is asked for the key, and it may ask you or give "
                    "another one.",
                ),
            )
        return Possible(
            "none",
            translate("Hotkey", "Wayland without a session bus: programs cannot ask for a key."),
        )
    if find_spec("pynput") is None:
        return Possible(
            "none",
            translate(
                "Hotkey",
                "The package pynput is not installed, so Inkstone cannot have a key of its own. "
                "“pip install inkstone[hotkey]” installs it.",
            ),
        )
    if sys.platform == "darwin":
        why = translate(
            "Hotkey", "macOS asks you to let Inkstone watch the keyboard (Privacy, Accessibility)."
        )
    else:
        why = translate("Hotkey", "The key works in every program.")
    return Possible("keys", why)


def platform_name() -> str:
    return QGuiApplication.platformName()


def by_hand() -> str:
    """What always works."""
    text = translate(
        "Hotkey",
        "In your desktop's keyboard settings, any key can be given to the command “{name}”.",
    )
    return text.format(name=COMMAND)


def refused(reason: str = "") -> UserError:
    """The desktop gave no key."""
    text = translate("Hotkey", "The desktop did not give Inkstone a key for the quick window.")
    return UserError("usage", f"{text} {reason}".strip(), by_hand())


class KeyWatcher(Protocol):
    """Watches for one key from the moment it is made until `close`."""

    def close(self) -> None: ...


class Hotkey(QObject):
    """Window thread. `pressed()`; `failed(UserError)`: the key cannot be had."""

    pressed = Signal()
    failed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._key = ""
        self._watcher: KeyWatcher | None = None

    def follow(self, key: str) -> None:
        """Watch for this key, "" for none; nothing happens when it is watched for already."""
        if key == self._key:
            return
        self._key = key
        if self._watcher is not None:
            self._watcher.close()
            self._watcher = None
        if key:
            self._watcher = self._watch(key)

    def _watch(self, key: str) -> KeyWatcher | None:
        possible = what_is_possible()
        if possible.way == "keys":
            from assistant.ui.quick.watched_key import WatchedKey

            return WatchedKey(key, self.pressed.emit, self.failed.emit, self)
        if possible.way == "portal":
            from assistant.ui.quick.portal_key import PortalKey

            return PortalKey(key, self.pressed.emit, self.failed.emit, self)
        self.failed.emit(UserError("usage", possible.why, by_hand()))
        return None
