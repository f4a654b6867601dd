"""A key from the desktop's portal: on a real session bus, with a portal that follows a script."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from assistant.core.errors import UserError
from assistant.ui.quick import portal_key
from assistant.ui.quick.bus import BUS, Bus
from assistant.ui.quick.dbus_wire import (
    CALL,
    ERROR,
    REPLY,
    SIGNAL,
    BusMessage,
    Variant,
    WireError,
    encoded,
    take_message,
    types_of,
)
from assistant.ui.quick.key_names import portal_name, pynput_name, usable
from assistant.ui.quick.portal_key import PortalKey

CONFIG = """<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:path={socket}</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/>
<allow own="*"/></policy></busconfig>
"""


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    program = shutil.which("dbus-daemon")
    if program is None:
        pytest.skip("there is no dbus-daemon")
    config = tmp_path / "bus.conf"
    config.write_text(CONFIG.format(socket=tmp_path / "bus"))
    daemon = subprocess.Popen(
        [program, f"--config-file={config}", "--nofork", "--print-address"],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert daemon.stdout is not None
    address = daemon.stdout.readline().strip()
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address)
    yield address
    daemon.terminate()
    daemon.wait(timeout=10)
    daemon.stdout.close()


class Portal(QObject):
    """Owns the portal's name; says what it is told to say, and remembers what it heard."""

    def __init__(
        self, qtbot: QtBot, *, codes: tuple[int, int] = (0, 0), knows: bool = True
    ) -> None:
        super().__init__()
        self.heard: list[BusMessage] = []
        self._codes = codes
        self._knows = knows
        self.bus = Bus(parent=self)
        self.bus.called.connect(self._on_called)
        with qtbot.waitSignal(self.bus.ready):
            pass
        named: list[BusMessage | None] = []
        place = "/org/freedesktop/DBus"
        self.bus.call(BUS, place, BUS, "RequestName", "su", (portal_key.PORTAL, 0), named.append)
        qtbot.waitUntil(lambda: bool(named))

    def _on_called(self, call: BusMessage) -> None:
        self.heard.append(call)
        if call.interface != portal_key.SHORTCUTS or not self._knows:
            name = "org.freedesktop.DBus.Error.UnknownMethod"
            error = BusMessage(ERROR, reply_to=call.serial, destination=call.sender, error=name)
            self.bus.send(error)
            return
        options = call.body[-1]
        sender = call.sender.removeprefix(":").replace(".", "_")
        request = f"{portal_key.PATH}/request/{sender}/{options['handle_token']}"
        self.bus.send(
            BusMessage(REPLY, reply_to=call.serial, destination=call.sender, signature="o",
                       body=(request,))
        )  # fmt: skip
        results: dict[str, Variant] = {}
        if call.member == "CreateSession":
            results = {"session_handle": Variant("s", "/session/1")}
            code = self._codes[0]
        else:
            bound = [(name, {}) for name, _facts in call.body[1]]
            results = {"shortcuts": Variant("a(sa{sv})", bound)}
            code = self._codes[1]
        self.signal(request, portal_key.REQUEST, "Response", "ua{sv}", (code, results))

    def signal(
        self, path: str, interface: str, member: str, signature: str, body: tuple[Any, ...]
    ) -> None:
        self.bus.send(
            BusMessage(SIGNAL, path=path, interface=interface, member=member,
                       signature=signature, body=body)
        )  # fmt: skip

    def press(self, session: str = "/session/1", shortcut: str = "quick-window") -> None:
        body = (session, shortcut, 7, {"activation_token": Variant("s", "token")})
        path, interface = portal_key.PATH, portal_key.SHORTCUTS
        self.signal(path, interface, "Activated", "osta{sv}", body)

    def members(self) -> list[str]:
        return [call.member for call in self.heard]


@pytest.fixture
def watch(qtbot: QtBot) -> Iterator[Callable[[], tuple[list[str], list[UserError]]]]:
    made: list[PortalKey] = []

    def watch() -> tuple[list[str], list[UserError]]:
        pressed: list[str] = []
        failed: list[UserError] = []
        made.append(PortalKey("Ctrl+Alt+Space", lambda: pressed.append("pressed"), failed.append))
        return pressed, failed

    yield watch
    for each in made:
        each.close()


