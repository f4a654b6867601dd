"""Passages written and removed: in short transactions, and seen only as whole documents.

A transaction that writes all passages of a long document would keep the conversations locked for
seconds. So a document belongs to its `writer` while it grows or shrinks, and nobody finds it then;
what a process that died has left is removed by `remove_leftovers`.
"""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

import msgspec
from sqlalchemy import Connection, delete, insert, select, text, update

from assistant.core.errors import UserError
from assistant.core.passage import Passage
from assistant.storage.database import Database
from assistant.storage.driver import has_fts_secure_delete
from assistant.storage.folding import indexed_text
from assistant.storage.passage_tables import indexed_document, indexed_file, passage
from assistant.storage.rows import AnyRow
from assistant.storage.tables import document
from assistant.storage.writers import is_alive, own_writer

BATCH = 64
"""Passages written in one transaction: some 30 milliseconds."""
_REMOVED_AT_ONCE = 32
"""To overwrite words takes longer than to write them."""
_GAP = 0.25
"""Pause after each, as a part of what it took: whoever asks ten times for the lock gets it."""
_MERGE = "INSERT INTO passage_index(passage_index) VALUES('optimize')"
_IS_WHOLE = indexed_document.c.writer == ""


def to_passage(row: AnyRow) -> Passage:
    breaks = tuple(json.loads(row.page_breaks)) if row.page_breaks else ()
    return Passage(
        id=row.id, document_id=row.document_id, start=row.start, end=row.end, page=row.page,
        heading=row.heading, text=row.text, page_breaks=breaks,
    )  # fmt: skip


def find_document(connection: Connection, sha256: str) -> int | None:
    """The number of the document with these bytes, if all of it is indexed."""
    wanted = select(indexed_document.c.id).where(indexed_document.c.sha256 == sha256, _IS_WHOLE)
    found = connection.execute(wanted).scalar()
    return None if found is None else int(found)


def write_document(database: Database, sha256: str, passages: Sequence[Passage]) -> list[Passage]:
    """Index `passages` in the place of those that the document had; they come back with ids."""
    number = begin_document(database, sha256)
    try:
        kept = add_passages(database, number, passages)
        finish_document(database, number)
    except BaseException:
        with suppress(UserError):  # what is left is nobody's, and goes at the next start
            _remove_rows(database, number)
        raise
    return kept


def begin_document(database: Database, sha256: str) -> int:
    """The number of a new document without passages, which is not found yet."""
    new = insert(indexed_document).values(sha256=sha256, writer=own_writer())
    with database.writing() as connection:
        return int(connection.execute(new).lastrowid)


def add_passages(database: Database, number: int, passages: Sequence[Passage]) -> list[Passage]:
    """Add to a document that is not finished; the passages come back with ids."""
    kept: list[Passage] = []
    for at in range(0, len(passages), BATCH):
        with _short_transaction(database) as connection:
            kept += [_inserted(connection, number, each) for each in passages[at : at + BATCH]]
    return kept


def finish_document(database: Database, number: int) -> None:
    """From now on the document is found, in the place of an earlier one with the same bytes."""
    wanted = select(indexed_document.c.sha256).where(indexed_document.c.id == number)
    with database.writing() as connection:
        sha256 = connection.execute(wanted).scalar()
        if sha256 is None:
            raise UserError("not_found", "This document is no longer there.", "Add it again.")
        old = find_document(connection, sha256)
        if old is not None and old != number:
            _set_writer(connection, old, own_writer())
            files = update(indexed_file).where(indexed_file.c.document_id == old)
            connection.execute(files.values(document_id=number))
        _set_writer(connection, number, "")
    if old is not None and old != number:
        _remove_rows(database, old)


def begin_removal(connection: Connection, sha256: str) -> list[int]:
    """From now on the document is not found; `finish_removal` takes its words away.

    That is also so for one that is being indexed: who does it meets `UserError("not_found")`.
    """
    same = indexed_document.c.sha256 == sha256
    numbers = connection.execute(select(indexed_document.c.id).where(same)).scalars().all()
    for number in numbers:
        connection.execute(delete(indexed_file).where(indexed_file.c.document_id == number))
        _set_writer(connection, number, own_writer())
    return list(numbers)


def finish_removal(database: Database, numbers: Sequence[int]) -> None:
    """Remove the passages, words and vectors of documents, and overwrite them on the disk."""
    if not numbers:
        return
    for number in numbers:
        _remove_rows(database, number)
    if not has_fts_secure_delete(database.sqlite_version):
        with database.writing() as connection:
            connection.exec_driver_sql(_MERGE)
    database.truncate_journal()


def remove_leftovers(database: Database) -> None:
    """Remove what processes that died were writing or removing, and what of documents is left
    that are not kept any more (versions before this one left it)."""
    unfinished = select(indexed_document.c.id, indexed_document.c.writer).where(~_IS_WHOLE)
    kept = select(document.c.sha256).where(document.c.sha256 == indexed_document.c.sha256)
    orphans = select(indexed_document.c.sha256).where(_IS_WHOLE, ~kept.exists())
    with database.reading() as connection:
        rows = connection.execute(unfinished).all()
        gone = connection.execute(orphans).scalars().all()
    left = [row.id for row in rows if not is_alive(row.writer)]
    for sha256 in gone:
        with database.writing() as connection:
            left += begin_removal(connection, sha256)
    finish_removal(database, left)


@contextmanager
def _short_transaction(database: Database) -> Iterator[Connection]:
    """One of many in a row, with a gap after it in which other processes find the lock free."""
    began = time.monotonic()
    with database.writing() as connection:
        yield connection
    time.sleep(_GAP * (time.monotonic() - began))


def _set_writer(connection: Connection, number: int, writer: str) -> None:
    change = update(indexed_document).where(indexed_document.c.id == number)
    connection.execute(change.values(writer=writer))


def _remove_rows(database: Database, number: int) -> None:
    some = select(passage.c.id, passage.c.heading, passage.c.text)
    some = some.where(passage.c.document_id == number).limit(_REMOVED_AT_ONCE)
    while True:
        with _short_transaction(database) as connection:
            rows = connection.execute(some).all()
            for row in rows:
                connection.exec_driver_sql(
                    "INSERT INTO passage_index(passage_index, rowid, text) VALUES('delete', ?, ?)",
                    (row.id, searched_text(row.heading, row.text)),
                )
            ids = json.dumps([row.id for row in rows])
            connection.execute(
                text("DELETE FROM passage WHERE id IN (SELECT value FROM json_each(:ids))"),
                {"ids": ids},
            )
            if len(rows) < _REMOVED_AT_ONCE:
                connection.execute(delete(indexed_document).where(indexed_document.c.id == number))
                return


def _inserted(connection: Connection, document_id: int, new: Passage) -> Passage:
    values = {
        "document_id": document_id,
        "start": new.start,
        "end": new.end,
        "page": new.page,
        "page_breaks": json.dumps(new.page_breaks) if new.page_breaks else "",
        "heading": new.heading,
        "text": new.text,
    }
    number = int(connection.execute(insert(passage).values(values)).lastrowid)
    index_passage(connection, number, new.heading, new.text)
    return msgspec.structs.replace(new, id=number, document_id=document_id)


def index_passage(connection: Connection, number: int, heading: str, words: str) -> None:
    """Put a passage into the full-text table."""
    connection.exec_driver_sql(
        "INSERT INTO passage_index(rowid, text) VALUES(?, ?)",
        (number, searched_text(heading, words)),
    )


def searched_text(heading: str, words: str) -> str:
    """A passage is also found by the headings that it stands under."""
    return indexed_text(f"{heading}\n{words}")
