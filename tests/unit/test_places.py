"""Every text that could leave this machine has a place that it comes from."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import assistant

ROOT = Path(assistant.__file__).parent
CONTROLLERS = sorted((ROOT / "controllers").rglob("*.py"))


def calls(files: list[Path]) -> Iterator[tuple[str, str, ast.Call]]:
    """File, dotted name and call, of every call."""
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield f"{path.name}:{node.lineno}", ast.unparse(node.func), node


def has_place(call: ast.Call) -> bool:
    return any(keyword.arg == "place" for keyword in call.keywords)


def test_whoever_starts_steps_says_where_their_texts_come_from() -> None:
    starting = [
        (where, name, call)
        for where, name, call in calls(CONTROLLERS)
        if name == "Errand" or name.endswith(("steps.run", "Runner"))
    ]
    assert len(starting) > 15
    assert [(where, name) for where, name, call in starting if not has_place(call)] == []


def test_no_controller_asks_past_the_steps_without_a_place() -> None:
    """Requests that are built in controllers, or that the core builds for them."""
    built = {
        where
        for where, name, call in calls(CONTROLLERS)
        if name in ("Generate", "Embed", "CountTokens") and not has_place(call)
    }
    # a form is checked in steps whose place is "": it goes nowhere
    assert {where.partition(":")[0] for where in built} <= {"template_checking.py"}
    submitted = [
        (where, ast.unparse(call.args[0]))
        for where, name, call in calls(CONTROLLERS)
        if name.endswith("inference.submit") and call.args
    ]
    assert len(submitted) > 5
    allowed = ("Cancel(", "Unload(", "RestoreState(", "command", "reply.request")
    assert [each for each in submitted if not each[1].startswith(allowed)] == []


def test_what_nobody_agreed_to_has_no_place() -> None:
    """Unsent text, documents before the summary is started, and forms are not even counted
    elsewhere."""
    silent = {
        where.partition(":")[0]
        for where, name, call in calls(CONTROLLERS)
        for keyword in call.keywords
        if keyword.arg == "place" and ast.unparse(keyword.value) == "''"
    }
    assert silent == {"context_counter.py", "summary_planner.py", "template_checking.py"}
