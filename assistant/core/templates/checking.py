"""Whether a template is right, before it is kept."""

from __future__ import annotations

import re

from assistant.core.chat_parameters import ChatParameters
from assistant.core.templates.parsing import LONGEST_TEXT, wrong
from assistant.core.templates.template import Template
from assistant.core.templates.variable import Variable, shown
from assistant.core.templates.variables import texts_of, variables

MOST_EXAMPLES = 50
LONGEST_NAME = 60
_LONGEST_LINE = 500

_NAME = re.compile(r"[^\W_]+(-[^\W_]+)*")
_LIMITS: dict[str, tuple[float, float]] = {
    "temperature": (0, 100),
    "top_k": (0, 2**31 - 1),
    "top_p": (0, 1),
    "min_p": (0, 1),
    "typical_p": (0, 1),
    "xtc_probability": (0, 1),
    "xtc_threshold": (0, 1),
    "dry_multiplier": (0, 100),
    "repeat_penalty": (0, 100),
    "frequency_penalty": (-100, 100),
    "presence_penalty": (-100, 100),
    "mirostat": (0, 2),
    "mirostat_tau": (0, 100),
    "mirostat_eta": (0, 1),
    "max_tokens": (0, 2**31 - 1),
    "seed": (0, 2**32 - 1),
}


def checked(template: Template) -> tuple[Variable, ...]:
    """The variables of `template`. Raises `TemplateError` for whatever is not right of it."""
    if len(template.name) > LONGEST_NAME or not is_name(template.name):
        raise wrong("name", 0, f"“{shown(template.name)}” is not lower case words joined by “-”")
    for place, line in (("title", template.title), ("description", template.description)):
        if len(line) > _LONGEST_LINE:
            raise wrong(place, 0, f"it has more than {_LONGEST_LINE} characters")
    if not template.title.strip():
        raise wrong("title", 0, "it is empty")
    if not template.text.strip():
        raise wrong("text", 0, "it is empty")
    if template.grammar.strip() and template.json_schema.strip():
        raise wrong("grammar", 0, "there can be a grammar or a JSON schema, not both")
    if len(template.examples) > MOST_EXAMPLES:
        raise wrong("examples", 0, f"there are more than {MOST_EXAMPLES}")
    for place, text in texts_of(template):
        if len(text) > LONGEST_TEXT:
            raise wrong(place, 0, f"it has more than {LONGEST_TEXT} characters")
        if place.startswith(("question", "answer")) and not text.strip():
            raise wrong(place, 0, "it is empty")
    _check_parameters(template.parameters)
    return variables(template)


def is_name(text: str) -> bool:
    """Whether `text` can be typed after "/": lower case words joined by "-"."""
    return bool(_NAME.fullmatch(text)) and text == text.lower()


def _check_parameters(parameters: ChatParameters) -> None:
    for name, (low, high) in _LIMITS.items():
        value = getattr(parameters, name)
        if value is not None and not low <= value <= high:
            raise wrong(name, 0, f"{value} is not from {low} to {high}")
    if parameters.system_prompt:
        raise wrong("parameters", 0, "the system prompt has a place of its own")
