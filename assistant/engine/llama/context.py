"""The memory of a model at work."""

from __future__ import annotations

import ctypes
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
_KV_TYPES["f32"] = llama_cpp.GGML_TYPE_F32
_FLASH = {"auto": -1, "off": 0, "on": 1}


@dataclass(frozen=True, slots=True)
class ContextSizes:
    """What to allocate. Lengths in tokens; `pooled` makes an embedding context.

    `context_length` is shared by all `sequences`. `outputs` is how many tokens of one batch can
    be sampled from; each costs a row of the vocabulary's size.
    """

    context_length: int
    batch_tokens: int
    threads: int
    kv_type: str = "auto"
    flash_attention: str = "auto"
    sequences: int = 1
    outputs: int = 1
    pooled: bool = False
    micro_batch_tokens: int = 0
    batch_threads: int = 0


class Context:
    """The memory of one model at work: its KV cache or state, and the compute buffers.

    Sequences share the cells of one cache: a copy of a prefix costs nothing.
    """

    def __init__(self, model: Model, sizes: ContextSizes, abort: AbortFlag) -> None:
        """Allocate. Raises `LoadError` with an empty log."""
        parameters = llama_cpp.llama_context_default_params()
        parameters.n_ctx = sizes.context_length
        parameters.n_batch = sizes.batch_tokens
        parameters.n_ubatch = sizes.micro_batch_tokens or sizes.batch_tokens
        parameters.n_seq_max = sizes.sequences
        if not sizes.pooled:
            # not one row of logits for each token of a batch: with a large vocabulary that
            # saves hundreds of megabytes
            parameters.n_outputs_max = max(sizes.outputs, sizes.sequences)
        parameters.n_threads = sizes.threads
        parameters.n_threads_batch = sizes.batch_threads or sizes.threads
        parameters.type_k = parameters.type_v = _KV_TYPES[sizes.kv_type]
        parameters.flash_attn_type = _FLASH[sizes.flash_attention]
        parameters.embeddings = sizes.pooled
        parameters.kv_unified = True
        parameters.swa_full = False  # layers that see a window hold a window
        parameters.no_perf = True
        parameters.abort_callback = abort.function
        parameters.abort_callback_data = abort.address
        self._model = model
        self._abort = abort
        self.pointer = llama_cpp.llama_init_from_model(model.pointer, parameters)
        if not self.pointer:
            raise LoadError("")
        self.capacity: int = llama_cpp.llama_n_batch(self.pointer)
        self.outputs = max(sizes.outputs, sizes.sequences)
        self.sequences = sizes.sequences
        self._memory = llama_cpp.llama_get_memory(self.pointer)
        self._batch = llama_cpp.llama_batch_init(self.capacity, 0, 1)
        self._owners = [self._batch.seq_id[index] for index in range(self.capacity)]
        self._filled = 0
        for index in range(self.capacity):
            self._batch.n_seq_id[index] = 1

    def close(self) -> None:
        """Free the memory. Samplers are closed on their own."""
        if self.pointer:
            llama_cpp.llama_batch_free(self._batch)
            llama_cpp.llama_free(self.pointer)
            self.pointer = None

    def begin(self) -> None:
        """Start a new batch."""
        self._filled = 0

    def add(self, sequence: int, tokens: Sequence[int], position: int, outputs: int) -> int:
        """Put `tokens` of `sequence` from `position` on into the batch.

        The last `outputs` of them can be sampled from; the index in the batch of the first of
        those is returned. The caller sees to `capacity`.
        """
        batch, owners = self._batch, self._owners
        index = self._filled
        for token in tokens:
            batch.token[index] = token
            batch.pos[index] = position
            owners[index][0] = sequence
            batch.logits[index] = 0
            index += 1
            position += 1
        for wanted in range(index - outputs, index):
            batch.logits[wanted] = 1
        self._filled = index
        return index - outputs

    def decode(self) -> int:
        """Evaluate the batch. Returns llama.cpp's code."""
        self._batch.n_tokens = self._filled
        code: int = llama_cpp.llama_decode(self.pointer, self._batch)
        return code

    def clear(self) -> None:
        """Forget everything."""
        if self._memory:
            llama_cpp.llama_memory_clear(self._memory, True)

    # sequences

    @property
    def rewinds(self) -> bool:
        """Whether a sequence can be cut anywhere: plain attention that sees everything."""
        return not self._model.keeps_state and not self._model.window

    def length(self, sequence: int) -> int:
        """Number of tokens in memory, as llama.cpp sees it."""
        return int(llama_cpp.llama_memory_seq_pos_max(self._memory, sequence)) + 1

    def forget(self, sequence: int) -> None:
        """Empty `sequence`."""
        llama_cpp.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def can_rewind(self, sequence: int, length: int) -> bool:
        """Whether `rewind` to `length` tokens can work without a checkpoint."""
        if self._model.keeps_state:
            return self.length(sequence) == length
        if window := self._model.window:
            # the first new token looks back `window - 1` tokens; older ones may be overwritten
            oldest = int(llama_cpp.llama_memory_seq_pos_min(self._memory, sequence))
            return oldest <= max(0, length - window + 1)
        return True

    def rewind(self, sequence: int, length: int) -> bool:
        """Keep the first `length` tokens. False: impossible, `forget` must follow."""
        if not self.can_rewind(sequence, length):
            return False
        if not llama_cpp.llama_memory_seq_rm(self._memory, sequence, length, -1):
            return False
        return self.length(sequence) == length

    def copy(self, source: int, target: int, length: int) -> bool:
        """Let the empty `target` share the first `length` tokens of `source`.

        False: impossible, `forget(target)` must follow. Memory that cannot rewind is shared as
        it stands, whatever `length` says; `restore` of a checkpoint follows then.
        """
        end = length if self.rewinds else -1
        llama_cpp.llama_memory_seq_cp(self._memory, source, target, -1, end)
        return self.rewinds or self.can_rewind(target, length)

    def save(self, sequence: int, *, partial: bool = False) -> bytearray:
        """The state of `sequence`; `partial`: only what a rewind cannot bring back.

        Empty when llama.cpp cannot write it.
        """
        flags = llama_cpp.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY if partial else 0
        size = llama_cpp.llama_state_seq_get_size_ext(self.pointer, sequence, flags)
        data = bytearray(size)
        if size == 0:
            return data
        view = (ctypes.c_uint8 * size).from_buffer(data)
        written = llama_cpp.llama_state_seq_get_data_ext(self.pointer, view, size, sequence, flags)
        return data if written == size else bytearray()

    def load(
        self, sequence: int, data: bytes | bytearray | memoryview, *, partial: bool = False
    ) -> bool:
        """Put back what `save` gave. False: impossible, `forget` must follow."""
        flags = llama_cpp.LLAMA_STATE_SEQ_FLAGS_PARTIAL_ONLY if partial else 0
        if len(data) == 0:
            return False
        view = _address(data)
        read = llama_cpp.llama_state_seq_set_data_ext(
            self.pointer, view, len(data), sequence, flags
        )
        return bool(read == len(data))

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


def _address(data: bytes | bytearray | memoryview) -> Any:
    """`data` for a C function that reads it, without a copy."""
    if isinstance(data, bytes):
        return ctypes.cast(ctypes.c_char_p(data), ctypes.POINTER(ctypes.c_uint8))
    view = memoryview(data)
    if view.readonly:
        return ctypes.cast(ctypes.c_char_p(bytes(view)), ctypes.POINTER(ctypes.c_uint8))
    return (ctypes.c_uint8 * len(view)).from_buffer(view)
