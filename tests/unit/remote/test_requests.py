"""What servers are asked: addresses, the fields of each kind of server, and the preview."""

from __future__ import annotations

import pytest

from assistant.core.chat_parameters import ChatParameters
from assistant.core.errors import UserError
from assistant.core.messages import Generate, Sampling, Turn
from assistant.core.remote.address import api_url, checked_address, origin_of, root_url
from assistant.core.remote.dialect import KINDS, Dialect, dialect_named
from assistant.core.remote.request import generate_request
from assistant.core.remote.server import (
    RemoteServer,
    is_remote,
    model_path,
    server_and_model,
)
from assistant.core.sampling_defaults import unresolved

SERVER = RemoteServer(id="a", name="A", url="https://example.org/v1")
EVERYTHING = Sampling(
    temperature=0.7, top_k=33, top_p=0.9, min_p=0.11, typical_p=0.8, xtc_probability=0.5,
    xtc_threshold=0.2, dry_multiplier=0.7, repeat_penalty=1.2, frequency_penalty=0.1,
    presence_penalty=0.2, mirostat=2, seed=7, logit_bias=(("word", 1.5),),
)  # fmt: skip


def fields(command: Generate, **dialect: object) -> dict[str, object]:
    return generate_request(SERVER, "m", command, Dialect(**dialect)).fields


def said(**more: object) -> Generate:
    return Generate(turns=(Turn("system", "Be brief."), Turn("user", "Hi")), **more)


@pytest.mark.parametrize(
    ("url", "chat", "props"),
    [
        ("http://box:8080", "http://box:8080/v1/chat/completions", "http://box:8080/props"),
        ("http://box:8080/", "http://box:8080/v1/chat/completions", "http://box:8080/props"),
        ("http://box:8080/v1", "http://box:8080/v1/chat/completions", "http://box:8080/props"),
        ("https://x.example/api/v1/", "https://x.example/api/v1/chat/completions", "https://x.example/api/props"),
        (
            "https://x.example/v1/chat/completions",
            "https://x.example/v1/chat/completions",
            "https://x.example/props",
        ),
        (
            "https://x.example/v1beta/openai",
            "https://x.example/v1beta/openai/chat/completions",
            "https://x.example/props",
        ),
        ("box:8080", "http://box:8080/v1/chat/completions", "http://box:8080/props"),
        ("192.168.1.2:80", "http://192.168.1.2:80/v1/chat/completions", "http://192.168.1.2:80/props"),
        ("api.example.org", "https://api.example.org/v1/chat/completions", "https://api.example.org/props"),
        ("http://[::1]:8080", "http://[::1]:8080/v1/chat/completions", "http://[::1]:8080/props"),
    ],
)  # fmt: skip
def test_addresses(url: str, chat: str, props: str) -> None:
    assert api_url(url, "chat/completions") == chat
    assert root_url(url, "props") == props
    assert api_url(checked_address(url), "chat/completions") == chat


def test_a_user_name_in_an_address_goes_nowhere() -> None:
    assert api_url("https://bob:secret@Example.org/v1", "models") == "https://example.org/v1/models"
    assert "secret" not in checked_address("https://bob:secret@example.org")
    assert origin_of("HTTPS://Example.ORG") == ("https", "example.org", 443)


@pytest.mark.parametrize(
    "url", ["", "ftp://x", "http://", "http://x:0", "http://x:99999", "a b", "http://x/\ny"]
)
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(UserError, match="no address"):
        api_url(url, "models")


def test_names_of_models_survive_being_paths() -> None:
    for model in ("Qwen/Qwen3-8B", "llama3:8b", "C:\\models\\a b.gguf", "模型/一%2F", "server:x/y"):
        path = model_path("id/1", model)
        assert is_remote(path)
        assert server_and_model(path) == ("id/1", model)


def test_every_field_where_it_is_known() -> None:
    command = said(sampling=EVERYTHING, max_tokens=5, stop=("END",), logprobs=3, thinking=False)
    llama = fields(command, kind="llama.cpp")
    assert llama["top_k"] == 33
    assert llama["xtc_threshold"] == 0.2
    assert llama["dry_multiplier"] == 0.7
    assert llama["dry_penalty_last_n"] == -1
    assert llama["mirostat"] == 2
    assert llama["logit_bias"] == [["word", 1.5]]
    assert llama["chat_template_kwargs"] == {"enable_thinking": False}
    assert (llama["logprobs"], llama["top_logprobs"]) == (True, 3)
    assert llama["stream_options"] == {"include_usage": True}
    vllm = generate_request(SERVER, "m", command, Dialect(kind="vLLM"))
    assert vllm.fields["repetition_penalty"] == 1.2
    assert "xtc_probability" not in vllm.fields
    assert "xtc_probability" in vllm.notes[0]
    assert "logit_bias" in vllm.notes[0]
    ollama = fields(command, kind="Ollama")
    assert ollama["reasoning_effort"] == "none"
    assert "top_k" not in ollama
    assert fields(command, kind="llama-cpp-python")["mirostat_mode"] == 2


@pytest.mark.parametrize("kind", KINDS)
def test_greedy_is_greedy_everywhere(kind: str) -> None:
    request = generate_request(
        SERVER, "m", said(sampling=Sampling(temperature=0.0)), dialect_named(kind)
    )
    assert request.fields["temperature"] == 0.0
    assert request.notes == ()


def test_what_the_person_left_to_the_model_is_left_to_the_server() -> None:
    sent = fields(said(sampling=unresolved(ChatParameters(temperature=0.3))), kind="vLLM")
    assert sent["temperature"] == 0.3
    assert not {"top_p", "top_k", "min_p", "repetition_penalty"} & set(sent)


def test_a_plain_server_hears_nothing_that_means_nothing() -> None:
    sent = fields(said(sampling=Sampling(top_k=0, min_p=0.0)))
    assert set(sent) == {
        "model", "messages", "stream", "stream_options",
        "temperature", "top_p", "frequency_penalty", "presence_penalty",
    }  # fmt: skip


def test_refused_fields_and_the_other_name_of_the_limit() -> None:
    command = said(sampling=EVERYTHING, max_tokens=5)
    sent = fields(command, refused=frozenset({"min_p"}), max_tokens="max_completion_tokens")
    assert "min_p" not in sent
    assert sent["max_completion_tokens"] == 5


def test_plain_completions_are_not_cut_after_sixteen_tokens() -> None:
    command = Generate(turns=(Turn("user", "Once upon"),), raw=True)
    sent = fields(command, context_length=1000)
    assert sent["prompt"] == "Once upon"
    assert 900 < sent["max_tokens"] < 1000
    assert "max_tokens" not in fields(command, kind="llama.cpp")
