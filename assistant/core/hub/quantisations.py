"""Names of quantisations: which one the name of a file says."""

from __future__ import annotations

import re

_NAMED = re.compile(
    r"(?:^|[-._ (])(?P<name>"
    r"(?:UD[-_])?(?:IQ\d_(?:XXS|XS|NL|S|M)|T?Q\d(?:_[01K](?:_(?:XXL|XL|XS|S|M|L))?)?)"
    r"|MXFP4(?:_MOE)?|NVFP4|BF16|F16|F32|FP16|FP32"
    r")(?=$|[-._ )])",
    re.IGNORECASE,
)


def named_quantisation(name: str) -> str:
    """The type that a model's or file's name says ("Q4_K_M"), "" where it says none."""
    found = list(_NAMED.finditer(name.removesuffix(".gguf")))
    if not found:
        return ""
    said = found[-1]["name"].upper().replace("UD-", "").replace("UD_", "")
    return {"FP16": "F16", "FP32": "F32"}.get(said, said)
