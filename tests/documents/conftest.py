"""Extractors on real reading processes, and PDFs made for a test."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.documents.extractor import Extractor
from assistant.paths import child_command

_HOSTILE = Path(__file__).with_name("hostile_child.py")


@pytest.fixture
def extractor() -> Iterator[Extractor]:
    """Reads with the processes of the application."""
    made = Extractor(child_command("extract-child"))
    yield made
    made.close()


@pytest.fixture
def hostile() -> Iterator[Extractor]:
    """Reads plain text files with a reader that does what they say; see `hostile_child`."""
    made = Extractor([sys.executable, str(_HOSTILE)], stall_s=3.0)
    yield made
    made.close()


@pytest.fixture(scope="session")
def documents(shared: Path) -> Path:
    """Real documents that nobody here made."""
    folder = shared / "documents"
    if not folder.is_dir():
        pytest.skip("there are no reference documents")
    return folder
