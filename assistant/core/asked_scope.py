"""What a question is asked of: the documents of a scope, indexed where they were not yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import msgspec

from assistant.core.asking import AskedDocument
from assistant.core.document_ports import LibraryStore
from assistant.core.document_text import ExtractedText
from assistant.core.embedding import embedded, missing
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef, Scope
from assistant.core.passage import Passage, passages_of
from assistant.core.steps import Begin, Call, Compute, Lookup, Steps
from assistant.core.summary_job import StoredDocument

_PIECE = 64
"""Passages that are kept at once: some 20 milliseconds, in which nobody else is answered."""


class ScopeDocuments(msgspec.Struct, frozen=True, kw_only=True):
    """`asked` and `refs` are the same documents in the same order.

    `gone` are names of documents that are no longer kept. `waiting` files of the collections are
    not read yet.
    """

    asked: tuple[AskedDocument, ...] = ()
    refs: tuple[DocumentRef, ...] = ()
    gone: tuple[str, ...] = ()
    waiting: int = 0


def reference(document: StoredDocument) -> DocumentRef:
    """A kept document as conversations name it."""
    return DocumentRef(
        sha256=document.sha256,
        name=document.name,
        path=document.path,
        pages=document.pages,
        characters=document.characters,
    )


def documents_of(scope: Scope, preparing: Callable[[str], None]) -> Steps[ScopeDocuments]:
    """Everything that `scope` means now; `preparing(name)` tells what is indexed first."""
    held: tuple[list[StoredDocument], int] = yield Lookup(partial(_collected, scope.collections))
    stored, waiting = held
    collected = [reference(document) for document in stored]
    refs = {ref.sha256: ref for ref in (*scope.documents, *collected)}
    sums = list(refs)
    numbers: dict[str, int] = yield Lookup(lambda library: library.passages.document_ids(sums))
    gone: list[str] = []
    for sha256, ref in refs.items():
        if sha256 in numbers:
            continue
        preparing(ref.name)
        number = yield from indexed(sha256)
        if number is None:
            gone.append(ref.name)
        else:
            numbers[sha256] = number
    by_place = {ref.place: ref for ref in refs.values() if ref.sha256 in numbers}
    found = list(by_place.values())  # of two readings of one file the newer one counts
    return ScopeDocuments(
        asked=tuple(AskedDocument(numbers[ref.sha256], ref.place, ref.characters) for ref in found),
        refs=tuple(found),
        gone=tuple(gone),
        waiting=waiting,
    )


def indexed(sha256: str, *, background: bool = False) -> Steps[int | None]:
    """Cut a kept document and index it; its number, None when it is no longer kept."""
    try:
        text: ExtractedText = yield Lookup(
            lambda library: library.documents.document(sha256), background
        )
    except UserError as error:
        if error.kind != "not_found":
            raise
        return None
    return (yield from indexed_text(text, background=background))


def prepared(sha256: str, ensure: Begin) -> Steps[None]:
    """Index a kept document and give its passages vectors, behind everything else.

    `ensure` has an embedding model loaded and tells its key, "" where there is none.
    """
    number = yield from indexed(sha256, background=True)
    if number is None:
        return
    key: str = yield Call(ensure)
    if key:
        lacking = yield from missing(number, key, background=True)
        yield from embedded(lacking, key, background=True)


def indexed_text(text: ExtractedText, *, background: bool = False) -> Steps[int]:
    """Cut `text`, which is kept, and index it in short pieces; its number.

    What is stopped halfway is found by nobody, and begun anew the next time.
    """
    known: int | None = yield Lookup(
        lambda library: library.passages.document_id(text.sha256), background
    )
    if known is not None:
        return known
    passages = yield Compute(partial(passages_of, text))
    number: int = yield Lookup(
        lambda library: library.passages.begin_document(text.sha256), background
    )
    for at in range(0, len(passages), _PIECE):

        def add(
            library: LibraryStore, piece: Sequence[Passage] = passages[at : at + _PIECE]
        ) -> None:
            library.passages.add_passages(number, piece)

        yield Lookup(add, background)
    yield Lookup(lambda library: library.passages.finish_document(number), background)
    return number


def _collected(
    collections: Sequence[int], library: LibraryStore
) -> tuple[list[StoredDocument], int]:
    """The documents of collections, and how many of their files are still to be read."""
    if not collections:
        return [], 0
    waiting = 0
    for number in collections:
        try:
            files = library.collections.files(number)
        except UserError:  # a collection that was deleted has nothing to wait for
            continue
        waiting += sum(file.state == "waiting" for file in files)
    return library.collections.documents(list(collections)), waiting
