"""Looks for the best way to lay a model into the memory that is free. Pure; sizes in bytes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Literal

from assistant.core.errors import UserError
from assistant.core.hub.fitting import gpu_memory_room, main_memory_room
from assistant.core.messages import ModelParameters
from assistant.engine.fit_reasons import Reasons, size_text
from assistant.engine.gguf import GgufHeader
from assistant.engine.machine import Machine
from assistant.engine.memory_needs import MemoryUse, ModelMemory, Plan

PREFERRED_CONTEXT = 8192
LONGEST_PREFERRED = 32_768
SENSIBLE_CONTEXT = 4096
SMALLEST_CONTEXT = 512
LARGEST_CONTEXT = 1 << 20
DEFAULT_BATCH = 512
DEFAULT_SEQUENCES = 8
MOST_SEQUENCES = 256  # LLAMA_MAX_SEQ
_UNKNOWN_TRAINED = 4096
_MIB = 1 << 20

KvType = Literal["f16", "q8_0", "f32"]


def ram_room(machine: Machine) -> int:
    """Main memory that a model may take."""
    return main_memory_room(machine.total_memory, machine.available_memory)


def gpu_room(machine: Machine) -> int | None:
    """Memory of the GPUs that a model may take; None where a driver does not tell."""
    if any(not device.total for device in machine.used_devices):
        return None
    return sum(gpu_memory_room(device.total, device.free) for device in machine.used_devices)


def total_memory(machine: Machine) -> int:
    own = sum(device.total for device in machine.used_devices if not device.shares_memory)
    return machine.total_memory + own


class Search:
    """Looks for the best plan that fits."""

    def __init__(
        self, header: GgufHeader, wanted: ModelParameters, machine: Machine, beside: int
    ) -> None:
        self._model = ModelMemory(header)
        self._header = header
        self._wanted = wanted
        self._machine = machine
        self._beside = max(0, beside)
        trained = header.integer("context_length")
        self._trained = min(trained, LARGEST_CONTEXT) if trained > 0 else _UNKNOWN_TRAINED
        self._micro = max(8, min(wanted.batch_tokens or DEFAULT_BATCH, 8192))
        self._every = self._model.layers + 1
        self._ram = ram_room(machine)
        self._gpu = gpu_room(machine)
        self.reasons = Reasons(
            header, wanted, machine, self._trained, self._every, self._model.shape.quantises
        )

    def check_context(self) -> None:
        """Refuses a context that no memory of this machine could hold."""
        context = self._wanted.context_length
        if context <= 0:
            return
        plan = self._plan(context, self._kv_types()[-1], 0)
        cache, total = self._model.cache(plan), total_memory(self._machine)
        if cache > total:
            raise UserError(
                "too_large",
                f"A context of {plan.context_length:,} tokens needs {size_text(cache)} of memory "
                f"for “{self._header.name}”; this machine has {size_text(total)}.",
                "Choose a shorter context.",
            )

    def plan(self) -> Plan:
        """The best plan that fits; the least one where none does."""
        devices, asked = self._machine.used_devices, self._wanted.gpu_layers
        if not devices or asked == 0:
            return self._for_layers(0)
        if asked > 0:
            return self._for_layers(min(asked, self._every))
        if all(device.is_software for device in devices):
            return self._for_layers(0)
        if self._gpu is None:
            return self._for_layers(self._every)
        return self._whole_on_gpu() or self._partly_on_gpu() or self._for_layers(0)

    def table(self, plan: Plan) -> tuple[MemoryUse, ...]:
        """What `plan` takes, place by place."""
        needs = self._model.needs(plan)
        uses = [MemoryUse("main memory", needs.cpu, self._machine.available_memory)]
        if plan.gpu_layers:
            free = sum(device.free for device in self._machine.used_devices)
            uses.append(MemoryUse(", ".join(self._machine.gpus), needs.gpu, free))
        return tuple(uses)

    # searching

    def _whole_on_gpu(self) -> Plan | None:
        """All layers, the cache halved before the context is; not below a sensible context."""
        for context in self._contexts(self._every):
            for kv_type in self._kv_types():
                plan = self._plan(context, kv_type, self._every)
                if self._fits(plan):
                    return plan
        return None

    def _partly_on_gpu(self) -> Plan | None:
        """As many layers as fit beside a usual context; less context only if RAM is short."""
        usual = min(self._contexts_from(0), PREFERRED_CONTEXT)
        context = self._wanted.context_length or usual
        kv_type = self._kv_types()[-1]
        while True:
            plan = self._plan(context, kv_type, 0)
            count = self._model.most_layers(plan, self._room_of_gpus(plan))
            plan = replace(plan, gpu_layers=count)
            if count == 0 or self._fits(plan):
                return plan if count else None
            if self._wanted.context_length or context <= SMALLEST_CONTEXT:
                return plan
            context = max(SMALLEST_CONTEXT, context // 2)

    def _for_layers(self, layers: int) -> Plan:
        """The longest preferred context for a number of layers that is settled."""
        preferred = self._contexts_from(layers)
        for kv_type in self._kv_types():
            plan = self._plan(preferred, kv_type, layers)
            if self._fits(plan):
                return plan
        kv_type = self._kv_types()[-1]
        if self._wanted.context_length:
            return self._plan(preferred, kv_type, layers)
        least = min(SMALLEST_CONTEXT, preferred)
        low, high = 0, (preferred - least) // 256
        while low < high:  # the longest that fits, in steps of 256 tokens
            middle = (low + high + 1) // 2
            fits = self._fits(self._plan(least + 256 * middle, kv_type, layers))
            low, high = (middle, high) if fits else (low, middle - 1)
        return self._plan(least + 256 * low, kv_type, layers)

    # what is tried

    def _contexts(self, layers: int) -> Iterator[int]:
        context = self._contexts_from(layers)
        yield context
        while not self._wanted.context_length and context > SENSIBLE_CONTEXT:
            context = max(SENSIBLE_CONTEXT, context // 2)
            yield context

    def _contexts_from(self, layers: int) -> int:
        """The context to begin with.

        8,192 tokens hold a long conversation or a chapter. The cache is written to when it is
        made, so unlike weights it really occupies memory: a longer one is taken only while it
        stays below a quarter of what is free beside the weights, up to 32,768. Beyond that
        few people use what they would pay for, and who does can set it.
        """
        if self._wanted.context_length > 0:
            return min(self._wanted.context_length, LARGEST_CONTEXT)
        context = min(self._trained, PREFERRED_CONTEXT)
        needs = self._model.needs(self._plan(context, "f16", layers))
        side, room = (needs.gpu, self._gpu) if layers else (needs.cpu, self._ram)
        left = (room or 0) - side.weights - side.buffers
        most = min(self._trained, LONGEST_PREFERRED)
        while context < most:
            longer = min(2 * context, most)
            if self._model.cache(self._plan(longer, "f16", layers)) * 4 > left:
                break
            context = longer
        return context

    def _kv_types(self) -> tuple[KvType, ...]:
        """The types of cache that may be tried, the better first."""
        possible = self._model.shape.quantises and self._wanted.flash_attention != "off"
        possible = possible and any(layer.keys for layer in self._model.shape.layers)
        if self._wanted.kv_type == "auto":
            return ("f16", "q8_0") if possible else ("f16",)
        if self._wanted.kv_type == "q8_0" and not possible:
            return ("f16",)
        return (self._wanted.kv_type,)

    def _plan(self, context: int, kv_type: KvType, layers: int) -> Plan:
        context = max(1, min(context, LARGEST_CONTEXT))
        plan = Plan(
            context_length=context,
            micro_batch_tokens=self._micro,
            sequences=max(1, min(self._wanted.sequences, MOST_SEQUENCES)),
            kv_type=kv_type,
            flash_attention=self._wanted.flash_attention != "off",
            gpu_layers=layers,
        )
        return plan if self._wanted.sequences else self._with_sequences(plan)

    def _with_sequences(self, plan: Plan) -> Plan:
        """As many as cost little beside the model.

        Plain attention shares one cache among all; a running state or a sliding window is kept
        for each, which in some models is gigabytes.
        """
        little = max(64 * _MIB, self._model.weights // 20) + self._model.cache(plan)
        count = max(1, min(DEFAULT_SEQUENCES, plan.context_length // 64))
        while count > 1:
            more = replace(plan, sequences=count)
            if self._model.cache(more) <= little:
                return more
            count //= 2
        return plan

    def _fits(self, plan: Plan) -> bool:
        needs = self._model.needs(plan)
        main = needs.cpu.total + self._beside
        if plan.gpu_layers == 0:
            return main <= self._ram
        if self._gpu is None:
            return True
        if any(device.shares_memory for device in self._machine.used_devices):
            main += needs.gpu.total
        return main <= self._ram and needs.gpu.total <= self._room_of_gpus(plan)

    def _room_of_gpus(self, plan: Plan) -> int:
        """What all GPUs together have for weights, cache and one working space.

        Each of several needs a working space, and no layer is cut in two between them.
        """
        more = len(self._machine.used_devices) - 1
        needs = self._model.needs(replace(plan, gpu_layers=self._every))
        lost = more * (needs.gpu.compute + max(self._model.sizes.layers, default=0))
        return (self._gpu or 0) - lost - self._beside
