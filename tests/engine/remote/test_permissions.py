"""Nothing leaves that was not permitted, and no failure moves a request elsewhere."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable

import msgspec
import pytest

from assistant.core.messages import (
    AnyCommand,
    Cancel,
    CountTokens,
    Delta,
    Embed,
    Embedded,
    Failed,
    Finished,
    ForgetStates,
    Generate,
    LoadModel,
    MeasureStates,
    Pause,
    Ready,
    RestoreState,
    Resume,
    SaveState,
    StatesKept,
    TokenCount,
    Unload,
    Unloaded,
)
from assistant.core.remote.consent import TERMINAL, conversation_place
from assistant.core.remote.server import model_path
from tests.engine.conftest import user
from tests.engine.remote.conftest import Away, asked
from tests.engine.remote.loopback_server import DONE, Exchange, LoopbackServer, event

GOOD = (event({"content": "from afar"}, finish="stop"), DONE)
MakeAway = Callable[..., Away]


def local_commands(away: Away, kind: type) -> list[AnyCommand]:
    return [command for command in away.local.commands if isinstance(command, kind)]


@pytest.mark.parametrize("place", ["", conversation_place(7), "writing"])
def test_a_place_that_is_not_permitted(place: str, loopback: LoopbackServer, away: Away) -> None:
    loopback.says(*GOOD)
    before = len(loopback.requests)
    failed = away.fails(asked(place=place))
    assert failed.kind == "server_permission"
    assert "Nothing was sent" in failed.text
    assert len(loopback.requests) == before
    assert away.sent() == []


def test_the_empty_place_is_refused_whoever_permits_it(
    loopback: LoopbackServer, away: Away
) -> None:
    away.permits.places.add("")
    assert away.fails(asked(place="")).kind == "server_permission"
    assert loopback.sent() == []


def test_a_permission_that_is_withdrawn_counts_at_once(
    loopback: LoopbackServer, away: Away
) -> None:
    loopback.says(*GOOD)
    away.answer(asked())
    away.permits.places.clear()
    assert away.fails(asked()).kind == "server_permission"
    assert len(loopback.sent()) == 1


@pytest.mark.parametrize("command", [asked(), CountTokens(text="Hello", place=TERMINAL)])
def test_one_that_is_cancelled_before_it_begins(
    command: Generate | CountTokens, loopback: LoopbackServer, away: Away
) -> None:
    """It ends like any other, and nothing was sent."""
    go = threading.Event()
    remote = away.board._remote
    assert remote._loop is not None
    remote._loop.call_soon_threadsafe(go.wait)  # both commands are taken in one turn of the loop
    remote.submit(command)
    remote.submit(Cancel(target=command.request_id))
    before = len(loopback.requests)
    go.set()
    last = away.last(command.request_id)
    if isinstance(last, Finished):
        assert last.reason == "cancelled"
    else:
        assert isinstance(last, Failed)
        assert last.kind == "cancelled"
    assert len(loopback.requests) == before


def test_a_retry_asks_for_permission_again(loopback: LoopbackServer, away: Away) -> None:
    def reply(exchange: Exchange) -> None:
        away.permits.places.clear()
        exchange.json({"error": {"message": "unknown field top_k"}}, 400)

    loopback.chat(reply)
    assert away.fails(asked()).kind == "server_permission"
    assert len(loopback.sent()) == 1


def test_a_server_with_another_address_is_another_one(loopback: LoopbackServer, away: Away) -> None:
    [server] = away.servers
    away.servers[0] = msgspec.structs.replace(server, url="http://127.0.0.1:9")
    assert away.fails(asked()).kind == "server_permission"
    away.servers.clear()
    assert away.fails(asked()).kind == "server"
    assert loopback.sent() == []


def test_texts_are_not_sent_to_be_counted_without_permission(
    loopback: LoopbackServer, away: Away
) -> None:
    loopback.replies["POST", "/tokenize"] = lambda exchange: exchange.json({"count": 3})
    count = away.run(CountTokens(text="one two three four five six"))
    assert isinstance(count, TokenCount)
    assert (count.limit, 4 <= count.n <= 12) == (2048, True)
    assert loopback.sent("/tokenize") == []
    count = away.run(CountTokens(texts=("one", "two"), place="terminal"))
    assert isinstance(count, TokenCount)
    assert (count.n, count.each) == (6, (3, 3))
    # they are sent at once, and may come in any order
    assert sorted(each.fields["prompt"] for each in loopback.sent("/tokenize")) == ["one", "two"]


def test_a_server_without_a_door_for_counting_is_not_asked_again(
    loopback: LoopbackServer, away: Away
) -> None:
    for _ in range(2):
        count = away.run(CountTokens(turns=(user("Hello"),), each=True, place="terminal"))
        assert isinstance(count, TokenCount)
        assert len(count.each) == 1
    assert len(loopback.sent("/tokenize")) == 1


def test_a_failing_server_never_makes_the_local_model_answer(
    loopback: LoopbackServer, make_away: MakeAway
) -> None:
    away = make_away(loopback.url)
    away.run(LoadModel(path="here.gguf"))
    away.load_remote()
    loopback.chat(lambda exchange: exchange.cut())
    assert away.fails(asked()).kind == "server"
    loopback.stop()
    assert away.fails(asked()).kind == "server"
    assert away.fails(LoadModel(path=model_path("box", "tiny"))).kind == "server"
    assert away.fails(asked()).kind == "no_model"
    assert local_commands(away, Generate) == []
    loopback.start()


def test_the_local_model_leaves_when_a_server_takes_over_and_comes_back_when_asked(
    loopback: LoopbackServer, make_away: MakeAway
) -> None:
    away = make_away(loopback.url)
    away.run(LoadModel(path="here.gguf"))
    text, _ = away.answer(Generate(turns=(user("Hello"),)))
    assert loopback.requests == []
    away.load_remote()
    loopback.says(*GOOD)
    assert away.answer(asked())[0] == "from afar"
    assert [each.purpose for each in local_commands(away, Unload)] == ["chat"]
    assert not any(isinstance(event, Unloaded) for event in away.seen)
    away.run(LoadModel(path="here.gguf"))
    assert away.answer(Generate(turns=(user("Hello"),)))[0] == text
    assert len(loopback.sent()) == 1


def test_embedding_here_while_a_server_writes(loopback: LoopbackServer, away: Away) -> None:
    away.run(LoadModel(path="embed.gguf", purpose="embedding"))
    vectors = away.run(Embed(texts=("a", "b")))
    assert isinstance(vectors, Embedded)
    assert loopback.sent("/v1/embeddings") == []
    assert len(local_commands(away, Embed)) == 1


def test_embedding_at_a_server(loopback: LoopbackServer, away: Away) -> None:
    def reply(exchange: Exchange) -> None:
        texts = exchange.request.fields["input"]
        rows = [
            {"index": n, "embedding": [3.0, 4.0 * (text != "one")]} for n, text in enumerate(texts)
        ]
        exchange.json({"data": rows[::-1]})

    loopback.replies["POST", "/v1/embeddings"] = reply
    ready = away.load_remote(purpose="embedding")
    assert ready.info.architecture  # its vectors are those of this server's model
    assert [each.fields["input"] for each in loopback.sent("/v1/embeddings")] == [["Inkstone"]]
    away.permits.places.add("documents")
    texts = ("one", *("two",) * 130)
    vectors = away.run(Embed(texts=texts, place="documents"))
    assert isinstance(vectors, Embedded)
    assert len(vectors.vectors) == 131
    assert vectors.vectors[0] == (1.0, 0.0)
    assert vectors.vectors[1] == pytest.approx((0.6, 0.8))
    assert len(loopback.sent("/v1/embeddings")) == 4
    assert away.fails(Embed(texts=("x",), place="writing")).kind == "server_permission"
    loopback.replies["POST", "/v1/embeddings"] = lambda exchange: exchange.json({"data": [{}]})
    assert away.fails(Embed(texts=("x",), place="documents")).kind == "server"


def test_states_are_the_local_engines_and_nobody_is_started_for_a_server(
    loopback: LoopbackServer, away: Away
) -> None:
    for command in (SaveState(conversation="1"), RestoreState(conversation="1")):
        assert isinstance(away.run(command), StatesKept)
    assert local_commands(away, SaveState) + local_commands(away, RestoreState) == []
    assert isinstance(away.run(ForgetStates(everything=True)), StatesKept)
    assert isinstance(away.run(MeasureStates()), StatesKept)
    assert len(local_commands(away, ForgetStates)) == 1


def test_unloading_leaves_no_model(loopback: LoopbackServer, away: Away) -> None:
    assert isinstance(away.run(Unload()), Unloaded)
    assert local_commands(away, Unload) == []
    assert away.fails(asked()).kind == "no_model"
    assert isinstance(away.run(LoadModel(path=model_path("box", "tiny"))), Ready)


def test_pausing_changes_nothing_and_goes_nowhere_else(
    loopback: LoopbackServer, away: Away
) -> None:
    hold = threading.Event()

    def reply(exchange: Exchange) -> None:
        exchange.stream([event({"content": "a"})])
        hold.wait(60)
        exchange.write(GOOD[0])

    loopback.chat(reply)
    command = asked()
    away.board.submit(command)
    away.until(lambda e: isinstance(e, Delta))
    away.board.submit(Pause(target=command.request_id))
    away.board.submit(Resume(target=command.request_id))
    hold.set()
    last = away.last(command.request_id)
    assert isinstance(last, Finished)
    assert local_commands(away, Pause) + local_commands(away, Resume) == []


def test_cancelling_what_waits_for_the_load_and_the_load_itself(
    loopback: LoopbackServer, make_away: MakeAway
) -> None:
    away = make_away(loopback.url)
    begun = threading.Event()

    def reply(exchange: Exchange) -> None:
        begun.set()
        exchange.wait_until_gone()

    loopback.replies["GET", "/v1/models"] = reply
    load, command = LoadModel(path=model_path("box", "tiny")), asked()
    away.board.submit(load)
    away.board.submit(command)
    away.board.poll(0.0)
    assert begun.wait(60)
    away.board.submit(Cancel(target=command.request_id))
    last = away.last(command.request_id)
    assert isinstance(last, Finished)
    assert last.reason == "cancelled"
    away.board.submit(Cancel(target=load.request_id))
    ended = away.last(load.request_id)
    assert isinstance(ended, Failed)
    assert ended.kind == "cancelled"


def test_another_load_ends_what_was_on_its_way(loopback: LoopbackServer, away: Away) -> None:
    loopback.chat(
        lambda exchange: (exchange.stream([event({"content": "a"})]), exchange.wait_until_gone())[0]
    )
    command = asked()
    away.board.submit(command)
    away.until(lambda e: isinstance(e, Delta))
    away.board.submit(LoadModel(path="here.gguf"))
    last = away.last(command.request_id)
    assert isinstance(last, Finished)
    assert last.reason == "cancelled"


def test_closing_in_the_middle_ends_the_connection(
    loopback: LoopbackServer, make_away: MakeAway
) -> None:
    away = make_away(loopback.url)
    away.load_remote()
    gone = threading.Event()

    def reply(exchange: Exchange) -> None:
        exchange.stream([event({"content": "a"})])
        if exchange.wait_until_gone():
            gone.set()

    loopback.chat(reply)
    away.board.submit(asked())
    away.until(lambda e: isinstance(e, Delta))
    away.board.close()
    assert gone.wait(60)


def test_background_work_waits_and_what_somebody_waits_for_does_not(
    loopback: LoopbackServer, make_away: MakeAway
) -> None:
    loopback.replies["GET", "/v1/models"] = lambda exchange: exchange.json(
        {"data": [{"id": "tiny", "owned_by": "llamacpp"}]}
    )
    loopback.replies["GET", "/props"] = lambda exchange: exchange.json(
        {"total_slots": 1, "default_generation_settings": {"n_ctx": 512}, "chat_template": ""}
    )
    away = make_away(loopback.url)
    ready = away.load_remote()
    assert (ready.info.context_length, ready.info.sequences) == (512, 1)
    hold = threading.Event()

    def reply(exchange: Exchange) -> None:
        said = json.dumps(exchange.request.fields["messages"])
        exchange.begin_stream()
        if "slow" in said:
            hold.wait(60)
        exchange.write(GOOD[0])

    loopback.chat(reply)
    slow, waiting = asked("slow", priority=2), asked("later", priority=2)
    away.board.submit(slow)
    away.board.submit(waiting)
    assert away.answer(asked("now"))[0] == "from afar"
    said = [each.fields["messages"][0]["content"] for each in loopback.sent()]
    assert "later" not in said
    hold.set()
    away.last(waiting.request_id)
