"""Texts with errors of a fixed catalogue, and what is right."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

from assistant.core.writing import prompts
from assistant.core.writing.actions import built_in
from models.starter.recipe import everyday, words
from models.starter.recipe.facts import about_something, filler
from models.starter.recipe.sample import Sample

TASK = "proofread"
_CLEAN = 0.12
_SEVERAL = 0.25

MISSPELLED = {
    right: wrong
    for wrong, right in (
        pair.split(":")
        for pair in [
            "accomodate:accommodate",
            "acheive:achieve",
            "adress:address",
            "alot:much",
            "allready:already",
            "apparantly:apparently",
            "arguement:argument",
            "becuase:because",
            "begining:beginning",
            "beleive:believe",
            "buisness:business",
            "calender:calendar",
            "comming:coming",
            "commitee:committee",
            "completly:completely",
            "definately:definitely",
            "dissapear:disappear",
            "embarass:embarrass",
            "enviroment:environment",
            "experiance:experience",
            "finaly:finally",
            "foriegn:foreign",
            "freind:friend",
            "goverment:government",
            "gaurd:guard",
            "happend:happened",
            "immediatly:immediately",
            "intrested:interested",
            "knowlege:knowledge",
            "libary:library",
            "litle:little",
            "mispell:misspell",
            "neccessary:necessary",
            "noticable:noticeable",
            "occured:occurred",
            "oppurtunity:opportunity",
            "peice:piece",
            "posession:possession",
            "prefered:preferred",
            "probaly:probably",
            "recieve:receive",
            "recomend:recommend",
            "remeber:remember",
            "seperate:separate",
            "similiar:similar",
            "speach:speech",
            "sucessful:successful",
            "suprise:surprise",
            "tommorow:tomorrow",
            "truely:truly",
            "untill:until",
            "usualy:usually",
            "wierd:weird",
            "writting:writing",
        ]
    )
}
"""Right word → how it is often written. "alot" stands for no single word and is left out."""
MISSPELLED.pop("much", None)

_VERBS = {
    "go": "goes", "work": "works", "live": "lives", "play": "plays", "read": "reads",
    "write": "writes", "need": "needs", "know": "knows", "like": "likes", "want": "wants",
    "make": "makes", "take": "takes", "see": "sees", "help": "helps", "ask": "asks",
}  # fmt: skip
_ALL_VERBS = _VERBS | {doing.base: doing.third for doing in everyday.DOINGS}
_SHORT = {
    "don't": "dont", "doesn't": "doesnt", "can't": "cant", "isn't": "isnt", "won't": "wont",
    "didn't": "didnt", "wasn't": "wasnt", "couldn't": "couldnt",
}  # fmt: skip
_PLAIN = (
    "{p} {vs} every {d}.",
    "{p} and {q} {v} together on {d}.",
    "They {v} in {t}, but {p} {vs} in {u}.",
    "She {vs} with {p} when the weather is good.",
    "He {sd} know {p}.",
    "We {pd} have time on {d}.",
    "{p} {sd} want to go to {t}.",
    "I think that {p} is in {t}.",
    "On {d}, {p} bought {a} and {b}.",
    "There is {a} in the house of {p}.",
    "{p} saw {a} near {t}.",
)
_WITH_WORD = (
    "{p} could not {w} it.", "It was {w} that {p} came.", "Everybody in {t} knows the {w}.",
    "{p} wrote about the {w}.", "We talked about the {w} with {p}.", "That is {w} for {p}.",
)  # fmt: skip
_THINGS = (*words.THINGS, "apple", "orange", "umbrella", "old car", "empty box", "egg", "idea")


def _thing(chance: Random) -> str:
    return words.with_article(chance.choice(_THINGS))


def sentence(chance: Random) -> str:
    """A sentence without errors."""
    if chance.random() < 0.5:
        return everyday.sentence(chance)
    kind = chance.random()
    if kind < 0.25:
        return about_something(chance, 1)[0].sentence
    if kind < 0.35:
        return filler(chance)
    pattern = chance.choice(_WITH_WORD if kind < 0.6 else _PLAIN)
    verb = chance.choice(list(_VERBS))
    return pattern.format(
        p=words.person(chance) if chance.random() < 0.5 else words.name(chance),
        q=words.name(chance),
        v=verb,
        vs=_VERBS[verb],
        sd=chance.choice(("doesn't", "didn't", "can't", "couldn't", "won't")),
        pd=chance.choice(("don't", "didn't", "can't", "won't")),
        d=chance.choice(words.WEEKDAYS),
        t=words.place(chance),
        u=words.place(chance),
        a=_thing(chance),
        b=_thing(chance),
        w=chance.choice(list(MISSPELLED)),
    )


# --- errors: each takes a right text and gives a wrong one, or the same where it does not apply


def _spelling(chance: Random, text: str) -> str:
    found = [word for word in MISSPELLED if re.search(rf"\b{word}\b", text)]
    if not found:
        return text
    word = chance.choice(found)
    return re.sub(rf"\b{word}\b", MISSPELLED[word], text, count=1)


def _doubled(chance: Random, text: str) -> str:
    found = [m for m in re.finditer(r"\b[a-z]{2,}\b(?=[ .,])", text) if "'" not in m[0]]
    if not found:
        return text
    match = chance.choice(found)
    return f"{text[: match.end()]} {match[0]}{text[match.end() :]}"


def _article(chance: Random, text: str) -> str:
    found = list(re.finditer(r"\b(an?) (?=[a-z])", text))
    if not found:
        return text
    match = chance.choice(found)
    wrong = "a" if match[1] == "an" else "an"
    return f"{text[: match.start(1)]}{wrong}{text[match.end(1) :]}"


_SEVERAL_PEOPLE = "|".join(
    (*(f"{who[0].upper()}{who[1:]}" for who in everyday.MANY), r"[\w ]+ and [\w]+")
)


def _agreement(chance: Random, text: str) -> str:
    """One's verb without its s, and several people's with one."""
    singular = {third: base for base, third in _ALL_VERBS.items()}
    match = re.search(rf"(?<=[a-z] )({'|'.join(singular)})\b", text)
    if match and (chance.random() < 0.7 or not re.match(r"They|\w+ \w* ?and", text)):
        return f"{text[: match.start()]}{singular[match[0]]}{text[match.end() :]}"
    match = re.match(rf"((?:{_SEVERAL_PEOPLE}) )({'|'.join(_ALL_VERBS)})\b", text)
    if match and not re.match(r"[^,]*\b(?:read)\b", text):
        return f"{match[1]}{_ALL_VERBS[match[2]]}{text[match.end() :]}"
    return text


def _capital(chance: Random, text: str) -> str:
    found = [m.start() for m in re.finditer(r"\b[A-Z](?=[a-z])", text)]
    if re.search(r"\bI\b", text):
        found += [m.start() for m in re.finditer(r"\bI\b", text)]
    if not found:
        return text
    at = chance.choice(found)
    return f"{text[:at]}{text[at].lower()}{text[at + 1 :]}"


def _spacing(chance: Random, text: str) -> str:
    spaces = [m.start() for m in re.finditer(r"(?<=[a-z]) (?=[a-z])", text)]
    commas = [m.start() for m in re.finditer(r", ", text)]
    kind = chance.randrange(3)
    if kind == 0 and spaces:
        at = chance.choice(spaces)
        return f"{text[:at]} {text[at:]}"
    if kind == 1 and commas:
        at = chance.choice(commas)
        return f"{text[:at]},{text[at + 2 :]}"
    return f"{text[:-1]} {text[-1]}" if text[-1:] in ".?!" else text


def _punctuation(chance: Random, text: str) -> str:
    found = [word for word in _SHORT if word in text]
    if found and chance.random() < 0.7:
        word = chance.choice(found)
        return text.replace(word, _SHORT[word], 1)
    if text[-1:] != ".":
        return text
    return text[:-1] if chance.random() < 0.6 else f"{text}."


ERRORS: dict[str, Callable[[Random, str], str]] = {
    "spelling": _spelling,
    "doubled word": _doubled,
    "a or an": _article,
    "agreement": _agreement,
    "capital": _capital,
    "spacing": _spacing,
    "punctuation": _punctuation,
}


_LEARNED = {"agreement": 3.0, "capital": 2.0, "spacing": 1.5, "punctuation": 0.5}
"""How often a kind is learned, of the others: what is hard to see more often."""
_TWICE = 0.15
"""So many of the spoiled sentences have two errors."""


def _kinds(chance: Random, count: int) -> list[str]:
    return chance.choices(list(ERRORS), [_LEARNED.get(kind, 1.0) for kind in ERRORS], k=count)


def spoiled(chance: Random, kind: str) -> tuple[str, str]:
    """A sentence that is right, and with one error of `kind`."""
    while True:
        right = sentence(chance)
        wrong = ERRORS[kind](chance, right)
        if wrong != right:
            return right, wrong


def _spoiled_again(chance: Random, kind: str) -> tuple[str, str]:
    right, wrong = spoiled(chance, kind)
    if chance.random() < _TWICE:
        other = _kinds(chance, 1)[0]
        wrong = wrong if other == kind else ERRORS[other](chance, wrong)
    return right, wrong


def text(chance: Random, errors: int, sentences: int) -> tuple[str, str]:
    """A text that is right, and with errors in `errors` of its sentences."""
    pairs = [_spoiled_again(chance, kind) for kind in _kinds(chance, errors)]
    while len(pairs) < sentences:
        right = sentence(chance)
        pairs.append((right, right))
    chance.shuffle(pairs)
    return " ".join(right for right, _ in pairs), " ".join(wrong for _, wrong in pairs)


def proofread(right: str, wrong: str) -> Sample:
    """The application's own prompt for `wrong`."""
    action = built_in("proofread")
    assert action is not None  # noqa: S101 - it ships with the application
    fence = prompts.fence_for(wrong)
    system = prompts.system_prompt(action, "", fence)
    return Sample(TASK, prompts.piece_turns(system, wrong, fence), right)


def sample(chance: Random) -> Sample:
    """Mostly one error in one to three sentences; sometimes several, sometimes none."""
    kind = chance.random()
    errors = 0 if kind < _CLEAN else chance.randint(2, 3) if kind < _CLEAN + _SEVERAL else 1
    right, wrong = text(chance, errors, max(errors, chance.choice((1, 1, 2, 3))))
    return proofread(right, wrong)
