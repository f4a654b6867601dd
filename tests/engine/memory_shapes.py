"""Models of several shapes, large enough that what they occupy stands out: some 100 MB each.

The weights repeat a short random pattern: nothing sensible is written, and as much is computed
and kept as with real ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import gguf
import numpy as np

from tests import tiny_models

CONTEXT_LENGTH = 32_768


@dataclass(frozen=True)
class MemoryShape:
    """`tokens` in the vocabulary; `head` numbers in a head; `window` of sliding attention;
    `experts` of which two are used; `stored` is the type of all matrices."""

    architecture: str
    width: int
    layers: int
    heads: int
    kv_heads: int
    head: int
    hidden: int
    tokens: int
    stored: str = "Q8_0"
    output: bool = True
    window: int = 0
    experts: int = 0


SHAPES = {
    "qwen2, large vocabulary, shared table": MemoryShape(
        "qwen2", 896, 8, 14, 2, 64, 4864, 151_936, "Q4_0", output=False
    ),
    "llama, keys shared by four": MemoryShape("llama", 1024, 10, 16, 4, 64, 2816, 32_000),
    "llama, keys for each head": MemoryShape(
        "llama", 512, 16, 8, 8, 64, 1536, 8_000, "F16", output=False
    ),
    "gemma3, sliding window": MemoryShape(
        "gemma3", 640, 12, 8, 4, 128, 2048, 64_000, output=False, window=512
    ),
    "qwen3moe, eight experts": MemoryShape("qwen3moe", 512, 6, 8, 4, 128, 768, 50_000, experts=8),
    "jamba, half of it with a running state": MemoryShape(
        "jamba", 768, 8, 12, 4, 64, 2048, 16_000, "F16"
    ),
}


def write_shape(path: Path, shape: MemoryShape) -> Path:
    """A model of that shape at `path`."""
    writer = gguf.GGUFWriter(os.fspath(path), shape.architecture)
    writer.add_name(path.stem)
    _write_metadata(writer, shape)
    words = tiny_models.padded(tiny_models.bpe_vocabulary(), shape.tokens)
    tiny_models.write_vocabulary(writer, words)
    writer.add_chat_template(tiny_models.CHATML)
    random = np.random.default_rng(5)
    for name, dimensions in _tensors(shape):
        if len(dimensions) == 1 or name.endswith(("conv1d.weight", "ssm_a")):
            writer.add_tensor(name, np.full(dimensions, 0.5, dtype=np.float32))
        elif "ssm_" in name or "gate_inp" in name:
            writer.add_tensor(name, _pattern(random, dimensions).astype(np.float32))
        else:
            _add_matrix(writer, name, _pattern(random, dimensions), shape.stored)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def _add_matrix(writer: gguf.GGUFWriter, name: str, data: np.ndarray, stored: str) -> None:
    if stored == "F16":
        writer.add_tensor(name, data)
        return
    kind = gguf.GGMLQuantizationType[stored]
    rows = data.reshape(-1, data.shape[-1])
    first = gguf.quants.quantize(rows[:1].astype(np.float32), kind)
    blocks = np.tile(first, (rows.shape[0], 1)).reshape(*data.shape[:-1], first.shape[-1])
    writer.add_tensor(name, blocks, raw_dtype=kind)


def _pattern(random: np.random.Generator, dimensions: tuple[int, ...]) -> np.ndarray:
    row = random.standard_normal(dimensions[-1], dtype=np.float32) / np.sqrt(dimensions[-1])
    return np.broadcast_to(row.astype(np.float16), dimensions).copy()


def _write_metadata(writer: gguf.GGUFWriter, shape: MemoryShape) -> None:
    writer.add_context_length(CONTEXT_LENGTH)
    writer.add_embedding_length(shape.width)
    writer.add_block_count(shape.layers)
    writer.add_feed_forward_length(shape.hidden)
    writer.add_layer_norm_rms_eps(1e-6)
    writer.add_head_count(shape.heads)
    if shape.architecture == "jamba":
        writer.add_ssm_conv_kernel(4)
        writer.add_ssm_inner_size(2 * shape.width)
        writer.add_ssm_state_size(16)
        writer.add_ssm_time_step_rank(48)
        pattern = [shape.kv_heads * (layer % 2) for layer in range(shape.layers)]
        writer.add_head_count_kv(pattern)
    else:
        writer.add_head_count_kv(shape.kv_heads)
        writer.add_key_length(shape.head)
        writer.add_value_length(shape.head)
        writer.add_rope_dimension_count(shape.head)
    if shape.window:
        writer.add_sliding_window(shape.window)
    if shape.experts:
        writer.add_expert_count(shape.experts)
        writer.add_expert_used_count(2)
        writer.add_expert_feed_forward_length(shape.hidden)


def _tensors(shape: MemoryShape) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Names and sizes, the longest dimension of storage last."""
    yield "token_embd.weight", (shape.tokens, shape.width)
    yield "output_norm.weight", (shape.width,)
    if shape.output:
        yield "output.weight", (shape.tokens, shape.width)
    for layer in range(shape.layers):
        running = shape.architecture == "jamba" and layer % 2 == 0
        parts = _running(shape) if running else _attention(shape)
        for name, dimensions in (*parts, *_feed_forward(shape)):
            yield f"blk.{layer}.{name}", dimensions


