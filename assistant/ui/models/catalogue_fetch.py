"""Fetching one model of the short list: from the wish to the file."""

from __future__ import annotations

from fnmatch import fnmatch
from pathlib import PurePosixPath

from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.download_list import ACTIVE
from assistant.controllers.hub import HubController
from assistant.core.errors import UserError
from assistant.core.hub.catalogue import CatalogueModel, CatalogueVariant
from assistant.core.hub.download import Download


class CatalogueFetch(QObject):
    """`changed()`, `done(str path)`: the model is on this computer, and was wanted from here.

    `asking`: the hub is asked what to fetch. `download`: where it stands, None before. `error`:
    why it could not be begun.
    """

    changed = Signal()
    done = Signal(str)

    def __init__(
        self,
        hub: HubController,
        model: CatalogueModel,
        variant: CatalogueVariant,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._hub = hub
        self.model = model
        self.variant = variant
        self.download: Download | None = None
        self.error: UserError | None = None
        self._request = ""
        self._id = ""
        self._wanted = False
        self._stopped = False
        hub.queued.connect(self._on_queued)
        hub.failed.connect(self._on_failed)
        hub.downloads_changed.connect(self._on_downloads)
        self._on_downloads(hub.downloads)

    @property
    def asking(self) -> bool:
        return bool(self._request) or bool(self._id and self.download is None)

    def begin(self) -> None:
        """Fetch it, or go on with what was begun."""
        self._wanted, self._stopped = True, False
        self.error = None
        if self.download is not None and self.download.state in ("paused", "failed"):
            self._hub.resume(self.download.id)
        elif self.download is None and not self.asking:
            name = f"{self.model.name} {self.variant.quantisation}"
            self._request = self._hub.fetch(
                self.model.repo, self.variant.pattern, name, self.model.projector
            )
        self.changed.emit()

    def stop(self) -> None:
        """No more of it for now; what is there stays."""
        self._wanted, self._stopped = False, True
        if self._request:
            request, self._request = self._request, ""
            self._hub.drop(request)
        self._pause()
        self.changed.emit()

    def _pause(self) -> None:
        """What was on its way into the queue when it was stopped is paused when it is there."""
        if self._stopped and self.download is not None:
            self._stopped = False
            if self.download.state in ACTIVE:
                self._hub.pause(self.download.id)

    @Slot(str, str)
    def _on_queued(self, request: str, download_id: str) -> None:
        if request == self._request:
            self._request, self._id = "", download_id
            self._on_downloads(self._hub.downloads)
            self.changed.emit()

    @Slot(str, object)
    def _on_failed(self, request: str, error: UserError) -> None:
        if request and request == self._request:
            self._request = ""
            self._wanted = False
            self.error = error
            self.changed.emit()

    @Slot(object)
    def _on_downloads(self, downloads: tuple[Download, ...]) -> None:
        found = next((each for each in downloads if self._ours(each)), None)
        if found == self.download:
            return
        if found is None:  # it was removed; another one may be begun
            self._id = ""
        self.download = found
        self._pause()
        self.changed.emit()
        if found is not None and found.state == "done" and found.path and self._wanted:
            self._wanted = False
            self.done.emit(found.path)

    def _ours(self, download: Download) -> bool:
        if self._id:
            return download.id == self._id
        if download.order.repo != self.model.repo or not download.order.files:
            return False
        first = download.order.files[0].path
        pattern = self.variant.pattern
        return fnmatch(first, pattern) or fnmatch(PurePosixPath(first).name, pattern)
