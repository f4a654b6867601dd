"""`inkstone doctor`: what keeps Inkstone from working, or from working well."""

from __future__ import annotations

import argparse
from collections.abc import Callable

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.checks.engine import examine_engine, examine_models
from assistant.cli.checks.finding import Finding, worst
from assistant.cli.checks.machine import examine_machine
from assistant.cli.checks.storage import examine_storage
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import one_line
from assistant.core.errors import UserError
from assistant.core.settings import Models

_INDENT = " " * 28


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone doctor`."""
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = "The exit code is 3 when there is a problem, 0 otherwise."


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Look at everything and report; the exit code."""
    terminal, paths = surroundings.terminal, surroundings.paths
    findings: list[Finding] = []

    def examine(what: str, look: Callable[[], list[Finding]]) -> None:
        terminal.progress(f"Looking at {what}")
        findings.extend(_examined(what, look))

    examine("the machine", examine_machine)
    examine("what is kept", lambda: examine_storage(paths))
    examine("the engine", lambda: examine_engine(paths))
    examine("the models", lambda: examine_models(paths, _models(surroundings)))
    if options.json:
        document = {"state": worst(findings), "findings": msgspec.to_builtins(findings)}
        terminal.json(document)
    else:
        for finding in findings:
            terminal.line(f"{finding.state:<9}{finding.name:<18} {one_line(finding.text)}")
            if finding.hint:
                terminal.line(_INDENT + one_line(finding.hint))
    return exit_codes.ACTIONABLE if worst(findings) == "problem" else exit_codes.DONE


def _examined(what: str, look: Callable[[], list[Finding]]) -> list[Finding]:
    """One part that cannot be looked at must not hide the others."""
    try:
        return look()
    except UserError as error:
        return [Finding(what, "problem", error.text, error.hint)]
    except (OSError, ImportError) as error:
        return [Finding(what, "problem", f"It could not be looked at: {error}.")]


def _models(surroundings: Surroundings) -> Models:
    """Where models are; what is wrong with the settings file has its own row."""
    try:
        return compose.make_settings(surroundings.paths).load().models
    except UserError:
        return Models()
