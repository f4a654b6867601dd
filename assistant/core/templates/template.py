"""A prompt that people keep."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from assistant.core.entities import ChatParameters

TemplateMode: TypeAlias = Literal["chat", "write", "translate", "documents"]


class Example(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A pair that shows the model what is wanted; it becomes two turns."""

    question: str
    answer: str


class Template(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`text` is the person's turn, with variables like `{{tone:choice(formal,friendly)}}`.

    `name` is what is typed after "/": lower case, words joined by "-". `title` and `description`
    are what people read. Only one of `grammar` (GBNF) and `json_schema` can be given. `builtin`
    ones come with the application; one that was changed can be reset. `id` 0 is not kept yet.
    """

    id: int = 0
    name: str
    title: str
    description: str = ""
    mode: TemplateMode = "chat"
    text: str
    system: str = ""
    examples: tuple[Example, ...] = ()
    parameters: ChatParameters = ChatParameters()
    grammar: str = ""
    json_schema: str = ""
    tags: tuple[str, ...] = ()
    favourite: bool = False
    shortcut: str = ""
    builtin: bool = False
    changed: bool = False


class TemplateVersion(msgspec.Struct, frozen=True, kw_only=True):
    """How a template was at a time (seconds since the epoch); the newest is what it is now."""

    id: int
    template_id: int
    saved_at: float
    template: Template
