"""What the hub on loopback holds: files of any size whose every byte is known without being kept.

A large file is one block over and over. The block's length is odd, so that bytes that land at a
wrong place change the digest.
"""

from __future__ import annotations

import functools
import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass

BLOCK_BYTES = 4_000_037
PIECE_BYTES = 256 << 10


@functools.cache
def _block(seed: int, length: int) -> bytes:
    return random.Random(seed).randbytes(length)


@functools.cache
def _digest(head: bytes, size: int, seed: int) -> str:
    digest = hashlib.sha256()
    for piece in Content(size=size, seed=seed, head=head).pieces(0, size):
        digest.update(piece)
    return digest.hexdigest()


@dataclass(frozen=True)
class Content:
    """`size` bytes that `seed` decides; `head` stands in place of the first ones."""

    size: int
    seed: int = 0
    head: bytes = b""

    @property
    def sha256(self) -> str:
        return _digest(self.head, self.size, self.seed)

    def pieces(self, start: int, end: int, most: int = PIECE_BYTES) -> Iterator[memoryview]:
        """The bytes from `start` to before `end`, in pieces of at most `most`."""
        block = memoryview(_block(self.seed, min(BLOCK_BYTES, max(self.size, 1))))
        head = memoryview(self.head)[: self.size]
        while start < end:
            if start < len(head):
                piece = head[start : min(end, start + most)]
            else:
                at = start % len(block)
                piece = block[at : at + min(most, end - start)]
            yield piece
            start += len(piece)

    def bytes(self) -> bytes:
        """All of it; for small ones."""
        return b"".join(self.pieces(0, self.size))


def gguf(size: int, seed: int = 0) -> Content:
    """What begins like a GGUF file, so that a folder of models would list it."""
    return Content(size=size, seed=seed, head=b"GGUF\x03\x00\x00\x00")
