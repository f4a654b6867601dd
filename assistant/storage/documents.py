"""Documents that were read, and summaries with the passes that are finished."""

from __future__ import annotations

import json
import zlib
from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy import Connection, Select, delete, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.document_text import ExtractedText
from assistant.core.errors import UserError
from assistant.core.summary_job import JobState, StoredDocument, SummaryJob, job_key
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import Speeds
from assistant.core.summary_result import SummaryResult
from assistant.core.summary_run import FinishedPass
from assistant.storage.collections import forget_document
from assistant.storage.database import Database
from assistant.storage.passage_rows import begin_removal
from assistant.storage.passages import PassageIndex
from assistant.storage.rows import AnyRow, packed, unpacked
from assistant.storage.tables import document, setting, summary_job, summary_section

_PASSES = (
    select(func.count())
    .where(summary_section.c.job_id == summary_job.c.id)
    .correlate(summary_job)
    .scalar_subquery()
)
_JOBS = select(summary_job, _PASSES.label("passes_kept"))
_SPEEDS = "summary.speeds:"
_LEVEL = 6
_UNREADABLE = (zlib.error, ValueError, RecursionError, msgspec.ValidationError)


class SqliteDocuments:
    """Fulfils `core.document_ports.DocumentStore`; the docstrings there hold.

    `passages` is the index in the same database. `clock` gives seconds since the epoch.
    """

    def __init__(
        self, database: Database, passages: PassageIndex, clock: Callable[[], float]
    ) -> None:
        self._database = database
        self._passages = passages
        self._clock = clock

    # Documents

    def keep_document(self, text: ExtractedText, path: str) -> StoredDocument:
        values = {
            "name": text.name,
            "path": path,
            "format": text.format,
            "title": text.title,
            "pages": text.pages,
            "characters": len(text.text),
            "added_at": self._clock(),
            "content": _compressed(text),
        }
        change = insert_or_update(document).values(sha256=text.sha256, **values)
        with self._database.writing() as connection:
            connection.execute(change.on_conflict_do_update(index_elements=["sha256"], set_=values))
            row = connection.execute(_listed().where(document.c.sha256 == text.sha256)).one()
        return _to_document(row)

    def document(self, sha256: str) -> ExtractedText:
        wanted = select(document.c.content).where(document.c.sha256 == sha256)
        with self._database.reading() as connection:
            content = connection.execute(wanted).scalar()
        if content is None:
            raise UserError("not_found", "This document is no longer kept.", "Add it again.")
        try:
            return _restored(content)
        except _UNREADABLE as error:
            raise UserError(
                "not_found", "What was kept of this document cannot be read.", "Add it again."
            ) from error

    def list_documents(self) -> list[StoredDocument]:
        wanted = _listed().order_by(document.c.added_at.desc(), document.c.sha256)
        with self._database.reading() as connection:
            return [_to_document(row) for row in connection.execute(wanted)]

    def delete_document(self, sha256: str) -> None:
        with self._database.writing() as connection:
            jobs = connection.execute(
                select(summary_job.c.id).where(
                    text("EXISTS (SELECT 1 FROM json_each(summary_job.documents) "
                         "WHERE value = :sha256)")
                ),
                {"sha256": sha256},
            ).scalars().all()  # fmt: skip
            connection.execute(delete(summary_job).where(summary_job.c.id.in_(jobs)))
            connection.execute(delete(document).where(document.c.sha256 == sha256))
            forget_document(connection, sha256)
            numbers = begin_removal(connection, sha256)
        self._passages.finish_removal(numbers)
        self._database.truncate_journal()

    # Summaries

    def begin_job(
        self, options: SummaryOptions, documents: Sequence[str], model: str
    ) -> SummaryJob:
        key, now = job_key(options, documents, model), self._clock()
        with self._database.writing() as connection:
            job_id = connection.execute(
                select(summary_job.c.id).where(summary_job.c.key == key)
            ).scalar()
            if job_id is None:
                values = {
                    "key": key,
                    "state": "running",
                    "model": model,
                    "options": packed(options),
                    "documents": json.dumps(list(documents)),
                    "result": "",
                    "created_at": now,
                    "updated_at": now,
                }
                job_id = int(connection.execute(insert(summary_job).values(values)).lastrowid)
            else:
                _set(connection, job_id, state="running", updated_at=now)
            return _to_job(_job_row(connection, job_id))

    def kept_pass(self, input_hash: str) -> FinishedPass | None:
        columns = summary_section.c
        wanted = (
            select(summary_section)
            .where(columns.input_hash == input_hash)
            .order_by(columns.done_at.desc())
            .limit(1)
        )
        with self._database.reading() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return None
        return FinishedPass(node=row.node, input_hash=input_hash, text=row.text, cut=row.cut)

    def kept_passes(self, input_hashes: Sequence[str]) -> dict[str, FinishedPass]:
        columns = summary_section.c
        wanted = (
            select(columns.node, columns.input_hash, columns.text, columns.cut)
            .where(text("input_hash IN (SELECT value FROM json_each(:hashes))"))
            .order_by(columns.done_at)
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted, {"hashes": json.dumps(list(input_hashes))})
            return {row.input_hash: FinishedPass(**row._mapping) for row in rows}

    def keep_pass(self, job_id: int, finished: FinishedPass) -> None:
        values = {
            "input_hash": finished.input_hash,
            "text": finished.text,
            "cut": finished.cut,
            "done_at": self._clock(),
        }
        change = insert_or_update(summary_section).values(
            job_id=job_id, node=finished.node, **values
        )
        with self._database.writing() as connection:
            _job_row(connection, job_id)
            connection.execute(
                change.on_conflict_do_update(index_elements=["job_id", "node"], set_=values)
            )

    def forget_passes(self, job_id: int) -> None:
        columns = summary_section.c
        own = select(columns.input_hash).where(columns.job_id == job_id)
        with self._database.writing() as connection:
            hashes = connection.execute(own).scalars().all()
            for input_hash in hashes:
                connection.execute(delete(summary_section).where(columns.input_hash == input_hash))

    def end_job(self, job_id: int, state: JobState, result: SummaryResult | None = None) -> None:
        with self._database.writing() as connection:
            _job_row(connection, job_id)
            _set(connection, job_id, state=state, updated_at=self._clock())
            if result is not None:
                _set(connection, job_id, result=packed(result))

    def list_jobs(self) -> list[SummaryJob]:
        wanted = _JOBS.order_by(summary_job.c.updated_at.desc(), summary_job.c.id.desc())
        with self._database.reading() as connection:
            return [_to_job(row) for row in connection.execute(wanted)]

    def delete_job(self, job_id: int) -> None:
        with self._database.writing() as connection:
            _job_row(connection, job_id)
            connection.execute(delete(summary_job).where(summary_job.c.id == job_id))
        self._database.truncate_journal()

    # Speeds

    def speeds(self, model: str) -> Speeds | None:
        wanted = select(setting.c.value).where(setting.c.key == _SPEEDS + model)
        with self._database.reading() as connection:
            value = connection.execute(wanted).scalar()
        try:
            return None if value is None else msgspec.json.decode(value, type=Speeds)
        except msgspec.MsgspecError:
            return None

    def keep_speeds(self, model: str, speeds: Speeds) -> None:
        value = packed(speeds)
        change = insert_or_update(setting).values(key=_SPEEDS + model, value=value)
        with self._database.writing() as connection:
            connection.execute(
                change.on_conflict_do_update(index_elements=["key"], set_={"value": value})
            )


