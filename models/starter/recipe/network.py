"""The network, as llama.cpp computes its "llama" architecture.

Root-mean-square norms, rotary positions over neighbouring pairs, grouped-query attention, SwiGLU,
and the embedding used for the output as well.
"""

from __future__ import annotations

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

    def forward(self, x: Tensor, cos: Tensor, sin: Tensor) -> Tensor:
        """`x` is batch × length × width."""
        batch, length, _ = x.shape
        inside = self.attn_norm(x)
        heads = (batch, length, -1, self.size.head_width)
        query = _turned(self.attn_q(inside).view(heads), cos, sin).transpose(1, 2)
        key = _turned(self.attn_k(inside).view(heads), cos, sin).transpose(1, 2)
        value = self.attn_v(inside).view(heads).transpose(1, 2)
        seen = functional.scaled_dot_product_attention(
            query, key, value, is_causal=True, enable_gqa=self.size.heads != self.size.kv_heads
        )
        x = x + self.attn_output(seen.transpose(1, 2).reshape(batch, length, -1))
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

    def forward(self, tokens: Tensor, wanted: Tensor) -> Tensor:
        """Logits at the places `wanted` (of the flattened batch × length `tokens`)."""
        length = tokens.shape[1]
        cos, sin = self.cos[:length], self.sin[:length]
        x = self.token_embd(tokens)
        for block in self.blk:
            x = block(x, cos, sin)
        chosen = x.reshape(-1, self.size.width)[wanted]
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
