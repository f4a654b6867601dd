"""What is shown before is what leaves, to the byte."""

from __future__ import annotations

import json
from collections.abc import Callable

import msgspec
import pytest

from assistant.core.messages import Embed, Embedded, Generate, Sampling, Turn
from assistant.core.remote.consent import TERMINAL
from assistant.core.remote.dialect import dialect_named
from assistant.core.remote.preview import HIDDEN_KEY, preview
from tests.engine.remote.conftest import Away
from tests.engine.remote.loopback_server import DONE, Exchange, LoopbackServer, event

MakeAway = Callable[..., Away]
OWNERS = {"llamacpp": "llama.cpp", "vllm": "vLLM", "me": "llama-cpp-python", "library": "Ollama",
          "organization_owner": "LM Studio", "somebody": ""}  # fmt: skip
KEY = "sk-canary-5f2c0a7e91"
COMMAND = Generate(
    turns=(
        Turn("system", "You are brief."),
        Turn("user", "Write to anna@example.org, +49 30 1234567: 你好 \ud83d “quoted”"),
    ),
    sampling=Sampling(seed=3, top_k=7),
    max_tokens=9,
    stop=("bob@example.org",),
    thinking=False,
    place=TERMINAL,
)


@pytest.mark.parametrize("owner", OWNERS)
@pytest.mark.parametrize("key", ["", KEY])
@pytest.mark.parametrize("masking", [True, False])
def test_a_question_leaves_as_it_was_shown(
    owner: str, key: str, masking: bool, loopback: LoopbackServer, make_away: MakeAway
) -> None:
    listed = {"data": [{"id": "tiny", "owned_by": owner}]}
    loopback.replies["GET", "/v1/models"] = lambda exchange: exchange.json(listed)
    loopback.says(event({"content": "To [e-mail "}), event({"content": "1]."}, finish="stop"), DONE)
    away = make_away(loopback.url, key, masking=masking)
    info = away.load_remote().info
    assert info.description == OWNERS[owner]
    dialect = dialect_named(info.description, info.context_length)
    shown = preview(away.servers[0], "tiny", COMMAND, dialect, has_key=bool(key))
    text, last = away.answer(COMMAND)
    [sent] = loopback.sent()
    assert f"{loopback.url}{sent.path}" == shown.url
    assert sent.method == shown.method
    assert sent.body == shown.body.encode()
    assert json.loads(shown.shown) == json.loads(sent.body)
    hidden = [(name, HIDDEN_KEY if KEY in value else value) for name, value in sent.headers]
    assert sorted(hidden) == sorted(shown.headers)
    assert KEY not in repr(shown)
    assert shown.host == info.backend
    [told] = away.sent()
    assert told.masked == shown.masked == ({"email": 2, "phone": 1} if masking else {})
    assert text == ("To anna@example.org." if masking else "To [e-mail 1].")
    assert set(shown.notes) <= set(last.notes)
    assert ("anna@" in shown.body) == (not masking)
    assert (shown.messages, shown.characters > 30, shown.size > len(sent.body)) == (2, True, True)


def test_passages_leave_as_they_were_shown(loopback: LoopbackServer, make_away: MakeAway) -> None:
    def reply(exchange: Exchange) -> None:
        rows = [{"embedding": [1.0, 0.0]} for _ in exchange.request.fields["input"]]
        exchange.json({"data": rows})

    loopback.replies["POST", "/v1/embeddings"] = reply
    away = make_away(loopback.url, masking=True)
    away.load_remote(purpose="embedding")
    command = Embed(texts=("Call 030/1234567", "纸"), place=TERMINAL)
    shown = preview(away.servers[0], "tiny", command)
    assert isinstance(away.run(command), Embedded)
    assert loopback.sent("/v1/embeddings")[-1].body == shown.body.encode()
    assert (shown.messages, shown.masked) == (2, {"phone": 1})


def test_masking_that_is_switched_on_holds_from_the_next_question_on(
    loopback: LoopbackServer, away: Away
) -> None:
    loopback.says(event({"content": "Yes"}, finish="stop"), DONE)
    away.answer(COMMAND)
    away.servers[0] = msgspec.structs.replace(away.servers[0], masking=True)
    away.answer(msgspec.structs.replace(COMMAND, request_id="again"))
    before, after = (recorded.body.decode() for recorded in loopback.sent())
    assert "anna@" in before
    assert "anna@" not in after


def test_reasoning_gets_its_originals_back_too(
    loopback: LoopbackServer, make_away: MakeAway
) -> None:
    loopback.says(
        event({"reasoning_content": "Who is [e-mail"}), event({"reasoning_content": " 1]? "}),
        event({"content": "[e-ma"}), event({"content": "il 1"}, finish="stop"), DONE,
    )  # fmt: skip
    away = make_away(loopback.url, masking=True)
    away.load_remote()
    text, _ = away.answer(COMMAND)
    assert away.text(COMMAND.request_id, "reasoning").strip() == "Who is anna@example.org?"
    assert text == "[e-mail 1"