def _attention(shape: MemoryShape) -> Iterator[tuple[str, tuple[int, ...]]]:
    keys, queries = shape.kv_heads * shape.head, shape.heads * shape.head
    yield "attn_norm.weight", (shape.width,)
    yield "attn_q.weight", (queries, shape.width)
    yield "attn_k.weight", (keys, shape.width)
    yield "attn_v.weight", (keys, shape.width)
    yield "attn_output.weight", (shape.width, queries)
    if shape.architecture == "qwen2":
        for name, length in (("q", queries), ("k", keys), ("v", keys)):
            yield f"attn_{name}.bias", (length,)
    if shape.architecture in ("gemma3", "qwen3moe"):
        yield "attn_q_norm.weight", (shape.head,)
        yield "attn_k_norm.weight", (shape.head,)
    if shape.architecture == "gemma3":
        yield "post_attention_norm.weight", (shape.width,)
        yield "post_ffw_norm.weight", (shape.width,)


def _feed_forward(shape: MemoryShape) -> Iterator[tuple[str, tuple[int, ...]]]:
    yield "ffn_norm.weight", (shape.width,)
    if shape.experts:
        yield "ffn_gate_inp.weight", (shape.experts, shape.width)
        yield "ffn_gate_exps.weight", (shape.experts, shape.hidden, shape.width)
        yield "ffn_up_exps.weight", (shape.experts, shape.hidden, shape.width)
        yield "ffn_down_exps.weight", (shape.experts, shape.width, shape.hidden)
        return
    yield "ffn_gate.weight", (shape.hidden, shape.width)
    yield "ffn_up.weight", (shape.hidden, shape.width)
    yield "ffn_down.weight", (shape.width, shape.hidden)


def _running(shape: MemoryShape) -> Iterator[tuple[str, tuple[int, ...]]]:
    inner, state, rank = 2 * shape.width, 16, 48
    yield "attn_norm.weight", (shape.width,)
    yield "ssm_in.weight", (2 * inner, shape.width)
    yield "ssm_conv1d.weight", (inner, 4)
    yield "ssm_conv1d.bias", (inner,)
    yield "ssm_x.weight", (rank + 2 * state, inner)
    yield "ssm_dt.weight", (inner, rank)
    yield "ssm_dt.bias", (inner,)
    yield "ssm_a", (inner, state)
    yield "ssm_d", (inner,)
    yield "ssm_out.weight", (shape.width, inner)
    for name, length in (("dt", rank), ("b", state), ("c", state)):
        yield f"ssm_{name}_norm.weight", (length,)
