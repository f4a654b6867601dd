"""Sentences that were translated before."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from sqlalchemy import delete, func, or_, select, text, update
from sqlalchemy.dialects.sqlite import insert as insert_or_update

from assistant.core.translation.order import Languages
from assistant.storage.desk_part import DeskPart
from assistant.storage.desk_tables import translation_memory

MOST_SENTENCES = 250_000
"""Beyond these the ones that were not used for the longest time are forgotten, a tenth at once."""

_COUNTED_EVERY = 2_000
_DAY_S = 86_400.0
_COLUMNS = translation_memory.c
_NAMED = text("translation_memory.hash IN (SELECT value FROM json_each(:hashes))")


class SqliteMemory(DeskPart):
    """Fulfils `core.translation.ports.TranslationMemory`; the docstrings there hold."""

    _since_count = _COUNTED_EVERY

    def remembered(
        self, languages: Languages, sources: Sequence[str], variant: str = ""
    ) -> dict[str, str]:
        if not sources:
            return {}
        sources_of = {sentence_hash(languages, each, variant): each for each in sources}
        named = {"hashes": json.dumps(list(sources_of))}
        wanted = select(_COLUMNS.hash, _COLUMNS.target, _COLUMNS.used_at).where(_NAMED)
        with self._database.reading() as connection:
            rows = connection.execute(wanted, named).all()
        now = self._clock()
        stale = [row.hash for row in rows if row.used_at < now - _DAY_S]
        if stale:
            with self._database.writing() as connection:
                used = update(translation_memory).where(_NAMED).values(used_at=now)
                connection.execute(used, {"hashes": json.dumps(stale)})
        return {sources_of[row.hash]: row.target for row in rows}

    def remember(
        self,
        languages: Languages,
        pairs: Mapping[str, str],
        variant: str = "",
        *,
        by_person: bool = False,
    ) -> None:
        if not pairs:
            return
        now = self._clock()
        rows = [
            {
                "hash": sentence_hash(languages, source, variant),
                "source_language": languages.source,
                "target_language": languages.target,
                "variant": variant,
                "source": source,
                "target": target,
                "by_person": by_person,
                "used_at": now,
            }
            for source, target in pairs.items()
        ]
        change = insert_or_update(translation_memory)
        newer = change.excluded
        change = change.on_conflict_do_update(
            index_elements=["hash"],
            set_={"target": newer.target, "by_person": newer.by_person, "used_at": newer.used_at},
            where=or_(_COLUMNS.by_person.is_(False), newer.by_person.is_(True)),
        )
        with self._database.writing() as connection:
            connection.execute(change, rows)
        self._since_count += len(rows)
        if self._since_count >= _COUNTED_EVERY:
            self._since_count = 0
            self._make_room()

    def memory_size(self) -> int:
        with self._database.reading() as connection:
            counted = select(func.count()).select_from(translation_memory)
            return int(connection.execute(counted).scalar_one())

    def forget_memory(self) -> None:
        with self._database.writing() as connection:
            connection.execute(delete(translation_memory))
        self._database.truncate_journal()

    def _make_room(self) -> None:
        """Forget the oldest of what a model wrote, if there is too much; not a person's own."""
        if (size := self.memory_size()) <= MOST_SENTENCES:
            return
        oldest = (
            select(_COLUMNS.hash)
            .where(_COLUMNS.by_person.is_(False))
            .order_by(_COLUMNS.used_at)
            .limit(size - MOST_SENTENCES * 9 // 10)
        )
        with self._database.writing() as connection:
            connection.execute(delete(translation_memory).where(_COLUMNS.hash.in_(oldest)))


def sentence_hash(languages: Languages, source: str, variant: str) -> str:
    """What a sentence is looked up by: 128 bits, as hexadecimal digits."""
    parts = (languages.source, languages.target, variant, source)
    words = "\0".join(f"{len(part)} {part}" for part in parts)
    encoded = words.encode("utf-8", "surrogatepass")
    return hashlib.blake2b(encoded, digest_size=16).hexdigest()
