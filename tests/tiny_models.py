"""Writes tiny random models as GGUF files, each in well under a second.

The weights are random but the same for the same seed, so a model always says the same thing.
They are F32, so that different batch sizes give the same greedy tokens.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import gguf
import numpy as np

Architecture = Literal["llama", "gemma3", "mamba", "jamba"]
VocabularyKind = Literal["spm", "bpe"]

CHATML = (
    "{% for message in messages %}"
    "{{ '<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n' }}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)
THINKING = CHATML + (
    "{% if add_generation_prompt and enable_thinking is defined and enable_thinking is false %}"
    "{{ '<think>\n\n</think>\n\n' }}{% endif %}"
)

_WORDS = [
    *("the", "a", "and", "to", "of", "is", "it", "in", "that", "was", "he", "she", "you", "they"),
    *("we", "said", "one", "day", "there", "big", "little", "dog", "cat", "tree", "sun", "happy"),
    *("play", "went", "home", "with", "for", "on", "are", "as", "at", "be", "this", "have", "from"),
    *("or", "had", "by", "not", "but", "what", "some", "out", "up", "time", "into", "very", "yes"),
    *("user", "assistant", "system", "hello", "world", "answer", "question", "no"),
]
_NORMAL, _UNKNOWN, _CONTROL, _USER, _BYTE = 1, 2, 3, 4, 6


@dataclass(frozen=True)
class Vocabulary:
    """Tokens as the file lists them; ids are positions."""

    model: str
    tokens: list[bytes]
    scores: list[float]
    types: list[int]
    merges: list[str]
    bos: int
    eos: int
    eot: int
    add_bos: bool


def spm_vocabulary(*, add_bos: bool = True) -> Vocabulary:
    """Bytes, letters and some words, with control tokens, as a SentencePiece model has them."""
    tokens: list[bytes] = [b"<unk>", b"<s>", b"</s>"]
    types = [_UNKNOWN, _CONTROL, _CONTROL]
    tokens += [f"<0x{byte:02X}>".encode() for byte in range(256)]
    types += [_BYTE] * 256
    words = ["▁" + word for word in _WORDS] + _WORDS
    letters = [*"▁abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.,:;!?'\"()-|<>_"]
    fragments = sorted(
        {word[:end] for word in words for end in range(2, len(word))} | set(words) | set(letters)
    )
    tokens += [fragment.encode() for fragment in fragments]
    types += [_NORMAL] * len(fragments)
    scores = [0.0] * 259 + [-10.0 / len(fragment) - 1.0 for fragment in fragments]
    special = [b"<|im_start|>", b"<|im_end|>", b"<|tool|>", b"<think>", b"</think>"]
    tokens += special
    types += [_CONTROL, _CONTROL, _CONTROL, _USER, _USER]
    scores += [0.0] * len(special)
    eot = tokens.index(b"<|im_end|>")
    return Vocabulary("llama", tokens, scores, types, [], 1, 2, eot, add_bos)


def bpe_vocabulary(words: Sequence[str] = _WORDS) -> Vocabulary:
    """Byte-level BPE with some merges and control tokens, as a Qwen model has them.

    Each of `words` becomes a token, and each beginning of it.
    """
    alphabet = byte_alphabet()
    tokens = list(alphabet)
    known = set(tokens)
    merges: list[str] = []
    for word in words:
        spelled = "".join(alphabet[byte] for byte in word.encode())
        for text in (spelled, "Ġ" + spelled):
            for end in range(2, len(text) + 1):
                if text[:end] not in known:
                    known.add(text[:end])
                    tokens.append(text[:end])
                    merges.append(f"{text[: end - 1]} {text[end - 1]}")
    types = [_NORMAL] * len(tokens)
    special = ["<|endoftext|>", "<|im_start|>", "<|im_end|>", "<|tool|>", "<think>", "</think>"]
    tokens += special
    types += [_CONTROL, _CONTROL, _CONTROL, _CONTROL, _USER, _USER]
    eos = tokens.index("<|im_end|>")
    end = tokens.index("<|endoftext|>")
    encoded = [token.encode() for token in tokens]
    return Vocabulary("gpt2", encoded, [], types, merges, end, eos, eos, add_bos=False)


def byte_alphabet() -> list[str]:
    """The characters that stand for the 256 bytes in GPT-2's vocabulary."""
    visible = [*range(33, 127), *range(161, 173), *range(174, 256)]
    hidden = [byte for byte in range(256) if byte not in visible]
    table = {byte: chr(byte) for byte in visible}
    table |= {byte: chr(256 + index) for index, byte in enumerate(hidden)}
    return [table[byte] for byte in range(256)]


