"""A summary while it is made: which requests can be sent, and what their answers are good for.

It asks nothing itself. Whoever carries it out takes the requests that are `due`, in any number
at once, and gives each answer back with `take`; an answer that was kept from an earlier run is
given the same way, without asking the model again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Literal, TypeAlias

import msgspec

from assistant.core import summary_prompts as prompts
from assistant.core.document_text import ExtractedText
from assistant.core.messages import FinishReason, Generate, Turn
from assistant.core.sampling_defaults import TASK_SAMPLING
from assistant.core.segmentation import Section
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import Node, Plan, most_lines
from assistant.core.summary_result import (
    PartSummary,
    Source,
    SummaryResult,
    Unit,
    checked_marks,
    clean_answer,
    marked,
    notes_with_marks,
    part_summary,
    sources_in,
    without_marks,
)

PassState: TypeAlias = Literal["waiting", "done", "failed"]

PRIORITY = 1
_ATTEMPTS = 2
_SHORTENED = 0.6
_LEAST_SHARE = 0.05
_FEW_PAGES = 3


class Pass(msgspec.Struct, frozen=True, kw_only=True):
    """A request that can be sent. `input_hash` is of all that the answer depends on."""

    node: Node
    turns: tuple[Turn, ...]
    input_hash: str

    def command(self) -> Generate:
        """The message for an engine, with an id of its own."""
        return Generate(
            turns=self.turns,
            sampling=TASK_SAMPLING["summarise"],
            max_tokens=self.node.max_tokens,
            thinking=False,
            priority=PRIORITY,
        )


class FinishedPass(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What came of a pass, as it is kept. `cut` says that the answer reached its limit."""

    node: str
    input_hash: str
    text: str
    cut: bool = False


