"""One statement of a summary, and where it is from."""

from __future__ import annotations

import msgspec


class Point(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One statement. `pages` and `sections` count from 1 and are empty where there are none.

    `documents` are indices, from 0, of the documents it is about.
    """

    text: str
    pages: tuple[int, ...] = ()
    sections: tuple[int, ...] = ()
    documents: tuple[int, ...] = ()
