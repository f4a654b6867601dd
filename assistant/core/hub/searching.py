"""What a search asks of the hub, for this computer. Pure."""

from __future__ import annotations

from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts

_STEP = 64 << 20


def largest_that_fits(machine: MachineFacts) -> int:
    """Bytes of the largest model file that this computer could hold; 0 where nothing is known."""
    if machine.total_memory <= 0:
        return 0
    low, high = 0, 2 * (machine.total_memory + sum(gpu.total for gpu in machine.gpus))
    while high - low > _STEP:
        middle = (low + high) // 2
        if verdict(middle, machine).room == "too_big":
            high = middle
        else:
            low = middle
    return low
