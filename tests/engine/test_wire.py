"""The line format: everything survives the way there, nothing malformed crashes."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.core.entities import Usage
from assistant.core.errors import UserError
from assistant.core.messages import (
    WIRE_VERSION,
    AnyCommand,
    Cancel,
    CountTokens,
    Delta,
    Finished,
    Generate,
    Hello,
    LoadModel,
    Sampling,
    Shutdown,
    Turn,
)
from assistant.engine import wire

any_text = st.text(st.characters(exclude_categories=()), max_size=60)
turns = st.lists(
    st.builds(Turn, role=st.sampled_from(["system", "user", "assistant"]), content=any_text)
).map(tuple)
commands: st.SearchStrategy[AnyCommand] = st.one_of(
    st.builds(Generate, turns=turns, stop=st.lists(any_text, max_size=3).map(tuple)),
    st.builds(CountTokens, text=any_text, turns=turns),
    st.builds(LoadModel, path=any_text),
    st.builds(Cancel, target=any_text),
    st.just(Shutdown()),
)


@given(commands)
def test_commands_arrive_as_they_were_sent(command: AnyCommand) -> None:
    line = wire.encode(command)
    assert line.endswith(b"\n")
    assert line.count(b"\n") == 1
    arrived = wire.decode_command(line)
    assert type(arrived) is type(command)
    assert arrived.request_id == command.request_id
    assert wire.encode(arrived) == line


@given(any_text)
def test_text_arrives_whole(text: str) -> None:
    arrived = wire.decode_event(wire.encode(Delta(text=text)))
    assert isinstance(arrived, Delta)
    assert arrived.text == wire.whole_text(text)
    arrived.text.encode("utf-8")
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert arrived.text == text


def test_a_surrogate_pair_is_joined() -> None:
    assert wire.whole_text("\ud83d\ude00!") == "\U0001f600!"
    assert wire.whole_text("a\ud83d") == "a\ufffd"


@given(st.binary(max_size=200))
def test_nonsense_is_a_protocol_error(data: bytes) -> None:
    for decode in (wire.decode_command, wire.decode_event):
        try:
            decode(data)
        except UserError as error:
            assert error.kind == "protocol"
    wire.request_id_of(data)


@given(st.data())
def test_damaged_lines_are_a_protocol_error_or_another_message(data: st.DataObject) -> None:
    line = bytearray(wire.encode(data.draw(commands)))
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(line) - 1))
        line[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
        if not line:
            return
    try:
        wire.decode_command(bytes(line))
    except UserError as error:
        assert error.kind == "protocol"


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"type":"Delta"}',
        b'{"type":"Generate","turns":[{"role":"nobody","content":""}]}',
        b'{"type":"Generate","max_tokens":"many"}',
        b"[" * 100_000,
        b'{"type":"CountTokens","text":"\xff"}',
    ],
)
def test_lines_that_are_no_command(line: bytes) -> None:
    with pytest.raises(UserError) as caught:
        wire.decode_command(line)
    assert caught.value.kind == "protocol"


def test_the_request_of_a_bad_line_is_known_when_it_says_so() -> None:
    assert wire.request_id_of(b'{"type":"Generate","request_id":"7","max_tokens":"x"}') == "7"
    assert wire.request_id_of(b'{"type":"Unheard","request_id":"8"}') == "8"
    assert wire.request_id_of(b'{"request_id":"9"}') == "9"
    for line in (b"nothing", b"[]", b'{"request_id":7}', b"\xff", b"[" * 100_000):
        assert wire.request_id_of(line) == ""


@given(
    st.lists(st.binary(max_size=30).map(lambda data: data.replace(b"\n", b" "))),
    st.integers(1, 20),
)
def test_long_lines_are_skipped_whole(lines: list[bytes], limit: int) -> None:
    stream = io.BytesIO(b"".join(line + b"\n" for line in lines))
    expected = [
        None if len(line) > limit else line.strip()
        for line in lines
        if len(line) > limit or line.strip()
    ]
    assert list(wire.read_lines(stream, limit)) == expected


def test_the_greeting() -> None:
    assert wire.check_hello(Hello(pid=4)).pid == 4
    for wrong in (Hello(version=WIRE_VERSION + 1), Finished(usage=Usage())):
        with pytest.raises(UserError) as caught:
            wire.check_hello(wrong)
        assert caught.value.kind == "engine_start"


def test_numbers_keep_their_value() -> None:
    sampling = Sampling(temperature=0.1, seed=2**40, top_k=-1)
    arrived = wire.decode_command(wire.encode(Generate(sampling=sampling)))
    assert isinstance(arrived, Generate)
    assert arrived.sampling == sampling
