"""What tests of summaries share: documents that are kept, an engine that summarises."""

from __future__ import annotations

import re
from collections.abc import Callable

from assistant.core.document_text import Block, ExtractedText
from assistant.core.entities import Message
from assistant.core.grounding import DocumentRef, SummaryTask
from assistant.core.messages import Generate, Turn
from assistant.core.summary_options import SummaryOptions
from tests.controllers.conftest import Desk

CONTEXT = 1400
"""Small enough that a few pages are several sections."""


def report(name: str, pages: int, start: int = 1) -> ExtractedText:
    """A text of some paragraphs on each page, each of which says a fact of its own."""
    parts, blocks, starts, at = [], [], [], 0
    for page in range(1, pages + 1):
        starts.append(at)
        for number in range(4):
            fact = start * 1000 + page * 10 + number
            words = " ".join(f"{name[0]}{n}" for n in range(60))
            paragraph = f"Fact {fact} says {words}."
            blocks.append(Block(at, at + len(paragraph), "paragraph", page))
            parts.append(paragraph)
            at += len(paragraph) + 2
    return ExtractedText(
        name=name,
        format="pdf",
        sha256=f"{name}-{pages}-{start}".encode().hex().ljust(64, "0")[:64],
        text="\n\n".join(parts),
        blocks=tuple(blocks),
        page_starts=tuple(starts),
    )


def summarising(turns: tuple[Turn, ...]) -> str:
    """Notes on a section that name its first page; otherwise a summary with marks."""
    asked = turns[-1].content
    marks = re.findall(r"\[[ps]\. \d+\]", asked)
    mark = f" {marks[0]}" if marks else ""
    facts = re.findall(r"Fact (\d+)", asked)
    if "Now write at most" in asked:
        return "\n".join(f"- Fact {fact}{mark}" for fact in facts[:2])
    if "Now write the comparison" in asked:
        return "Both hold facts [d. 1-2]. Only one holds the rest [d. 2]."
    return f"It holds facts, the first of which is {facts[0]}{mark}. It ends [p. 9999]."


def keep(desk: Desk, *texts: ExtractedText) -> tuple[DocumentRef, ...]:
    """Have the library keep `texts`."""
    for text in texts:
        desk.from_library(lambda library, text=text: library.documents.keep_document(text, "/t"))
    return tuple(
        DocumentRef(
            sha256=text.sha256,
            name=text.name,
            path=f"/texts/{text.name}",
            pages=text.pages,
            characters=len(text.text),
        )
        for text in texts
    )


def begin(
    desk: Desk,
    documents: tuple[DocumentRef, ...],
    options: SummaryOptions = SummaryOptions(length="short"),  # noqa: B008 - frozen
) -> Message:
    """Ask for a summary; the empty reply."""
    with desk.qtbot.waitSignal(desk.chat.turn_accepted) as accepted:
        desk.chat.send("Summarise it", task=SummaryTask(documents=documents, options=options))
    return accepted.args[0][-1]


def finish(desk: Desk, start: Callable[[], object]) -> Message:
    """Do `start` and wait for the end of a reply."""
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        start()
    desk.settle()
    return finished.args[0]


def passes(desk: Desk) -> list[Generate]:
    """The passes that were asked of the engine."""
    return [asked for asked in desk.asked(Generate) if "MATERIAL" in asked.turns[-1].content]
