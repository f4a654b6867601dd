"""The settings file: TOML that belongs to the person, who may edit and comment it.

Only what changed is written, into the file as it is now; comments, order and unknown keys stay.
A file that cannot be read is never written.
"""

from __future__ import annotations

import errno
import os
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from assistant.core.errors import UserError
from assistant.core.settings import Settings

if TYPE_CHECKING:
    from tomlkit.container import Container
    from tomlkit.items import Table

Key = tuple[str, ...]

# What the types do not say: smallest and largest value.
_LIMITS: dict[Key, tuple[float, float]] = {
    ("appearance", "reading_scale"): (80, 180),
    ("models", "loading", "context_length"): (0, 2**31 - 1),
    ("models", "loading", "gpu_layers"): (-1, 10_000),
    ("models", "loading", "threads"): (0, 1024),
    ("models", "loading", "batch_tokens"): (0, 2**20),
    ("models", "loading", "slice_tokens"): (0, 2**20),
    ("models", "loading", "sequences"): (0, 256),
    ("models", "loading", "state_budget"): (0, 2**50),
    ("models", "loading", "idle_unload_s"): (0, 10**7),
    ("chat", "temperature"): (0, 100),
    ("chat", "top_p"): (0, 1),
    ("chat", "top_k"): (0, 2**31 - 1),
    ("chat", "min_p"): (0, 1),
    ("chat", "typical_p"): (0, 1),
    ("chat", "xtc_probability"): (0, 1),
    ("chat", "xtc_threshold"): (0, 1),
    ("chat", "dry_multiplier"): (0, 100),
    ("chat", "repeat_penalty"): (0, 100),
    ("chat", "frequency_penalty"): (-100, 100),
    ("chat", "presence_penalty"): (-100, 100),
    ("chat", "mirostat"): (0, 2),
    ("chat", "mirostat_tau"): (0, 100),
    ("chat", "mirostat_eta"): (0, 1),
    ("chat", "max_tokens"): (0, 2**31 - 1),
    ("chat", "seed"): (0, 2**32 - 1),
    ("documents", "passages"): (1, 100),
}
_FREE_TABLES = (("shortcuts",),)
_ABSENT = object()


