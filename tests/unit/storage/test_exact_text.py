from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.storage.exact_text import escaped, unescaped

ANYTHING = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x10\ud800\udfffd801"),
        st.characters(categories=["Cs"]),
    )
)


@settings(deadline=None)
@given(ANYTHING)
def test_every_string_comes_back_equal(text: str) -> None:
    stored = escaped(text)
    assert "\x00" not in stored
    assert stored.encode("utf-8").decode("utf-8") == stored
    assert unescaped(stored) == text


@settings(deadline=None)
@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00\x10")))
def test_ordinary_text_stays_itself(text: str) -> None:
    assert escaped(text) == text
    assert unescaped(text) == text


def test_a_stray_escape_character_stays() -> None:
    assert unescaped("\x10?") == "\x10?"
