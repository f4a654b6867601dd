"""With a real embedding model, fusing loses nothing against either search alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.bench.retrieval import recalls


@pytest.mark.slow
def test_fused_search_is_no_worse_than_either_alone(shared: Path) -> None:
    model = shared / "models" / "all-minilm-l6-v2-q8_0.gguf"
    if not model.is_file():
        pytest.skip("the embedding model is not beside the checkout")
    found = recalls(model)
    right = {
        way: sum(sum(each[way]) for each in found.values()) for way in ("text", "vectors", "fused")
    }
    assert sum(len(each["fused"]) for each in found.values()) >= 100
    assert right["fused"] >= max(right["text"], right["vectors"])