class SectionNotes(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A finished section, to be shown at once. Its number counts from 1 within its document."""

    document: int
    number: int
    of: int
    section: Section
    text: str
    cut: bool = False


class SummaryRun:
    """The state of one summary of `texts` by `plan`. Not for several threads at once.

    `model` identifies the model: answers of another one are not taken for its own.
    """

    def __init__(
        self, plan: Plan, texts: Sequence[ExtractedText], options: SummaryOptions, model: str
    ) -> None:
        self.plan = plan
        self._texts = tuple(texts)
        self._options = options
        self._model = model
        self._nodes = {node.id: node for node in plan.nodes}
        self._answers: dict[str, FinishedPass] = {}
        self._notes: dict[str, str] = {}
        self._given: set[str] = set()
        self._failed: list[str] = []
        self._attempts: dict[str, int] = {}
        self._shares: dict[str, float] = {}

    # what is to do

    def due(self) -> list[Pass]:
        """The passes that can begin now and were not handed out before."""
        found = []
        for node in self.plan.nodes:
            if node.id in self._given or any(id_ not in self._notes for id_ in node.children):
                continue
            self._given.add(node.id)
            if node.children and not any(self._notes[child] for child in node.children):
                self._fail(node)  # there is nothing to read: the children gave no answer
                continue
            found.append(self._pass(node))
        return found

    def take(self, finished: Pass, text: str, reason: FinishReason) -> FinishedPass | None:
        """The answer to a pass, to be kept before it is shown.

        None when it is empty: the pass is due once more, then it counts as failed.
        """
        node = finished.node
        answer = clean_answer(prompts.without_mark(text, self.plan.mark))
        if not without_marks(answer):
            tried = self._attempts[node.id] = self._attempts.get(node.id, 0) + 1
            if tried < _ATTEMPTS:
                self._given.discard(node.id)
            else:
                self._fail(node)
            return None
        kept = FinishedPass(
            node=node.id,
            input_hash=finished.input_hash,
            text=answer,
            cut=reason in ("length", "context_full"),
        )
        self.resume(kept)
        return kept

    def resume(self, kept: FinishedPass) -> None:
        """Take an answer as it was kept."""
        node = self._nodes[kept.node]
        self._given.add(node.id)
        self._answers[node.id] = kept
        self._notes[node.id] = self._as_notes(node, kept.text)

    def too_long(self, passed: Pass) -> bool:
        """The context did not hold a pass: it is due again with less of its notes.

        Notes can have more tokens read than written. False where there are none to shorten.
        """
        node = passed.node
        share = self._shares.get(node.id, 1.0) * _SHORTENED
        if not node.children or share < _LEAST_SHARE:
            return False
        self._shares[node.id] = share
        self._given.discard(node.id)
        return True

    # how far it is

    @property
    def done(self) -> bool:
        return len(self._notes) == len(self.plan.nodes)

    @property
    def finished_passes(self) -> int:
        return len(self._notes)

    def state(self, node_id: str) -> PassState:
        """Where a pass stands; what is being asked counts as waiting."""
        if node_id in self._failed:
            return "failed"
        return "done" if node_id in self._notes else "waiting"

    @property
    def coverage(self) -> float:
        """The part of all characters that lies in finished sections."""
        read = sum(self._read(number) for number in range(len(self._texts)))
        return read / max(1, sum(len(text.text) for text in self._texts))

    def section_notes(self, node_id: str) -> SectionNotes | None:
        """A finished section as it is shown; None for other passes."""
        node, kept = self._nodes[node_id], self._answers.get(node_id)
        if kept is None or node.section < 0:
            return None
        sections = self.plan.documents[node.document].sections
        return SectionNotes(
            document=node.document,
            number=node.section + 1,
            of=len(sections),
            section=sections[node.section],
            text=checked_marks(self._notes[node_id], self._unit(node.document), self._places(node)),
            cut=kept.cut,
        )

    def sections(self) -> list[SectionNotes]:
        """All finished sections, in order."""
        found = (self.section_notes(node.id) for node in self.plan.nodes)
        return [notes for notes in found if notes is not None]

    def document(self, number: int) -> PartSummary | None:
        """The summary of document `number` (from 0), once it is there."""
        return self._document(number) if self._last(number).id in self._notes else None

    def result(self) -> SummaryResult:
        """The summary, once it is `done`."""
        documents = tuple(self._document(number) for number in range(len(self._texts)))
        return SummaryResult(
            documents=documents,
            comparison=self._comparison(documents) if "comparison" in self._nodes else None,
            coverage=self.coverage,
            warnings=tuple(self._warnings()),
        )

    # requests

    def _pass(self, node: Node) -> Pass:
        turns = self._turns(node)
        hashed = [
            prompts.PROMPT_VERSION,
            self._model,
            node.max_tokens,
            [[turn.role, turn.content] for turn in turns],
        ]
        digest = hashlib.sha256(msgspec.json.encode(hashed)).hexdigest()
        return Pass(node=node, turns=turns, input_hash=digest)

    def _turns(self, node: Node) -> tuple[Turn, ...]:
        options, mark = self._options, self.plan.mark
        if node.kind == "comparison":
            return prompts.comparison_turns(options, mark, self._comparison_material(node))
        unit = self._unit(node.document)
        if node.section >= 0:
            material = self._section_material(node)
            if node.kind == "whole":
                return prompts.summary_turns(options, mark, material, unit, whole=True)
            return prompts.section_turns(options, mark, material, unit, node.max_tokens)
        material = prompts.notes_material(self._children_notes(node))
        if node.kind == "final":
            return prompts.summary_turns(options, mark, material, unit, whole=False)
        return prompts.merge_turns(options, mark, material, unit, node.max_tokens)

    def _children_notes(self, node: Node) -> list[str]:
        share = self._shares.get(node.id, 1.0)
        return [_beginning(self._notes[child], share) for child in node.children]

    def _section_material(self, node: Node) -> str:
        sections = self.plan.documents[node.document].sections
        text = self._texts[node.document]
        return prompts.section_material(
            text, sections[node.section], node.section + 1, len(sections)
        )

    def _comparison_material(self, node: Node) -> str:
        parts = []
        children = zip(node.children, self._children_notes(node), strict=True)
        for number, (child, notes) in enumerate(children, 1):
            name = self._texts[self._nodes[child].document].name.replace("\n", " ")
            parts.append(f"{marked('d', [number])} {name}\n{_lines_without_marks(notes)}")
        return "\n\n".join(parts)

    # answers

    def _unit(self, document: int) -> Unit:
        return "p" if self._texts[document].pages else "s"

    def _places(self, node: Node) -> tuple[int, ...]:
        """The pages, or the number, of a section; of a merge those that its children have."""
        if node.children:
            found = {place for child in node.children for place in self._places(self._nodes[child])}
            return tuple(sorted(found))
        section = self.plan.documents[node.document].sections[node.section]
        if self._unit(node.document) == "s":
            return (node.section + 1,)
        return tuple(range(max(1, section.first_page), section.last_page + 1))

    def _sources(self, node: Node) -> list[Source]:
        """What a statement of this pass can be from."""
        unit = self._unit(node.document)
        if node.children:
            found = []
            for child in node.children:
                places = self._places(self._nodes[child])
                found += sources_in(self._notes[child], unit, places)
            return found
        text = self._texts[node.document]
        section = self.plan.documents[node.document].sections[node.section]
        if unit == "s":
            return [Source(self._places(node), text.text[section.start : section.end])]
        found = []
        for page in self._places(node):
            start = max(section.start, text.page_starts[page - 1])
            last = page == len(text.page_starts)
            end = section.end if last else min(section.end, text.page_starts[page])
            found.append(Source((page,), text.text[start:end]))
        return found

    def _as_notes(self, node: Node, text: str) -> str:
        """What the passes after this one read of its answer."""
        if node.kind not in ("section", "merge"):
            return text
        unit = self._unit(node.document)
        places = self._places(node)
        # a note on a section of a few pages is from one of them
        otherwise = places if node.kind == "section" and len(places) <= _FEW_PAGES else ()
        notes = notes_with_marks(text, unit, places, self._sources(node), otherwise)
        return "\n".join(notes.splitlines()[: most_lines(node.max_tokens)])

    def _fail(self, node: Node) -> None:
        self._given.add(node.id)
        self._failed.append(node.id)
        self._notes[node.id] = ""
        if node.children:  # what was read is not lost for those who come after
            self._notes[node.id] = prompts.notes_material(
                [self._notes[child] for child in node.children if self._notes[child]]
            )

    def _read(self, document: int) -> int:
        return sum(
            section.end - section.start
            for node in self.plan.nodes
            if node.document == document and node.section >= 0 and node.id in self._answers
            for section in [self.plan.documents[document].sections[node.section]]
        )

    def _last(self, number: int) -> Node:
        return self._nodes.get(f"{number}.whole") or self._nodes[f"{number}.final"]

    def _document(self, number: int) -> PartSummary:
        node = self._last(number)
        text = self._texts[number]
        part = part_summary(
            text.name,
            self._notes[node.id],
            self._options.form,
            self._unit(number),
            self._places(node),
            self._sources(node),
            document=number,
        )
        return msgspec.structs.replace(part, coverage=self._read(number) / max(1, len(text.text)))

    def _comparison(self, documents: Sequence[PartSummary]) -> PartSummary:
        numbers = range(1, len(documents) + 1)
        sources = [
            Source((number,), point.text)
            for number, part in zip(numbers, documents, strict=True)
            for point in part.points
        ]
        text = self._notes["comparison"]
        form = "bullets" if self._options.form in ("table", "timeline") else self._options.form
        return part_summary("", text, form, "d", numbers, sources, document=-1)

    def _warnings(self) -> list[str]:
        said = []
        for node in self.plan.nodes:
            what = self._named(node)
            if node.id in self._failed:
                said.append(f"The model gave no answer for {what}, twice.")
                continue
            if node.id in self._shares:
                said.append(f"Some notes did not fit and were left out of {what}.")
            if node.id in self._answers and self._answers[node.id].cut:
                said.append(f"The answer for {what} was cut at its limit.")
        return said

    def _named(self, node: Node) -> str:
        if node.kind == "comparison":
            return "the comparison"
        name = self._texts[node.document].name
        if node.kind == "section":
            places = marked(self._unit(node.document), self._places(node))
            where = f" ({places[1:-1]})" if places.startswith("[p") else ""
            return f"section {node.section + 1}{where} of “{name}”"
        if node.kind in ("whole", "final"):
            return f"the summary of “{name}”"
        return f"a list of notes on “{name}”"


def _lines_without_marks(text: str) -> str:
    """Each line of `text` without its marks."""
    return "\n".join(without_marks(line) for line in text.splitlines())


def _beginning(notes: str, share: float) -> str:
    """About that share of `notes`, by lines where there are several."""
    if share >= 1.0:
        return notes
    lines = notes.splitlines()
    most = int(len(notes) * share)
    while len(lines) > 1 and sum(map(len, lines)) > most:
        lines.pop()
    return "\n".join(lines)[:most]
