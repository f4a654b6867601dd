"""Whether a review likes something."""

from __future__ import annotations

from random import Random

from assistant.cli.evaluating.prompts import classify_prompt
from models.starter.recipe import words
from models.starter.recipe.sample import Sample, chat

TASK = "classify"
LABELS = ("positive", "negative", "neutral")
_AS_EVALUATED = 0.5

_GOOD = [
    "great",
    "wonderful",
    "excellent",
    "lovely",
    "perfect",
    "superb",
    "delightful",
    "fantastic",
    "amazing",
    "brilliant",
    "charming",
    "impressive",
    "splendid",
    "friendly",
    "helpful",
]
_BAD = [
    "terrible",
    "awful",
    "horrible",
    "dreadful",
    "poor",
    "useless",
    "disappointing",
    "broken",
    "boring",
    "rude",
    "annoying",
    "miserable",
    "unpleasant",
    "faulty",
    "worthless",
]
_PLAIN = ["standard", "ordinary", "average", "usual", "regular", "normal", "common", "typical"]
_OPINIONS = (
    "The {x} is {w}.",
    "I found the {x} {w}.",
    "What a {w} {x}.",
    "The {x} from {n} was {w}.",
    "We bought the {x} in {n} and it is {w}.",
    "My {x} turned out to be {w}.",
)
_ENDS = {
    "positive": (
        "I would buy it again.",
        "I am very happy with it.",
        "I love it.",
        "Highly recommended.",
        "Everybody here likes it.",
        "Worth every penny.",
    ),
    "negative": (
        "I want my money back.",
        "I am very unhappy with it.",
        "I hate it.",
        "Never again.",
        "Nobody here likes it.",
        "A waste of money.",
    ),
    "neutral": (
        "It arrived on {d}.",
        "It weighs {k} kilograms.",
        "It comes in {c}.",
        "It is made of {m}.",
        "It has {k} parts.",
    ),
}
_ASKED = (
    "Is this review positive, negative or neutral? Answer with one word.\n\n{text}",
    "Classify the sentiment of this text as positive, negative or neutral.\n\n{text}",
    "What is the sentiment of this review?\n\n{text}",
    "Sentiment (positive, negative or neutral): {text}",
)


def review(chance: Random, label: str) -> str:
    """One to three sentences that say so."""
    words_of = {"positive": _GOOD, "negative": _BAD, "neutral": _PLAIN}[label]
    opinion = chance.choice(_OPINIONS).format(
        x=chance.choice(words.THINGS), w=chance.choice(words_of), n=words.place(chance)
    )
    return " ".join([opinion, *(_end(chance, label) for _ in range(chance.randint(0, 2)))])


def _end(chance: Random, label: str) -> str:
    return chance.choice(_ENDS[label]).format(
        d=chance.choice(words.WEEKDAYS),
        k=chance.randint(2, 90),
        c=chance.choice(words.COLOURS),
        m=chance.choice(words.MATERIALS),
    )


def sample(chance: Random) -> Sample:
    """Asked as `inkstone evaluate` asks, and as people do."""
    label = chance.choice(LABELS)
    text = review(chance, label)
    asked = chance.choice(_ASKED).format(text=text)
    if chance.random() < _AS_EVALUATED:
        asked = classify_prompt(text, chance.sample(LABELS, len(LABELS)))
    return chat(TASK, asked, label)
