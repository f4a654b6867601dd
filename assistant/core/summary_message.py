"""A summary as the text of a message: while it is made, and when it is finished.

Marks are those of `core.citation_marks`: in a message about one document "[p. 3]" and "[s. 4]",
in one about several "[d. 2, p. 3]".
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from assistant.core.background import is_chinese
from assistant.core.document_text import ExtractedText
from assistant.core.grounding import DocumentRef, Sources
from assistant.core.messages import Turn
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_report import plain_markdown
from assistant.core.summary_result import SummaryResult
from assistant.core.summary_run import SectionNotes, SummaryRun

_OWN_MARK = re.compile(r"\[([ps])\. (\d[\d, -]*)\]")
_CHINESE_NAMES = re.compile(
    r"chin|mandarin|canton|\bzh\b|zh[-_]|中文|汉语|漢語|普通话|国语|粤语", re.I
)


class SummaryWords:
    """The few words of a summary that the model does not write, in the summary's language."""

    def __init__(self, options: SummaryOptions, texts: Sequence[ExtractedText]) -> None:
        wanted = options.language.strip()
        if wanted:
            self.chinese = bool(_CHINESE_NAMES.search(wanted))
        else:
            self.chinese = is_chinese([Turn("user", text.text[:2000]) for text in texts[:1]])

    @property
    def comparison(self) -> str:
        return "比较" if self.chinese else "Comparison"

    def section(self, notes: SectionNotes) -> str:
        """ "Section 3 of 12 · p. 12–18" """
        first, last = notes.section.first_page, notes.section.last_page
        if self.chinese:
            title = f"第 {notes.number} 节（共 {notes.of} 节）"
            pages = f"第 {first} 页" if first == last else f"第 {first}–{last} 页"
        else:
            title = f"Section {notes.number} of {notes.of}"
            pages = f"p. {first}" if first == last else f"p. {first}–{last}"
        return f"{title} · {pages}" if first else title

    def read(self, coverage: float) -> str:
        percent = min(99, int(coverage * 100))
        if self.chinese:
            return f"已阅读全文的 {percent}%。"
        return f"{percent} % of the text was read."


def message_text(result: SummaryResult, words: SummaryWords) -> str:
    """A finished summary: of one document, or the comparison and then that of each document.

    What was not read, and what went wrong, is said at the end.
    """
    if result.comparison is None:
        parts = [result.documents[0].text]
    else:
        parts = [f"## {words.comparison}", result.comparison.text]
        for number, document in enumerate(result.documents, 1):
            parts += [
                document_heading(number, document.name),
                _with_document(document.text, number),
            ]
    if result.coverage < 1.0 or result.warnings:
        parts.append("---")
    if result.coverage < 1.0:
        parts.append(words.read(result.coverage))
    parts.append("\n".join(f"- {plain_markdown(warning)}" for warning in result.warnings))
    return "\n\n".join(part for part in parts if part)


class InterimText:
    """What there is of a summary while it is made; on the thread of its `run`."""

    def __init__(self, run: SummaryRun, words: SummaryWords) -> None:
        self._run = run
        self._words = words
        self._several = len(run.plan.documents) > 1
        self._finished: dict[int, str] = {}
        self._noted: dict[str, str] = {}

    def documents(self, *, in_order: bool) -> tuple[str, ...]:
        """Of each document its summary, or else the notes on its finished sections.

        With `in_order` the sections up to the first that is not finished: what is shown then
        only grows, while several are on their way. The texts do not name their document.
        """
        count = len(self._run.plan.documents)
        return tuple(self._document(number, in_order) for number in range(count))

    def _document(self, number: int, in_order: bool) -> str:
        if number not in self._finished:
            part = self._run.document(number)
            if part is None:
                return self._sections(number, in_order)
            self._finished[number] = self._own(part.text, number)
        return self._finished[number]

    def _sections(self, number: int, in_order: bool) -> str:
        shown = []
        for node in self._run.plan.nodes:
            if node.document != number or node.section < 0:
                continue
            noted = self._noted_of(node.id, number)
            if noted:
                shown.append(noted)
            elif in_order and self._run.state(node.id) == "waiting":
                break
        return "\n\n".join(shown)

    def _noted_of(self, node_id: str, number: int) -> str:
        """A finished section below its heading; "" before that."""
        if node_id not in self._noted:
            notes = self._run.section_notes(node_id)
            if notes is None:
                return ""
            text = self._own(notes.text, number)
            self._noted[node_id] = f"### {self._words.section(notes)}\n\n{text}"
        return self._noted[node_id]

    def _own(self, text: str, number: int) -> str:
        return _with_document(text, number + 1) if self._several else text


def joined(documents: Sequence[str], names: Sequence[str]) -> str:
    """The interim texts of documents, below their names where there are several."""
    if len(documents) == 1:
        return documents[0]
    parts = [
        f"{document_heading(number, name)}\n\n{text}"
        for number, (text, name) in enumerate(zip(documents, names, strict=True), 1)
        if text
    ]
    return "\n\n".join(parts)


def document_heading(number: int, name: str) -> str:
    return f"## {number}. {plain_markdown(name)}"


def sources_of(
    run: SummaryRun, documents: Sequence[DocumentRef], result: SummaryResult | None
) -> Sources:
    """What the message stands on; of a summary that is not finished, without its points."""
    nodes = [node for node in run.plan.nodes if node.section >= 0]
    return Sources(
        documents=tuple(documents),
        points=() if result is None else result.points,
        section_starts=tuple(
            tuple(section.start for section in planned.sections) for planned in run.plan.documents
        ),
        coverage=run.coverage,
        sections_read=sum(run.state(node.id) == "done" for node in nodes),
        sections=len(nodes),
        warnings=() if result is None else result.warnings,
    )


def _with_document(text: str, number: int) -> str:
    """`text` in which each mark names its document, `number` from 1."""
    return _OWN_MARK.sub(rf"[d. {number}, \1. \2]", text)
