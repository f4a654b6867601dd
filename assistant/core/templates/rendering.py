"""From a template and what a person filled in to what the engine is asked.

Values are data: braces in them are never read as variables, and in a grammar or a JSON schema
they are written as literals of it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence

import msgspec

from assistant.core.chat_parameters import ChatParameters
from assistant.core.errors import UserError
from assistant.core.messages import Turn
from assistant.core.templates.parsing import Block, Part, Use, parse, wrong
from assistant.core.templates.template import Example, Template
from assistant.core.templates.variable import Variable, as_number, check, items_of, shown
from assistant.core.templates.variables import variables


class Rendered(msgspec.Struct, frozen=True, kw_only=True):
    """A template without variables. `text` is the person's turn.

    `sampling` are the parameters that the template sets. At most one of `grammar` (GBNF) and
    `json_schema` is not "".
    """

    system: str
    examples: tuple[Example, ...]
    text: str
    sampling: ChatParameters
    grammar: str
    json_schema: str

    @property
    def turns(self) -> tuple[Turn, ...]:
        """The whole prompt: the system, the examples as turns, the person's text."""
        return (
            *((Turn("system", self.system),) if self.system else ()),
            *example_turns(self.examples),
            Turn("user", self.text),
        )


def example_turns(examples: Sequence[Example]) -> tuple[Turn, ...]:
    """Each example as a question and its answer."""
    return tuple(
        turn
        for example in examples
        for turn in (Turn("user", example.question), Turn("assistant", example.answer))
    )


def rendered(template: Template, values: Mapping[str, str]) -> Rendered:
    """`template` with `values`, by names of variables; what is not given has its default.

    Any thread. Raises `UserError("usage")`: a value is missing or cannot be, a name that no
    variable has, or a template that is not right.
    """
    declared = {variable.name: variable for variable in variables(template)}
    for name in values:
        if name not in declared:
            raise _no_variable(name, tuple(declared))
    given = {name: _value(each, values.get(name, "")) for name, each in declared.items()}

    def text(source: str) -> str:
        # the spaces at its ends may be those of a value, and mean something
        return _filled(source, given, lambda name: _as_text(declared[name], given[name])).strip(
            "\n"
        )

    def literal(source: str, write: Callable[[Variable, str], str]) -> str:
        return _filled(source, given, lambda name: write(declared[name], given[name])).strip()

    schema = literal(template.json_schema, _as_json)
    if schema:
        _check_schema(schema)
    said = text(template.text)
    if not said.strip():
        raise UserError("empty_prompt", "The prompt is empty.", "Fill in the template first.")
    return Rendered(
        system=text(template.system),
        examples=tuple(
            Example(question=text(each.question), answer=text(each.answer))
            for each in template.examples
        ),
        text=said,
        sampling=template.parameters,
        grammar=literal(template.grammar, _as_gbnf),
        json_schema=schema,
    )


def merged(own: ChatParameters, template: ChatParameters, system: str = "") -> ChatParameters:
    """The parameters of a conversation with what a template sets, and its system prompt."""
    plain = ChatParameters()
    names = (name for name in ChatParameters.__struct_fields__ if name != "on_overflow")
    replaced = {
        name: value for name in names if (value := getattr(template, name)) != getattr(plain, name)
    }
    if system:
        replaced["system_prompt"] = system
    return msgspec.structs.replace(own, **replaced)


def _value(variable: Variable, given: str) -> str:
    """What stands for `variable`; "" where it may be left out. Raises `UserError`."""
    # blanks alone are nothing, but what they surround stays as it was given
    value = given if given.strip() else variable.default
    if not value:
        if variable.required:
            raise UserError(
                "usage", f"“{variable.label}” is not filled in.", "Fill it in, then try again."
            )
        return ""
    check(variable, value)
    return value


def _no_variable(name: str, known: Sequence[str]) -> UserError:
    listed = ", ".join(known)
    return UserError(
        "usage",
        f"The template has no variable “{shown(name)}”.",
        f"It has: {listed}." if known else "It has none.",
    )


def _filled(source: str, given: Mapping[str, str], write: Callable[[str], str]) -> str:
    def walk(parts: Sequence[Part]) -> str:
        return "".join(piece(part) for part in parts)

    def piece(part: Part) -> str:
        match part:
            case Use(name=name):
                return write(name) if given[name] else ""
            case Block(name=name, parts=inner, unless=unless):
                return walk(inner) if bool(given[name]) != unless else ""
            case _:
                return part

    return walk(parse(source).parts)


def _as_text(variable: Variable, value: str) -> str:
    if variable.kind == "list":
        return ", ".join(items_of(value))
    if variable.kind in ("line", "number", "language", "date"):
        return " ".join(value.split())
    return value


def _as_gbnf(variable: Variable, value: str) -> str:
    """A literal of GBNF, of a list any of its items."""
    items = items_of(value) if variable.kind == "list" else (_as_text(variable, value),)
    return f"({' | '.join(_gbnf_literal(item) for item in items)})"


def _gbnf_literal(text: str) -> str:
    escapes = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
    return '"' + "".join(escapes.get(each, each) for each in text) + '"'


def _as_json(variable: Variable, value: str) -> str:
    """A value of JSON: a number, a list of texts, or a text."""
    if variable.kind == "list":
        return json.dumps(items_of(value), ensure_ascii=False)
    if variable.kind == "number":
        number = as_number(value)
        return json.dumps(int(number) if number is not None and number == int(number) else number)
    return json.dumps(_as_text(variable, value), ensure_ascii=False)


def _check_schema(schema: str) -> None:
    try:
        json.loads(schema)
    except (ValueError, RecursionError) as error:
        raise wrong("json_schema", getattr(error, "lineno", 0), "it is not JSON") from error
