"""Indexing two thousand pages with vectors, against a bare loop that embeds the same texts.

Ours cuts the text into passages, keeps them with their words, embeds them through the engine and
keeps the vectors. All pages are cut and kept; of the embedding, which takes minutes, every batch
of a sample is done by both sides in turns, and the sample's time is scaled to all of them.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path

from assistant import compose
from assistant.cli.asking.driver import Driver
from assistant.cli.engine_session import EngineSession
from assistant.cli.interrupt import Interrupt
from assistant.core.document_text import ExtractedText
from assistant.core.embedding import BATCH, embedded, embedded_text, model_key
from assistant.core.messages import LoadModel, ModelParameters, Ready
from assistant.core.passage import Passage, passages_of
from assistant.documents.extractor import Extractor
from assistant.paths import app_paths, child_command
from assistant.storage.passages import PassageIndex
from tests.bench.bare_texts import BareTexts
from tests.bench.bench_files import english_pdf
from tests.bench.retrieval import MODEL, IndexAlone, empty_index

PAGES = 2_000
SAMPLES = 24
"""Batches that both sides embed."""


def run(samples: int = SAMPLES, pages: int = PAGES, threads: int = 0) -> dict[str, float]:
    """Seconds for all pages, and the bare loop's over ours; nothing without the model.

    `threads` 0 are those that the engine chooses; both sides have the same.
    """
    if not MODEL.exists():
        return {}
    text = _read(english_pdf(pages))
    with empty_index() as index:
        began = time.perf_counter()
        passages = passages_of(text)
        kept = index.index_document(text.sha256, passages)
        prepared = time.perf_counter() - began
        ours, bare = _embedded(index, kept, samples, threads)
    batches = -(-len(kept) // BATCH)
    whole = prepared + batches * statistics.mean(ours)
    bare_whole = batches * statistics.mean(bare)
    return {
        "index_passages": float(len(kept)),
        "index_prepare_s": prepared,
        "index_s": whole,
        "index_bare_s": bare_whole,
        "index_ratio": bare_whole / whole,
        "index_embedding_ratio": statistics.median(
            theirs / mine for mine, theirs in zip(ours, bare, strict=True)
        ),
    }


def _read(path: Path) -> ExtractedText:
    with closing(Extractor(child_command("extract-child"))) as extractor:
        return extractor.read(path)


def _embedded(
    index: PassageIndex, kept: Sequence[Passage], samples: int, threads: int
) -> tuple[list[float], list[float]]:
    """Seconds of each sampled batch, ours and bare."""
    step = max(1, len(kept) // (samples * BATCH)) * BATCH
    batches = [kept[at : at + BATCH] for at in range(0, len(kept), step)][:samples]
    with (
        tempfile.TemporaryDirectory() as home,
        EngineSession(compose.make_engine(app_paths(Path(home))), Interrupt()) as session,
    ):
        parameters = ModelParameters(threads=threads)
        ready = session.ask(LoadModel(path=str(MODEL), purpose="embedding", parameters=parameters))
        assert isinstance(ready, Ready)
        info, driver = ready.info, Driver(session, IndexAlone(index))
        sizes = {"context_length": info.context_length, "threads": info.threads}
        with BareTexts(MODEL, sequences=info.sequences, **sizes) as loop:

            def mine(batch: Sequence[Passage]) -> float:
                began = time.perf_counter()
                driver.run(embedded(batch, model_key(info), background=True))
                return time.perf_counter() - began

            def theirs(batch: Sequence[Passage]) -> float:
                return loop.embed([embedded_text(each) for each in batch])[0]

            _check(index, model_key(info), batches[0], loop, mine)
            pairs = [
                (mine(batch), theirs(batch)) if number % 2 else (theirs(batch), mine(batch))[::-1]
                for number, batch in enumerate(batches[1:])
            ]
    ours, bare = zip(*pairs, strict=True)
    return list(ours), list(bare)


def _check(
    index: PassageIndex,
    key: str,
    batch: Sequence[Passage],
    loop: BareTexts,
    mine: Callable[[Sequence[Passage]], float],
) -> None:
    """Both sides compute the same vectors; the first evaluation is never the fastest."""
    mine(batch)
    _, vectors = loop.embed([embedded_text(each) for each in batch])
    for passage, vector in zip(batch, vectors, strict=True):
        (nearest, cosine), *_ = index.search_vectors(key, vector, 1)
        assert cosine > 0.99, (passage.id, nearest, cosine)


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:28} {value:10.3f}")
