"""The network, as llama.cpp computes its "llama" architecture.

Root-mean-square norms, rotary positions over neighbouring pairs, grouped-query attention, SwiGLU,
and the embedding used for the output as well.
"""

from __future__ import annotations

from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional

from models.starter.recipe.sizes import Size

ROPE_BASE = 10_000.0
EPSILON = 1e-5


class Norm(nn.Module):
    """x / sqrt(mean(x²) + ε) · weight."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(width))

    def forward(self, x: Tensor) -> Tensor:
        return functional.rms_norm(x, (x.shape[-1],), self.weight, EPSILON)


class Block(nn.Module):
    """Attention, then a gated feed-forward layer, both added to what comes in."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        width, head = size.width, size.head_width
        self.size = size
        self.attn_norm, self.ffn_norm = Norm(width), Norm(width)
        self.attn_q = nn.Linear(width, size.heads * head, bias=False)
        self.attn_k = nn.Linear(width, size.kv_heads * head, bias=False)
        self.attn_v = nn.Linear(width, size.kv_heads * head, bias=False)
        self.attn_output = nn.Linear(size.heads * head, width, bias=False)
        self.ffn_gate = nn.Linear(width, size.hidden, bias=False)
        self.ffn_up = nn.Linear(width, size.hidden, bias=False)
        self.ffn_down = nn.Linear(size.hidden, width, bias=False)

    def forward(
        self, begun: Tensor, rest: Tensor, cos: Tensor, sin: Tensor
    ) -> tuple[Tensor, Tensor]:
        """`begun` is 1 × its length × width, `rest` batch × its length × width: every row of
        `rest` goes on from `begun`, which is computed once."""
        length = begun.shape[1]
        query, key, value = self._heads(begun, cos[:length], sin[:length])
        seen = self._attended(query, key, value, is_causal=True)
        after = self._passed(begun, seen)
        query, own_key, own_value = self._heads(rest, cos[length:], sin[length:])
        rows = (rest.shape[0], -1, -1, -1)
        key = torch.cat((key.expand(rows), own_key), 2)
        value = torch.cat((value.expand(rows), own_value), 2)
        visible = torch.ones(query.shape[2], key.shape[2], dtype=torch.bool, device=rest.device)
        seen = self._attended(query, key, value, attn_mask=visible.tril(length))
        return after, self._passed(rest, seen)

    def _heads(self, x: Tensor, cos: Tensor, sin: Tensor) -> tuple[Tensor, Tensor, Tensor]:
        """Query, key and value, each batch × heads × length × width of a head."""
        inside = self.attn_norm(x)
        heads = (*x.shape[:2], -1, self.size.head_width)
        query = _turned(self.attn_q(inside).view(heads), cos, sin)
        key = _turned(self.attn_k(inside).view(heads), cos, sin)
        value = self.attn_v(inside).view(heads)
        return query.transpose(1, 2), key.transpose(1, 2), value.transpose(1, 2)

    def _attended(self, query: Tensor, key: Tensor, value: Tensor, **what: Any) -> Tensor:
        grouped = self.size.heads != self.size.kv_heads
        seen = functional.scaled_dot_product_attention(
            query, key, value, enable_gqa=grouped, **what
        )
        return seen.transpose(1, 2).flatten(2)

    def _passed(self, x: Tensor, seen: Tensor) -> Tensor:
        x = x + self.attn_output(seen)
        inside = self.ffn_norm(x)
        return x + self.ffn_down(functional.silu(self.ffn_gate(inside)) * self.ffn_up(inside))


class Network(nn.Module):
    """Tokens in, logits out. Padding comes last, so that nothing looks at it."""

    def __init__(self, size: Size) -> None:
        super().__init__()
        self.size = size
        self.token_embd = nn.Embedding(size.vocabulary, size.width)
        self.blk = nn.ModuleList(Block(size) for _ in range(size.layers))
        self.output_norm = Norm(size.width)
        cos, sin = _angles(size)
        self.register_buffer("cos", cos, persistent=False)
        self.register_buffer("sin", sin, persistent=False)
        self.apply(_begin)
        for block in self.blk:
            for layer in (block.attn_output, block.ffn_down):
                nn.init.normal_(layer.weight, std=0.02 / (2 * size.layers) ** 0.5)

    def forward(self, begun: Tensor, rest: Tensor, wanted: Tensor) -> Tensor:
        """Logits at the places `wanted` of the flattened `rest`.

        `begun` holds the tokens (at least one) with which every row of `rest` (batch × length)
        begins; they are no part of `rest`.
        """
        length = begun.shape[0] + rest.shape[1]
        cos, sin = self.cos[:length], self.sin[:length]
        x, y = self.token_embd(begun)[None], self.token_embd(rest)
        for block in self.blk:
            x, y = block(x, y, cos, sin)
        chosen = y.reshape(-1, self.size.width)[wanted]
        return functional.linear(self.output_norm(chosen), self.token_embd.weight)


def _begin(layer: nn.Module) -> None:
    if isinstance(layer, nn.Linear | nn.Embedding):
        nn.init.normal_(layer.weight, std=0.02)


def _angles(size: Size) -> tuple[Tensor, Tensor]:
    """cos and sin of position × ROPE_BASE^(-2i/d), length × 1 × d/2."""
    half = size.head_width // 2
    slower = ROPE_BASE ** (-torch.arange(half, dtype=torch.float32) / half)
    angle = torch.outer(torch.arange(size.context, dtype=torch.float32), slower)
    return angle.cos()[:, None, :], angle.sin()[:, None, :]


def _turned(x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
    """Neighbouring pairs of the last dimension turned by their angle."""
    even, odd = x[..., 0::2], x[..., 1::2]
    turned = torch.stack((even * cos - odd * sin, even * sin + odd * cos), -1)
    return turned.flatten(-2).to(x.dtype)
