"""Bytes to text: the same result however they are portioned, and nothing lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from hypothesis import example, given
from hypothesis import strategies as st

from assistant.engine.prompt import TAGS
from assistant.engine.text_stream import (
    Piece,
    ReasoningSplitter,
    ReasoningTags,
    StopStrings,
    TextStream,
    Utf8Stream,
    prefix_overlap,
)

THINK = ReasoningTags("<think>", "</think>")


@st.composite
def portioned(draw: st.DrawFn, whole: st.SearchStrategy[bytes]) -> list[bytes]:
    """The same bytes in random portions, down to single ones."""
    data = draw(whole)
    cuts = sorted(draw(st.lists(st.integers(0, len(data)), max_size=len(data) + 1)))
    edges = [0, *cuts, len(data)]
    return [data[start:end] for start, end in pairwise(edges)]


some_bytes = st.one_of(
    st.binary(max_size=40),
    st.text(max_size=30).map(lambda text: text.encode("utf-8", "replace")),
)


@given(portioned(some_bytes))
def test_utf8_in_any_portions(portions: list[bytes]) -> None:
    stream = Utf8Stream()
    pieces = [stream.feed(portion) for portion in portions]
    pieces.append(stream.finish())
    assert "".join(pieces) == b"".join(portions).decode("utf-8", "replace")
    for piece in pieces:
        piece.encode("utf-8")


def test_an_unfinished_character_is_held_back() -> None:
    stream = Utf8Stream()
    assert stream.feed("你".encode()[:2]) == ""
    assert stream.feed("你".encode()[2:]) == "你"
    assert stream.finish() == ""


letters = st.text("abc", max_size=24)
stop_lists = st.lists(st.text("abc", min_size=1, max_size=4), max_size=3)


@given(portioned(letters.map(str.encode)), stop_lists)
@example([b"abc", b"abcd"], ["abcd", "bc"])
def test_stop_strings_in_any_portions(portions: list[bytes], stops: list[str]) -> None:
    def run(texts: Sequence[str]) -> tuple[str, bool]:
        stream = StopStrings(stops)
        out = "".join([stream.feed(text) for text in texts])
        return out + stream.finish(), stream.stopped

    whole = b"".join(portions).decode()
    pieces = [portion.decode() for portion in portions]
    one_by_one = run(list(whole))
    assert run(pieces) == one_by_one
    out, stopped = one_by_one
    assert whole.startswith(out)
    assert stopped == any(stop in whole for stop in stops)
    if not stopped:
        assert out == whole
    assert not any(stop in out for stop in stops)


def test_held_back_text_is_released_when_it_is_no_stop_string() -> None:
    stream = StopStrings(["\nUser:"])
    assert stream.feed("one\nUs") == "one"
    assert stream.feed("ual") == "\nUsual"


@given(st.text("ab", max_size=12), st.lists(st.text("ab", max_size=5), max_size=3))
def test_overlap_is_the_longest_beginning(text: str, needles: list[str]) -> None:
    expected = max(
        (
            size
            for needle in needles
            for size in range(1, len(needle))
            if text.endswith(needle[:size])
        ),
        default=0,
    )
    assert prefix_overlap(text, needles) == expected


def _joined(pieces: list[Piece]) -> dict[str, str]:
    out = {"answer": "", "reasoning": ""}
    for channel, text in pieces:
        assert text
        out[channel] += text
    return out


def _portions_agree(make: Callable[[], TextStream], portions: list[bytes]) -> dict[str, str]:
    def run(parts: list[bytes]) -> dict[str, str]:
        stream = make()
        pieces = [piece for part in parts for piece in stream.feed(part)]
        return _joined(pieces + stream.finish())

    whole = b"".join(portions)
    result = run(portions)
    assert result == run([whole[at : at + 1] for at in range(len(whole))])
    assert result == run([whole])
    return result


marked = st.lists(
    st.sampled_from(["<think>", "</think>", " ", "\n", "a", "b ", "<", "</", "<thi", "你", "STOP"]),
    max_size=14,
).map("".join)


@given(portioned(marked.map(str.encode)), st.booleans(), st.booleans())
def test_reasoning_in_any_portions(portions: list[bytes], inside: bool, strips: bool) -> None:
    result = _portions_agree(
        lambda: TextStream(stops=["STOP"], tags=THINK, inside=inside, strips_start=strips),
        portions,
    )
    whole = b"".join(portions).decode().split("STOP")[0]
    # nothing but the tags and white space around the parts is left out
    assert "".join((result["reasoning"] + result["answer"]).split()) in {
        "".join(_without_tags(whole, inside).split()),
        "".join(whole.split()),
    }
    assert result["reasoning"] == result["reasoning"].strip()


def _without_tags(text: str, inside: bool) -> str:
    body = text if inside else text.lstrip()
    if not inside:
        if not body.startswith("<think>"):
            return text
        body = body.removeprefix("<think>")
    return body.replace("</think>", "", 1)


def _split(text: str, tags: ReasoningTags | None, *, inside: bool = False) -> dict[str, str]:
    splitter = ReasoningSplitter(tags, inside=inside)
    pieces = splitter.feed(text)
    return _joined(pieces + splitter.finish())


def test_reasoning_and_answer() -> None:
    text = "\n<think>\nLet me see.\n</think>\n\nYes <think> no"
    assert _split(text, THINK) == {"reasoning": "Let me see.", "answer": "Yes <think> no"}


def test_reasoning_that_the_prompt_opened() -> None:
    assert _split("hm\n</think>\nYes", THINK, inside=True) == {"reasoning": "hm", "answer": "Yes"}


def test_reasoning_without_an_end() -> None:
    assert _split("<think>a </thi", THINK) == {"reasoning": "a </thi", "answer": ""}


def test_no_reasoning() -> None:
    assert _split("Yes </think>", THINK) == {"reasoning": "", "answer": "Yes </think>"}
    assert _split(" <think>x", None) == {"reasoning": "", "answer": " <think>x"}


def test_reasoning_in_channels() -> None:
    tags = TAGS[0]
    text = (
        "<|channel|>analysis<|message|>Think.<|end|><|start|>assistant"
        "<|channel|>final<|message|>Done."
    )
    assert _split(text, tags) == {"reasoning": "Think.", "answer": "Done."}
    assert _split("<|channel|>final<|message|>Done.", tags) == {"reasoning": "", "answer": "Done."}


def test_a_cut_answer_loses_its_unfinished_character() -> None:
    stream = TextStream()
    assert stream.feed(b"ok \xe4\xbd") == [("answer", "ok ")]
    assert stream.finish(cut=True) == []
    stream = TextStream()
    stream.feed(b"ok \xe4\xbd")
    assert stream.finish() == [("answer", "\ufffd")]
