"""Whether the right passage is among the first five, and what fusing two searches costs.

The questions and their documents are in tests/data/retrieval; the embedding model is a real one.
Times are of 50,000 passages, against the two queries as bare as they can be written.
"""

from __future__ import annotations

import random
import statistics
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from assistant import compose
from assistant.cli.asking.driver import Driver
from assistant.cli.asking.embedder import load_embedding_model
from assistant.cli.engine_session import EngineSession
from assistant.cli.interrupt import Interrupt
from assistant.core.document_text import Block, ExtractedText
from assistant.core.embedding import embedded, vectors
from assistant.core.passage import Passage, passages_of
from assistant.core.retrieval import CANDIDATES, retrieve
from assistant.paths import app_paths
from assistant.storage.passages import PassageIndex

DATA = Path(__file__).parents[1] / "data" / "retrieval"
MODEL = Path(__file__).parents[3] / "shared" / "models" / "all-minilm-l6-v2-q8_0.gguf"
FIRST = 5
MANY = 50_000
WIDTH = 384
ROUNDS = 15

Recalls = dict[str, list[bool]]


def question_set(name: str) -> tuple[list[ExtractedText], list[tuple[str, str]]]:
    """The documents and (question, answer) pairs of a file in `DATA`."""
    content = tomllib.loads((DATA / f"{name}.toml").read_text("utf-8"))
    documents = [markdown_text(each["name"], each["text"]) for each in content["document"]]
    return documents, [(each["ask"], each["answer"]) for each in content["question"]]


def markdown_text(name: str, source: str) -> ExtractedText:
    """Headings and paragraphs of a simple Markdown source as a text of its own."""
    text, blocks = "", []
    for part in source.strip().split("\n\n"):
        level = len(part) - len(part.lstrip("#"))
        words = part.lstrip("# ")
        start = len(text)
        text += words + "\n\n"
        kind = "heading" if level else "paragraph"
        blocks.append(Block(start, start + len(words), kind, level=level))  # type: ignore[arg-type]
    return ExtractedText(name=name, format="markdown", sha256=name, text=text, blocks=tuple(blocks))


@contextmanager
def empty_index() -> Iterator[PassageIndex]:
    with tempfile.TemporaryDirectory() as folder:
        paths = app_paths(Path(folder))
        paths.create()
        with closing(compose.make_library(paths)) as library:
            yield library.passages


def recalls(model: Path = MODEL) -> dict[str, Recalls]:
    """Language → way of searching → for each question whether the answer was found."""
    found: dict[str, Recalls] = {}
    with (
        empty_index() as index,
        tempfile.TemporaryDirectory() as home,
        EngineSession(compose.make_engine(app_paths(Path(home))), Interrupt()) as session,
    ):
        key = load_embedding_model(str(model), session)
        driver = Driver(session, IndexAlone(index))
        questions = {}
        for language in ("english", "chinese"):
            documents, questions[language] = question_set(language)
            for document in documents:
                kept = index.index_document(document.sha256, passages_of(document))
                driver.run(embedded(kept, key))
        for language, pairs in questions.items():
            found[language] = {"text": [], "vectors": [], "fused": []}
            for question, answer in pairs:
                (vector,) = driver.run(vectors([question]))
                for way, ids in _searched(index, key, question, vector).items():
                    texts = [passage.text for passage in index.passages(ids)]
                    found[language][way].append(any(answer in text for text in texts))
    return found


@dataclass
class IndexAlone:
    """What a driver looks vectors up in, and keeps them."""

    passages: PassageIndex


def _searched(
    index: PassageIndex, key: str, question: str, vector: Sequence[float]
) -> dict[str, list[int]]:
    return {
        "text": retrieve(index, question, FIRST),
        "vectors": [number for number, _ in index.search_vectors(key, vector, FIRST)],
        "fused": retrieve(index, question, FIRST, model_key=key, vector=vector),
    }


def run() -> dict[str, float]:
    """`recall_…` are shares of the questions, `search_…` milliseconds and their ratio."""
    results = _times()
    if MODEL.exists():
        found = recalls()
        for way in ("text", "vectors", "fused"):
            both: list[bool] = []
            for language, each in found.items():
                results[f"recall_{way}_{language}"] = statistics.mean(each[way])
                both += each[way]
            results[f"recall_{way}"] = statistics.mean(both)
    return results


def _times() -> dict[str, float]:
    """Fused search in `MANY` passages against the bare queries, the same questions in turn."""
    chance = random.Random(7)
    vectors = np.random.default_rng(7).standard_normal((MANY, WIDTH)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    with empty_index() as index:
        words = [f"w{number}" for number in range(20_000)]
        weights = [1 / (number + 10) for number in range(len(words))]
        for start in range(0, MANY, 1000):
            passages = [
                Passage(start=n, end=n + 1, text=" ".join(chance.choices(words, weights, k=60)))
                for n in range(1000)
            ]
            kept = index.index_document(f"{start}", passages)
            some = vectors[start : start + 1000].tolist()
            index.add_vectors("key", [each.id for each in kept], some)
        return _compared(index, vectors, [" ".join(chance.sample(words, 6)) for _ in range(10)])


def _compared(index: PassageIndex, vectors: Any, questions: list[str]) -> dict[str, float]:
    connection: Any = index._database.driver_connection
    ids = np.arange(1, MANY + 1)
    wanted = vectors[: len(questions)].tolist()

    def fused(number: int) -> None:
        retrieve(index, questions[number], 12, model_key="key", vector=wanted[number])

    def bare(number: int) -> None:
        match = " OR ".join(
            f'"{word}"*' if len(word) > 4 else f'"{word}"' for word in questions[number].split()
        )
        connection.execute(
            "SELECT rowid FROM passage_index WHERE passage_index MATCH ? ORDER BY rank LIMIT ?",
            (match, CANDIDATES),
        ).fetchall()
        scores = vectors @ np.asarray(wanted[number], np.float32)
        best = np.argpartition(-scores, CANDIDATES)[:CANDIDATES]
        list(ids[best[np.argsort(-scores[best])]])

    fused(0), bare(0)
    pairs = [
        (_ms(fused, number), _ms(bare, number))
        for _ in range(ROUNDS)
        for number in range(len(questions))
    ]
    ours, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "search_fused_ms": ours,
        "search_bare_ms": theirs,
        "search_ratio": statistics.median(one / other for one, other in pairs),
    }


def _ms(work: Callable[[int], None], number: int) -> float:
    began = time.perf_counter()
    work(number)
    return 1000 * (time.perf_counter() - began)


if __name__ == "__main__":
    for name, value in run().items():
        print(f"{name:28} {value:.3f}")
