"""From a repository to what is fetched of it."""

from __future__ import annotations

from collections.abc import Iterable
from fnmatch import fnmatchcase

from assistant.core.hub.download import DownloadOrder
from assistant.core.hub.repository import HubFile, HubRepository, Variant

_SUFFIXES = ("-GGUF", "_GGUF", ".GGUF", "-gguf", "_gguf", ".gguf")


def model_name(repo: str) -> str:
    """What a person calls the model of a repository: without its owner and "-GGUF"."""
    name = repo.rpartition("/")[2]
    for suffix in _SUFFIXES:
        if name.endswith(suffix) and len(name) > len(suffix):
            return name[: -len(suffix)]
    return name


def variant_for(repository: HubRepository, pattern: str) -> Variant | None:
    """The variant whose first file `pattern` (a glob) names, by its path or its name."""
    for variant in repository.variants:
        if variant.files and _fits(variant.files[0], pattern):
            return variant
    return None


def projector_for(repository: HubRepository, pattern: str) -> HubFile | None:
    """The projector that `pattern` (a glob) names; None for "" as well."""
    return next((file for file in repository.projectors if _fits(file, pattern)), None)


def can_be_fetched(files: Iterable[HubFile]) -> bool:
    """Whether the hub says of each of these what it has to be."""
    return all(file.sha256 for file in files)


def order_for(
    repository: HubRepository,
    variant: Variant,
    projector: HubFile | None = None,
    *,
    name: str = "",
    endpoint: str = "",
) -> DownloadOrder:
    """All files of a variant, and the projector behind them."""
    companion = () if projector is None else (projector,)
    return DownloadOrder(
        repo=repository.model.repo,
        revision=repository.revision,
        files=(*variant.files, *companion),
        name=name or f"{model_name(repository.model.repo)} {variant.name}".strip(),
        endpoint=endpoint,
    )


def _fits(file: HubFile, pattern: str) -> bool:
    return fnmatchcase(file.path, pattern) or fnmatchcase(file.path.rpartition("/")[2], pattern)
