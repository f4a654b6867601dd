"""Values to fill templates with in tests."""

from __future__ import annotations

from assistant.core.templates.template import Template
from assistant.core.templates.variables import Variable, variables

_SAMPLES = {
    "line": "the yearly report",
    "language": "French",
    "list": "apples, pears, plums",
    "date": "2026-11-27",
    "text": "The new bridge was opened on Monday.\nIt cost 4.2 million euros.",
}


def sample_values(template: Template) -> dict[str, str]:
    """A value for every variable of `template`, such as a person would give."""
    return {each.name: _sample(each) for each in variables(template)}


def _sample(variable: Variable) -> str:
    if variable.kind == "choice":
        return variable.choices[-1]
    if variable.kind == "number":
        return variable.default or f"{variable.least or 3:g}"
    if variable.kind == "list" and variable.default:
        return variable.default
    return _SAMPLES.get(variable.kind, _SAMPLES["text"])
