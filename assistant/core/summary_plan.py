"""How a summary will be made: how many passes over what, and how long it will take.

A document that fits is read in one pass. Otherwise its sections are read side by side, their
notes are merged a few at a time, and the last merge is the summary. Several documents each get
their own summary; one more pass, or a few, compares these.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import Literal

import msgspec

from assistant.core import summary_prompts as prompts
from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.messages import CountTokens, TokenCount, Turn
from assistant.core.segmentation import CountTokens as Count
from assistant.core.segmentation import Section, sections
from assistant.core.steps import Compute, Steps
from assistant.core.summary_options import ANSWER_TOKENS, SummaryOptions

NodeKind = Literal["whole", "section", "merge", "final", "shorten", "comparison"]

_TEMPLATE_TOKENS = 48
"""What a chat template puts around two turns, and what counting them apart may miss."""
_MARK_TOKENS = 8
_LONGEST_SECTION = 3000
"""Tokens. Notes on more than this leave much out, whatever the context holds."""
_SHORTEST_SECTION = 400
_SECTION_TO_NOTES = 3
"""A section has at least so many times the tokens of its notes, or these save nothing."""
_PARALLEL = 4
_SURELY_LONG = 8
"""Characters to a token: a text with more than this for each token that there is room for is
divided before anybody counts it as a whole."""
_NEAR = 0.8
"""Of the room: what costs less by the sum of its parts fits, whatever it costs as a whole."""
_LEAST_ROOM = 200
_LEAST_NOTES = 48
_WRITTEN = 0.7
"""The part of the tokens that an answer may have which it has on average."""


class Limits(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the loaded model holds: `context` tokens for all of `sequences` texts together."""

    context: int
    sequences: int = 1


class Speeds(msgspec.Struct, frozen=True, omit_defaults=True):
    """Measured on this machine with this model, in tokens per second."""

    prefill: float
    decode: float


class Node(msgspec.Struct, frozen=True, omit_defaults=True):
    """One pass: a request to the model. `children` are the ids of those it reads the notes of.

    `document` counts from 0, -1 for a comparison; `section` from 0 within its document.
    "shorten" condenses the summary of a document, for a comparison that would not fit.
    """

    id: str
    kind: NodeKind
    document: int
    max_tokens: int
    section: int = -1
    children: tuple[str, ...] = ()


class DocumentPlan(msgspec.Struct, frozen=True, omit_defaults=True):
    """How one document is divided. `tokens` are of its text alone."""

    tokens: int
    sections: tuple[Section, ...]


