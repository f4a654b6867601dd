"""`inkstone evaluate`: how well models do a file of tasks, through the application's own steps."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.engine_session import EngineSession, open_session
from assistant.cli.evaluating import report
from assistant.cli.evaluating.cases import Case, of_tasks, read_cases
from assistant.cli.evaluating.tasks import Answer, GreedyEngine, Tasks
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import choose_engine_model
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, typed_text
from assistant.core.errors import Cancelled, UserError
from assistant.core.settings import Settings
from assistant.paths import app_paths
from assistant.whole_files import write_whole


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone evaluate`."""
    add = parser.add_argument
    add("cases", metavar="FILE", help="JSON lines, or a table with tabs (.tsv)")
    add("-m", "--model", action="append", default=[], help="a model; several are compared")
    add("--limit", type=int, default=0, metavar="N", help="only the first N cases of each task")
    add("--sampled", action="store_true", help="draw as the tasks do; else the likeliest token")
    add("--chart", metavar="SVG", help="draw the scores into this file")
    add("--json", action="store_true", help="print one JSON document, with every answer")
    parser.epilog = (
        "Translations get BLEU and chrF, summaries ROUGE, answers exact match and F1, labels "
        "accuracy, corrections exact match. Behind each score stands its 95 % interval."
    )


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Evaluate as `options` say; the exit code. Raises `UserError` and `Cancelled`."""
    if options.limit < 0:
        raise UserError("usage", "A number of cases cannot be negative.")
    cases = of_tasks(read_cases(Path(options.cases).expanduser()))
    if options.limit:
        cases = {task: each[: options.limit] for task, each in cases.items()}
    settings, terminal = surroundings.settings(), surroundings.terminal
    shelf = compose.make_shelf()
    models = [
        choose_engine_model(typed_text(model), surroundings.paths, settings, shelf, terminal.note)
        for model in options.model or [""]
    ]
    for task, each in cases.items():  # a missing library is said before the work, not after
        report.evaluated("", task, each[:1], [Answer(text="x")])
    found: list[report.Evaluated] = []
    for model in models:
        found += _one(model, cases, surroundings, settings, greedy=not options.sampled)
    found.sort(key=lambda each: list(cases).index(each.task))
    if options.chart:
        write_whole(Path(options.chart).expanduser(), report.chart(found).encode())
    if options.json:
        terminal.json({**report.document(found, cases), "notes": list(terminal.notes)})
    else:
        for line in report.table(found):
            terminal.line(line)
    return exit_codes.DONE


def _one(
    model: str,
    cases: dict[str, list[Case]],
    surroundings: Surroundings,
    settings: Settings,
    *,
    greedy: bool,
) -> list[report.Evaluated]:
    """All tasks with one model. What is read and kept for it goes away afterwards."""
    terminal, interrupt = surroundings.terminal, Interrupt()
    with (
        tempfile.TemporaryDirectory(prefix="inkstone-evaluate-") as folder,
        open_session(surroundings, settings, interrupt) as session,
        interrupt,
        Surroundings(app_paths(Path(folder)), terminal).library() as library,
    ):
        info = session.ensure_loaded(
            model,
            settings.models,
            lambda part: terminal.progress(f"Loading {part:.0%}".replace("%", " %")),
        )
        if greedy:
            session.engine = GreedyEngine(session.engine)
        tasks = Tasks(session, library, terminal, info)
        return [
            report.evaluated(info.name, task, each, _answers(tasks, task, each, session, terminal))
            for task, each in cases.items()
        ]


def _answers(
    tasks: Tasks, task: str, cases: list[Case], session: EngineSession, terminal: Terminal
) -> list[Answer]:
    answers = []
    for number, case in enumerate(cases, 1):
        if session.interrupt.count:
            raise Cancelled
        terminal.progress(f"{task}: {number:,} of {len(cases):,}")
        answers.append(tasks.done(case))
    terminal.clear_progress()
    return answers
