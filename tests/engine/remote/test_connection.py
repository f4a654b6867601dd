"""How a server is reached: errors, retries, time limits, redirects, certificates, the key."""

from __future__ import annotations

import datetime
import ipaddress
import logging
import socket
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from assistant.core.messages import Loading, LoadModel, Ready
from assistant.core.remote.server import model_path
from assistant.engine.remote import connection
from tests.engine.remote.conftest import Away, asked
from tests.engine.remote.loopback_server import DONE, Exchange, LoopbackServer, event

KEY = "sk-canary-5f2c0a7e91"
GOOD = (event({"content": "Hello"}, finish="stop"), DONE)
MakeAway = Callable[..., Away]


@pytest.fixture(autouse=True)
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connection, "_PAUSE_S", 0.0)


def refuse(status: int, words: str = "", **headers: str) -> Callable[[Exchange], None]:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda exchange: exchange.json({"error": {"message": words}}, status, named)


@pytest.mark.parametrize(
    ("status", "words", "kind", "said"),
    [
        (401, "Incorrect API key provided", "server_key", "Incorrect API key"),
        (403, "no", "server_key", "asks for a key"),
        (404, "model is gone", "server", "model is gone"),
        (400, "the request exceeds the available context size", "context_full", "too long"),
        (400, "temperature must be nice", "server", "must be nice"),
        (413, "", "server", "so much text"),
        (429, "slow down", "server", "too many requests"),
        (500, "oops", "server", "a problem of its own (500: oops)"),
        (503, "busy", "server", "busy"),
    ],
)
def test_http_errors_are_sentences(
    status: int, words: str, kind: str, said: str, loopback: LoopbackServer, away: Away
) -> None:
    loopback.chat(refuse(status, words))
    failed = away.fails(asked())
    assert failed.kind == kind
    assert said in failed.text
    assert len(away.sent()) == len(loopback.sent())


def test_fields_that_are_refused_are_left_out_from_then_on(
    loopback: LoopbackServer, away: Away
) -> None:
    from assistant.core.messages import Sampling

    def reply(exchange: Exchange) -> None:
        if "min_p" in exchange.request.fields:
            refuse(400, "Unrecognized request argument supplied: min_p")(exchange)
        elif "max_tokens" in exchange.request.fields:
            refuse(400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens'.")(
                exchange
            )
        else:
            exchange.stream(GOOD)

    loopback.chat(reply)
    command = asked(sampling=Sampling(min_p=0.1), max_tokens=7)
    text, last = away.answer(command)
    assert text == "Hello"
    assert "min_p" in last.notes[0]
    assert loopback.sent()[-1].fields["max_completion_tokens"] == 7
    assert len(loopback.sent()) == 3
    _, last = away.answer(asked(sampling=Sampling(min_p=0.1), max_tokens=7))
    assert len(loopback.sent()) == 4
    assert last.notes == ()


def test_the_shape_of_an_answer_is_never_left_out(loopback: LoopbackServer, away: Away) -> None:
    from assistant.core.messages import Sampling

    loopback.chat(refuse(400, "unknown field structured_outputs"))
    failed = away.fails(asked(sampling=Sampling(grammar='root ::= "a"', inherits=())))
    assert failed.kind == "server"
    assert all("structured_outputs" in each.fields for each in loopback.sent())


def test_a_busy_server_is_asked_again_when_it_says_when(
    loopback: LoopbackServer, away: Away
) -> None:
    answers = iter([refuse(503, "busy", Retry_After="0"), refuse(429, "", Retry_After="0")])

    def reply(exchange: Exchange) -> None:
        answer = next(answers, None)
        if answer is None:
            exchange.stream(GOOD)
        else:
            answer(exchange)

    loopback.chat(reply)
    assert away.answer(asked())[0] == "Hello"
    assert len(loopback.sent()) == 3


def test_a_busy_server_is_not_asked_for_ever(loopback: LoopbackServer, away: Away) -> None:
    loopback.chat(refuse(429, "", Retry_After="0"))
    away.fails(asked())
    assert len(loopback.sent()) == 3
    loopback.chat(refuse(429, "", Retry_After="86400"))
    away.fails(asked())
    assert len(loopback.sent()) == 4


