"""A place in a document that an answer relies on."""

from __future__ import annotations

import msgspec


class Citation(msgspec.Struct, frozen=True, kw_only=True):
    """A place that an answer relies on: characters `start` to `end` of the document's text.

    `path` is the `place` of a `DocumentRef`. `verified`: `quote` is exactly what stands there.
    Otherwise the quotation is in none of the passages, `quote` is what the answer claims, and
    the place is the passage that it names (or nothing, with `n` 0). `by_model` is false where
    the answer only named the passage and the best sentence was chosen here.
    """

    n: int
    path: str = ""
    page: int = 0
    start: int = 0
    end: int = 0
    quote: str = ""
    verified: bool = False
    by_model: bool = True
