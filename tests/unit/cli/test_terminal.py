"""Nothing a model or a file holds can command the terminal."""

from __future__ import annotations

import io
import json
import os
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.cli.terminal import (
    Terminal,
    clean_for_terminal,
    json_text,
    one_line,
    typed_text,
)

BIDI = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
ANY_TEXT = st.text(
    st.one_of(
        st.characters(),
        st.characters(min_codepoint=0, max_codepoint=0x9F),
        st.sampled_from(BIDI),
        st.characters(min_codepoint=0xD800, max_codepoint=0xDFFF),
    )
)


def obeyed(text: str) -> set[str]:
    """The characters of `text` that a terminal would obey instead of showing."""
    return {
        character
        for character in text
        if (unicodedata.category(character) in ("Cc", "Cs") and character not in "\n\t")
        or character in BIDI
    }


@given(ANY_TEXT)
def test_clean_text_holds_nothing_a_terminal_obeys(text: str) -> None:
    assert not obeyed(clean_for_terminal(text))


@given(ANY_TEXT, st.integers(min_value=0))
def test_cleaning_pieces_is_cleaning_the_whole(text: str, place: int) -> None:
    cut = place % (len(text) + 1)
    pieces = clean_for_terminal(text[:cut]) + clean_for_terminal(text[cut:])
    assert pieces == clean_for_terminal(text)


@given(ANY_TEXT)
def test_harmless_characters_stay(text: str) -> None:
    harmless = "".join(character for character in text if not obeyed(character))
    assert clean_for_terminal(harmless) == harmless


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b[31mred\x1b[0m", "\\x1b[31mred\\x1b[0m"),
        ("\x1b]0;title\x07", "\\x1b]0;title\\x07"),
        ("a\rb", "a\\x0db"),
        ("\x9b2J", "\\x9b2J"),
        ("\u202eexe.gpj", "\\u202eexe.gpj"),
        ("\x7f", "\\x7f"),
        ("two\n\tlines", "two\n\tlines"),
        ("世界 👩‍🚀 é", "世界 👩‍🚀 é"),
    ],
)
def test_controls_become_visible(text: str, shown: str) -> None:
    assert clean_for_terminal(text) == shown


@given(ANY_TEXT)
def test_a_row_is_one_line(text: str) -> None:
    row = one_line(text)
    assert not obeyed(row)
    assert "\n" not in row
    assert "\t" not in row


def joined(text: str) -> str:
    """What JSON makes of two halves of a pair that happen to stand together."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")


@given(ANY_TEXT, st.booleans(), st.sampled_from([None, 2]))
def test_json_is_the_same_document_without_controls(
    text: str, ascii_only: bool, indent: int | None
) -> None:
    document = {"text": text, text: [1, None, 0.5]}
    written = json_text(document, ascii_only=ascii_only, indent=indent)
    assert not obeyed(written)
    assert json.loads(written) == {"text": joined(text), joined(text): [1, None, 0.5]}
    if ascii_only:
        assert written.isascii()


@given(st.binary())
def test_what_was_typed_becomes_whole_characters(data: bytes) -> None:
    text = typed_text(data.decode("utf-8", "surrogateescape"))
    assert text == data.decode("utf-8", "replace")
    text.encode("utf-8")


def test_lone_halves_of_pairs_are_replaced() -> None:
    assert typed_text("a\ud83db") == "a\ufffdb"
    assert typed_text("\ud83d\ude00") == "😀"


class FakeTerminal(io.StringIO):
    encoding = "utf-8"

    def isatty(self) -> bool:
        return True


def test_progress_is_replaced_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    out, err = io.StringIO(), FakeTerminal()
    terminal = Terminal(out, err)
    terminal.progress("Loading 43 %\x1b[31m")
    terminal.progress("Loading 99 %")
    terminal.write("done")
    assert err.getvalue() == "\rLoading 43 %\\x1b[31m\x1b[K\rLoading 99 %\x1b[K\r\x1b[K"
    assert out.getvalue() == "done"


@pytest.mark.parametrize("term", ["dumb", "xterm"])
def test_progress_needs_a_capable_terminal(term: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", term)
    err = FakeTerminal() if term == "dumb" else io.StringIO()
    terminal = Terminal(io.StringIO(), err)
    terminal.progress("Loading 43 %")
    terminal.clear_progress()
    assert err.getvalue() == ""


def test_a_stream_without_unicode_gets_escapes() -> None:
    data = io.BytesIO()
    out = io.TextIOWrapper(data, encoding="ascii")
    terminal = Terminal(out, io.StringIO())
    terminal.line("é世")
    terminal.json({"text": "é世"})
    written = data.getvalue().decode("ascii")
    line, _, rest = written.partition("\n")
    assert line == "\\xe9\\u4e16"
    assert json.loads(rest) == {"text": "é世"}


def test_a_reader_that_left_ends_the_output_quietly() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    with os.fdopen(writer, "w", encoding="utf-8") as out:
        terminal = Terminal(out, io.StringIO())
        terminal.line("nobody reads this")
        assert terminal.reader_gone
        terminal.line("nor this")
        terminal.finish()


def test_closed_streams_are_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    terminal = Terminal()
    terminal.line("to nowhere")
    terminal.note("to nowhere")
    terminal.out.close()
    terminal.err.close()
