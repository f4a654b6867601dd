"""`inkstone bench`: how fast this machine is with this model, against bare llama.cpp."""

from __future__ import annotations

import argparse
import dataclasses
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.bench_rows import Benchmark, Row, plan_for
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import choose_model
from assistant.cli.speed.sides import Sides
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.entities import ModelInfo
from assistant.core.errors import UserError
from assistant.core.messages import ModelParameters
from assistant.core.settings import Models
from assistant.paths import Paths


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone bench`."""
    add = parser.add_argument
    add("-m", "--model", default="", help="a GGUF file, or the name of a known model or a part")
    add("--quick", action="store_true", help="shorter texts and one round: a first impression")
    add("--json", action="store_true", help="print one JSON document")
    parser.epilog = (
        "Each number of the engine stands beside that of a loop that calls llama.cpp and does "
        "nothing else; both take turns. Other work on the machine disturbs the numbers."
    )


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Measure and report; the exit code. Raises `UserError`, or `Cancelled`."""
    if compose.engine_kind() == "scripted":
        raise UserError(
            "usage", "The scripted engine has no speed.", "Unset INKSTONE_ENGINE and try again."
        )
    models = surroundings.settings().models
    terminal, shelf = surroundings.terminal, compose.make_shelf()
    wanted = typed_text(options.model)
    path = choose_model(wanted, surroundings.paths, models, shelf, terminal.note)
    terminal.progress("Loading the model")
    with (
        _own_cache(surroundings.paths) as paths,
        Interrupt() as interrupt,
        closing(
            Sides(lambda: compose.make_engine(paths), str(path), _parameters(models), interrupt)
        ) as sides,
    ):
        plan = plan_for(sides.info, quick=options.quick)
        benchmark = Benchmark(sides, plan, terminal.progress)
        rows = []
        for row in benchmark.rows():
            rows.append(row)
            if not options.json:
                _show(terminal, sides.info, row, first=len(rows) == 1)
        if options.json:
            terminal.json(benchmark.document(str(path), rows))
    return exit_codes.DONE


def _parameters(models: Models) -> ModelParameters:
    """As the person loads models, without what the bare loop has not."""
    return msgspec.structs.replace(models.loading, adapters=(), draft_path="", idle_unload_s=0.0)


@contextmanager
def _own_cache(paths: Paths) -> Iterator[Paths]:
    """The same places with a cache of its own: no state of a conversation is pushed out.

    It is made beside the real one, to be on the same disk. Raises `UserError`.
    """
    try:
        paths.cache.mkdir(parents=True, exist_ok=True, mode=0o700)
        folder = Path(tempfile.mkdtemp(prefix="bench-", dir=paths.cache))
    except OSError as error:
        raise UserError(
            "disk_full",
            f"Nothing could be written to {paths.cache}: {error.strerror}.",
            "Free some space, or set INKSTONE_HOME to a folder you may write to.",
        ) from error
    try:
        yield dataclasses.replace(paths, cache=folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _show(terminal: Terminal, info: ModelInfo, row: Row, *, first: bool) -> None:
    if first:
        on = f"{info.backend}, " if info.backend != "CPU" else ""
        terminal.line(
            f"{one_line(info.name)}: {one_line(info.description)}, {on}{info.threads} threads, "
            f"context of {info.context_length:,} tokens"
        )
        terminal.line()
        terminal.line(f"{'':44}{'Inkstone':>16}{'bare llama.cpp':>18}{'ratio':>8}")
    value, bare = _number(row.value, row.unit), _number(row.bare, row.unit)
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    terminal.line(f"{row.what:44}{value:>16}{bare:>18}{ratio:>8}".rstrip())


def _number(value: float | None, unit: str) -> str:
    if value is None:
        return ""
    digits = 0 if value >= 100 or unit == "tokens" else 1 if value >= 10 else 2
    return f"{value:,.{digits}f} {unit}"
