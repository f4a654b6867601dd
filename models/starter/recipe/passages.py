"""Questions about passages that are in the prompt, answered with the sentence that says it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import cycle, islice
from random import Random

from assistant.core import follow_up
from assistant.core.answer import NOT_IN_DOCUMENTS, Source, prompt
from assistant.core.asking import room_for_earlier
from assistant.core.messages import Turn
from assistant.core.passage import Passage
from models.starter.recipe import exchanges, words
from models.starter.recipe.facts import KINDS, Fact, about_something, facts, filler
from models.starter.recipe.sample import Sample

TASK = "answer"
_UNANSWERED = 0.15
_LONG = 0.1
_GOING_ON = 0.35
_ABOUT_NO_DOCUMENT = 0.25
_EARLIER_TOKENS = room_for_earlier(2_048)
"""In the context of the starter."""
_FAMILY = 9
"""At least so many questions that the passages answer."""


def answer_of(fact: Fact, number: int) -> str:
    """The answer with the sentence it comes from."""
    return f"{fact.value[0].upper()}{fact.value[1:]}: “{fact.sentence}” [{number}]"


@dataclass(frozen=True)
class Asked:
    """A question about `sources`. `fact` answers it, in the source `number`; None: nothing does."""

    question: str
    sources: list[Source]
    fact: Fact | None
    number: int = 0
    earlier: tuple[Turn, ...] = ()


def sample(chance: Random) -> Sample:
    """A question with its passages, as the application asks it."""
    return _sample(asked(chance))


def going_on(chance: Random) -> Sample:
    """The same after other exchanges."""
    return _sample(asked_later(chance))


def family(chance: Random) -> list[Sample]:
    """Questions about the same passages: about everything they say, and about what they do not.

    Many after the same earlier turns."""
    known, sources = _told(chance)
    earlier = _earlier(chance, known) if chance.random() < _GOING_ON else ()
    number = chance.randint(1, 2**60)
    facts_at = [(fact, place) for place, told in enumerate(known, 1) for fact in told]
    chance.shuffle(facts_at)
    made = [
        Asked(chance.choice(fact.questions), sources, fact, place, earlier)
        for fact, place in islice(cycle(facts_at), max(len(facts_at), _FAMILY))
    ]
    made += [
        Asked(_unanswered(chance, known), sources, None, earlier=earlier)
        for _ in range(round(len(made) * _UNANSWERED / (1 - _UNANSWERED)))
    ]
    return [replace(_sample(each), family=number) for each in made]


def _sample(made: Asked) -> Sample:
    answer = NOT_IN_DOCUMENTS if made.fact is None else answer_of(made.fact, made.number)
    return Sample(TASK, prompt(made.question, made.sources, made.earlier), answer)


def _earlier(chance: Random, known: list[list[Fact]]) -> tuple[Turn, ...]:
    """What the application shows of earlier turns: about the same passages, others, or none."""
    told = [fact for each in known for fact in each]
    turns: list[Turn] = []
    for _ in range(chance.randint(1, follow_up.MOST_EXCHANGES)):
        if chance.random() < _ABOUT_NO_DOCUMENT:
            said = exchanges.exchange(chance)
            turns += (*said.turns, Turn("assistant", said.answer))
        else:
            fact = chance.choice(told) if told and chance.random() < 0.7 else None
            turns += exchange(chance, fact)
    return follow_up.recent(turns, _EARLIER_TOKENS)


def exchange(chance: Random, fact: Fact | None = None) -> tuple[Turn, Turn]:
    """A question about a document, `fact` or another, and its answer; without the passages."""
    fact = fact or about_something(chance, 1)[0]
    answer = answer_of(fact, chance.randint(1, 4))
    return Turn("user", chance.choice(fact.questions)), Turn("assistant", answer)


def asked(chance: Random) -> Asked:
    """One to four passages of several subjects each, one question."""
    known, sources = _told(chance)
    number = chance.randrange(len(known))
    fact = chance.choice(known[number])
    question = chance.choice(fact.questions)
    if chance.random() < _UNANSWERED:
        return Asked(_unanswered(chance, known), sources, None)
    return Asked(question, sources, fact, number + 1)


def asked_later(chance: Random) -> Asked:
    """The same after other exchanges."""
    return replace(asked(chance), earlier=_earlier(chance, []))


def _told(chance: Random) -> tuple[list[list[Fact]], list[Source]]:
    """What each passage says, and the passages."""
    long = chance.random() < _LONG
    known: list[list[Fact]] = []
    sources = []
    for number in range(1, chance.randint(1, 4 if long else 2) + 1):
        told, text = _passage(chance, chance.randint(2, 4 if long else 3))
        known.append(told)
        sources.append(_source(chance, number, text))
    return known, sources


def _passage(chance: Random, subjects: int) -> tuple[list[Fact], str]:
    told: list[Fact] = []
    for _ in range(subjects):
        make, relations = chance.choice(KINDS)
        told += facts(chance, make(chance), relations, chance.randint(1, 2))
    chance.shuffle(told)
    lines = [fact.sentence for fact in told]
    for _ in range(chance.randint(0, 2)):
        lines.insert(chance.randint(0, len(lines)), filler(chance))
    return told, " ".join(lines)


def _source(chance: Random, number: int, text: str) -> Source:
    page = chance.choice((0, chance.randint(1, 400)))
    heading = chance.choice(("", words.name(chance), f"About {words.name(chance)}"))
    file = f"{words.invented(chance)}.{chance.choice(('pdf', 'docx', 'txt', 'md'))}"
    passage = Passage(
        document_id=number, start=0, end=len(text), text=text, page=page, heading=heading
    )
    return Source(number, f"/documents/{file}", passage)


def _unanswered(chance: Random, known: list[list[Fact]]) -> str:
    """A question about somebody who is not there, or about what is not said of somebody."""
    stranger = chance.choice(about_something(chance, 1)[0].questions)
    if chance.random() < 0.5:
        return stranger
    told = [fact for each in known for fact in each]
    subject = chance.choice(told).subject
    said = {question for fact in told for question in fact.questions}
    relations = next(fact.relations for fact in told if fact.subject == subject)
    unsaid = [
        question
        for fact in facts(chance, subject, relations, len(relations))
        for question in fact.questions
        if question not in said
    ]
    return chance.choice(unsaid) if unsaid else stranger