def test_the_desktop_is_asked_for_the_key_and_tells_when_it_is_pressed(
    qtbot: QtBot, address: str, watch: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_ACTIVATION_TOKEN", "")
    portal = Portal(qtbot)
    pressed, failed = watch()
    qtbot.waitUntil(lambda: "BindShortcuts" in portal.members())
    session, shortcuts, _parent, _options = portal.heard[-1].body
    assert session == "/session/1"
    ((name, facts),) = shortcuts
    assert name == "quick-window"
    assert facts["preferred_trigger"] == "CTRL+ALT+space"
    assert facts["description"]
    portal.press("/session/2")
    portal.press(shortcut="other")
    portal.press()
    qtbot.waitUntil(lambda: bool(pressed))
    assert (pressed, failed) == (["pressed"], [])
    portal.bus.close()


@pytest.mark.parametrize(
    "refusal", [{"codes": (1, 0)}, {"codes": (0, 2)}, {"knows": False}], ids=str
)
def test_a_refusal_says_what_to_do(
    qtbot: QtBot, address: str, watch: Any, refusal: dict[str, Any]
) -> None:
    portal = Portal(qtbot, **refusal)
    _pressed, failed = watch()
    qtbot.waitUntil(lambda: bool(failed))
    assert "inkstone quick" in failed[0].hint
    portal.bus.close()
    assert len(failed) == 1


def test_without_a_portal_it_is_said(qtbot: QtBot, address: str, watch: Any) -> None:
    _pressed, failed = watch()
    qtbot.waitUntil(lambda: bool(failed))
    assert len(failed) == 1


@pytest.mark.parametrize("address_", ["", "unix:path=/nowhere/bus", "tcp:host=x", "nonsense"])
def test_without_a_bus_it_is_said(
    qtbot: QtBot, watch: Any, monkeypatch: pytest.MonkeyPatch, address_: str
) -> None:
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", address_)
    monkeypatch.delenv("XDG_RUNTIME_DIR", raising=False)
    _pressed, failed = watch()
    qtbot.waitUntil(lambda: bool(failed))
    assert "inkstone quick" in failed[0].hint


# --- bytes ---------------------------------------------------------------------------------


def test_a_message_of_the_specification() -> None:
    """A call without a body, byte for byte: header, two fields, padding."""
    message = BusMessage(CALL, 1, path="/a", member="Hello")
    assert encoded(message) == (
        b"l\x01\x00\x01\x00\x00\x00\x00\x01\x00\x00\x00\x1e\x00\x00\x00"
        b"\x01\x01o\x00\x02\x00\x00\x00/a\x00\x00\x00\x00\x00\x00"
        b"\x03\x01s\x00\x05\x00\x00\x00Hello\x00\x00\x00"
    )


TEXT = st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=12)


@given(
    TEXT, st.integers(0, 2**32 - 1), st.dictionaries(TEXT, TEXT, max_size=3),
    st.lists(st.tuples(TEXT, st.integers(-(2**63), 2**63 - 1)), max_size=3), st.booleans(),
)  # fmt: skip
def test_a_message_comes_back_as_it_was(
    text: str, number: int, facts: dict[str, str], pairs: list[tuple[str, int]], flag: bool
) -> None:
    body = (text, number, {k: Variant("s", v) for k, v in facts.items()}, pairs, flag)
    message = BusMessage(SIGNAL, 9, path="/p", interface="i.i", member="M",
                         signature="sua{sv}a(sx)b", body=body)  # fmt: skip
    data = encoded(message)
    for cut in (0, 15, len(data) - 1):
        assert take_message(data[:cut]) is None
    assert take_message(data + b"more") == (
        message._replace(body=(text, number, facts, pairs, flag)),
        len(data),
    )


@given(st.binary(max_size=80), st.integers(0, 90))
@example(b"\x00", 84)  # a variant of no type
def test_damaged_messages_are_refused(noise: bytes, at: int) -> None:
    data = bytearray(encoded(BusMessage(SIGNAL, 1, path="/p", member="M", signature="a{sv}",
                                        body=({"k": Variant("as", ["a", "b"])},))))  # fmt: skip
    data[at : at + len(noise)] = noise
    try:
        taken = take_message(bytes(data))
    except WireError:
        return
    assert taken is None or taken[1] <= len(data)


def test_signatures() -> None:
    assert types_of("oa(sa{sv})sa{sv}aai") == ["o", "a(sa{sv})", "s", "a{sv}", "aai"]
    for wrong in ("a", "(s", "{s", ")", "a()", "z"):
        with pytest.raises(WireError):
            types_of(wrong)


def test_the_names_of_keys() -> None:
    assert pynput_name("Ctrl+Alt+Space") == "<ctrl>+<alt>+<space>"
    assert pynput_name("Meta+Shift+F5") == "<cmd>+<shift>+<f5>"
    assert pynput_name("Ctrl++") == "<ctrl>++"
    assert portal_name("Ctrl+Shift+K") == "CTRL+SHIFT+k"
    assert usable("Ctrl+K")
    for key in ("", "K", "Ctrl+K, Ctrl+L", "Ctrl+Nonsense", "Space"):
        assert not usable(key)
