"""What was put into a document comes out: blocks, kinds, levels, pages, offsets."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.core.segmentation import sections
from tests.documents import corpus
from tests.documents.corpus import Made, Wanted
from tests.documents.reader_run import read_bytes


@pytest.mark.parametrize("make", corpus.DOCUMENTS, ids=lambda make: make.__name__)
def test_what_was_put_in_comes_out(make: Callable[[], Made], tmp_path: Path) -> None:
    made = make()
    found = read_bytes(made.format, made.data, tmp_path)
    blocks = [
        Wanted(found.text[block.start : block.end], block.kind, block.level, block.page)
        for block in found.blocks
    ]
    assert blocks == made.blocks
    assert found.title == made.title


@pytest.mark.parametrize("make", corpus.DOCUMENTS, ids=lambda make: make.__name__)
def test_blocks_and_pages_keep_the_contract(make: Callable[[], Made], tmp_path: Path) -> None:
    made = make()
    found = read_bytes(made.format, made.data, tmp_path)
    ends = [0, *(block.end for block in found.blocks)]
    assert all(
        not found.text[end : block.start].strip()
        for end, block in zip(ends, found.blocks, strict=False)
    )
    assert all(block.page == found.page_at(block.start) for block in found.blocks)
    parts = sections(found, lambda texts: [len(text) for text in texts], 100, 150)
    assert "".join(found.text[part.start : part.end] for part in parts) == found.text
