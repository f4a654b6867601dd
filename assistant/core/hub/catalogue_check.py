"""What a list of recommended models must fulfil, ours and one that somebody hands in. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from datetime import date
from fnmatch import fnmatchcase
from pathlib import PurePosixPath

from assistant.core.hub.catalogue import Catalogue, CatalogueModel, CatalogueVariant

MOST_MODELS = 200
MOST_VARIANTS = 40
_ID = re.compile(r"[a-z0-9][a-z0-9.-]{1,63}\Z")
_REPO = re.compile(r"[A-Za-z0-9][\w.-]{0,95}/[A-Za-z0-9][\w.-]{0,95}\Z")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,8})?\Z")
_LICENSES = frozenset(
    {"Apache-2.0", "MIT", "BSD-3-Clause", "CC-BY-4.0", "CC-BY-SA-4.0", "CC-BY-NC-4.0"}
)
# bits that a weight takes with a type of that name, from few to many
_BITS: dict[str, tuple[float, float]] = {
    "1": (1.2, 3.5), "2": (2.0, 4.5), "3": (3.0, 5.5), "4": (4.0, 6.6), "5": (5.0, 7.2),
    "6": (6.0, 7.6), "8": (7.9, 10.0), "16": (15.5, 18.0), "32": (31.0, 34.0),
}  # fmt: skip
_TYPE = re.compile(
    r"(?:^|[-_.])(?:UD-)?(?:I?T?Q(?P<bits>\d)|(?P<mx>MXFP4|NVFP4)|B?F(?P<whole>16|32))",
    re.IGNORECASE,
)


def faults_of(catalogue: Catalogue) -> tuple[str, ...]:
    """What is wrong with it, one sentence each; nothing where it may be used."""
    return tuple(_faults(catalogue))


def _faults(catalogue: Catalogue) -> Iterator[str]:
    if catalogue.serial < 1:
        yield "The serial number is missing."
    try:
        date.fromisoformat(catalogue.revised)
    except ValueError:
        yield f"“{catalogue.revised}” is no date."
    if not 0 < len(catalogue.models) <= MOST_MODELS:
        yield f"It names {len(catalogue.models)} models."
        return
    for name, count in Counter(model.id for model in catalogue.models).items():
        if count > 1:
            yield f"The name {name} stands there {count} times."
    for model in catalogue.models:
        for fault in _model_faults(model):
            yield f"{model.id}: {fault}"


def _model_faults(model: CatalogueModel) -> Iterator[str]:
    if not _ID.match(model.id):
        yield "this is no name for a model of a list."
    if not _REPO.match(model.repo) or ".." in model.repo:
        yield f"“{model.repo}” is no repository."
    if not model.uses or not model.languages or not model.good_at.strip():
        yield "it does not say what it is good for."
    if not all(_LANGUAGE.match(code) for code in model.languages):
        yield "a language has no code."
    if not 1_000_000 <= model.parameters <= 10**13:
        yield f"{model.parameters} weights are not possible."
    if not 0 <= model.active_parameters <= model.parameters:
        yield "more weights are active than there are."
    if not 128 <= model.context_length <= 1 << 24:
        yield f"a context of {model.context_length} tokens is not possible."
    yield from _license_faults(model)
    yield from _variant_faults(model)


def _license_faults(model: CatalogueModel) -> Iterator[str]:
    if model.license_url and not model.license_url.startswith("https://"):
        yield "the licence's address is no https address."
    if model.license not in _LICENSES and not (model.license and model.license_url):
        yield f"the licence “{model.license}” is not known and has no address."


def _variant_faults(model: CatalogueModel) -> Iterator[str]:
    if not 0 < len(model.variants) <= MOST_VARIANTS:
        yield f"it has {len(model.variants)} quantisations."
    patterns = [variant.pattern for variant in model.variants]
    if model.projector:
        patterns.append(model.projector)
    for variant in model.variants:
        if not _is_safe(variant.pattern):
            yield f"the pattern “{variant.pattern}” could fit anything."
        if not _plausible(variant, model.parameters):
            bits = 8 * variant.size / max(model.parameters, 1)
            yield f"{variant.quantisation} with {bits:.1f} bits for a weight is not possible."
        others = [pattern for pattern in patterns if pattern != variant.pattern]
        if any(fnmatchcase(example_name(other), variant.pattern) for other in others):
            yield f"the pattern “{variant.pattern}” fits other files, too."
    if len(set(patterns)) != len(patterns):
        yield "two quantisations have the same files."
    if model.projector and not _is_safe(model.projector):
        yield f"the projector “{model.projector}” could be anything."


def example_name(pattern: str) -> str:
    """A name that the pattern fits: the first part, and the first of each choice."""
    name = re.sub(r"\[(.)[^\]]*\]", r"\1", pattern)
    return name.replace("*", "00001-of-00002").replace("?", "1")


def _is_safe(pattern: str) -> bool:
    """Names GGUF files below the repository, and says enough to fit these alone."""
    path = PurePosixPath(pattern)
    whole = not path.is_absolute() and ".." not in path.parts and "\\" not in pattern
    fixed = re.sub(r"\[[^\]]*\]|[*?]", "", pattern.removesuffix(".gguf"))
    return whole and pattern.endswith(".gguf") and len(fixed) >= 4 and pattern.isprintable()


def _plausible(variant: CatalogueVariant, parameters: int) -> bool:
    """Whether the size fits the type; a type that is not known is not judged."""
    if variant.size <= 0 or parameters <= 0:
        return False
    found = _TYPE.search(variant.quantisation)
    if found is None:
        return variant.size < 8 * parameters
    low, high = _BITS.get("4" if found["mx"] else found["bits"] or found["whole"], (1.0, 34.0))
    return low <= 8 * variant.size / parameters <= high
