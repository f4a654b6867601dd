"""The passages of documents on disk: kept, found by words and by vectors."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Sequence
from math import sqrt
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.passage import Passage
from assistant.storage.changes import inserted
from assistant.storage.database import Database
from assistant.storage.folding import Folding, indexed_text
from assistant.storage.opening import open_database
from assistant.storage.passage_query import match_expression
from assistant.storage.passage_tables import indexed_document, indexed_file, passage, passage_vector
from assistant.storage.rows import AnyRow
from assistant.storage.vector_search import VectorArray

_MOST_AT_ONCE = 500
_ALL = (
    "SELECT rowid, rank FROM passage_index WHERE passage_index MATCH :match "
    "ORDER BY rank LIMIT :limit"
)
_OF_DOCUMENTS = (
    "SELECT rowid, rank FROM passage_index WHERE passage_index MATCH :match "
    "AND rowid IN (SELECT id FROM passage WHERE document_id IN (SELECT value FROM json_each(:ids)))"
    " ORDER BY rank LIMIT :limit"
)

Hit = tuple[int, float]
"""(id of a passage, score: more is better)."""


def open_passages(path: Path, backups_dir: Path) -> PassageIndex:
    """The index in the database at `path`; raises what `opening.open_database` raises."""
    return PassageIndex(open_database(path, backups_dir))


class PassageIndex:
    """Belongs to the thread of `database`, which it closes.

    `document_ids` None searches everything. `model_key` names the embedding model that made
    vectors; vectors of several can be kept side by side.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folding: Folding | None = None
        self._vectors = VectorArray()

    def close(self) -> None:
        if self._folding is not None:
            self._folding.close()
            self._folding = None
        self._database.close()

    # what is kept

    def index_document(self, sha256: str, passages: Sequence[Passage]) -> list[Passage]:
        """Replace the passages of a document by `passages`, which are returned with their ids.

        Nothing or all of it is kept. Vectors come afterwards, by `add_vectors`.
        """
        with self._database.writing() as connection:
            self._remove(connection, sha256)
            document_id = inserted(connection, indexed_document, {"sha256": sha256})
            kept = [_inserted(connection, document_id, each) for each in passages]
        self._vectors.forget()
        return kept

    def remove(self, sha256: str) -> None:
        """Forget the passages, words and vectors of a document, and which files it was."""
        with self._database.writing() as connection:
            self._remove(connection, sha256)
        self._vectors.forget()

    def add_vectors(
        self, model_key: str, passage_ids: Sequence[int], vectors: Sequence[Sequence[float]]
    ) -> None:
        """Keep one vector for each passage, brought to unit length."""
        rows = [
            {"passage_id": number, "model_key": model_key, "vector": _packed(vector)}
            for number, vector in zip(passage_ids, vectors, strict=True)
        ]
        if not rows:
            return
        change = insert_or_update(passage_vector).on_conflict_do_nothing()
        with self._database.writing() as connection:
            connection.execute(change, rows)
        self._vectors.forget()

    def document_id(self, sha256: str) -> int | None:
        """The number under which the document with these bytes is indexed; None: it is not."""
        wanted = select(indexed_document.c.id).where(indexed_document.c.sha256 == sha256)
        with self._database.reading() as connection:
            found = connection.execute(wanted).scalar()
        return None if found is None else int(found)

    def has_current(self, sha256: str, model_key: str = "") -> bool:
        """Whether a document with these bytes is indexed, with every vector of `model_key`."""
        number = self.document_id(sha256)
        if number is None or not model_key:
            return number is not None
        with self._database.reading() as connection:
            return not _without_vectors(connection, number, model_key, limit=1)

    def without_vectors(self, document_id: int, model_key: str) -> list[Passage]:
        """The passages of a document that have no vector of `model_key` yet, in order."""
        with self._database.reading() as connection:
            return _without_vectors(connection, document_id, model_key, limit=-1)

    def passages(self, ids: Sequence[int]) -> list[Passage]:
        """The passages with `ids`, in that order; those that are gone are left out."""
        found: dict[int, Passage] = {}
        with self._database.reading() as connection:
            for at in range(0, len(ids), _MOST_AT_ONCE):
                some = select(passage).where(passage.c.id.in_(ids[at : at + _MOST_AT_ONCE]))
                found |= {row.id: _passage(row) for row in connection.execute(some)}
        return [found[number] for number in ids if number in found]

    def document_passages(self, document_id: int) -> list[Passage]:
        """All passages of a document, in order; joined, they are its text."""
        wanted = select(passage).where(passage.c.document_id == document_id)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(passage.c.start))
            return [_passage(row) for row in rows]

    # which files were read

    def unchanged_file(self, path: str, size: int, mtime_ns: int) -> str:
        """The SHA-256 of the file at `path`, if size and time are what they were; else ""."""
        row = indexed_file.c
        wanted = (
            select(indexed_document.c.sha256)
            .join(indexed_file)
            .where(row.path == path, row.size == size, row.mtime_ns == mtime_ns)
        )
        with self._database.reading() as connection:
            return str(connection.execute(wanted).scalar() or "")

    def remember_file(self, path: str, size: int, mtime_ns: int, document_id: int) -> None:
        """The file at `path` with this size and time is that document."""
        values = {"size": size, "mtime_ns": mtime_ns, "document_id": document_id}
        change = insert_or_update(indexed_file).values(path=path, **values)
        with self._database.writing() as connection:
            connection.execute(change.on_conflict_do_update(index_elements=["path"], set_=values))

    def forget_file(self, path: str) -> None:
        """The file at `path` is gone."""
        with self._database.writing() as connection:
            connection.execute(delete(indexed_file).where(indexed_file.c.path == path))

    # search

    def search_text(
        self, question: str, limit: int, document_ids: Collection[int] | None = None
    ) -> list[Hit]:
        """The passages with the words of `question`, best first, by BM25."""
        if self._folding is None:
            self._folding = Folding()
        match = match_expression(question, self._folding)
        if not match or limit <= 0:
            return []
        values: dict[str, Any] = {"match": match, "limit": limit}
        statement = _ALL
        if document_ids is not None:
            statement, values["ids"] = _OF_DOCUMENTS, json.dumps(sorted(document_ids))
        with self._database.reading():  # on the driver: rows of SQLAlchemy cost a millisecond
            rows = self._database.driver_connection.execute(statement, values).fetchall()
        return [(number, -rank) for number, rank in rows]

    def search_vectors(
        self,
        model_key: str,
        vector: Sequence[float],
        limit: int,
        document_ids: Collection[int] | None = None,
    ) -> list[Hit]:
        """The passages whose vectors of `model_key` are nearest to `vector`, by cosine."""
        with self._database.reading() as connection:
            return self._vectors.nearest(connection, model_key, vector, limit, document_ids)

    def _remove(self, connection: Connection, sha256: str) -> None:
        same = indexed_document.c.sha256 == sha256
        document_id = connection.execute(select(indexed_document.c.id).where(same)).scalar()
        if document_id is None:
            return
        wanted = select(passage.c.id, passage.c.heading, passage.c.text)
        wanted = wanted.where(passage.c.document_id == document_id)
        for row in connection.execute(wanted).all():
            connection.exec_driver_sql(
                "INSERT INTO passage_index(passage_index, rowid, text) VALUES('delete', ?, ?)",
                (row.id, _searched(row.heading, row.text)),
            )
        connection.execute(delete(indexed_document).where(same))


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
    number = inserted(connection, passage, values)
    connection.exec_driver_sql(
        "INSERT INTO passage_index(rowid, text) VALUES(?, ?)",
        (number, _searched(new.heading, new.text)),
    )
    return msgspec.structs.replace(new, id=number, document_id=document_id)


def _searched(heading: str, words: str) -> str:
    """A passage is also found by the headings that it stands under."""
    return indexed_text(f"{heading}\n{words}")


def _passage(row: AnyRow) -> Passage:
    breaks = tuple(json.loads(row.page_breaks)) if row.page_breaks else ()
    return Passage(
        id=row.id, document_id=row.document_id, start=row.start, end=row.end, page=row.page,
        heading=row.heading, text=row.text, page_breaks=breaks,
    )  # fmt: skip


def _without_vectors(
    connection: Connection, document_id: int, model_key: str, *, limit: int
) -> list[Passage]:
    has = select(passage_vector.c.id).where(
        passage_vector.c.passage_id == passage.c.id, passage_vector.c.model_key == model_key
    )
    wanted = select(passage).where(passage.c.document_id == document_id, ~has.exists())
    rows = connection.execute(wanted.order_by(passage.c.start).limit(limit))
    return [_passage(row) for row in rows]


def _packed(vector: Sequence[float]) -> bytes:
    length = sqrt(sum(number * number for number in vector)) or 1.0
    return array("f", [number / length for number in vector]).tobytes()
