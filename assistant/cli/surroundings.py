"""What every command is given: where things are, the terminal, the settings."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant import compose
from assistant.cli.terminal import Terminal
from assistant.core.errors import UserError
from assistant.core.settings import Settings
from assistant.paths import Paths

if TYPE_CHECKING:
    from assistant.storage.library import SqliteLibrary
    from assistant.storage.store import SqliteStore


@dataclass(frozen=True)
class Surroundings:
    """Built once by `main`; main thread only."""

    paths: Paths
    terminal: Terminal

    def settings(self) -> Settings:
        """The settings; the defaults, and a note, where the file cannot be used."""
        try:
            return compose.make_settings(self.paths).load()
        except UserError as error:
            self.terminal.note(f"{error.text} The default settings are used. {error.hint}".strip())
            return Settings()

    @contextmanager
    def store(self) -> Iterator[SqliteStore]:
        """The conversations, closed afterwards. Raises `UserError`."""
        self._create_folders()
        store = compose.make_store(self.paths)
        try:
            yield store
        finally:
            store.close()

    @contextmanager
    def library(self) -> Iterator[SqliteLibrary]:
        """Documents and passages, closed afterwards. Raises `UserError`."""
        self._create_folders()
        with closing(compose.make_library(self.paths)) as library:
            yield library

    def _create_folders(self) -> None:
        try:
            self.paths.create()
        except OSError as error:
            full = error.errno in (errno.ENOSPC, errno.EDQUOT)
            raise UserError(
                "disk_full" if full else "database_read_only",
                f"The folder {error.filename or self.paths.data} could not be made: "
                f"{error.strerror}.",
                "Free some space." if full else "Set INKSTONE_HOME to a folder you may write to.",
            ) from error
