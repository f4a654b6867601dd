"""Where a model would lie with several contexts on this computer. Pure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from assistant.core.hub.fitting import room_of
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
        room = room_of(total, machine, now=False, least_share=0.0)
        now = room_of(total, machine, now=True, least_share=0.0)
        rows.append(
            ContextRow(
                context_length=length,
                f16=sizes.get("f16", 0),
                q8_0=sizes.get("q8_0", 0),
                room=room,
                tight=room != "too_big" and now == "too_big",
            )
        )
    return rows
