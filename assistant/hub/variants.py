"""The files of a repository as the variants that one can choose from. Pure functions: any thread.

What there is to go by are names: quantisation, parts of a split file (`-00001-of-00003`, as
llama.cpp writes them) and companions are told from them by the customs of those who publish.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from assistant.core.hub.repository import HubFile, Variant
from assistant.hub.file_names import safe_paths

SUFFIX = ".gguf"
MOST_BYTES = 1 << 43
"""No model is larger (8 TiB); whoever says so is mistaken."""

_PART = re.compile(r"(?P<stem>.+)-(?P<number>\d{5})-of-(?P<total>\d{5})")
_QUANTISATION = re.compile(
    r"(?<![a-z0-9])(?P<dynamic>UD[-_])?(?P<type>"
    r"IQ[1-6]_(?:XXS|XS|NL|KSS|KS|KT|KL|K|S|M|L)(?:_[SML])?(?:_R[48])?"
    r"|Q[1-9]_K(?:_(?:XXL|XL|XS|S|M|L|P))?"
    r"|Q[1-9]_[01](?:_[48]_[48])?"
    r"|TQ[12]_0|MXFP4(?:_MOE)?|NVFP4|BF16|FP?16|FP?32)(?![a-z0-9])",
    re.IGNORECASE,
)
_PROJECTOR = re.compile(r"(?<![a-z])mmproj(?![a-z])", re.IGNORECASE)
_MATRIX = re.compile(r"imatrix|importance[-_]?matrix", re.IGNORECASE)
_EXTRA = re.compile(  # parts of a model, and what is loaded beside one
    r"^ggml-vocab|(?:^|[-_.])(?:lora|adapter|vocab|control[-_]?vector)"
    r"(?:[-_.](?:bf16|f16|f32|fp16|fp32|q8_0))?$",
    re.IGNORECASE,
)


@dataclass
class Grouped:
    """What `grouped` made of a list of files."""

    variants: tuple[Variant, ...] = ()
    projectors: tuple[HubFile, ...] = ()
    left_out: int = 0


@dataclass
class _Found:
    """One variant in the making: `files` by the number of their part."""

    stem: str
    total: int = 1
    files: dict[int, HubFile] = field(default_factory=dict)


def grouped(files: Iterable[HubFile]) -> Grouped:
    """The variants among `files`, which may be anything, from small to large."""
    models = [file for file in files if file.path.lower().endswith(SUFFIX)]
    possible: dict[str, HubFile] = {}
    for file in models:
        if 0 <= file.size <= MOST_BYTES:
            possible.setdefault(file.path, file)
    kept = [possible[path] for path in safe_paths(possible)]
    found: dict[tuple[str, int], _Found] = {}
    projectors = []
    for file in kept:
        stem = file.path[: -len(SUFFIX)]
        name = stem.rpartition("/")[2]
        if _PROJECTOR.search(name):
            projectors.append(file)
        elif not _is_extra(name):
            _add(found, stem, file)
    return Grouped(
        variants=_named(list(found.values())),
        projectors=tuple(sorted(projectors, key=lambda file: (file.size, file.path))),
        left_out=len(models) - len(kept),
    )


def quantisation_of(path: str) -> str:
    """The type that a file's name says, or else its folder's; "" where neither does."""
    return _said(path)[1]


def _is_extra(name: str) -> bool:
    if _MATRIX.search(name):  # "model.imatrix.Q4_K_M" was made with one; "model.imatrix" is one
        return not _QUANTISATION.search(name)
    return bool(_EXTRA.search(name))


def _add(found: dict[tuple[str, int], _Found], stem: str, file: HubFile) -> None:
    part = _PART.fullmatch(stem)
    number, total = (int(part["number"]), int(part["total"])) if part else (1, 1)
    if part and 1 <= number <= total:
        stem = part["stem"]
    else:
        number = total = 1
    found.setdefault((stem, total), _Found(stem, total)).files[number] = file


def _named(found: list[_Found]) -> tuple[Variant, ...]:
    """By quantisation where that tells them apart, else by the name of the file."""
    says = [_said(one.stem) for one in found]
    often = Counter([name for name, _ in says] + [one.stem for one in found])
    variants = []
    for one, (name, quantisation) in zip(found, says, strict=True):
        first = one.files[min(one.files)].path[: -len(SUFFIX)]
        names = [text for text in (name, one.stem) if text and often[text] == 1]
        variants.append(
            Variant(
                name=names[0] if names else first,
                files=tuple(one.files[number] for number in sorted(one.files)),
                quantisation=quantisation,
                missing=one.total - len(one.files),
            )
        )
    return tuple(sorted(variants, key=lambda variant: (variant.size, variant.name)))


def _said(path: str) -> tuple[str, str]:
    """The name for the way of quantising ("UD-Q4_K_XL") and the type in it ("Q4_K_XL")."""
    for part in reversed(path.split("/")):
        matches = list(_QUANTISATION.finditer(part))
        if matches:
            last = matches[-1]
            kind = last["type"].upper()
            kind = {"FP16": "F16", "FP32": "F32"}.get(kind, kind)
            return ("UD-" if last["dynamic"] else "") + kind, kind
    return "", ""
