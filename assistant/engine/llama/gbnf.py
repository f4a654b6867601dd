"""Reads GBNF, the grammars of llama.cpp.

The syntax is that of llama.cpp's `grammars/README.md`, without its references to single tokens.
Repetitions become rules of their own. What is too large, or never comes to an end, is refused
with a sentence that says why.
"""

from __future__ import annotations

from collections import defaultdict

from assistant.core.errors import UserError

LONGEST_GRAMMAR = 1 << 20
"""Characters."""

LAST_CHARACTER = 0x10FFFF

_DEEPEST_NESTING = 100
_MOST_REPETITIONS = 2000
_LARGEST_SIZE = 200_000

_ESCAPES = {"x": 2, "u": 4, "U": 8}
_PLAIN_ESCAPES = 'trn\\"[]-'
_WORD = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")
_DIGITS = frozenset("0123456789")

Characters = tuple[tuple[int, int], ...]
"""A set of code points: (first, last) ranges in ascending order that do not touch."""

Symbol = str | Characters
"""The name of a rule, or one character out of a set."""

Rules = dict[str, list[list[Symbol]]]
"""The alternatives of each rule."""

_ANY: Characters = ((0, LAST_CHARACTER),)


def parse_grammar(text: str) -> Rules:
    """The rules of a grammar; "root" is the first. Raises `UserError` ("usage")."""
    if len(text) > LONGEST_GRAMMAR:
        raise grammar_error("it is too long")
    rules = _Parser(text).rules()
    if "root" not in rules:
        raise grammar_error("it has no rule “root”")
    _check_names(rules)
    if "root" not in _ending(rules):
        raise grammar_error("no text that follows it ever ends")
    return rules


def grammar_error(reason: str) -> UserError:
    """The error for a grammar that cannot be used."""
    return UserError("usage", f"The grammar cannot be used: {reason}.", "Mend it, then try again.")


