"""Templates as TOML files: one at the top of a file, or any number of `[[template]]`."""

from __future__ import annotations

import errno
import re
import tomllib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NoReturn

import msgspec

from assistant.core.chat_parameters import ChatParameters
from assistant.core.errors import UserError
from assistant.core.templates.checking import checked
from assistant.core.templates.parsing import TemplateError
from assistant.core.templates.template import Example, Template, TemplateMode
from assistant.storage import toml_lines
from assistant.storage.toml_lines import Place
from assistant.whole_files import write_whole

LARGEST_FILE = 8 << 20
"""Bytes."""
MOST_TEMPLATES = 2000

_MANY = "template"
_KINDS = {
    "str": "a text",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "array": "a list",
    "object": "a table",
}


class _Parameters(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """Those of `ChatParameters` that a template may set."""

    temperature: float | None = None
    top_k: int | None = None
    top_p: float | None = None
    min_p: float | None = None
    typical_p: float | None = None
    xtc_probability: float | None = None
    xtc_threshold: float | None = None
    dry_multiplier: float | None = None
    repeat_penalty: float | None = None
    frequency_penalty: float | None = None
    presence_penalty: float | None = None
    mirostat: int | None = None
    mirostat_tau: float | None = None
    mirostat_eta: float | None = None
    max_tokens: int = 0
    seed: int | None = None
    stop: tuple[str, ...] = ()


class _Stored(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """A template as a file holds it, in the order that it is written."""

    name: str
    title: str
    description: str = ""
    mode: TemplateMode = "chat"
    tags: tuple[str, ...] = ()
    favourite: bool = False
    shortcut: str = ""
    system: str = ""
    text: str
    grammar: str = ""
    json_schema: str = ""
    parameters: _Parameters = _Parameters()
    title_in: dict[str, str] = {}
    description_in: dict[str, str] = {}
    words_in: dict[str, dict[str, str]] = {}
    examples: tuple[Example, ...] = ()


class TomlTemplates:
    """Fulfils `core.templates.ports.TemplateFiles`; any thread."""

    def read(self, path: Path) -> list[Template]:
        """All templates of the file, checked; they are not kept yet."""
        text = _text_of(path)
        try:
            values = tomllib.loads(text)
        except (tomllib.TOMLDecodeError, RecursionError) as error:
            said = str(error)
            found = re.search(r"at line (\d+)", said)
            line = int(found[1]) if found else text.count("\n") + 1
            raise _wrong(path, line, "this is not TOML") from error
        return _Reading(path, text).templates(values)

    def write(self, path: Path, templates: Sequence[Template]) -> None:
        """In one step: a file that is there stays whole if this fails."""
        one = len(templates) == 1
        text = "\n".join(_as_toml(template, () if one else (_MANY,)) for template in templates)
        try:
            data = text.encode()
        except UnicodeEncodeError as error:
            raise UserError(
                "usage", "The templates hold characters that no file can hold.", "Remove them."
            ) from error
        _write(path, data)


def _text_of(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            data = stream.read(LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise UserError("no_such_file", f"There is no file “{path.name}”.") from error
    except IsADirectoryError as error:
        raise UserError("is_directory", f"“{path.name}” is a folder.", "Choose a file.") from error
    except (OSError, ValueError) as error:
        raise UserError("no_permission", f"“{path.name}” cannot be read.") from error
    if len(data) > LARGEST_FILE:
        raise UserError("too_large", f"“{path.name}” is too long for a file of templates.")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise _wrong(path, line, "this is not UTF-8 text") from error


def _wrong(path: Path, line: int, why: str) -> UserError:
    return UserError(
        "usage",
        f"“{path.name}” was not used (line {line}): {why}.",
        "Mend the file, then try again.",
    )


class _Reading:
    """One file, from its values to templates."""

    def __init__(self, path: Path, text: str) -> None:
        self._path = path
        self._text = text

    def templates(self, values: dict[str, Any]) -> list[Template]:
        """Raises `UserError` for the first thing that is not right."""
        tables = list(self._tables(values))
        if len(tables) > MOST_TEMPLATES:
            self._refuse((), f"there are more than {MOST_TEMPLATES} templates")
        read = [self._template(table, base) for base, table in tables]
        names: set[str] = set()
        for (base, _table), template in zip(tables, read, strict=True):
            if template.name in names:
                self._refuse((*base, "name"), f"“{template.name}” is there twice")
            names.add(template.name)
        return read

    def _tables(self, values: dict[str, Any]) -> Iterator[tuple[toml_lines.Path, Any]]:
        if _MANY not in values:
            yield (), values
            return
        for key in values:
            if key != _MANY:
                self._refuse((key,), f"“{key}” is no key of a template")
        if not isinstance(values[_MANY], list):
            self._refuse((_MANY,), "“template” must be a list of tables")
        for number, table in enumerate(values[_MANY]):
            yield (_MANY, number), table

    def _template(self, table: Any, base: toml_lines.Path) -> Template:
        try:
            stored = msgspec.convert(table, _Stored)
        except msgspec.ValidationError as error:
            self._refuse_value(str(error), base)
        template = Template(
            parameters=ChatParameters(**msgspec.structs.asdict(stored.parameters)),
            **{
                name: getattr(stored, name)
                for name in _Stored.__struct_fields__
                if name != "parameters"
            },
        )
        try:
            checked(template)
        except TemplateError as error:
            self._refuse(_keys_of(error.place, base), error.why, error.line)
        return template

    def _refuse_value(self, problem: str, base: toml_lines.Path) -> NoReturn:
        """`problem` is a message of msgspec, like "Expected `int`, got `str` - at `$.a.b`"."""
        what, _, where = problem.partition(" - at `$")
        inner = tuple(
            int(part) if part.isdigit() else part
            for part in re.findall(r"[^.\[\]`]+", where.replace("[...]", ""))
        )
        named = re.search(r"field `(.*)`$", what)
        if named and "unknown" in what:
            self._refuse((*base, *inner, named[1]), f"“{named[1]}” is no key of a template")
        if named:
            self._refuse((*base, *inner), f"“{named[1]}” is missing")
        if inner[-1:] == ("mode",) and what.startswith("Invalid"):
            self._refuse((*base, *inner), "“mode” must be chat, write, translate or documents")
        kind = re.search(r"Expected `(\w+)", what)
        expected = _KINDS.get(kind[1], "another value") if kind else "another value"
        key = next((part for part in reversed(inner) if isinstance(part, str)), _MANY)
        self._refuse((*base, *inner), f"“{key}” must be {expected}")

    def _refuse(self, keys: toml_lines.Path, why: str, inside: int = 0) -> NoReturn:
        """`inside` is a line of the text that is the value there."""
        places = toml_lines.key_places(self._text)
        while keys and keys not in places:
            keys, inside = keys[:-1], 0
        place = places.get(keys, Place(1, 1))
        line = place.value + inside - 1 if inside else place.key
        raise _wrong(self._path, line, why)


def _keys_of(place: str, base: toml_lines.Path) -> toml_lines.Path:
    """Where in a file the place of a `TemplateError` is."""
    example = re.fullmatch(r"(question|answer) (\d+)", place)
    if example:
        return (*base, "examples", int(example[2]) - 1, example[1])
    if place in _Parameters.__struct_fields__:
        return (*base, "parameters", place)
    return (*base, place)


# --- writing -------------------------------------------------------------------------------

_ESCAPES = {"\\": "\\\\", "\b": "\\b", "\f": "\\f", "\r": "\\r"}
# with what moves a terminal's cursor or turns the direction of its text around
_UNPRINTABLE = re.compile(
    r"[\\\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def _as_toml(template: Template, above: tuple[str, ...]) -> str:
    own = {
        name: getattr(template.parameters, name)
        for name in _Parameters.__struct_fields__
        if name in ChatParameters.__struct_fields__
    }
    stored = _Stored(
        parameters=_Parameters(**own),
        **{
            name: getattr(template, name)
            for name in _Stored.__struct_fields__
            if name != "parameters"
        },
    )
    lines = [f"[[{'.'.join(above)}]]"] if above else []
    lines += _table(msgspec.to_builtins(stored), above)
    return "\n".join(lines) + "\n"


def _table(values: dict[str, Any], above: tuple[str, ...]) -> Iterator[str]:
    """The lines of a table: plain values first, then the tables in it."""
    later: list[tuple[tuple[str, ...], Any]] = []
    for name, value in values.items():
        tables = isinstance(value, list | tuple) and value and isinstance(value[0], dict)
        if tables or isinstance(value, dict):
            later.append(((*above, _key(name)), value))
        elif value is not None:
            yield f"{_key(name)} = {_literal(value)}"
    for path, value in later:
        many = not isinstance(value, dict)
        for each in value if many else (value,):
            if each or many:
                yield ""
                yield f"[[{'.'.join(path)}]]" if many else f"[{'.'.join(path)}]"
                yield from _table(each, path)


def _key(name: str) -> str:
    return name if re.fullmatch(r"[A-Za-z0-9_-]+", name) else _basic(name)


def _literal(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        return _multiline(value) if "\n" in value else _basic(value)
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_literal(each) for each in value) + "]"
    return repr(value)


def _basic(text: str) -> str:
    return '"' + _escaped(text).replace('"', '\\"').replace("\n", "\\n") + '"'


def _multiline(text: str) -> str:
    # three quotes would end it, and so would one at its end
    quoted = re.sub(r'""+|"$', lambda quotes: '\\"' * len(quotes[0]), _escaped(text))
    return f'"""\n{quoted}"""'


def _escaped(text: str) -> str:
    return _UNPRINTABLE.sub(lambda match: _ESCAPES.get(match[0]) or f"\\u{ord(match[0]):04x}", text)


def _write(path: Path, data: bytes) -> None:
    try:
        write_whole(path, data)
    except OSError as error:
        full = error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
        raise UserError(
            "disk_full" if full else "no_permission",
            f"“{path.name}” could not be written ({error.strerror}).",
            "Free some space, then try again." if full else "Choose another place.",
        ) from error
