"""Names and quoted terms in a text: capitalised words that no sentence begins with, and quotes."""

from __future__ import annotations

import re

from assistant.core.writing.guarded_items import Item, Masked

_HAN = "\u2e80-\u9fff\uac00-\ud7a3"
_WORD = re.compile(rf"[^\W\d_{_HAN}](?:[^\W{_HAN}]|['’.-](?=[^\W{_HAN}]))*")
_ENDS = frozenset(".!?:;…。！？：；\n\r|•")
_MARKS = frozenset(" \t*_#>-–—\"'“”‘’«»„([{（「『《+~\x00")
_NOT_NAMES = frozenset(
    (
        *("i", "i'm", "i've", "i'd", "i'll", "ok", "mr", "mrs", "ms", "dr", "pm", "am", "re", "fw"),
        *("dear", "hi", "hello", "yours", "best", "regards", "kind", "sincerely", "ps"),
    )
)
_QUOTED = re.compile(
    r"“(?P<a>[^“”\n]{1,60})”|\"(?P<b>[^\"\n]{1,60})\"|«\s?(?P<c>[^«»\n]{1,60}?)\s?»|„(?P<d>[^„“”\n]{1,60})[“”]"
    r"|「(?P<e>[^「」\n]{1,60})」|『(?P<f>[^『』\n]{1,60})』|《(?P<g>[^《》\n]{1,60})》"
)
_GERMAN_SHARE = 0.25
"""Of the words inside of sentences; beyond it capitals are the language's habit."""
_TITLE_SHARE = 0.75
_LEAST_WORDS = 4


def take_quoted(text: Masked) -> None:
    """The quoted terms; they stay in the rest, for there may be names in them."""
    for found in _QUOTED.finditer(text.rest):
        inner = next(part for part in found.groups() if part is not None)
        key = folded(inner)
        if key and "\x00" not in inner:
            text.items.append(Item("quoted", found[0], key, found.start(), found.end()))


def folded(text: str) -> str:
    """`text` as quotations are compared: without case, kinds of quotes and outer punctuation."""
    plain = text.replace("’", "'").replace("‘", "'").replace("“", '"').replace("”", '"')
    return " ".join(plain.casefold().split()).strip(" .,;:!?，。；：！？、…")


def names(text: Masked) -> list[Item]:
    """The names in the rest of `text`: one item for each word of them."""
    rest = text.rest
    found = [each for each in _WORD.finditer(rest)]
    titles = _title_lines(rest)
    inside = [each for each in found if not _begins_sentence(rest, each.start())]
    capitals = sum(each[0][0].isupper() for each in inside)
    habit = len(inside) >= 6 and capitals > _GERMAN_SHARE * len(inside)
    items: list[Item] = []
    for place, word in enumerate(found):
        if any(start <= word.start() < end for start, end in titles):
            continue
        if _is_name(rest, found, place, habit=habit):
            shown = bare(word[0])
            items.append(Item("name", shown, _key(shown), word.start(), word.start() + len(shown)))
    return items


def words_of(text: str) -> set[str]:
    """All words of a text as names are compared."""
    every = {bare(each[0]).casefold() for each in _WORD.finditer(text)}
    parts = {part for word in every for part in re.split(r"[-.]", word)}
    return parts | {_key(word) for word in every}


def _key(name: str) -> str:
    """U.S. and US, I-Phone and iPhone alike."""
    return re.sub(r"[.\-]", "", name).casefold()


def bare(word: str) -> str:
    """`word` without the ending of the possessive."""
    return re.sub(r"['’]s?$", "", word).rstrip(".")


def _is_name(text: str, found: list[re.Match[str]], place: int, *, habit: bool) -> bool:
    word = found[place][0]
    if bare(word).casefold().replace("’", "'") in _NOT_NAMES or word.casefold() in _NOT_NAMES:
        return False
    capitals = sum(one.isupper() for one in word)
    if len(word) > 1 and capitals and not word[0].isupper():
        return True  # iPhone, eBay
    if not word[0].isupper():
        return False
    letters = sum(one.isalpha() for one in word)
    if capitals >= 2 and len(word) > 1:
        return letters <= 6 or capitals < letters or not _shouts(found, place)
    if len(word) == 1 or _begins_sentence(text, found[place].start()):
        return False
    return not habit or _has_neighbour(text, found, place)


def _shouts(found: list[re.Match[str]], place: int) -> bool:
    """Whether the words beside it are in capitals as well."""
    beside = [found[near][0] for near in (place - 1, place + 1) if 0 <= near < len(found)]
    return any(len(word) > 1 and word.isupper() for word in beside)


def _has_neighbour(text: str, found: list[re.Match[str]], place: int) -> bool:
    """Two capitalised words in a row are a name even where all nouns have a capital."""
    for one, other in ((place - 1, place), (place, place + 1)):
        if one < 0 or other >= len(found):
            continue
        left, right = found[one], found[other]
        if _begins_sentence(text, left.start()):
            continue
        if (
            left[0][0].isupper()
            and right[0][0].isupper()
            and text[left.end() : right.start()] == " "
        ):
            return True
    return False


def _begins_sentence(text: str, at: int) -> bool:
    while at > 0:
        before = text[at - 1]
        if before in _ENDS:
            return True
        if before not in _MARKS:
            return False
        at -= 1
    return True


def _title_lines(text: str) -> list[tuple[int, int]]:
    """Headings in which most words have a capital."""
    spans: list[tuple[int, int]] = []
    at = 0
    for line in text.splitlines(keepends=True):
        words = [each for each in _WORD.findall(line) if len(each) > 3]
        heading = line.lstrip().startswith("#") or not line.rstrip().endswith((".", "!", "?", ","))
        capitals = sum(word[0].isupper() for word in words)
        if heading and len(words) >= _LEAST_WORDS and capitals >= _TITLE_SHARE * len(words):
            spans.append((at, at + len(line)))
        at += len(line)
    return spans
