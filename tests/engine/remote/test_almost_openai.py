"""Servers that speak the API almost: each way is handled, with a sentence where it matters."""

from __future__ import annotations

import json
import threading

import pytest

from assistant.core.messages import Delta, Finished
from tests.engine.remote.conftest import Away, asked
from tests.engine.remote.loopback_server import DONE, Exchange, LoopbackServer, event

HELLO = (event({"role": "assistant", "content": ""}), event({"content": "Hel"}),
         event({"content": "lo"}), event({}, finish="stop"))  # fmt: skip


def usage(**counts: int) -> bytes:
    return b"data: " + json.dumps({"choices": [], "usage": counts}).encode() + b"\n\n"


def test_an_answer_with_usage(loopback: LoopbackServer, away: Away) -> None:
    loopback.says(*HELLO, usage(prompt_tokens=9, completion_tokens=2), DONE)
    text, last = away.answer(asked())
    assert text == "Hello"
    assert (last.usage.prompt_tokens, last.usage.completion_tokens) == (9, 2)
    assert last.reason == "stop"
    assert last.timings.first_token_s > 0
    [sent] = away.sent()
    assert (sent.host, sent.place) == (f"127.0.0.1:{loopback.port}", "terminal")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("no usage", [*HELLO, DONE]),
        ("no [DONE]", list(HELLO)),
        ("no finish reason", [*HELLO[:3], DONE]),
        ("CRLF", [part.replace(b"\n", b"\r\n") for part in (*HELLO, DONE)]),
        ("CR", [part.replace(b"\n", b"\r") for part in (*HELLO, DONE)]),
        ("comments", [b": keep-alive\n\n", *HELLO, b":\n\n", DONE]),
        ("no empty lines", [part.removesuffix(b"\n") for part in (*HELLO, DONE)]),
        ("no space", [part.replace(b"data: ", b"data:") for part in (*HELLO, DONE)]),
        ("event names", [b"event: message\nid: 7\nretry: 10\n" + part for part in HELLO]),
        ("one byte each", [bytes([byte]) for byte in b"".join((*HELLO, DONE))]),
        ("JSON lines", [part.removeprefix(b"data: ") for part in HELLO]),
        ("null content", [event({"content": None}), *HELLO, event({"content": None}), DONE]),
        ("rubbish between", [HELLO[0], b"data: {not json}\n\n", *HELLO[1:], DONE]),
        ("numbers for text", [event({"content": 5}), *HELLO, DONE]),
        ("choices null", [b'data: {"choices": null}\n\n', *HELLO, DONE]),
        ("not closed at the end", [*HELLO[:3], HELLO[3].rstrip(b"\n")]),
        ("text after DONE", [*HELLO, DONE, event({"content": "more"})]),
    ],
)
def test_the_same_answer_in_another_way(
    name: str, parts: list[bytes], loopback: LoopbackServer, away: Away
) -> None:
    loopback.says(*parts)
    text, last = away.answer(asked())
    assert text == "Hello"
    assert last.reason == "stop"
    assert last.usage.completion_tokens > 0  # estimated where nobody counted
    assert bool(last.notes) == (name == "rubbish between")


def test_characters_split_between_packets_and_between_chunks(
    loopback: LoopbackServer, away: Away
) -> None:
    whole = (
        event({"content": "纸与墨 é"}) + b'data: {"choices":[{"delta":{"content":"\\ud83d"}}]}\n\n'
    )
    whole = whole.replace(b"\\u7eb8", "纸".encode())
    data = (
        whole + b'data: {"choices":[{"delta":{"content":"\\ude00!"},"finish_reason":"stop"}]}\n\n'
    )
    loopback.says(*(data[at : at + 3] for at in range(0, len(data), 3)))
    text, _ = away.answer(asked())
    assert text == "纸与墨 é😀!"