def test_nothing_is_sent_twice_once_it_may_have_been_read(
    loopback: LoopbackServer, away: Away
) -> None:
    loopback.chat(lambda exchange: exchange.cut())
    failed = away.fails(asked())
    assert "without an answer" in failed.text
    assert len(loopback.sent()) == 1


def test_silence_has_a_limit(loopback: LoopbackServer, make_away: MakeAway) -> None:
    away = make_away(loopback.url, timeout_s=0.2)
    away.load_remote()
    loopback.chat(lambda exchange: (exchange.begin_stream(), exchange.wait_until_gone())[0])
    failed = away.fails(asked())
    assert "said nothing for 0.2 seconds" in failed.text


def test_nobody_listens_or_the_name_is_unknown(make_away: MakeAway) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    away = make_away(f"http://127.0.0.1:{port}")
    failed = away.fails(LoadModel(path=model_path("box", "tiny")))
    assert (failed.kind, "cannot be reached" in failed.text) == ("server", True)
    failed = away.fails(asked())
    assert failed.kind == "no_model"
    assert away.sent() == []
    away = make_away("http://no-such-host.invalid:1")
    failed = away.fails(LoadModel(path=model_path("box", "tiny")))
    assert "cannot be reached" in failed.text


def test_what_is_no_address(make_away: MakeAway) -> None:
    for url in ("ftp://box", "http://", "http://box:99999", "http://a b", ""):
        failed = make_away(url).fails(LoadModel(path=model_path("box", "tiny")))
        assert "no address" in failed.text


def test_redirects_stay_on_the_host(loopback: LoopbackServer, make_away: MakeAway) -> None:
    other = LoopbackServer().start()
    try:
        away = make_away(loopback.url, KEY)
        away.load_remote()
        loopback.replies["POST", "/moved"] = lambda exchange: exchange.stream(GOOD)
        loopback.chat(lambda exchange: exchange.json({}, 307, {"Location": "/moved"}))
        assert away.answer(asked("text"))[0] == "Hello"
        assert loopback.sent("/moved")[0].body == loopback.sent()[0].body
        for target in (other.url, other.url.replace("http", "https"), "file:///etc/passwd"):
            loopback.chat(lambda exchange, to=target: exchange.json({}, 307, {"Location": to}))
            assert away.fails(asked()).kind == "server"
        assert other.requests == []
    finally:
        other.stop()


