"""Whether a model that is not here yet would fit this computer, and how fast it would write.

What is known of a file on a hub is its size and little else, so this is coarser than the
engine's own fit, which reads the header of a file that is here.
"""

from __future__ import annotations

from typing import Literal

import msgspec

Room = Literal["gpu", "partly", "memory", "too_big"]
"""All of it on the GPU; some layers there; in the machine's memory alone; not at all."""


class Verdict(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`needs` bytes in all, with a context of `context_length` tokens.

    `tokens_per_s` is expected when writing, 0.0: nothing is known to tell it from. `tight`:
    it fits what the machine has, but not what is free right now.
    """

    room: Room
    needs: int = 0
    context_length: int = 0
    tokens_per_s: float = 0.0
    tight: bool = False
