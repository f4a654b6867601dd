"""Hands on what a course of a translation tells while it goes on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from assistant.core.translation.order import Segment


def _nothing(*_told: object) -> None:
    """Nobody wants to hear of it."""


@dataclass(frozen=True)
class Hearing:
    """A `TranslateHearing` made of functions."""

    began: Callable[[str, tuple[Segment, ...]], None] = _nothing
    extended: Callable[[int, str], None] = _nothing
    finished: Callable[[int, Segment], None] = _nothing
