"""The conversations on disk.

`open_store` gives the one object; the thread that called it owns it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.entities import (
    ChatParameters,
    ContextFold,
    Conversation,
    ConversationSummary,
    Message,
    MessageState,
    Role,
    SearchHit,
    Timings,
    Usage,
)
from assistant.core.grounding import Scope, Sources, Task
from assistant.core.remote.consent import Permission
from assistant.storage import backups, branches, changes, context_folds, permissions
from assistant.storage.database import Database
from assistant.storage.documents import SqliteDocuments
from assistant.storage.driver import BUSY_TIMEOUT_MS, has_fts_secure_delete
from assistant.storage.index_care import optimize_index
from assistant.storage.opening import open_database
from assistant.storage.passages import PassageIndex
from assistant.storage.rows import AnyRow, packed, packed_counts, packed_or_none, packed_scope
from assistant.storage.searching import Search, index_title
from assistant.storage.tables import conversation, message, setting
from assistant.storage.tree import Tree
from assistant.storage.writers import is_alive, own_writer

_STREAMING = MessageState.STREAMING


def open_store(
    path: Path,
    backups_dir: Path,
    *,
    busy_timeout_ms: int = BUSY_TIMEOUT_MS,
    clock: Callable[[], float] = time.time,
) -> SqliteStore:
    """Open the database at `path`, or make it; raises what `opening.open_database` raises.

    After `UserError("database_damaged")` the way on is `backups.newest_good_backup` and
    `backups.set_aside_and_restore`, then `open_store` again.
    """
    database = open_database(path, backups_dir, busy_timeout_ms=busy_timeout_ms, clock=clock)
    return SqliteStore(database, backups_dir, clock=clock)


class SqliteStore:
    """Fulfils `core.ports.ConversationStore`; the docstrings there hold.

    `documents` fulfils `core.document_ports.DocumentStore` on the same database.
    A deleted conversation counts as not found until it is restored; a reply that is being
    written in it is still kept. `clock` gives seconds since the epoch.
    """

    def __init__(
        self, database: Database, backups_dir: Path, *, clock: Callable[[], float] = time.time
    ) -> None:
        self._database = database
        self._backups_dir = backups_dir
        self._clock = clock
        self._search = Search()
        self.documents = SqliteDocuments(database, PassageIndex(database), clock)

    # Conversations

    def list_conversations(self) -> list[ConversationSummary]:
        columns = conversation.c
        wanted = (
            select(columns.id, columns.title, columns.pinned, columns.updated_at)
            .where(columns.deleted_at.is_(None))
            .order_by(columns.pinned.desc(), columns.updated_at.desc(), columns.id.desc())
        )
        with self._database.reading() as connection:
            return [
                ConversationSummary(
                    id=row.id, title=row.title, pinned=row.pinned, updated_at=row.updated_at
                )
                for row in connection.execute(wanted)
            ]

    def create_conversation(
        self,
        *,
        title: str = "",
        parameters: ChatParameters | None = None,
        model_path: str = "",
        scope: Scope = Scope(),
    ) -> Conversation:
        now = self._clock()
        values = {
            "title": title,
            "title_set": bool(title),
            "pinned": False,
            "created_at": now,
            "updated_at": now,
            "draft": "",
            "model_path": model_path,
            "parameters": packed(parameters or ChatParameters()),
            "scope": packed_scope(scope),
        }
        with self._database.writing() as connection:
            new_id = changes.inserted(connection, conversation, values)
            index_title(connection, new_id, None, title)
            return branches.read_conversation(connection, new_id)

    def get_conversation(self, conversation_id: int) -> Conversation:
        with self._database.reading() as connection:
            return branches.read_conversation(connection, conversation_id)

    def rename(self, conversation_id: int, title: str) -> Conversation:
        with self._database.writing() as connection:
            row = branches.conversation_row(connection, conversation_id)
            chosen = title.strip()
            if chosen:
                changes.set_title(connection, row, chosen, title_set=True)
            else:
                title = changes.title_from_branch(connection, row.leaf_id)
                changes.set_title(connection, row, title)
            return branches.read_conversation(connection, conversation_id)

    def write_title(self, conversation_id: int, title: str) -> Conversation:
        with self._database.writing() as connection:
            row = branches.conversation_row(connection, conversation_id)
            if title and not row.title_set:
                changes.set_title(connection, row, title, title_written=True)
            return branches.read_conversation(connection, conversation_id)

    def set_pinned(self, conversation_id: int, pinned: bool) -> Conversation:
        return self._change(conversation_id, pinned=pinned)

    def set_parameters(self, conversation_id: int, parameters: ChatParameters) -> Conversation:
        return self._change(conversation_id, parameters=packed(parameters))

    def set_model(self, conversation_id: int, model_path: str) -> Conversation:
        return self._change(conversation_id, model_path=model_path)

    def set_scope(self, conversation_id: int, scope: Scope) -> Conversation:
        return self._change(conversation_id, scope=packed_scope(scope))

    def set_draft(self, conversation_id: int | None, draft: str) -> None:
        if conversation_id is None:
            self.set_setting(changes.NEW_DRAFT, draft)
        else:
            self._change(conversation_id, draft=draft)

    def new_draft(self) -> str:
        return self.setting(changes.NEW_DRAFT)

    def delete_conversation(self, conversation_id: int) -> None:
        with self._database.writing() as connection:
            branches.conversation_row(connection, conversation_id)
            changes.set_values(connection, conversation_id, deleted_at=self._clock())

    def restore_conversation(self, conversation_id: int) -> Conversation:
        with self._database.writing() as connection:
            branches.conversation_row(connection, conversation_id, deleted=True)
            changes.set_values(connection, conversation_id, deleted_at=None)
            return branches.read_conversation(connection, conversation_id)

    def purgeable(self, older_than_s: float = 0.0) -> list[int]:
        columns = conversation.c
        wanted = select(columns.id).where(columns.deleted_at <= self._clock() - older_than_s)
        with self._database.reading() as connection:
            return [row.id for row in connection.execute(wanted.order_by(columns.id))]

    def purge_deleted(self, older_than_s: float = 0.0) -> int:
        """See the port. Texts are overwritten on the disk, here and in the journal."""
        wanted = select(conversation.c.id, conversation.c.title).where(
            conversation.c.deleted_at <= self._clock() - older_than_s
        )
        with self._database.writing() as connection:
            gone = connection.execute(wanted).all()
            for row in gone:
                changes.purge(connection, row)
            if gone and not has_fts_secure_delete(self._database.sqlite_version):
                optimize_index(connection, "title_index", "message_index")
        if gone:
            self._database.truncate_journal()
        return len(gone)

    # Messages

    def add_message(
        self,
        conversation_id: int,
        parent_id: int | None,
        role: Role,
        text: str,
        *,
        state: MessageState = MessageState.COMPLETE,
        model: str = "",
    ) -> Message:
        with self._database.writing() as connection:
            new_id = changes.add_message(
                connection, conversation_id, parent_id, role, text,
                state=state, model=model, now=self._clock(),
            )  # fmt: skip
            return branches.read_message(connection, new_id)

    def send_turn(
        self,
        conversation_id: int,
        parent_id: int | None,
        text: str,
        *,
        model: str,
        task: Task | None = None,
    ) -> tuple[Message, Message]:
        now = self._clock()
        with self._database.writing() as connection:
            turn = changes.add_message(
                connection, conversation_id, parent_id, "user", text,
                state=MessageState.COMPLETE, model="", now=now, task=task,
            )  # fmt: skip
            reply = changes.add_message(
                connection, conversation_id, turn, "assistant", "",
                state=_STREAMING, model=model, now=now,
            )  # fmt: skip
            if task is None:
                changes.clear_drafts(connection, conversation_id, parent_id, text)
            return (
                branches.read_message(connection, turn),
                branches.read_message(connection, reply),
            )

    def checkpoint_reply(
        self,
        message_id: int,
        text: str,
        reasoning: str,
        *,
        sent_to: str = "",
        masked: Mapping[str, int] | None = None,
    ) -> None:
        """See the port. A reply that has ended, or that another process writes, stays as it is."""
        with self._database.writing() as connection:
            row = branches.message_row(connection, message_id)
            if row.writer == own_writer():
                changes.write_reply(
                    connection, row, state=_STREAMING, text=text, reasoning=reasoning,
                    sent_to=sent_to, masked=packed_counts(masked),
                )  # fmt: skip

    def finish_reply(
        self,
        message_id: int,
        text: str,
        reasoning: str,
        *,
        state: MessageState,
        usage: Usage = Usage(),
        timings: Timings = Timings(),
        reasoning_s: float = 0.0,
        error: str = "",
        sources: Sources | None = None,
        sent_to: str = "",
        masked: Mapping[str, int] | None = None,
    ) -> Message:
        with self._database.writing() as connection:
            row = branches.message_row(connection, message_id)
            changes.write_reply(
                connection, row, state=state, text=text, reasoning=reasoning,
                usage=packed(usage), timings=packed(timings), reasoning_s=reasoning_s,
                error=error, writer=own_writer() if state == _STREAMING else "",
                sources=packed_or_none(sources), sent_to=sent_to, masked=packed_counts(masked),
            )  # fmt: skip
            changes.set_values(connection, row.conversation_id, updated_at=self._clock())
            return branches.read_message(connection, message_id)

    def branch(self, conversation_id: int) -> list[Message]:
        with self._database.reading() as connection:
            row = branches.conversation_row(connection, conversation_id)
            tree = branches.read_tree(connection, conversation_id)
            return branches.read_branch(connection, tree, tree.path_through(row.leaf_id))

    def select_sibling(self, message_id: int, offset: int) -> list[Message]:
        with self._database.writing() as connection:
            tree, row = _tree_and_owner(connection, message_id)
            siblings = tree.siblings(message_id)
            place = min(max(siblings.index(message_id) + offset, 0), len(siblings) - 1)
            path = tree.path_through(siblings[place])
            changes.show_leaf(connection, row, path[-1])
            return branches.read_branch(connection, tree, path)

    def select_message(self, message_id: int) -> list[Message]:
        with self._database.writing() as connection:
            tree, row = _tree_and_owner(connection, message_id)
            path = tree.path_through(row.leaf_id)
            if message_id not in path:
                path = tree.path_through(message_id)
                changes.show_leaf(connection, row, path[-1])
            return branches.read_branch(connection, tree, path)

    def folds(self, conversation_id: int) -> list[ContextFold]:
        with self._database.reading() as connection:
            return context_folds.read_folds(connection, conversation_id)

    def keep_fold(self, fold: ContextFold) -> ContextFold:
        with self._database.writing() as connection:
            return context_folds.write_fold(connection, fold, self._clock())

    def recover_interrupted(self) -> int:
        unfinished = select(message).where(message.c.state == _STREAMING)
        with self._database.writing() as connection:
            found = connection.execute(unfinished).all()
            alive = {writer for writer in {row.writer for row in found} if is_alive(writer)}
            dead = [row for row in found if row.writer not in alive]
            for row in dead:
                changes.write_reply(connection, row, state=MessageState.INTERRUPTED)
        return len(dead)

    # What may be sent to servers

    def permissions(self) -> list[Permission]:
        with self._database.reading() as connection:
            return permissions.read_permissions(connection)

    def permit(self, place: str, server_id: str, host: str) -> Permission:
        with self._database.writing() as connection:
            now = self._clock()
            return permissions.write_permission(connection, place, server_id, host, now)

    def withdraw(self, place: str = "", server_id: str = "") -> int:
        with self._database.writing() as connection:
            return permissions.delete_permissions(connection, place, server_id)

    # Search and settings

    def search(self, query: str, limit: int = 50) -> list[SearchHit]:
        with self._database.reading() as connection:
            return self._search.hits(connection, query, limit)

    def setting(self, key: str, default: str = "") -> str:
        with self._database.reading() as connection:
            value = connection.execute(select(setting.c.value).where(setting.c.key == key)).scalar()
        return default if value is None else str(value)

    def set_setting(self, key: str, value: str) -> None:
        change = insert_or_update(setting).values(key=key, value=value)
        with self._database.writing() as connection:
            connection.execute(
                change.on_conflict_do_update(index_elements=["key"], set_={"value": value})
            )

    # Care

    def backup_if_due(self, keep_going: Callable[[], bool] = lambda: True) -> Path | None:
        """Make the backup of this day unless there is one, or nothing to keep; its path if made.

        Meant for the store thread when it is idle: `keep_going` is asked after each megabyte,
        and when it says no the backup is left for the next time. Others can read and, with a
        write-ahead log, write meanwhile. Raises `UserError("database_damaged")` when the
        database turns out to be damaged; the older backups are then all kept.
        """
        now = self._clock()
        today = datetime.fromtimestamp(now).date()
        daily = backups.backups(self._backups_dir, "daily")
        if any(datetime.fromtimestamp(backups.backup_time(b)).date() == today for b in daily):
            return None
        with self._database.reading() as connection:
            if connection.execute(select(message.c.id).limit(1)).first() is None:
                return None
            return backups.write_backup(
                self._database.driver_connection, self._database.path, self._backups_dir, "daily",
                now=now, keep_going=keep_going,
            )  # fmt: skip

    def close(self) -> None:
        """Close the file. A second call does nothing."""
        self._search.close()
        self._database.close()

    def _change(self, conversation_id: int, **values: Any) -> Conversation:
        with self._database.writing() as connection:
            branches.conversation_row(connection, conversation_id)
            changes.set_values(connection, conversation_id, **values)
            return branches.read_conversation(connection, conversation_id)


def _tree_and_owner(connection: Connection, message_id: int) -> tuple[Tree, AnyRow]:
    """The tree that a message is in, and the row of its conversation."""
    owner = branches.message_row(connection, message_id).conversation_id
    return branches.read_tree(connection, owner), branches.conversation_row(connection, owner)
