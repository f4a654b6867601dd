"""Collections of documents, and how far their files are read."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence

import msgspec
from sqlalchemy import Connection, bindparam, delete, insert, select, text, update

from assistant.core.collection import Collection, CollectionFile
from assistant.core.errors import UserError
from assistant.core.summary_job import StoredDocument
from assistant.storage.collection_tables import collection, collection_file, collection_root
from assistant.storage.database import Database
from assistant.storage.rows import AnyRow
from assistant.storage.tables import document

_FILE = collection_file.c


class SqliteCollections:
    """Fulfils `core.document_ports.CollectionStore`; the docstrings there hold.

    `clock` gives seconds since the epoch.
    """

    def __init__(self, database: Database, clock: Callable[[], float]) -> None:
        self._database = database
        self._clock = clock

    def create(self, name: str, roots: Sequence[str]) -> Collection:
        values = {"name": name, "paused": False, "created_at": self._clock()}
        with self._database.writing() as connection:
            number = int(connection.execute(insert(collection).values(values)).lastrowid)
            _write_roots(connection, number, roots)
            return _read(connection, number)

    def list_collections(self) -> list[Collection]:
        with self._database.reading() as connection:
            rows = connection.execute(select(collection)).all()
            places = connection.execute(
                select(collection_root).order_by(collection_root.c.place)
            ).all()
        roots: dict[int, list[str]] = {}
        for place in places:
            roots.setdefault(place.collection_id, []).append(place.path)
        found = [_to_collection(row, roots.get(row.id, ())) for row in rows]
        return sorted(found, key=lambda each: (each.name.casefold(), each.id))

    def rename(self, collection_id: int, name: str) -> Collection:
        return self._change(collection_id, name=name)

    def set_paused(self, collection_id: int, paused: bool) -> Collection:
        return self._change(collection_id, paused=paused)

    def set_roots(self, collection_id: int, roots: Sequence[str]) -> Collection:
        own = collection_root.c.collection_id == collection_id
        with self._database.writing() as connection:
            _row(connection, collection_id)
            connection.execute(delete(collection_root).where(own))
            _write_roots(connection, collection_id, roots)
            return _read(connection, collection_id)

    def delete(self, collection_id: int) -> None:
        with self._database.writing() as connection:
            _row(connection, collection_id)
            connection.execute(delete(collection).where(collection.c.id == collection_id))

    def restore(self, deleted: Collection) -> Collection:
        values = {
            "id": deleted.id,
            "name": deleted.name,
            "paused": deleted.paused,
            "created_at": deleted.created_at,
        }
        with self._database.writing() as connection:
            connection.execute(insert(collection).values(values))
            _write_roots(connection, deleted.id, deleted.roots)
            return _read(connection, deleted.id)

    def files(self, collection_id: int) -> list[CollectionFile]:
        with self._database.reading() as connection:
            _row(connection, collection_id)
            return _files(connection, collection_id)

    def set_files(self, collection_id: int, paths: Sequence[str]) -> list[CollectionFile]:
        wanted = set(paths)
        with self._database.writing() as connection:
            _row(connection, collection_id)
            known = {file.path for file in _files(connection, collection_id)}
            gone = [{"gone": path} for path in known - wanted]
            new = [
                _to_values(CollectionFile(collection_id=collection_id, path=path))
                for path in wanted - known
            ]
            if gone:
                own = _FILE.collection_id == collection_id
                connection.execute(
                    delete(collection_file).where(own, _FILE.path == bindparam("gone")), gone
                )
            if new:
                connection.execute(insert(collection_file), new)
            return _files(connection, collection_id)

    def keep_file(self, file: CollectionFile) -> None:
        change = update(collection_file).where(
            _FILE.collection_id == file.collection_id, _FILE.path == file.path
        )
        with self._database.writing() as connection:
            connection.execute(change.values(_to_values(file)))

    def documents(self, collection_ids: Sequence[int]) -> list[StoredDocument]:
        columns = [each for each in document.c if each.name not in ("content", "path")]
        wanted = (
            select(_FILE.path, *columns)
            .join(document, document.c.sha256 == _FILE.sha256)
            .where(text("collection_file.collection_id IN (SELECT value FROM json_each(:ids))"))
            .where(_FILE.state.in_(("read", "missing")))
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted, {"ids": json.dumps(list(collection_ids))}).all()
        found: dict[str, StoredDocument] = {}
        for row in sorted(rows, key=lambda row: row.path):
            found.setdefault(row.sha256, StoredDocument(**row._mapping))
        return list(found.values())

    def _change(self, collection_id: int, **values: object) -> Collection:
        with self._database.writing() as connection:
            _row(connection, collection_id)
            change = update(collection).where(collection.c.id == collection_id)
            connection.execute(change.values(**values))
            return _read(connection, collection_id)


def forget_document(connection: Connection, sha256: str) -> None:
    """A document was deleted: files that were read as it wait, missing ones have nothing left."""
    change = update(collection_file).where(_FILE.sha256 == sha256)
    connection.execute(change.where(_FILE.state == "read").values(state="waiting"))
    connection.execute(change.values(sha256=""))


def _to_values(file: CollectionFile) -> dict[str, object]:
    return msgspec.structs.asdict(file)


def _row(connection: Connection, collection_id: int) -> AnyRow:
    row = connection.execute(select(collection).where(collection.c.id == collection_id)).first()
    if row is None:
        raise UserError("not_found", "This collection is no longer there.")
    return row


def _read(connection: Connection, collection_id: int) -> Collection:
    roots = (
        select(collection_root.c.path)
        .where(collection_root.c.collection_id == collection_id)
        .order_by(collection_root.c.place)
    )
    return _to_collection(
        _row(connection, collection_id), connection.execute(roots).scalars().all()
    )


def _to_collection(row: AnyRow, roots: Sequence[str]) -> Collection:
    return Collection(
        id=row.id,
        name=row.name,
        roots=tuple(roots),
        paused=row.paused,
        created_at=row.created_at,
    )


def _write_roots(connection: Connection, collection_id: int, roots: Sequence[str]) -> None:
    values = [
        {"collection_id": collection_id, "place": place, "path": path}
        for place, path in enumerate(dict.fromkeys(roots))
    ]
    if values:
        connection.execute(insert(collection_root), values)


def _files(connection: Connection, collection_id: int) -> list[CollectionFile]:
    wanted = select(collection_file).where(_FILE.collection_id == collection_id)
    rows = connection.execute(wanted)
    return sorted((CollectionFile(**row._mapping) for row in rows), key=lambda file: file.path)
