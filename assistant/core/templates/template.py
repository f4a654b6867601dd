"""A prompt that people keep."""

from __future__ import annotations

from typing import Literal, TypeAlias

import msgspec

from assistant.core.chat_parameters import ChatParameters

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

    `title_in` and `description_in` hold them in other languages ("zh_CN"). `words_in` says there
    what the names of variables and their choices are called: a prompt keeps its own words, people
    read theirs.
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
    title_in: dict[str, str] = {}
    description_in: dict[str, str] = {}
    words_in: dict[str, dict[str, str]] = {}

    def title_for(self, language: str) -> str:
        """The title in `language` ("zh_CN"), else as it is."""
        return self.title_in.get(language) or self.title

    def description_for(self, language: str) -> str:
        """The description in `language`, else as it is."""
        return self.description_in.get(language) or self.description

    def word_for(self, word: str, language: str) -> str:
        """What a variable's name or a choice is called in `language`; "" where that is not said."""
        return self.words_in.get(language, {}).get(word, "")


class TemplateVersion(msgspec.Struct, frozen=True, kw_only=True):
    """How a template was at a time (seconds since the epoch); the newest is what it is now."""

    id: int
    template_id: int
    saved_at: float
    template: Template
