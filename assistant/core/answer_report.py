"""An answer of a conversation as a Markdown text to hand on."""

from __future__ import annotations

from pathlib import PurePath

from assistant.core.citation import Citation
from assistant.core.display_text import one_line
from assistant.core.entities import Message
from assistant.core.grounding import Sources
from assistant.core.summary_report import plain_markdown, readable_marks

_LONGEST_QUOTE = 300


def answer_markdown(message: Message, title: str = "", sources_heading: str = "") -> str:
    """The text of an answer under `title`, with what it stands on below.

    Marks are written as a person would ("(p. 3)"). `sources_heading` stands over the cited
    places, or over the numbered documents where there are several; without one both are left out.
    """
    parts = [f"# {plain_markdown(title)}"] if title else []
    parts.append(readable_marks(message.text) if message.sources else message.text)
    if message.sources is not None and sources_heading:
        lines = _cited(message.sources) or _documents(message.sources)
        if lines:
            parts += [f"## {plain_markdown(sources_heading)}", "\n".join(lines)]
    return "\n\n".join(part.strip("\n") for part in parts if part.strip()) + "\n"


def _cited(sources: Sources) -> list[str]:
    names = {document.place: document.name for document in sources.documents}
    lines, told = [], set()
    for citation in sources.citations:
        if citation.n and citation.n not in told:
            told.add(citation.n)
            lines.append(f"- {_place(citation, names)}")
    return lines


def _place(citation: Citation, names: dict[str, str]) -> str:
    name = names.get(citation.path) or PurePath(citation.path).name
    text = f"\\[{citation.n}\\] {plain_markdown(name)}"
    if citation.page:
        text += f", p. {citation.page}"
    if citation.verified and citation.quote:
        text += f": “{plain_markdown(one_line(citation.quote, _LONGEST_QUOTE))}”"
    return text


def _documents(sources: Sources) -> list[str]:
    """What "(document 2)" means, where there are several."""
    if len(sources.documents) < 2:
        return []
    names = (plain_markdown(document.name) for document in sources.documents)
    return [f"{number}. {name}" for number, name in enumerate(names, 1)]
