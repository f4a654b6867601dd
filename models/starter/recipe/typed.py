"""A question as people type it: with something before it, in small letters, with a slip.

All questions are typed alike, so that what they are about is all that tells them apart.
"""

from __future__ import annotations

from random import Random

_BEFORE = (
    "Please tell me: ", "Quick question: ", "Hi, ", "Please: ", "Hi. ", "I have a question. ",
    "Quick one: ", "Hello! ",
)  # fmt: skip
_SMALL = frozenset((
    "a", "an", "the", "do", "does", "is", "are", "i", "my", "me", "to", "in", "of", "for", "can",
    "it",
))  # fmt: skip


def typed(chance: Random, question: str) -> str:
    """`question` as it stands or a little otherwise."""
    if chance.random() < 0.15:
        question = _with_a_slip(chance, question)
    if chance.random() < 0.25:
        question = chance.choice(_BEFORE) + question
    if chance.random() < 0.3:
        question = question.rstrip("?.") if chance.random() < 0.5 else question.lower()
    return question


def _with_a_slip(chance: Random, question: str) -> str:
    """Without one of its small words, or without one letter."""
    words = question.split(" ")
    small = [place for place, word in enumerate(words) if word.lower() in _SMALL]
    if small and len(words) > 3 and chance.random() < 0.6:
        del words[chance.choice(small)]
        return " ".join(words)
    at = chance.randrange(len(question))
    return question[:at] + question[at + 1 :]
