"""Laying a paragraph out anew: the marks of its translation stand in another order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from assistant.documents.translating.marks import Piece
from assistant.documents.translating.runs import Element, Grammar, Holder, Words, bare_run, new_text


def laid_out(
    paragraph: Element, pieces: Sequence[Piece], wanted: Sequence[Piece], grammar: Grammar
) -> None:
    """Put the content of the paragraph, `pieces`, into the order of `wanted`.

    Texts in `wanted` that are not among `pieces` are written in the formatting of what is around
    them. What belongs to no piece (bookmarks, deletions, ranges of comments) stays: what begins a
    range before the content, all else behind it.
    """
    _Layout(paragraph, pieces, grammar).fill(wanted)


class _Layout:
    def __init__(self, paragraph: Element, pieces: Sequence[Piece], grammar: Grammar) -> None:
        self._grammar = grammar
        self._paragraph = paragraph
        self._models = self._formatting(pieces)
        elements = [element for piece in pieces for element in _elements(piece)]
        self._explode(elements)
        self._words = {
            id(piece): [self._node(one) for one in piece.source.elements]
            for piece in pieces
            if piece.kind == "text"
        }
        containers = [
            piece.source
            for piece in pieces
            if piece.kind == "open" and piece.source.kind == "element"
        ]
        self._behind: dict[int, list[Element]] = {}
        places = [(paragraph, paragraph), *((one.element, one.inner) for one in containers)]
        nodes = {id(self._node(one)): self._node(one) for one in elements}
        nodes |= {id(one.element): one.element for one in containers}
        for node in nodes.values():
            _detach(node)
        for _outer, inner in places:
            self._set_aside(inner)

    def _formatting(self, pieces: Sequence[Piece]) -> dict[int, Element | None]:
        """id of a holder (0: the paragraph) → a run formatted as its text is."""
        models: dict[int, Element | None] = {0: None}
        stack: list[Holder | None] = [None]
        for piece in pieces:
            if piece.kind == "open":
                stack.append(piece.source)
            elif piece.kind == "close":
                stack.pop()
            elif piece.kind == "text":
                words: Words = piece.source
                own = [one for one, fits in zip(words.elements, words.own, strict=True) if fits]
                run = (own or words.elements)[0].getparent()
                models.setdefault(id(stack[-1]), bare_run(run, self._grammar))
                if stack[-1] is None and models[0] is None:
                    models[0] = bare_run(run, self._grammar)
        return models

    def _explode(self, elements: Iterable[Element]) -> None:
        """Give each content element that shares its run a run of its own."""
        known = {id(one) for one in elements}
        runs = {
            id(parent): parent
            for one in elements
            if (parent := one.getparent()) is not None and parent.tag == self._grammar.run
        }
        for run in runs.values():
            content = [child for child in run if id(child) in known]
            for element in reversed(content[1:]):
                made = bare_run(run, self._grammar)
                rest = [element, *element.itersiblings()]
                for one in rest:
                    made.append(one)
                run.addnext(made)

    def _node(self, element: Element) -> Element:
        """What is moved with the element: its run, or itself."""
        parent = element.getparent()
        return parent if parent is not None and parent.tag == self._grammar.run else element

    def _set_aside(self, inner: Element) -> None:
        """Keep what stands behind the content of a place until it is filled."""
        behind: list[Element] = []
        for child in list(inner):
            tag = child.tag if isinstance(child.tag, str) else ""
            name = tag.rpartition("}")[2]
            if (
                name in ("pPr", "proofErr")
                or name.endswith("RangeStart")
                or name == "bookmarkStart"
            ):
                if name == "proofErr":
                    _detach(child)
                continue
            behind.append(child)
            _detach(child)
        self._behind[id(inner)] = behind

    def fill(self, wanted: Sequence[Piece]) -> None:
        """Append the pieces in their new order."""
        place = self._paragraph
        stack: list[tuple[Element, Holder | None]] = []
        holder: Holder | None = None
        for piece in wanted:
            if piece.kind == "text":
                self._write(place, piece, holder)
            elif piece.kind == "alone":
                self._append(place, piece.source)
            elif piece.kind == "open":
                stack.append((place, holder))
                holder = piece.source
                self._append(place, holder.first)
                if holder.element is not None and holder.inner is not None:
                    place.append(holder.element)
                    place = holder.inner
            else:
                self._append(place, piece.source.last)
                if piece.source.inner is not None:
                    self._finish(place)
                place, holder = stack.pop()
        self._finish(self._paragraph)

    def _write(self, place: Element, piece: Piece, holder: Holder | None) -> None:
        nodes = self._words.get(id(piece))
        if nodes is not None:  # outside of the unit
            for node in nodes:
                place.append(node)
            return
        model = self._models.get(id(holder)) if holder is not None else None
        if model is None:
            model = self._models[0]
        if model is None:
            model = next((one for one in self._models.values() if one is not None), None)
        if model is None:
            return
        run = bare_run(model, self._grammar)
        run.append(new_text(self._grammar, piece.text, run))
        place.append(run)

    def _append(self, place: Element, elements: Iterable[Element]) -> None:
        for element in elements:
            place.append(self._node(element))

    def _finish(self, place: Element) -> None:
        for element in self._behind.pop(id(place), []):
            place.append(element)


def _elements(piece: Piece) -> list[Element]:
    """The elements that a piece stands for, without those around others."""
    if piece.kind == "text":
        return list(piece.source.elements)
    if piece.kind == "alone":
        return list(piece.source)
    if piece.kind == "open":
        return list(piece.source.first)
    return list(piece.source.last)


def _detach(element: Element) -> None:
    """Take the element out of its parent; text behind it goes with it."""
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
