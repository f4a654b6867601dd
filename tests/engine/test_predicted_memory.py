"""What a model will take is known before it is loaded: within a tenth, for several shapes."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tests.engine.measured_memory import CONTEXTS, KV_TYPES, measurements
from tests.engine.memory_shapes import SHAPES, write_shape

LARGEST_ERROR = 0.10


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="measured as Linux tells it")
@pytest.mark.parametrize("name", SHAPES)
def test_memory_is_predicted_within_a_tenth(name: str, tmp_path: Path) -> None:
    path = write_shape(tmp_path / "model.gguf", SHAPES[name])
    rows = list(measurements(name, path))
    assert len(rows) == len(CONTEXTS) * len(KV_TYPES)
    wrong = [str(row) for row in rows if abs(row.error) > LARGEST_ERROR]
    assert wrong == []
