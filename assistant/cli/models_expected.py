"""What can be said of a model that is not here: of the recommended list, or of a size alone."""

from __future__ import annotations

import re
from typing import Any

from assistant import compose
from assistant.cli.models_catalogue import variant_verdict
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import one_line
from assistant.cli.verdict_words import verdict_document, verdict_text
from assistant.core.errors import UserError
from assistant.core.hub.catalogue import CatalogueModel
from assistant.core.hub.fitting import verdict
from assistant.core.hub.recommending import best_variant

_SIZE = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*([kMGT]?)(i?)B?\s*\Z", re.IGNORECASE)
_POWERS = {"": 0, "k": 1, "m": 2, "g": 3, "t": 4}
_USUAL_CONTEXT = 4096


def bytes_of(text: str) -> int:
    """The bytes that a person means by "4.9 GB" or "5000000". Raises `UserError("usage")`."""
    found = _SIZE.match(text)
    if found is None:
        raise UserError("usage", f"“{one_line(text)}” is no size.", "Write 4.9GB or 4900000000.")
    unit = 1024 if found[3] else 1000
    return int(float(found[1].replace(",", ".")) * unit ** _POWERS[found[2].lower()])


def catalogue_model(name: str, surroundings: Surroundings) -> CatalogueModel | None:
    """The model of the recommended list with the id `name`, if there is one."""
    if "/" in name or "\\" in name or name.lower().endswith(".gguf"):
        return None
    models = compose.catalogue(surroundings.paths).models
    return next((model for model in models if model.id == name.lower()), None)


def print_size(size: int, context: int, surroundings: Surroundings, *, as_json: bool) -> None:
    """Say whether a file of `size` bytes would fit here."""
    machine = compose.machine_facts(surroundings.paths)
    found = verdict(size, machine, context_length=context or _USUAL_CONTEXT)
    if as_json:
        surroundings.terminal.json({"size": size, "fit": verdict_document(found)})
    else:
        surroundings.terminal.line(f"{size_text(size)}: {verdict_text(found)}")


def print_model(
    model: CatalogueModel, context: int, surroundings: Surroundings, *, as_json: bool
) -> None:
    """Say how each quantisation of a recommended model would fit here."""
    machine, terminal = compose.machine_facts(surroundings.paths), surroundings.terminal
    length = context or _USUAL_CONTEXT
    best = best_variant(
        model.variants,
        machine,
        parameters=model.parameters,
        active_parameters=model.active_parameters,
        context_length=length,
    )
    chosen = None if best is None else best[0].quantisation
    rows = [
        (variant, variant_verdict(model, variant, machine, length)) for variant in model.variants
    ]
    if as_json:
        variants: list[dict[str, Any]] = [
            {
                "quantisation": variant.quantisation,
                "size": variant.size,
                "fit": verdict_document(found),
            }
            for variant, found in rows
        ]
        terminal.json(
            {"id": model.id, "name": model.name, "repo": model.repo, "best": chosen,
             "variants": variants}
        )  # fmt: skip
        return
    terminal.line(f"{one_line(model.name)} ({model.repo}), with {length:,} tokens of context")
    for variant, found in rows:
        mark = "*" if variant.quantisation == chosen else " "
        size = size_text(variant.size)
        terminal.line(f"{mark} {variant.quantisation:<12}{size:>9}  {verdict_text(found)}")
