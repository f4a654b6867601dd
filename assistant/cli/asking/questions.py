"""Asks the model: about the best passages, or about every section."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from assistant.cli.asking.embedder import Embedder
from assistant.cli.asking.library import Library
from assistant.cli.engine_session import EngineSession
from assistant.cli.terminal import Terminal
from assistant.core import answer, whole_text
from assistant.core.answer import MarkerGate, Source
from assistant.core.citation import Citation
from assistant.core.entities import Timings, Usage
from assistant.core.errors import Cancelled, UserError
from assistant.core.messages import (
    AnyEvent,
    CountTokens,
    Delta,
    Finished,
    Generate,
    Sampling,
    TokenCount,
    Turn,
)
from assistant.core.passage import Passage
from assistant.core.retrieval import retrieve, within_budget
from assistant.core.whole_text import Coverage, Item, Kind, WholeTextQuestion

_PASSAGES = 12
_PROMPT_TOKENS = 3000
_ANSWER_TOKENS = 700
_SECTION_TOKENS = 1200
_LEAST_TOKENS = 64
_HEAD_TOKENS = 16
"""Of the line with the name of a passage, and its fences."""
_CALM = Sampling(temperature=0.1)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that came to its end; `items` and `coverage` are of a scan."""

    text: str
    found: bool
    citations: tuple[Citation, ...] = ()
    usage: Usage = Usage()
    timings: Timings = Timings()
    coverage: Coverage | None = None
    items: tuple[str, ...] = ()


