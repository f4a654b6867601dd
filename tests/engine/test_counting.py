"""Many texts are counted at a time, and the counts are those of one after another."""

from __future__ import annotations

import threading
from pathlib import Path

from assistant.core.messages import CountTokens, TokenCount
from assistant.engine.counting import counted
from tests.engine.conftest import Driver


def test_several_threads_count_in_order() -> None:
    seen: set[str] = set()
    texts = [f"{number} " * 50 for number in range(1000)]

    def count(text: str) -> int:
        seen.add(threading.current_thread().name)
        return int(text.split(maxsplit=1)[0])

    assert counted(count, texts) == tuple(range(1000))
    assert threading.main_thread().name not in seen
    assert counted(count, texts[:3]) == (0, 1, 2)
    assert threading.main_thread().name in seen
    assert counted(count, []) == ()


def test_an_engine_counts_a_long_document(supervised: Driver, models: dict[str, Path]) -> None:
    supervised.load(models["bpe"])
    texts = tuple(f"the dog said {number} times hello, world\n" * 3 for number in range(800))
    together = supervised.run(CountTokens(texts=texts))
    alone = [supervised.run(CountTokens(texts=(text,))) for text in texts[::200]]
    assert isinstance(together, TokenCount)
    assert all(isinstance(each, TokenCount) for each in alone)
    assert together.each[::200] == tuple(each.n for each in alone)