def test_a_whole_document_instead_of_a_stream(loopback: LoopbackServer, away: Away) -> None:
    document = {
        "choices": [
            {"message": {"role": "assistant", "content": "Hello"}, "finish_reason": "stop"}
        ],
        "usage": {"prompt_tokens": 3, "completion_tokens": 1},
    }
    loopback.chat(lambda exchange: exchange.json(json.dumps(document, indent=1).encode()))
    text, last = away.answer(asked())
    assert (text, last.usage.prompt_tokens) == ("Hello", 3)


@pytest.mark.parametrize(
    "choice", [{"message": {"content": "Hello"}}, {"message": {"content": "Hello"}, "index": 0}]
)
def test_a_whole_document_is_whole_also_without_a_reason(
    choice: dict[str, object], loopback: LoopbackServer, away: Away
) -> None:
    document = json.dumps({"choices": [choice]}).encode()
    loopback.chat(lambda exchange: exchange.json(document))
    text, last = away.answer(asked())
    assert (text, last.reason) == ("Hello", "stop")


def test_reasoning_in_a_field_of_its_own_or_in_tags(loopback: LoopbackServer, away: Away) -> None:
    thought = [event({"reasoning_content": "Let me "}), event({"reasoning": "see."})]
    loopback.says(*thought, *HELLO, DONE)
    command = asked()
    text, _ = away.answer(command)
    assert (away.text(command.request_id, "reasoning"), text) == ("Let me see.", "Hello")
    loopback.says(*(event({"content": c}) for c in "<think>\nSo.\n</think>\n\nHello"), DONE)
    command = asked()
    text, _ = away.answer(command)
    assert (away.text(command.request_id, "reasoning"), text) == ("So.", "Hello")


@pytest.mark.parametrize(
    ("answer", "kind", "words"),
    [
        (
            [b'data: {"error": {"message": "out of memory", "code": 500}}\n\n'],
            "server",
            "out of memory",
        ),
        ([b'error: {"message": "slot unavailable"}\n\n'], "server", "slot unavailable"),
        ([b'data: {"object": "error", "message": "bad day"}\n\n'], "server", "bad day"),
        (
            [b'data: {"error": {"message": "maximum context length is 10 tokens"}}\n\n'],
            "context_full",
            "too long",
        ),
        ([b"<!DOCTYPE html><html><body>Sign in</body></html>"], "server", "web page"),
        ([b"whatever\n"], "server", "no answer of a model"),
        ([b""], "server", "no answer of a model"),
        ([b"data: [1, 2]\n\n" * 30], "server", "no answer of a model"),
    ],
)
def test_what_is_no_answer_fails_with_a_sentence(
    answer: list[bytes], kind: str, words: str, loopback: LoopbackServer, away: Away
) -> None:
    loopback.says(*answer)
    failed = away.fails(asked())
    assert failed.kind == kind
    assert words in failed.text
    assert "Traceback" not in failed.text


def test_an_error_in_the_middle_keeps_what_came(loopback: LoopbackServer, away: Away) -> None:
    loopback.says(*HELLO[:3], b'data: {"error": "overloaded"}\n\n')
    command = asked()
    failed = away.fails(command)
    assert away.text(command.request_id) == "Hello"
    assert "overloaded" in failed.text


@pytest.mark.parametrize("how", ["cut", "end"])
def test_an_answer_that_breaks_off_is_not_taken_for_whole(
    how: str, loopback: LoopbackServer, away: Away
) -> None:
    def reply(exchange: Exchange) -> None:
        exchange.stream(HELLO[:3])
        if how == "cut":
            exchange.cut()

    loopback.chat(reply)
    command = asked()
    failed = away.fails(command)
    assert away.text(command.request_id) == "Hello"
    assert "in the middle of the answer" in failed.text


