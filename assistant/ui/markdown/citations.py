"""The marks of an answer as links to its sources, and what they are called."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication

from assistant.core.citation_marks import Mark, MarkPlace, find_marks, resolve
from assistant.core.display_text import one_line
from assistant.core.grounding import Sources
from assistant.ui.words import number_text

SCHEME = "cite:"
"""Begins the target of a mark's link. Links that are written in an answer are never of this
scheme: only http, https and mailto become links."""
_NAME, _QUOTE = 60, 120

translate = QCoreApplication.translate


def citation_of(target: str) -> str:
    """The mark that a link's target stands for; "" for another link."""
    return target.removeprefix(SCHEME) if target.startswith(SCHEME) else ""


class CitationLinks:
    """Which marks lead somewhere in `sources`. GUI thread."""

    def __init__(self, sources: Sources) -> None:
        self.sources = sources
        self._places: dict[str, tuple[MarkPlace, ...]] = {}

    def places(self, mark: str) -> tuple[MarkPlace, ...]:
        """What "2" or "p. 3" means here; () for nothing."""
        if mark not in self._places:
            self._places[mark] = resolve(mark, self.sources)
        return self._places[mark]

    def marks(self, text: str) -> list[Mark]:
        """The marks in `text` that lead somewhere, in order."""
        return [mark for mark in find_marks(text) if self.places(mark.target)]

    def doubtful(self, mark: str) -> bool:
        """Whether a quotation with this mark is not in the document."""
        return any(not place.verified for place in self.places(mark))

    def without_marks(self, environment: dict[str, Any]) -> dict[str, Any]:
        """`environment` without link definitions that would turn a mark into another link."""
        known = environment.get("references", {})
        kept = {label: each for label, each in known.items() if not self.places(label.lower())}
        return environment if len(kept) == len(known) else {**environment, "references": kept}

    def short(self, mark: str) -> str:
        """ "Page 3 of report.pdf", for a menu."""
        places = self.places(mark)
        return place_words(places[0]) if places else ""

    def described(self, mark: str) -> str:
        """ "report.pdf, page 3: “the quotation”", for a tooltip."""
        places = self.places(mark)
        if not places:
            return ""
        first = places[0]
        where = located_words(first, others=len(places) - 1)
        if not first.quote:
            return where
        quote = one_line(first.quote, _QUOTE)
        if not first.verified:
            text = translate("Citations", "{place}: a quotation was not found in the text")
            return text.format(place=where)
        return translate("Citations", "{place}: “{quote}”").format(place=where, quote=quote)


def place_words(place: MarkPlace) -> str:
    """ "Page 3 of report.pdf", "Section 4 of notes.txt", or the name alone."""
    name = name_words(place)
    if place.page:
        text = translate("Citations", "Page {page} of {name}")
        return text.format(page=number_text(place.page), name=name)
    if place.section:
        text = translate("Citations", "Section {section} of {name}")
        return text.format(section=number_text(place.section), name=name)
    return name


def located_words(place: MarkPlace, *, others: int = 0) -> str:
    """ "report.pdf, page 3"; with `others`, that there are more places."""
    name = name_words(place)
    words = name
    if place.page:
        text = translate("Citations", "{name}, page {page}")
        words = text.format(name=name, page=number_text(place.page))
    elif place.section:
        text = translate("Citations", "{name}, section {section}")
        words = text.format(name=name, section=number_text(place.section))
    if others > 0:
        text = translate("Citations", "{place}, and {count} more")
        words = text.format(place=words, count=number_text(others))
    return words


def name_words(place: MarkPlace) -> str:
    """The document's name on one line."""
    return one_line(place.document.name, _NAME) or translate("Citations", "Text without a name")
