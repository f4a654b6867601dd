"""The reference for every speed: llama.cpp's own functions in the tightest loop Python allows.

Nothing of the engine is used, so that what the engine adds can be measured against it. The
process speaks the lines of `engine/reference.py` on its stdin and stdout.
"""

from __future__ import annotations

import contextlib
import ctypes
import itertools
import os
import signal
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Any

import llama_cpp as lc
import msgspec

from assistant.engine.llama import process
from assistant.engine.reference import (
    AnyAnswer,
    AnyWork,
    FetchState,
    KeepState,
    Measured,
    Reference,
    Refused,
    Started,
    Write,
    WriteSeveral,
)
from assistant.engine.template_child import end_with_parent

_KV_TYPES = {"f16": lc.GGML_TYPE_F16, "q8_0": lc.GGML_TYPE_Q8_0, "f32": lc.GGML_TYPE_F32}
_FLASH = {"auto": -1, "off": 0, "on": 1}


class BareError(Exception):
    """llama.cpp refused; the text says what."""


def main(argv: Sequence[str]) -> int:
    """Serve measurements until stdin ends; the exit code."""
    del argv
    end_with_parent()
    with contextlib.suppress(ValueError):
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the application
    answers = os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)  # only our lines may reach the other side
    os.dup2(nowhere, 2)
    log = process.start(None)
    loop = None
    for line in sys.stdin.buffer:
        try:
            answer: AnyAnswer = Started()
            if loop is None:
                loop = BareLoop(msgspec.json.decode(line, type=Reference))
            else:
                answer = loop.measure(msgspec.json.decode(line, type=AnyWork))
        except BareError as error:
            answer = Refused(str(error))
        answers.write(msgspec.json.encode(answer) + b"\n")
        answers.flush()
    if loop is not None:
        loop.close()
    log.close()
    return 0


def load(reference: Reference) -> tuple[Any, Any]:
    """Pointers to a model and a context. Raises `BareError`."""
    parameters = lc.llama_model_default_params()
    parameters.n_gpu_layers = reference.gpu_layers
    model = lc.llama_model_load_from_file(os.fsencode(reference.path), parameters)
    if not model:
        raise BareError("the model could not be loaded")
    sizes = lc.llama_context_default_params()
    sizes.n_ctx = reference.context_length
    sizes.n_batch = sizes.n_ubatch = reference.batch_tokens
    sizes.n_threads = sizes.n_threads_batch = reference.threads
    sizes.n_seq_max = reference.sequences
    sizes.kv_unified = reference.sequences > 1
    sizes.type_k = sizes.type_v = _KV_TYPES.get(reference.kv_type, lc.GGML_TYPE_F16)
    sizes.flash_attn_type = _FLASH.get(reference.flash_attention, -1)
    sizes.no_perf = True
    context = lc.llama_init_from_model(model, sizes)
    if not context:
        lc.llama_model_free(model)
        raise BareError("there was no memory for the context")
    return model, context


def chain(seed: int = 1) -> Any:
    """The sampler with the engine's defaults: top-k, top-p, min-p, temperature, draw."""
    parameters = lc.llama_sampler_chain_default_params()
    parameters.no_perf = True
    sampler = lc.llama_sampler_chain_init(parameters)
    for link in (
        lc.llama_sampler_init_top_k(40),
        lc.llama_sampler_init_top_p(0.95, 1),
        lc.llama_sampler_init_min_p(0.05, 1),
        lc.llama_sampler_init_temp(0.8),
        lc.llama_sampler_init_dist(seed),
    ):
        lc.llama_sampler_chain_add(sampler, link)
    return sampler


def read(context: Any, tokens: Sequence[int]) -> None:
    """Evaluate `tokens` of sequence 0 after those in memory, a batch at a time."""
    size = lc.llama_n_batch(context)
    for start in range(0, len(tokens), size):
        piece = tokens[start : start + size]
        array = (ctypes.c_int32 * len(piece))(*piece)
        _check(lc.llama_decode(context, lc.llama_batch_get_one(array, len(piece))))


def _check(code: int) -> None:
    if code != 0:
        raise BareError(f"llama_decode said {code}")


