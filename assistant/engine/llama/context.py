"""The memory of a model at work."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import llama_cpp

from assistant.engine.llama.abort import AbortFlag
from assistant.engine.llama.faults import Aborted, LoadError
from assistant.engine.llama.model import Model

DECODE_OK, DECODE_NO_SLOT, DECODE_ABORTED = 0, 1, 2
_KV_TYPES = {"auto": llama_cpp.GGML_TYPE_F16, "f16": llama_cpp.GGML_TYPE_F16}
_KV_TYPES["q8_0"] = llama_cpp.GGML_TYPE_Q8_0
_FLASH = {"auto": -1, "off": 0, "on": 1}


@dataclass(frozen=True, slots=True)
class ContextSizes:
    """What to allocate. Lengths in tokens; `pooled` makes an embedding context."""

    context_length: int
    batch_tokens: int
    threads: int
    kv_type: str = "auto"
    flash_attention: str = "auto"
    sequences: int = 1
    pooled: bool = False


class Context:
    """The memory of one model at work: its KV cache or state, and the compute buffers."""

    def __init__(self, model: Model, sizes: ContextSizes, abort: AbortFlag) -> None:
        """Allocate. Raises `LoadError` with an empty log."""
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = sizes.context_length
        parameters.n_batch = parameters.n_ubatch = sizes.batch_tokens
        parameters.n_seq_max = sizes.sequences
        if not sizes.pooled:
            # one row of logits for each sequence, not one for each token of a batch: with a large
            # vocabulary that saves hundreds of megabytes
            parameters.n_outputs_max = sizes.sequences
        parameters.n_threads = parameters.n_threads_batch = sizes.threads
        parameters.type_k = parameters.type_v = _KV_TYPES[sizes.kv_type]
        parameters.flash_attn_type = _FLASH[sizes.flash_attention]
        parameters.embeddings = sizes.pooled
        parameters.kv_unified = sizes.pooled
        parameters.no_perf = True
        parameters.abort_callback = abort.function
        parameters.abort_callback_data = abort.address
        self._model = model
        self._abort = abort
        self.pointer = llama_cpp.llama_init_from_model(model.pointer, parameters)
        if not self.pointer:
            raise LoadError("")
        self.capacity: int = llama_cpp.llama_n_batch(self.pointer)
        self._memory = llama_cpp.llama_get_memory(self.pointer)
        self._batch = llama_cpp.llama_batch_init(self.capacity, 0, 1)
        for index in range(self.capacity):
            self._batch.n_seq_id[index] = 1
            self._batch.seq_id[index][0] = 0
            self._batch.logits[index] = 0

    def close(self) -> None:
        """Free the memory. Samplers are closed on their own."""
        if self.pointer:
            llama_cpp.llama_batch_free(self._batch)
            llama_cpp.llama_free(self.pointer)
            self.pointer = None

    def decode(self, tokens: Sequence[int], position: int, *, sampled: bool) -> int:
        """Evaluate `tokens` (at most `capacity`) of sequence 0 from `position` on.

        `sampled` says that the last of them will be sampled from. Returns llama.cpp's code.
        """
        batch = self._batch
        count = len(tokens)
        batch.n_tokens = count
        for index in range(count):
            batch.token[index] = tokens[index]
            batch.pos[index] = position + index
        batch.logits[count - 1] = 1 if sampled else 0
        code: int = llama_cpp.llama_decode(self.pointer, batch)
        batch.logits[count - 1] = 0
        return code

    def clear(self) -> None:
        """Forget everything."""
        if self._memory:
            llama_cpp.llama_memory_clear(self._memory, True)

    def rewind(self, length: int) -> bool:
        """Keep the first `length` tokens of sequence 0. False: impossible, `clear` must follow."""
        if length == 0:
            self.clear()
            return True
        window = self._model.window
        if window:
            # the first new token looks back `window - 1` tokens; older ones may be overwritten
            oldest = llama_cpp.llama_memory_seq_pos_min(self._memory, 0)
            if oldest > max(0, length - window + 1):
                return False
        if not llama_cpp.llama_memory_seq_rm(self._memory, 0, length, -1):
            return False
        return bool(llama_cpp.llama_memory_seq_pos_max(self._memory, 0) == length - 1)

    def embed(self, texts: Sequence[Sequence[int]]) -> list[tuple[float, ...]]:
        """A unit-length vector for each token list; together at most `capacity` tokens.

        Raises `Aborted`, or `LoadError` when llama.cpp refuses the batch.
        """
        batch = llama_cpp.llama_batch_init(self.capacity, 0, 1)
        try:
            self._fill(batch, texts)
            self.clear()
            run = llama_cpp.llama_decode if self._memory else llama_cpp.llama_encode
            code = run(self.pointer, batch)
            if code == DECODE_ABORTED:
                raise Aborted
            if code != DECODE_OK:
                raise LoadError("")
            return [self._vector(sequence) for sequence in range(len(texts))]
        finally:
            llama_cpp.llama_batch_free(batch)

    def _fill(self, batch: Any, texts: Sequence[Sequence[int]]) -> None:
        index = 0
        for sequence, tokens in enumerate(texts):
            for position, token in enumerate(tokens):
                batch.token[index] = token
                batch.pos[index] = position
                batch.n_seq_id[index] = 1
                batch.seq_id[index][0] = sequence
                batch.logits[index] = 1
                index += 1
        batch.n_tokens = index

    def _vector(self, sequence: int) -> tuple[float, ...]:
        values = llama_cpp.llama_get_embeddings_seq(self.pointer, sequence)
        if not values:
            raise LoadError("")
        vector: list[float] = values[: self._model.width]
        length = math.sqrt(math.fsum(value * value for value in vector)) or 1.0
        return tuple(value / length for value in vector)
