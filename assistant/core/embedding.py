"""Passages and questions as vectors, asked of the embedding model in batches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from assistant.core.entities import ModelInfo
from assistant.core.errors import UserError
from assistant.core.messages import Embed
from assistant.core.remote.consent import DOCUMENTS
from assistant.core.steps import Lookup, Steps

if TYPE_CHECKING:
    from assistant.core.document_ports import LibraryStore
    from assistant.core.passage import Passage

BATCH = 32
BACKGROUND = 1
_SHORTEST = 16

Vector = tuple[float, ...]


def model_key(info: ModelInfo) -> str:
    """Names the model that made vectors; another one does not understand them."""
    return f"{info.architecture}:{info.name}:{info.file_size}"


def embedded_text(passage: Passage) -> str:
    """What is embedded of a passage: its headings say what the rest is about."""
    return f"{passage.heading}\n{passage.text}".strip()


def vectors(texts: Sequence[str], priority: int = 0) -> Steps[tuple[Vector, ...]]:
    """One vector each; of a text that is too long for the model, its beginning counts.

    Passages and the questions about them are one place: who permits searching by meaning at a
    server permits both, whoever writes the answers.
    """
    try:
        found = yield Embed(texts=tuple(texts), priority=priority, place=DOCUMENTS)
    except UserError as error:
        if error.kind != "context_full" or (len(texts) == 1 and len(texts[0]) <= _SHORTEST):
            raise
        if len(texts) == 1:
            return (yield from vectors([texts[0][: len(texts[0]) // 2]], priority))
        one_by_one: list[Vector] = []
        for text in texts:
            one_by_one += yield from vectors([text], priority)
        return tuple(one_by_one)
    if not isinstance(found, tuple) or len(found) != len(texts):
        raise UserError("protocol", "The engine answered something that was not asked.")
    return found


def missing(number: int, key: str, *, background: bool = False) -> Steps[list[Passage]]:
    """The passages of document `number` that have no vector by the model of `key`."""

    def look(library: LibraryStore) -> list[Passage]:
        return library.passages.without_vectors(number, key)

    found: list[Passage] = yield Lookup(look, background)
    return found


def embedded(
    passages: Sequence[Passage],
    key: str,
    told: Callable[[int], None] | None = None,
    *,
    background: bool = False,
) -> Steps[None]:
    """Give each of `passages` a vector; `told(n)` says how many have one after each batch."""
    for at in range(0, len(passages), BATCH):
        batch = passages[at : at + BATCH]
        texts = [embedded_text(passage) for passage in batch]
        found = yield from vectors(texts, BACKGROUND if background else 0)
        ids = [passage.id for passage in batch]

        def keep(
            library: LibraryStore,
            ids: list[int] = ids,
            found: Sequence[Vector] = found,
        ) -> None:
            library.passages.add_vectors(key, ids, found)

        yield Lookup(keep, background)
        if told is not None:
            told(at + len(batch))
