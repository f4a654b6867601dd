"""Where a model would lie with several contexts on this computer. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from assistant.core.hub.fitting import gpu_memory_room, main_memory_room
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.model_facts import ContextNeeds
from assistant.core.hub.verdict import Room


class ContextRow(msgspec.Struct, frozen=True, kw_only=True):
    """Bytes in all with each type of cache (0: not possible), and where the smaller one lies."""

    context_length: int
    f16: int
    q8_0: int
    room: Room
    tight: bool


def context_rows(needs: Sequence[ContextNeeds], machine: MachineFacts) -> list[ContextRow]:
    """One row for each context, from short to long."""
    rows = []
    for length in sorted({need.context_length for need in needs}):
        sizes = {need.kv_type: need.total for need in needs if need.context_length == length}
        total = sizes.get("f16") or sizes.get("q8_0", 0)
        room = room_of(total, machine, now=False)
        rows.append(
            ContextRow(
                context_length=length,
                f16=sizes.get("f16", 0),
                q8_0=sizes.get("q8_0", 0),
                room=room,
                tight=room != "too_big" and room_of(total, machine, now=True) == "too_big",
            )
        )
    return rows


def room_of(needs: int, machine: MachineFacts, *, now: bool) -> Room:
    """Where so many bytes would lie: in what is free `now`, or in what the machine has."""
    free = machine.available_memory if now else machine.total_memory
    main = main_memory_room(machine.total_memory, free)
    rooms = [
        (gpu_memory_room(gpu.total, gpu.free if now else gpu.total), gpu.shares_memory)
        for gpu in machine.gpus
    ]
    own = sum(room for room, shares in rooms if not shares)
    shared = max((room for room, shares in rooms if shares), default=0)
    if needs <= own or needs <= min(shared, main):
        return "gpu"
    if own and needs <= own + main:
        return "partly"
    return "memory" if needs <= main else "too_big"
