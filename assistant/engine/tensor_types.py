"""The ways that tensors are stored, by ggml's numbers, and what of a model is stored how."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

TYPE_NAMES: dict[int, str] = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 6: "Q5_0", 7: "Q5_1", 8: "Q8_0", 9: "Q8_1",
    10: "Q2_K", 11: "Q3_K", 12: "Q4_K", 13: "Q5_K", 14: "Q6_K", 15: "Q8_K", 16: "IQ2_XXS",
    17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S",
    23: "IQ4_XS", 24: "I8", 25: "I16", 26: "I32", 27: "I64", 28: "F64", 29: "IQ1_M",
    30: "BF16", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4", 40: "NVFP4", 41: "Q1_0", 42: "Q2_0",
}  # fmt: skip
WHOLE_TYPES = frozenset({0, 1, 28, 30})
"""Numbers as they were trained: nothing was taken away."""

# llama.cpp's LLAMA_FTYPE_*: what general.file_type counts
FILE_TYPES: dict[int, str] = {
    0: "F32", 1: "F16", 2: "Q4_0", 3: "Q4_1", 7: "Q8_0", 8: "Q5_0", 9: "Q5_1", 10: "Q2_K",
    11: "Q3_K_S", 12: "Q3_K_M", 13: "Q3_K_L", 14: "Q4_K_S", 15: "Q4_K_M", 16: "Q5_K_S",
    17: "Q5_K_M", 18: "Q6_K", 19: "IQ2_XXS", 20: "IQ2_XS", 21: "Q2_K_S", 22: "IQ3_XS",
    23: "IQ3_XXS", 24: "IQ1_S", 25: "IQ4_NL", 26: "IQ3_S", 27: "IQ3_M", 28: "IQ2_S",
    29: "IQ2_M", 30: "IQ4_XS", 31: "IQ1_M", 32: "BF16", 36: "TQ1_0", 37: "TQ2_0",
    38: "MXFP4", 39: "NVFP4", 40: "Q1_0", 41: "Q2_0",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class TypeShare:
    """What is stored in the type `kind`; `expert_weights` of it belong to one of many experts."""

    kind: int
    tensors: int = 0
    weights: int = 0
    size: int = 0
    expert_weights: int = 0

    @property
    def name(self) -> str:
        return TYPE_NAMES.get(self.kind, f"type {self.kind}")

    def __add__(self, other: TypeShare) -> TypeShare:
        return TypeShare(
            self.kind,
            self.tensors + other.tensors,
            self.weights + other.weights,
            self.size + other.size,
            self.expert_weights + other.expert_weights,
        )


class TypeCount:
    """Adds up tensors one after the other, by their type."""

    def __init__(self) -> None:
        self._shares: dict[int, TypeShare] = {}

    def add(self, name: str, kind: int, weights: int, size: int) -> None:
        """Count the tensor `name`."""
        experts = weights if "_exps." in name else 0
        self.take(TypeShare(kind, 1, weights, size, experts))

    def take(self, share: TypeShare) -> None:
        known = self._shares.get(share.kind)
        self._shares[share.kind] = share if known is None else known + share

    def shares(self) -> tuple[TypeShare, ...]:
        """The largest first."""
        return tuple(sorted(self._shares.values(), key=lambda share: (-share.size, share.kind)))


def together(parts: Iterable[tuple[TypeShare, ...]]) -> tuple[TypeShare, ...]:
    """The shares of a model that is split into several files."""
    count = TypeCount()
    for part in parts:
        for share in part:
            count.take(share)
    return count.shares()
