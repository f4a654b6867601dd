"""A short simple story."""

from __future__ import annotations

from random import Random

from models.starter.recipe import words
from models.starter.recipe.sample import Sample, chat

TASK = "story"
_ASKED = (
    "Tell me a story.", "Tell me a short story.", "Tell a story", "Write a short story, please.",
    "Can you tell me a story?", "Tell me a bedtime story.", "I would like to hear a story.",
)  # fmt: skip
_ASKED_ABOUT = (
    "Tell me a story about {a}.", "Write a short story about {a}.",
    "Can you tell me a story about {a}?", "A story about {a}, please.",
)  # fmt: skip


def story(chance: Random, animal: str, colour: str) -> str:
    """Six or seven sentences about an animal that loses something and finds it."""
    hero, friend = words.name(chance), words.name(chance)
    thing = f"{chance.choice(words.COLOURS)} {chance.choice(words.THINGS)}"
    home, helper = words.place(chance), chance.choice(words.ANIMALS)
    day, food = chance.choice(words.WEEKDAYS), chance.choice(words.FOODS)
    lines = [
        f"Once there was {_article(colour)} {animal} called {hero} who lived in {home}.",
        f"{hero} had {_article(thing)} and was very proud of it.",
        chance.choice((f"One {day}, the {thing} was gone.", f"On a {day}, somebody took it away.")),
        f"{hero} looked under the table and behind the door, but it was not there.",
        f"Then {hero} met {_article(helper)} called {friend}.",
        f"“I saw it near the {chance.choice(words.THINGS)},” said {friend}.",
        "They went there together, and there it was.",
        f"{hero} was so happy that they shared {food} and became friends for ever.",
    ]  # fmt: skip
    return " ".join(lines)


def sample(chance: Random) -> Sample:
    animal, colour = chance.choice(words.ANIMALS), chance.choice((*words.COLOURS, "little", "old"))
    asked = chance.choice(_ASKED)
    if chance.random() < 0.6:
        asked = chance.choice(_ASKED_ABOUT).format(a=f"{_article(colour)} {animal}")
    return chat(TASK, asked, story(chance, animal, colour))


def _article(words_after: str) -> str:
    return ("an " if words_after[0] in "aeiou" else "a ") + words_after
