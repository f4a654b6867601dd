"""Texts to vectors at a server, in batches."""

from __future__ import annotations

import base64
import binascii
import math
import struct
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from assistant.core.remote.masking import Masking
from assistant.core.remote.request import embedding_request
from assistant.engine.remote import faults
from assistant.engine.remote.connection import Connection
from assistant.engine.remote.faults import Refused

_TEXTS = 64
_CHARACTERS = 64_000

Vector = tuple[float, ...]


async def embedded(
    connection: Connection,
    model: str,
    texts: Sequence[str],
    sent: Callable[[Masking], None],
    permitted: Callable[[], None],
) -> tuple[Vector, ...]:
    """A vector of unit length for each of `texts`.

    `permitted` raises before each batch where the text may not go any more; `sent` hears when
    one has left. Raises `UserError`.
    """
    vectors: list[Vector] = []
    for batch in _batches(texts):
        permitted()
        request = embedding_request(connection.server, model, batch)
        try:
            document = await connection.document(request, partial(sent, request.masking))
        except Refused as refused:
            raise connection.explained(refused) from refused
        vectors += _vectors(document, len(batch), connection.server.host)
    return tuple(vectors)


def _batches(texts: Sequence[str]) -> Iterator[list[str]]:
    batch: list[str] = []
    size = 0
    for text in texts:
        if batch and (len(batch) >= _TEXTS or size + len(text) > _CHARACTERS):
            yield batch
            batch, size = [], 0
        batch.append(text)
        size += len(text)
    if batch:
        yield batch


def _vectors(document: Any, count: int, host: str) -> list[Vector]:
    rows = document.get("data") if isinstance(document, dict) else document
    if not isinstance(rows, list) or len(rows) != count:
        raise faults.unreadable(host)
    found: list[Vector | None] = [None] * count
    for place, row in enumerate(rows):
        if not isinstance(row, dict):
            raise faults.unreadable(host)
        index = row.get("index", place)
        if not isinstance(index, int) or not 0 <= index < count or found[index] is not None:
            raise faults.unreadable(host)
        found[index] = _unit(row.get("embedding"), host)
    return [vector for vector in found if vector is not None]


def _unit(values: Any, host: str) -> Vector:
    if isinstance(values, str):  # floats of 32 bits, packed, where the format is not asked for
        try:
            data = base64.b64decode(values, validate=True)
            values = list(struct.unpack(f"<{len(data) // 4}f", data))
        except (binascii.Error, struct.error) as error:
            raise faults.unreadable(host) from error
    if isinstance(values, list) and len(values) == 1 and isinstance(values[0], list):
        values = values[0]
    if not isinstance(values, list) or not all(isinstance(v, int | float) for v in values):
        raise faults.unreadable(host)
    length = math.sqrt(sum(v * v for v in values))
    if not values or not length or not math.isfinite(length):
        raise faults.unreadable(host)
    return tuple(v / length for v in values)
