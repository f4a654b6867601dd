"""Glossaries and their terms."""

from __future__ import annotations

import msgspec
from sqlalchemy import delete, insert, select
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.translation.glossary import Glossary, Term
from assistant.storage.desk_part import DeskPart
from assistant.storage.desk_tables import glossary, glossary_term


class SqliteGlossaries(DeskPart):
    """Fulfils `core.translation.ports.GlossaryStore`; the docstrings there hold."""

    def list_glossaries(self) -> list[Glossary]:
        terms: dict[int, list[Term]] = {}
        columns = glossary_term.c
        with self._database.reading() as connection:
            rows = connection.execute(select(glossary)).all()
            ordered = select(glossary_term).order_by(columns.glossary_id, columns.place)
            for row in connection.execute(ordered):
                term = Term(source=row.source, target=row.target, keep=row.keep, note=row.note)
                terms.setdefault(row.glossary_id, []).append(term)
        found = [Glossary(**row._mapping, terms=tuple(terms.get(row.id, ()))) for row in rows]
        return sorted(found, key=lambda each: (each.name.casefold(), each.id))

    def keep_glossary(self, kept: Glossary) -> Glossary:
        values = {
            "name": kept.name,
            "source_language": kept.source_language,
            "target_language": kept.target_language,
        }
        with self._database.writing() as connection:
            if kept.id == 0:
                number = int(connection.execute(insert(glossary).values(values)).lastrowid)
            else:
                number = kept.id
                change = insert_or_update(glossary).values(id=number, **values)
                connection.execute(change.on_conflict_do_update(index_elements=["id"], set_=values))
                own = glossary_term.c.glossary_id == number
                connection.execute(delete(glossary_term).where(own))
            terms = [
                {"glossary_id": number, "place": place, **msgspec.structs.asdict(term)}
                for place, term in enumerate(kept.terms)
            ]
            if terms:
                connection.execute(insert(glossary_term), terms)
        self._database.truncate_journal()
        return msgspec.structs.replace(kept, id=number)

    def delete_glossary(self, glossary_id: int) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(glossary).where(glossary.c.id == glossary_id))
        self._database.truncate_journal()
