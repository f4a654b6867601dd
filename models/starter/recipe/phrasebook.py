"""Everyday sentences and their recombinations, between English and four other languages."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from random import Random

from assistant.core.translation.prompts import conversation, sentence_turn, system_prompt
from models.starter.recipe import words
from models.starter.recipe.sample import Sample

TASK = "translate"
CODES: Mapping[str, str] = {"en": "en", "de": "de", "fr": "fr", "es": "es", "zh": "zh-Hans"}
"""Column of the phrasebook → the application's code of the language."""
_FILE = Path(__file__).with_name("phrasebook.toml")
_SLOT = re.compile(r"\{(\w+)\}")
_FIXED = 0.2
_HELD_OUT = 7
"""Of all combinations of a pattern and its words, every seventh is only used to measure."""

Row = dict[str, str]


@cache
def _book() -> tuple[list[Row], list[Row], dict[str, list[Row]]]:
    """Sentences, patterns, words."""
    read = tomllib.loads(_FILE.read_text("utf-8"))
    return read["sentences"], read["patterns"], read["words"]


def combined(chance: Random, *, held_out: bool) -> Row:
    """A pattern with words in it, in all languages."""
    _, patterns, lists = _book()
    while True:
        pattern = chance.choice(patterns)
        slots = sorted({slot.lower() for slot in _SLOT.findall(pattern["en"])})
        chosen = {slot: _word(chance, lists, slot) for slot in slots}
        fixed = [chosen[slot]["en"] for slot in slots if _list_of(slot) in lists]
        if len(set(fixed)) < len(fixed):
            continue
        if (sum(map(ord, pattern["en"] + "".join(fixed))) % _HELD_OUT == 0) == held_out:
            return {language: _filled(text, chosen, language) for language, text in pattern.items()}


def _word(chance: Random, lists: dict[str, list[Row]], slot: str) -> Row:
    if slot == "number":
        return dict.fromkeys(CODES, str(chance.randint(2, 99)))
    if slot == "name":
        return dict.fromkeys(CODES, words.person(chance))
    return chance.choice(lists[_list_of(slot)])


def _list_of(slot: str) -> str:
    """A second or third word of a list has its number behind the name of the slot."""
    return slot.rstrip("23")


def _filled(text: str, chosen: Mapping[str, Row], language: str) -> str:
    return _SLOT.sub(lambda match: _said(chosen, match[1], language), text)


def _said(chosen: Mapping[str, Row], slot: str, language: str) -> str:
    text = chosen[slot.lower()][language]
    return text[0].upper() + text[1:] if slot[0].isupper() else text


def row(chance: Random, *, held_out: bool = False) -> Row:
    """A sentence in all languages."""
    sentences, _, _ = _book()
    if not held_out and chance.random() < _FIXED:
        return chance.choice(sentences)
    return combined(chance, held_out=held_out)


def direction(chance: Random) -> tuple[str, str]:
    """From English into another language, or back."""
    other = chance.choice([column for column in CODES if column != "en"])
    return ("en", other) if chance.random() < 0.5 else (other, "en")


def translation(
    chance: Random, source: str, target: str, sentence: Row, before: list[Row] | None = None
) -> Sample:
    """The prompt for one sentence; `before` are those that were translated before it."""
    named = CODES[source] if chance.random() < 0.7 else ""
    pairs = [(each[source], each[target]) for each in before or []]
    last = sentence_turn(sentence[source], CODES[target])
    system = system_prompt(named, CODES[target])
    turns = conversation(system, pairs, CODES[target], last)
    return Sample(TASK, turns, sentence[target])


def sample(chance: Random) -> Sample:
    """One sentence, sometimes behind one or two others."""
    source, target = direction(chance)
    before = [row(chance) for _ in range(chance.choice((0, 0, 0, 1, 2)))]
    return translation(chance, source, target, row(chance), before)
