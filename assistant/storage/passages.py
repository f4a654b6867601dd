"""The passages of documents on disk: kept, found by words and by vectors."""

from __future__ import annotations

import json
from array import array
from collections.abc import Collection, Sequence
from math import sqrt
from typing import Any

from sqlalchemy import Connection, delete, select, text
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.passage import Passage
from assistant.storage import passage_rows
from assistant.storage.database import Database
from assistant.storage.folding import Folding
from assistant.storage.passage_query import match_expression
from assistant.storage.passage_rows import to_passage
from assistant.storage.passage_tables import indexed_document, indexed_file, passage, passage_vector
from assistant.storage.vector_search import VectorArray

# `rank` is not among the columns: FTS5 would compute it again for each row.
_ALL = "SELECT rowid FROM passage_index WHERE passage_index MATCH :match ORDER BY rank LIMIT :limit"
_UNFINISHED = "SELECT EXISTS (SELECT 1 FROM indexed_document WHERE writer != '')"
_FINISHED = (  # takes half as long again
    "SELECT rowid FROM passage_index WHERE passage_index MATCH :match "
    "AND rowid NOT IN (SELECT p.id FROM indexed_document d JOIN passage p ON p.document_id = d.id "
    "WHERE d.writer != '') ORDER BY rank LIMIT :limit"
)
_OF_DOCUMENTS = (
    "SELECT rowid FROM passage_index WHERE passage_index MATCH :match "
    "AND rowid IN (SELECT id FROM passage WHERE document_id IN (SELECT value FROM json_each(:ids)))"
    " ORDER BY rank LIMIT :limit"
)
_WITH_IDS = text("passage.id IN (SELECT value FROM json_each(:ids))")

Hit = tuple[int, float]
"""(id of a passage, cosine)."""


class PassageIndex:
    """Fulfils `core.document_ports.PassageStore`; the docstrings there hold.

    Belongs to the thread of `database`, which others close. `document_ids` None searches
    everything. `model_key` names the embedding model that made vectors; vectors of several can
    be kept side by side.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._folding: Folding | None = None
        self._vectors = VectorArray()

    def close(self) -> None:
        if self._folding is not None:
            self._folding.close()
            self._folding = None

    # what is kept

    def index_document(self, sha256: str, passages: Sequence[Passage]) -> list[Passage]:
        """See the port. Takes many short transactions, so that others can write in between."""
        kept = passage_rows.write_document(self._database, sha256, passages)
        self._vectors.forget()
        return kept

    def begin_document(self, sha256: str) -> int:
        return passage_rows.begin_document(self._database, sha256)

    def add_passages(self, document_id: int, passages: Sequence[Passage]) -> list[Passage]:
        return passage_rows.add_passages(self._database, document_id, passages)

    def finish_document(self, document_id: int) -> None:
        passage_rows.finish_document(self._database, document_id)
        self._vectors.forget()

    def remove(self, sha256: str) -> None:
        with self._database.writing() as connection:
            numbers = passage_rows.begin_removal(connection, sha256)
        self.finish_removal(numbers)

    def finish_removal(self, numbers: Sequence[int]) -> None:
        """Remove the words of documents after `passage_rows.begin_removal`."""
        self._vectors.forget()
        passage_rows.finish_removal(self._database, numbers)

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
        with self._database.reading() as connection:
            return passage_rows.find_document(connection, sha256)

    def document_ids(self, sha256s: Sequence[str]) -> dict[str, int]:
        wanted = text(
            "SELECT sha256, id FROM indexed_document WHERE writer = '' "
            "AND sha256 IN (SELECT value FROM json_each(:sums))"
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted, {"sums": json.dumps(list(sha256s))})
            return {row.sha256: row.id for row in rows}

    def count(self, document_ids: Sequence[int], model_key: str = "") -> tuple[int, int]:
        wanted = text(
            "SELECT count(*), count(v.id) FROM passage p LEFT JOIN passage_vector v "
            "ON v.passage_id = p.id AND v.model_key = :key "
            "WHERE p.document_id IN (SELECT value FROM json_each(:ids))"
        )
        values = {"key": model_key, "ids": json.dumps(list(document_ids))}
        with self._database.reading() as connection:
            passages, with_vector = connection.execute(wanted, values).one()
        return int(passages), int(with_vector)

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
        wanted = select(passage).join(indexed_document).where(indexed_document.c.writer == "")
        with self._database.reading() as connection:
            rows = connection.execute(wanted.where(_WITH_IDS), {"ids": json.dumps(list(ids))})
            found = {row.id: to_passage(row) for row in rows}
        return [found[number] for number in ids if number in found]

    def document_passages(self, document_id: int) -> list[Passage]:
        """All passages of a document, in order; joined, they are its text."""
        wanted = select(passage).where(passage.c.document_id == document_id)
        with self._database.reading() as connection:
            rows = connection.execute(wanted.order_by(passage.c.start))
            return [to_passage(row) for row in rows]

    # which files were read

    def unchanged_file(self, path: str, size: int, mtime_ns: int) -> str:
        """The SHA-256 of the file at `path`, if size and time are what they were; else ""."""
        row = indexed_file.c
        wanted = (
            select(indexed_document.c.sha256)
            .join(indexed_file)
            .where(row.path == path, row.size == size, row.mtime_ns == mtime_ns)
            .where(indexed_document.c.writer == "")
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
    ) -> list[int]:
        """The ids of the passages with the words of `question`, best first, by BM25."""
        if self._folding is None:
            self._folding = Folding()
        match = match_expression(question, self._folding)
        if not match or limit <= 0:
            return []
        values: dict[str, Any] = {"match": match, "limit": limit}
        if document_ids is not None:
            values["ids"] = json.dumps(sorted(document_ids))
        with self._database.reading():  # on the driver: rows of SQLAlchemy cost a millisecond
            driver = self._database.driver_connection
            if document_ids is not None:
                statement = _OF_DOCUMENTS
            else:
                unfinished = driver.execute(_UNFINISHED).fetchone()[0]
                statement = _FINISHED if unfinished else _ALL
            rows = driver.execute(statement, values).fetchall()
        return [number for (number,) in rows]

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


def _without_vectors(
    connection: Connection, document_id: int, model_key: str, *, limit: int
) -> list[Passage]:
    has = select(passage_vector.c.id).where(
        passage_vector.c.passage_id == passage.c.id, passage_vector.c.model_key == model_key
    )
    wanted = select(passage).where(passage.c.document_id == document_id, ~has.exists())
    rows = connection.execute(wanted.order_by(passage.c.start).limit(limit))
    return [to_passage(row) for row in rows]


def _packed(vector: Sequence[float]) -> bytes:
    length = sqrt(sum(number * number for number in vector)) or 1.0
    return array("f", [number / length for number in vector]).tobytes()
