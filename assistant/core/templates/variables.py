"""The variables of a template: `{{name}}`, `{{name:type}}`, `{{name:type=default}}`.

- `{{topic}}` is a text of several lines; `{{subject:line}}` one of one line
- `{{words:number(50,2000)=300}}`: bounds may be left out, also one of them: `number(1,)`
- `{{tone:choice(formal,friendly)=friendly}}`: the first one is chosen unless another is named;
  a comma or a bracket inside a choice stands behind a backslash
- `{{labels:list=good, bad}}`: several items, divided by lines or commas
- `{{paper:file}}`, `{{papers:file(many)}}`: the text of files
- `{{to:language}}`, `{{text:selection}}`, `{{text:clipboard}}`, `{{due:date}}`

A variable has one type in all of its template; where one place names it, `{{name}}` is enough in
the others. `{{#name}}…{{/name}}` stands in the prompt where the variable has a value, and
`{{^name}}…{{/name}}` where it has none; a variable that stands only inside its own blocks may stay
empty. A tag of a block that has its line for itself takes the line along. A backslash before two
braces makes them what they are; two make one backslash and a variable.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from assistant.core.templates.parsing import Mention, parse, wrong
from assistant.core.templates.template import Template
from assistant.core.templates.variable import Variable, VariableKind, problem, shown

__all__ = ["MOST_VARIABLES", "Variable", "VariableKind", "texts_of", "variables"]

MOST_VARIABLES = 50


def texts_of(template: Template) -> Iterator[tuple[str, str]]:
    """(place, text) of all that may hold variables, in the order that a form asks for them."""
    yield "text", template.text
    yield "system", template.system
    for number, example in enumerate(template.examples, 1):
        yield f"question {number}", example.question
        yield f"answer {number}", example.answer
    yield "grammar", template.grammar
    yield "json_schema", template.json_schema


def variables(template: Template) -> tuple[Variable, ...]:
    """All variables, in the order they first come; any thread.

    Raises `TemplateError`, which is a `UserError("usage")` that names the place and the line.
    """
    found: dict[str, tuple[Mention, str]] = {}
    free: set[str] = set()
    for place, text in texts_of(template):
        parsed = parse(text, place)
        free |= parsed.free
        for mention in parsed.mentions:
            name = mention.variable.name
            known = found.get(name)
            found[name] = (mention if known is None else _agreed(known[0], mention, place), place)
    if len(found) > MOST_VARIABLES:
        raise wrong("text", 0, f"it has more than {MOST_VARIABLES} variables")
    return tuple(
        msgspec.structs.replace(_whole(mention, place), required=name in free)
        for name, (mention, place) in found.items()
    )


def _agreed(known: Mention, other: Mention, place: str) -> Mention:
    """What two places say of one variable, together."""
    replace = msgspec.structs.replace
    first, second = known.variable, other.variable
    if known.typed and other.typed and replace(first, default="") != replace(second, default=""):
        raise wrong(place, other.line, f"“{second.name}” has another type than before")
    if first.default and second.default and first.default != second.default:
        raise wrong(place, other.line, f"“{second.name}” has another default than before")
    said = second if other.typed else first
    default = first.default or second.default
    return Mention(replace(said, default=default), known.typed or other.typed, other.line)


def _whole(mention: Mention, place: str) -> Variable:
    """The variable, whose default is one of its values."""
    variable = mention.variable
    if variable.kind == "choice" and not variable.default:
        return msgspec.structs.replace(variable, default=variable.choices[0])
    if variable.default and (why := problem(variable, variable.default)):
        raise wrong(place, mention.line, f"the default of “{shown(variable.name)}”: {why}")
    return variable
