"""Which templates fit what was typed, and in which order."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.core.fuzzy import folded
from assistant.core.templates.template import Template


def found(templates: Sequence[Template], query: str, recent: Sequence[int] = ()) -> list[Template]:
    """Those in which every word of `query` occurs, the best first.

    Without a query: favourites, then what was used last (`recent`, ids, the newest first), then
    the rest as it comes. With one, a name that begins with it comes before a title that does,
    and that before words inside; among equals the order without a query stays.
    """
    rank = {number: place for place, number in enumerate(recent)}
    ordered = sorted(
        templates,
        key=lambda each: (not each.favourite, rank.get(each.id, len(rank))),
    )
    words = folded(query).split()
    if not words:
        return ordered
    scored = [(_score(each, words), each) for each in ordered]
    fitting = [pair for pair in scored if pair[0] is not None]
    fitting.sort(key=lambda pair: -(pair[0] or 0))
    return [each for _score, each in fitting]


def _score(template: Template, words: Sequence[str]) -> int | None:
    """The better, the higher; None where a word is nowhere."""
    places = (
        (template.name, 8),
        *((title, 6) for title in (template.title, *template.title_in.values())),
        (" ".join(template.tags), 3),
        *((text, 1) for text in (template.description, *template.description_in.values())),
    )
    total = 0
    for word in words:
        best = max(_word_score(word, folded(text), weight) for text, weight in places)
        if best == 0:
            return None
        total += best
    return total


def _word_score(word: str, text: str, weight: int) -> int:
    """0 where it is not in `text`; a whole text counts most, then its start, then a word's."""
    at = text.find(word)
    if at < 0:
        return 0
    if text == word:
        return weight * 10
    if at == 0:
        return weight * 5
    starts_word = any(text.startswith(word, place) for place in _word_starts(text))
    return weight * (3 if starts_word else 2)


def _word_starts(text: str) -> list[int]:
    return [n for n in range(1, len(text)) if text[n].isalnum() and not text[n - 1].isalnum()]
