"""Reads a model to its end and compares it with what is known of it; on a thread of the library."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import msgspec

from assistant.core.entities import ModelFile
from assistant.core.hub.model_records import ModelRecords
from assistant.core.hub.model_work import Progress, Stopped, Verification

AT_PLACE = "at:"
"""Begins the key of what a file at some place should hold; a damaged one has another identity."""


def at_place(file: ModelFile) -> ModelFile:
    """Stands for whatever lies at its path."""
    return msgspec.structs.replace(file, identity=AT_PLACE + file.path)


def part_paths(file: ModelFile) -> list[str]:
    """The paths of all its parts by their names, the first one first."""
    if file.parts < 2:
        return [file.path]
    first = Path(file.path)
    mark = f"-00001-of-{file.parts:05d}"
    names = [
        first.name.replace(mark, f"-{number:05d}-of-{file.parts:05d}")
        for number in range(1, file.parts + 1)
    ]
    return [str(first.with_name(name)) for name in names]


class Verifying:
    """One run over all parts of a model. `sha256_of` and `named_sha256` as in `hub.hashing`."""

    def __init__(
        self,
        records: Callable[[], ModelRecords],
        sha256_of: Callable[[Path, Progress, Stopped], str],
        named_sha256: Callable[[Path], str],
        file: ModelFile,
    ) -> None:
        self._records = records
        self._sha256_of = sha256_of
        self._named_sha256 = named_sha256
        self._file = file
        self._paths = [Path(path) for path in part_paths(file)]

    def run(self, progress: Progress, stopped: Stopped) -> tuple[Verification, tuple[str, ...]]:
        """What was found, and the sums of all parts. Raises `UserError`, `Cancelled`."""
        wanted = self._wanted()
        sums: list[str] = []
        before = 0
        for path in self._paths:
            start = before

            def tell(done: int, total: int, start: int = start) -> None:
                nonlocal before
                before = start + total
                progress(start + done, max(self._file.size, before))

            sums.append(self._sha256_of(path, tell, stopped))
        pairs = zip(sums, wanted, strict=True)
        damaged = next((n for n, (is_, was) in enumerate(pairs, 1) if was and is_ != was), 0)
        result = Verification(
            sha256=sums[0], expected=wanted[0], at=time.time(), damaged_part=damaged
        )
        return result, tuple(sums)

    def _wanted(self) -> list[str]:
        """What each part should be: as it was found before, or as its name says; "" unknown."""
        known = self._known()
        named = [self._named_sha256(path) for path in self._paths]
        return [was or said for was, said in zip(known, named, strict=True)]

    def _known(self) -> list[str]:
        records = self._records()
        for key in (self._file.identity, AT_PLACE + self._file.path):
            record = records.get(key)
            if key and record.sha256:
                sums = [record.sha256, *record.further_sha256][: len(self._paths)]
                return sums + [""] * (len(self._paths) - len(sums))
        return [""] * len(self._paths)
