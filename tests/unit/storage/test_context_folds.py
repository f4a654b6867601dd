"""Where branches are cut, and titles that the model wrote, on disk."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import text

from assistant.core.entities import ContextFold, MessageState
from assistant.core.errors import UserError
from assistant.storage import migrating
from assistant.storage.database import Database
from assistant.storage.store import SqliteStore
from assistant.storage.tables import HEAD_REVISION

Opener = Callable[[], SqliteStore]


def begin(store: SqliteStore) -> tuple[int, int]:
    """A conversation of one exchange: its id and that of the answer."""
    conversation = store.create_conversation()
    turn, reply = store.send_turn(conversation.id, None, "What is ink?", model="m")
    store.finish_reply(reply.id, "Soot and glue.", "", state=MessageState.COMPLETE)
    assert turn.id < reply.id
    return conversation.id, reply.id


def fold(conversation_id: int, message_id: int, **more: object) -> ContextFold:
    return ContextFold(
        conversation_id=conversation_id, message_id=message_id, context_length=8192, **more
    )  # type: ignore[arg-type]


def test_a_fold_is_there_after_opening_again(open_it: Opener) -> None:
    store = open_it()
    conversation_id, answer = begin(store)
    kept = store.keep_fold(fold(conversation_id, answer, rule="summarise", summary="Ink\ud800."))
    assert kept.created_at > 0
    store.close()
    assert open_it().folds(conversation_id) == [kept]
    assert kept.summary == "Ink\ud800."


def test_the_newest_fold_of_a_message_counts(store: SqliteStore) -> None:
    conversation_id, answer = begin(store)
    store.keep_fold(fold(conversation_id, answer))
    newer = store.keep_fold(fold(conversation_id, answer, rule="unsummarised"))
    assert store.folds(conversation_id) == [newer]


def test_a_fold_belongs_to_its_conversation(store: SqliteStore) -> None:
    one, answer = begin(store)
    other, _ = begin(store)
    for wrong in (fold(other, answer), fold(one, 999)):
        with pytest.raises(UserError) as refusal:
            store.keep_fold(wrong)
        assert refusal.value.kind == "not_found"
    assert store.folds(one) == store.folds(other) == []


def test_purged_summaries_leave_the_disk(store: SqliteStore, path: Path) -> None:
    conversation_id, answer = begin(store)
    kept, _ = begin(store)
    store.keep_fold(fold(conversation_id, answer, rule="summarise", summary="zymurgyvortex"))
    store.delete_conversation(conversation_id)
    assert store.purgeable() == [conversation_id]
    assert store.purgeable(older_than_s=60) == []
    assert store.purge_deleted() == 1
    assert store.purgeable() == []
    assert store.folds(conversation_id) == []
    assert store.branch(kept)
    for file in path.parent.iterdir():
        if file.is_file():
            assert b"zymurgyvortex" not in file.read_bytes(), file


def test_a_title_the_model_wrote(store: SqliteStore) -> None:
    conversation_id, _ = begin(store)
    before = store.get_conversation(conversation_id)
    titled = store.write_title(conversation_id, "On making ink")
    assert (titled.title, titled.title_set, titled.title_written) == ("On making ink", False, True)
    assert titled.updated_at == before.updated_at
    assert [hit.title for hit in store.search("making")] == ["On making ink"]
    # It stays when another branch is shown, and when more is said.
    other = store.add_message(conversation_id, None, "user", "What is paper?")
    assert store.get_conversation(conversation_id).title == "On making ink"
    store.select_sibling(other.id, -1)
    assert store.get_conversation(conversation_id).title == "On making ink"
    # A person's own title wins, and without it the first message counts again.
    assert store.rename(conversation_id, "Mine").title_written is False
    assert store.write_title(conversation_id, "Not this").title == "Mine"
    back = store.rename(conversation_id, "")
    assert (back.title, back.title_set, back.title_written) == ("What is ink?", False, False)
    assert store.write_title(conversation_id, "").title == "What is ink?"


def test_conversations_of_the_version_before_get_titles_and_folds(
    path: Path, backups_dir: Path, tmp_path: Path
) -> None:
    old = Database(tmp_path / "old.db")
    with old.writing():
        migrating._upgrade(old, migrating.MIGRATIONS, "0001")
    with old.writing() as connection:
        connection.execute(
            text(
                "INSERT INTO conversation (title, title_set, pinned, created_at, updated_at, draft,"
                " model_path, parameters) VALUES ('Old', 0, 0, 1.0, 1.0, '', '', '{}')"
            )
        )
    migrating.migrate(old, backups_dir)
    store = SqliteStore(old, backups_dir)
    conversation = store.get_conversation(1)
    assert (conversation.title, conversation.title_written) == ("Old", False)
    reply = store.send_turn(1, None, "Hello", model="")[1]
    kept = store.keep_fold(fold(1, reply.id))
    assert store.folds(1) == [kept]
    assert msgspec.structs.replace(kept, created_at=0.0) == fold(1, reply.id)
    with old.reading() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == (
            HEAD_REVISION
        )
    store.close()
