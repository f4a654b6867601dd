"""How far translations of files are."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.translation.order import Segment
from assistant.storage.desk_part import DeskPart, restored
from assistant.storage.desk_tables import translation_job, translation_segment
from assistant.storage.rows import packed

ABANDONED_S = 90 * 86_400.0
"""A file that nobody went on with for so long is not gone on with any more."""


class SqliteFileJobs(DeskPart):
    """Fulfils `core.translation.ports.FileJobs`; the docstrings there hold."""

    def finished_segments(self, key: str) -> dict[int, Segment]:
        wanted = (
            select(translation_segment.c.number, translation_segment.c.content)
            .join(translation_job, translation_job.c.id == translation_segment.c.job_id)
            .where(translation_job.c.key == key)
            .order_by(translation_segment.c.number)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        found = {row.number: restored(row.content, Segment) for row in rows}
        return {number: segment for number, segment in found.items() if segment is not None}

    def keep_segment(self, key: str, number: int, segment: Segment) -> None:
        self.keep_segments(key, {number: segment})

    def keep_segments(self, key: str, segments: Mapping[int, Segment]) -> None:
        if not segments:
            return
        with self._database.writing() as connection:
            job_id = self._job(connection, key)
            rows = [
                {"job_id": job_id, "number": number, "content": packed(segment)}
                for number, segment in segments.items()
            ]
            change = insert_or_update(translation_segment)
            change = change.on_conflict_do_update(
                index_elements=["job_id", "number"], set_={"content": change.excluded.content}
            )
            connection.execute(change, rows)

    def forget_job(self, key: str) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(translation_job).where(translation_job.c.key == key))
        self._database.truncate_journal()

    def _job(self, connection: Connection, key: str) -> int:
        """The number of the job, which is begun if there is none; old ones end with that."""
        columns, now = translation_job.c, self._clock()
        known = connection.execute(select(columns.id).where(columns.key == key)).scalar()
        if known is not None:
            change = update(translation_job).where(columns.id == known)
            connection.execute(change.values(updated_at=now))
            return int(known)
        abandoned = columns.updated_at < now - ABANDONED_S
        connection.execute(delete(translation_job).where(abandoned))
        begun = insert(translation_job).values(key=key, updated_at=now)
        return int(connection.execute(begun).lastrowid)
