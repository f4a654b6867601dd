"""A library in a folder of its own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import compose
from assistant.paths import app_paths
from tests.unit.translation.translating import Desk


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    paths = app_paths(tmp_path / "home")
    paths.create()
    library = compose.make_library(paths)
    yield Desk(library)
    library.close()
