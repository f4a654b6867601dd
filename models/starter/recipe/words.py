"""Words to make sentences of: short lists of real ones, and invented names without end.

Names and invented words are put together from syllables, several hundred thousand of each, so
that nobody can learn them by heart: they have to be copied.
"""

from __future__ import annotations

from random import Random

_ONSETS = (
    *("b", "br", "c", "ch", "d", "dr", "f", "fl", "g", "gr", "h", "j", "k", "kr", "l", "m", "n"),
    *("p", "pl", "r", "s", "sh", "st", "t", "th", "tr", "v", "w", "z"),
)
_VOWELS = ("a", "e", "i", "o", "u", "ai", "ea", "ia", "io", "ou")
_CODAS = ("", "", "", "l", "m", "n", "r", "s", "t", "nd", "rk", "x")
_FIRST = [
    "Ada",
    "Ben",
    "Clara",
    "David",
    "Emma",
    "Felix",
    "Grace",
    "Hugo",
    "Ines",
    "Jonas",
    "Karla",
    "Leo",
    "Maria",
    "Noah",
    "Olga",
    "Paul",
    "Rosa",
    "Sam",
    "Tara",
    "Victor",
    "Wanda",
    "Yusuf",
    "Zoe",
    "Lin",
    "Mei",
    "Wei",
    "Amir",
    "Nadia",
    "Priya",
    "Kofi",
]

JOBS = [
    "baker",
    "carpenter",
    "dentist",
    "doctor",
    "driver",
    "farmer",
    "gardener",
    "journalist",
    "judge",
    "librarian",
    "mechanic",
    "nurse",
    "painter",
    "pilot",
    "plumber",
    "sailor",
    "singer",
    "tailor",
    "teacher",
    "writer",
]
ANIMALS = [
    "cat",
    "dog",
    "goat",
    "horse",
    "rabbit",
    "parrot",
    "sheep",
    "donkey",
    "turtle",
    "fox",
    "owl",
    "bear",
]
COLOURS = ["red", "blue", "green", "yellow", "white", "black", "brown", "grey", "purple", "orange"]
SUBJECTS = [
    "history",
    "physics",
    "music",
    "law",
    "medicine",
    "botany",
    "chemistry",
    "geography",
    "mathematics",
    "philosophy",
]
FOODS = [
    "bread",
    "soup",
    "rice",
    "cheese",
    "apples",
    "cake",
    "fish",
    "noodles",
    "salad",
    "plums",
    "honey",
    "beans",
]
THINGS = [
    "bridge",
    "tower",
    "garden",
    "library",
    "clock",
    "boat",
    "lamp",
    "table",
    "mirror",
    "wagon",
    "violin",
    "camera",
    "kettle",
    "ladder",
    "blanket",
    "basket",
    "map",
    "bell",
    "coat",
    "chair",
]
MATERIALS = [
    "wood",
    "stone",
    "glass",
    "copper",
    "iron",
    "clay",
    "silver",
    "paper",
    "wool",
    "bamboo",
]
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def with_article(word: str) -> str:
    """A word, or several, after "a" or "an"."""
    return ("an " if word[0] in "aeiou" else "a ") + word


def invented(chance: Random, syllables: int = 0) -> str:
    """An invented word in small letters."""
    count = syllables or chance.choice((2, 2, 3))
    word = "".join(chance.choice(_ONSETS) + chance.choice(_VOWELS) for _ in range(count))
    return word + chance.choice(_CODAS)


def name(chance: Random) -> str:
    """An invented name, capitalised."""
    return invented(chance).capitalize()


def person(chance: Random) -> str:
    """A first and an invented last name."""
    first = chance.choice(_FIRST) if chance.random() < 0.5 else name(chance)
    return f"{first} {name(chance)}"


def place(chance: Random) -> str:
    """A town."""
    return name(chance) + chance.choice(("", "", "", "ville", " Bay", " Falls", "burg", " Hill"))


def company(chance: Random) -> str:
    kind = chance.choice(("Works", "Labs", "Brothers", "Trading", "Press", "Mills"))
    return f"{name(chance)} {kind}"


def year(chance: Random) -> str:
    return str(chance.randint(1700, 2035))


def number(chance: Random) -> str:
    """A count, with thousands separated as in English text."""
    return f"{chance.choice((chance.randint(2, 99), chance.randint(100, 99_999))):,}"


def day(chance: Random) -> str:
    """A date without a year."""
    return f"{chance.randint(1, 28)} {chance.choice(MONTHS)}"
