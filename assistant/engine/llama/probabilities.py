"""How likely each token was, for those who ask."""

from __future__ import annotations

from typing import Any

import llama_cpp
import numpy as np
from numpy.typing import NDArray

_FLOOR = -1e4
"""Stands for a probability of 0, whose logarithm JSON cannot hold."""


def raw_logits(context_pointer: Any, index: int, vocabulary_size: int) -> NDArray[np.float32]:
    """The logits of the token at `index` of the last batch: a view of llama.cpp's own memory,
    good until the next batch and not to be written to. Raises `IndexError` when the batch has
    none there.
    """
    pointer = llama_cpp.llama_get_logits_ith(context_pointer, index)
    if not pointer:
        raise IndexError(f"the batch has no logits at {index}")
    return np.ctypeslib.as_array(pointer, shape=(vocabulary_size,))


def top_probabilities(
    context_pointer: Any, index: int, token: int, count: int, vocabulary_size: int
) -> tuple[float, list[tuple[int, float]]]:
    """The natural logarithm of `token`'s probability, and of the `count` likeliest tokens' as
    (token, logarithm), likeliest first and of equals the lowest token first.

    These are the model's own, before bias, penalties, truncation and temperature.
    """
    logits = raw_logits(context_pointer, index, vocabulary_size).astype(np.float64)
    np.nan_to_num(logits, copy=False, nan=_FLOOR, posinf=-_FLOOR, neginf=_FLOOR)
    logprobs = logits - logits.max()
    logprobs -= np.log(np.exp(logprobs).sum())
    np.maximum(logprobs, _FLOOR, out=logprobs)
    count = max(0, min(count, vocabulary_size))
    if count == 0:
        return float(logprobs[token]), []
    likeliest = np.argpartition(-logprobs, count - 1)[:count]
    likeliest = likeliest[np.lexsort((likeliest, -logprobs[likeliest]))]
    return float(logprobs[token]), [(int(each), float(logprobs[each])) for each in likeliest]
