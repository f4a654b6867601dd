"""Whether a JSON value follows a schema: the plain meaning of the keywords, nothing more."""

from __future__ import annotations

import re
from typing import Any

TYPES: dict[str, tuple[type, ...]] = {
    "object": (dict,),
    "array": (list,),
    "string": (str,),
    "number": (int, float),
    "integer": (int, float),
    "boolean": (bool,),
    "null": (type(None),),
}
FORMATS = {
    "date": r"\d{4}-\d\d-\d\d",
    "time": r"\d\d:\d\d:\d\dZ",
    "date-time": r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ",
    "uuid": r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
}


def follows(value: Any, schema: Any, whole: Any = None) -> bool:
    """Whether `value` is valid; `whole` is the document that references lead into."""
    whole = schema if whole is None else whole
    if isinstance(schema, bool):
        return schema
    kinds = schema.get("type", list(TYPES))
    checks = {dict: _object, list: _array, str: _string, int: _number, float: _number}
    check = checks.get(type(value), lambda *_: True)
    return (
        any(_is(value, kind) for kind in (kinds if isinstance(kinds, list) else [kinds]))
        and ("$ref" not in schema or follows(value, _target(whole, schema["$ref"]), whole))
        and ("const" not in schema or _same(value, schema["const"]))
        and ("enum" not in schema or any(_same(value, each) for each in schema["enum"]))
        and all(
            any(follows(value, each, whole) for each in schema[word])
            for word in ("anyOf", "oneOf")
            if word in schema
        )
        and all(follows(value, each, whole) for each in schema.get("allOf", []))
        and check(value, schema, whole)
    )


def _target(whole: Any, place: str) -> Any:
    for step in place.split("/")[1:]:
        whole = whole[int(step)] if isinstance(whole, list) else whole[step]
    return whole


def _same(first: Any, second: Any) -> bool:
    return type(first) is type(second) and first == second


def _is(value: Any, kind: str) -> bool:
    if isinstance(value, bool):
        return kind == "boolean"
    if kind == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    return isinstance(value, TYPES[kind])


def _object(value: dict[str, Any], schema: dict[str, Any], whole: Any) -> bool:
    properties = schema.get("properties", {})
    if not set(schema.get("required", [])) <= set(value):
        return False
    extra = schema.get("additionalProperties", True)
    return all(follows(each, properties.get(key, extra), whole) for key, each in value.items())


def _array(value: list[Any], schema: dict[str, Any], whole: Any) -> bool:
    if not schema.get("minItems", 0) <= len(value) <= schema.get("maxItems", len(value)):
        return False
    fixed = schema.get("prefixItems", [])
    rest = schema.get("items", True)
    kinds = [*fixed, *[rest] * len(value)]
    return all(follows(each, kind, whole) for each, kind in zip(value, kinds, strict=False))


def _string(value: str, schema: dict[str, Any], _whole: Any) -> bool:
    if "format" in schema and not re.fullmatch(FORMATS[schema["format"]], value):
        return False
    return schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", len(value))


def _number(value: float, schema: dict[str, Any], _whole: Any) -> bool:
    return (
        schema.get("minimum", value) <= value <= schema.get("maximum", value)
        and ("exclusiveMinimum" not in schema or value > schema["exclusiveMinimum"])
        and ("exclusiveMaximum" not in schema or value < schema["exclusiveMaximum"])
    )
