"""Smaller copies of a model: which types there are, what each takes, what was planned. Pure."""

from __future__ import annotations

import re

import msgspec

from assistant.core.entities import OWN_ORIGINS, ModelFile
from assistant.core.errors import UserError
from assistant.core.hub.model_facts import ModelFacts, TensorShare


class CopyType(msgspec.Struct, frozen=True, kw_only=True):
    """A type that a copy can be made in: bits that a weight takes on average in the layers, in
    the matrix at the end and in the table of tokens; `loss` in a few words for the person."""

    name: str
    body: float
    output: float
    table: float
    loss: str


COPY_TYPES = (
    CopyType(name="Q8_0", body=8.5, output=8.5, table=8.5, loss="no loss that one notices"),
    CopyType(name="Q6_K", body=6.57, output=6.57, table=6.57, loss="hardly any loss"),
    CopyType(name="Q5_K_M", body=5.68, output=6.57, table=5.5, loss="little loss"),
    CopyType(name="Q5_K_S", body=5.5, output=6.57, table=5.5, loss="little loss"),
    CopyType(name="Q4_K_M", body=4.84, output=6.57, table=4.5, loss="the usual balance"),
    CopyType(name="Q4_K_S", body=4.56, output=6.57, table=4.5, loss="a little more loss"),
    CopyType(name="IQ4_NL", body=4.5, output=6.57, table=4.5, loss="a little more loss"),
    CopyType(name="IQ4_XS", body=4.27, output=6.57, table=4.25, loss="a little more loss"),
    CopyType(name="Q4_0", body=4.5, output=6.57, table=4.5, loss="fast on processors"),
    CopyType(name="Q3_K_L", body=4.25, output=6.57, table=3.44, loss="one notices it"),
    CopyType(name="Q3_K_M", body=3.9, output=6.57, table=3.44, loss="one notices it"),
    CopyType(name="Q3_K_S", body=3.44, output=6.57, table=3.44, loss="much loss"),
    CopyType(name="Q2_K", body=3.0, output=6.57, table=2.63, loss="much loss"),
)
"""From large to small. The averages are those of the mixtures that llama.cpp makes."""

WITH_MATRIX = (
    "IQ1_S", "IQ1_M", "IQ2_XXS", "IQ2_XS", "IQ2_S", "IQ2_M", "IQ3_XXS", "IQ3_XS", "IQ3_S",
    "IQ3_M", "Q2_K_S",
)  # fmt: skip
"""Types that are only any good with an importance matrix, measured on texts with a large
machine: better fetched from somebody who has made them."""

_TYPE_AT_THE_END = re.compile(r"(?i)[-._: ]?(bf16|f16|f32|fp16|fp32|(?:iq|q|tq)\d\w*)$")
_NOT_IN_A_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')
"""Names of other programs' models have them; a file's cannot, or would be in another folder."""

# rows that are no multiple of 256 long are kept in types with smaller blocks
_FALLBACKS = {6.57: 8.5, 5.68: 6.2, 5.5: 6.0, 4.84: 5.6, 4.56: 5.5, 4.27: 4.5, 4.25: 4.5}
_SMALLEST_FALLBACK = 4.5


class CopyPlan(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What making a copy would come to. Bytes; `size` is computed by llama.cpp itself, `free` is
    what the disk of the destination has."""

    source: str
    destination: str
    name: str
    type: str
    source_size: int
    size: int
    free: int = 0
    parameters: int = 0
    active_parameters: int = 0


def copy_stem(name: str) -> str:
    """The file name of a copy of the model `name`, without the type and the ending."""
    stem = _TYPE_AT_THE_END.sub("", name) or name
    return _NOT_IN_A_NAME.sub("-", stem).strip("-. ") or "model"


def may_lie_beside(file: ModelFile) -> bool:
    """Whether a copy is put where `file` is; folders of others are only read."""
    return file.origin in OWN_ORIGINS


def copy_type(name: str) -> CopyType:
    """The type of that name, however it is spelled. Raises `UserError("usage")`."""
    wanted = name.strip().upper().replace("-", "_")
    for kind in COPY_TYPES:
        if kind.name == wanted:
            return kind
    names = ", ".join(kind.name for kind in COPY_TYPES)
    if wanted in WITH_MATRIX:
        raise UserError(
            "quantise",
            f"{wanted} needs an importance matrix, which cannot be made here.",
            f"Fetch a file in that type from the hub, or choose one of {names}.",
        )
    raise UserError("usage", f"There is no type “{name}” to make a copy in.", f"Use {names}.")


def quantised_part(types: tuple[TensorShare, ...]) -> str:
    """The name of the largest type that was made smaller before, "" where none was."""
    return next((share.name for share in types if _is_quantised(share.name)), "")


def predicted_size(facts: ModelFacts, kind: CopyType) -> int:
    """About how many bytes a copy takes; `CopyPlan.size` is exact and takes a moment."""
    table = min(facts.vocabulary * facts.embedding_length, facts.parameters)
    stored = sum(share.bytes for share in facts.types)
    beside = max(0, facts.file_size - stored)  # the vocabulary and what is said of the model
    uneven = facts.embedding_length % 256 != 0
    own_output = not facts.shares_table and facts.parameters >= 2 * table
    body = facts.parameters - table * (2 if own_output else 1)
    first = kind.table if own_output else kind.output  # a shared table is kept as the output is
    bits = table * _fallen(first, uneven=uneven) + body * _fallen(kind.body, uneven=uneven)
    if own_output:
        bits += table * _fallen(kind.output, uneven=uneven)
    return beside + int(bits / 8)


def _fallen(bits: float, *, uneven: bool) -> float:
    if not uneven or bits == 8.5:
        return bits
    return _FALLBACKS.get(bits, max(bits, _SMALLEST_FALLBACK))


def _is_quantised(name: str) -> bool:
    return name not in ("F32", "F16", "BF16", "F64", "I8", "I16", "I32", "I64")
