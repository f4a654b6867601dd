"""Sentences that were translated before: under which names they are kept, and how they are asked.

A sentence is remembered together with what shaped its translation: tone, wishes, and those terms
of the glossary that occur in it. So a new term makes only the sentences with it forgotten.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from functools import partial

from assistant.core.document_ports import LibraryStore
from assistant.core.errors import UserError
from assistant.core.steps import Lookup, Steps
from assistant.core.translation.glossary import Term
from assistant.core.translation.marks import MARK, number_of
from assistant.core.translation.order import Languages, TranslateOrder
from assistant.core.translation.terms import TermIndex, index_of, wanted

_VARIANT_LETTERS = 16

Key = tuple[str, str]
"""A sentence with its marks counted from 1, and its variant."""


def variant_of(order: TranslateOrder, terms: Sequence[Term]) -> str:
    """The variant of a sentence in which `terms` occur; "" where nothing shapes it."""
    shaped = (
        order.tone,
        order.instruction.strip(),
        sorted((term.source, wanted(term)) for term in terms),
    )
    if not any(shaped):
        return ""
    text = json.dumps(shaped, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:_VARIANT_LETTERS]


def sentence_variant(order: TranslateOrder, source: str, index: TermIndex | None = None) -> str:
    """The variant under which the sentence `source` of `order` is remembered."""
    if index is None:
        index = index_of(order.glossary, order.languages.source, order.languages.target)
    return variant_of(order, index.occurring(source))


def numbered(source: str) -> tuple[str, dict[int, int]]:
    """`source` with its marks counted from 1, and what each was before."""
    news: dict[int, int] = {}
    for found in MARK.finditer(source):
        news.setdefault(number_of(found[0]), len(news) + 1)
    return with_numbers(source, news), {new: old for old, new in news.items()}


def with_numbers(text: str, news: Mapping[int, int]) -> str:
    """`text` with the numbers of its marks replaced."""
    if not news:
        return text

    def renamed(found: str, number: int) -> str:
        return found.replace(str(number), str(news.get(number, number)))

    return MARK.sub(lambda found: renamed(found[0], number_of(found[0])), text)


def recalled(languages: Languages, keys: Sequence[Key]) -> Steps[dict[Key, str]]:
    """The translations of those that are remembered; none where the memory cannot be read."""

    def look(library: LibraryStore) -> dict[Key, str]:
        by_variant: dict[str, list[str]] = {}
        for source, variant in keys:
            by_variant.setdefault(variant, []).append(source)
        return {
            (source, variant): target
            for variant, sources in by_variant.items()
            for source, target in library.desk.remembered(languages, sources, variant).items()
        }

    if not keys:
        return {}
    try:
        found: dict[Key, str] | None = yield Lookup(look)
    except UserError:
        return {}  # they are translated once more
    return found or {}


def kept(languages: Languages, pairs: Mapping[Key, str]) -> Steps[None]:
    """Remember these for the next time; a memory that cannot be written is no reason to stop."""
    by_variant: dict[str, dict[str, str]] = {}
    for (source, variant), target in pairs.items():
        by_variant.setdefault(variant, {})[source] = target
    if not by_variant:
        return
    try:
        yield Lookup(partial(_remember, languages, by_variant), background=True)
    except UserError:
        return


def _remember(
    languages: Languages, by_variant: Mapping[str, Mapping[str, str]], library: LibraryStore
) -> None:
    for variant, pairs in by_variant.items():
        library.desk.remember(languages, pairs, variant)
