"""A summary as a Markdown text to keep or hand on."""

from __future__ import annotations

import re

from assistant.core.citation_marks import find_marks
from assistant.core.display_text import one_line
from assistant.core.summary_result import PartSummary, SummaryResult

_DOCUMENT = re.compile(r"^d\. ?")
_SPECIAL = re.compile(r"([\\`*_\[\]<>#|])")


def summary_markdown(result: SummaryResult) -> str:
    """The whole summary: of one document, or the comparison and that of each document.

    Pages are named as "(p. 3)"; numbers of sections, which say nothing to a reader of the
    document, are left out.
    """
    if result.comparison is None:
        parts = [f"# {plain_markdown(result.documents[0].name)}", readable(result.documents[0])]
    else:
        parts = ["# Comparison", readable(result.comparison)]
        for number, document in enumerate(result.documents, 1):
            parts += [f"## {number}. {plain_markdown(document.name)}", readable(document)]
    if result.coverage < 1.0 or result.warnings:
        parts.append("---")
        parts.append(f"{int(result.coverage * 100)} % of the text was read.")
        parts += [f"- {plain_markdown(warning)}" for warning in result.warnings]
    return "\n\n".join(part for part in parts if part) + "\n"


def readable(part: PartSummary) -> str:
    """The text of a summary with its marks as a person would write them."""
    return readable_marks(part.text)


def readable_marks(text: str) -> str:
    """`text` with its marks as a person would write them: "(p. 3)", "(document 2, p. 3)".

    Numbered citations ("[2]") stay, and whatever stands in code; sections are left out.
    """
    parts, written = [], 0
    for mark in find_marks(text):
        place = _readable(mark.target)
        if place is not None:
            before = text[written : mark.start]
            parts += [before if place else before.removesuffix(" "), place]
            written = mark.end
    return "".join([*parts, text[written:]])


def _readable(target: str) -> str | None:
    """What a mark with this target is written as; None for one that stays."""
    if target[0].isdigit():
        return None
    document, _comma, inside = target.partition(", ") if target[0] == "d" else ("", "", target)
    if inside[:1] not in ("p", "s", ""):
        document, inside = target, ""  # a list of documents
    named = [_DOCUMENT.sub("document ", document)] if document else []
    named += [inside] if inside.startswith("p") else []
    return f"({', '.join(named)})" if named else ""


def plain_markdown(text: str) -> str:
    """`text` on one line, as Markdown that shows exactly these characters."""
    return _SPECIAL.sub(r"\\\1", one_line(text))
