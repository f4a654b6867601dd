"""One variable of a template, and what can be its value."""

from __future__ import annotations

import re
from typing import Literal, TypeAlias, get_args

import msgspec

from assistant.core.errors import UserError

VariableKind: TypeAlias = Literal[
    "text",
    "line",
    "number",
    "choice",
    "list",
    "language",
    "file",
    "selection",
    "clipboard",
    "date",
]

KINDS: tuple[str, ...] = get_args(VariableKind)

_LONGEST_SHOWN = 40


class Variable(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a form asks for.

    `least` and `most` are those of a number; of a file with `many`, several can be given.
    `default` "" is none; a choice always has one. Without `required` it may stay empty.
    """

    name: str
    kind: VariableKind = "text"
    choices: tuple[str, ...] = ()
    least: float | None = None
    most: float | None = None
    many: bool = False
    default: str = ""
    required: bool = True

    @property
    def label(self) -> str:
        """The name as people read it: "due_date" is "Due date"."""
        words = " ".join(self.name.replace("_", " ").split())
        return words[:1].upper() + words[1:]


def check(variable: Variable, value: str) -> None:
    """Raises `UserError("usage")` where `value` cannot be given."""
    why = problem(variable, value)
    if why:
        raise UserError(
            "usage", f"“{variable.label}” cannot be used: {why}.", "Change it, then try again."
        )


def problem(variable: Variable, value: str) -> str:
    """Why `value` cannot be given, as a part of a sentence; "" if it can."""
    if variable.kind == "choice" and value not in variable.choices:
        return f"“{shown(value)}” is none of its choices"
    if variable.kind == "list" and not items_of(value):
        return f"“{shown(value)}” has no items"
    return _number_problem(variable, value) if variable.kind == "number" else ""


def _number_problem(variable: Variable, value: str) -> str:
    number = as_number(value)
    if number is None:
        return f"“{shown(value)}” is not a number"
    if variable.least is not None and number < variable.least:
        return f"{value.strip()} is less than {variable.least:g}"
    if variable.most is not None and number > variable.most:
        return f"{value.strip()} is more than {variable.most:g}"
    return ""


def as_number(text: str) -> float | None:
    """The number that `text` is, written with digits and a point; None for anything else."""
    if not re.fullmatch(r"[+-]?(\d{1,300}(\.\d*)?|\.\d+)", text.strip(), re.ASCII):
        return None
    return float(text)


def items_of(value: str) -> tuple[str, ...]:
    """The items of a list, each once: one a line, or divided by commas where it is one line."""
    divided = value.splitlines() if "\n" in value.strip() else re.split(r"[,，、;；]", value)
    return tuple(dict.fromkeys(item.strip() for item in divided if item.strip()))


def shown(text: str) -> str:
    """`text` as an error names it: on one line, not too long."""
    line = " ".join(text.split())
    return line[: _LONGEST_SHOWN - 1] + "…" if len(line) > _LONGEST_SHOWN else line
