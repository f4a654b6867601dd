"""Sentences as people write them to each other: who does what, where, when and why."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from models.starter.recipe import words


@dataclass(frozen=True)
class Doing:
    """A verb in its forms, and what may follow it."""

    base: str
    third: str
    past: str
    after: tuple[str, ...]


DOINGS = (
    Doing("go", "goes", "went", ("to the {place}", "home", "to work", "to {town}", "for a walk")),
    Doing("buy", "buys", "bought", ("{thing}", "{food} and {food2}", "{thing} for {who}")),
    Doing("need", "needs", "needed", ("{thing}", "more time", "some help", "{thing} for work")),
    Doing("see", "sees", "saw", ("{thing} in the {place}", "{animal} near the {place}", "{who}")),
    Doing("write", "writes", "wrote", ("to {who}", "a letter", "an email to {who}", "a report")),
    Doing("read", "reads", "read", ("a book", "the newspaper", "a letter from {who}")),
    Doing("work", "works", "worked", ("in {town}", "as {job}", "with {who}", "at the {place}")),
    Doing("live", "lives", "lived", ("in {town}", "near the {place}", "with {who}")),
    Doing("like", "likes", "liked", ("{food}", "the {place}", "{food} with {food2}")),
    Doing("want", "wants", "wanted", ("{thing}", "to see {who}", "to learn more", "{food}")),
    Doing("make", "makes", "made", ("{thing}", "{food}", "a plan", "a mistake")),
    Doing("take", "takes", "took", ("the train to {town}", "{thing} to the {place}", "the bus")),
    Doing("help", "helps", "helped", ("{who}", "{who} in the {place}", "with the work")),
    Doing("ask", "asks", "asked", ("{who}", "{who} for {thing}", "a question", "for help")),
    Doing("meet", "meets", "met", ("{who}", "{who} at the {place}", "a friend")),
    Doing("send", "sends", "sent", ("{thing} to {who}", "an answer", "the report to {who}")),
    Doing("find", "finds", "found", ("{thing}", "an answer", "{thing} in the {place}")),
    Doing("bring", "brings", "brought", ("{thing}", "{food}", "{thing} to {who}")),
    Doing("wait", "waits", "waited", ("for {who}", "at the {place}", "for an hour", "for the bus")),
    Doing("eat", "eats", "ate", ("{food}", "an apple", "an egg", "{food} with {who}")),
    Doing("know", "knows", "knew", ("{who}", "the answer", "the way to the {place}")),
    Doing("call", "calls", "called", ("{who}", "a friend", "the {place}")),
    Doing("open", "opens", "opened", ("the window", "the door", "an old box", "the letter")),
    Doing("play", "plays", "played", ("with {who}", "in the {place}", "an old song")),
)
_ONE = (
    "he", "she", "my brother", "my sister", "the teacher", "our neighbour", "my mother", "the cat",
    "my friend", "the doctor", "our boss", "everybody", "the man next door", "her uncle",
)  # fmt: skip
MANY = ("they", "we", "I", "you", "the children", "my parents", "our friends", "the students")
_WHO = (
    "my brother", "my sister", "the teacher", "our neighbours", "him", "her", "them", "us",
    "my uncle", "an old friend", "the children", "the doctor",
)  # fmt: skip
_PLACES = [
    "market", "station", "school", "park", "office", "kitchen", "garden", "hotel", "hospital",
    "museum", "shop", "beach", "airport", "bank", "restaurant", "cinema", "church", "village",
    "library", "post office",
]  # fmt: skip
_WHEN_PAST = (
    "yesterday", "last week", "on {d}", "this morning", "two days ago", "last year", "at noon",
    "in the evening", "in {month}",
)  # fmt: skip
_WHEN = (
    "every day", "every {d}", "in the morning", "on {d}", "at night", "in summer", "every evening",
    "at the weekend", "in {month}",
)  # fmt: skip
_BECAUSE = (
    "because it was cold", "because the weather was good", "before it rained", "after the meal",
    "because there was no time", "although it was late", "when the bus came", "and it was fun",
    "but it was closed", "because of the rain",
)  # fmt: skip
_NOT = ("didn't", "can't", "couldn't", "won't")


def sentence(chance: Random) -> str:
    """A sentence without errors."""
    kind = chance.random()
    if kind < 0.3:
        text = _now(chance)
    elif kind < 0.7:
        text = _past(chance)
    elif kind < 0.85:
        text = _denied(chance)
    else:
        text = _question(chance)
    return text[0].upper() + text[1:]


def _now(chance: Random) -> str:
    doing = chance.choice(DOINGS)
    who, verb = (
        (chance.choice(_ONE), doing.third)
        if chance.random() < 0.6
        else (chance.choice(MANY), doing.base)
    )
    when = _time(chance, _WHEN)
    if chance.random() < 0.3:
        return f"{when}, {who} {verb} {_after(chance, doing)}."
    return f"{who} {verb} {_after(chance, doing)} {when}."


def _past(chance: Random) -> str:
    doing, who = chance.choice(DOINGS), _anybody(chance)
    said = f"{who} {doing.past} {_after(chance, doing)}"
    kind = chance.random()
    if kind < 0.35:
        said = f"{_time(chance, _WHEN_PAST)}, {said}"
    elif kind < 0.5:
        said = f"{said} {_time(chance, _WHEN_PAST)}"
    if chance.random() < 0.35:
        other = chance.choice(DOINGS)
        said = f"{said}, and {other.past} {_after(chance, other)}"
    elif chance.random() < 0.3:
        said = f"{said} {chance.choice(_BECAUSE)}"
    return f"{said}."


def _denied(chance: Random) -> str:
    doing = chance.choice(DOINGS)
    said = f"{_anybody(chance)} {chance.choice(_NOT)} {doing.base} {_after(chance, doing)}"
    return f"{said} {chance.choice(_BECAUSE)}." if chance.random() < 0.4 else f"{said}."


def _question(chance: Random) -> str:
    doing = chance.choice(DOINGS)
    start = chance.choice((
        f"did {_anybody(chance)}", f"does {chance.choice(_ONE)}", f"do {chance.choice(MANY)}",
        f"when did {_anybody(chance)}", f"why does {chance.choice(_ONE)}",
    ))  # fmt: skip
    return f"{start} {doing.base} {_after(chance, doing)}?"


def _anybody(chance: Random) -> str:
    if chance.random() < 0.25:
        return words.person(chance) if chance.random() < 0.3 else words.name(chance)
    return chance.choice(_ONE + MANY)


def _time(chance: Random, times: tuple[str, ...]) -> str:
    return chance.choice(times).format(
        d=chance.choice(words.WEEKDAYS), month=chance.choice(words.MONTHS)
    )


def _after(chance: Random, doing: Doing) -> str:
    food, food2 = chance.sample(words.FOODS, 2)
    return chance.choice(doing.after).format(
        place=chance.choice(_PLACES),
        town=words.place(chance),
        thing=words.with_article(chance.choice(_THINGS)),
        food=food,
        food2=food2,
        who=chance.choice(_WHO) if chance.random() < 0.8 else words.name(chance),
        animal=words.with_article(chance.choice(words.ANIMALS)),
        job=words.with_article(chance.choice(words.JOBS)),
    )


_THINGS = (
    *words.THINGS, "apple", "orange", "umbrella", "old car", "empty box", "egg", "onion", "ticket",
    "newspaper", "red coat", "new phone", "interesting book", "easy answer", "open window",
)  # fmt: skip
