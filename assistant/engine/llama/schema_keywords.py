"""What the keywords of a JSON Schema say, and which of them a grammar cannot keep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from assistant.core.errors import UserError
from assistant.engine.llama.number_ranges import Bounds

Schema = dict[str, Any]

MOST_TIMES = 1000
"""The largest count that a grammar keeps; a larger maximum is brought down to it."""

REFUSED = frozenset(
    (
        "not",
        "if",
        "then",
        "else",
        "dependentSchemas",
        "dependentRequired",
        "dependencies",
        "contains",
        "minContains",
        "maxContains",
        "uniqueItems",
        "multipleOf",
        "propertyNames",
        "patternProperties",
        "minProperties",
        "maxProperties",
        "pattern",
        "$dynamicRef",
        "$recursiveRef",
        "unevaluatedItems",
        "additionalItems",
    )
)
"""Keywords with conditions that a grammar cannot keep."""

_KEYWORDS_OF: Mapping[str, tuple[str, ...]] = {
    "object": ("properties", "required", "additionalProperties", "unevaluatedProperties"),
    "array": ("items", "prefixItems", "minItems", "maxItems"),
    "string": ("minLength", "maxLength", "format"),
    "number": ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
}
CONSTRAINTS = frozenset(
    name
    for names in (
        ("type", "enum", "const", "anyOf", "oneOf", "allOf", "$ref"),
        *_KEYWORDS_OF.values(),
    )
    for name in names
)
"""Keywords with conditions that a grammar can keep; the others are remarks."""


def bad_schema(reason: str) -> UserError:
    """The error for a schema that cannot be used."""
    return UserError(
        "usage", f"The JSON schema cannot be used: {reason}.", "Mend it, then try again."
    )


def shown(value: object) -> str:
    """`value` in a sentence."""
    text = "a list or object" if isinstance(value, list | dict) else str(value)
    return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"


def list_of(value: object, word: str) -> list[Any]:
    """`value`, which stands at `word`. Raises `UserError` unless it is a list."""
    if not isinstance(value, list):
        raise bad_schema(f"“{word}” is not a list")
    return value


def check_alone(schema: Schema, word: str, *also: str) -> None:
    """Raises `UserError` if `schema` has conditions beside `word`."""
    others = set(schema) & CONSTRAINTS - {word, *also}
    if others:
        raise bad_schema(f"“{word}” cannot be combined with “{min(others)}”")


def implied_type(schema: Schema) -> str | None:
    """The type that the conditions of `schema` are about."""
    for kind, words in _KEYWORDS_OF.items():
        if any(word in schema for word in words):
            return kind
    return None


def is_of(value: object, kind: object) -> bool:
    """Whether a JSON value is of a type. Raises `UserError` for a type that does not exist."""
    if isinstance(value, bool):
        return kind == "boolean"
    kinds: dict[object, tuple[type, ...]] = {
        "object": (dict,),
        "array": (list,),
        "string": (str,),
        "number": (int, float),
        "integer": (int,),
        "null": (type(None),),
    }
    if kind not in kinds:
        raise bad_schema(f"{shown(kind)} is not a type")
    return isinstance(value, kinds[kind])


def literal(text: str) -> str:
    """`text` in GBNF's quotes."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def merged(parts: Sequence[Schema]) -> Schema:
    """What all of `parts` ask for. Raises `UserError` when they cannot be joined."""
    whole: Schema = {}
    closed = [part for part in parts if part.get("additionalProperties") is False]
    if closed and len([part for part in parts if part.get("properties")]) > 1:
        raise bad_schema("“allOf” cannot join objects that allow no additional properties")
    for part in parts:
        for word, value in part.items():
            if word not in CONSTRAINTS and word not in REFUSED:
                continue
            if word not in whole or whole[word] == value:
                whole[word] = value
            elif word == "properties" and not _clash(whole[word], value):
                whole[word] = {**whole[word], **value}
            elif word == "required":
                whole[word] = [*whole[word], *list_of(value, word)]
            else:
                raise bad_schema(f"“allOf” has different conditions for “{word}”")
    return whole


def _clash(first: object, second: object) -> bool:
    """Whether two lists of properties say different things of one property."""
    if not isinstance(first, dict) or not isinstance(second, dict):
        return True
    return any(first[key] != second[key] for key in first.keys() & second.keys())


def counts(schema: Schema, least: str, most: str) -> tuple[int, int | None]:
    """The smallest and largest count; the largest is brought to what a grammar can count."""
    low, high = schema.get(least, 0), schema.get(most)
    for word, value in ((least, low), (most, high)):
        if value is not None and (type(value) is not int or value < 0):
            raise bad_schema(f"“{word}” is not a whole number")
    if low > MOST_TIMES:
        raise bad_schema(f"“{least}” is more than {MOST_TIMES:,}")
    if high is None:
        return low, None
    if high < low:
        raise bad_schema(f"“{most}” is less than “{least}”")
    return low, min(high, MOST_TIMES)


def times(low: int, high: int | None) -> str:
    """A repetition in GBNF."""
    return f"{{{low},{'' if high is None else high}}}"


def bounds_of(schema: Schema) -> Bounds:
    """The bounds of a number. Raises `UserError`."""
    found: dict[str, Any] = {}
    for word in _KEYWORDS_OF["number"]:
        value = schema.get(word)
        if value is None:
            continue
        if type(value) not in (int, float):
            raise bad_schema(f"“{word}” is not a number")
        side = "low" if word.endswith("inimum") else "high"
        opened = word.startswith("exclusive")
        known = found.get(side)
        stricter = known is None or (value > known if side == "low" else value < known)
        if stricter or (value == known and opened):
            found[side], found[side + "_open"] = value, opened
    return Bounds(**found)
