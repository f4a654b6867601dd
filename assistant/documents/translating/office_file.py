"""An Office file whose units are paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from assistant.documents.translating.opened import Layout, Rebuilt, Report
from assistant.documents.translating.package import Package
from assistant.documents.translating.runs import Element, Grammar, Paragraph, joined, put


class Reader(Protocol):
    """Finds the units of paragraphs of one part."""

    grammar: Grammar

    def read(self, paragraph: Element) -> Paragraph | None:
        """The unit of the paragraph; None without words."""


class Bilingual(Protocol):
    """Makes room for the source beside the translation; see `docx_bilingual`."""

    def doubled(self, paragraphs: Sequence[Paragraph], grammar: Grammar, layout: Layout) -> None:
        """Put a copy of each paragraph before it, or in a column beside it."""


class OfficeFile:
    """Fulfils `Opened`. `parts` hold paragraphs, elements called `paragraph`."""

    def __init__(
        self,
        package: Package,
        parts: Sequence[str],
        paragraph: Sequence[str],
        reader: Callable[[Element], Reader],
        report: Report,
        *,
        notes: Callable[[Sequence[Element]], Sequence[str]],
        bilingual: Bilingual,
    ) -> None:
        self._package = package
        self._bilingual = bilingual
        self._parts: list[tuple[str, Element, Grammar, list[Paragraph]]] = []
        self.units: list[str] = []
        for number, name in enumerate(parts):
            root = package.tree(name)
            read = reader(root)
            found: list[Paragraph] = []
            for element in root.iter(*paragraph):
                unit = read.read(element)
                if unit is not None:
                    found.append(unit)
                    self.units.append(unit.text)
            report((number + 1) / len(parts))
            self._parts.append((name, root, read.grammar, found))
        self.notes = tuple(notes([root for _name, root, _grammar, _found in self._parts]))

    def rebuilt(self, targets: Sequence[str], bilingual: Layout, language: str = "") -> Rebuilt:
        """See `Opened`."""
        at = 0
        changed: dict[str, Element] = {}
        for name, root, grammar, paragraphs in self._parts:
            pairs = [
                (paragraph, target)
                for paragraph, target in zip(paragraphs, targets[at:], strict=False)
                if target != paragraph.text and target.strip()
            ]
            at += len(paragraphs)
            if not pairs:
                continue
            changed[name] = root
            others = {id(paragraph) for paragraph, _target in pairs}
            for paragraph in paragraphs:
                if id(paragraph) not in others:
                    joined(paragraph.split, grammar)
            if bilingual:
                self._bilingual.doubled([one for one, _target in pairs], grammar, bilingual)
            for paragraph, target in pairs:
                put(paragraph, target, grammar)
            if language:
                _turn([one for one, _target in pairs], grammar, language)
        return Rebuilt(self._package.with_parts(changed) if changed else [self._package.data])


def _turn(paragraphs: Sequence[Paragraph], grammar: Grammar, language: str) -> None:
    """Let the paragraphs run in the direction of the language."""
    from assistant.core.translation import languages
    from assistant.documents.translating import direction

    right_to_left = languages.is_right_to_left(language)
    for paragraph in paragraphs:
        direction.turn(paragraph.element, grammar, right_to_left)
