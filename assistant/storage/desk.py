"""Everything that the writing desk keeps, on the connection of the library."""

from __future__ import annotations

from assistant.storage.desk_actions import SqliteActions
from assistant.storage.desk_glossaries import SqliteGlossaries
from assistant.storage.desk_jobs import SqliteFileJobs
from assistant.storage.desk_memory import SqliteMemory
from assistant.storage.desk_templates import SqliteTemplates


class SqliteDesk(SqliteActions, SqliteTemplates, SqliteGlossaries, SqliteMemory, SqliteFileJobs):
    """Fulfils `core.writing_desk_ports.DeskStore`."""
