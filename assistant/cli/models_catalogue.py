"""`inkstone models catalogue`: the recommended models, how they fit here, and newer lists."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.cli.verdict_words import verdict_document, verdict_text
from assistant.core.hub.catalogue import Catalogue, CatalogueModel, CatalogueVariant
from assistant.core.hub.fitting import verdict
from assistant.core.hub.machine_facts import MachineFacts
from assistant.core.hub.recommending import best_variant, recommended
from assistant.core.hub.verdict import Verdict


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models catalogue`."""
    parser.add_argument(
        "--refresh", metavar="FILE", default="", help="use the newer, signed list in FILE"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "FILE.sig, its signature, must lie beside FILE. Nothing is ever fetched by itself. "
        "“inkstone models fit NAME” says more of a model; “inkstone models pull” fetches it."
    )
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Print the list; the exit code. Raises `UserError`."""
    paths, terminal = surroundings.paths, surroundings.terminal
    if options.refresh:
        file = Path(typed_text(options.refresh)).expanduser()
        catalogue = compose.take_catalogue(paths, file)
        terminal.note(f"List {catalogue.serial} of {catalogue.revised} is used from now on.")
    else:
        catalogue = compose.catalogue(paths)
    terminal.progress("Looking at this computer")
    machine = compose.machine_facts(paths)
    terminal.clear_progress()
    if options.json:
        terminal.json(_document(catalogue, machine))
    else:
        _print(terminal, catalogue, machine)
    return exit_codes.DONE


def variant_verdict(
    model: CatalogueModel, variant: CatalogueVariant, machine: MachineFacts, context: int = 4096
) -> Verdict:
    """What to expect of one quantisation of a model of the list."""
    return verdict(
        variant.size,
        machine,
        parameters=model.parameters,
        active_parameters=model.active_parameters,
        context_length=context,
    )


def _best(model: CatalogueModel, machine: MachineFacts) -> tuple[CatalogueVariant, Verdict] | None:
    return best_variant(
        model.variants,
        machine,
        parameters=model.parameters,
        active_parameters=model.active_parameters,
    )


def _document(catalogue: Catalogue, machine: MachineFacts) -> dict[str, Any]:
    best = recommended(catalogue, machine)
    return {
        "serial": catalogue.serial,
        "revised": catalogue.revised,
        "recommended": None if best is None else best[0].id,
        "machine": msgspec.to_builtins(machine),
        "models": [_model_document(model, machine) for model in catalogue.models],
    }


def _model_document(model: CatalogueModel, machine: MachineFacts) -> dict[str, Any]:
    best = _best(model, machine)
    fields = {name: getattr(model, name) for name in model.__struct_fields__ if name != "variants"}
    return {
        **fields,
        "best": None if best is None else best[0].quantisation,
        "variants": [
            {
                "quantisation": variant.quantisation,
                "pattern": variant.pattern,
                "size": variant.size,
                "fit": verdict_document(variant_verdict(model, variant, machine)),
            }
            for variant in model.variants
        ],
    }


def _print(terminal: Terminal, catalogue: Catalogue, machine: MachineFacts) -> None:
    best = recommended(catalogue, machine)
    for model in catalogue.models:
        mark = "*" if best is not None and best[0].id == model.id else " "
        uses = ", ".join(model.uses)
        terminal.line(f"{mark} {model.id}  ({one_line(model.name)}; {uses}; {model.license})")
        terminal.line(f"    {one_line(model.good_at)}")
        found = _best(model, machine)
        if found is None:
            smallest = min(model.variants, key=lambda variant: variant.size)
            terminal.line(f"    too big for this computer (from {size_text(smallest.size)})")
        else:
            variant, fit = found
            size = size_text(variant.size)
            terminal.line(f"    {variant.quantisation}, {size}: {verdict_text(fit)}")
            terminal.line(f"    inkstone models pull {model.id}:{variant.quantisation}")
    terminal.line("")
    terminal.line(f"List {catalogue.serial} of {catalogue.revised}; * suits this computer best.")
