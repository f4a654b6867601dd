"""Key sentences of a text, in the forms in which the application asks for summaries.

The key sentences are those about the subjects of the text; between them stand sentences that say
nothing about anybody. The answer gives the key sentences in the words of the text.
"""

from __future__ import annotations

from random import Random

from assistant.core.document_text import ExtractedText
from assistant.core.segmentation import Section
from assistant.core.summary_options import Form, Length, SummaryOptions
from assistant.core.summary_prompts import (
    choose_mark,
    merge_turns,
    notes_material,
    section_material,
    section_turns,
    summary_turns,
)
from models.starter.recipe import words
from models.starter.recipe.facts import about_something, filler
from models.starter.recipe.sample import Sample

TASK = "summarise"
_MOST_SENTENCES: dict[Length, int] = {
    "one-line": 1,
    "short": 4,
    "medium": 8,
    "page": 12,
    "long": 16,
}
_NOTE_TOKENS = (240, 320, 480, 640)

Key = tuple[str, int]
"""A key sentence and its page, 0 without pages."""


def sample(chance: Random) -> Sample:
    """Notes on a section, notes merged, or the summary itself of a text or of notes."""
    kind = chance.choice(("section", "section", "merge", "whole", "whole", "whole", "notes"))
    paged = chance.random() < 0.5
    if kind in ("section", "whole"):
        text, keys = text_with_keys(chance, paged=paged)
        parts = chance.randint(2, 30) if kind == "section" else 1
        pages = len(text.page_starts)
        section = Section(0, len(text.text), 0, (), min(1, pages), pages)
        material = section_material(text, section, chance.randint(1, parts), parts)
    else:
        keys = _keys(chance, paged=paged)
        half = chance.randint(1, len(keys))
        groups = [group for group in (keys[:half], keys[half:]) if group]
        material = notes_material(["\n".join(_noted(key) for key in group) for group in groups])
    mark = choose_mark([material])
    wanted = options(chance)
    unit = "p" if paged else ""
    if kind == "section":
        turns = section_turns(wanted, mark, material, unit, chance.choice(_NOTE_TOKENS))
    elif kind == "merge":
        turns = merge_turns(wanted, mark, material, unit, chance.choice(_NOTE_TOKENS))
    else:
        turns = summary_turns(wanted, mark, material, unit, whole=kind == "whole")
    if kind in ("section", "merge"):
        return Sample(TASK, turns, "\n".join(_noted(key) for key in keys))
    return Sample(TASK, turns, summary_of(keys, wanted.form, wanted.length))


def summary_of(keys: list[Key], form: Form, length: Length) -> str:
    """The summary that the generator expects."""
    kept = keys[: _MOST_SENTENCES[length]]
    if form == "prose":
        return " ".join(_marked(key) for key in kept)
    if form == "table":
        rows = [f"| {sentence} | | {_mark(page)} |" for sentence, page in kept]
        return "\n".join(["| Fact | Detail | Where |", "| --- | --- | --- |", *rows])
    return "\n".join(_noted(key) for key in kept)


def options(chance: Random) -> SummaryOptions:
    """What a summary is to be like."""
    form: Form = chance.choice(("prose", "prose", "bullets", "points", "table"))
    length: Length = chance.choice(("one-line", "short", "medium", "medium", "page", "long"))
    return SummaryOptions(form=form, length=length)


def _keys(chance: Random, *, paged: bool) -> list[Key]:
    page = chance.randint(1, 40)
    keys: list[Key] = []
    for _ in range(chance.randint(1, 3)):
        for fact in about_something(chance, chance.randint(1, 2)):
            page += chance.randint(0, 2)
            keys.append((fact.sentence, page if paged else 0))
    return keys


def text_with_keys(chance: Random, *, paged: bool) -> tuple[ExtractedText, list[Key]]:
    """A text, and the sentences of it that a summary gives."""
    pages = chance.randint(1, 3) if paged else 1
    keys: list[Key] = []
    starts, whole = [], ""
    for page in range(1, pages + 1):
        told = [fact.sentence for fact in about_something(chance, chance.randint(1, 3))]
        keys += [(sentence, page if paged else 0) for sentence in told]
        for _ in range(chance.randint(1, 4)):
            told.insert(chance.randint(0, len(told)), filler(chance))
        starts.append(len(whole))
        whole += " ".join(told) + ("\n" if page < pages else "")
    file = f"{words.invented(chance)}.{'pdf' if paged else 'txt'}"
    text = ExtractedText(
        name=file,
        format="pdf" if paged else "text",
        sha256="0",
        text=whole,
        page_starts=tuple(starts) if paged else (),
    )
    return text, keys


def _mark(page: int) -> str:
    return f"[p. {page}]" if page else ""


def _marked(key: Key) -> str:
    sentence, page = key
    return f"{sentence} {_mark(page)}".rstrip()


def _noted(key: Key) -> str:
    return f"- {_marked(key)}"
