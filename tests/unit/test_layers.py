"""Layer rules that import-linter cannot express: it knows PySide6 only as a whole."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import assistant

ROOT = Path(assistant.__file__).parent


def qt_modules(path: Path) -> Iterator[str]:
    """The PySide6 modules that a file imports anywhere."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("PySide6"):
            if node.module == "PySide6":
                yield from (f"PySide6.{alias.name}" for alias in node.names)
            else:
                yield node.module or ""
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("PySide6"))


@pytest.mark.parametrize("layer", ["workers", "controllers"])
def test_below_the_widgets_there_is_only_qtcore(layer: str) -> None:
    files = sorted((ROOT / layer).rglob("*.py"))
    assert files
    used = {(path.name, name) for path in files for name in qt_modules(path)}
    assert {name for _, name in used} == {"PySide6.QtCore"}, used


def test_what_the_terminal_needs_knows_no_qt() -> None:
    layers = ["core", "engine", "storage", "documents", "hub", "cli"]
    files = [path for layer in layers for path in (ROOT / layer).rglob("*.py")]
    files += [ROOT / name for name in ("compose.py", "paths.py", "logs.py", "__main__.py")]
    assert len(files) > 40
    assert [(path.name, name) for path in files for name in qt_modules(path)] == []
