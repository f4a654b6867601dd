"""Paragraphs of Office files that change the direction in which they are read."""

from __future__ import annotations

from assistant.documents.translating.runs import Element, Grammar

_AFTER_BIDI = frozenset(
    (
        *("adjustRightInd", "snapToGrid", "spacing", "ind", "contextualSpacing", "mirrorIndents"),
        *("suppressOverlap", "jc", "textDirection", "textAlignment", "textboxTightWrap"),
        *("outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange"),
    )
)
_AFTER_RTL = frozenset(("cs", "em", "lang", "eastAsianLayout", "specVanish", "oMath", "rPrChange"))
"""What has to follow these elements (ECMA-376, 17.3.1.26 and 17.3.2.28)."""


def turn(paragraph: Element, grammar: Grammar, right_to_left: bool) -> None:
    """Make the paragraph and its text run from right to left, or not."""
    namespace = grammar.run[:-1]
    if not grammar.keeps_space:
        _turn_slide(paragraph, namespace, right_to_left)
        return
    properties = _first(paragraph, namespace + "pPr", right_to_left)
    _switch(properties, namespace + "bidi", _AFTER_BIDI, right_to_left)
    for run in paragraph.iter(grammar.run):
        if run.find(grammar.text) is not None:
            formatting = _first(run, grammar.properties, right_to_left)
            _switch(formatting, namespace + "rtl", _AFTER_RTL, right_to_left)


def _first(parent: Element, tag: str, make: bool) -> Element | None:
    found = parent.find(tag)
    if found is None and make:
        found = parent.makeelement(tag)
        parent.insert(0, found)
    return found


def _switch(properties: Element | None, tag: str, after: frozenset[str], on: bool) -> None:
    if properties is None:
        return
    for one in properties.findall(tag):
        properties.remove(one)
    if not on:
        return
    names = [one.tag.rpartition("}")[2] if isinstance(one.tag, str) else "" for one in properties]
    place = next((at for at, name in enumerate(names) if name in after), len(names))
    properties.insert(place, properties.makeelement(tag))


def _turn_slide(paragraph: Element, namespace: str, right_to_left: bool) -> None:
    """On slides the alignment is not turned by the direction."""
    properties = _first(paragraph, namespace + "pPr", right_to_left)
    if properties is None:
        return
    was = properties.get("rtl") in ("1", "true")
    if was == right_to_left:
        return
    sides = {"l": "r", "r": "l"}
    side = properties.get("algn", "l")
    properties.set("algn", sides.get(side, side))
    properties.set("rtl", "1" if right_to_left else "0")