class Questions:
    """Questions to one library. Main thread; raises `Cancelled` and `UserError`."""

    def __init__(
        self,
        library: Library,
        session: EngineSession,
        terminal: Terminal,
        embedder: Embedder | None,
        *,
        shows: bool,
    ) -> None:
        self._library = library
        self._session = session
        self._terminal = terminal
        self._embedder = embedder
        self._shows = shows

    def ask(self, question: str) -> Asked:
        """Answer from the best passages; nothing is asked when no passage fits at all."""
        sources = self._sources(question)
        if not sources:
            return Asked(text="", found=False)
        text, finished = self._generate(answer.prompt(question, sources), gate=MarkerGate())
        result = answer.checked(text, sources)
        return Asked(
            text=result.text if result.found else "",
            found=result.found,
            citations=result.citations if result.found else (),
            usage=finished.usage,
            timings=finished.timings,
        )

    def scan(self, question: str, wanted: WholeTextQuestion) -> Asked:
        """Ask every section, and put together what they hold."""
        room = self._room(question)
        size = min(_SECTION_TOKENS, room)
        plan = whole_text.scan_plan(self._library.all_passages(), size, wanted.part)
        items: list[Item] = []
        usage, read = Usage(), 0
        for section in plan:
            self._terminal.progress(f"Reading section {read + 1:,} of {len(plan):,}")
            found, used = self._items(question, section, wanted.kind)
            items += found
            usage, read = _sum(usage, used), read + 1
        self._terminal.clear_progress()
        merged = whole_text.merged(items)
        coverage = Coverage(read=read, total=len(plan))
        if wanted.kind == "summary" and merged:
            return self._summary(question, merged, plan, usage, coverage)
        text = whole_text.answer_from_items(merged, wanted.kind) if merged else ""
        if text and self._shows:
            self._terminal.line(text)
        return Asked(
            text=text,
            found=bool(merged),
            citations=tuple(item.citation for item in merged if item.citation is not None),
            usage=usage,
            coverage=coverage,
            items=tuple(item.text for item in merged),
        )

    def _items(self, question: str, section: Source, kind: Kind) -> tuple[list[Item], Usage]:
        """What a section holds. One whose list has no room is asked for in halves."""
        turns = whole_text.section_prompt(question, section, kind)
        text, finished = self._generate(turns, show=False, told=False)
        usage = finished.usage
        parts = whole_text.halves(section) if finished.reason != "stop" else []
        if not parts:
            return whole_text.items_of(text, section), usage
        items: list[Item] = []
        for part in parts:
            found, used = self._items(question, part, kind)
            items += found
            usage = _sum(usage, used)
        return items, usage

    def _summary(
        self,
        question: str,
        items: Sequence[Item],
        plan: Sequence[Source],
        usage: Usage,
        coverage: Coverage,
    ) -> Asked:
        turns = whole_text.summary_prompt(question, items)
        text, finished = self._generate(turns)
        result = answer.checked(text, plan)
        return Asked(
            text=result.text,
            found=result.found,
            citations=result.citations,
            usage=_sum(usage, finished.usage),
            timings=finished.timings,
            coverage=coverage,
            items=tuple(item.text for item in items),
        )

    # passages

    def _sources(self, question: str) -> list[Source]:
        """The passages that the model gets: all of a short text, else the best."""
        documents = self._library.all_passages()
        everything = [passage for _path, passages in documents for passage in passages]
        budget = self._room(question)
        if len(everything) <= _PASSAGES and sum(self._count(everything)) <= budget:
            return self._numbered(everything)
        vector: tuple[float, ...] = ()
        if self._embedder is not None:
            self._library.embed(self._embedder)
            vector = self._embedder.question(question)
        ids = retrieve(
            self._library.index,
            question,
            _PASSAGES,
            document_ids=self._library.numbers,
            model_key=self._embedder.model_key if self._embedder else "",
            vector=vector,
        )
        best = self._library.index.passages(ids)
        return self._numbered(within_budget(best, self._count(best), budget))

    def _numbered(self, passages: Sequence[Passage]) -> list[Source]:
        paths = [self._library.path_of(passage.document_id) for passage in passages]
        return answer.chosen_in_order(
            [Source(0, path, passage) for path, passage in zip(paths, passages, strict=True)]
        )

    # the engine

    def _room(self, question: str) -> int:
        """Tokens that passages or a section may have beside the instruction and the answer."""
        count = self._counted(CountTokens(turns=answer.prompt(question, ())))
        reserved = min(_ANSWER_TOKENS, count.limit // 4) + _PASSAGES * _HEAD_TOKENS
        return max(_LEAST_TOKENS, min(_PROMPT_TOKENS, count.limit - count.n - reserved))

    def _count(self, passages: Sequence[Passage]) -> Sequence[int]:
        if not passages:
            return ()
        return self._counted(CountTokens(texts=tuple(each.text for each in passages))).each

    def _counted(self, command: CountTokens) -> TokenCount:
        count = self._session.ask(command)
        if not isinstance(count, TokenCount) or len(count.each) != len(command.texts):
            raise UserError("protocol", "The engine answered something that was not asked.")
        return count

    def _generate(
        self,
        turns: tuple[Turn, ...],
        *,
        show: bool = True,
        told: bool = True,
        gate: MarkerGate | None = None,
    ) -> tuple[str, Finished]:
        parts: list[str] = []

        def on_event(event: AnyEvent) -> None:
            if isinstance(event, Delta) and event.channel == "answer":
                parts.append(event.text)
                if show and self._shows:
                    self._terminal.write(gate.let_through(event.text) if gate else event.text)

        request = Generate(
            turns=turns, sampling=_CALM, max_tokens=_ANSWER_TOKENS, thinking=False, keep=False
        )
        finished = self._session.generate(request, on_event)
        if show and self._shows:
            self._terminal.write(gate.rest() if gate else "")
            self._terminal.line()
        if finished.reason == "cancelled":
            raise Cancelled
        if told and finished.reason in ("length", "context_full"):
            self._terminal.note("[An answer was cut: it had no more room.]")
        return "".join(parts), finished


def _sum(one: Usage, other: Usage) -> Usage:
    return Usage(
        prompt_tokens=one.prompt_tokens + other.prompt_tokens,
        cached_tokens=one.cached_tokens + other.cached_tokens,
        completion_tokens=one.completion_tokens + other.completion_tokens,
    )
