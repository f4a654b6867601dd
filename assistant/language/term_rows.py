"""Terms in the rows of a table: which column is what, and which rows say something."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from assistant.core.translation.glossary import Glossary, Term
from assistant.core.translation.languages import are_alike, find_language

_SOURCE = frozenset({"source", "source term", "term", "from", "original", "原文", "术语", "術語"})
_TARGET = frozenset({"target", "target term", "translation", "to", "译文", "譯文", "翻译", "翻譯"})
_NOTE = frozenset({"note", "notes", "comment", "comments", "definition", "description", "备注"})
_KEEP = frozenset({"keep", "do not translate", "dnt", "don't translate", "不翻译"})
_YES = frozenset({"1", "x", "yes", "y", "true", "keep", "dnt", "是"})


class ReadTerms(msgspec.Struct, frozen=True, kw_only=True):
    """The terms of a file, each once: of several with the same source the first.

    `duplicates` are rows that stood there already, `empty` those without a term or its
    translation.
    """

    glossary: Glossary
    duplicates: int = 0
    empty: int = 0


class Columns(msgspec.Struct, frozen=True, kw_only=True):
    """The places of the columns, None where there is no such column, and their languages."""

    source: int = 0
    target: int | None = 1
    note: int | None = 2
    keep: int | None = 3
    source_language: str = ""
    target_language: str = ""


def columns_of(header: Sequence[str], into: Glossary) -> Columns | None:
    """What a first row says of the columns; None when it is no header.

    Of several languages those of `into` are taken, else the first two.
    """
    names = [" ".join(cell.casefold().split()) for cell in header]
    source, target = _place(names, _SOURCE), _place(names, _TARGET)
    note, keep = _place(names, _NOTE), _place(names, _KEEP)
    if source is not None and (target is not None or keep is not None or len(names) == 1):
        return Columns(source=source, target=target, note=note, keep=keep)
    languages = {
        place: code
        for place, name in enumerate(names)
        if place not in (note, keep) and (code := find_language(name))
    }
    others = sum(bool(name) for name in names) - len(languages)
    others -= (note is not None) + (keep is not None)
    if len(languages) < 2 or others > 0:
        return None
    source = _language_place(languages, into.source_language) or min(languages)
    rest = {place: code for place, code in languages.items() if place != source}
    target = _language_place(rest, into.target_language)
    if target is None:
        target = min(rest)
    return Columns(
        source=source,
        target=target,
        note=note,
        keep=keep,
        source_language=languages[source],
        target_language=languages[target],
    )


def _place(names: Sequence[str], known: frozenset[str]) -> int | None:
    return next((place for place, name in enumerate(names) if name in known), None)


def _language_place(languages: dict[int, str], wanted: str) -> int | None:
    if not wanted:
        return None
    return next((place for place, code in languages.items() if are_alike(code, wanted)), None)


def terms_of(rows: Iterable[Sequence[str]], columns: Columns, into: Glossary) -> ReadTerms:
    """The terms in `rows`, without the header. A row whose translation is the term itself, or
    that is marked so, is not to be translated; so is every row of a single column."""
    terms: dict[str, Term] = {}
    duplicates = empty = 0
    for row in rows:
        source, target = _cell(row, columns.source), _cell(row, columns.target)
        keep = (
            columns.target is None
            or target == source
            or _cell(row, columns.keep).casefold() in _YES
        )
        if not source or not (target or keep):
            empty += 1
        elif source in terms:
            duplicates += 1
        else:
            note = _cell(row, columns.note)
            terms[source] = Term(source=source, target="" if keep else target, keep=keep, note=note)
    glossary = Glossary(
        name=into.name,
        source_language=columns.source_language or into.source_language,
        target_language=columns.target_language or into.target_language,
        terms=tuple(terms.values()),
    )
    return ReadTerms(glossary=glossary, duplicates=duplicates, empty=empty)


def _cell(row: Sequence[str], place: int | None) -> str:
    return row[place].strip() if place is not None and place < len(row) else ""
