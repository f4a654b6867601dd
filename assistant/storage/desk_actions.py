"""The person's own actions."""

from __future__ import annotations

import re

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.writing.action import Action
from assistant.storage.desk_part import DeskPart, restored
from assistant.storage.desk_tables import writing_action
from assistant.storage.rows import packed

_OURS = re.compile(r"own-([1-9]\d{0,14})")


class SqliteActions(DeskPart):
    """Fulfils `core.writing.ports.ActionStore`; the docstrings there hold."""

    def list_actions(self) -> list[Action]:
        wanted = select(writing_action).order_by(writing_action.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        found = [(row.action_id, restored(row.content, Action)) for row in rows]
        return [
            msgspec.structs.replace(action, id=action_id, own=True)
            for action_id, action in found
            if action is not None
        ]

    def keep_action(self, action: Action) -> Action:
        kept = msgspec.structs.replace(action, own=True)
        values: dict[str, object] = {"content": packed(kept)}
        with self._database.writing() as connection:
            if not kept.id:
                made = connection.execute(insert(writing_action).values(action_id="", **values))
                number = int(made.lastrowid)
                kept = msgspec.structs.replace(kept, id=f"own-{number}")
                name = writing_action.update().where(writing_action.c.id == number)
                connection.execute(name.values(action_id=kept.id))
                return kept
            # One that was deleted comes back to the place that it had.
            ours = _OURS.fullmatch(kept.id)
            place = {} if ours is None else {"id": int(ours[1])}
            change = insert_or_update(writing_action).values(action_id=kept.id, **place, **values)
            connection.execute(
                change.on_conflict_do_update(index_elements=["action_id"], set_=values)
            )
        return kept

    def delete_action(self, action_id: str) -> None:
        with self._database.writing() as connection:
            connection.execute(
                delete(writing_action).where(writing_action.c.action_id == action_id)
            )
        self._database.truncate_journal()