@dataclass(frozen=True)
class Shape:
    """Sizes of a model; `window` is that of sliding attention."""

    width: int = 64
    layers: int = 2
    heads: int = 4
    kv_heads: int = 2
    hidden: int = 96
    context_length: int = 512
    window: int = 32


def write_model(
    path: Path,
    architecture: Architecture = "llama",
    *,
    vocabulary: VocabularyKind | Vocabulary = "spm",
    template: str | None = CHATML,
    context_length: int = 512,
    shape: Shape | None = None,
    seed: int = 1,
    name: str = "",
    named_architecture: str = "",
    metadata: dict[str, Any] | None = None,
    weights: bool = True,
    add_bos: bool = True,
) -> Path:
    """A whole model at `path`. `named_architecture` is written in place of the true name."""
    layers = 6 if architecture == "gemma3" else 2
    sizes = shape or Shape(layers=layers, context_length=context_length)
    if isinstance(vocabulary, Vocabulary):
        words = vocabulary
    else:
        words = spm_vocabulary(add_bos=add_bos) if vocabulary == "spm" else bpe_vocabulary()
    writer = gguf.GGUFWriter(os.fspath(path), named_architecture or architecture)
    writer.add_name(name or f"tiny {architecture}")
    _write_shape(writer, architecture, sizes)
    for key, value in (metadata or {}).items():  # the vocabulary comes last, as converters write
        writer.add_key_value(key, value, _type_of(value))
    write_vocabulary(writer, words)
    if template is not None:
        writer.add_chat_template(template)
    if weights:
        for tensor, data in _tensors(architecture, sizes, len(words.tokens), seed).items():
            writer.add_tensor(tensor, data)
    _finish(writer)
    return path


def _type_of(value: Any) -> gguf.GGUFValueType:
    if isinstance(value, str):
        return gguf.GGUFValueType.STRING
    if isinstance(value, float):
        return gguf.GGUFValueType.FLOAT32
    return gguf.GGUFValueType.UINT32


