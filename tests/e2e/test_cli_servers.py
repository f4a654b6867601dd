"""Models of servers in the terminal: naming one is the permission, and where text goes is said."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant import compose
from assistant.paths import app_paths
from tests.e2e.terminal_runner import Inkstone
from tests.engine.remote.loopback_server import DONE, LoopbackServer, event


@pytest.fixture
def server() -> Iterator[LoopbackServer]:
    started = LoopbackServer().start()
    started.says(event({"content": "From afar."}, finish="stop"), DONE)
    yield started
    started.stop()


@pytest.fixture
def inkstone(tmp_path: Path, server: LoopbackServer) -> Inkstone:
    command = Inkstone(tmp_path)
    added = command.run("servers", "add", "Box", server.url)
    assert (added.code, added.out) == (0, "")
    return command


def test_adding_listing_testing_and_forgetting(inkstone: Inkstone, server: LoopbackServer) -> None:
    assert inkstone.run("servers", "list").out == f"Box  {server.url}\n"
    tested = inkstone.run("servers", "test", "box", "--json").json
    assert (tested["kind"], tested["count"], tested["sent_to"]) == ("vLLM", 1, "")
    models = inkstone.run("servers", "models", "Box")
    assert models.out == "server:Box/tiny  2,048 tokens\n"
    again = inkstone.run("servers", "add", "box", server.url, "--json")
    assert (again.code, again.error["kind"]) == (2, "usage")
    assert inkstone.run("servers", "add", "Other", "no address at all").code == 3
    assert inkstone.run("servers", "rm", "Box").code == 0
    assert inkstone.run("servers", "list", "--json").json == {"servers": []}
    assert inkstone.run("servers", "models", "Box", "--json").error["kind"] == "server"
    assert [each.method for each in server.requests] == ["GET", "GET"]


def test_a_key_is_never_in_a_file_of_ours(inkstone: Inkstone, server: LoopbackServer) -> None:
    key = "sk-canary-77f1"
    ended = inkstone.run("servers", "add", "Locked", server.url, "--key", stdin=key.encode())
    assert ended.code in (0, 3)  # kept in a keyring, or there is none here
    for path in inkstone.home.rglob("*"):
        if path.is_file():
            assert key.encode() not in path.read_bytes()
    if ended.code == 3:
        assert "keyring" in ended.err
        assert "Locked" not in inkstone.run("servers", "list").out


def test_an_answer_from_a_server(inkstone: Inkstone, server: LoopbackServer) -> None:
    host = f"127.0.0.1:{server.port}"
    ended = inkstone.run("chat", "-m", "server:box/tiny", "-p", "Hello?", "--temperature", "0")
    assert (ended.code, ended.out) == (0, "From afar.\n")
    assert ended.err == f"[What you give is sent to {host}: a server on this computer.]\n"
    [sent] = server.sent()
    assert sent.fields["model"] == "tiny"
    assert sent.fields["temperature"] == 0
    assert sent.fields["messages"] == [{"role": "user", "content": "Hello?"}]
    ended = inkstone.run("chat", "-m", "server:Box/tiny", "-p", "Again", "--json")
    assert (ended.json["text"], ended.json["sent_to"], ended.err) == ("From afar.", host, "")
    store = compose.make_store(app_paths(inkstone.home))
    try:
        assert store.branch(1)[-1].sent_to == host
    finally:
        store.close()


def test_what_was_masked_is_counted(inkstone: Inkstone, server: LoopbackServer) -> None:
    inkstone.run("servers", "add", "shy", f"http://127.0.0.1:{server.port}", "--masking")
    text = "Ann is ann@example.org, +49 30 1234567 or 01711234567."
    ended = inkstone.run("chat", "-m", "server:shy/tiny", "-p", text)
    assert ended.code == 0
    [sent] = server.sent()
    [message] = sent.fields["messages"]
    assert message["content"] == "Ann is [e-mail 1], [phone 1] or [phone 2]."
    told = ended.err.splitlines()
    assert told[1:] == ["[Masked before it was sent: 1 e-mail address, 2 telephone numbers.]"]


def test_nothing_is_sent_to_a_server_that_is_not_named(
    inkstone: Inkstone, server: LoopbackServer
) -> None:
    inkstone.run("chat", "-m", "server:Box/tiny", "-p", "Hello?")
    before = len(server.requests)
    ended = inkstone.run("chat", "-c", "1", "-p", "And now?", "--json")
    assert ended.code == 3
    assert ended.error["kind"] == "no_model"
    assert "-m server:" in ended.error["hint"]
    settings_store = compose.make_settings(app_paths(inkstone.home))
    import msgspec

    settings = settings_store.load()
    last = f"server:{settings.servers[0].id}/tiny"
    models = msgspec.structs.replace(settings.models, last=last)
    settings_store.save(msgspec.structs.replace(settings, models=models))
    for arguments in (("chat", "-p", "Hi"), ("write", "shorten", "Some text here."), ("bench",)):
        ended = inkstone.run(*arguments, "--json")
        assert (ended.code, ended.error["kind"]) == (3, "no_model")
    assert len(server.requests) == before


@pytest.mark.parametrize(
    "arguments",
    [
        ("write", "shorten", "This is a rather long text that could be shorter."),
        ("translate", "Good morning.", "--to", "de"),
    ],
)
def test_other_commands_say_where_text_went(
    arguments: tuple[str, ...], inkstone: Inkstone, server: LoopbackServer
) -> None:
    ended = inkstone.run(*arguments, "-m", "server:Box/tiny", "--json")
    assert ended.code == 0, ended.err
    assert ended.json["sent_to"] == f"127.0.0.1:{server.port}"
    assert server.sent()


def test_documents_are_read_here_and_asked_there(
    tmp_path: Path, inkstone: Inkstone, server: LoopbackServer
) -> None:
    page = tmp_path / "page.txt"
    page.write_text("The harbour was built in 1893. " * 20, "utf-8")
    said = event({"content": "It was built in 1893 [1]."}, finish="stop")
    server.says(said, DONE)
    rows = {"data": [{"embedding": [1.0, 0.5]}]}
    server.replies["POST", "/v1/embeddings"] = lambda exchange: exchange.json(rows)
    model = ("-m", "server:Box/tiny", "--json")
    ended = inkstone.run(
        "ask", str(page), "-q", "When?", "--no-keep", "--embedding", "server:Box/tiny", *model
    )
    assert ended.code == 0, ended.err
    assert ended.json["embedding_model"] == "tiny"
    ended = inkstone.run("ask", str(page), "-q", "When was it built?", *model)
    assert (ended.code, ended.json["found"]) == (0, True)
    assert ended.json["sent_to"] == f"127.0.0.1:{server.port}"
    ended = inkstone.run("summarize", str(page), *model)
    assert ended.code == 0, ended.err
    assert ended.json["sent_to"] == f"127.0.0.1:{server.port}"
    assert str(page) not in json.dumps([each.body.decode() for each in server.requests])


def test_a_failing_server_is_an_error_and_nothing_else(
    inkstone: Inkstone, server: LoopbackServer
) -> None:
    server.chat(lambda exchange: exchange.json({"error": {"message": "oops"}}, 500))
    ended = inkstone.run("chat", "-m", "server:Box/tiny", "-p", "Hello?", "--json")
    assert (ended.code, ended.error["kind"]) == (3, "server")
    ended = inkstone.run("chat", "-m", "server:Box/nothing", "-p", "Hello?", "--json")
    assert (ended.code, ended.error["kind"]) == (3, "no_model")
    ended = inkstone.run("chat", "-m", "server:Nobody/tiny", "-p", "Hello?", "--json")
    assert ended.error["kind"] == "server"
    ended = inkstone.run("models", "info", "server:Box/tiny", "--json")
    assert ended.code in (2, 3)
