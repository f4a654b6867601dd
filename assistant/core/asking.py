"""A question answered from documents, from the search to the checked quotations.

What the whole text is needed for is in `core.scanning`. Whoever drives the steps has to give them
a `failed` (see `core.steps`): failures are raised here.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import msgspec

from assistant.core import answer, follow_up
from assistant.core.answer import MarkerGate, Source
from assistant.core.citation import Citation
from assistant.core.document_ports import LibraryStore
from assistant.core.embedding import embedded, missing, vectors
from assistant.core.entities import Timings, Usage
from assistant.core.errors import UserError
from assistant.core.messages import CountTokens, Generate, Sampling, TokenCount, Turn
from assistant.core.passage import MOST_TOKENS, Passage
from assistant.core.retrieval import retrieve, within_budget
from assistant.core.steps import Compute, Lookup, Steps, Write, Written
from assistant.core.whole_text import Coverage

PASSAGES = 12
ANSWER_TOKENS = 700
LEAST_TOKENS = 64
CALM = Sampling(temperature=0.1)
_PROMPT_TOKENS = 3000
_EARLIER_TOKENS = 600
_EARLIER_SHARE = 8
"""Of the context, for what was said before."""
_HEAD_TOKENS = 16
"""Of the line with the name of a passage, and its fences."""
_LETTERS_OF_A_TOKEN = 16
"""More than any text has: a shorter text than so many letters may fit as a whole."""


class AskedDocument(msgspec.Struct, frozen=True):
    """A document that is asked: its number in the index, and its place in citations."""

    number: int
    path: str
    characters: int = 0


class AskOrder(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked of what.

    `scan` reads every section, None decides by the question. `earlier` are the turns of the
    conversation before it. `model_key` names the embedding model in memory, "" for words alone;
    where no more than `most_embedded` passages have no vector yet, they get one first (None:
    however many they are). `beginnings`: where no passage has anything of the question, the first
    ones are tried ("What is this about?").
    """

    question: str
    documents: tuple[AskedDocument, ...]
    scan: bool | None = None
    earlier: tuple[Turn, ...] = ()
    model_key: str = ""
    most_embedded: int | None = None
    passages: int = PASSAGES
    beginnings: bool = False


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """An answer that came to its end.

    `items` and `coverage` are of a scan; `places` has one for every mark in its text, while
    `citations` are those that were checked. `cut`: the answer had no more room. `by_words`:
    the search by meaning that was wanted was not possible, and why.
    """

    text: str
    found: bool
    citations: tuple[Citation, ...] = ()
    places: tuple[Citation, ...] = ()
    usage: Usage = Usage()
    timings: Timings = Timings()
    coverage: Coverage | None = None
    items: tuple[str, ...] = ()
    cut: bool = False
    by_words: UserError | None = None


class Listener:
    """Hears how far a question is; what nobody cares for does nothing."""

    def embedding(self, done: int, total: int) -> None:
        """Passages that can be found by meaning, of those that are to be."""

    def searching(self) -> None:
        """The passages are looked for."""

    def chosen(self, sources: Sequence[Source]) -> None:
        """The passages that the answer is written from; text follows."""

    def prompted(self, done: int, total: int) -> None:
        """Tokens of the prompt that are read."""

    def extended(self, text: str, tokens: int) -> None:
        """More of the answer, without the marker, and the tokens that it came with."""

    def planned(self, sections: Sequence[Source]) -> None:
        """Every section is read."""

    def reading(self, place: int) -> None:
        """The section at this place of the plan is being read."""

    def read(self, place: int, *, failed: bool) -> None:
        """It was read, or could not be."""

    def so_far(self, asked: Asked) -> None:
        """What the sections that are read hold: this is the text from now on."""


