"""Questions that need the whole text: every section is asked, several at once."""

from __future__ import annotations

import time
from collections.abc import Sequence
from functools import partial

import msgspec

from assistant.core import answer, follow_up, whole_text
from assistant.core.answer import Source, supporting
from assistant.core.asking import (
    Answerer,
    Asked,
    AskOrder,
    Listener,
    passages_of_documents,
    request_of,
    total,
    written_text,
)
from assistant.core.citation import Citation
from assistant.core.entities import Usage
from assistant.core.errors import UserError
from assistant.core.passage import Passage, estimated_tokens
from assistant.core.steps import AT_ONCE, Beside, Compute, Lookup, Steps, Write, Written
from assistant.core.whole_text import Coverage, Item, WholeTextQuestion

PRIORITY = 1
"""Sections are read in common batches, as everything of the background is."""
_SECTION_TOKENS = 1200
_MOST_ROUNDS = 4
_MOST_HALVINGS = 3
_TELL_EVERY_S = 1.0


def answered(order: AskOrder, listener: Listener) -> Steps[Asked]:
    """Answer as the question needs it: from the best passages, or from every section."""
    wanted = whole_text.whole_text_question(order.question)
    if order.scan and wanted is None:
        wanted = WholeTextQuestion("list", whole_text.named_part(order.question))
    if order.earlier and not order.scan and follow_up.about_the_answer(order.question):
        wanted = None
    if wanted is None or order.scan is False:
        return (yield from Answerer(order, listener).asked())
    return (yield from Scan(order, wanted, listener).asked())


class SectionRead(msgspec.Struct, frozen=True):
    """What a section holds; `failed`: it could not be read."""

    items: tuple[Item, ...] = ()
    usage: Usage = Usage()
    failed: bool = False


class Scan:
    """One question to every section of all documents."""

    def __init__(self, order: AskOrder, wanted: WholeTextQuestion, listener: Listener) -> None:
        self._order = order
        self._wanted = wanted
        self._listener = listener
        self._question = follow_up.in_full(order.question, order.earlier)
        self._plan: list[Source] = []
        self._read: dict[int, SectionRead] = {}
        self._told_at = 0.0
        self._refused: UserError | None = None

    def asked(self) -> Steps[Asked]:
        """Ask every section, and put together what they hold."""
        plain = msgspec.structs.replace(self._order, earlier=(), question=self._question)
        room = yield from Answerer(plain, self._listener).room()
        documents = yield from self._passages()
        size = min(_SECTION_TOKENS, room)
        plan = partial(whole_text.scan_plan, documents, size, self._wanted.part)
        self._plan = yield Compute(plan)
        self._listener.planned(self._plan)
        steps = tuple(self._section(place) for place in range(len(self._plan)))
        yield Beside(steps, AT_ONCE)
        result: Asked = yield Compute(partial(self._together, dict(self._read)))
        if self._refused is not None and all(read.failed for read in self._read.values()):
            raise self._refused  # nothing was read: that is no answer
        if self._wanted.kind == "summary" and result.found:
            return (yield from self._summary(result, room))
        return result

    def _together(self, read: dict[int, SectionRead]) -> Asked:
        """What the sections of `read` hold, in the order of the text; any thread."""
        reads = [read[place] for place in sorted(read)]
        usage = Usage()
        for each in reads:
            usage = total(usage, each.usage)
        items = whole_text.merged([item for each in reads for item in each.items])
        coverage = Coverage(read=sum(not each.failed for each in reads), total=len(self._plan))
        return Asked(
            text=whole_text.answer_from_items(items, self._wanted.kind) if items else "",
            found=bool(items),
            citations=tuple(item.citation for item in items if item.citation is not None),
            places=tuple(self._place(item) for item in items),
            usage=usage,
            coverage=coverage,
            items=tuple(item.text for item in items),
        )

    def _place(self, item: Item) -> Citation:
        if item.citation is not None:
            return item.citation
        return supporting(self._plan[item.n - 1], item.text)

    def _passages(self) -> Steps[list[tuple[str, Sequence[Passage]]]]:
        """Every document's place and passages, one document at a time."""
        found: list[tuple[str, Sequence[Passage]]] = []
        for document in self._order.documents:
            look = partial(passages_of_documents, (document,))
            found.append((document.path, (yield Lookup(look))))
        return found

    # one section

    def _section(self, place: int) -> Steps[None]:
        self._listener.reading(place)
        read = yield from self._items(self._plan[place])
        self._read[place] = read
        self._listener.read(place, failed=read.failed)
        now = time.monotonic()
        if read.items and self._wanted.kind != "summary" and now - self._told_at > _TELL_EVERY_S:
            self._told_at = now
            self._listener.so_far((yield Compute(partial(self._together, dict(self._read)))))

    def _items(self, section: Source, halved: int = 0) -> Steps[SectionRead]:
        """What a section holds. One whose list has no room is asked for in halves.

        A model that repeats itself never comes to an end, in no half: so not for ever.
        """
        kind = self._wanted.kind
        turns = whole_text.section_prompt(self._question, section, kind)
        usage = Usage()
        text, whole = "", False
        try:
            written: Written = yield Write(request_of(turns, PRIORITY))
            usage, text, whole = written.usage, written.text, written.reason == "stop"
        except UserError as error:
            if error.kind != "context_full":
                raise
            self._refused = error
        parts = [] if whole or halved == _MOST_HALVINGS else whole_text.halves(section)
        if not parts:
            if not whole and not text:
                return SectionRead((), usage, failed=True)
            items = yield Compute(partial(whole_text.items_of, text, section))
            return SectionRead(tuple(items), usage)
        reads = []
        for part in parts:
            reads.append((yield from self._items(part, halved + 1)))
            usage = total(usage, reads[-1].usage)
        found = tuple(item for read in reads for item in read.items)
        return SectionRead(found, usage, failed=any(read.failed for read in reads))

    # a summary

    def _summary(self, notes: Asked, room: int) -> Steps[Asked]:
        reads = [self._read[place] for place in sorted(self._read)]
        items = whole_text.merged([item for read in reads for item in read.items])
        usage = notes.usage
        for _round in range(_MOST_ROUNDS):
            groups = _groups(items, room)
            if len(groups) <= 1:
                break
            steps = tuple(self._condensed(group) for group in groups)
            parts = yield Beside(steps, AT_ONCE)
            items = [item for found, _used in parts for item in found]
            for _found, used in parts:
                usage = total(usage, used)
        turns = whole_text.summary_prompt(self._question, items)
        written = yield from written_text(turns, self._listener)
        checked = yield Compute(partial(answer.checked, written.text, self._plan))
        return msgspec.structs.replace(
            notes,
            text=checked.text,
            found=checked.found,
            citations=checked.citations,
            places=checked.citations,
            usage=total(usage, written.usage),
            timings=written.timings,
            cut=written.reason in ("length", "context_full"),
        )

    def _condensed(self, items: Sequence[Item]) -> Steps[tuple[list[Item], Usage]]:
        """The notes of several sections in fewer words, each line with its first section."""
        turns = whole_text.summary_prompt(self._question, items)
        written: Written = yield Write(request_of(turns, PRIORITY))
        return whole_text.condensed(written.text, items[0].n), written.usage


def _groups(items: Sequence[Item], room: int) -> list[list[Item]]:
    """Neighbours that fit into `room` tokens together."""
    groups: list[list[Item]] = []
    used = 0
    for item, tokens in zip(items, estimated_tokens([item.text for item in items]), strict=True):
        if not groups or used + tokens > room:
            groups.append([])
            used = 0
        groups[-1].append(item)
        used += tokens + 4
    return groups
