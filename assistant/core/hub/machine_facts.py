"""What of a computer decides which models run on it, and how fast."""

from __future__ import annotations

import msgspec


class GpuFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A GPU that llama.cpp would use. Bytes; `bandwidth` in bytes a second, 0.0: not known.

    `shares_memory`: its memory is the machine's own.
    """

    name: str
    description: str = ""
    free: int = 0
    total: int = 0
    shares_memory: bool = False
    bandwidth: float = 0.0


class MachineFacts(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Bytes of memory; `bandwidth` is what was measured when all cores read memory, bytes/s.

    `gpus` only where this build of llama.cpp can use them (never software drivers).
    """

    total_memory: int = 0
    available_memory: int = 0
    cores: int = 0
    bandwidth: float = 0.0
    gpus: tuple[GpuFacts, ...] = ()