def test_the_key_is_in_one_header_and_nowhere_else(
    loopback: LoopbackServer, make_away: MakeAway, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    away = make_away(loopback.url, KEY)
    away.load_remote()
    loopback.chat(refuse(401, f"Incorrect API key provided: {KEY}. Find yours elsewhere."))
    failed = away.fails(asked("a canary of mine"))
    loopback.says(b'data: {"error": {"message": "wrong key ' + KEY.encode() + b'"}}\n\n')
    again = away.fails(asked())
    for recorded in loopback.requests:
        assert recorded.header("Authorization") == f"Bearer {KEY}"
        rest = [value for name, value in recorded.headers if name != "Authorization"]
        assert KEY not in recorded.path + repr(rest) + recorded.body.decode()
    assert KEY not in failed.text + failed.hint + again.text
    assert KEY not in caplog.text
    assert "canary" not in caplog.text
    assert KEY not in repr(away.seen)


def test_without_a_key_there_is_no_header(loopback: LoopbackServer, away: Away) -> None:
    loopback.says(*GOOD)
    away.answer(asked())
    assert all(each.header("Authorization") is None for each in loopback.requests)


# --- certificates ------------------------------------------------------------------------------


def certificate(folder: Path, *, name: str = "127.0.0.1", days: int = 2) -> ssl.SSLContext:
    """A self-signed certificate, as somebody makes for a server of their own."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=3))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False
        )
        .sign(key, hashes.SHA256())
    )
    pem = folder / "server.pem"
    pem.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + made.public_bytes(serialization.Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    return context


@pytest.fixture
def secure(tmp_path: Path) -> Iterator[LoopbackServer]:
    server = LoopbackServer(context=certificate(tmp_path)).start()
    yield server
    server.stop()


def test_a_strange_certificate_is_refused_before_anything_is_sent(
    secure: LoopbackServer, make_away: MakeAway
) -> None:
    away = make_away(secure.url, KEY)
    failed = away.fails(LoadModel(path=model_path("box", "tiny")))
    assert failed.kind == "server_certificate"
    assert "self-signed" in failed.text.replace("self signed", "self-signed")
    assert secure.requests == []


def test_any_certificate_is_a_choice(secure: LoopbackServer, make_away: MakeAway) -> None:
    away = make_away(secure.url, KEY, any_certificate=True)
    assert isinstance(away.load_remote(), Ready)
    secure.says(*GOOD)
    assert away.answer(asked())[0] == "Hello"


def test_tls_to_a_server_that_speaks_plain_http(
    loopback: LoopbackServer, make_away: MakeAway
) -> None:
    away = make_away(loopback.url.replace("http", "https"))
    failed = away.fails(LoadModel(path=model_path("box", "tiny")))
    assert failed.kind in ("server_certificate", "server")
    assert "Nothing was sent" in failed.text or "cannot be reached" in failed.text


def test_a_list_for_everybody_and_the_rest_for_those_with_a_key(
    loopback: LoopbackServer, make_away: MakeAway
) -> None:
    """Older llama.cpp: without a key that is said at once, not with the first question."""
    listed = {"data": [{"id": "tiny", "owned_by": "llamacpp", "meta": {"n_ctx": 700}}]}
    loopback.replies["GET", "/v1/models"] = lambda exchange: exchange.json(listed)
    loopback.replies["GET", "/props"] = refuse(401, "Invalid API Key")
    failed = make_away(loopback.url).fails(LoadModel(path=model_path("box", "tiny")))
    assert failed.kind == "server_key"
    assert make_away(loopback.url, KEY).load_remote().info.context_length == 700


def test_a_server_that_is_still_loading_is_waited_for(
    loopback: LoopbackServer, make_away: MakeAway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assistant.engine.remote.survey._LOOK_S", 0.01)
    answers = iter([refuse(503, "Loading model")] * 3)

    def reply(exchange: Exchange) -> None:
        next(answers, lambda x: x.json(loopback.models()))(exchange)

    loopback.replies["GET", "/v1/models"] = reply
    away = make_away(loopback.url)
    assert away.load_remote().info.context_length == 2048
    assert sum(isinstance(each, Loading) for each in away.seen) >= 3


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (b"<html>Welcome to the hotel</html>", "web page"),
        (b'{"hello": "world"}', "no answer of a model"),
        (b"[[[", "no answer of a model"),
        (b'{"object": "list", "data": null}', "has no model"),
    ],
)
def test_lists_that_are_none(
    answer: bytes, words: str, loopback: LoopbackServer, make_away: MakeAway
) -> None:
    loopback.replies["GET", "/v1/models"] = lambda x: x.body(answer, "text/html")
    failed = make_away(loopback.url).fails(LoadModel(path=model_path("box", "tiny")))
    assert words in failed.text


def test_a_server_without_a_list_is_taken_at_its_word(
    loopback: LoopbackServer, make_away: MakeAway
) -> None:
    loopback.replies["GET", "/v1/models"] = refuse(404)
    away = make_away(loopback.url, context_length=5000)
    assert away.load_remote("anything").info.context_length == 5000


def test_ollama_says_how_long_its_context_is(loopback: LoopbackServer, make_away: MakeAway) -> None:
    listed = {"data": [{"id": "tiny:latest", "owned_by": "library"}]}
    loopback.replies["GET", "/v1/models"] = lambda exchange: exchange.json(listed)
    shown = {"model_info": {"llama.context_length": 8192}, "capabilities": ["thinking"]}
    loopback.replies["POST", "/api/show"] = lambda exchange: exchange.json(shown)
    info = make_away(loopback.url).load_remote().info
    assert (info.context_length, info.trained_context, info.thinks) == (4096, 8192, True)
    running = {"models": [{"name": "tiny:latest", "context_length": 6000}]}
    loopback.replies["GET", "/api/ps"] = lambda exchange: exchange.json(running)
    assert make_away(loopback.url).load_remote().info.context_length == 6000
