"""`inkstone models quantize`: a smaller copy of a model, made by llama.cpp's own quantiser."""

from __future__ import annotations

import argparse
import time
from pathlib import Path
from typing import Any

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import choose_model, known_models, listed_name
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.cli.verdict_words import verdict_document, verdict_text
from assistant.core.errors import UserError
from assistant.core.hub.fitting import verdict
from assistant.core.hub.quantisations import named_quantisation
from assistant.core.hub.quantising import (
    COPY_TYPES,
    CopyPlan,
    copy_stem,
    copy_type,
    may_lie_beside,
)
from assistant.core.hub.verdict import Verdict

_SUFFIX = ".gguf"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models quantize`."""
    names = ", ".join(kind.name for kind in COPY_TYPES)
    parser.add_argument("model", metavar="MODEL", help="an F32, F16 or BF16 file, or its name")
    parser.add_argument("--to", metavar="TYPE", required=True, help=f"one of {names}")
    parser.add_argument("-o", "--output", metavar="OUT", default="", help="where the copy goes")
    parser.add_argument(
        "--plan", action="store_true", help="say what it would come to, and make nothing"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "The model itself stays as it is. Ctrl+C stops the work and removes what there was of "
        "the copy."
    )
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Plan, say so, make; the exit code. Raises `UserError`, `Cancelled`."""
    models = surroundings.settings().models
    shelf = compose.make_shelf()
    source = choose_model(typed_text(options.model), surroundings.paths, models, shelf)
    kind = copy_type(typed_text(options.to)).name
    output = typed_text(options.output)
    file = shelf.look(source)
    if not output and not may_lie_beside(file):
        name = listed_name(file, known_models(surroundings.paths, models, shelf))
        output = _own_place(name, kind, surroundings)
    destination = _destination(source, kind, output)
    quantiser, terminal = compose.make_quantiser(), surroundings.terminal
    terminal.progress("Looking at the model")
    plan = quantiser.plan(source, destination, kind)
    machine = compose.machine_facts(surroundings.paths)
    found = verdict(
        plan.size,
        machine,
        parameters=plan.parameters,
        active_parameters=plan.active_parameters,
    )
    terminal.clear_progress()
    if not options.json:
        _print_plan(terminal, plan, found)
    if options.plan:
        if options.json:
            terminal.json(_document(plan, found, made=False))
        return exit_codes.DONE
    began = time.monotonic()

    def progress(done: int, total: int) -> None:
        gone = time.monotonic() - began
        left = gone * (total - done) / done if done else 0.0
        terminal.progress(
            f"{kind}: {done} of {total} tensors, about {left:,.0f} s left, Ctrl+C stops"
        )

    with Interrupt() as interrupt:
        quantiser(source, destination, kind, progress, lambda: interrupt.count > 0)
    terminal.clear_progress()
    if options.json:
        terminal.json(_document(plan, found, made=True))
    else:
        size = size_text(destination.stat().st_size)
        terminal.line(f"Made {one_line(str(destination))} ({size}).")
    return exit_codes.DONE


def _own_place(name: str, kind: str, surroundings: Surroundings) -> str:
    """In our own folder: those of other programs are only read."""
    folder = Path(surroundings.settings().hub.folder or surroundings.paths.models).absolute()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return str(folder / f"{copy_stem(name)}-{kind}{_SUFFIX}")


def _destination(source: Path, kind: str, output: str) -> Path:
    """Beside the source, or where the person says; a folder gets the usual name."""
    name = f"{_stem(source)}-{kind}{_SUFFIX}"
    if not output:
        return source.with_name(name)
    path = Path(output).expanduser().absolute()
    if path.is_dir():
        return path / name
    if path.suffix.lower() != _SUFFIX:
        raise UserError(
            "usage",
            f"“{one_line(path.name)}” does not end in {_SUFFIX}; it would not be found as a model.",
            f"Use a name that ends in {_SUFFIX}, or an existing folder.",
        )
    return path


def _stem(source: Path) -> str:
    """The name of the model without the type it is in now."""
    stem = source.name.removesuffix(_SUFFIX)
    if "-00001-of-" in stem:
        stem = stem.partition("-00001-of-")[0]
    said = named_quantisation(stem)
    cut = stem.upper().rfind(said) if said else -1
    return (stem[:cut].rstrip("-._ ") if cut > 0 else stem) or stem


def _print_plan(terminal: Terminal, plan: CopyPlan, found: Verdict) -> None:
    terminal.line(one_line(plan.name))
    rows = {
        "now": size_text(plan.source_size),
        f"as {plan.type}": f"{size_text(plan.size)}, {verdict_text(found)}",
        "free on the disk": size_text(plan.free),
        "copy": plan.destination,
    }
    width = max(map(len, rows))
    for name, value in rows.items():
        terminal.line(f"  {name:<{width}}  {one_line(value)}")


def _document(plan: CopyPlan, found: Verdict, *, made: bool) -> dict[str, Any]:
    return {
        "source": plan.source,
        "destination": plan.destination,
        "name": plan.name,
        "type": plan.type,
        "source_size": plan.source_size,
        "size": plan.size,
        "free": plan.free,
        "made": made,
        "fit": verdict_document(found),
    }
