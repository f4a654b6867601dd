"""Learning: steps over batches, checkpoints that can be gone on from, and the curve of the loss."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from torch.nn import functional
from tqdm import tqdm

from models.starter.recipe.batches import Group, loader
from models.starter.recipe.network import Network
from models.starter.recipe.optimisers import optimisers, set_rate
from models.starter.recipe.sizes import Size

SEED = 20_261_127
CHECKPOINT = "checkpoint.pt"
_SAVE_EVERY_S = 60.0
_LOG_EVERY = 20
_LARGEST_GRADIENT = 1.0


@dataclass
class Course:
    """How far it is. `seconds` of learning, over all runs.

    A `further` one learns answers alone: what is left to learn of prompts is chance (whose name
    comes next), and its gradient is larger than that of answers that are nearly right.
    """

    tokens: int = 0
    steps: int = 0
    runs: int = 0
    seconds: float = 0.0
    further: bool = False
    curve: list[tuple[int, float]] = field(default_factory=list)


def device() -> torch.device:
    return torch.device("cuda" if torch.cuda.is_available() else "cpu")


def learn(size: Size, folder: Path, *, minutes: float = 0.0, workers: int = 1) -> Course:
    """Go on from the checkpoint in `folder` until `size.tokens` are seen or `minutes` are over.

    The rate falls to nothing at whichever end comes first. Writes `checkpoint.pt` about once a
    minute and `loss.csv`; returns how far it came.
    """
    torch.manual_seed(SEED)
    torch.set_float32_matmul_precision("high")
    where = device()
    network = Network(size).to(where)
    compute = torch.compile(network, dynamic=True) if size.compiled else network
    made = optimisers(network, size.rate)
    course = _resumed(folder, network, made, where)
    course.runs += 1
    if course.further:
        size = replace(size, prompts=0.0)
    groups = iter(loader(size, folder / "tokenizer.json", course.runs, workers))
    began, saved = time.monotonic(), time.monotonic()
    before = course.seconds
    bar = tqdm(total=size.tokens, initial=course.tokens, unit="tok", unit_scale=True)
    network.train()
    done = _done(course, size, minutes)
    while done < 1.0:
        rate = size.rate * min(1.0, (course.steps + 1) / size.warmup) * (1.0 - done)
        set_rate(made, rate)
        batch = _batch(groups, size.batch_tokens)
        network.zero_grad(set_to_none=True)
        loss = _learned(compute, batch, where)
        torch.nn.utils.clip_grad_norm_(network.parameters(), _LARGEST_GRADIENT)
        for optimiser in made:
            optimiser.step()
        course.steps += 1
        seen = sum(map(_computed, batch))
        course.tokens += seen
        course.seconds = before + time.monotonic() - began
        bar.update(seen)
        if course.steps % _LOG_EVERY == 0:
            course.curve.append((course.tokens, loss))
            bar.set_postfix(loss=f"{loss:.3f}")
        if time.monotonic() - saved > _SAVE_EVERY_S:
            save(folder, network, made, course)
            saved = time.monotonic()
        done = _done(course, size, minutes)
    bar.close()
    save(folder, network, made, course)
    return course


def _learned(compute: Callable[..., Tensor], batch: list[Group], where: torch.device) -> float:
    """Add the gradient of the loss of the batch to the network's; that loss.

    It is the mean of the groups' means, each by how much is computed for it: a task with short
    answers counts as much as one with long ones. `compute` is the network, perhaps compiled.
    """
    total, whole = 0.0, sum(map(_computed, batch))
    for group in batch:
        begun, rest, places, targets = (each.to(where) for each in group)
        # A processor is 1.6 times slower with 16 bits, even one that computes with them itself:
        # the matrices are small, and each is converted again for every group.
        with torch.autocast(where.type, torch.bfloat16, enabled=where.type == "cuda"):
            logits = compute(begun, rest, places)
        loss = functional.cross_entropy(logits.float(), targets) * (_computed(group) / whole)
        loss.backward()
        total += loss.item()
    return total


def _computed(group: Group) -> int:
    """The number of tokens that are computed for it."""
    begun, rest, _, _ = group
    return len(begun) + rest.numel()


def _batch(groups: Iterator[Group], tokens: int) -> list[Group]:
    """Groups for one step, together at least `tokens`."""
    batch = [next(groups)]
    while sum(map(_computed, batch)) < tokens:
        batch.append(next(groups))
    return batch


def _done(course: Course, size: Size, minutes: float) -> float:
    by_time = course.seconds / (60.0 * minutes) if minutes else 0.0
    return max(course.tokens / size.tokens, by_time)


def save(folder: Path, network: Network, made: list[torch.optim.Optimizer], course: Course) -> None:
    """Write the checkpoint as a whole or not at all."""
    part = folder / "checkpoint.part"
    torch.save(
        {
            "network": network.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in made],
            "course": vars(course),
        },
        part,
    )
    part.replace(folder / CHECKPOINT)
    with (folder / "loss.csv").open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([("tokens", "loss"), *course.curve])


def _resumed(
    folder: Path, network: Network, made: list[torch.optim.Optimizer], where: torch.device
) -> Course:
    path = folder / CHECKPOINT
    if not path.exists():
        return Course()
    kept: dict[str, Any] = torch.load(path, map_location=where, weights_only=True)
    network.load_state_dict(kept["network"])
    for optimiser, state in zip(made, kept["optimisers"], strict=True):
        optimiser.load_state_dict(state)
    return Course(**kept["course"])


def begin_again(folder: Path) -> None:
    """Have the next run begin a course of its own, from the weights that are there."""
    path = folder / CHECKPOINT
    kept: dict[str, Any] = torch.load(path, weights_only=True)
    kept["course"].update(tokens=0, steps=0, seconds=0.0, curve=[], further=True)
    torch.save(kept, path)


def weights(checkpoint: Path) -> dict[str, torch.Tensor]:
    """What was learned, by name, on the processor."""
    kept = torch.load(checkpoint, map_location="cpu", weights_only=True)
    found: dict[str, torch.Tensor] = kept["network"]
    return found
