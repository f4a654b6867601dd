"""llama.cpp through its low-level interface: the only file that imports `llama_cpp`.

Native objects live in `Model`, `Context` and `Sampler`; each is used by one thread and freed by
`close`. Nothing of a vocabulary's size is copied per token: sampling stays in llama.cpp.
"""

from __future__ import annotations

import ctypes
import math
import os
import secrets
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import llama_cpp
from llama_cpp import _ggml, _logger

from assistant.core.errors import Cancelled
from assistant.core.messages import Sampling

DECODE_OK, DECODE_NO_SLOT, DECODE_ABORTED = 0, 1, 2
_KV_TYPES = {"auto": llama_cpp.GGML_TYPE_F16, "f16": llama_cpp.GGML_TYPE_F16}
_KV_TYPES["q8_0"] = llama_cpp.GGML_TYPE_Q8_0
_FLASH = {"auto": -1, "off": 0, "on": 1}
_LOG_DEBUG, _LOG_CONTINUED = 1, 5  # ggml.h; the binding numbers them wrongly


class LoadError(Exception):
    """llama.cpp refused a model; `log` holds what it said."""

    def __init__(self, log: str) -> None:
        super().__init__("llama.cpp could not load the model")
        self.log = log


class Aborted(Exception):  # noqa: N818 - somebody asked for it
    """A computation was stopped by its `AbortFlag`."""


class NativeLog:
    """Receives llama.cpp's own output: every line to a file descriptor, the recent ones kept.

    Made once for a process; `take` returns and forgets the lines kept since the last call.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._kept: list[str] = []
        self._skipping = False
        self._callback = llama_cpp.llama_log_callback(self._on_line)
        llama_cpp.llama_log_set(self._callback, ctypes.c_void_p(0))

    def close(self) -> None:
        """Stop receiving; llama.cpp goes back to its binding's own handler."""
        llama_cpp.llama_log_set(_logger.llama_log_callback, ctypes.c_void_p(0))
        os.close(self._descriptor)

    def take(self) -> str:
        """What was said since the last call."""
        text, self._kept = "".join(self._kept), []
        return text

    def _on_line(self, level: int, text: bytes, _data: Any) -> None:
        if level != _LOG_CONTINUED:
            self._skipping = level == _LOG_DEBUG
        if self._skipping:
            return
        if len(self._kept) < 20_000:
            self._kept.append(text.decode("utf-8", "replace"))
        try:
            os.write(self._descriptor, text)
        except OSError:
            self._skipping = True  # a full disk must not stop the model