class _Parser:
    """Reads rules; repetitions become rules of their own, as in llama.cpp."""

    def __init__(self, text: str) -> None:
        self._text = text + "\0"
        self._at = 0
        self._rules: Rules = {}
        self._size = 0
        self._made = 0
        if "\0" in text:
            raise grammar_error("it holds a character of value 0")
        if any("\ud800" <= character <= "\udfff" for character in text):
            raise grammar_error("it is not valid Unicode text")

    def rules(self) -> Rules:
        """All rules of the text."""
        self._space(newlines=True)
        while self._here != "\0":
            self._rule()
        return self._rules

    @property
    def _here(self) -> str:
        return self._text[self._at]

    def _wrong(self, reason: str) -> UserError:
        line = self._text.count("\n", 0, self._at) + 1
        return grammar_error(f"line {line}: {reason}")

    def _expect(self, wanted: str) -> None:
        if not self._text.startswith(wanted, self._at):
            raise self._wrong(f"“{wanted}” is missing")
        self._at += len(wanted)

    def _space(self, *, newlines: bool) -> None:
        blank = " \t\r\n" if newlines else " \t"
        while True:
            if self._here == "#":
                while self._here not in "\r\n\0":
                    self._at += 1
            elif self._here in blank:
                self._at += 1
            else:
                return

    def _word(self) -> str:
        start = self._at
        while self._here in _WORD:
            self._at += 1
        if start == self._at:
            raise self._wrong("a rule's name is missing")
        return self._text[start : self._at]

    def _number(self) -> int:
        start = self._at
        while self._here in _DIGITS:
            self._at += 1
        if start == self._at:
            raise self._wrong("a number is missing")
        if self._at - start > 9:
            raise self._wrong("a number is too large")
        return int(self._text[start : self._at])

    def _rule(self) -> None:
        name = self._word()
        self._space(newlines=False)
        self._expect("::=")
        self._space(newlines=True)
        self._rules[name] = self._alternatives(0)
        if self._here not in "\r\n\0":
            raise self._wrong(f"“{self._here}” was not expected")
        self._space(newlines=True)

    def _invent(self, alternatives: list[list[Symbol]]) -> str:
        self._made += 1
        name = f"\0{self._made}"
        self._rules[name] = alternatives
        return name

    def _grow(self, size: int) -> None:
        self._size += size
        if self._size > _LARGEST_SIZE:
            raise grammar_error("its repetitions make it too large")

    def _alternatives(self, depth: int) -> list[list[Symbol]]:
        if depth > _DEEPEST_NESTING:
            raise self._wrong("parentheses are nested too deep")
        found = [self._sequence(depth)]
        while self._here == "|":
            self._at += 1
            self._space(newlines=True)
            found.append(self._sequence(depth))
        return found

    def _sequence(self, depth: int) -> list[Symbol]:
        done: list[Symbol] = []
        last: list[Symbol] = []
        while True:
            item = self._item(depth)
            if item is not None:
                done += last
                last = item
                self._grow(len(item) + 1)
            elif (times := self._times()) is not None:
                last = self._repeated(last, *times)
            else:
                return done + last
            self._space(newlines=depth > 0)

    def _item(self, depth: int) -> list[Symbol] | None:
        """One literal, class, group or name; None if none is here."""
        character = self._here
        if character == '"':
            return self._literal()
        if character == "[":
            return self._class()
        if character == ".":
            self._at += 1
            return [_ANY]
        if character == "(":
            self._at += 1
            self._space(newlines=True)
            inner = self._alternatives(depth + 1)
            if self._here != ")":
                raise self._wrong("“)” is missing")
            self._at += 1
            return [self._invent(inner)]
        if character in _WORD:
            return [self._word()]
        if character in "<!":
            raise self._wrong("single tokens (“<…>” or “!”) cannot be named")
        return None

    def _literal(self) -> list[Symbol]:
        self._at += 1
        found: list[Symbol] = []
        while self._here != '"':
            code = self._character()
            found.append(((code, code),))
        self._at += 1
        return found

    def _class(self) -> list[Symbol]:
        self._at += 1
        inverted = self._here == "^"
        if inverted:
            self._at += 1
        ranges: list[tuple[int, int]] = []
        while self._here != "]":
            first = last = self._character()
            if self._here == "-" and self._text[self._at + 1] != "]":
                self._at += 1
                last = self._character()
                if last < first:
                    raise self._wrong("a range of characters ends before it begins")
            ranges.append((first, last))
        self._at += 1
        characters = _joined(ranges)
        return [_inverted(characters) if inverted else characters] if ranges else []

    def _character(self) -> int:
        """One character of a literal or class, by its code point."""
        character = self._here
        if character == "\0":
            raise self._wrong("the grammar ends inside quotes or brackets")
        self._at += 1
        if character != "\\":
            return ord(character)
        kind = self._here
        self._at += 1
        if kind in _ESCAPES:
            digits = self._text[self._at : self._at + _ESCAPES[kind]]
            self._at += len(digits)
            try:
                code = int(digits, 16) if digits.isalnum() else -1
            except ValueError:
                code = -1
            if code < 0 or len(digits) != _ESCAPES[kind]:
                raise self._wrong(f"“\\{kind}” needs {_ESCAPES[kind]} hexadecimal digits")
            if not 0 < code <= LAST_CHARACTER:
                raise self._wrong(f"there is no character {code:#x}")
            return code
        if kind == "\0" or kind not in _PLAIN_ESCAPES:
            raise self._wrong(f"“\\{kind.rstrip(chr(0))}” is not known")
        return ord({"t": "\t", "r": "\r", "n": "\n"}.get(kind, kind))

    def _times(self) -> tuple[int, int | None] | None:
        """The repetition that stands here; None if none does."""
        simple: dict[str, tuple[int, int | None]] = {"*": (0, None), "+": (1, None), "?": (0, 1)}
        if self._here in simple:
            self._at += 1
            return simple[self._text[self._at - 1]]
        if self._here != "{":
            return None
        self._at += 1
        self._space(newlines=True)
        low = self._number()
        self._space(newlines=True)
        high: int | None = low
        if self._here == ",":
            self._at += 1
            self._space(newlines=True)
            high = self._number() if self._here in _DIGITS else None
            self._space(newlines=True)
        self._expect("}")
        if max(low, high or 0) > _MOST_REPETITIONS:
            raise self._wrong(f"more than {_MOST_REPETITIONS:,} repetitions are too many")
        if high is not None and high < low:
            raise self._wrong("a repetition ends before it begins")
        return low, high

    def _repeated(self, symbols: list[Symbol], low: int, high: int | None) -> list[Symbol]:
        if not symbols:
            raise self._wrong("there is nothing to repeat")
        optional = 1 if high is None else high - low
        self._grow((len(symbols) + 1) * (low + optional))
        if high is None:
            name = self._invent([])
            self._rules[name] = [[*symbols, name], []]
            return symbols * low + [name]
        rest: list[Symbol] = []
        for _ in range(optional):
            rest = [self._invent([[*symbols, *rest], []])]
        return symbols * low + rest


def _joined(ranges: list[tuple[int, int]]) -> Characters:
    found: list[tuple[int, int]] = []
    for first, last in sorted(ranges):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def _inverted(characters: Characters) -> Characters:
    edges = [0, *(edge for first, last in characters for edge in (first - 1, last + 1))]
    edges.append(LAST_CHARACTER)
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((first, last) for first, last in pairs if first <= last)


def _check_names(rules: Rules) -> None:
    for alternatives in rules.values():
        for sequence in alternatives:
            for symbol in sequence:
                if isinstance(symbol, str) and symbol not in rules:
                    raise grammar_error(f"there is no rule “{symbol}”")


def _ending(rules: Rules) -> set[str]:
    """The rules that some finite text follows."""
    waiting: dict[str, list[tuple[str, list[int]]]] = defaultdict(list)
    found: set[str] = set()
    ready: list[str] = []

    def add(name: str) -> None:
        if name not in found:
            found.add(name)
            ready.append(name)

    for name, alternatives in rules.items():
        for sequence in alternatives:
            if () in sequence:
                continue  # a set without characters
            called = [symbol for symbol in sequence if isinstance(symbol, str)]
            left = [len(called)]
            for symbol in called:
                waiting[symbol].append((name, left))
            if not called:
                add(name)
    while ready:
        for name, left in waiting.pop(ready.pop(), ()):
            left[0] -= 1
            if not left[0]:
                add(name)
    return found
