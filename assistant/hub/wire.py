"""The line format between the application and its process for hubs: one JSON document a line.

Both sides are of the same installation, so there is no greeting. Pure functions: any thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from assistant.core.errors import UserError
from assistant.core.hub.messages import AnyHubCommand, AnyHubEvent, HubCommand, HubEvent

MAX_LINE_BYTES = 64 << 20


class _Asking(msgspec.Struct):
    """What every command has, whatever its kind."""

    request_id: str = ""


_encoder = msgspec.json.Encoder()
_commands: msgspec.json.Decoder[AnyHubCommand] = msgspec.json.Decoder(AnyHubCommand)
_events: msgspec.json.Decoder[AnyHubEvent] = msgspec.json.Decoder(AnyHubEvent)


def encode(message: HubCommand | HubEvent) -> bytes:
    """One line. Raises `UserError` for texts that are no Unicode, such as halves of letters."""
    try:
        return _encoder.encode(message) + b"\n"
    except UnicodeEncodeError as error:
        raise _misunderstood("a text is not valid Unicode") from error


def decode_command(line: bytes) -> AnyHubCommand:
    """Raises `UserError("protocol")` for anything but a command. What was in it is not told: it
    may hold a token."""
    try:
        return _commands.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise _misunderstood("a command is none that is known") from None


def decode_event(line: bytes) -> AnyHubEvent:
    """Raises `UserError("protocol")` for anything else."""
    try:
        return _events.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _misunderstood(str(error)) from error


def request_id_of(line: bytes) -> str:
    """The `request_id` of a line that is no command, "" when it has none."""
    try:
        return msgspec.json.decode(line, type=_Asking).request_id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def read_lines(stream: BinaryIO) -> Iterator[bytes]:
    """The lines of `stream` that are not empty, until its end; one that is too long ends it."""
    while line := stream.readline(MAX_LINE_BYTES + 1):
        if len(line) > MAX_LINE_BYTES:
            return
        if stripped := line.strip():
            yield stripped


def _misunderstood(detail: str) -> UserError:
    return UserError(
        "protocol",
        f"The application and its process for hubs misunderstood each other: {detail}.",
        "Try again; if it happens again, restart the application.",
    )
