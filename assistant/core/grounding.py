"""How a turn of a conversation is answered, and the documents that an answer stands on."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from assistant.core.chat_parameters import ChatParameters
from assistant.core.citation import Citation
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_point import Point
from assistant.core.templates.template import Example


class DocumentRef(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A kept document as a conversation names it.

    `path` is the file it was read from, "" for a text that was dropped or pasted.
    """

    sha256: str
    name: str
    path: str = ""
    pages: int = 0
    characters: int = 0

    @property
    def place(self) -> str:
        """What `Citation.path` says of it."""
        return self.path or f"text:{self.sha256}"


class Scope(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the questions of a conversation are answered from; empty: from the model alone.

    `collections` are ids of kept collections, as they are when a question is asked.
    """

    documents: tuple[DocumentRef, ...] = ()
    collections: tuple[int, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.documents or self.collections)


class SummaryTask(msgspec.Struct, frozen=True, kw_only=True, tag="summary"):
    """The answer to this turn is a summary of `documents`, in this order."""

    documents: tuple[DocumentRef, ...]
    options: SummaryOptions = SummaryOptions()


class AskTask(msgspec.Struct, frozen=True, kw_only=True, tag="ask"):
    """The turn is a question to the documents of `scope`.

    `scan` reads every section instead of the best passages; None decides by the question.
    """

    scope: Scope
    scan: bool | None = None


class TemplateTask(msgspec.Struct, frozen=True, kw_only=True, tag="template", omit_defaults=True):
    """The turn is a template that was filled in; it is answered as that template wants it.

    `name` and `title` are those of the template, whatever becomes of it. `system` "" leaves the
    conversation's own system prompt, `sampling` holds what the template sets. At most one of
    `grammar` (GBNF) and `json_schema` is not "".
    """

    name: str
    title: str = ""
    system: str = ""
    examples: tuple[Example, ...] = ()
    sampling: ChatParameters = ChatParameters()
    grammar: str = ""
    json_schema: str = ""


Task: TypeAlias = SummaryTask | AskTask | TemplateTask


def goes_on(task: Task | None) -> bool:
    """Whether a reply that was cut short and is asked for again takes up what was finished."""
    return isinstance(task, SummaryTask | AskTask)


class Sources(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What an answer stands on; kept with it.

    The marks in its text are resolved here (`core.citation_marks`): "[2]" is the citations with
    `n` 2, "[p. 3]" page 3 of the only document, "[d. 2]" document 2 (from 1), "[d. 2, p. 3]"
    page 3 of it, "[s. 4]" its section 4, whose first character is `section_starts[document][3]`.
    `points` are those of a summary; their `documents` are indices (from 0) of `documents`.
    `coverage` is the part of the text that was read for it (0 to 1), None where only the best
    passages were. `found` false: the documents do not answer.
    """

    documents: tuple[DocumentRef, ...] = ()
    citations: tuple[Citation, ...] = ()
    points: tuple[Point, ...] = ()
    section_starts: tuple[tuple[int, ...], ...] = ()
    coverage: float | None = None
    sections_read: int = 0
    sections: int = 0
    found: bool = True
    warnings: tuple[str, ...] = ()
