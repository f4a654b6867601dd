"""A summary as a Markdown text to keep or hand on."""

from __future__ import annotations

import re

from assistant.core.display_text import one_line
from assistant.core.summary_result import PartSummary, SummaryResult

_SECTION_MARK = re.compile(r" ?\[s\. [^\]]*\]")
_PAGE_MARK = re.compile(r"\[p\. ([^\]]*)\]")
_DOCUMENT_MARK = re.compile(r"\[d\. ([^\]]*)\]")
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
    """`text` with its marks as a person would write them: "(p. 3)", "(document 2, p. 3)"."""
    text = _SECTION_MARK.sub("", text)
    text = _PAGE_MARK.sub(r"(p. \1)", text)
    return _DOCUMENT_MARK.sub(r"(document \1)", text)


def plain_markdown(text: str) -> str:
    """`text` on one line, as Markdown that shows exactly these characters."""
    return _SPECIAL.sub(r"\\\1", one_line(text))
