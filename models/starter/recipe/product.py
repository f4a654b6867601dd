"""Questions about Inkstone, answered from its own user guide.

`product.toml` holds the answers, each a statement of the guide, with several ways to ask. Some of
the ways are held out: they are only used to measure.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from random import Random

import msgspec

from models.starter.recipe.sample import Sample, chat
from models.starter.recipe.typed import typed

TASK = "product"
_FILE = Path(__file__).with_name("product.toml")
_ACTION = re.compile(r"(?:How|Where) (?:do|can) I (.+)\?")
_WAYS = (
    "How do I {a}?", "How can I {a}?", "How to {a}?", "Where do I {a}?", "Where can I {a}?",
    "I want to {a}.", "What do I do to {a}?", "Can you tell me how to {a}?", "How does one {a}?",
    "Is there a way to {a}?", "I would like to {a}.", "Can I {a}?", "Can Inkstone {a}?",
    "Is it possible to {a}?", "Which key do I press to {a}?", "What do I press to {a}?",
    "I need to {a}.", "Help me {a}.", "Could you explain how to {a}?", "How would I {a} here?",
    "Which command lets me {a}?", "Where in Inkstone do I {a}?",
)  # fmt: skip
_ALIKE = (
    ("conversation", "chat"), ("conversations", "chats"), ("document", "file", "PDF", "report"),
    ("documents", "files", "PDFs"), ("start", "begin", "open"), ("switch", "change"),
    ("choose", "select", "pick"), ("get", "obtain", "find"), ("fix", "correct"),
    ("internet", "network", "web"), ("kept", "saved", "stored"), ("keep", "save", "store"),
    ("app", "program"), ("shortcut", "key"), ("shortcuts", "keyboard shortcuts", "keys"),
    ("another", "a different"), ("licence", "license"), ("formats", "file types", "kinds of file"),
    ("show", "list"), ("Explain", "Describe"), ("sent", "sent out", "uploaded"), ("old", "earlier"),
    ("text", "letter", "mail"), ("cloud", "internet"), ("add", "connect", "use"),
    ("stop", "cancel", "interrupt"), ("insert", "use", "choose"),
)  # fmt: skip
"""Words that mean the same in these questions."""
_ANY_ALIKE = re.compile(
    r"\b(?:" + "|".join(sorted({w for ws in _ALIKE for w in ws}, key=len, reverse=True)) + r")\b"
)


class Known(msgspec.Struct, frozen=True):
    """One answer; `held_out` questions are never learned."""

    answer: str
    asked: tuple[str, ...]
    held_out: tuple[str, ...]


@cache
def known() -> tuple[Known, ...]:
    """All answers."""
    return msgspec.convert(tomllib.loads(_FILE.read_text("utf-8"))["known"], tuple[Known, ...])


@cache
def _measured() -> frozenset[str]:
    return frozenset(_plain(asked) for fact in known() for asked in fact.held_out)


def _plain(question: str) -> str:
    return question.rstrip("?.").lower()


def _other_words(chance: Random, question: str) -> str:
    """The question with words of the same meaning, in another of the ways to ask for a way."""
    action = _ACTION.fullmatch(question)
    if action and chance.random() < 0.6:
        question = chance.choice(_WAYS).format(a=action[1])

    def other(match: re.Match[str]) -> str:
        alike = next(words for words in _ALIKE if match[0] in words)
        return chance.choice(alike) if chance.random() < 0.6 else match[0]

    return _ANY_ALIKE.sub(other, question)


def question(chance: Random, fact: Known) -> str:
    """A way to ask for `fact`, and never one of those that are held out."""
    while True:
        asked = _other_words(chance, chance.choice(fact.asked))
        if _plain(asked) not in _measured():
            return asked


def sample(chance: Random) -> Sample:
    fact = chance.choice(known())
    while _plain(asked := typed(chance, question(chance, fact))) in _measured():
        pass
    if chance.random() < 0.1:
        asked = f"In Inkstone, {asked}"
    return chat(TASK, asked, fact.answer)


def held_out() -> list[Sample]:
    """Every question that is not learned."""
    return [chat(TASK, asked, fact.answer) for fact in known() for asked in fact.held_out]
