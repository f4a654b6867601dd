"""The nearest vectors, by comparing with every one of them (docs/decisions/0003).

The vectors of one embedding model lie in one array, which is read once and kept until the
table has changed.
"""

from __future__ import annotations

from array import array
from collections.abc import Collection, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float32]
    Integers = NDArray[np.int64]


class VectorArray:
    """All vectors of one model, in memory. Belongs to the thread of its database."""

    def __init__(self) -> None:
        self._state: tuple[Any, ...] = ()
        self._version = -1
        self._vectors: Floats | None = None
        self._passages: Integers | None = None
        self._documents: Integers | None = None

    def forget(self) -> None:
        """The table was changed from here."""
        self._version = -1

    def nearest(
        self,
        connection: Connection,
        model_key: str,
        vector: Sequence[float],
        limit: int,
        document_ids: Collection[int] | None,
    ) -> list[tuple[int, float]]:
        """(passage id, cosine) of the best `limit`, best first."""
        import numpy as np

        self._refresh(connection, model_key)
        vectors, passages = self._vectors, self._passages
        wanted = np.asarray(vector, np.float32)
        if vectors is None or passages is None or not len(vectors) or limit <= 0:
            return []
        if vectors.shape[1] != len(wanted):
            raise ValueError(f"the vectors have {vectors.shape[1]} numbers, not {len(wanted)}")
        length = float(np.linalg.norm(wanted))
        scores = vectors @ (wanted / length if length else wanted)
        if document_ids is not None and self._documents is not None:
            inside = np.isin(self._documents, np.fromiter(document_ids, np.int64))
            scores = np.where(inside, scores, -np.inf)
        count = min(limit, len(scores))
        best = np.argpartition(-scores, count - 1)[:count]
        best = best[np.lexsort((passages[best], -scores[best]))]
        return [(int(passages[i]), float(scores[i])) for i in best if scores[i] > -np.inf]

    def _refresh(self, connection: Connection, model_key: str) -> None:
        """Read the vectors unless they are the ones in memory.

        `data_version` moves with every write of another connection, so what it wrote is looked
        at before everything is read again: ids only ever grow.
        """
        version = connection.exec_driver_sql("PRAGMA data_version").scalar_one()
        if version == self._version and self._state[:1] == (model_key,):
            return
        counts = connection.exec_driver_sql(
            "SELECT count(*), coalesce(max(id), 0), coalesce(sum(id), 0) FROM passage_vector "
            "INDEXED BY passage_vector_model WHERE model_key = ?",
            (model_key,),
        ).one()
        state = (model_key, *counts)
        self._version = version
        if state == self._state:
            return
        self._state = state
        self._read(connection, model_key)

    def _read(self, connection: Connection, model_key: str) -> None:
        import numpy as np

        rows = connection.exec_driver_sql(
            "SELECT v.passage_id, p.document_id, v.vector FROM passage_vector v "
            "JOIN passage p ON p.id = v.passage_id "
            "JOIN indexed_document d ON d.id = p.document_id AND d.writer = '' "
            "WHERE v.model_key = ? ORDER BY v.passage_id",
            (model_key,),
        )
        passages, documents, blobs = array("q"), array("q"), bytearray()
        for passage_id, document_id, blob in rows:
            passages.append(passage_id)
            documents.append(document_id)
            blobs += blob
        self._passages = np.frombuffer(passages, np.int64)
        self._documents = np.frombuffer(documents, np.int64)
        flat = np.frombuffer(blobs, np.float32)
        self._vectors = flat.reshape(len(passages), -1) if passages else None