class TomlSettings:
    """Fulfils `core.ports.SettingsStore` with the file at `path`. One thread at a time uses it.

    `notes` are sentences about the last `load`: keys that are not known and were ignored.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: dict[Key, Any] | None = None
        self.notes: tuple[str, ...] = ()

    def load(self) -> Settings:
        """See the port. The error names the line, the key and what is allowed."""
        text = self._read()
        settings = self._parse(text)
        self._known = dict(_flat(msgspec.to_builtins(settings)))
        return settings

    def save(self, settings: Settings) -> None:
        """Write what differs from the last `load` or `save`; atomic and durable, mode 0600.

        Raises `UserError("settings")`, and leaves the file alone, when what is in it now cannot
        be read; `disk_full` or `no_permission` when it cannot be written.
        """
        import tomlkit

        text = self._read()
        on_disk = dict(_flat(msgspec.to_builtins(self._parse(text))))
        before = on_disk if self._known is None else self._known
        wanted = dict(_flat(msgspec.to_builtins(settings)))
        _check_limits(wanted, self._bad)
        changed = {
            key: wanted.get(key, _ABSENT)
            for key in before.keys() | wanted.keys()
            if before.get(key, _ABSENT) != wanted.get(key, _ABSENT)
        }
        changed = {k: v for k, v in changed.items() if on_disk.get(k, _ABSENT) != v}
        if changed:
            document = tomlkit.parse(text)
            for key in sorted(changed):
                _put(document, key, changed[key])
            self._write(tomlkit.dumps(document))
        self._known = wanted

    def _read(self) -> str:
        try:
            return self._path.read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            return ""
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            raise self._bad(f"line {line} is not UTF-8 text") from error
        except OSError as error:
            raise self._bad(f"it cannot be read ({error.strerror})") from error

    def _parse(self, text: str) -> Settings:
        try:
            values = tomllib.loads(text)
        except tomllib.TOMLDecodeError as error:
            raise self._bad(f"it is not TOML: {error}") from error
        try:
            settings = msgspec.convert(values, Settings)
        except msgspec.ValidationError as error:
            raise self._bad(_explained(str(error), text)) from error
        flat = dict(_flat(msgspec.to_builtins(settings)))
        _check_limits(flat, lambda reason, key=(): self._bad(_at_line(text, key) + reason))
        self.notes = tuple(_unknown(values, text))
        return settings

    def _bad(self, reason: str, key: Key = ()) -> UserError:
        return UserError(
            "settings",
            f"The settings file {self._path} was not used and not changed: {reason}.",
            "Mend the file or rename it, then start again.",
        )

    def _write(self, text: str) -> None:
        # A link (of someone who keeps such files elsewhere) stays a link.
        target = Path(os.path.realpath(self._path))
        try:
            data = text.encode()
        except UnicodeEncodeError as error:
            raise UserError(
                "settings",
                "The settings were not saved: a path in them is not valid text.",
                "Rename the folder or file to a readable name.",
            ) from error
        try:
            target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            _replace(target, data)
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
            raise UserError(
                "disk_full" if full else "no_permission",
                f"The settings could not be saved in {target} ({error.strerror}). "
                "The file is as it was.",
                "Free some space, then try again." if full else "Check who may write there.",
            ) from error


def _replace(target: Path, data: bytes) -> None:
    """Put `data` at `target` in one step that a power cut cannot halve."""
    unfinished = target.with_name(f".{target.name}.{os.getpid()}.part")
    descriptor = os.open(unfinished, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600)
    try:
        with open(descriptor, "wb") as out:  # noqa: PTH123 - a descriptor
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(target)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise
    if os.name == "posix":
        folder = os.open(target.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _flat(values: dict[str, Any], above: Key = ()) -> Iterator[tuple[Key, Any]]:
    """(path of keys, value) of every value that is not None, which TOML cannot hold."""
    for name, value in values.items():
        key = (*above, name)
        if isinstance(value, dict):
            yield from _flat(value, key)
        elif value is not None:
            yield key, value


def _put(document: Container | Table, key: Key, value: object) -> None:
    """Set or remove one value, making the tables above it."""
    import tomlkit

    table: Any = document
    for name in key[:-1]:
        if name not in table:
            if value is _ABSENT:
                return
            table[name] = tomlkit.table()
        table = table[name]
    if value is _ABSENT:
        table.pop(key[-1], None)
    else:
        table[key[-1]] = list(value) if isinstance(value, tuple) else value


def _check_limits(flat: dict[Key, Any], bad: Any) -> None:
    for key, (low, high) in _LIMITS.items():
        value = flat.get(key)
        if value is not None and not low <= value <= high:
            reason = f'"{".".join(key)}" is {value}, allowed is {low} to {high}'
            raise bad(reason, key=key)


def _explained(problem: str, text: str) -> str:
    """The sentence for a message of msgspec, like "Expected `int`, got `str` - at `$.a.b`"."""
    what, _, where = problem.partition(" - at `$")
    names = re.findall(r"[^.\[\]`]+", where)
    key = tuple(name for name in names if name not in ("...",) and not name.isdigit())
    named = f'"{".".join(key)}": ' if key else ""
    reason = re.sub(r"^Invalid enum value (.*)", r"\1 is not known", what).replace("`", "")
    return _at_line(text, key) + named + reason[:1].lower() + reason[1:] + _choices(key)


def _choices(key: Key) -> str:
    """What may stand at `key`, where it is one of a few words."""
    kind: Any = msgspec.inspect.type_info(Settings)
    for name in key:
        fields = {field.name: field.type for field in getattr(kind, "fields", ())}
        kind = fields.get(name)
    if isinstance(kind, msgspec.inspect.LiteralType):
        return "; allowed is " + ", ".join(f'"{value}"' for value in kind.values)
    return ""


def _at_line(text: str, key: Key) -> str:
    """ "line 12, " for where `key` is set in the file; "" when it cannot be told."""
    table: Key = ()
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[\s*([^\[\]]+?)\s*\]", line)
        if header:
            table = _names(header[1])
        setting = re.match(r"\s*([\w.\"' -]+?)\s*=", line)
        if key and (
            (header and table == key) or (setting and (*table, *_names(setting[1])) == key)
        ):
            return f"line {number}, "
    return ""


def _names(dotted: str) -> Key:
    return tuple(name.strip().strip("\"'") for name in dotted.split("."))


def _unknown(values: dict[str, Any], text: str) -> Iterator[str]:
    """Notes on the keys that the settings do not have."""
    yield from _unknown_in(values, msgspec.inspect.type_info(Settings), (), text)


def _unknown_in(values: dict[str, Any], kind: Any, above: Key, text: str) -> Iterator[str]:
    fields = {field.encode_name: field.type for field in kind.fields}
    for name, value in values.items():
        key = (*above, name)
        if name in fields:
            if isinstance(value, dict) and key not in _FREE_TABLES:
                yield from _unknown_in(value, fields[name], key, text)
            continue
        import difflib

        close = difflib.get_close_matches(name, fields, n=1)
        meant = f' Did you mean "{close[0]}"?' if close else ""
        place = _at_line(text, key).removesuffix(", ")
        start = f"{place[:1].upper()}{place[1:]}: " if place else ""
        yield f'{start}"{".".join(key)}" is not a setting; it is kept and ignored.{meant}'
