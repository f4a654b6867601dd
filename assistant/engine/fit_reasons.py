"""Says in sentences why a model is loaded the way it is."""

from __future__ import annotations

from assistant.core.messages import ModelParameters
from assistant.engine.gguf import GgufHeader, clean_text
from assistant.engine.machine import Machine
from assistant.engine.memory_needs import Plan


def size_text(count: int) -> str:
    """Bytes for a person, such as "4.7 GB"."""
    for unit, factor in (("TB", 10**12), ("GB", 10**9), ("MB", 10**6)):
        if count >= factor:
            return f"{count / factor:.1f} {unit}"
    return f"{max(0, count) / 1000:.0f} kB"


class Reasons:
    """The sentences for one model on one machine; each ends in a full stop."""

    def __init__(
        self,
        header: GgufHeader,
        wanted: ModelParameters,
        machine: Machine,
        trained: int,
        every: int,
        quantises: bool,
    ) -> None:
        self._header = header
        self._wanted = wanted
        self._machine = machine
        self._trained = trained
        self._every = every
        self._quantises = quantises

    def of(self, plan: Plan, threads: int) -> tuple[str, ...]:
        """Why `plan` was chosen."""
        sentences = (
            self._layers(plan),
            self._context(plan),
            self._cache(plan),
            self._threads(threads),
            self._pressure(plan),
        )
        return tuple(sentence for sentence in sentences if sentence)

    def _layers(self, plan: Plan) -> str:
        asked, count, every = self._wanted.gpu_layers, plan.gpu_layers, self._every
        if not self._machine.used_devices:
            absent = "Layers on a GPU were asked for, but no GPU was found: the processor is used."
            return absent if asked > 0 else ""
        if asked == 0:
            return "The processor alone, as you set it."
        names = self._device_names()
        if asked > 0:
            return f"{count} of {every} layers on {names}, as you set it."
        if count >= every:
            return f"All {every} layers on {names}."
        return self._short_of_layers(count, names)

    def _short_of_layers(self, count: int, names: str) -> str:
        devices = self._machine.used_devices
        if all(device.is_software for device in devices):
            return f"{names} is a driver that computes on the processor: it is not used."
        free = size_text(sum(device.free for device in devices))
        if count:
            return (
                f"{count} of {self._every} layers on {names}: its free memory of {free} holds no "
                "more, the processor computes the others."
            )
        return f"{names} has too little free memory ({free}): the processor is used."

    def _device_names(self) -> str:
        return ", ".join(
            _named(device.name, device.description) for device in self._machine.used_devices
        )

    def _context(self, plan: Plan) -> str:
        context, trained = plan.context_length, self._trained
        if self._wanted.context_length > 0:
            more = "" if context <= trained else f", more than the {trained:,} it was trained for"
            return f"Context of {context:,} tokens as you set it{more}."
        if context == trained:
            return f"Context of {context:,} tokens, all the model was trained for."
        if context < min(trained, 8192):
            place = self._machine.gpus[0] if plan.gpu_layers >= self._every else "this machine"
            return (
                f"Context of {context:,} tokens: the free memory of {place} "
                "holds no more beside the model."
            )
        return (
            f"Context of {context:,} tokens to save memory; the model was trained for {trained:,}."
        )

    def _cache(self, plan: Plan) -> str:
        asked = self._wanted.kv_type
        if asked == "q8_0" and plan.kv_type != "q8_0":
            if self._wanted.flash_attention == "off":
                return "The KV cache stays f16: q8_0 needs flash attention, which is off."
            return "The KV cache stays f16: this model's cannot be q8_0."
        if asked == "auto" and plan.kv_type == "q8_0":
            return "The KV cache is q8_0, which takes half the memory of f16."
        return ""

    def _threads(self, threads: int) -> str:
        noun = "thread" if threads == 1 else "threads"
        if self._wanted.threads > 0:
            return f"{threads} {noun} as you set it."
        if threads < self._machine.cores:
            return f"{threads} {noun}: one core is left to the window."
        return f"{threads} {noun}, one for each core."

    def _pressure(self, plan: Plan) -> str:
        free = self._machine.available_memory
        if plan.gpu_layers or self._header.file_size <= free:
            return ""
        return (
            f"The model is larger than the free memory of {size_text(free)}: "
            "close other programs if it is slow."
        )


def _named(name: str, description: str) -> str:
    described = clean_text(description)[:80]
    return f"{name} ({described})" if described else name
