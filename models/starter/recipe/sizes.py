"""How large the model is and how long it learns."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """`heads` query heads over `width`; `tokens` in all.

    A step learns from groups of samples, together at least `batch_tokens` with what they have in
    common counted once; a group is no larger than `batch_tokens` / `groups`.
    """

    name: str
    vocabulary: int
    width: int
    layers: int
    heads: int
    kv_heads: int
    hidden: int
    context: int
    tokens: int
    batch_tokens: int
    rate: float
    warmup: int = 200
    groups: int = 2
    compiled: bool = True
    """Takes minutes at the beginning and saves a third of the time afterwards."""
    prompts: float = 0.02
    """Of the tokens of prompts, so many are learned as well: they teach what text looks like."""
    families: bool = True
    """Compute the texts of a family of samples once: a third of the work for a processor, but
    groups too small to keep a GPU busy."""

    @property
    def head_width(self) -> int:
        return self.width // self.heads

    @property
    def parameters(self) -> int:
        """Weights, with the embedding used for the output as well."""
        attention = self.width * self.head_width * (2 * self.heads + 2 * self.kv_heads)
        block = attention + 3 * self.width * self.hidden + 2 * self.width
        return self.vocabulary * self.width + self.layers * block + self.width


SIZES = {
    size.name: size
    for size in (
        # minutes on a processor: proves that every step works, learns nothing worth having
        Size("toy", 512, 64, 2, 2, 2, 160, 2048, 60_000, 2_048, 3e-3, 10, compiled=False),
        # about two hours on two cores
        Size("small", 1_536, 128, 5, 4, 4, 512, 2048, 40_000_000, 4_096, 3e-3),
        # some ten minutes on a large GPU: 20 million weights, 22 MB at 8 bits
        Size(
            "full",
            4_096,
            448,
            8,
            7,
            7,
            1_216,
            2048,
            1_000_000_000,
            131_072,
            1.5e-3,
            400,
            groups=8,
            families=False,
        ),
    )
}
