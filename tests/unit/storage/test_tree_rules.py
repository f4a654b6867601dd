"""Whatever a person does to a conversation, its tree stays a tree and nothing is lost."""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

import hypothesis.strategies as st
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from sqlalchemy import select

from assistant.core.entities import Message, MessageState
from assistant.core.errors import UserError
from assistant.storage.folding import indexed_text
from assistant.storage.store import open_store
from assistant.storage.tables import conversation as conversation_table
from assistant.storage.tables import message as message_table
from assistant.storage.titles import auto_title
from assistant.storage.tree import Tree
from tests.unit.storage.conftest import Clock

PICK = st.integers(0, 10_000)
TEXT = st.text(st.sampled_from("ab 中文é\n\0\ud800"), max_size=6)
ENDED = st.sampled_from([s for s in MessageState if s != MessageState.STREAMING])


@dataclass
class Expected:
    """A conversation as it should be."""

    parents: dict[int, int | None] = field(default_factory=dict)
    texts: dict[int, str] = field(default_factory=dict)
    roles: dict[int, str] = field(default_factory=dict)
    streaming: set[int] = field(default_factory=set)
    name: str = ""
    deleted: bool = False


class Conversations(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="inkstone-test-"))
        self.clock = Clock()
        self.open()
        self.expected: dict[int, Expected] = {}

    def open(self) -> None:
        self.store = open_store(
            self.folder / "inkstone.db", self.folder / "backups", clock=self.clock
        )

    def teardown(self) -> None:
        self.store.close()
        shutil.rmtree(self.folder)

    def pick(self, number: int, *, deleted: bool = False) -> int | None:
        ids = [i for i, c in self.expected.items() if c.deleted == deleted]
        return ids[number % len(ids)] if ids else None

    def pick_message(self, conversation: int, number: int) -> int | None:
        ids = list(self.expected[conversation].parents)
        return ids[number % len(ids)] if ids else None

    def note(self, message: Message) -> None:
        expected = self.expected[message.conversation_id]
        assert message.id not in expected.parents
        expected.parents[message.id] = message.parent_id
        expected.texts[message.id] = message.text
        expected.roles[message.id] = message.role
        if message.state == MessageState.STREAMING:
            expected.streaming.add(message.id)

    @rule()
    def create(self) -> None:
        self.expected[self.store.create_conversation().id] = Expected()

    @precondition(lambda self: self.pick(0) is not None)
    @rule(which=PICK, text=TEXT)
    def send(self, which: int, text: str) -> None:
        conversation = self.pick(which)
        branch = self.store.branch(conversation)
        parent = branch[-1].id if branch else None
        turn, reply = self.store.send_turn(conversation, parent, text, model="m")
        self.note(turn)
        self.note(reply)
        assert [m.id for m in self.store.branch(conversation)] == [
            *(m.id for m in branch),
            turn.id,
            reply.id,
        ]

    @precondition(lambda self: self.pick(0) is not None)
    @rule(which=PICK, place=PICK, text=TEXT)
    def edit(self, which: int, place: int, text: str) -> None:
        conversation = self.pick(which)
        message = self.pick_message(conversation, place)
        if message is None:
            return
        parent = self.expected[conversation].parents[message]
        turn, reply = self.store.send_turn(conversation, parent, text, model="m")
        assert turn.sibling_index == turn.sibling_count - 1 > 0
        self.note(turn)
        self.note(reply)

    @precondition(lambda self: self.pick(0) is not None)
    @rule(which=PICK, place=PICK, role=st.sampled_from(["system", "user", "assistant"]), text=TEXT)
    def regenerate(self, which: int, place: int, role: str, text: str) -> None:
        conversation = self.pick(which)
        message = self.pick_message(conversation, place)
        added = self.store.add_message(conversation, message, role, text)
        self.note(added)
        assert self.store.branch(conversation)[-1] == added

    @precondition(lambda self: any(c.streaming for c in self.expected.values()))
    @rule(text=TEXT, which=PICK)
    def checkpoint(self, text: str, which: int) -> None:
        streaming = [(c, m) for c, e in self.expected.items() for m in sorted(e.streaming)]
        conversation, message = streaming[which % len(streaming)]
        self.store.checkpoint_reply(message, text, "")
        self.expected[conversation].texts[message] = text

    @precondition(lambda self: any(c.texts for c in self.expected.values()))
    @rule(text=TEXT, which=PICK, state=ENDED)
    def finish(self, text: str, which: int, state: MessageState) -> None:
        everything = [(c, m) for c, e in self.expected.items() for m in e.texts]
        conversation, message = everything[which % len(everything)]
        if self.expected[conversation].roles[message] != "assistant":
            return
        finished = self.store.finish_reply(message, text, "", state=state)
        assert (finished.text, finished.state) == (text, state)
        self.expected[conversation].texts[message] = text
        self.expected[conversation].streaming.discard(message)

    @precondition(lambda self: self.pick(0) is not None)
    @rule(which=PICK, place=PICK, offset=st.integers(-3, 3))
    def select_sibling(self, which: int, place: int, offset: int) -> None:
        conversation = self.pick(which)
        message = self.pick_message(conversation, place)
        if message is None:
            return
        expected = self.expected[conversation]
        parent = expected.parents[message]
        siblings = sorted(m for m, p in expected.parents.items() if p == parent)
        wanted = siblings[min(max(siblings.index(message) + offset, 0), len(siblings) - 1)]
        branch = self.store.select_sibling(message, offset)
        assert wanted in [m.id for m in branch]
        assert branch == self.store.branch(conversation)

    @precondition(lambda self: self.pick(0) is not None)
    @rule(which=PICK, place=PICK)
    def select_message(self, which: int, place: int) -> None:
        conversation = self.pick(which)
        message = self.pick_message(conversation, place)
        if message is None:
            return
        before = self.store.branch(conversation)
        branch = self.store.select_message(message)
        assert message in [m.id for m in branch]
        if message in [m.id for m in before]:
            assert branch == before
        assert branch == self.store.branch(conversation)

    @precondition(lambda self: self.pick(0) is not None)
    @rule(which=PICK, name=TEXT)
    def rename(self, which: int, name: str) -> None:
        conversation = self.pick(which)
        self.store.rename(conversation, name)
        self.expected[conversation].name = name.strip()

    @precondition(lambda self: self.pick(0) is not None)
    @rule(which=PICK)
    def delete(self, which: int) -> None:
        conversation = self.pick(which)
        self.store.delete_conversation(conversation)
        self.expected[conversation].deleted = True

    @precondition(lambda self: self.pick(0, deleted=True) is not None)
    @rule(which=PICK)
    def undo(self, which: int) -> None:
        conversation = self.pick(which, deleted=True)
        self.store.restore_conversation(conversation)
        self.expected[conversation].deleted = False

    @rule()
    def purge(self) -> None:
        gone = [i for i, c in self.expected.items() if c.deleted]
        self.clock.now += 1
        assert self.store.purge_deleted() == len(gone)
        for conversation in gone:
            del self.expected[conversation]

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.open()

    @invariant()
    def branches_are_right(self) -> None:
        listed = {c.id: c for c in self.store.list_conversations()}
        assert set(listed) == {i for i, c in self.expected.items() if not c.deleted}
        for conversation, summary in listed.items():
            expected = self.expected[conversation]
            branch = self.store.branch(conversation)
            above = None
            for message in branch:
                assert message.conversation_id == conversation
                assert message.parent_id == above == expected.parents[message.id]
                assert message.text == expected.texts[message.id]
                assert (message.state == MessageState.STREAMING) == (
                    message.id in expected.streaming
                )
                siblings = sorted(m for m, p in expected.parents.items() if p == above)
                assert message.sibling_count == len(siblings)
                assert message.sibling_index == siblings.index(message.id)
                above = message.id
            assert bool(branch) == bool(expected.parents)
            assert above not in expected.parents.values() or above is None  # it ends at a leaf
            first = next((m.text for m in branch if m.role == "user"), "")
            assert summary.title == (expected.name or auto_title(first))

    @invariant()
    def nothing_is_lost(self) -> None:
        with self.store._database.reading() as connection:
            rows = connection.execute(select(message_table)).all()
            assert connection.exec_driver_sql("PRAGMA foreign_key_check").all() == []
        kept = {row.id: (row.conversation_id, row.parent_id, row.text) for row in rows}
        assert kept == {
            m: (c, e.parents[m], e.texts[m]) for c, e in self.expected.items() for m in e.texts
        }
        for conversation, expected in self.expected.items():
            sequences = [r.sequence for r in rows if r.conversation_id == conversation]
            assert sorted(sequences) == list(range(1, len(expected.texts) + 1))

    @invariant()
    def the_index_equals_the_texts(self) -> None:
        """Compared term by term with an index made anew."""
        database = self.store._database
        with database.writing() as connection:
            wanted = {
                "message_index": [
                    (row.id, row.text)
                    for row in connection.execute(select(message_table))
                    if row.state != MessageState.STREAMING
                ],
                "title_index": [
                    (row.id, row.title) for row in connection.execute(select(conversation_table))
                ],
            }
            for table, rows in wanted.items():
                run = connection.exec_driver_sql
                run("DROP TABLE IF EXISTS temp.terms")
                run(f"CREATE VIRTUAL TABLE temp.terms USING fts5vocab(main, {table}, instance)")
                found = run("SELECT term, doc, offset FROM temp.terms").all()
                run("CREATE VIRTUAL TABLE temp.anew USING fts5(text, content='')")
                for row_id, text in rows:
                    run(
                        "INSERT INTO temp.anew(rowid, text) VALUES(?, ?)",
                        (row_id, indexed_text(text)),
                    )
                run("CREATE VIRTUAL TABLE temp.other USING fts5vocab(temp, anew, instance)")
                other = run("SELECT term, doc, offset FROM temp.other").all()
                run("DROP TABLE temp.terms")
                run("DROP TABLE temp.other")
                run("DROP TABLE temp.anew")
                assert sorted(found) == sorted(other)