class Plan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What will be done; `nodes` in an order in which children come first.

    `tokens` are of the documents, `read` and `written` of all passes. `seconds` is None where
    nothing has been measured yet. `mark` is that of the fence. `parallel` requests are worth
    asking at once.
    """

    documents: tuple[DocumentPlan, ...]
    nodes: tuple[Node, ...]
    mark: str
    tokens: int
    read: int
    written: int
    seconds: float | None = None
    parallel: int = 1

    @property
    def passes(self) -> int:
        return len(self.nodes)


def plan_summary(
    texts: Sequence[ExtractedText],
    options: SummaryOptions,
    limits: Limits,
    count: Count,
    speeds: Speeds | None = None,
) -> Plan:
    """Divide `texts` and say what it costs. `count` asks the model's tokenizer; any thread.

    Every character is in exactly one section. Raises `UserError("context_full")` when the
    context is too small to summarise anything in, "empty_document" where there is no text.
    """
    texts = list(texts)
    for text in texts:
        if not text.text.strip():
            raise UserError("empty_document", f"“{text.name}” holds no text to summarise.")
    mark = prompts.choose_mark(
        part for text in texts for part in (text.text, text.name, *_headings(text))
    )
    return _Planner(texts, options, limits, count, mark).plan(speeds)


def planned(
    texts: Sequence[ExtractedText],
    options: SummaryOptions,
    limits: Limits,
    speeds: Speeds | None = None,
) -> Steps[Plan]:
    """As `plan_summary`, for those who cannot wait: neither for a count nor for the division.

    It begins again after each count, with all that is known by then: a few rounds.
    """
    known: dict[str, int] = {}

    def count(strings: Sequence[str]) -> list[int]:
        missing = tuple(dict.fromkeys(each for each in strings if each not in known))
        if missing:
            raise _Uncounted(missing)
        return [known[each] for each in strings]

    def attempt() -> Plan | tuple[str, ...]:
        try:
            return plan_summary(texts, options, limits, count, speeds)
        except _Uncounted as uncounted:
            return uncounted.strings

    while True:
        found = yield Compute(attempt)
        if isinstance(found, Plan):
            return found
        reply = None if found is None else (yield CountTokens(texts=found))
        if not isinstance(reply, TokenCount) or len(reply.each) != len(found):
            raise UserError("protocol", "The tokens of the documents were not counted.")
        known.update(zip(found, reply.each, strict=True))


class _Uncounted(Exception):  # noqa: N818 - no error: a question
    def __init__(self, strings: tuple[str, ...]) -> None:
        super().__init__()
        self.strings = strings


def most_lines(tokens: int) -> int:
    """How many lines of notes are kept of an answer that may have `tokens` tokens."""
    return 2 * prompts.note_lines(tokens)


def seconds_for(read: int, written: int, speeds: Speeds | None) -> float | None:
    """How long reading and writing take; None without a measured speed."""
    if speeds is None or speeds.prefill <= 0 or speeds.decode <= 0:
        return None
    return read / speeds.prefill + written / speeds.decode


def _headings(text: ExtractedText) -> list[str]:
    return [text.text[block.start : block.end] for block in text.blocks if block.kind == "heading"]


class _Planner:
    def __init__(
        self,
        texts: Sequence[ExtractedText],
        options: SummaryOptions,
        limits: Limits,
        count: Count,
        mark: str,
    ) -> None:
        self._texts = texts
        self._options = options
        self._count = count
        self._mark = mark
        self._context = limits.context
        self._sequences = max(1, limits.sequences)
        self._instructions = self._instruction_tokens()
        answer = min(ANSWER_TOKENS[options.length], limits.context // 4)
        self._answer = max(48, answer)
        self._notes = max(_LEAST_NOTES, min(512, limits.context // 10))
        self._room = limits.context - self._instructions - max(self._answer, self._notes)
        if self._room < max(_LEAST_ROOM, 2 * self._noted()):
            raise UserError(
                "context_full",
                f"A context of {limits.context:,} tokens is too short to summarise in: "
                f"{self._instructions:,} of them are taken by the instructions.",
                "Choose a longer context for the model, or shorten the instructions.",
            )
        self._nodes: list[Node] = []
        self._read = 0

    def plan(self, speeds: Speeds | None) -> Plan:
        documents = [self._document(number, text) for number, text in enumerate(self._texts)]
        if len(documents) > 1:
            self._comparison(len(documents))
        written = sum(max(1, int(node.max_tokens * _WRITTEN)) for node in self._nodes)
        return Plan(
            documents=tuple(documents),
            nodes=tuple(self._nodes),
            mark=self._mark,
            tokens=sum(document.tokens for document in documents),
            read=self._read,
            written=written,
            seconds=seconds_for(self._read, written, speeds),
            parallel=min(self._sequences, _PARALLEL),
        )

    def _instruction_tokens(self) -> int:
        """The tokens of the longest instructions, with an empty fence."""
        asked: list[tuple[Turn, ...]] = [
            prompts.section_turns(self._options, self._mark, "", "p", 512),
            prompts.merge_turns(self._options, self._mark, "", "p", 512),
            prompts.summary_turns(self._options, self._mark, "", "p", whole=False),
            prompts.comparison_turns(self._options, self._mark, ""),
        ]
        counts = self._count([turn.content for turns in asked for turn in turns])
        longest = max(counts[0::2]) + max(counts[1::2])
        return longest + _TEMPLATE_TOKENS

    def _document(self, number: int, text: ExtractedText) -> DocumentPlan:
        if len(text.text) <= _SURELY_LONG * self._room and (one := self._whole(number, text)):
            return one
        found, read = self._divided(text)
        if sum(read) <= self._room and (one := self._whole(number, text)):
            return one  # more characters to a token than any usual text has
        ids = []
        for index, cost in enumerate(read):
            notes = min(self._notes, max(_LEAST_NOTES, cost // _SECTION_TO_NOTES))
            node = Node(f"{number}.{index}", "section", number, notes, index)
            ids.append(self._add(node, cost))
        self._merged(number, ids)
        return DocumentPlan(sum(section.tokens for section in found), tuple(found))

    def _whole(self, number: int, text: ExtractedText) -> DocumentPlan | None:
        """The document in one pass; None where it does not fit."""
        last = text.page_at(len(text.text) - 1)
        whole = Section(0, len(text.text), 0, (), text.page_at(0), last)
        material = prompts.section_material(text, whole, 1, 1)
        tokens, with_marks = self._count([text.text, material])
        if with_marks > self._room:
            return None
        section = msgspec.structs.replace(whole, tokens=tokens)
        self._add(Node(f"{number}.whole", "whole", number, self._answer, 0), with_marks)
        return DocumentPlan(tokens, (section,))

    def _divided(self, text: ExtractedText) -> tuple[list[Section], list[int]]:
        """Sections that fit with their page marks, and what reading each costs."""
        side_by_side = self._context // min(self._sequences, _PARALLEL)
        wanted = side_by_side - self._instructions - self._notes
        least = max(_SHORTEST_SECTION, _SECTION_TO_NOTES * self._notes)
        target = max(least, min(_LONGEST_SECTION, wanted))
        maximum = self._room * 95 // 100
        shrink = 1.0
        while True:
            most = max(1, int(maximum * shrink))
            wanted = max(1, min(int(target * shrink), most))
            found = sections(text, self._count, wanted, most, exact=False)
            read = self._costs(text, found)
            if max(read) <= self._room:
                return found, read
            if most == 1:
                raise UserError(
                    "context_full",
                    f"“{text.name}” cannot be divided into sections that fit the context.",
                    "Choose a longer context for the model.",
                )
            shrink *= 0.7

    def _costs(self, text: ExtractedText, found: Sequence[Section]) -> list[int]:
        """What reading each section costs: a sum of what was counted, except near the limit."""
        numbered = [(section, index, len(found)) for index, section in enumerate(found, 1)]
        marks = self._count([prompts.section_marks(text, *each) for each in numbered])
        costs = [section.tokens + more for section, more in zip(found, marks, strict=True)]
        near = [index for index, cost in enumerate(costs) if cost > _NEAR * self._room]
        if near:
            exact = self._count([prompts.section_material(text, *numbered[at]) for at in near])
            for index, cost in zip(near, exact, strict=True):
                costs[index] = cost
        return costs

    def _merged(self, number: int, ids: list[str]) -> None:
        fan_in = max(2, self._room // self._noted())
        level = 1
        while len(ids) > fan_in:
            groups = _even_groups(ids, fan_in)
            ids = [
                group[0]
                if len(group) == 1
                else self._add(
                    Node(
                        f"{number}.m{level}.{index}",
                        "merge",
                        number,
                        self._notes,
                        children=tuple(group),
                    ),
                    self._expected(len(group)),
                )
                for index, group in enumerate(groups)
            ]
            level += 1
        final = Node(f"{number}.final", "final", number, self._answer, children=tuple(ids))
        self._add(final, self._expected(len(ids)))

    def _comparison(self, documents: int) -> None:
        """Compare the summaries; where they do not fit together, shortened ones."""
        own = [node for node in self._nodes if node.kind in ("whole", "final")]
        ids = [node.id for node in own]
        each = self._answer + 2 * _MARK_TOKENS
        if documents * each > self._room:
            tokens = self._room // documents - 2 * _MARK_TOKENS
            if tokens < 24:
                raise UserError(
                    "document_limit",
                    f"{documents} documents are too many to compare in one context.",
                    "Summarise fewer at once, or choose a longer context for the model.",
                )
            ids = [
                self._add(
                    Node(
                        f"{node.document}.short",
                        "shorten",
                        node.document,
                        tokens,
                        children=(node.id,),
                    ),
                    int(self._answer * _WRITTEN),
                )
                for node in own
            ]
        node = Node("comparison", "comparison", -1, self._answer, children=tuple(ids))
        self._add(node, int(documents * min(each, self._room // documents) * _WRITTEN))

    def _noted(self) -> int:
        """The tokens that notes have at most, with a mark at the end of each line."""
        return self._notes + most_lines(self._notes) * _MARK_TOKENS

    def _expected(self, notes: int) -> int:
        return int(notes * self._notes * _WRITTEN)

    def _add(self, node: Node, material: int) -> str:
        self._nodes.append(node)
        self._read += material + self._instructions
        return node.id


def _even_groups(ids: Sequence[str], most: int) -> list[list[str]]:
    """`ids` in order in as few groups of at most `most` as there can be, of about one size."""
    number = -(-len(ids) // most)
    bounds = [len(ids) * index // number for index in range(number + 1)]
    return [list(ids[a:b]) for a, b in pairwise(bounds)]
