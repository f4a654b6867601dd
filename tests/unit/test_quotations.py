"""Quotations: found in an answer, looked up in the text they come from."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.quotations import folded, located, quotations

TEXT = (
    "The parties agree on a well-\nknown arbitra-\ntor. “He said ‘no’,” she wrote.\n"
    "The ﬁne is １２０ euros — at most.\n违约金为三\n千元，押金另计。 Ende der Straße."
)

words = st.lists(
    st.text(st.sampled_from("abcdexyzäßéœ 违约金"), min_size=1, max_size=7).filter(str.strip),
    min_size=3,
    max_size=30,
)


@pytest.mark.parametrize(
    ("answer", "found"),
    [
        ("He writes “one thing” [1].", ["one thing"]),
        ('It says "two" and "three".', ["two", "three"]),
        ("合同写明「违约金」和『押金』。", ["违约金", "押金"]),
        ("Elle dit « oui ».", ["oui"]),
        ("Es heißt „so nicht“ dort.", ["so nicht"]),
        ("Er sagt »genau so« dazu.", ["genau so"]),
        ("“outer ‘inner’ end”", ["outer ‘inner’ end"]),
        ('a 5" pipe and a 6" pipe', []),
        ('`"code"` and\n```\nprint("x")\n```\n', []),
        ("an “unclosed mark\n\nanother paragraph”", []),
        ("nothing", []),
    ],
)
def test_quotations_of_an_answer(answer: str, found: list[str]) -> None:
    assert [each.text for each in quotations(answer)] == found
    for each in quotations(answer):
        assert each.text in answer[each.start : each.end]


@pytest.mark.parametrize(
    ("quote", "place"),
    [
        ("well-known arbitrator", "well-\nknown arbitra-\ntor"),
        ("a wellknown", "a well-\nknown"),
        ("the fine is 120 euros", "The ﬁne is １２０ euros"),
        ("the fine is 120 euros – at most", "The ﬁne is １２０ euros — at most"),
        ("违约金为三千元", "违约金为三\n千元"),
        ("违约金为三千元,押金", "违约金为三\n千元，押金"),
        ("\"He said 'no',\" she wrote", "“He said ‘no’,” she wrote"),
        ("The parties agree … at most", TEXT[: TEXT.index(" most") + 5]),
        ("the parties [...] arbitrator", "The parties agree on a well-\nknown arbitra-\ntor"),
        ("STRASSE", "Straße"),
        ("at most,", "at most"),
    ],
)
def test_a_quotation_is_found_where_it_stands(quote: str, place: str) -> None:
    found = located(quote, TEXT)
    assert found is not None
    assert TEXT[slice(*found)] == place


@pytest.mark.parametrize(
    "quote",
    [
        "the fine is 121 euros",
        "part",  # the middle of a word is no quotation
        "arties agree",
        "at most … The parties",  # in the other order
        "违约金为四千元",
        "known well arbitrator",
        "",
        "…",
        "!",
    ],
)
def test_what_does_not_stand_there_is_not_found(quote: str) -> None:
    assert located(quote, TEXT) is None


@given(words, st.data())
def test_every_piece_of_a_text_is_found_whatever_copying_did_to_it(
    parts: list[str], data: st.DataObject
) -> None:
    text = " ".join(parts)
    first = data.draw(st.integers(0, len(parts) - 1))
    last = data.draw(st.integers(first + 1, len(parts)))
    piece = " ".join(parts[first:last])
    mangled = _copied(piece, random.Random(data.draw(st.integers())))
    found = located(mangled, text)
    assert found is not None
    assert folded(text[slice(*found)]).text == folded(piece).text


@given(words, words)
def test_what_is_found_is_the_same_words(parts: list[str], quoted: list[str]) -> None:
    text, quote = " ".join(parts), " ".join(quoted)
    found = located(quote, text)
    assert (found is not None) <= (folded(quote).text in folded(text).text)
    if found is not None:
        assert folded(text[slice(*found)]).text == folded(quote).text


@given(st.text(max_size=60))
def test_folding_points_back_into_the_text(text: str) -> None:
    result = folded(text)
    assert len(result.text) == len(result.starts) == len(result.ends)
    assert list(result.starts) == sorted(result.starts)
    assert all(0 <= a < b <= len(text) for a, b in zip(result.starts, result.ends, strict=True))


def _copied(piece: str, chance: random.Random) -> str:
    """Other white space, soft hyphens within words, capitals."""
    spaces = [" ", "\n", "  ", "\u00a0"]
    out = ""
    for place, character in enumerate(piece):
        neighbours = piece[place - 1 : place + 1]
        if character == " ":
            out += chance.choice(spaces)
            continue
        if place and neighbours.isalpha() and neighbours.isascii() and chance.random() < 0.2:
            out += chance.choice(["\u00ad", "-\n"])
        out += character.upper() if character.isascii() and chance.random() < 0.3 else character
    return out