def _compressed(text: ExtractedText) -> bytes:
    return zlib.compress(packed(text).encode("ascii"), _LEVEL)


def _restored(content: bytes) -> ExtractedText:
    return msgspec.convert(json.loads(zlib.decompress(content)), ExtractedText)


def _listed() -> Select[tuple[object, ...]]:
    return select(*(column for column in document.c if column.name != "content"))


def _to_document(row: AnyRow) -> StoredDocument:
    return StoredDocument(**row._mapping)


def _to_job(row: AnyRow) -> SummaryJob:
    return SummaryJob(
        id=row.id,
        state=row.state,
        model=row.model,
        options=unpacked(row.options, SummaryOptions),
        documents=tuple(json.loads(row.documents)),
        result=_result(row.result),
        created_at=row.created_at,
        updated_at=row.updated_at,
        passes_kept=row.passes_kept,
    )


def _result(stored: str) -> SummaryResult | None:
    """None where nothing is stored, or something that this version does not know."""
    if not stored:
        return None
    try:
        return msgspec.convert(json.loads(stored), SummaryResult)
    except _UNREADABLE:
        return None


def _job_row(connection: Connection, job_id: int) -> AnyRow:
    row = connection.execute(_JOBS.where(summary_job.c.id == job_id)).first()
    if row is None:
        raise UserError("not_found", f"There is no summary {job_id}.")
    return row


def _set(connection: Connection, job_id: int, **values: object) -> None:
    connection.execute(update(summary_job).where(summary_job.c.id == job_id).values(**values))
