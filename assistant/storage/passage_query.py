"""What a question asks of the full-text table of passages.

A question is no search: most of its words need not occur. Its words are joined by OR and BM25
puts the passages first that hold many and rare ones.
"""

from __future__ import annotations

from itertools import groupby, pairwise

from assistant.storage.folding import UNSPACED_CHARACTER, Folding

_MOST_TERMS = 48
_STEM = 4

_ENGLISH_WORDS = """
a about above all also am an and any are as at be been before being below between both but by can
could did do does doing down during each few for from further had has have having he her here hers
him his how i if in into is it its just me more most my no nor not now of off on once only or other
our out over own please s same say says she should so some such t tell than that the their them
then there these they this those through to too under until up very was we were what when where
which while who whom why will with would you your document text according many much
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_CHINESE_PAIRS = """
什么 多少 怎么 怎样 哪些 哪个 哪里 哪一 为什 如何 是否 请问 是什 是多 么是 么时 时候 几个
是谁 有哪 有什 有多 么样 需要
"""
_CHINESE = frozenset(_CHINESE_PAIRS.split())
_CHINESE_SINGLE = frozenset("的了是在有和与吗呢吧啊个些这那么谁几哪请")
_ENDINGS = ("ations", "ation", "ings", "ing", "ies", "ied", "es", "ed", "s", "e", "y")


def match_expression(question: str, folding: Folding) -> str:
    """The FTS5 expression for `question`; "" when it holds no letter or number."""
    terms: dict[str, None] = {}
    spare: dict[str, None] = {}
    runs = groupby(folding.tokens(question), key=lambda t: bool(UNSPACED_CHARACTER.fullmatch(t)))
    for unspaced, run in runs:
        tokens = list(run)
        for term, counts in _pairs(tokens) if unspaced else map(_word, tokens):
            (terms if counts else spare)[term] = None
    return " OR ".join(list(terms or spare)[:_MOST_TERMS])


def _pairs(tokens: list[str]) -> list[tuple[str, bool]]:
    """Every two neighbours as a phrase: a word of most scripts without spaces has two or more."""
    if len(tokens) == 1:
        return [(f'"{tokens[0]}"', tokens[0] not in _CHINESE_SINGLE)]
    return [
        (
            f'"{a} {b}"',
            a + b not in _CHINESE and not (a in _CHINESE_SINGLE or b in _CHINESE_SINGLE),
        )
        for a, b in pairwise(tokens)
    ]


def _word(token: str) -> tuple[str, bool]:
    counts = token not in _ENGLISH
    if len(token) > _STEM:
        return f'"{_stem(token)}" *', counts
    if token.isascii() and token.isalpha() and len(token) > 2:
        one = token[:-1] if token.endswith("s") and len(token) == _STEM else token
        return f'"{one}" OR "{one}s"', counts
    return f'"{token}"', counts


def _stem(token: str) -> str:
    """`token` without an English ending, so that its other forms begin with what is left."""
    if not token.isascii() or not token.isalpha():
        return token
    for ending in _ENDINGS:
        if token.endswith(ending) and len(token) - len(ending) >= _STEM:
            return token[: -len(ending)]
    return token
