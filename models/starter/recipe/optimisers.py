"""How the network's weights follow their gradients.

Matrices between layers take steps whose directions all count alike (Muon: Jordan et al. 2024,
https://kellerjordan.github.io/posts/muon/), which learns to copy from fewer texts than AdamW does
and costs a tenth of a step. The embedding and the norms take AdamW's.
"""

from __future__ import annotations

from collections.abc import Iterable

import torch
from torch import Tensor

from models.starter.recipe.network import Network

_COEFFICIENTS = (3.4445, -4.7750, 2.0315)
_ITERATIONS = 5
_MOMENTUM = 0.95
_DECAY = 0.1
_MATRIX_RATE = 7.0
"""The rate of matrices, of AdamW's."""


class Muon(torch.optim.Optimizer):
    """Momentum whose matrix is made nearly orthogonal by a Newton-Schulz iteration.

    In single precision, since half precision is emulated on most processors.
    """

    def __init__(self, matrices: Iterable[Tensor], rate: float) -> None:
        super().__init__(list(matrices), {"lr": rate})

    @torch.no_grad()
    def step(self, closure: None = None) -> None:  # type: ignore[override]
        for group in self.param_groups:
            for matrix in group["params"]:
                if matrix.grad is None:
                    continue
                state = self.state[matrix]
                if "momentum" not in state:
                    state["momentum"] = torch.zeros_like(matrix)
                momentum = state["momentum"]
                momentum.lerp_(matrix.grad, 1.0 - _MOMENTUM)
                ahead = matrix.grad.lerp(momentum, _MOMENTUM)
                matrix.mul_(1.0 - group["lr"] * _DECAY)
                rows, columns = matrix.shape
                scale = max(1.0, rows / columns) ** 0.5
                matrix.add_(orthogonal(ahead), alpha=-group["lr"] * scale)


def orthogonal(matrix: Tensor) -> Tensor:
    """A matrix with the same singular vectors, and singular values near 1."""
    a, b, c = _COEFFICIENTS
    tall = matrix.shape[0] > matrix.shape[1]
    x = matrix.T if tall else matrix
    x = x / (x.norm() + 1e-7)
    for _ in range(_ITERATIONS):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    return x.T if tall else x


def optimisers(network: Network, rate: float) -> list[torch.optim.Optimizer]:
    """One for the matrices, one for the rest; `set_rate` sets both."""
    matrices = [p for p in network.blk.parameters() if p.dim() > 1]
    norms = [p for p in network.parameters() if p.dim() == 1]
    others = [
        {"params": [network.token_embd.weight], "weight_decay": _DECAY},
        {"params": norms, "weight_decay": 0.0},
    ]
    adam = torch.optim.AdamW(others, lr=rate, betas=(0.9, 0.95))
    return [Muon(matrices, rate * _MATRIX_RATE), adam]


def set_rate(made: list[torch.optim.Optimizer], rate: float) -> None:
    for optimiser in made:
        factor = _MATRIX_RATE if isinstance(optimiser, Muon) else 1.0
        for group in optimiser.param_groups:
            group["lr"] = rate * factor
