"""What is remembered around templates: which were used last, with what, and unsaved edits."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from assistant.core.errors import UserError
from assistant.core.templates.template import Template
from assistant.workers.store_thread import StoreThread

BLANK = Template(name="", title="", text="")
MOST_RECENT = 12
LONGEST_VALUE = 500
"""Longer values are texts to work on, and not offered again."""
_PAUSE_MS = 400
_USES = "templates.uses"
_DRAFTS = "templates.drafts"


class _Uses(msgspec.Struct):
    """`recent` are ids, the last used first; `values` by id and by variable."""

    recent: list[int] = []
    values: dict[str, dict[str, str]] = {}


class TemplateMemory(QObject):
    """Window thread. Kept among the settings of the conversations' database, for it is private.

    A draft is an edit that was not kept yet: its key is the template's id, or a negative number
    for a template that does not exist otherwise.

    loaded()             `read` has ended; what was changed before it stays
    failed(UserError)    something could not be kept
    """

    loaded = Signal()
    failed = Signal(object)

    def __init__(self, store: StoreThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._uses = _Uses()
        self._drafts: dict[int, Template] = {}
        self._gone: set[int] = set()
        self._unwritten: set[str] = set()
        self._reading = False
        self.known = False
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self.flush)

    def read(self) -> None:
        """Read what was remembered; once."""
        if self.known or self._reading:
            return
        self._reading = True
        self._store.submit(
            lambda store: (store.setting(_USES), store.setting(_DRAFTS)),
            self._on_read,
            self._on_not_read,
        )

    def _on_read(self, kept: tuple[str, str]) -> None:
        self._reading, self.known = False, True
        uses, drafts = _decoded(kept[0], _Uses), _decoded(kept[1], dict[int, Template])
        if uses is not None:
            later = [number for number in uses.recent if number not in self._uses.recent]
            self._uses.recent += later
            self._uses.values = {**uses.values, **self._uses.values}
        known = drafts or {}
        if self._unwritten:
            self._pause.start()
        self._drafts = {
            key: draft for key, draft in (known | self._drafts).items() if key not in self._gone
        }
        self.loaded.emit()

    def _on_not_read(self, error: UserError) -> None:
        """Nothing is written over what could not be read; `read` tries again."""
        self._reading = False
        self._pause.stop()
        self.failed.emit(error)

    # --- uses ------------------------------------------------------------------------------

    @property
    def recent(self) -> list[int]:
        """Ids of what was used last, the newest first."""
        return self._uses.recent

    def values_of(self, template_id: int) -> dict[str, str]:
        """What the variables held the last time."""
        return dict(self._uses.values.get(str(template_id), {}))

    def note_use(self, template_id: int, values: Mapping[str, str]) -> None:
        """A template was used; short `values` are offered again."""
        others = [number for number in self._uses.recent if number != template_id]
        self._uses.recent = [template_id, *others][:MOST_RECENT]
        short = {name: value for name, value in values.items() if len(value) <= LONGEST_VALUE}
        self._uses.values[str(template_id)] = short
        self._later(_USES)

    # --- drafts ----------------------------------------------------------------------------

    @property
    def drafts(self) -> Mapping[int, Template]:
        """Unsaved edits by their keys."""
        return self._drafts

    def new_key(self) -> int:
        """The key for a template that is being written."""
        return min(0, *self._drafts, *self._gone, 0) - 1

    def keep_draft(self, key: int, template: Template) -> None:
        if self._drafts.get(key) != template:
            self._drafts[key] = template
            self._gone.discard(key)
            self._later(_DRAFTS)

    def drop_draft(self, key: int) -> None:
        self._gone.add(key)
        if self._drafts.pop(key, None) is not None:
            self._later(_DRAFTS)

    # --- keeping ---------------------------------------------------------------------------

    def _later(self, what: str) -> None:
        self._unwritten.add(what)
        self._pause.start()

    def flush(self) -> None:
        """Keep now what waits for a pause. Before `read` has ended nothing is overwritten."""
        self._pause.stop()
        if not self.known:
            self.read()
            return
        unwritten, self._unwritten = self._unwritten, set()
        if _USES in unwritten:
            self._write(_USES, msgspec.json.encode(self._uses).decode())
        if _DRAFTS in unwritten:
            kept = {str(key): draft for key, draft in self._drafts.items()}
            self._write(_DRAFTS, msgspec.json.encode(kept).decode())

    def _write(self, key: str, value: str) -> None:
        self._store.submit(lambda store: store.set_setting(key, value), None, self.failed.emit)


def _decoded(text: str, kind: type) -> object:
    """What was kept; a newer version's words are left unread rather than in the way."""
    try:
        return msgspec.json.decode(text, type=kind) if text else None
    except (msgspec.DecodeError, msgspec.ValidationError):
        return None


def same_words(one: Template, other: Template) -> bool:
    """Whether two templates say the same, wherever they came from and whoever likes them."""
    plain = {"favourite": False, "changed": False, "builtin": False}
    return msgspec.structs.replace(one, **plain) == msgspec.structs.replace(other, **plain)


def is_worded(template: Template) -> bool:
    """Whether anybody wrote anything into it."""
    return not same_words(template, msgspec.structs.replace(BLANK, id=template.id))
