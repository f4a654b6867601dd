"""Messages of D-Bus as bytes, and back.

Qt's own module cannot write an array of structures that it has no C++ type for, and the portal of
global shortcuts wants one. The format is that of the D-Bus specification, "Message Protocol", in
little endian; values are Python's, arrays of dictionary entries are dicts, structures are tuples.
"""

from __future__ import annotations

import struct
from typing import Any, NamedTuple

CALL, REPLY, ERROR, SIGNAL = 1, 2, 3, 4
LONGEST = 1 << 20
"""Bytes of a message that is read; the specification allows more, nobody here sends it."""

_FIXED = {
    "y": ("<B", 1), "n": ("<h", 2), "q": ("<H", 2), "i": ("<i", 4), "u": ("<I", 4),
    "x": ("<q", 8), "t": ("<Q", 8), "d": ("<d", 8), "b": ("<I", 4), "h": ("<I", 4),
}  # fmt: skip
_FIELDS = {1: "path", 2: "interface", 3: "member", 4: "error", 5: "reply_to", 6: "destination",
           7: "sender", 8: "signature"}  # fmt: skip
_FIELD_TYPES = {1: "o", 2: "s", 3: "s", 4: "s", 5: "u", 6: "s", 7: "s", 8: "g"}
_DEEPEST = 32


class Variant(NamedTuple):
    """A value that says its type; it is read back as the value alone."""

    signature: str
    value: Any


class BusMessage(NamedTuple):
    """`kind` is CALL, REPLY, ERROR or SIGNAL; `body` has a value for each type in `signature`."""

    kind: int
    serial: int = 0
    path: str = ""
    interface: str = ""
    member: str = ""
    error: str = ""
    reply_to: int = 0
    destination: str = ""
    sender: str = ""
    signature: str = ""
    body: tuple[Any, ...] = ()


class WireError(ValueError):
    """These bytes are no message."""


def types_of(signature: str) -> list[str]:
    """The complete types in a signature: "a(sa{sv})s" → ["a(sa{sv})", "s"]."""
    types, at = [], 0
    while at < len(signature):
        end = _type_end(signature, at)
        types.append(signature[at:end])
        at = end
    return types


def _type_end(signature: str, at: int) -> int:
    while signature[at : at + 1] == "a":
        at += 1
    first = signature[at : at + 1]
    if first in ("(", "{"):
        close = {"(": ")", "{": "}"}[first]
        start = at = at + 1
        while signature[at : at + 1] != close:
            at = _type_end(signature, at)
        if at == start:
            raise WireError(signature)  # an array of nothings has no end
        return at + 1
    if first not in _FIXED and first not in ("s", "o", "g", "v"):
        raise WireError(signature)
    return at + 1


def _alignment(kind: str) -> int:
    first = kind[0]
    if first in _FIXED:
        return _FIXED[first][1]
    return {"s": 4, "o": 4, "a": 4, "(": 8, "{": 8}.get(first, 1)


# --- writing -------------------------------------------------------------------------------


def encoded(message: BusMessage) -> bytes:
    """The bytes of a message; its serial must not be 0."""
    body = bytearray()
    for kind, value in zip(types_of(message.signature), message.body, strict=True):
        _write(body, kind, value)
    fields = [
        (code, Variant(_FIELD_TYPES[code], getattr(message, name)))
        for code, name in _FIELDS.items()
        if getattr(message, name)
    ]
    whole = bytearray()
    head = (ord("l"), message.kind, 0, 1, len(body), message.serial, fields)
    for kind, value in zip(types_of("yyyyuua(yv)"), head, strict=True):
        _write(whole, kind, value)
    _pad(whole, 8)
    return bytes(whole + body)


def _pad(out: bytearray, to: int) -> None:
    out += bytes(-len(out) % to)


def _write(out: bytearray, kind: str, value: Any) -> None:
    _pad(out, _alignment(kind))
    first = kind[0]
    if first in _FIXED:
        out += struct.pack(_FIXED[first][0], value)
    elif first in "so":
        text = value.encode()
        out += struct.pack("<I", len(text)) + text + b"\0"
    elif first == "g":
        text = value.encode()
        out += bytes([len(text)]) + text + b"\0"
    elif first == "v":
        _write(out, "g", value.signature)
        _write(out, value.signature, value.value)
    elif first == "a":
        _write_array(out, kind[1:], value)
    else:
        for part, each in zip(types_of(kind[1:-1]), value, strict=True):
            _write(out, part, each)


def _write_array(out: bytearray, kind: str, values: Any) -> None:
    at = len(out)
    out += bytes(4)
    _pad(out, _alignment(kind))
    start = len(out)
    for each in values.items() if isinstance(values, dict) else values:
        _write(out, kind, each)
    struct.pack_into("<I", out, at, len(out) - start)


# --- reading -------------------------------------------------------------------------------


def take_message(data: bytes) -> tuple[BusMessage, int] | None:
    """The first message in `data` and how many bytes it is; None while it is not all there.

    Raises `WireError`.
    """
    if len(data) < 16:
        return None
    if data[:1] != b"l" or data[3] != 1:
        raise WireError("another byte order or version")
    body_length, serial, fields_length = struct.unpack_from("<III", data, 4)
    start = 16 + fields_length + (-fields_length % 8)
    if start + body_length > LONGEST:
        raise WireError("too long")
    if len(data) < start + body_length:
        return None
    try:
        fields = _Reader(data[:start], 12).value("a(yv)")
        named = {_FIELDS[code]: value for code, value in fields if code in _FIELDS}
        body = _Reader(data[start : start + body_length], 0)
        values = tuple(body.value(kind) for kind in types_of(named.get("signature", "")))
        message = BusMessage(kind=data[1], serial=serial, body=values, **named)
    except (struct.error, IndexError, ValueError, TypeError) as error:
        raise WireError(str(error)) from error
    return message, start + body_length


class _Reader:
    def __init__(self, data: bytes, at: int) -> None:
        self._data = data
        self._at = at

    def value(self, kind: str, depth: int = 0) -> Any:
        if depth > _DEEPEST:
            raise WireError("too deep")
        self._at += -self._at % _alignment(kind)
        first = kind[0]
        if first in _FIXED:
            form, size = _FIXED[first]
            (number,) = struct.unpack_from(form, self._data, self._at)
            self._at += size
            return bool(number) if first == "b" else number
        if first in "so":
            return self._text(self.value("u"))
        if first == "g":
            return self._text(self.value("y"))
        if first == "v":
            (inner,) = types_of(self.value("g"))
            return self.value(inner, depth + 1)
        if first == "a":
            return self._array(kind[1:], depth)
        return tuple(self.value(part, depth + 1) for part in types_of(kind[1:-1]))

    def _text(self, length: int) -> str:
        end = self._at + length
        if end >= len(self._data):
            raise WireError("cut")
        text = self._data[self._at : end].decode()
        self._at = end + 1
        return text

    def _array(self, kind: str, depth: int) -> Any:
        length = self.value("u")
        self._at += -self._at % _alignment(kind)
        end = self._at + length
        if end > len(self._data):
            raise WireError("cut")
        values = []
        while self._at < end:
            values.append(self.value(kind, depth + 1))
        return dict(values) if kind[0] == "{" else values
