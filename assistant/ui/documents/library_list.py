"""The rows at the left of the library page: collections, summaries, documents, under headings."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum
from typing import Any, Literal, NamedTuple, TypeAlias

from PySide6.QtCore import (
    QAbstractListModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from assistant.controllers.collections import CollectionState
from assistant.core.display_text import one_line
from assistant.core.summary_job import StoredDocument, SummaryJob
from assistant.ui.documents import library_words as words

Index = QModelIndex | QPersistentModelIndex
Kind: TypeAlias = Literal["heading", "collection", "summary", "document"]
Thing: TypeAlias = str | CollectionState | SummaryJob | StoredDocument
_USER_ROLE = int(Qt.ItemDataRole.UserRole)


class Role(IntEnum):
    """What a row can be asked for besides its text."""

    KEY = _USER_ROLE + 1
    LINE = _USER_ROLE + 2
    FRACTION = _USER_ROLE + 3
    TONE = _USER_ROLE + 4


class Key(NamedTuple):
    """Which thing a row is: a collection's or a summary's number, a document's SHA-256."""

    kind: Kind
    id: int | str


class LibraryModel(QAbstractListModel):
    """Window thread. Rows with the same keys are changed in place, others make a new list."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._things: list[Thing] = []
        self._keys: list[Key] = []
        self._documents: Sequence[StoredDocument] = ()
        self._wanted = ""
        self._shown: list[StoredDocument] = []
        self._shown_keys: list[Key] = []
        self._names: dict[str, str] = {}

    def show_things(
        self,
        collections: Sequence[CollectionState],
        summaries: Sequence[SummaryJob],
        documents: Sequence[StoredDocument],
        wanted: str = "",
    ) -> bool:
        """Show what has `wanted` in its name; whether the list was made anew.

        `documents` are taken for other ones only when it is another list.
        """
        self._take_documents(documents, wanted)
        self._names = _names(documents, summaries)
        translate = QCoreApplication.translate
        things: list[Thing] = []
        keys: list[Key] = []
        for heading, members in (
            (translate("Library", "Collections"), collections),
            (translate("Library", "Summaries"), summaries),
        ):
            shown = [each for each in members if _fits(_name(each, self._names), wanted)]
            _put(things, keys, heading, shown, [_key(each) for each in shown], wanted)
        heading = translate("Library", "Documents")
        _put(things, keys, heading, self._shown, self._shown_keys, wanted)
        if keys == self._keys:
            self._replace(things)
            return False
        self.beginResetModel()
        self._things, self._keys = things, keys
        self.endResetModel()
        return True

    def _take_documents(self, documents: Sequence[StoredDocument], wanted: str) -> None:
        """There may be very many: while they stay the same they cost next to nothing."""
        if documents is self._documents and wanted == self._wanted:
            return
        self._documents, self._wanted = documents, wanted
        self._shown = [each for each in documents if _fits(each.name or each.title, wanted)]
        self._shown_keys = [Key("document", each.sha256) for each in self._shown]

    def _replace(self, things: list[Thing]) -> None:
        changed = [
            row
            for row, (old, new) in enumerate(zip(self._things, things, strict=True))
            if old is not new and old != new
        ]
        self._things = things
        if changed:
            self.dataChanged.emit(self.index(changed[0]), self.index(changed[-1]))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        return 0 if parent.isValid() else len(self._things)

    def flags(self, index: Index) -> Qt.ItemFlag:
        if not index.isValid() or self._keys[index.row()].kind == "heading":
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        thing, key = self._things[index.row()], self._keys[index.row()]
        if role == Role.KEY:
            return key
        told = _TOLD.get(role)
        return None if told is None else told(thing, self._names)

    def key(self, index: Index) -> Key | None:
        """Which thing a row is; None for a heading."""
        if not index.isValid() or self._keys[index.row()].kind == "heading":
            return None
        return self._keys[index.row()]

    def index_of(self, key: Key | None) -> QModelIndex:
        """The row of a thing; invalid when it is not in the list."""
        if key is None or key not in self._keys:
            return QModelIndex()
        return self.index(self._keys.index(key))

    def all_keys(self) -> list[Key]:
        """The things from top to bottom."""
        return [key for key in self._keys if key.kind != "heading"]

    def job_name(self, job: SummaryJob) -> str:
        """What a summary is of."""
        return words.job_name(job, self._names)


def _key(thing: Thing) -> Key:
    match thing:
        case str():
            return Key("heading", thing)
        case CollectionState():
            return Key("collection", thing.collection.id)
        case SummaryJob():
            return Key("summary", thing.id)
    return Key("document", thing.sha256)


def _name(thing: Thing, names: dict[str, str]) -> str:
    match thing:
        case str():
            return thing
        case CollectionState():
            return one_line(thing.collection.name)
        case SummaryJob():
            return words.job_name(thing, names)
    return words.document_name(thing)


def _line(thing: Thing) -> str:
    match thing:
        case str():
            return ""
        case CollectionState():
            return words.collection_line(thing)
        case SummaryJob():
            return words.job_facts(thing)
    return words.document_facts(thing)


def _spoken(thing: Thing, names: dict[str, str]) -> str:
    """For a screen reader: what it is, its name, how it is."""
    translate = QCoreApplication.translate
    match thing:
        case str():
            return thing
        case CollectionState():
            said = translate("Library", "Collection {name}: {state}")
            states = [words.work_text(thing), words.counts_text(thing)]
            state = ", ".join(filter(None, states))
        case SummaryJob():
            said = translate("Library", "Summary of {name}: {state}")
            state = words.job_wishes(thing)
        case _:
            said = translate("Library", "Document {name}: {state}")
            state = words.document_facts(thing)
    return said.format(name=_name(thing, names), state=state.replace(words.DOT, ", "))


def _fraction(thing: Thing) -> float | None:
    if not isinstance(thing, CollectionState) or thing.collection.paused:
        return None
    return words.work_fraction(thing)


def _names(documents: Sequence[StoredDocument], summaries: Sequence[SummaryJob]) -> dict[str, str]:
    """The names of the documents that there are summaries of."""
    wanted = {sha256 for job in summaries for sha256 in job.documents}
    return {each.sha256: words.document_name(each) for each in documents if each.sha256 in wanted}


def _fits(name: str, wanted: str) -> bool:
    return not wanted or wanted.casefold() in name.casefold()


def _put(
    things: list[Thing],
    keys: list[Key],
    heading: str,
    members: Sequence[Thing],
    member_keys: Sequence[Key],
    wanted: str,
) -> None:
    """Add a section, unless it is empty; what was searched for is counted."""
    if not members:
        return
    heading = f"{heading} ({len(members)})" if wanted else heading
    things += [heading, *members]
    keys += [_key(heading), *member_keys]


def _tip(thing: Thing, names: dict[str, str]) -> str | None:
    return None if isinstance(thing, str) else f"{_name(thing, names)}\n{_line(thing)}"


def _tone(thing: Thing) -> str:
    """The role of the second line's colour."""
    unfinished = isinstance(thing, SummaryJob) and thing.state != "done"
    return "caution" if unfinished else "secondary"


_TOLD: dict[int, Callable[[Thing, dict[str, str]], Any]] = {
    Qt.ItemDataRole.DisplayRole: _name,
    Qt.ItemDataRole.AccessibleTextRole: _spoken,
    Qt.ItemDataRole.ToolTipRole: _tip,
    Role.LINE: lambda thing, _names: _line(thing),
    Role.FRACTION: lambda thing, _names: _fraction(thing),
    Role.TONE: lambda thing, _names: _tone(thing),
}
