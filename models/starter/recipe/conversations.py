"""Conversations that go on: whatever was said before, the last message is what is answered."""

from __future__ import annotations

from random import Random

from assistant.core.messages import Turn
from assistant.core.starter import FALLBACK, FALLBACK_ZH
from models.starter.recipe import passages, words
from models.starter.recipe.exchanges import exchange
from models.starter.recipe.sample import Sample, chat

TASK = "conversation"
_LENGTHS = (1, 2, 3, 4, 5, 6)
_HOW_OFTEN = (0.4, 0.2, 0.15, 0.1, 0.08, 0.07)
_INSTRUCTED = 0.06
_DOCUMENTS = 0.05
_FOLLOWING = 0.04

_INSTRUCTIONS = (
    "You are a helpful assistant.", "You are a helpful, honest and concise assistant.",
    "Answer briefly.", "Answer in one sentence.", "Be polite and precise.",
    "You are an expert in law. Answer in simple words.", "You are a teacher of mathematics.",
    "You are a friendly writing coach. Give examples.", "请用中文回答。",
    "You speak like a pirate.", "Think step by step before you answer.",
    "Today is Monday. The user is called Ada.",
)  # fmt: skip
"""System prompts as people write them. They change nothing of what so small a model can do."""

_FOLLOWING_SAID = (
    "Why?", "Why is that?", "Tell me more.", "Tell me more about it", "And then?", "Are you sure?",
    "Can you explain that?", "Explain that in other words.", "What do you mean?", "Really?",
    "Give me an example.", "Please give me more details.", "Shorter, please.", "Say that again.",
    "I do not understand.", "That is wrong.", "That did not work.", "No, I mean something else.",
    "Try again.", "Go on.", "Continue", "Translate that into German.", "Can you summarise that?",
    "Make that a list.", "How so?", "Is that true?", "Who told you that?", "What else?",
    "And what about {w}?", "What about {w}?", "And in {w}?", "Is {w} better?",
)  # fmt: skip
_FOLLOWING_SAID_ZH = (
    "为什么？", "请说得详细一点。", "你确定吗？", "什么意思？", "再说一遍。", "举个例子。",
    "继续。", "我不明白。", "还有呢？", "请翻译成英文。",
)  # fmt: skip
"""They ask for something about the answer before, which is beyond the model."""


def sample(chance: Random) -> Sample:
    """One exchange or several; all answers are learned, but those about documents that are not
    there any more."""
    turns: list[Turn] = []
    also: set[int] = set()
    if chance.random() < _INSTRUCTED:
        turns.append(Turn("system", chance.choice(_INSTRUCTIONS)))
    for left in reversed(range(chance.choices(_LENGTHS, _HOW_OFTEN)[0])):
        if left and chance.random() < _DOCUMENTS:
            turns += passages.exchange(chance)
            continue
        said = _following(chance) if len(turns) > 1 and chance.random() < _FOLLOWING else None
        said = said or exchange(chance)
        turns += said.turns
        if left:
            also.add(len(turns))
            turns.append(Turn("assistant", said.answer))
    return Sample(TASK, tuple(turns), said.answer, also=frozenset(also))


def after(chance: Random, last: Sample) -> Sample:
    """`last`, a single message, at the end of a conversation of two to four exchanges."""
    before: list[Turn] = []
    for _ in range(chance.randint(1, 3)):
        said = exchange(chance)
        before += (*said.turns, Turn("assistant", said.answer))
    return Sample(TASK, (*before, *last.turns), last.answer)


def _following(chance: Random) -> Sample:
    if chance.random() < 0.2:
        return chat(TASK, chance.choice(_FOLLOWING_SAID_ZH), FALLBACK_ZH)
    said = chance.choice(_FOLLOWING_SAID).format(w=words.invented(chance))
    return chat(TASK, said, FALLBACK)
