"""Questions to documents in a conversation: the real library, a scripted engine."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from assistant.controllers.asking_work import AskWork
from assistant.controllers.embedding import EmbeddingModel
from assistant.controllers.reply_work import WorkOrder, WorkProgress
from assistant.controllers.work_tools import WorkTools
from assistant.core.answer import NOT_IN_DOCUMENTS
from assistant.core.asked_scope import indexed_text
from assistant.core.document_text import ExtractedText
from assistant.core.entities import Message, MessageState
from assistant.core.grounding import AskTask, DocumentRef, Scope
from assistant.core.messages import Cancel, Embed, Generate, Turn
from assistant.core.passage import passages_of
from assistant.core.steps import AT_ONCE, Lookup
from tests.controllers.conftest import Desk, MakeDesk

LEASE = "The deposit is 1,200 euros.\n\nNotice is three months."
FILLER = "This sentence says nothing that anybody would ask about, and there are many of it. "


def text(name: str, words: str) -> ExtractedText:
    return ExtractedText(name=name, format="text", sha256=name, text=words)


def keep(desk: Desk, name: str, words: str, *, index: bool = False) -> DocumentRef:
    document = text(name, words)
    path = f"/docs/{name}"
    desk.from_library(lambda library: library.documents.keep_document(document, path))
    if index:
        passages = passages_of(document)
        desk.from_library(lambda library: library.passages.index_document(name, passages))
    return DocumentRef(sha256=name, name=name, path=path, characters=len(words))


def ready(make_desk: MakeDesk, script: Any, **options: Any) -> Desk:
    desk = make_desk(script, **options)
    desk.open_library()
    desk.choose_model()
    desk.open_new()
    return desk


def ask(desk: Desk, question: str) -> Message:
    message = desk.say(question)
    assert message.id == desk.chat.messages[-1].id
    return message


def heard(desk: Desk) -> list[WorkProgress]:
    """What is told of works from now on."""
    told: list[WorkProgress] = []
    desk.chat.work_progressed.connect(lambda _id, progress: told.append(progress))
    return told


def test_an_answer_with_its_sources_is_kept(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, "It is “1,200 euros” [1].")
    lease = keep(desk, "lease.txt", LEASE)
    desk.chat.set_scope(Scope(documents=(lease,)))
    answer = ask(desk, "What is the deposit?")
    assert (answer.text, answer.state) == ("It is “1,200 euros” [1].", MessageState.COMPLETE)
    assert answer.sources is not None
    assert answer.sources.documents == (lease,)
    (citation,) = answer.sources.citations
    assert (citation.path, citation.verified) == (lease.place, True)
    assert LEASE[citation.start : citation.end] == "1,200 euros"
    kept = desk.from_thread(desk.store, lambda store: store.branch(answer.conversation_id))
    assert kept[-1].sources == answer.sources


def test_what_is_not_indexed_is_indexed_first(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, "x [1]")
    lease = keep(desk, "lease.txt", LEASE)
    told = heard(desk)
    desk.chat.set_scope(Scope(documents=(lease,)))
    ask(desk, "What is the deposit?")
    assert desk.from_library(lambda library: library.passages.document_id("lease.txt")) is not None
    assert [each.stage for each in told][:2] == [
        "Preparing “lease.txt”",
        "Looking in 1 document(s)",
    ]


def test_the_documents_do_not_say(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, NOT_IN_DOCUMENTS)
    pieces: list[str] = []
    desk.chat.reply_extended.connect(lambda _id, answer, _reasoning: pieces.append(answer))
    desk.chat.set_scope(Scope(documents=(keep(desk, "lease.txt", LEASE),)))
    answer = ask(desk, "Who won?")
    assert answer.text == "The documents do not say."
    assert answer.sources is not None
    assert not answer.sources.found
    assert "NOT" not in "".join(pieces)


def test_a_deleted_document_is_left_out_and_named(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, "It is “1,200 euros” [1].")
    lease, gone = keep(desk, "lease.txt", LEASE), keep(desk, "gone.txt", "Nothing.", index=True)
    desk.chat.set_scope(Scope(documents=(lease, gone)))
    desk.from_library(lambda library: library.documents.delete_document("gone.txt"))
    answer = ask(desk, "What is the deposit?")
    assert answer.sources is not None
    assert answer.sources.documents == (lease,)
    assert answer.sources.warnings == ("“gone.txt” is no longer kept and was left out.",)


def test_nothing_left_to_ask_is_said(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, "never")
    desk.chat.set_scope(Scope(documents=(DocumentRef(sha256="gone", name="gone.txt"),)))
    answer = ask(desk, "What is the deposit?")
    assert answer.state is MessageState.FAILED
    assert answer.error.startswith("None of the documents")
    assert desk.asked(Generate) == []


def test_a_collection_contributes_its_documents(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, "It is “1,200 euros” [1].")
    keep(desk, "lease.txt", LEASE, index=True)

    def collect(library: Any) -> int:
        from assistant.core.collection import CollectionFile

        made = library.collections.create("Flat", ["/docs"])
        library.collections.set_files(made.id, ["/docs/lease.txt", "/docs/new.txt"])
        library.collections.keep_file(
            CollectionFile(
                collection_id=made.id, path="/docs/lease.txt", state="read", sha256="lease.txt"
            )
        )
        return int(made.id)

    desk.chat.set_scope(Scope(collections=(desk.from_library(collect),)))
    answer = ask(desk, "What is the deposit?")
    assert answer.sources is not None
    assert [each.path for each in answer.sources.documents] == ["/docs/lease.txt"]
    assert answer.sources.citations[0].path == "/docs/lease.txt"
    assert answer.sources.warnings == ("1 file(s) of the collection are not read yet.",)


def test_a_follow_up_goes_on_from_the_answer(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, "It is “1,200 euros” [1].")
    desk.chat.set_scope(Scope(documents=(keep(desk, "lease.txt", LEASE),)))
    ask(desk, "What is the deposit?")
    ask(desk, "And in words?")
    turns = desk.asked(Generate)[-1].turns
    assert [turn.role for turn in turns] == ["system", "user", "assistant", "user"]
    assert turns[1].content == "What is the deposit?"
    assert turns[2].content == "It is “1,200 euros”."


# every section


def listing(turns: tuple[Turn, ...]) -> str:
    return "\n".join(f"- {item}" for item in re.findall(r"ITEM-\d+: \w+", turns[-1].content))


BIG = "".join(FILLER * 6 + f"\n\nITEM-{n}: thing{n}\n\n" for n in range(60))


def test_a_scan_covers_everything_and_says_how_far_it_is(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, listing)
    told = heard(desk)
    desk.chat.set_scope(Scope(documents=(keep(desk, "big.txt", BIG),)))
    answer = ask(desk, "List all items")
    assert re.findall(r"ITEM-(\d+)", answer.text) == [str(n) for n in range(60)]
    sources = answer.sources
    assert sources is not None
    assert sources.coverage == 1.0
    assert sources.sections_read == sources.sections > 3
    numbers = {int(n) for n in re.findall(r"\[(\d+)\]", answer.text)}
    assert numbers == {citation.n for citation in sources.citations}
    cells = [each for each in told if each.cells]
    assert cells[0].stage == f"Reading section 1 of {sources.sections}"
    assert {cell.state for cell in cells[-1].cells} == {"done"}
    assert sum(cell.weight for cell in cells[-1].cells) == len(BIG)


def test_stopping_a_scan_keeps_what_was_found(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, listing, tokens_per_s=40.0)
    desk.chat.set_scope(Scope(documents=(keep(desk, "big.txt", BIG),)))
    with desk.qtbot.waitSignal(desk.chat.reply_replaced):
        desk.chat.send("List all items")
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.stop()
    answer = finished.args[0]
    assert answer.state is MessageState.STOPPED
    assert "ITEM-0" in answer.text
    assert answer.sources is not None
    assert answer.sources.coverage is not None
    assert 0 < answer.sources.coverage < 1
    desk.engine_caught_up()
    asked = desk.asked(Generate)
    desk.settle()
    desk.engine_caught_up()
    assert desk.asked(Generate) == asked
    stopped = {command.target for command in desk.asked(Cancel)}
    assert stopped <= {command.request_id for command in asked[-AT_ONCE:]}
    assert stopped


# what can go wrong


def test_stopping_an_answer_keeps_its_text_and_places(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, "It is “1,200 euros” [1]. " + "More words. " * 200, tokens_per_s=200.0)
    desk.chat.set_scope(Scope(documents=(keep(desk, "lease.txt", LEASE),)))
    pieces: list[str] = []
    desk.chat.reply_extended.connect(lambda _id, answer, _reasoning: pieces.append(answer))
    desk.chat.send("What is the deposit?")
    desk.qtbot.waitUntil(lambda: "[1]. More" in "".join(pieces))
    with desk.qtbot.waitSignal(desk.chat.reply_finished) as finished:
        desk.chat.stop()
    answer = finished.args[0]
    assert answer.state is MessageState.STOPPED
    assert answer.text == "".join(pieces)
    assert answer.sources is not None
    assert answer.sources.citations[0].verified


def test_an_engine_that_dies_leaves_what_was_written(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, "It is “1,200 euros” [1], they say.", die_after=4)
    desk.chat.set_scope(Scope(documents=(keep(desk, "lease.txt", LEASE),)))
    answer = ask(desk, "What is the deposit?")
    assert answer.state is MessageState.INTERRUPTED
    assert answer.text.startswith("It is “1,200")
    assert "signal 9" in answer.error


def test_an_answer_without_room_says_so(make_desk: MakeDesk) -> None:
    desk = ready(make_desk, "word " * 900)
    desk.chat.set_scope(Scope(documents=(keep(desk, "lease.txt", LEASE),)))
    answer = ask(desk, "What is the deposit?")
    assert answer.state is MessageState.LENGTH
    assert answer.sources is not None
    assert answer.sources.warnings == ("The answer was cut: it had no more room.",)


def test_a_question_comes_before_what_is_done_in_the_background(make_desk: MakeDesk) -> None:
    """Pieces of background work are waiting for the library; the question is not behind them."""
    desk = ready(make_desk, "x [1]")
    desk.chat.set_scope(Scope(documents=(keep(desk, "lease.txt", LEASE),)))
    done: list[int] = []
    gate = threading.Event()
    desk.library.submit(lambda _library: gate.wait(30), background=True)
    for number in range(50):
        desk.library.submit(lambda _library, number=number: done.append(number), background=True)
    order: list[int] = []
    desk.library.submit(lambda _library: order.append(len(done)))
    gate.set()
    ask(desk, "What is the deposit?")
    desk.from_library(lambda _library: None)
    assert order == [0]


def test_a_long_document_is_indexed_in_pieces_between_which_others_are_answered(
    make_desk: MakeDesk,
) -> None:
    desk = make_desk()
    desk.open_library()
    long = text("long.txt", (FILLER * 8 + "\n\n") * 400)
    done: list[int] = []
    errors: list[Any] = []
    desk.chat.steps.run(indexed_text(long, background=True), done.append, errors.append, place="")
    begun: list[int] = []

    def look(library: Any) -> int | None:
        return library.passages.document_id("long.txt")

    while not done and not errors:
        if desk.from_library(look) is None and not done:
            begun.append(1)
    assert not errors
    assert len(begun) > 5
    assert desk.from_library(look) == done[0]
    number = done[0]
    passages = desk.from_library(lambda library: library.passages.document_passages(number))
    assert "".join(passage.text for passage in passages) == long.text


# by meaning


@pytest.fixture
def embedding_desk(make_desk: MakeDesk, tmp_path: Path) -> tuple[Desk, Callable[[], Any]]:
    """A desk with an embedding model on its shelf, and works that use it."""
    from tests.fakes import write_model_file

    desk = ready(make_desk, "It is “1,200 euros” [1].")
    write_model_file(tmp_path / "models")
    with desk.qtbot.waitSignal(desk.models.files_changed):
        desk.models.add_folder(str(tmp_path / "models"))
    embedding = EmbeddingModel(
        desk.inference, desk.models, desk.preferences, desk.pool, lambda _path: True
    )
    tools = WorkTools(
        desk.store, desk.library, desk.inference, desk.models, desk.chat.steps, desk.pool,
        desk.preferences, embedding,
    )  # fmt: skip
    lease = keep(desk, "lease.txt", "\n\n".join([LEASE, *[FILLER * 12 for _ in range(30)]]))

    def run() -> Any:
        question = Message(
            id=1, conversation_id=1, parent_id=None, sequence=1, role="user",
            text="How high is the deposit?",
        )  # fmt: skip
        reply = Message(id=2, conversation_id=1, parent_id=1, sequence=2, role="assistant", text="")
        task = AskTask(scope=Scope(documents=(lease,)))
        work = AskWork(
            WorkOrder(reply=reply, branch=(question,), task=task, parameters=desk.chat.parameters),
            tools,
        )
        with desk.qtbot.waitSignal(work.finished) as finished:
            work.start()
        return finished.args[0]

    return desk, run


def test_the_embedding_model_is_used_where_there_is_one(
    embedding_desk: tuple[Desk, Callable[[], Any]],
) -> None:
    desk, run = embedding_desk
    end = run()
    assert end.sources.found
    assert len(desk.asked(Embed)) > 1
    before = len(desk.asked(Embed))
    run()
    assert len(desk.asked(Embed)) == before + 1


def test_lookups_reach_nobody_without_a_library(make_desk: MakeDesk) -> None:
    desk = make_desk()
    from assistant.controllers.engine_steps import EngineSteps

    steps = EngineSteps(desk.inference)
    errors: list[Any] = []

    def look() -> Any:
        yield Lookup(lambda _library: None)

    steps.run(look(), lambda _result: None, errors.append, place="")
    assert [error.kind for error in errors] == ["bug"]