class Answerer:
    """Asks one question of the best passages."""

    def __init__(self, order: AskOrder, listener: Listener) -> None:
        self._order = order
        self._listener = listener
        self._earlier: tuple[Turn, ...] = ()
        self._by_words: UserError | None = None

    def asked(self) -> Steps[Asked]:
        """Nothing is asked where no passage fits and nothing was said before."""
        room = yield from self.room()
        sources = yield from self._sources(room)
        if not sources and not self._earlier:
            return Asked(text="", found=False, by_words=self._by_words)
        self._listener.chosen(sources)
        turns = answer.prompt(self._order.question, sources, self._earlier)
        written = yield from written_text(turns, self._listener, MarkerGate())
        checked = yield Compute(partial(answer.checked, written.text, sources))
        return Asked(
            text=checked.text if checked.found else "",
            found=checked.found,
            citations=checked.citations if checked.found else (),
            places=checked.citations if checked.found else (),
            usage=written.usage,
            timings=written.timings,
            cut=written.reason in ("length", "context_full"),
            by_words=self._by_words,
        )

    def room(self) -> Steps[int]:
        """Tokens that passages may have beside the instruction, what was said and the answer."""
        order = self._order
        count = yield from counted(CountTokens(turns=answer.prompt(order.question, ())))
        if order.earlier:
            self._earlier = follow_up.recent(order.earlier, room_for_earlier(count.limit))
        if self._earlier:
            turns = answer.prompt(order.question, (), self._earlier)
            count = yield from counted(CountTokens(turns=turns))
        return room_of(count, order.passages)

    # passages

    def _sources(self, room: int) -> Steps[list[Source]]:
        """The passages that the model gets: all of a short text, else the best."""
        order = self._order
        everything = yield from self._short_text()
        if everything and sum((yield from token_counts(everything))) <= room:
            return self._numbered(everything)
        vector = yield from self._vector()
        self._listener.searching()
        wanted = follow_up.in_full(order.question, order.earlier)
        numbers = [document.number for document in order.documents]

        def search(library: LibraryStore) -> list[Passage]:
            ids = retrieve(
                library.passages,
                wanted,
                order.passages,
                document_ids=numbers,
                model_key=order.model_key,
                vector=vector,
            )
            return library.passages.passages(ids)

        best = yield Lookup(search)
        if not best and order.beginnings:
            best = yield Lookup(partial(first_passages, order.documents, order.passages))
        counts = yield from token_counts(best)
        return self._numbered(within_budget(best, counts, room))

    def _short_text(self) -> Steps[list[Passage]]:
        """All passages in order; [] where they are more than an answer gets."""
        documents, most = self._order.documents, self._order.passages
        longest = most * MOST_TOKENS * _LETTERS_OF_A_TOKEN
        if len(documents) > most or sum(each.characters for each in documents) > longest:
            return []
        everything: list[Passage] = yield Lookup(partial(passages_of_documents, documents))
        return everything if len(everything) <= most else []

    def _vector(self) -> Steps[tuple[float, ...]]:
        """The vector of the question; () where the model does not give one."""
        order = self._order
        if not order.model_key:
            return ()
        try:
            yield from self._embed_missing()
            wanted = follow_up.in_full(order.question, order.earlier)
            found = yield from vectors([wanted])
        except UserError as error:
            self._by_words = error
            return ()
        return found[0]

    def _embed_missing(self) -> Steps[None]:
        order, listener = self._order, self._listener
        for document in order.documents:
            lacking = yield from missing(document.number, order.model_key)
            if order.most_embedded is not None and len(lacking) > order.most_embedded:
                continue

            def told(done: int, total: int = len(lacking)) -> None:
                listener.embedding(done, total)

            yield from embedded(lacking, order.model_key, told)

    def _numbered(self, passages: Sequence[Passage]) -> list[Source]:
        paths = {document.number: document.path for document in self._order.documents}
        return answer.chosen_in_order(
            [Source(0, paths[each.document_id], each) for each in passages]
        )


def passages_of_documents(
    documents: Sequence[AskedDocument], library: LibraryStore
) -> list[Passage]:
    """All of them in order; library thread."""
    return [
        passage
        for document in documents
        for passage in library.passages.document_passages(document.number)
    ]


def first_passages(
    documents: Sequence[AskedDocument], most: int, library: LibraryStore
) -> list[Passage]:
    """At most `most` of them, as many of each document; library thread."""
    each = max(1, most // max(1, len(documents)))
    found: list[Passage] = []
    for document in documents[:most]:
        found += library.passages.document_passages(document.number)[:each]
    return found


def written_text(
    turns: tuple[Turn, ...], listener: Listener, gate: MarkerGate | None = None
) -> Steps[Written]:
    """The answer to `turns`, told while it comes as far as `gate` lets it through."""

    def extended(text: str, tokens: int) -> None:
        shown = gate.let_through(text) if gate is not None else text
        if shown:
            listener.extended(shown, tokens)

    written: Written = yield Write(request_of(turns), extended, listener.prompted)
    rest = gate.rest() if gate is not None else ""
    if rest:
        listener.extended(rest, 0)
    return written


def request_of(turns: tuple[Turn, ...], priority: int = 0) -> Generate:
    """What is asked of the model that answers."""
    return Generate(
        turns=turns,
        sampling=CALM,
        max_tokens=ANSWER_TOKENS,
        thinking=False,
        keep=False,
        priority=priority,
    )


def room_for_earlier(limit: int) -> int:
    """Tokens of earlier turns that go along, in a context of `limit`."""
    return min(_EARLIER_TOKENS, limit // _EARLIER_SHARE)


def room_of(count: TokenCount, passages: int = PASSAGES) -> int:
    """Tokens of passages that fit beside a prompt of `count` and its answer."""
    reserved = min(ANSWER_TOKENS, count.limit // 4) + passages * _HEAD_TOKENS
    return max(LEAST_TOKENS, min(_PROMPT_TOKENS, count.limit - count.n - reserved))


def token_counts(passages: Sequence[Passage]) -> Steps[Sequence[int]]:
    """The tokens of each."""
    if not passages:
        return ()
    count = yield from counted(CountTokens(texts=tuple(each.text for each in passages)))
    return count.each


def counted(command: CountTokens) -> Steps[TokenCount]:
    """The engine's count, which has a number for each text."""
    count = yield command
    if not isinstance(count, TokenCount) or len(count.each) != len(command.texts):
        raise UserError("protocol", "The engine answered something that was not asked.")
    return count


def total(one: Usage, other: Usage) -> Usage:
    """Both together."""
    return Usage(
        prompt_tokens=one.prompt_tokens + other.prompt_tokens,
        cached_tokens=one.cached_tokens + other.cached_tokens,
        completion_tokens=one.completion_tokens + other.completion_tokens,
    )
