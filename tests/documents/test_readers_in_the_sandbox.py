"""Readers find everything they need behind the sandbox: modules, and nothing else."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.documents import corpus

_CHILD = """
import importlib, json, pathlib, sys
from assistant.documents import sandbox
from assistant.documents.readers.names import READERS
from assistant.documents.reading import Source, TextBuilder
files = json.loads(sys.argv[1])
sandbox.enter([path for _, path in files])
for format_name, path in files:
    builder = TextBuilder()
    reader = importlib.import_module("assistant.documents.readers." + READERS[format_name])
    reader.read(Source(pathlib.Path(path), "x"), builder)
    print(len(builder.blocks))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="this sandbox is of Linux")
def test_every_reader_works_behind_the_sandbox(tmp_path: Path) -> None:
    made = [make() for make in corpus.DOCUMENTS]
    files = []
    for number, one in enumerate(made):
        path = tmp_path / str(number)
        path.write_bytes(one.data)
        files.append((one.format, str(path)))
    ended = subprocess.run(
        [sys.executable, "-B", "-c", _CHILD, json.dumps(files)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.stderr == ""
    assert [int(line) for line in ended.stdout.split()] == [len(one.blocks) for one in made]