Conversations.TestCase.settings = settings(
    max_examples=25,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestConversations = Conversations.TestCase


def test_a_circle_ends() -> None:
    """Only a damaged database holds one; reading it must not hang."""
    tree = Tree([(1, 3), (2, 1), (3, 2)])
    assert tree.path_to(3) == [1, 2, 3]
    assert tree.path_through(None) == []


def test_unknown_places() -> None:
    tree = Tree([(5, None), (6, 5)])
    assert tree.path_through(99) == [5, 6]
    assert tree.path_through(5) == [5, 6]
    assert tree.path_to(99) == []
    assert Tree([]).path_through(None) == []


def test_the_title_follows_any_change_of_branch(tmp_path: Path) -> None:
    store = open_store(tmp_path / "d" / "inkstone.db", tmp_path / "b")
    c = store.create_conversation().id
    one = store.add_message(c, None, "user", "one")
    two = store.add_message(c, None, "user", "two")
    store.select_message(one.id)
    assert store.get_conversation(c).title == "one"
    store.add_message(c, two.id, "assistant", "an answer in the other branch")
    assert store.get_conversation(c).title == "two"
    store.close()


def test_errors_leave_no_transaction(tmp_path: Path) -> None:
    store = open_store(tmp_path / "d" / "inkstone.db", tmp_path / "b")
    with pytest.raises(UserError):
        store.rename(5, "x")
    assert not store._database.in_transaction()
    store.close()
