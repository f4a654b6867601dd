"""Names of quantisations: which one a file name says, and which a smaller copy can be made in."""

from __future__ import annotations

import re

import msgspec

_NAMED = re.compile(
    r"(?:^|[-._ (])(?P<name>"
    r"(?:UD[-_])?(?:IQ\d_(?:XXS|XS|NL|S|M)|T?Q\d(?:_[01K](?:_(?:XXL|XL|XS|S|M|L))?)?)"
    r"|MXFP4(?:_MOE)?|NVFP4|BF16|F16|F32|FP16|FP32"
    r")(?=$|[-._ )])",
    re.IGNORECASE,
)


class QuantisationKind(msgspec.Struct, frozen=True, kw_only=True):
    """A type that a model can be made smaller in. `bits` a weight takes, on the average of models
    with the usual share of embeddings."""

    name: str
    bits: float


SMALLER_KINDS = (
    QuantisationKind(name="Q8_0", bits=8.5),
    QuantisationKind(name="Q6_K", bits=6.57),
    QuantisationKind(name="Q5_K_M", bits=5.7),
    QuantisationKind(name="Q4_K_M", bits=4.89),
    QuantisationKind(name="Q3_K_M", bits=4.0),
)
"""From large to small; what most people should take is `USUAL_KIND`."""
USUAL_KIND = "Q4_K_M"


def named_quantisation(name: str) -> str:
    """The type that a model's or file's name says ("Q4_K_M"), "" where it says none."""
    found = list(_NAMED.finditer(name.removesuffix(".gguf")))
    if not found:
        return ""
    said = found[-1]["name"].upper().replace("UD-", "").replace("UD_", "")
    return {"FP16": "F16", "FP32": "F32"}.get(said, said)


def size_as(kind: QuantisationKind, parameters: int) -> int:
    """About how many bytes a model of so many weights takes in that type."""
    return int(parameters * kind.bits / 8)


def can_shrink(quantisation: str) -> bool:
    """Whether a smaller copy of a file of that type is worth making: of whole numbers it is, of
    what was made smaller already it would add one loss to another."""
    return quantisation.upper() in ("F16", "BF16", "F32")
