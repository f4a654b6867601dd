"""The line format between the application and an engine process.

One JSON document (UTF-8) per line, a tagged union of the structs in `assistant.core.messages`;
the first line of an engine is `Hello`, whose `version` must equal `WIRE_VERSION`. Pure
functions: any thread.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, BinaryIO

import msgspec

from assistant.core.errors import UserError
from assistant.core.messages import WIRE_VERSION, AnyCommand, AnyEvent, Command, Event, Hello

MAX_LINE_BYTES = 64 * 1024 * 1024


class _Asking(msgspec.Struct):
    """What every command has, whatever its kind: it is not tagged, so any line is read so far."""

    request_id: str = ""


_encoder = msgspec.json.Encoder()
_commands: msgspec.json.Decoder[AnyCommand] = msgspec.json.Decoder(AnyCommand)
_events: msgspec.json.Decoder[AnyEvent] = msgspec.json.Decoder(AnyEvent)


def whole_text(text: str) -> str:
    """`text` with surrogate pairs joined and every lone surrogate replaced by U+FFFD."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


def encode(message: Command | Event) -> bytes:
    """One line, with its line feed. Lone surrogates in any text become U+FFFD.

    Raises `UserError("protocol")` when the line would be longer than `MAX_LINE_BYTES`.
    """
    try:
        line = _encoder.encode(message)
    except UnicodeEncodeError:
        line = _encoder.encode(_without_surrogates(msgspec.to_builtins(message)))
    if len(line) > MAX_LINE_BYTES:
        raise _protocol_error(f"a message of {len(line):,} bytes is too long")
    return line + b"\n"


def decode_command(line: bytes) -> AnyCommand:
    """The command in `line`. Raises `UserError("protocol")` for anything else."""
    try:
        return _commands.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _protocol_error(str(error)) from error


def decode_event(line: bytes) -> AnyEvent:
    """The event in `line`. Raises `UserError("protocol")` for anything else."""
    try:
        return _events.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _protocol_error(str(error)) from error


def request_id_of(line: bytes) -> str:
    """The `request_id` of a line that is not a valid command, or "" when it has none."""
    try:
        return msgspec.json.decode(line, type=_Asking).request_id
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return ""


def check_hello(event: AnyEvent) -> Hello:
    """`event` as the greeting of an engine of this version; else `UserError("engine_start")`."""
    if not isinstance(event, Hello):
        raise UserError(
            "engine_start",
            "The engine process did not greet as expected.",
            "Reinstall the application, or look into the engine's log.",
        )
    if event.version != WIRE_VERSION:
        raise UserError(
            "engine_start",
            f"The engine process speaks version {event.version} of the message format; "
            f"this application speaks version {WIRE_VERSION}.",
            "Two versions of the application are mixed up; reinstall it.",
        )
    return event


def read_lines(stream: BinaryIO, limit: int = MAX_LINE_BYTES) -> Iterator[bytes | None]:
    """The non-empty lines of `stream` until its end, without their line feeds.

    Yields None once for a line longer than `limit` bytes, which is skipped to its end.
    """
    while line := stream.readline(limit + 1):
        if len(line) > limit and not line.endswith(b"\n"):
            _skip_line(stream)
            yield None
        elif stripped := line.strip():
            yield stripped


def _skip_line(stream: BinaryIO) -> None:
    while rest := stream.readline(1 << 20):
        if rest.endswith(b"\n"):
            return


def _without_surrogates(value: Any) -> Any:
    if isinstance(value, str):
        return whole_text(value)
    if isinstance(value, dict):
        return {whole_text(key): _without_surrogates(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_without_surrogates(item) for item in value]
    return value


def _protocol_error(detail: str) -> UserError:
    return UserError(
        "protocol",
        f"The application and its engine misunderstood each other: {detail}.",
        "Try again; if it happens again, restart the application.",
    )