class BareLoop:
    """One model and one context, and what can be measured with them."""

    def __init__(self, reference: Reference) -> None:
        """Raises `BareError`."""
        self._model, self._context = load(reference)
        self._memory = lc.llama_get_memory(self._context)
        self._vocabulary = lc.llama_model_get_vocab(self._model)
        self._capacity: int = lc.llama_n_batch(self._context)
        self._batch = lc.llama_batch_init(self._capacity, 0, 1)
        for index in range(self._capacity):
            self._batch.n_seq_id[index] = 1

    def close(self) -> None:
        lc.llama_batch_free(self._batch)
        lc.llama_free(self._context)
        lc.llama_model_free(self._model)

    def measure(self, work: AnyWork) -> Measured:
        """Do `work`. Raises `BareError`."""
        lc.llama_memory_clear(self._memory, True)
        if isinstance(work, Write):
            return self._write(work)
        if isinstance(work, KeepState):
            return self._keep(work)
        if isinstance(work, FetchState):
            return self._fetch(work)
        return self._together(work) if work.together else self._in_turn(work)

    def tokens(self, text: str) -> list[int]:
        """The tokens of `text` with those that the model wants around a text."""
        data = text.encode()
        buffer = (ctypes.c_int32 * (len(data) + 16))()
        arguments = (self._vocabulary, data, len(data), buffer, len(buffer))
        count = lc.llama_tokenize(*arguments, True, False)
        return buffer[: max(count, 0)]

    def _write(self, work: Write) -> Measured:
        tokens = self.tokens(work.text)
        sampler = chain()
        began = time.perf_counter()
        read(self._context, tokens)
        token = lc.llama_sampler_sample(sampler, self._context, -1)
        first = time.perf_counter()
        drawn = [token]
        one = (ctypes.c_int32 * 1)()
        batch = lc.llama_batch_get_one(one, 1)
        context, vocabulary = self._context, self._vocabulary
        decode, sample, ends = lc.llama_decode, lc.llama_sampler_sample, lc.llama_vocab_is_eog
        for _ in range(work.count - 1):
            one[0] = token
            _check(decode(context, batch))
            token = sample(sampler, context, -1)
            drawn.append(token)
            ends(vocabulary, token)
        last = time.perf_counter()
        lc.llama_sampler_free(sampler)
        return Measured(
            read=len(tokens),
            read_s=first - began,
            written=work.count - 1,
            write_s=last - first,
            drawn=(tuple(drawn),),
        )

    def _in_turn(self, work: WriteSeveral) -> Measured:
        alone = []
        for text in work.texts:
            lc.llama_memory_clear(self._memory, True)
            alone.append(self._write(Write(text=text, count=work.count)))
        return Measured(
            written=len(alone) * work.count,
            write_s=sum(one.read_s + one.write_s for one in alone),
            drawn=tuple(one.drawn[0] for one in alone),
        )

    def _together(self, work: WriteSeveral) -> Measured:
        prompts = [self.tokens(text) for text in work.texts]
        samplers = [chain(seed) for seed in range(1, len(prompts) + 1)]
        began = time.perf_counter()
        drawn = self._read_together(prompts, samplers)
        answers = [[token] for token in drawn]
        batch, context = self._batch, self._context
        batch.n_tokens = len(prompts)
        for index, prompt in enumerate(prompts):
            batch.seq_id[index][0] = index
            batch.pos[index] = len(prompt)
            batch.logits[index] = 1
        for _ in range(work.count - 1):
            for index, token in enumerate(drawn):
                batch.token[index] = token
            _check(lc.llama_decode(context, batch))
            for index, sampler in enumerate(samplers):
                drawn[index] = token = lc.llama_sampler_sample(sampler, context, index)
                answers[index].append(token)
                lc.llama_vocab_is_eog(self._vocabulary, token)
                batch.pos[index] += 1
        seconds = time.perf_counter() - began
        for sampler in samplers:
            lc.llama_sampler_free(sampler)
        return Measured(
            written=len(prompts) * work.count, write_s=seconds, drawn=tuple(map(tuple, answers))
        )

    def _read_together(self, prompts: list[list[int]], samplers: list[Any]) -> list[int]:
        """The first token drawn after each prompt; batches hold pieces of several prompts."""
        drawn = [0] * len(prompts)
        batch = self._batch
        for piece in _batches(prompts, self._capacity):
            ends: list[tuple[int, int]] = []
            for index, (sequence, position) in enumerate(piece):
                prompt = prompts[sequence]
                last = position == len(prompt) - 1
                batch.token[index] = prompt[position]
                batch.pos[index] = position
                batch.seq_id[index][0] = sequence
                batch.logits[index] = 1 if last else 0
                if last:
                    ends.append((index, sequence))
            batch.n_tokens = len(piece)
            _check(lc.llama_decode(self._context, batch))
            for index, sequence in ends:
                drawn[sequence] = lc.llama_sampler_sample(samplers[sequence], self._context, index)
        return drawn

    def _keep(self, work: KeepState) -> Measured:
        """The state kept lacks the last token: logits are not part of it, and not every memory
        can be rewound, so whoever fetches it evaluates that token."""
        tokens = self.tokens(work.text)
        sampler = chain()
        began = time.perf_counter()
        read(self._context, tokens[:-1])
        paused = time.perf_counter()
        count = len(tokens) - 1
        array = (ctypes.c_int32 * count)(*tokens[:-1])
        file = os.fsencode(work.file)
        if not lc.llama_state_seq_save_file(self._context, file, 0, array, count):
            raise BareError("the state could not be kept")
        resumed = time.perf_counter()
        read(self._context, tokens[-1:])
        token = lc.llama_sampler_sample(sampler, self._context, -1)
        seconds = time.perf_counter() - resumed + paused - began
        lc.llama_sampler_free(sampler)
        return Measured(read=len(tokens), read_s=seconds, drawn=((token,),))

    def _fetch(self, work: FetchState) -> Measured:
        tokens = self.tokens(work.text)
        sampler = chain()
        array = (ctypes.c_int32 * len(tokens))()
        count = ctypes.c_size_t(0)
        file = os.fsencode(work.file)
        began = time.perf_counter()
        found = lc.llama_state_seq_load_file(
            self._context, file, 0, array, len(tokens), ctypes.byref(count)
        )
        if not found:
            raise BareError("the state could not be fetched")
        read(self._context, tokens[-1:])
        token = lc.llama_sampler_sample(sampler, self._context, -1)
        first = time.perf_counter()
        lc.llama_sampler_free(sampler)
        return Measured(read=len(tokens), read_s=first - began, drawn=((token,),))


def _batches(prompts: list[list[int]], size: int) -> Iterator[list[tuple[int, int]]]:
    """Every (sequence, position) of `prompts`, at most `size` at a time."""
    places = (
        (sequence, position)
        for sequence, prompt in enumerate(prompts)
        for position in range(len(prompt))
    )
    while piece := list(itertools.islice(places, size)):
        yield piece


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
