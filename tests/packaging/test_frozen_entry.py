"""Where the packaged program begins: what it starts must not inherit the bundle's libraries."""

from __future__ import annotations

import importlib
import os

import pytest

frozen_entry = importlib.import_module("frozen_entry")


@pytest.mark.parametrize("before", ["", "/srv/lib"])
def test_the_library_path_is_given_back(monkeypatch: pytest.MonkeyPatch, before: str) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/inkstone/_internal")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    monkeypatch.setenv("PYINSTALLER_RESET_ENVIRONMENT", "")
    frozen_entry._give_back_the_library_path()
    assert os.environ.get("LD_LIBRARY_PATH", "") == before
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ
    assert os.environ["PYINSTALLER_RESET_ENVIRONMENT"] == "1"  # our own children begin anew
