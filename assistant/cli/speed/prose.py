"""Texts to read: English words in an order that says nothing and repeats nothing."""

from __future__ import annotations

import random

_COMMON = (
    "the of and to in that is was for it with as his on be at by had not are but from or have an "
    "they which one you were her all she there would their we him been has when who will more no "
    "if out so said what up its about into than them can only other new some could time these two "
    "may then do first any my now such like our over man me even most made after also did many "
    "before must through back years where much your way well down should because each just those "
    "people how too little state good very make world still own see men work long get here between "
    "both life being under never day same another know while last might us great old year off come "
    "since against go came right used take three"
)


def prose(words: int, seed: int) -> str:
    """`words` words in sentences; other seeds differ from the first word on."""
    draw = random.Random(seed)
    words_to_draw = _COMMON.split()
    sentences: list[str] = []
    left = words
    while left > 0:
        length = min(left, draw.randint(6, 14))
        sentence = " ".join(draw.choice(words_to_draw) for _ in range(length))
        sentences.append(sentence.capitalize() + ".")
        left -= length
    return f"{seed}. " + " ".join(sentences)
