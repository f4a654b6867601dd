"""Where sentences end, in several scripts; every character belongs to one of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.sentences import sentences

CASES = {
    "plain": ["It rained. ", "Did it? ", "Yes!"],
    "titles": ["Mr. Smith met Dr. Jones. ", "They spoke."],
    "initials": ["J. K. Rowling wrote it. ", "She lives in the U.K. ", "The end."],
    "decimals": ["It costs $3.14 or 2.5 € today. ", "Fine."],
    "latin abbreviations": [
        "Use a tool, e.g. Excel, i.e. a sheet (cf. Miller et al. 2020). ",
        "OK.",
    ],
    "numbers after": ["See Fig. 3, No. 5 and p. 12. ", "He said no. ", "Then he left."],
    "units are words": ["It took 5 ms. ", "Then it ended."],
    "company": ["Acme Inc. Berlin is large. ", "We like Acme Inc. ", "The firm is old."],
    "quotation marks": ["“Really?” she asked. ", "“Go.” ", "They went. ", '"No." ', "He stayed."],
    "brackets": ["(It was late.) ", "He slept [see below]. ", "So did I."],
    "note marks": ["It is so.[12] ", "Others differ.¹ ", "End."],
    "small letter goes on": ["Yahoo! shares fell... and rose again. ", "Good."],
    "spaced ellipsis": ["He waited . . . ", "Nothing came."],
    "marks of emphasis": ["**Bold.** ", "Next."],
    "addresses": ["See www.example.org/a.html or mail a.b@c.org. ", "Thanks."],
    "spanish": ["¿Qué? ", "¡No! ", "El Sr. García vive en la pág. 5. ", "Sí."],
    "german": ["Am 3. Oktober war es z. B. so, d. h. kalt. ", "Dann kam er."],
    "french": ["M. Dupont et Mme. Durand sont là. ", "Bien !"],
    "russian": ["В г. Москва и т. д. ", "Потом А. С. Пушкин вернулся."],
    "chinese": ["今天下雨。", "真的吗？！", "是的……我不知道。", "（注。）", "完。"],
    "chinese quotation": ["他说：“走吧！”", "然后走了。", "「好。」", "「もういい……」", "と彼。"],
    "chinese comma goes on": ["“好！”，他说。", "走。"],
    "full-width point": ["圆周率为3．14左右．", "好．"],
    "arabic": ["هل أنت بخير؟ ", "نعم. ", "أنا بخير."],
    "urdu": ["یہ ایک جملہ ہے۔ ", "دوسرا۔"],
    "hindi": ["यह एक वाक्य है। ", "दूसरा वाक्य॥ ", "अंत"],
    "korean": ["오늘은 좋다. ", "내일은? ", "모레!"],
    "hard-wrapped": ["A sentence that\nis wrapped. ", "Another\none."],
    "empty line": ["A title without a stop\n\n", "Text."],
    "items": ["Bring:\n", "- bread\n", "- 2. grade milk\n", "1. First\n", "2. Second"],
}


@pytest.mark.parametrize("wanted", CASES.values(), ids=CASES.keys())
def test_the_sentences_of(wanted: list[str]) -> None:
    text = "".join(wanted)
    assert [text[start:end] for start, end in sentences(text)] == wanted


def test_nothing_has_no_sentences() -> None:
    assert sentences("") == []
    assert sentences(" \n\n ") == [(0, 4)]


@given(
    st.text(alphabet=st.sampled_from('aA .!?。！…\n"”)1،؟।[]-*#’') | st.characters(), max_size=200)
)
def test_sentences_cover_every_character_in_order(text: str) -> None:
    spans = sentences(text)
    assert "".join(text[start:end] for start, end in spans) == text
    assert all(start < end for start, end in spans)
    assert all(not text[start].isspace() for start, _ in spans[1:])
