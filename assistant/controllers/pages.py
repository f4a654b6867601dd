"""Pages of documents to look at: drawn where the format allows it, as text where not."""

from __future__ import annotations

import msgspec
from PySide6.QtCore import QObject, Signal

from assistant.core.document_ports import DocumentReader
from assistant.core.drawn_page import DrawnPage
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool


class PagePlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where to look: `page` from 1 (0 without pages); `spans` (start, end) in the whole text."""

    document: DocumentRef
    page: int = 0
    spans: tuple[tuple[int, int], ...] = ()


class ShownPage(msgspec.Struct, frozen=True, kw_only=True):
    """What there is to see of a place.

    `drawn` is the page of a PDF, None for other formats or when the file is gone or has
    changed; `note` then says so. `text` is the text of the page (all of it, or a part around
    the spans, without pages), `spans` where the highlights stand in it, `first_page` to
    `last_page` what can be turned to.
    """

    place: PagePlace
    page: int = 0
    pages: int = 0
    drawn: DrawnPage | None = None
    text: str = ""
    spans: tuple[tuple[int, int], ...] = ()
    note: str = ""


class PageDrawer(QObject):
    """Window thread. Only the newest request counts; earlier ones are stopped.

    shown(ShownPage)      of the last `show`
    failed(UserError)     there is nothing to see; the sentence says why
    """

    shown = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        reader: DocumentReader,
        library: StoreThread,
        pool: TaskPool,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.error: UserError | None = None

    def show(self, place: PagePlace, width_px: int) -> None:
        """Ask for a page, `width_px` device pixels wide."""
        raise NotImplementedError