def _finish(writer: gguf.GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def _write_shape(writer: gguf.GGUFWriter, architecture: Architecture, sizes: Shape) -> None:
    writer.add_context_length(sizes.context_length)
    writer.add_embedding_length(sizes.width)
    writer.add_block_count(sizes.layers)
    writer.add_feed_forward_length(sizes.hidden if architecture != "mamba" else 0)
    writer.add_layer_norm_rms_eps(1e-5)
    if architecture in ("mamba", "jamba"):
        writer.add_ssm_conv_kernel(4)
        writer.add_ssm_inner_size(2 * sizes.width)
        writer.add_ssm_state_size(8)
        writer.add_ssm_time_step_rank(8)
    if architecture == "mamba":
        writer.add_head_count(0)
    elif architecture == "jamba":
        writer.add_head_count(sizes.heads)
        writer.add_head_count_kv([0 if layer % 2 == 0 else 2 for layer in range(sizes.layers)])
    else:
        writer.add_head_count(sizes.heads)
        writer.add_head_count_kv(sizes.kv_heads)
        writer.add_rope_dimension_count(sizes.width // sizes.heads)
    if architecture == "gemma3":
        writer.add_sliding_window(sizes.window)
        writer.add_key_length(sizes.width // sizes.heads)
        writer.add_value_length(sizes.width // sizes.heads)


def write_vocabulary(writer: gguf.GGUFWriter, words: Vocabulary) -> None:
    writer.add_tokenizer_model(words.model)
    writer.add_tokenizer_pre("qwen2" if words.model == "gpt2" else "default")
    writer.add_token_list(words.tokens)
    writer.add_token_types(words.types)
    if words.scores:
        writer.add_token_scores(words.scores)
    if words.merges:
        writer.add_token_merges(words.merges)
    writer.add_bos_token_id(words.bos)
    writer.add_eos_token_id(words.eos)
    writer.add_eot_token_id(words.eot)
    writer.add_add_bos_token(words.add_bos)
    if words.model == "llama":
        writer.add_unk_token_id(0)


class _Random:
    """Makes weights of a size that keeps a random model lively."""

    def __init__(self, seed: int) -> None:
        self._generator = np.random.default_rng(seed)

    def matrix(self, rows: int, columns: int, scale: float = 1.0) -> np.ndarray:
        values = self._generator.standard_normal((rows, columns), dtype=np.float32)
        return values * np.float32(scale / np.sqrt(columns))

    def ones(self, length: int) -> np.ndarray:
        return np.ones(length, dtype=np.float32)


def _tensors(
    architecture: Architecture, sizes: Shape, tokens: int, seed: int
) -> dict[str, np.ndarray]:
    random = _Random(seed)
    tensors = {
        "token_embd.weight": random.matrix(tokens, sizes.width, scale=8.0),
        "output_norm.weight": random.ones(sizes.width),
        "output.weight": random.matrix(tokens, sizes.width, scale=6.0),
    }
    for layer in range(sizes.layers):
        prefix = f"blk.{layer}."
        tensors[prefix + "attn_norm.weight"] = random.ones(sizes.width)
        mamba = architecture == "mamba" or (architecture == "jamba" and layer % 2 == 0)
        part = _mamba(random, sizes, architecture) if mamba else _attention(random, sizes)
        if architecture != "mamba":
            part |= _feed_forward(random, sizes)
        if architecture == "gemma3":
            part |= _gemma_norms(random, sizes)
        tensors |= {prefix + name: data for name, data in part.items()}
    return tensors


def _attention(random: _Random, sizes: Shape) -> dict[str, np.ndarray]:
    head = sizes.width // sizes.heads
    return {
        "attn_q.weight": random.matrix(sizes.width, sizes.width),
        "attn_k.weight": random.matrix(head * sizes.kv_heads, sizes.width),
        "attn_v.weight": random.matrix(head * sizes.kv_heads, sizes.width),
        "attn_output.weight": random.matrix(sizes.width, sizes.width),
    }


def _feed_forward(random: _Random, sizes: Shape) -> dict[str, np.ndarray]:
    return {
        "ffn_norm.weight": random.ones(sizes.width),
        "ffn_gate.weight": random.matrix(sizes.hidden, sizes.width),
        "ffn_up.weight": random.matrix(sizes.hidden, sizes.width),
        "ffn_down.weight": random.matrix(sizes.width, sizes.hidden),
    }


def _gemma_norms(random: _Random, sizes: Shape) -> dict[str, np.ndarray]:
    head = sizes.width // sizes.heads
    return {
        "post_attention_norm.weight": random.ones(sizes.width),
        "attn_k_norm.weight": random.ones(head),
        "attn_q_norm.weight": random.ones(head),
        "post_ffw_norm.weight": random.ones(sizes.width),
    }


def _mamba(random: _Random, sizes: Shape, architecture: Architecture) -> dict[str, np.ndarray]:
    inner, state, rank = 2 * sizes.width, 8, 8
    tensors = {
        "ssm_in.weight": random.matrix(2 * inner, sizes.width),
        "ssm_conv1d.weight": random.matrix(inner, 4),
        "ssm_conv1d.bias": np.zeros(inner, dtype=np.float32),
        "ssm_x.weight": random.matrix(rank + 2 * state, inner),
        "ssm_dt.weight": random.matrix(inner, rank),
        "ssm_dt.bias": random.ones(inner),
        "ssm_a": -0.02 * np.tile(np.arange(1, state + 1, dtype=np.float32), (inner, 1)),
        "ssm_d": random.ones(inner),
        "ssm_out.weight": random.matrix(sizes.width, inner),
    }
    if architecture == "jamba":
        tensors["ssm_dt_norm.weight"] = random.ones(rank)
        tensors["ssm_b_norm.weight"] = random.ones(state)
        tensors["ssm_c_norm.weight"] = random.ones(state)
    return tensors


# broken and unfit files


def write_vocabulary_only(path: Path) -> Path:
    """A file with metadata and a vocabulary but without a tensor."""
    return write_model(path, weights=False, name="vocabulary only")


def write_unknown_architecture(path: Path) -> Path:
    """A model of a kind that nobody knows."""
    return write_model(path, named_architecture="tomorrow", name="from tomorrow")


def write_embedding_model(path: Path) -> Path:
    """The header of a BERT model, enough to know what it is."""
    return write_model(path, named_architecture="bert", name="tiny bert")


def write_cut(source: Path, path: Path, fraction: float) -> Path:
    """The first `fraction` of `source`."""
    data = source.read_bytes()
    path.write_bytes(data[: int(len(data) * fraction)])
    return path


def write_oversized(path: Path, size: int) -> Path:
    """A sparse file whose header announces `size` bytes of weights; takes no room on the disk."""
    writer = gguf.GGUFWriter(os.fspath(path), "llama")
    writer.add_name("far too large")
    _write_shape(writer, "llama", Shape())
    writer.add_tensor_info(
        "token_embd.weight", (size // 256, 64), np.dtype(np.float32), size // 256 * 256
    )
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_ti_data_to_file()
    writer.close()
    with path.open("r+b") as stream:
        stream.truncate(size + (1 << 20))
    return path


# the model that speed is measured on


@dataclass(frozen=True)
class BenchShape:
    """The sizes of Qwen2 0.5B."""

    width: int = 896
    layers: int = 24
    heads: int = 14
    kv_heads: int = 2
    hidden: int = 4864
    tokens: int = 151_936
    context_length: int = 32_768


def write_bench_model(
    path: Path, *, layers: int = 24, vocabulary: Vocabulary | None = None
) -> Path:
    """A random model of the size of Qwen2 0.5B in Q4_0, about 280 MB; takes half a minute.

    `vocabulary` is filled up to the size of that model's. Written beside `path` and moved there
    when complete.
    """
    sizes = BenchShape(layers=layers)
    partial = path.with_name(path.name + ".part")
    writer = gguf.GGUFWriter(os.fspath(partial), "qwen2")
    writer.add_name("bench 0.5B Q4_0")
    writer.add_context_length(sizes.context_length)
    writer.add_embedding_length(sizes.width)
    writer.add_block_count(sizes.layers)
    writer.add_feed_forward_length(sizes.hidden)
    writer.add_head_count(sizes.heads)
    writer.add_head_count_kv(sizes.kv_heads)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_rope_freq_base(1_000_000.0)
    writer.add_file_type(gguf.LlamaFileType.MOSTLY_Q4_0)
    words = padded(vocabulary or bpe_vocabulary(), sizes.tokens)
    write_vocabulary(writer, words)
    writer.add_chat_template(CHATML)
    random = np.random.default_rng(7)
    for name, data, quantised in _bench_tensors(random, sizes):
        kind = gguf.GGMLQuantizationType.Q4_0 if quantised else None
        writer.add_tensor(name, data, raw_dtype=kind)
    _finish(writer)
    partial.replace(path)
    return path


def padded(words: Vocabulary, size: int) -> Vocabulary:
    """`words` filled up to `size` tokens that no text contains."""
    extra = size - len(words.tokens)
    filler = [f"⟨{index}⟩".encode() for index in range(extra)]
    return Vocabulary(
        words.model,
        [*words.tokens, *filler],
        [],
        [*words.types, *[_NORMAL] * extra],
        words.merges,
        words.bos,
        words.eos,
        words.eot,
        words.add_bos,
    )


def random_q4(random: np.random.Generator, rows: int, columns: int) -> np.ndarray:
    """Random Q4_0 blocks: a small F16 scale and 16 bytes of nibbles for 32 weights."""
    blocks = rows * columns // 32
    data = np.empty((blocks, 18), dtype=np.uint8)
    scales = np.full(blocks, 0.3 / np.sqrt(columns), dtype=np.float16)
    data[:, :2] = scales.view(np.uint8).reshape(blocks, 2)
    data[:, 2:] = random.integers(0, 256, (blocks, 16), dtype=np.uint8)
    return data.reshape(rows, columns // 32 * 18)


def _bench_tensors(
    random: np.random.Generator, sizes: BenchShape
) -> Sequence[tuple[str, np.ndarray, bool]]:
    def q4(rows: int, columns: int) -> np.ndarray:
        return random_q4(random, rows, columns)

    head = sizes.width // sizes.heads
    tensors: list[tuple[str, np.ndarray, bool]] = [
        ("token_embd.weight", q4(sizes.tokens, sizes.width), True),
        ("output_norm.weight", np.ones(sizes.width, dtype=np.float32), False),
    ]
    rows = {
        "attn_q": (sizes.width, sizes.width),
        "attn_k": (head * sizes.kv_heads, sizes.width),
        "attn_v": (head * sizes.kv_heads, sizes.width),
        "attn_output": (sizes.width, sizes.width),
        "ffn_gate": (sizes.hidden, sizes.width),
        "ffn_up": (sizes.hidden, sizes.width),
        "ffn_down": (sizes.width, sizes.hidden),
    }
    for layer in range(sizes.layers):
        for name, (height, width) in rows.items():
            tensors.append((f"blk.{layer}.{name}.weight", q4(height, width), True))
            if name in ("attn_q", "attn_k", "attn_v"):
                bias = np.zeros(height, dtype=np.float32)
                tensors.append((f"blk.{layer}.{name}.bias", bias, False))
        for norm in ("attn_norm", "ffn_norm"):
            ones = np.ones(sizes.width, dtype=np.float32)
            tensors.append((f"blk.{layer}.{norm}.weight", ones, False))
    return tensors
