"""Which model suits a computer, and which quantisation of it. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol, TypeVar

from assistant.core.hub.catalogue import Catalogue, CatalogueModel, CatalogueUse, CatalogueVariant
from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.verdict import Room, Verdict

READING_SPEED = 7.0
"""Tokens a second that a person reads; a slower answer is waited for."""
SMALL_MODEL = 2_000_000_000
"""Models with fewer weights lose more by each bit, and mostly are fast enough with many."""
COMFORTABLE_SPEED = 15.0
"""Tokens a second below which a small model had better be faster than more exact."""
_LARGEST_SHARE = 0.6
"""Of main memory, for a recommendation: the person's other programs want to live, too."""

_RANK: dict[Room, int] = {"gpu": 0, "partly": 1, "memory": 2, "too_big": 3}
_PREFERRED = (
    "Q4_K_M", "Q4_K_XL", "MXFP4", "Q4_K_L", "Q4_K_S", "IQ4_NL", "IQ4_XS", "Q4_0", "Q4_1",
    "Q5_K_M", "Q5_K_S", "Q5_K_XL", "Q5_0", "Q5_1", "Q6_K", "Q8_0",
)  # fmt: skip
_PREFERRED_SMALL = ("Q8_0", "Q6_K", "Q5_K_M", "Q5_K_S", "Q4_K_M", "Q4_K_XL", "Q4_K_S")
_BITS = re.compile(r"(?:^|[-_])I?T?Q(\d)")


class Quantised(Protocol):
    """One quantisation of a model: a hub's `Variant` or a `CatalogueVariant`."""

    @property
    def quantisation(self) -> str: ...

    @property
    def size(self) -> int: ...


AnyVariant = TypeVar("AnyVariant", bound=Quantised)


def best_variant(
    variants: Sequence[AnyVariant],
    machine: MachineFacts,
    *,
    parameters: int = 0,
    active_parameters: int = 0,
    context_length: int = 4096,
) -> tuple[AnyVariant, Verdict] | None:
    """The quantisation to take here, None where none fits.

    What fits now comes before what fits an empty machine, four bits and more before fewer, the
    GPU before main memory, and then the usual balance of size and quality; for a small model
    that is many bits, unless it would be slow.
    """
    small = 0 < parameters < SMALL_MODEL
    ranked = []
    for place, variant in enumerate(variants):
        found = verdict(
            variant.size,
            machine,
            parameters=parameters,
            active_parameters=active_parameters,
            context_length=context_length,
        )
        if found.room == "too_big" or variant.size <= 0:
            continue
        slow = small and 0.0 < found.tokens_per_s < COMFORTABLE_SPEED
        taste = _taste(variant.quantisation, small=small and not slow)
        coarse = _coarse(variant.quantisation)
        key = (found.tight, coarse, _RANK[found.room], slow, taste, place)
        ranked.append((key, variant, found))
    if not ranked:
        return None
    _, variant, found = min(ranked, key=lambda entry: entry[0])
    return variant, found


def recommended(
    catalogue: Catalogue, machine: MachineFacts, use: CatalogueUse = "chat"
) -> tuple[CatalogueModel, CatalogueVariant, Verdict] | None:
    """The model of the list for this computer: the largest that fits easily and writes as fast
    as one reads; else the fastest that fits easily, or at all; None where nothing does."""
    candidates = []
    for place, model in enumerate(catalogue.models):
        if use not in model.uses or model.gated:
            continue
        best = best_variant(
            model.variants,
            machine,
            parameters=model.parameters,
            active_parameters=model.active_parameters,
        )
        if best is not None:
            candidates.append((model, *best, place))
    if not candidates:
        return None
    easy = [one for one in candidates if _easy(one[2], machine)]
    if easy:
        model, variant, found, _ = max(easy, key=lambda one: (one[0].parameters, -one[3]))
    else:
        model, variant, found, _ = min(
            candidates,
            key=lambda one: (not _leaves_room(one[2], machine), -one[2].tokens_per_s, one[2].needs),
        )
    return model, variant, found


def _easy(found: Verdict, machine: MachineFacts) -> bool:
    return _leaves_room(found, machine) and not 0.0 < found.tokens_per_s < READING_SPEED


def _leaves_room(found: Verdict, machine: MachineFacts) -> bool:
    if found.tight:
        return False
    return found.room == "gpu" or found.needs <= _LARGEST_SHARE * machine.total_memory


def _coarse(quantisation: str) -> bool:
    """Whether a weight has fewer than four bits, which shows in what is written."""
    name = quantisation.upper()
    bits = _BITS.search(name)
    return bits is not None and int(bits[1]) < 4


def _taste(quantisation: str, *, small: bool) -> int:
    """0 for the usual choice, more for others; whole numbers of 16 and 32 bits come last."""
    name = quantisation.upper()
    order = _PREFERRED_SMALL + _PREFERRED if small else _PREFERRED
    for place, wanted in enumerate(order):
        if name.endswith(wanted):
            return place
    full = any(word in name for word in ("F16", "F32", "BF16"))
    return len(order) + (2 if full else 1)