def start(log: Path | None) -> NativeLog:
    """Initialise llama.cpp for this process, its output going to `log` (None: nowhere)."""
    target = os.devnull if log is None else log
    descriptor = os.open(target, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    native_log = NativeLog(descriptor)
    llama_cpp.llama_backend_init()
    return native_log


def version() -> str:
    """The versions of llama.cpp and of its Python binding."""
    return f"{llama_cpp.llama_version().decode()} (llama-cpp-python {llama_cpp.__version__})"


def backends() -> tuple[str, ...]:
    """The compute devices that llama.cpp was built for and found, such as "CPU" or "CUDA0"."""
    library = _ggml.libggml
    library.ggml_backend_dev_count.restype = ctypes.c_size_t
    library.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    library.ggml_backend_dev_get.restype = ctypes.c_void_p
    library.ggml_backend_dev_name.argtypes = [ctypes.c_void_p]
    library.ggml_backend_dev_name.restype = ctypes.c_char_p
    names = []
    for index in range(library.ggml_backend_dev_count()):
        name = library.ggml_backend_dev_name(library.ggml_backend_dev_get(index))
        names.append(name.decode("utf-8", "replace"))
    return tuple(names)


def supports_offload() -> bool:
    """Whether this build of llama.cpp can put layers on a GPU that it found."""
    return bool(llama_cpp.llama_supports_gpu_offload())


@dataclass(frozen=True, slots=True)
class Token:
    """One entry of a vocabulary that is special to the tokeniser; `text` as it is in the file.

    `control` tokens are found in a text only when asked for; the others always.
    """

    id: int
    text: bytes
    control: bool
    ends_generation: bool
    strips_left: bool
    strips_right: bool


class Model:
    """A model's weights and vocabulary."""

    def __init__(self, path: Path, *, gpu_layers: int, progress: Callable[[float], bool]) -> None:
        """Load `path`. `progress` gets 0 to 1 and returns False to cancel.

        Raises `Cancelled`, or `LoadError` with an empty log (the caller holds the log).
        """
        parameters = llama_cpp.llama_model_default_params()
        parameters.n_gpu_layers = gpu_layers
        refused: list[bool] = []

        def on_progress(fraction: float, _data: Any) -> bool:
            if not progress(fraction):
                refused.append(True)
                return False
            return True

        callback = llama_cpp.llama_progress_callback(on_progress)
        parameters.progress_callback = callback
        self.pointer = llama_cpp.llama_model_load_from_file(os.fsencode(path), parameters)
        if not self.pointer:
            if refused:
                raise Cancelled
            raise LoadError("")
        self.vocabulary = Vocabulary(llama_cpp.llama_model_get_vocab(self.pointer))

    def close(self) -> None:
        """Free the weights; every context of the model must be closed before."""
        if self.pointer:
            llama_cpp.llama_model_free(self.pointer)
            self.pointer = None

    @property
    def trained_context(self) -> int:
        return int(llama_cpp.llama_model_n_ctx_train(self.pointer))

    @property
    def layers(self) -> int:
        return int(llama_cpp.llama_model_n_layer(self.pointer))

    @property
    def width(self) -> int:
        """Length of an embedding vector."""
        return int(llama_cpp.llama_model_n_embd_out(self.pointer))

    @property
    def window(self) -> int:
        """Tokens of the sliding attention window; 0 when attention sees everything."""
        return max(0, int(llama_cpp.llama_model_n_swa(self.pointer)))

    @property
    def keeps_state(self) -> bool:
        """Whether some of its memory is a running state that cannot be rewound."""
        return bool(
            llama_cpp.llama_model_is_recurrent(self.pointer)
            or llama_cpp.llama_model_is_hybrid(self.pointer)
        )

    @property
    def has_encoder(self) -> bool:
        return bool(llama_cpp.llama_model_has_encoder(self.pointer))

    @property
    def has_decoder(self) -> bool:
        return bool(llama_cpp.llama_model_has_decoder(self.pointer))

    @property
    def weights(self) -> int:
        return int(llama_cpp.llama_model_n_params(self.pointer))

    @property
    def size(self) -> int:
        """Bytes of all tensors."""
        return int(llama_cpp.llama_model_size(self.pointer))

    @property
    def description(self) -> str:
        """Such as "qwen2 1B Q4_0"."""
        buffer = ctypes.create_string_buffer(256)
        llama_cpp.llama_model_desc(self.pointer, buffer, 256)
        return buffer.value.decode("utf-8", "replace")

    @property
    def template(self) -> str | None:
        """The chat template of the model file."""
        raw = llama_cpp.llama_model_chat_template(self.pointer, None)
        return None if raw is None else raw.decode("utf-8", "replace")


class Vocabulary:
    """Text to tokens and back. Read-only; any thread."""

    def __init__(self, pointer: int) -> None:
        self._pointer = pointer
        self.size: int = llama_cpp.llama_vocab_n_tokens(pointer)
        self.bos: int = llama_cpp.llama_vocab_bos(pointer)
        self.eos: int = llama_cpp.llama_vocab_eos(pointer)
        self.adds_bos = bool(llama_cpp.llama_vocab_get_add_bos(pointer))
        self.is_spm = llama_cpp.llama_vocab_type(pointer) == llama_cpp.LLAMA_VOCAB_TYPE_SPM
        self.exists = llama_cpp.llama_vocab_type(pointer) != llama_cpp.LLAMA_VOCAB_TYPE_NONE
        self.special = tuple(self._special_tokens())

    def _special_tokens(self) -> list[Token]:
        """Control and user-defined tokens, longest text first, as llama.cpp looks for them."""
        control = llama_cpp.LLAMA_TOKEN_ATTR_CONTROL | llama_cpp.LLAMA_TOKEN_ATTR_UNKNOWN
        wanted = control | llama_cpp.LLAMA_TOKEN_ATTR_USER_DEFINED
        attribute_of = llama_cpp.llama_vocab_get_attr
        found = []
        for token in range(self.size):
            attributes = attribute_of(self._pointer, token)
            if attributes & wanted:
                found.append(
                    Token(
                        id=token,
                        text=self.text(token),
                        control=bool(attributes & control),
                        ends_generation=self.ends_generation(token),
                        strips_left=bool(attributes & llama_cpp.LLAMA_TOKEN_ATTR_LSTRIP),
                        strips_right=bool(attributes & llama_cpp.LLAMA_TOKEN_ATTR_RSTRIP),
                    )
                )
        return sorted(found, key=lambda token: -len(token.text))

    def text(self, token: int) -> bytes:
        """The token as it is written in the model file."""
        if not 0 <= token < self.size:
            return b""
        return llama_cpp.llama_vocab_get_text(self._pointer, token) or b""

    def ends_generation(self, token: int) -> bool:
        return bool(llama_cpp.llama_vocab_is_eog(self._pointer, token))

    def tokenize(
        self, text: bytes, *, parse_special: bool = False, with_ends: bool = False
    ) -> list[int]:
        """The tokens of `text`. User-defined tokens are always found.

        `with_ends` adds the tokens that the model wants around a whole text.
        """
        if not text and not with_ends:
            return []
        capacity = len(text) + 16
        buffer = (ctypes.c_int32 * capacity)()
        arguments = (self._pointer, text, len(text))
        flags = (with_ends, parse_special)
        count = llama_cpp.llama_tokenize(*arguments, buffer, capacity, *flags)
        if count < 0:
            capacity = -count
            buffer = (ctypes.c_int32 * capacity)()
            count = llama_cpp.llama_tokenize(*arguments, buffer, capacity, *flags)
        return buffer[: max(0, count)]

    def piece(self, token: int, *, special: bool = False) -> bytes:
        """The bytes that `token` stands for; control tokens are empty unless `special`."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            count = llama_cpp.llama_token_to_piece(self._pointer, token, buffer, size, 0, special)
            if count >= 0:
                return buffer.raw[:count]
            size = -count

    def suppressed(self) -> list[int]:
        """Tokens that the model file forbids to sample."""
        count = ctypes.c_int32(0)
        tokens = llama_cpp.llama_vocab_get_suppress_tokens(self._pointer, ctypes.byref(count))
        return [] if not tokens else tokens[: count.value]


class AbortFlag:
    """Stops a running decode from another thread.

    llama.cpp asks a C function before every node of the graph; `strlen` of a one-byte buffer is
    such a function that needs no Python: "" is false, one character is true.
    """

    def __init__(self) -> None:
        self._buffer = ctypes.create_string_buffer(2)
        library = ctypes.cdll.msvcrt if sys.platform == "win32" else ctypes.CDLL(None)
        self.function = ctypes.cast(library.strlen, llama_cpp.ggml_abort_callback)
        self.address = ctypes.addressof(self._buffer)

    def set(self) -> None:
        """Make the running decode return `DECODE_ABORTED`; any thread."""
        self._buffer[0] = b"\x01"

    def clear(self) -> None:
        self._buffer[0] = b"\x00"


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


class Sampler:
    """A native chain: penalties, top-k, top-p, min-p, temperature, draw; or greedy."""

    def __init__(self, context: Context, vocabulary: Vocabulary, sampling: Sampling) -> None:
        self._context = context
        parameters = llama_cpp.llama_sampler_chain_default_params()
        parameters.no_perf = True
        self._chain = llama_cpp.llama_sampler_chain_init(parameters)
        for link in _links(vocabulary, sampling):
            llama_cpp.llama_sampler_chain_add(self._chain, link)

    def sample(self) -> int:
        """Draw from the last evaluated token's logits, and remember the token for penalties."""
        token: int = llama_cpp.llama_sampler_sample(self._chain, self._context.pointer, -1)
        return token

    def accept(self, token: int) -> None:
        """Remember a token of the prompt for penalties."""
        llama_cpp.llama_sampler_accept(self._chain, token)

    def close(self) -> None:
        if self._chain:
            llama_cpp.llama_sampler_free(self._chain)
            self._chain = None


def _links(vocabulary: Vocabulary, sampling: Sampling) -> list[Any]:
    links = []
    if forbidden := vocabulary.suppressed():
        biases = (llama_cpp.llama_logit_bias * len(forbidden))(
            *[llama_cpp.llama_logit_bias(token, -math.inf) for token in forbidden]
        )
        links.append(
            llama_cpp.llama_sampler_init_logit_bias(vocabulary.size, len(forbidden), biases)
        )
    if penalises(sampling):
        last = min(sampling.repeat_last_n, 1 << 16)
        penalty = _within(sampling.repeat_penalty, 0.01, 100.0, 1.0)
        links.append(
            llama_cpp.llama_sampler_init_penalties(vocabulary.size, last, penalty, 0.0, 0.0)
        )
    temperature = _within(sampling.temperature, 0.0, 100.0, 0.0)
    if temperature == 0.0:
        return [*links, llama_cpp.llama_sampler_init_greedy()]
    seed = secrets.randbits(32) if sampling.seed is None else sampling.seed & 0xFFFFFFFF
    if seed == llama_cpp.LLAMA_DEFAULT_SEED:
        seed -= 1  # that number means "any seed" to llama.cpp
    top_k = max(0, min(sampling.top_k, vocabulary.size))
    return [
        *links,
        llama_cpp.llama_sampler_init_top_k(top_k),
        llama_cpp.llama_sampler_init_top_p(_within(sampling.top_p, 0.0, 1.0, 1.0), 1),
        llama_cpp.llama_sampler_init_min_p(_within(sampling.min_p, 0.0, 1.0, 0.0), 1),
        llama_cpp.llama_sampler_init_temp(temperature),
        llama_cpp.llama_sampler_init_dist(seed),
    ]


def penalises(sampling: Sampling) -> bool:
    """Whether the tokens of the prompt matter to the sampler."""
    return sampling.repeat_penalty != 1.0 and sampling.repeat_last_n > 0


def _within(value: float, low: float, high: float, otherwise: float) -> float:
    """`value` between `low` and `high`; `otherwise` when it is not a number."""
    return otherwise if math.isnan(value) else min(max(value, low), high)
