"""From a JSON Schema to the GBNF grammar of documents that follow it.

Everything the grammar allows is valid; not everything valid is allowed: properties keep their
order, no others are added to those that are named, and long numbers and white space are bounded.
`oneOf` is taken as `anyOf`. What cannot be kept by a grammar is refused, never passed over.
Keywords: https://json-schema.org/draft/2020-12/json-schema-validation
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from assistant.engine.llama.number_ranges import Bounds, integer_range, number_range
from assistant.engine.llama.schema_keywords import (
    CONSTRAINTS,
    REFUSED,
    Schema,
    bad_schema,
    bounds_of,
    check_alone,
    counts,
    implied_type,
    is_of,
    list_of,
    literal,
    merged,
    shown,
    times,
)

LONGEST_SCHEMA = 1 << 18
"""Characters."""

_DEEPEST = 64
_MOST_RULES = 5000

_SPACE = r'| " " | "\n" [ \t]{0,20}'
_CHARACTER = r'[ !#-\[\]-~\u00A0-\uD7FF\uE000-\U0010FFFF] | "\\" ["\\/bfnrt]'
_PRIMITIVES = {
    "space": _SPACE,
    "character": _CHARACTER,
    "string": r'"\"" character* "\""',
    "digits": "[0-9]{1,15}",
    "integer": r'"-"? ("0" | [1-9] [0-9]{0,14})',
    "number": r'integer ("." digits)? ([eE] [-+]? [0-9]{1,2})?',
    "boolean": '"true" | "false"',
    "null": '"null"',
    "value": "object | array | string | number | boolean | null",
    "member": 'string space ":" space value',
    "object": '"{" space (member space ("," space member space)*)? "}"',
    "array": '"[" space (value space ("," space value space)*)? "]"',
    "date": '[1-2] [0-9]{3} "-" ("0" [1-9] | "1" [0-2]) "-" ("0" [1-9] | "1" [0-9] | "2" [0-8])',
    "time": '("0" [0-9] | "1" [0-9] | "2" [0-3]) ":" [0-5] [0-9] ":" [0-5] [0-9] "Z"',
    "hex": "[0-9a-f]",
}
_NEEDS = {
    "string": ("character",),
    "number": ("integer", "digits"),
    "value": ("object", "array", "string", "number", "boolean", "null"),
    "member": ("string", "space", "value"),
    "object": ("member", "space"),
    "array": ("value", "space"),
}
_FORMATS = {
    "date": (r'"\"" date "\""', ("date",)),
    "time": (r'"\"" time "\""', ("time",)),
    "date-time": (r'"\"" date "T" time "\""', ("date", "time")),
    "uuid": (r'"\"" hex{8} "-" hex{4} "-" hex{4} "-" hex{4} "-" hex{12} "\""', ("hex",)),
}


def grammar_of_schema(text: str) -> str:
    """GBNF whose documents follow the schema. Raises `UserError` ("usage"). Fetches nothing."""
    if len(text) > LONGEST_SCHEMA:
        raise bad_schema("it is too long")
    try:
        schema = json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        raise bad_schema(f"it is not JSON ({error})") from error
    except RecursionError as error:
        raise bad_schema("it is nested too deep") from error
    _check_depth(schema)
    return _Converter(schema).grammar()


def _no_constant(name: str) -> None:
    raise ValueError(f"{name} is not a number")


def _check_depth(schema: object) -> None:
    """Refuse what would take Python to the end of its stack."""
    level = [schema]
    for _ in range(_DEEPEST):
        level = [
            inner
            for outer in level
            if isinstance(outer, dict | list)
            for inner in (outer.values() if isinstance(outer, dict) else outer)
        ]
        if not level:
            return
    raise bad_schema("it is nested too deep")


class _Converter:
    """Collects the rules of one schema."""

    def __init__(self, schema: object) -> None:
        self._schema = schema
        self._rules: dict[str, str] = {}
        self._places: dict[str, str] = {}
        self._depth = 0

    def grammar(self) -> str:
        """All rules; the first is "root"."""
        self._rules["root"] = ""
        self._rules["root"] = self._visit(self._schema)
        return "\n".join(f"{name} ::= {rule}" for name, rule in self._rules.items())

    def _add(self, rule: str) -> str:
        """A new rule's name."""
        if len(self._rules) > _MOST_RULES:
            raise bad_schema("it is too large")
        name = f"r{len(self._rules)}"
        self._rules[name] = rule
        return name

    def _primitive(self, name: str) -> str:
        if name not in self._rules:
            self._rules[name] = _PRIMITIVES[name]
            for needed in _NEEDS.get(name, ()):
                self._primitive(needed)
        return name

    def _visit(self, schema: object) -> str:
        """What stands for `schema` in a rule: a name, or text in parentheses."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise bad_schema("it is nested too deep")
        try:
            if schema is True:
                return self._primitive("value")
            if schema is False:
                raise bad_schema("a part of it allows nothing")
            if not isinstance(schema, dict):
                raise bad_schema(f"{shown(schema)} is not a schema")
            return self._visit_object_of(schema)
        finally:
            self._depth -= 1

    def _visit_object_of(self, schema: Schema) -> str:
        for word in REFUSED:
            if schema.get(word) or (word == "not" and word in schema):
                raise bad_schema(f"“{word}” is not supported")
        for word, visit in (
            ("$ref", self._visit_reference),
            ("anyOf", self._visit_any),
            ("oneOf", self._visit_any),
            ("allOf", self._visit_all),
        ):
            if word in schema:
                return visit(schema, word)
        if "const" in schema:
            return self._visit_values(schema, [schema["const"]])
        if "enum" in schema:
            return self._visit_values(schema, list_of(schema["enum"], "enum"))
        kind = schema.get("type", implied_type(schema))
        if isinstance(kind, list):
            return self._either([self._visit({**schema, "type": each}) for each in kind])
        if kind is None:
            return self._primitive("value")
        return self._visit_type(schema, kind)

    def _visit_type(self, schema: Schema, kind: object) -> str:
        visits: dict[object, Callable[[Schema], str]] = {
            "object": self._object,
            "array": self._array,
            "string": self._string,
            "number": self._number,
            "integer": self._integer,
        }
        if kind in visits:
            return visits[kind](schema)
        if kind in ("boolean", "null"):
            return self._primitive(str(kind))
        raise bad_schema(f"{shown(kind)} is not a type")

    def _either(self, choices: Sequence[str]) -> str:
        if not choices:
            raise bad_schema("a choice in it is empty")
        return self._add(" | ".join(choices)) if len(choices) > 1 else choices[0]

    # references and combinations

    def _visit_reference(self, schema: Schema, word: str) -> str:
        check_alone(schema, word)
        place = schema[word]
        if place not in self._places:
            target = self._target(place)
            name = self._places[place] = self._add("")
            self._rules[name] = self._visit(target)
        return self._places[place]

    def _target(self, place: object) -> Any:
        """The part of the schema that a JSON pointer such as "#/$defs/item" leads to."""
        if not isinstance(place, str) or not (place == "#" or place.startswith("#/")):
            raise bad_schema(f"{shown(place)} lies outside of it; only “#/…” can be referred to")
        target = self._schema
        for step in place[2:].split("/") if place != "#" else ():
            key = step.replace("~1", "/").replace("~0", "~")
            if isinstance(target, dict) and key in target:
                target = target[key]
            elif isinstance(target, list) and key.isdecimal() and int(key[:9]) < len(target):
                target = target[int(key)]
            else:
                raise bad_schema(f"{shown(place)} leads nowhere")
        return target

    def _visit_any(self, schema: Schema, word: str) -> str:
        check_alone(schema, word, "type")
        kind = {"type": schema["type"]} if "type" in schema else {}
        return self._either(
            [
                self._visit({**kind, **choice} if isinstance(choice, dict) else choice)
                for choice in list_of(schema[word], word)
            ]
        )

    def _visit_all(self, schema: Schema, word: str) -> str:
        parts = [{key: value for key, value in schema.items() if key != word}]
        parts += [self._followed(part) for part in list_of(schema[word], word)]
        return self._visit(merged(parts))

    def _followed(self, part: object) -> Schema:
        """A part of "allOf", or what it refers to."""
        for _ in range(_DEEPEST):
            if not isinstance(part, dict):
                raise bad_schema(f"{shown(part)} cannot be part of “allOf”")
            if set(part) & CONSTRAINTS != {"$ref"}:
                return part
            part = self._target(part["$ref"])
        raise bad_schema("a reference in it leads to itself")

    def _visit_values(self, schema: Schema, values: Sequence[object]) -> str:
        if (
            set(schema) & CONSTRAINTS - {"type", "const", "enum"}
            or len({"const", "enum"} & set(schema)) > 1
        ):
            raise bad_schema("“const” and “enum” cannot be combined with other conditions")
        kinds = schema.get("type")
        if kinds is not None:
            wanted = kinds if isinstance(kinds, list) else [kinds]
            values = [value for value in values if any(is_of(value, kind) for kind in wanted)]
        return self._either([literal(json.dumps(value, ensure_ascii=False)) for value in values])

    # types

    def _object(self, schema: Schema) -> str:
        properties = schema.get("properties", {})
        required = list_of(schema.get("required", []), "required")
        if not isinstance(properties, dict) or not all(isinstance(key, str) for key in required):
            raise bad_schema("“properties” and “required” are not what they should be")
        other = schema.get("unevaluatedProperties", True)
        extra = schema.get("additionalProperties", other)
        properties = {**dict.fromkeys(required, extra), **properties}
        if not properties:
            return self._free_object(extra)
        members = {
            key: self._add(
                f'{literal(json.dumps(key, ensure_ascii=False))} space ":" space '
                f"{self._visit(value)} space"
            )
            for key, value in properties.items()
            if key in required or value is not False
        }
        self._primitive("space")
        return self._add(f'"{{" space {self._members(members, set(required))} "}}"')

    def _free_object(self, extra: object) -> str:
        if extra is False:
            self._primitive("space")
            return self._add('"{" space "}"')
        if extra is True:
            return self._primitive("object")
        member = self._add(f'string space ":" space {self._visit(extra)} space')
        self._primitive("space")
        self._primitive("string")
        return self._add(f'"{{" space ({member} ("," space {member})*)? "}}"')

    def _members(self, members: dict[str, str], required: set[str]) -> str:
        """Members in their order; the optional ones may be left out, with their comma."""
        after, first = '""', '""'
        for key, member in reversed(members.items()):
            following = f'"," space {member} {after}'
            beginning = f"{member} {after}"
            if key in required:
                after, first = self._add(following), self._add(beginning)
            else:
                after = self._add(f"{following} | {after}")
                first = self._add(f"{beginning} | {first}")
        return first

    def _array(self, schema: Schema) -> str:
        fixed = list_of(schema.get("prefixItems", []), "prefixItems")
        items = schema.get("items", not fixed)
        if isinstance(items, list):  # as drafts before 2020-12 spelled it
            fixed, items = items, False
        low, high = counts(schema, "minItems", "maxItems")
        if items is False:
            high = len(fixed) if high is None else min(high, len(fixed))
        if high is not None and low > high:
            raise bad_schema("no array has as many items as it wants")
        self._primitive("space")
        comma = ' "," space '
        first = comma.join(f"{self._visit(item)} space" for item in fixed[:high])
        given = min(len(fixed), len(fixed) if high is None else high)
        if high == given:
            return self._add(f'"[" space {first} "]"')
        item = self._visit(items)
        more = self._add(f'"," space {item} space')
        if not given:
            first = f"{item} space"
            given = 1
        least, most = max(0, low - given), None if high is None else high - given
        body = f"{first} {more}{times(least, most)}"
        empty = not fixed and not low
        return self._add(f'"[" space ({body})? "]"' if empty else f'"[" space {body} "]"')

    def _string(self, schema: Schema) -> str:
        kind = schema.get("format")
        low, high = counts(schema, "minLength", "maxLength")
        if isinstance(kind, str) and kind in _FORMATS:
            if low or high is not None:
                raise bad_schema("“format” cannot be combined with a length")
            rule, needed = _FORMATS[kind]
            for name in needed:
                self._primitive(name)
            return self._add(rule)
        if not low and high is None:
            return self._primitive("string")
        self._primitive("character")
        return self._add(f'"\\"" character{times(low, high)} "\\""')

    def _integer(self, schema: Schema) -> str:
        return self._bounded("integer", integer_range, schema)

    def _number(self, schema: Schema) -> str:
        return self._bounded("number", number_range, schema)

    def _bounded(self, kind: str, rule: Callable[[Bounds], str], schema: Schema) -> str:
        bounds = bounds_of(schema)
        if bounds == Bounds():
            return self._primitive(kind)
        try:
            return self._add(rule(bounds))
        except ValueError as error:
            raise bad_schema(str(error)) from error
