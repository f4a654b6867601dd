"""Divides a text of a template into what is literal, variables and blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TypeAlias, cast

import msgspec

from assistant.core.errors import UserError
from assistant.core.templates.variable import KINDS, Variable, VariableKind, as_number, shown

LONGEST_TEXT = 200_000
"""Characters of one text of a template."""
_DEEPEST = 10

_BRACES = re.compile(r"\{+")
_NAME = re.compile(r"[^\W\d]\w*")
_INSIDE = re.compile(
    r"(?P<name>\w+)\s*(?::\s*(?P<kind>\w+)\s*(?P<given>\((?:\\.|[^\\()])*\))?)?\s*"
    r"(?:=(?P<default>.*))?",
    re.DOTALL,
)
_CHOICE = re.compile(r"((?:\\.|[^\\,])+)(?:,|$)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


class Use(msgspec.Struct, frozen=True):
    """Where a variable stands."""

    name: str


class Block(msgspec.Struct, frozen=True):
    """What is left out where the variable has no value, or with `unless` where it has one."""

    name: str
    parts: tuple[Part, ...]
    unless: bool = False


Part: TypeAlias = str | Use | Block


class Mention(msgspec.Struct, frozen=True):
    """What one place says of a variable; `typed`: its type as well."""

    variable: Variable
    typed: bool
    line: int


class Parsed(msgspec.Struct, frozen=True):
    """A text, divided. `free` are the names that stand outside of their own blocks."""

    parts: tuple[Part, ...]
    mentions: tuple[Mention, ...]
    free: frozenset[str]


def parse(text: str, place: str = "text") -> Parsed:
    """`text` divided; any thread. Raises `TemplateError` that names `place` and the line."""
    if len(text) > LONGEST_TEXT:
        raise wrong(place, 0, f"it has more than {LONGEST_TEXT} characters")
    return _Parser(text, place).parsed()


class TemplateError(UserError):
    """A template that cannot be used, as `wrong` says it.

    `place` names a text or a key of it as in a file, `line` of the text counts from 1 (0: none of
    them). `why` is a part of a sentence.
    """

    def __init__(self, told: UserError, place: str, line: int, why: str) -> None:
        super().__init__(told.kind, told.text, told.hint)
        self.place = place
        self.line = line
        self.why = why


def wrong(place: str, line: int, why: str) -> TemplateError:
    """The error for a template; the arguments are the attributes of a `TemplateError`."""
    told = UserError(
        "usage",
        f"The template cannot be used (line {line} of “{shown(place)}”): {why}."
        if line
        else f"The template cannot be used (“{shown(place)}”): {why}.",
        "Mend it, then try again.",
    )
    return TemplateError(told, place, line, why)


@dataclass(frozen=True)
class _Open:
    """A block whose end has not come yet; `before` are the parts that stand before it."""

    name: str
    line: int
    before: list[Part]
    unless: bool


class _Parser:
    """Reads one text from its start to its end."""

    def __init__(self, text: str, place: str) -> None:
        self._text = text
        self._place = place
        self._mentions: list[Mention] = []
        self._free: set[str] = set()
        self._open: list[_Open] = []
        self._parts: list[Part] = []
        self._counted_to = 0
        self._line = 1

    def parsed(self) -> Parsed:
        at = 0
        while (found := self._text.find("{{", at)) >= 0:
            before = self._text[at:found]
            plain = before.rstrip("\\")
            slashes = len(before) - len(plain)
            self._literal(plain + "\\" * (slashes // 2))
            if slashes % 2:
                self._literal("{{")
                at = found + 2
            else:
                at = self._tag(self._past_single_braces(found))
        self._literal(self._text[at:])
        if self._open:
            last = self._open[-1]
            raise wrong(self._place, last.line, f"the block “{last.name}” has no end")
        return Parsed(tuple(self._parts), tuple(self._mentions), frozenset(self._free))

    def _past_single_braces(self, at: int) -> int:
        """Of more than two braces the last two open; where the inside of the tag begins."""
        end = _BRACES.match(self._text, at)
        assert end is not None  # noqa: S101 - there are two at least
        self._literal(self._text[at : end.end() - 2])
        return end.end()

    def _literal(self, text: str) -> None:
        if not text:
            return
        if self._parts and isinstance(last := self._parts[-1], str):
            self._parts[-1] = last + text
        else:
            self._parts.append(text)

    def _tag(self, start: int) -> int:
        """Take in the tag whose inside begins at `start`; where the text goes on."""
        line = self._line_of(start)
        end = self._text.find("}}", start)
        if end < 0:
            raise wrong(self._place, line, "“{{” has no “}}”")
        inside = self._text[start:end].strip()
        if inside.startswith(("#", "^", "/")):
            name = inside[1:].strip()
            if not _NAME.fullmatch(name):
                raise wrong(self._place, line, f"“{shown(name)}” is no name of a variable")
            self._block(inside[0], name, line)
            return self._past_own_line(start - 2, end + 2)
        mention = _mention(inside, self._place, line)
        name = mention.variable.name
        self._mentions.append(mention)
        if all(block.name != name or block.unless for block in self._open):
            self._free.add(name)
        self._parts.append(Use(name))
        return end + 2

    def _block(self, mark: str, name: str, line: int) -> None:
        if mark != "/":
            if len(self._open) == _DEEPEST:
                raise wrong(self._place, line, "its blocks are nested too deep")
            self._mentions.append(Mention(Variable(name=name), False, line))
            self._open.append(_Open(name, line, self._parts, unless=mark == "^"))
            self._parts = []
            return
        if not self._open or self._open[-1].name != name:
            raise wrong(self._place, line, f"the block “{name}” ends and did not begin")
        opened = self._open.pop()
        inner, self._parts = tuple(self._parts), opened.before
        self._parts.append(Block(name, inner, opened.unless))

    def _past_own_line(self, start: int, end: int) -> int:
        """Behind the tag, and behind its line where it has that for itself."""
        before = self._text.rfind("\n", 0, start) + 1
        after = self._text.find("\n", end)
        after = len(self._text) if after < 0 else after
        if self._text[before:start].strip() or self._text[end:after].strip():
            return end
        return min(after + 1, len(self._text))

    def _line_of(self, place: int) -> int:
        self._line += self._text.count("\n", self._counted_to, place)
        self._counted_to = place
        return self._line


def _mention(inside: str, place: str, line: int) -> Mention:
    """What stands between two pairs of braces."""
    match = _INSIDE.fullmatch(inside)
    if match is None or not _NAME.fullmatch(match["name"]):
        raise wrong(place, line, f"“{shown(inside)}” is no variable")
    kind, default = match["kind"], (match["default"] or "").strip()
    if kind is None:
        return Mention(Variable(name=match["name"], default=default), False, line)
    if kind not in KINDS:
        raise wrong(place, line, f"“{shown(kind)}” is no type of a variable")
    plain = Variable(name=match["name"], kind=cast(VariableKind, kind), default=default)
    given = "" if match["given"] is None else match["given"][1:-1]
    return Mention(_with_given(plain, given, place, line), True, line)


def _with_given(plain: Variable, given: str, place: str, line: int) -> Variable:
    """`plain` with what stands in brackets behind its type."""
    replace = msgspec.structs.replace
    if plain.kind == "choice":
        parts = (_ESCAPED.sub(r"\1", part).strip() for part in _CHOICE.findall(given))
        choices = tuple(dict.fromkeys(filter(None, parts)))
        if not choices:
            raise wrong(place, line, f"“{plain.name}” has nothing to choose from")
        return replace(plain, choices=choices)
    if not given.strip():
        return plain
    if plain.kind == "number":
        least, most = _bounds(given, place, line)
        return replace(plain, least=least, most=most)
    if plain.kind == "file" and given.strip() == "many":
        return replace(plain, many=True)
    raise wrong(place, line, f"“{shown(given)}” means nothing for the type “{plain.kind}”")


def _bounds(given: str, place: str, line: int) -> tuple[float | None, float | None]:
    sides = [side.strip() for side in given.split(",")]
    numbers = [as_number(side) for side in sides]
    known = [number for number in numbers if number is not None]
    empty = sides.count("")
    if len(sides) != 2 or len(known) + empty != 2 or sorted(known) != known:
        raise wrong(place, line, f"“({shown(given)})” is no smallest and largest number")
    return numbers[0], numbers[1]
