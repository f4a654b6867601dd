"""Writes tiny LoRA adapters for the models of `tiny_models`."""

from __future__ import annotations

import os
from pathlib import Path

import gguf
import numpy as np

from tests.tiny_models import Shape


def write_adapter(
    path: Path,
    *,
    architecture: str = "llama",
    shape: Shape | None = None,
    rank: int = 4,
    alpha: float = 8.0,
    kind: str = "lora",
    file_type: str = "adapter",
    target: str = "attn_output.weight",
    strength: float = 1.0,
    seed: int = 3,
) -> Path:
    """A random adapter of `rank` for one square matrix of each layer of a `shape`."""
    sizes = shape or Shape()
    random = np.random.default_rng(seed)
    writer = gguf.GGUFWriter(os.fspath(path), architecture)
    writer.add_type(file_type)
    writer.add_name("tiny adapter")
    writer.add_string("adapter.type", kind)
    writer.add_float32("adapter.lora.alpha", alpha)
    scale = np.float32(strength / np.sqrt(sizes.width))
    for layer in range(sizes.layers):
        name = f"blk.{layer}.{target}"
        down = random.standard_normal((rank, sizes.width), dtype=np.float32) * scale
        up = random.standard_normal((sizes.width, rank), dtype=np.float32)
        writer.add_tensor(f"{name}.lora_a", down)
        writer.add_tensor(f"{name}.lora_b", up)
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path
