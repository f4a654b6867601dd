"""How `inkstone chat` is told to draw tokens, as a shell sees it."""

from __future__ import annotations

import json
import math
from pathlib import Path

import pytest

from assistant import compose
from assistant.core.entities import ChatParameters
from assistant.paths import app_paths
from tests import tiny_models
from tests.e2e.terminal_runner import Inkstone

SCHEMA = {
    "type": "object",
    "properties": {"word": {"type": "string", "maxLength": 8}, "count": {"enum": [1, 2, 3]}},
    "required": ["word", "count"],
}


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    folder = tmp_path_factory.mktemp("models")
    return str(tiny_models.write_model(folder / "tiny.gguf", vocabulary="bpe"))


def written(path: Path, text: str) -> str:
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_sampling_options_are_kept_with_the_conversation(tmp_path: Path) -> None:
    options = ("--top-k", "7", "--top-p", "0.5", "--min-p", "0.1", "--repeat-penalty", "1.2")
    stops = ("--stop", "END", "--stop", "an")
    ended = Inkstone(tmp_path, {"script": "Plan an END."}).run(
        "chat", "-p", "?", "--json", *options, *stops
    )
    assert ended.json["text"].strip() == "Pl"
    store = compose.make_store(app_paths(tmp_path))
    parameters = store.get_conversation(1).parameters
    store.close()
    assert parameters == ChatParameters(
        top_k=7, top_p=0.5, min_p=0.1, repeat_penalty=1.2, stop=("END", "an")
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--top-k", "-1"), "whole number"),
        (("--top-p", "1.1"), "0 to 1"),
        (("--min-p", "nan"), "0 to 1"),
        (("--repeat-penalty", "0"), "more than 0"),
        (("--stop", ""), "--stop"),
        (("--logprobs", "0", "--json"), "whole number"),
        (("--logprobs", "3"), "--json"),
        (("--grammar", "a", "--json-schema", "b"), "not both"),
    ],
)
def test_wrong_options_are_a_matter_of_usage(
    options: tuple[str, ...], words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from assistant.cli.main import main

    monkeypatch.setenv("INKSTONE_HOME", str(tmp_path))
    assert main(["chat", "-p", "?", *options]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err


@pytest.mark.parametrize(
    ("content", "code", "kind"),
    [(None, 3, "no_such_file"), (b"", 2, "usage"), (b"\xff\xfe\x00", 2, "usage")],
)
def test_a_grammar_file_that_cannot_be_read(
    content: bytes | None, code: int, kind: str, tmp_path: Path
) -> None:
    path = tmp_path / "shape.gbnf"
    if content is not None:
        path.write_bytes(content)
    for option in ("--grammar", "--json-schema"):
        ended = Inkstone(tmp_path).run("chat", "-p", "?", "--json", option, str(path))
        assert (ended.code, ended.out, ended.error["kind"]) == (code, "", kind)
    ended = Inkstone(tmp_path).run("chat", "-p", "?", "--json", "--grammar", str(tmp_path))
    assert (ended.code, ended.error["kind"]) == (3, "is_directory")


def test_an_answer_follows_a_grammar_and_a_schema(tmp_path: Path, model: str) -> None:
    inkstone = Inkstone(tmp_path)
    grammar = written(tmp_path / "digits.gbnf", 'root ::= "no. " [0-9]{3}')
    ended = inkstone.run("chat", "-m", model, "-p", "Which?", "--grammar", grammar)
    assert (ended.code, ended.err) == (0, "")
    assert ended.out[:4] == "no. "
    assert ended.out[4:7].isdigit()
    schema = written(tmp_path / "schema.json", json.dumps(SCHEMA))
    ended = inkstone.run("chat", "-m", model, "-p", "?", "--json", "--json-schema", schema)
    document = json.loads(ended.json["text"])
    assert list(document) == ["word", "count"]
    assert document["count"] in (1, 2, 3)
    assert len(document["word"]) <= 8


def test_a_bad_grammar_is_told_and_nothing_dies(tmp_path: Path, model: str) -> None:
    inkstone = Inkstone(tmp_path)
    bad = written(tmp_path / "bad.gbnf", "root ::= nobody")
    ended = inkstone.run("chat", "-m", model, "-p", "?", "--json", "--grammar", bad)
    assert (ended.code, ended.out, ended.error["kind"]) == (2, "", "usage")
    assert "nobody" in ended.error["message"]
    remote = written(tmp_path / "far.json", '{"$ref": "http://127.0.0.1:1/schema"}')
    ended = inkstone.run("chat", "-m", model, "-p", "?", "--json", "--json-schema", remote)
    assert (ended.code, ended.error["kind"]) == (2, "usage")


def test_probabilities_of_every_token(tmp_path: Path, model: str) -> None:
    inkstone = Inkstone(tmp_path)
    options = ("--logprobs", "3", "--max-tokens", "6", "--temperature", "0")
    ended = inkstone.run("chat", "-m", model, "-p", "hello", "--json", *options)
    document = ended.json
    tokens = document["logprobs"]
    assert len(tokens) >= document["usage"]["completion_tokens"] > 0
    for token in tokens:
        assert set(token) == {"text", "logprob", "top"}
        assert len(token["top"]) == 3
        logprobs = [other["logprob"] for other in token["top"]]
        assert logprobs == sorted(logprobs, reverse=True)
        assert token["logprob"] == logprobs[0] <= 0.0
        assert sum(math.exp(value) for value in logprobs) <= 1.0 + 1e-6
    plain = inkstone.run("chat", "-m", model, "-p", "hello", "--json", "--max-tokens", "2").json
    assert "logprobs" not in plain
    lines = inkstone.run("chat", "-m", model, "-p", "hello", "--json", "--stream", *options)
    assert json.loads(lines.out.splitlines()[-1])["logprobs"] == tokens
