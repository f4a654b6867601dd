"""What stands on the writing desk, kept through a restart."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal, Slot

from assistant.core.errors import UserError
from assistant.core.ports import ConversationStore
from assistant.core.writing.session import KeptSession, WritingSession, restored
from assistant.core.writing.text_form import TextForm
from assistant.workers.store_thread import StoreThread

_DRAFT, _SESSION = "writing_draft", "writing_session"


class WritingDraft(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The source and how it is to be worked on. `path`, `digest` and `form` are of the file that
    the source was taken from, "" and None where it can't be put back into one."""

    text: str = ""
    note: str = ""
    protect: bool = True
    reasons: bool = False
    path: str = ""
    digest: str = ""
    form: TextForm | None = None


class WritingMemory(QObject):
    """Keeps a draft and the last session in the store; window thread.

    loaded(WritingDraft, WritingSession | None)
    """

    loaded = Signal(object, object)

    def __init__(self, store: StoreThread, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self.known = False
        store.opened.connect(self.load)

    @Slot()
    def load(self) -> None:
        """Read what was kept; `loaded` follows once. Before that nothing should be kept."""

        def done(found: tuple[WritingDraft, WritingSession | None]) -> None:
            if not self.known:
                self.known = True
                self.loaded.emit(*found)

        self._store.submit(_read, done, self._ignore)

    def keep_draft(self, draft: WritingDraft) -> None:
        self._keep(_DRAFT, draft)

    def keep_session(self, session: KeptSession) -> None:
        self._keep(_SESSION, session)

    def _keep(self, key: str, value: msgspec.Struct) -> None:
        def write(store: ConversationStore) -> None:
            store.set_setting(key, msgspec.json.encode(value).decode())

        self._store.submit(write)

    def _ignore(self, _error: UserError) -> None:
        """Why the store could not be opened is told by whoever opens it."""


def _read(store: ConversationStore) -> tuple[WritingDraft, WritingSession | None]:
    """Store thread: what was kept; what cannot be read any more is left out."""
    draft, session = WritingDraft(), None
    try:
        if found := store.setting(_DRAFT):
            draft = msgspec.json.decode(found, type=WritingDraft)
        if found := store.setting(_SESSION):
            session = restored(msgspec.json.decode(found, type=KeptSession))
    except msgspec.MsgspecError:
        return draft, session
    return draft, session
