"""Facts in sentences, each with questions that it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from random import Random

from models.starter.recipe import words


@dataclass(frozen=True)
class Relation:
    """What can be said of a subject: `{s}` is the subject and `{v}` the value."""

    value: Callable[[Random], str]
    sentences: tuple[str, ...]
    questions: tuple[str, ...]


@dataclass(frozen=True)
class Fact:
    """`sentence` says it; each of `questions` asks for `value`, which stands in the sentence.

    `relations` are all that could be said of the subject.
    """

    subject: str
    sentence: str
    value: str
    questions: tuple[str, ...]
    relations: tuple[Relation, ...]


def _one_of(values: Sequence[str]) -> Callable[[Random], str]:
    return lambda chance: chance.choice(values)


def _priced(chance: Random) -> str:
    return f"{words.number(chance)} {chance.choice(('euros', 'dollars', 'pounds', 'crowns'))}"


_PERSON = (
    Relation(
        words.place,
        ("{s} lives in {v}.", "{s} has lived in {v} for years.", "The home of {s} is in {v}."),
        ("Where does {s} live?", "In which town does {s} live?", "Where is the home of {s}?"),
    ),
    Relation(
        lambda chance: words.with_article(chance.choice(words.JOBS)),
        ("{s} works as {v}.", "By trade, {s} is {v}.", "For a living, {s} works as {v}."),
        ("What does {s} do for a living?", "What is the job of {s}?", "What does {s} work as?"),
    ),
    Relation(
        words.year,
        ("{s} was born in {v}.", "In {v}, {s} was born.", "The birth of {s} was in {v}."),
        ("When was {s} born?", "In what year was {s} born?", "What is the birth year of {s}?"),
    ),
    Relation(
        _one_of(words.SUBJECTS),
        ("{s} studied {v}.", "At university, {s} chose {v}.", "{s} holds a degree in {v}."),
        ("What did {s} study?", "Which subject did {s} study?"),
    ),
    Relation(
        words.person,
        ("{s} is married to {v}.", "{s} and {v} are married.", "{s} married {v}."),
        ("Who is {s} married to?", "Whom did {s} marry?"),
    ),
    Relation(
        words.name,
        ("{s} has a dog called {v}.", "The dog of {s} is called {v}."),
        ("What is the dog of {s} called?", "What is the name of the dog of {s}?"),
    ),
    Relation(
        _one_of(words.FOODS),
        ("{s} likes {v} best.", "The favourite food of {s} is {v}."),
        ("What does {s} like best?", "What is the favourite food of {s}?"),
    ),
)
_COMPANY = (
    Relation(
        words.year,
        ("{s} was founded in {v}.", "The company {s} dates from {v}.", "{s} began in {v}."),
        ("When was {s} founded?", "In what year was {s} founded?", "When did {s} begin?"),
    ),
    Relation(
        words.person,
        ("{s} is led by {v}.", "{v} runs {s}.", "The head of {s} is {v}."),
        ("Who leads {s}?", "Who is the head of {s}?", "Who runs {s}?"),
    ),
    Relation(
        words.number,
        ("{s} employs {v} people.", "At {s}, {v} people work."),
        ("How many people does {s} employ?", "How many people work at {s}?"),
    ),
    Relation(
        words.place,
        ("{s} has its office in {v}.", "The office of {s} is in {v}."),
        ("Where is the office of {s}?", "Where does {s} have its office?"),
    ),
    Relation(
        lambda chance: f"{chance.choice(words.THINGS)}s of {chance.choice(words.MATERIALS)}",
        ("{s} makes {v}.", "{s} is known for its {v}."),
        ("What does {s} make?", "What is {s} known for?"),
    ),
)
_CONTRACT = (
    Relation(
        _priced,
        ("The rent for {s} is {v}.", "{s} costs {v} a month."),
        ("How much is the rent for {s}?", "What does {s} cost a month?"),
    ),
    Relation(
        words.day,
        ("The contract for {s} ends on {v}.", "{s} has to be returned on {v}."),
        ("When does the contract for {s} end?", "When does {s} have to be returned?"),
    ),
    Relation(
        words.person,
        ("{v} owns {s}.", "The owner of {s} is {v}."),
        ("Who owns {s}?", "Who is the owner of {s}?"),
    ),
    Relation(
        lambda chance: f"{chance.randint(2, 60)} {chance.choice(('days', 'weeks', 'months'))}",
        ("The notice for {s} is {v}.", "For {s}, notice of {v} has to be given."),
        ("How long is the notice for {s}?", "What notice has to be given for {s}?"),
    ),
)


def _building(chance: Random) -> str:
    kind = chance.choice(("house", "flat", "shop", "hall", "barn", "studio"))
    return f"the {kind} in {words.name(chance)} Street"


KINDS: tuple[tuple[Callable[[Random], str], tuple[Relation, ...]], ...] = (
    (words.person, _PERSON),
    (words.company, _COMPANY),
    (_building, _CONTRACT),
)


def facts(chance: Random, subject: str, relations: tuple[Relation, ...], most: int) -> list[Fact]:
    """At most `most` different facts about `subject`."""
    chosen = chance.sample(relations, min(most, len(relations)))
    return [_fact(chance, subject, each, relations) for each in chosen]


def about_something(chance: Random, most: int) -> list[Fact]:
    """Facts about a new subject."""
    make, relations = chance.choice(KINDS)
    return facts(chance, make(chance), relations, most)


def _fact(
    chance: Random, subject: str, relation: Relation, relations: tuple[Relation, ...]
) -> Fact:
    value = relation.value(chance)
    sentence = chance.choice(relation.sentences).format(s=subject, v=value)
    sentence = sentence[0].upper() + sentence[1:]
    asked = tuple(each.format(s=subject) for each in relation.questions)
    return Fact(subject, sentence, value, asked, relations)


_FILLERS = (
    "The weather was {a} that week.",
    "Nobody knows exactly why.",
    "This has been said many times.",
    "There is more to tell, but not here.",
    "It was {a} and quiet outside.",
    "Some of the neighbours remember it well.",
    "As so often, it began with {b}.",
    "That is what people say, at least.",
    "A {c} stood near the door.",
    "Later there was {b} for everybody.",
    "We shall come back to this below.",
    "On {d} the street was {a}.",
    "Opinions on this differ.",
    "It is a long story.",
    "In between there was music.",
    "All of this took some time.",
)
_MOODS = ["cold", "warm", "grey", "bright", "calm", "wet", "dry", "windy", "pleasant", "dull"]


def filler(chance: Random) -> str:
    """A sentence that says nothing about anybody."""
    return chance.choice(_FILLERS).format(
        a=chance.choice(_MOODS),
        b=chance.choice(words.FOODS),
        c=chance.choice(words.THINGS),
        d=chance.choice(words.WEEKDAYS),
    )
