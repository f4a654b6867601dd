"""What a template says with what is filled in so far."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QCoreApplication

from assistant.core.templates.parsing import Block, Part, Use, parse
from assistant.core.templates.template import Template
from assistant.core.templates.variable import Variable, items_of
from assistant.ui.templates.template_words import words_of

translate = QCoreApplication.translate
_LONGEST_VALUE = 1500
_LONGEST = 20_000


def preview_text(
    template: Template, variables: Sequence[Variable], values: Mapping[str, str]
) -> str:
    """The person's turn; the name of a variable stands in brackets until it has a value.

    Long values are cut in the middle. Raises `UserError` where the text is not right.
    """
    return _filled(template.text, variables, values, words_of(template))


def whole_preview(
    template: Template, variables: Sequence[Variable], values: Mapping[str, str]
) -> str:
    """System prompt, examples and the person's turn, each under its name."""
    parts = []
    if template.system.strip():
        said = _filled(template.system, variables, values, words_of(template))
        parts.append((translate("Templates", "System prompt"), said))
    for number, example in enumerate(template.examples, 1):
        question = _filled(example.question, variables, values, words_of(template))
        answer = _filled(example.answer, variables, values, words_of(template))
        name = translate("Templates", "Example {number}").format(number=number)
        parts.append((name, f"{question}\n→ {answer}"))
    text = _filled(template.text, variables, values, words_of(template))
    if not parts:
        return text
    parts.append((translate("Templates", "Prompt"), text))
    return "\n\n".join(f"— {name} —\n{said}" for name, said in parts)


def _filled(
    source: str,
    variables: Sequence[Variable],
    values: Mapping[str, str],
    words: Mapping[str, str],
) -> str:
    known = {each.name: _shown(each, values.get(each.name, ""), words) for each in variables}

    def walk(parts: Sequence[Part]) -> str:
        said = []
        for part in parts:
            match part:
                case Use(name=name):
                    said.append(known.get(name, ""))
                case Block(name=name, parts=inner, unless=unless):
                    said.append(walk(inner) if bool(known.get(name)) != unless else "")
                case _:
                    said.append(str(part))
        return "".join(said)

    return walk(parse(source).parts).strip()[:_LONGEST]


def _shown(variable: Variable, given: str, words: Mapping[str, str]) -> str:
    value = given if given.strip() else variable.default
    if not value:
        return f"[{words.get(variable.name) or variable.label}]" if variable.required else ""
    if variable.kind == "list":
        value = ", ".join(items_of(value))
    if len(value) > _LONGEST_VALUE:
        half = _LONGEST_VALUE // 2
        value = f"{value[:half]} … {value[-half:]}"
    return value
