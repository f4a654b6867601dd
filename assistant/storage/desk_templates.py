"""Templates, and what they were before."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, delete, insert, select, update

from assistant.core.errors import UserError
from assistant.core.templates.template import Template, TemplateVersion
from assistant.storage.desk_part import DeskPart, restored
from assistant.storage.desk_tables import template, template_version
from assistant.storage.rows import AnyRow, packed

_COLUMNS = template.c


class SqliteTemplates(DeskPart):
    """Fulfils `core.templates.ports.TemplateStore`; the docstrings there hold.

    Whether a template is a favourite is the person's mark on it: it makes no version, does not
    count as a change of a built-in one, and outlives a reset.
    """

    def list_templates(self) -> list[Template]:
        with self._database.reading() as connection:
            rows = connection.execute(select(template).where(_COLUMNS.hidden.is_(False))).all()
        found = [each for each in map(_to_template, rows) if each is not None]
        return sorted(found, key=lambda each: (not each.favourite, each.title.casefold(), each.id))

    def keep_template(self, kept: Template) -> Template:
        with self._database.writing() as connection:
            if kept.id == 0:
                return self._insert(connection, kept)
            return self._change(connection, _row(connection, kept.id), kept)

    def delete_template(self, template_id: int) -> None:
        with self._database.writing() as connection:
            own = _COLUMNS.id == template_id
            builtin = _COLUMNS.builtin.is_(True)
            connection.execute(update(template).where(own, builtin).values(hidden=True))
            connection.execute(delete(template).where(own, ~builtin))
        self._database.truncate_journal()

    def restore_template(self, kept: Template) -> Template:
        with self._database.writing() as connection:
            row = connection.execute(select(template).where(_COLUMNS.id == kept.id)).first()
            if row is None:
                return self._insert(connection, kept)
            return self._change(connection, row, kept)

    def reset_template(self, template_id: int) -> Template:
        with self._database.writing() as connection:
            row = _row(connection, template_id)
            original, now = restored(row.original, Template), _to_template(row)
            if original is None:
                raise UserError("usage", "Only templates that came with Inkstone can be reset.")
            free = _free_name(connection, row.builtin_name, row.id)
            favourite = now is not None and now.favourite
            kept = msgspec.structs.replace(original, name=free, favourite=favourite)
            _set(connection, row.id, original=_packed(kept))
            return self._change(connection, row, kept)

    def versions(self, template_id: int) -> list[TemplateVersion]:
        columns = template_version.c
        wanted = (
            select(template_version)
            .where(columns.template_id == template_id)
            .order_by(columns.id.desc())
        )
        with self._database.reading() as connection:
            rows = connection.execute(wanted).all()
        return [
            TemplateVersion(
                id=row.id,
                template_id=template_id,
                saved_at=row.saved_at,
                template=msgspec.structs.replace(was, id=template_id),
            )
            for row in rows
            if (was := restored(row.content, Template)) is not None
        ]

    def install_builtins(self, templates: Sequence[Template]) -> None:
        with self._database.writing() as connection:
            builtin = select(template).where(_COLUMNS.builtin.is_(True))
            rows = {row.builtin_name: row for row in connection.execute(builtin)}
            for name in rows.keys() - {each.name for each in templates}:
                self._retire(connection, rows[name])
            for each in templates:
                row = rows.get(each.name)
                if row is None:
                    free = msgspec.structs.replace(each, name=_free_name(connection, each.name, 0))
                    self._insert(connection, free, id_=0, builtin_name=each.name)
                else:
                    self._renew(connection, row, each)

    def _retire(self, connection: Connection, row: AnyRow) -> None:
        """This version of the application brings it no more: what the person made of it stays."""
        if row.hidden or not _changed(row):
            connection.execute(delete(template).where(_COLUMNS.id == row.id))
            return
        _set(connection, row.id, builtin=False, builtin_name="", original="")

    def _renew(self, connection: Connection, row: AnyRow, newest: Template) -> None:
        """Make a stored built-in one the `newest`, unless the person changed it."""
        if _changed(row):
            _set_where_new(connection, row, original=_packed(newest))
            return
        if row.hidden:
            content = _packed(newest)
            _set_where_new(connection, row, original=content, content=content, name=newest.name)
            return
        free = _free_name(connection, newest.name, row.id)
        named = msgspec.structs.replace(newest, name=free)
        original = _packed(named)
        if original == row.original:
            return
        now = _to_template(row)
        favourite = now is not None and now.favourite
        _set(connection, row.id, original=original)
        renewed = msgspec.structs.replace(named, favourite=favourite)
        self._change(connection, _row(connection, row.id), renewed)

    def _insert(
        self,
        connection: Connection,
        kept: Template,
        *,
        id_: int | None = None,
        builtin_name: str = "",
    ) -> Template:
        _refuse_taken(connection, kept.name, 0)
        number = kept.id if id_ is None else id_
        values: dict[str, Any] = {
            "name": kept.name,
            "builtin": bool(builtin_name),
            "hidden": False,
            "builtin_name": builtin_name,
            "content": _packed(kept, favourite=kept.favourite),
            "original": _packed(kept) if builtin_name else "",
        }
        place = {"id": number} if number else {}
        made = connection.execute(insert(template).values(**values, **place))
        row = _row(connection, int(made.lastrowid))
        self._add_version(connection, row.id, kept)
        return _as_kept(kept, row)

    def _change(self, connection: Connection, row: AnyRow, kept: Template) -> Template:
        _refuse_taken(connection, kept.name, row.id)
        before = restored(row.content, Template)
        content = _packed(kept, favourite=kept.favourite)
        _set(connection, row.id, name=kept.name, hidden=False, content=content)
        if before is None or _packed(before) != _packed(kept):
            self._add_version(connection, row.id, kept)
        return _as_kept(kept, _row(connection, row.id))

    def _add_version(self, connection: Connection, template_id: int, kept: Template) -> None:
        values = {
            "template_id": template_id,
            "saved_at": self._clock(),
            "content": _packed(kept),
        }
        connection.execute(insert(template_version).values(values))


def _packed(kept: Template, *, favourite: bool = False) -> str:
    """The words of a template as a column holds them: equal for equal templates."""
    bare = msgspec.structs.replace(kept, id=0, builtin=False, changed=False, favourite=favourite)
    return packed(bare)


def _row(connection: Connection, template_id: int) -> AnyRow:
    row = connection.execute(select(template).where(_COLUMNS.id == template_id)).first()
    if row is None:
        raise UserError("not_found", "This template is no longer there.", "Keep it as a new one.")
    return row


def _set(connection: Connection, template_id: int, **values: object) -> None:
    connection.execute(update(template).where(_COLUMNS.id == template_id).values(**values))


def _set_where_new(connection: Connection, row: AnyRow, **values: object) -> None:
    """Every start comes by here: what is so already is not written again."""
    if any(row._mapping[name] != value for name, value in values.items()):
        _set(connection, row.id, **values)


def _changed(row: AnyRow) -> bool:
    """Whether the person changed a built-in template."""
    now, original = restored(row.content, Template), restored(row.original, Template)
    if now is None or original is None:
        return now is not original
    # Another name than it came with is a change only where the person gave it.
    return _packed(now) != _packed(original)


def _to_template(row: AnyRow) -> Template | None:
    kept = restored(row.content, Template)
    return None if kept is None else _as_kept(kept, row)


def _as_kept(kept: Template, row: AnyRow) -> Template:
    """`kept`, which is in `row`, with what only the row knows."""
    changed = bool(row.builtin) and _changed(row)
    return msgspec.structs.replace(kept, id=row.id, builtin=row.builtin, changed=changed)


def _taken(connection: Connection, name: str, but: int) -> bool:
    wanted = select(_COLUMNS.id).where(
        _COLUMNS.name == name, _COLUMNS.hidden.is_(False), _COLUMNS.id != but
    )
    return connection.execute(wanted).first() is not None


def _refuse_taken(connection: Connection, name: str, but: int) -> None:
    if _taken(connection, name, but):
        raise UserError(
            "usage", f"Another template is already called “{name}”.", "Choose another name."
        )


def _free_name(connection: Connection, name: str, but: int) -> str:
    """`name`, or with a number after it where another template has it."""
    free, number = name, 2
    while _taken(connection, free, but):
        free, number = f"{name}-{number}", number + 1
    return free
