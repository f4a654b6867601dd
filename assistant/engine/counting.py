"""Counting the tokens of many texts: a long document before its summary is planned.

llama.cpp's tokeniser needs no model, only the vocabulary, and runs without Python's lock.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor

_WORTH_THREADS = 50_000  # characters; below, threads take longer to start than they save
_AT_ONCE = 64
_MOST_THREADS = 4


def counted(count: Callable[[str], int], texts: Sequence[str]) -> tuple[int, ...]:
    """`count` of each of `texts`, several at a time where it is worth it.

    `count` has to be safe to call from any thread.
    """
    threads = min(_MOST_THREADS, os.cpu_count() or 1)
    if threads == 1 or len(texts) == 1 or sum(map(len, texts)) < _WORTH_THREADS:
        return tuple(map(count, texts))
    parts = [texts[at : at + _AT_ONCE] for at in range(0, len(texts), _AT_ONCE)]
    with ThreadPoolExecutor(threads, thread_name_prefix="counting") as pool:
        found = pool.map(lambda part: [count(text) for text in part], parts)
        return tuple(number for part in found for number in part)
