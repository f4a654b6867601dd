"""The person's own terms for a pair of languages."""

from __future__ import annotations

import msgspec


class Term(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`source` is to become `target`; `keep`: it stays as it is (`target` is then ignored)."""

    source: str
    target: str = ""
    keep: bool = False
    note: str = ""


class Glossary(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Terms from one language to another (codes of `core.translation.languages`).

    `id` 0 is one that is not kept. An empty language stands for any.
    """

    id: int = 0
    name: str = ""
    source_language: str = ""
    target_language: str = ""
    terms: tuple[Term, ...] = ()


class TermUse(msgspec.Struct, frozen=True, kw_only=True):
    """A term that occurs in a text: what it was to become, and whether it did."""

    term: str
    wanted: str
    found: bool