def test_tools_are_told_and_not_called(loopback: LoopbackServer, away: Away) -> None:
    call = event({"tool_calls": [{"index": 0, "function": {"name": "rm"}}]}, finish="tool_calls")
    loopback.says(*HELLO[:3], call, DONE)
    text, last = away.answer(asked())
    assert text == "Hello"
    assert "tool" in last.notes[0]
    loopback.says(call, DONE)
    assert away.fails(asked()).kind == "no_answer"


@pytest.mark.parametrize(
    ("finish", "counted", "limit", "reason"),
    [
        ("length", 5, 5, "length"),
        ("length", 3, 5, "context_full"),
        ("length", 3, 0, "context_full"),
        ("stop", 3, 5, "stop"),
        ("eos", 3, 5, "stop"),
        ("content_filter", 3, 5, "stop"),
    ],
)
def test_finish_reasons(
    finish: str, counted: int, limit: int, reason: str, loopback: LoopbackServer, away: Away
) -> None:
    loopback.says(
        event({"content": "Hello"}, finish=finish),
        usage(prompt_tokens=5, completion_tokens=counted), DONE,
    )  # fmt: skip
    _, last = away.answer(asked(max_tokens=limit))
    assert last.reason == reason
    assert bool(last.notes) == (finish == "content_filter")


def test_stop_strings_hold_also_where_the_server_forgets_them(
    loopback: LoopbackServer, away: Away
) -> None:
    gone = threading.Event()

    def reply(exchange: Exchange) -> None:
        exchange.stream([event({"content": "one E"}), event({"content": "ND two"})])
        if exchange.wait_until_gone():
            gone.set()

    loopback.chat(reply)
    text, last = away.answer(asked(stop=("END",)))
    assert (text, last.reason) == ("one ", "stop")
    assert gone.wait(60)


def test_probabilities_of_both_shapes(loopback: LoopbackServer, away: Away) -> None:
    top = [{"token": "Hi", "logprob": -0.1, "bytes": None}, {"token": "Ho", "logprob": -2.5}]
    content = [{"token": "Hi", "logprob": -0.1, "top_logprobs": top}]
    loopback.says(event({"content": "Hi"}, logprobs={"content": content}, finish="stop"), DONE)
    command = asked(logprobs=2)
    away.answer(command)
    [token] = [each for delta in away.seen if isinstance(delta, Delta) for each in delta.logprobs]
    assert (token.text, token.logprob, token.top[1].text) == ("Hi", -0.1, "Ho")
    assert loopback.sent()[-1].fields["top_logprobs"] == 2
    old = {"tokens": ["Hi"], "token_logprobs": [-0.1], "top_logprobs": [{"Hi": -0.1, "Ho": -2.5}]}
    chunk = {"choices": [{"text": "Hi", "logprobs": old, "finish_reason": "stop"}]}
    loopback.replies["POST", "/v1/completions"] = lambda x: x.stream(
        [b"data: " + json.dumps(chunk).encode() + b"\n\n", DONE]
    )
    away.seen.clear()
    command = asked("Say", logprobs=2, raw=True)
    text, _ = away.answer(command)
    [token] = [each for delta in away.seen if isinstance(delta, Delta) for each in delta.logprobs]
    assert (text, token.top[1].logprob) == ("Hi", -2.5)
    assert loopback.sent("/v1/completions")[0].fields["prompt"] == "Say"


def test_cancel_closes_the_connection_at_once(loopback: LoopbackServer, away: Away) -> None:
    from assistant.core.messages import Cancel

    gone = threading.Event()

    def reply(exchange: Exchange) -> None:
        exchange.stream([event({"content": "Once upon"})])
        if exchange.wait_until_gone():
            gone.set()

    loopback.chat(reply)
    command = asked()
    away.board.submit(command)
    away.until(lambda e: isinstance(e, Delta))
    away.board.submit(Cancel(target=command.request_id))
    last = away.last(command.request_id)
    assert isinstance(last, Finished)
    assert last.reason == "cancelled"
    assert gone.wait(60)
