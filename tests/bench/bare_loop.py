"""The reference: nothing but llama.cpp's own functions, as a small C program would call them.

`python -m tests.bench.bare_loop MODEL THREADS` answers each line `PROMPT COUNT` with the speeds
of reading PROMPT random tokens and of drawing COUNT after them.
"""

from __future__ import annotations

import ctypes
import json
import random
import sys
import time
from typing import Any

import llama_cpp as lc

BATCH = 512
CONTEXT = 2048


def load(path: str, threads: int, *, context_length: int = CONTEXT) -> tuple[Any, Any]:
    """Model and context."""
    model = lc.llama_model_load_from_file(path.encode(), lc.llama_model_default_params())
    parameters = lc.llama_context_default_params()
    parameters.n_ctx = context_length
    parameters.n_batch = parameters.n_ubatch = BATCH
    parameters.n_threads = parameters.n_threads_batch = threads
    return model, lc.llama_init_from_model(model, parameters)


def chain(seed: int = 1) -> Any:
    """The sampler that the engine is measured with."""
    sampler = lc.llama_sampler_chain_init(lc.llama_sampler_chain_default_params())
    for link in (
        lc.llama_sampler_init_top_k(40),
        lc.llama_sampler_init_top_p(0.95, 1),
        lc.llama_sampler_init_min_p(0.05, 1),
        lc.llama_sampler_init_temp(0.8),
        lc.llama_sampler_init_dist(seed),
    ):
        lc.llama_sampler_chain_add(sampler, link)
    return sampler


def decode(context: Any, tokens: list[int]) -> None:
    """Evaluate `tokens` after those in memory."""
    array = (ctypes.c_int32 * len(tokens))(*tokens)
    if lc.llama_decode(context, lc.llama_batch_get_one(array, len(tokens))) != 0:
        raise SystemExit("decode failed")


def measure(model: Any, context: Any, prompt: int, count: int) -> dict[str, float]:
    """Tokens a second of reading and of writing."""
    vocabulary = lc.llama_model_get_vocab(model)
    draw = random.Random(prompt)
    tokens = [draw.randrange(200) for _ in range(prompt)]
    lc.llama_memory_clear(lc.llama_get_memory(context), True)
    sampler = chain()
    began = time.perf_counter()
    for start in range(0, prompt, BATCH):
        decode(context, tokens[start : start + BATCH])
    token = lc.llama_sampler_sample(sampler, context, -1)
    first = time.perf_counter()
    one = (ctypes.c_int32 * 1)()
    batch = lc.llama_batch_get_one(one, 1)
    for _ in range(count - 1):
        one[0] = token
        lc.llama_decode(context, batch)
        token = lc.llama_sampler_sample(sampler, context, -1)
        lc.llama_vocab_is_eog(vocabulary, token)
    last = time.perf_counter()
    lc.llama_sampler_free(sampler)
    return {"prefill": prompt / (first - began), "decode": (count - 1) / (last - first)}


def main() -> None:
    model, context = load(sys.argv[1], int(sys.argv[2]))
    for line in sys.stdin:
        prompt, count = map(int, line.split())
        print(json.dumps(measure(model, context, prompt, count)), flush=True)
    lc.llama_free(context)
    lc.llama_model_free(model)


if __name__ == "__main__":
    main()
