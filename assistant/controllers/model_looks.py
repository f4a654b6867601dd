"""What files are that a person named, and what is known of their content."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from assistant.core.entities import ModelFile
from assistant.core.errors import UserError
from assistant.core.hub.model_records import ModelRecord, ModelRecords
from assistant.core.ports import ModelShelf


class Known(NamedTuple):
    """A file and what is known of its content."""

    file: ModelFile
    record: ModelRecord


def looked_at(
    paths: Sequence[Path], shelf: ModelShelf, records: ModelRecords | None
) -> list[Known | UserError]:
    """What each of `paths` is, or why it is no model; on the pool."""
    found: list[Known | UserError] = []
    for path in paths:
        try:
            file = shelf.look(path)
        except UserError as error:
            found.append(error)
            continue
        record = ModelRecord()
        if records is not None and file.identity:
            record = records.get(file.identity)
        found.append(Known(file, record))
    return found
