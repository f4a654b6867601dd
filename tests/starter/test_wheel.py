"""The wheel holds the starter model where the application looks for it, once there is one."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from assistant import paths
from tests.conftest import ROOT


@pytest.fixture
def hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """The build hook over an empty checkout; the build tool itself is not installed here."""

    class Interface:
        root = str(tmp_path)

    plugin = ModuleType("hatchling.builders.hooks.plugin.interface")
    plugin.BuildHookInterface = Interface  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, plugin.__name__, plugin)
    spec = importlib.util.spec_from_file_location("hook", ROOT / "packaging/starter_in_wheel.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.StarterInWheel()


def included(hook: Any, version: str = "standard") -> dict[str, str]:
    data: dict[str, Any] = {"force_include": {}}
    hook.initialize(version, data)
    return data["force_include"]


def test_without_a_trained_model_nothing_is_added(hook: Any, tmp_path: Path) -> None:
    assert included(hook) == {}
    folder = tmp_path / "models" / "starter"
    folder.mkdir(parents=True)
    (folder / "CARD.md").write_text("A card without a model.")
    assert included(hook) == {}


def test_model_and_card_go_where_the_application_looks(
    hook: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "models" / "starter"
    folder.mkdir(parents=True)
    (folder / "starter.gguf").write_bytes(b"GGUF")
    (folder / "CARD.md").write_text("A card.")
    found = included(hook)
    assert sorted(found.values()) == [
        "assistant/_starter/CARD.md",
        "assistant/_starter/starter.gguf",
    ]
    assert included(hook, "editable") == {}
    installed = tmp_path / "site-packages"
    for source, inside in found.items():
        (installed / inside).parent.mkdir(parents=True, exist_ok=True)
        (installed / inside).write_bytes(Path(source).read_bytes())
    monkeypatch.delenv("INKSTONE_STARTER")
    monkeypatch.setattr(paths, "__file__", str(installed / "assistant" / "paths.py"))
    assert paths.starter_model() == installed / "assistant" / "_starter" / "starter.gguf"
