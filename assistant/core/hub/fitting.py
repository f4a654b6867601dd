"""Whether a model of some size would fit a computer, and how fast it would write. Pure.

Sizes in bytes. What is not in a file's size is estimated from the number of weights: the cache of
the context and the working space of the models that people use follow it well enough (within a
third for those from 0.5 to 70 billion weights that share keys between heads).
"""

from __future__ import annotations

from assistant.core.hub.machine_facts import GpuFacts, MachineFacts
from assistant.core.hub.verdict import Room, Verdict

GIB = 1 << 30
MIB = 1 << 20

CPU_EFFICIENCY = 0.73
"""Of the memory bandwidth that reading alone reaches, what writing reaches. With random Q4_0 models
on two quiet cores (17 GB/s): 0.71 with 0.49 billion weights, 0.76 with 0.24 billion
(`tests/bench/expected_speed.py`)."""
GPU_EFFICIENCY = 0.6
TOKEN_OVERHEAD_S = 0.0005
"""What a token takes besides reading the weights; decides with models of a few megabytes."""
LEAST_SHARE = 0.1
"""Of a model on a GPU, for that to help at all."""
_BYTES_PER_WEIGHT = 0.6  # of a Q4_K_M file
_CACHE_OF_A_BILLION = 96 * 1024  # bytes a token, f16
_CACHE_GROWTH = 0.27
_WORKING_OF_A_BILLION = 56 * MIB


def main_memory_room(total: int, free: int) -> int:
    """Main memory that a model may take; a tenth stays for everything else, at least 1 GiB.

    Where not even twice that is free, half of what is free: a tiny model must still load.
    """
    return free - min(max(GIB, total // 10), free // 2)


def gpu_memory_room(total: int, free: int) -> int:
    """Memory of a GPU that a model may take: a twentieth stays free, at least 512 MiB.

    Drivers and backends keep buffers that nobody announces, and the desktop draws from it.
    """
    return max(0, free - max(512 * MIB, total // 20))


def expected_needs(size: int, *, parameters: int = 0, context_length: int = 4096) -> int:
    """Bytes that a model file of `size` bytes takes at work, for what is known without it."""
    billions = max(_weights(size, parameters), 1_000_000) / 1e9
    cache = _CACHE_OF_A_BILLION * billions**_CACHE_GROWTH * max(context_length, 0)
    working = 8 * MIB + _WORKING_OF_A_BILLION * billions**0.5
    return size + int(min(cache, 8.0 * size) + min(working, 64 * MIB + 0.5 * size))


def verdict(
    size: int,
    machine: MachineFacts,
    *,
    parameters: int = 0,
    active_parameters: int = 0,
    context_length: int = 4096,
) -> Verdict:
    """What to expect of a model whose files have `size` bytes together.

    `parameters` 0: not known. `active_parameters` of a mixture take part in each token, 0: all.
    """
    size = max(0, size)
    needs = expected_needs(size, parameters=parameters, context_length=context_length)
    room = room_of(needs, machine, now=False)
    tight = room != "too_big" and _RANK[room_of(needs, machine, now=True)] > _RANK[room]
    weights = _weights(size, parameters)
    share = min(1.0, active_parameters / weights) if active_parameters > 0 and weights else 1.0
    speed = _tokens_per_s(size * share, needs, machine, room)
    return Verdict(
        room=room,
        needs=needs,
        context_length=context_length,
        tokens_per_s=speed,
        tight=tight,
    )


_RANK: dict[Room, int] = {"gpu": 0, "partly": 1, "memory": 2, "too_big": 3}


def _weights(size: int, parameters: int) -> int:
    return parameters if parameters > 0 else int(size / _BYTES_PER_WEIGHT)


def room_of(
    needs: int, machine: MachineFacts, *, now: bool, least_share: float = LEAST_SHARE
) -> Room:
    """Where `needs` bytes would lie: in what is free `now`, or in what the machine has.

    "partly" means that some of it and at least `least_share` is on a GPU.
    """
    free = machine.available_memory if now else machine.total_memory
    main = main_memory_room(machine.total_memory, free)
    shared, own = _gpu_rooms(machine, now=now)
    if needs <= own or needs <= min(shared, main):
        return "gpu"
    if own and own >= least_share * needs and needs <= own + main:
        return "partly"
    return "memory" if needs <= main else "too_big"


def _gpu_rooms(machine: MachineFacts, *, now: bool) -> tuple[int, int]:
    """Room in GPUs that use the machine's memory, and in those with their own."""
    shared = own = 0
    for gpu in machine.gpus:
        room = gpu_memory_room(gpu.total, gpu.free if now else gpu.total)
        if gpu.shares_memory:
            shared = max(shared, room)
        else:
            own += room
    return shared, own


def _tokens_per_s(read: float, needs: int, machine: MachineFacts, room: Room) -> float:
    """`read` bytes of weights for a token; 0.0 where a bandwidth that it takes is not known."""
    if room == "too_big" or read <= 0:
        return 0.0
    _, own = _gpu_rooms(machine, now=False)
    on_gpu = {"gpu": 1.0, "partly": min(1.0, own / max(needs, 1))}.get(room, 0.0)
    seconds = TOKEN_OVERHEAD_S
    if on_gpu:
        bandwidth = _gpu_bandwidth(machine, whole=room == "gpu")
        if not bandwidth:
            return 0.0
        seconds += read * on_gpu / (bandwidth * GPU_EFFICIENCY)
    if on_gpu < 1.0:
        if machine.bandwidth <= 0:
            return 0.0
        seconds += read * (1.0 - on_gpu) / (machine.bandwidth * CPU_EFFICIENCY)
    return 1.0 / seconds


def _gpu_bandwidth(machine: MachineFacts, *, whole: bool) -> float:
    """Of the slowest GPU that takes part; 0.0: not known.

    A GPU beside main memory reads several times as fast as the processor: where a part of the
    model stays with the processor, that part decides, and four times as fast is a safe guess.
    """
    own = [gpu for gpu in machine.gpus if not gpu.shares_memory]
    speeds = [_bandwidth(gpu, machine) for gpu in own or machine.gpus]
    known = min((speed for speed in speeds if speed > 0), default=0.0)
    return known if known or whole else 4.0 * machine.bandwidth


def _bandwidth(gpu: GpuFacts, machine: MachineFacts) -> float:
    return gpu.bandwidth or (machine.bandwidth if gpu.shares_memory else 0.0)
