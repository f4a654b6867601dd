"""What conversations, turns and answers say of documents, as it is kept."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.core.citation import Citation
from assistant.core.entities import ChatParameters, MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import (
    AskTask,
    DocumentRef,
    Scope,
    Sources,
    SummaryTask,
    Task,
    TemplateTask,
)
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_point import Point
from assistant.core.templates.template import Example
from assistant.storage.rows import packed
from assistant.storage.store import SqliteStore
from assistant.storage.tables import conversation, message

TEXT = st.text(st.characters(), max_size=12)  # lone surrogates too: names of files have them
NUMBER = st.integers(0, 2**40)
REFS = st.builds(
    DocumentRef, sha256=TEXT, name=TEXT, path=TEXT, pages=NUMBER, characters=NUMBER
)  # fmt: skip
SOME_REFS = st.lists(REFS, max_size=3).map(tuple)
SCOPES = st.builds(
    Scope, documents=SOME_REFS, collections=st.lists(NUMBER, max_size=3).map(tuple)
)  # fmt: skip
OPTIONS = st.builds(
    SummaryOptions, length=st.sampled_from(["short", "long"]), language=TEXT, instructions=TEXT
)  # fmt: skip
TASKS: st.SearchStrategy[Task] = st.one_of(
    st.builds(SummaryTask, documents=SOME_REFS, options=OPTIONS),
    st.builds(AskTask, scope=SCOPES, scan=st.none() | st.booleans()),
    st.builds(
        TemplateTask, name=TEXT, title=TEXT, system=TEXT, grammar=TEXT, json_schema=TEXT,
        examples=st.lists(st.builds(Example, question=TEXT, answer=TEXT), max_size=2).map(tuple),
        sampling=st.builds(ChatParameters, temperature=st.none() | st.floats(0, 2), top_k=NUMBER),
    ),
)  # fmt: skip
CITATIONS = st.builds(
    Citation, n=NUMBER, path=TEXT, page=NUMBER, start=NUMBER, end=NUMBER, quote=TEXT,
    verified=st.booleans(), by_model=st.booleans(),
)  # fmt: skip
NUMBERS = st.lists(NUMBER, max_size=3).map(tuple)
SOURCES = st.builds(
    Sources,
    documents=SOME_REFS,
    citations=st.lists(CITATIONS, max_size=3).map(tuple),
    points=st.lists(st.builds(Point, text=TEXT, pages=NUMBERS), max_size=2).map(tuple),
    section_starts=st.lists(NUMBERS, max_size=2).map(tuple),
    coverage=st.none() | st.floats(0, 1),
    found=st.booleans(),
    warnings=st.lists(TEXT, max_size=2).map(tuple),
)
PROPERTY = settings(
    deadline=None, max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture]
)

REF = DocumentRef(sha256="a" * 64, name="Lease.pdf", path="/home/Lease.pdf", pages=3)
ASK = AskTask(scope=Scope(documents=(REF,)))


@PROPERTY
@given(scope=SCOPES, later=SCOPES, task=TASKS, sources=SOURCES)
def test_everything_comes_back_as_it_was(
    store: SqliteStore, scope: Scope, later: Scope, task: Task, sources: Sources
) -> None:
    made = store.create_conversation(scope=scope)
    assert made.scope == scope
    assert store.set_scope(made.id, later).scope == later
    assert store.get_conversation(made.id).scope == later
    turn, reply = store.send_turn(made.id, None, "q", model="m", task=task)
    assert (turn.task, turn.sources, reply.task, reply.sources) == (task, None, None, None)
    done = store.finish_reply(reply.id, "a", "", state=MessageState.COMPLETE, sources=sources)
    assert done.sources == sources
    assert [(each.task, each.sources) for each in store.branch(made.id)] == [
        (task, None), (None, sources)
    ]  # fmt: skip
    assert [each.task for each in store.select_message(turn.id)] == [task, None]


@PROPERTY
@given(st.data())
def test_whatever_stands_in_a_column_is_read(store: SqliteStore, data: st.DataObject) -> None:
    """A newer version, or damage, may have put anything there: no conversation is lost for it."""
    whole = packed(data.draw(st.one_of(TASKS, SOURCES, SCOPES)))
    cut = data.draw(st.integers(0, len(whole)))
    stored = data.draw(
        st.one_of(
            st.just(whole[:cut]),
            st.just(whole[:cut] + data.draw(st.text(max_size=3)) + whole[cut + 1 :]),
            st.sampled_from(
                ["null", "[]", "{}", "7", '"x"', '{"type":"later"}', '{"type":7}', "[" * 90_000,
                 '{"documents":[{"sha256":1}]}', '{"collections":[1e999]}', "NaN",
                 "-1" + "0" * 5000]
            ),
        )
    )  # fmt: skip
    made = store.create_conversation()
    turn, _ = store.send_turn(made.id, None, "q", model="m", task=ASK)
    with store._database.writing() as connection:
        connection.execute(conversation.update().values(scope=stored))
        connection.execute(message.update().values(task=stored, sources=stored))
    read = store.branch(made.id)[0]
    assert read.text == "q"
    assert read.task is None or isinstance(read.task, Task)
    assert read.sources is None or isinstance(read.sources, Sources)
    assert isinstance(store.get_conversation(made.id).scope, Scope)
    assert store.select_sibling(turn.id, 0)
    store.delete_conversation(made.id)
    store.purge_deleted()


def test_nothing_is_stored_where_there_is_nothing(store: SqliteStore) -> None:
    """Most messages have neither: an empty column costs nothing to read."""
    made = store.create_conversation()
    _, reply = store.send_turn(made.id, None, "q", model="m")
    store.finish_reply(reply.id, "a", "", state=MessageState.COMPLETE)
    store.set_scope(made.id, Scope())
    with store._database.reading() as connection:
        row = connection.exec_driver_sql("SELECT scope FROM conversation").one()
        rows = connection.exec_driver_sql("SELECT task, sources FROM message").all()
    assert row[0] == ""
    assert {tuple(each) for each in rows} == {("", "")}


def test_a_turn_that_was_not_typed_leaves_the_drafts(store: SqliteStore) -> None:
    made = store.create_conversation()
    store.set_draft(made.id, "half a thought")
    store.set_draft(None, "Summarise Lease.pdf")
    _, reply = store.send_turn(made.id, None, "Summarise Lease.pdf", model="m", task=ASK)
    assert store.get_conversation(made.id).draft == "half a thought"
    assert store.new_draft() == "Summarise Lease.pdf"
    assert store.get_conversation(made.id).title == "Summarise Lease.pdf"
    store.send_turn(made.id, reply.id, "half a thought", model="m")
    assert store.get_conversation(made.id).draft == ""


def test_a_new_answer_to_the_same_turn_has_its_own_sources(store: SqliteStore) -> None:
    made = store.create_conversation()
    turn, first = store.send_turn(made.id, None, "q", model="m", task=ASK)
    one, two = Sources(documents=(REF,)), Sources(documents=(REF,), found=False)
    store.finish_reply(first.id, "a", "", state=MessageState.STOPPED, sources=one)
    second = store.add_message(
        made.id, turn.id, "assistant", "", state=MessageState.STREAMING, model="m"
    )
    store.finish_reply(second.id, "b", "", state=MessageState.COMPLETE, sources=two)
    assert [each.sources for each in store.branch(made.id)] == [None, two]
    assert [each.sources for each in store.select_sibling(second.id, -1)] == [None, one]
    assert store.branch(made.id)[0].task == ASK


def test_an_interrupted_answer_keeps_its_task(
    open_it: Callable[[], SqliteStore], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = open_it()
    made = store.create_conversation()
    _, reply = store.send_turn(made.id, None, "q", model="m", task=ASK)
    store.checkpoint_reply(reply.id, "so far", "")
    store.close()
    monkeypatch.setattr("assistant.storage.store.is_alive", lambda writer: False)
    store = open_it()
    assert store.recover_interrupted() == 1
    turn, reply = store.branch(made.id)
    assert (turn.task, reply.text, reply.state) == (ASK, "so far", MessageState.INTERRUPTED)


def test_a_scope_of_nothing_is_refused(store: SqliteStore) -> None:
    with pytest.raises(UserError) as refusal:
        store.set_scope(7, Scope(documents=(REF,)))
    assert refusal.value.kind == "not_found"


def test_only_what_is_there_is_decoded(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    made = store.create_conversation()
    parent = None
    for number in range(30):
        task = ASK if number == 7 else None
        _, reply = store.send_turn(made.id, parent, f"q{number}", model="m", task=task)
        sources = Sources(documents=(REF,)) if number == 7 else None
        store.finish_reply(reply.id, "a", "", state=MessageState.COMPLETE, sources=sources)
        parent = reply.id
    decoded = []
    convert = msgspec.convert

    def counting(value: object, kind: object) -> object:
        decoded.append(kind)
        return convert(value, kind)

    monkeypatch.setattr("assistant.storage.rows.msgspec.convert", counting)
    branch = store.branch(made.id)
    assert len(branch) == 60
    assert sum(each in (Task, Sources) for each in decoded) == 2
