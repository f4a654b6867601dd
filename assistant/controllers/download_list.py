"""The downloads as the window shows them: what finished, what was removed and may come back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from PySide6.QtCore import QCoreApplication, QObject, QTimer, Signal, Slot

from assistant.controllers.models import ModelsController
from assistant.controllers.notices import Notices
from assistant.controllers.preferences import Preferences
from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.hub.download import Download
from assistant.core.hub.messages import (
    AnyHubCommand,
    MoveDownload,
    PauseDownload,
    RemoveDownload,
    ResumeDownload,
)
from assistant.core.notices import Notice

translate = QCoreApplication.translate

UNDO_S = 20.0
UNDO = "hub.undo_remove"
SHOW = "hub.show_downloads"
USE = "hub.use:"
"""With the download's id behind it."""
ACTIVE = ("waiting", "checking", "fetching", "verifying")
_MOST_ENDS = 3
"""The process is started again for what is unfinished; so often without a new byte."""


class DownloadList(QObject):
    """`changed(tuple)`, `finished(Download)`; `shown()`: somebody wants to see them.

    `send` takes commands for the process, `restart` starts another one, in which everything that
    is unfinished goes on by itself. Window thread.
    """

    changed = Signal(object)
    finished = Signal(object)
    shown = Signal()

    def __init__(
        self,
        send: Callable[[AnyHubCommand], None],
        restart: Callable[[], None],
        models: ModelsController,
        notices: Notices,
        preferences: Preferences,
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._send = send
        self._restart = restart
        self._models = models
        self._notices = notices
        self._preferences = preferences
        self._all: tuple[Download, ...] = ()
        self._states: dict[str, str] = {}
        self._done = 0
        self._ends = 0
        self._removed: dict[str, bool] = {}
        """Those that can be had back, until the time for that is over; whether they went on."""
        self._hidden: set[str] = set()
        self._undo = QTimer(self, singleShot=True, interval=int(UNDO_S * 1000))
        self._undo.timeout.connect(self.flush)
        notices.action_chosen.connect(self._on_action)

    @property
    def downloads(self) -> tuple[Download, ...]:
        return tuple(each for each in self._all if each.id not in self._hidden)

    def get(self, download_id: str) -> Download | None:
        return next((each for each in self._all if each.id == download_id), None)

    # --- what the process says -------------------------------------------------------------

    def show(self, downloads: tuple[Download, ...]) -> None:
        """Take over where they stand; tell what is finished or has failed since."""
        before = self._states
        self._states = {each.id: each.state for each in downloads}
        self._states |= {each: "" for each, was in before.items() if not was} | self._states
        self._hidden &= self._states.keys()
        self._all = downloads
        if (done := sum(each.done for each in downloads)) > self._done:
            self._ends = 0
        self._done = done
        self.changed.emit(self.downloads)
        for download in downloads:
            was = before.get(download.id, "done")  # one that is new here is no news
            if was != download.state == "done":
                self._on_finished(download)
            elif was != download.state == "failed" and download.id in before:
                self._on_failed(download)

    def expect(self, download_id: str) -> None:
        """It was ordered just now: should it be done at once, that is news."""
        download = self.get(download_id)
        if download is not None and download.state == "done":
            self._on_finished(download)
        else:
            self._states.setdefault(download_id, "")

    def process_ended(self) -> None:
        """Start it again for what is unfinished, unless it dies of that."""
        active = [each for each in self._all if each.state in ACTIVE]
        if not active:
            return
        self._ends += 1
        if self._ends < _MOST_ENDS:
            self._restart()
        else:
            self._give_up(active)

    def _give_up(self, active: list[Download]) -> None:
        error = UserError(
            "download",
            translate("Hub", "Fetching ended again and again; what is there is kept."),
            translate("Hub", "Try again, or start Inkstone anew. The log file has the details."),
        )
        self._all = tuple(_failed(each, error) if each in active else each for each in self._all)
        self._states = {each.id: each.state for each in self._all}
        self.changed.emit(self.downloads)
        self._notices.post_error(error)

    def _on_finished(self, download: Download) -> None:
        self._know_folder(download)
        self._models.refresh()
        self._notices.post(
            Notice(
                text=_about(translate("Hub", "{name} is on this computer now."), download),
                action=f"{USE}{download.id}",
                action_label=translate("Hub", "Use now"),
            )
        )
        self.finished.emit(download)

    def _know_folder(self, download: Download) -> None:
        """A folder that the person chose for downloads is searched for models, too."""
        settings = self._preferences.settings
        chosen = settings.hub.folder
        if not chosen or chosen in settings.models.folders:
            return
        if download.path and Path(download.path).is_relative_to(chosen):
            self._models.add_folder(chosen)

    def _on_failed(self, download: Download) -> None:
        self._notices.post(
            Notice(
                text=_about(translate("Hub", "{name} could not be fetched."), download),
                severity="error",
                action=SHOW,
                action_label=translate("Hub", "Show downloads"),
            )
        )

    # --- what a person does ----------------------------------------------------------------

    def pause(self, download_id: str) -> None:
        self._send(PauseDownload(id=download_id))

    def resume(self, download_id: str) -> None:
        self._ends = 0
        self._send(ResumeDownload(id=download_id))

    def move(self, download_id: str, place: int) -> None:
        self._send(MoveDownload(id=download_id, place=max(0, place)))

    def remove(self, download_id: str) -> None:
        """A finished one goes at once (its model stays), others when it cannot be undone."""
        download = self.get(download_id)
        if download is None or download_id in self._hidden:
            return
        self._hidden.add(download_id)
        if download.state == "done":
            self._send(RemoveDownload(id=download_id))
            self.changed.emit(self.downloads)
            return
        self.flush()
        self._removed[download_id] = download.state in ACTIVE
        if download.state in ACTIVE:
            self.pause(download_id)
        self._undo.start()
        self.changed.emit(self.downloads)
        self._notices.post(
            Notice(
                text=_about(translate("Hub", "Removed the download of {name}."), download),
                action=UNDO,
                action_label=translate("Hub", "Undo"),
                timeout_s=UNDO_S,
            )
        )

    def undo_remove(self) -> None:
        """Have the removed download back, going on where it stood."""
        self._undo.stop()
        removed, self._removed = self._removed, {}
        for download_id, active in removed.items():
            self._hidden.discard(download_id)
            if active:
                self.resume(download_id)
        if removed:
            self.changed.emit(self.downloads)

    @Slot()
    def flush(self) -> None:
        """Remove for good what was removed."""
        self._undo.stop()
        removed, self._removed = self._removed, {}
        for download_id in removed:
            self._send(RemoveDownload(id=download_id))

    def use(self, download_id: str) -> None:
        download = self.get(download_id)
        if download is not None and download.state == "done" and download.path:
            self._models.choose(download.path)

    @Slot(str)
    def _on_action(self, action: str) -> None:
        if action == UNDO:
            self.undo_remove()
        elif action == SHOW:
            self.shown.emit()
        elif action.startswith(USE):
            self.use(action.removeprefix(USE))


def download_name(download: Download) -> str:
    """What the person knows it by, on one line."""
    return one_line(download.order.name or download.order.repo, 80)


def _about(sentence: str, download: Download) -> str:
    return sentence.format(name=f"“\u2068{download_name(download)}\u2069”")


def _failed(download: Download, error: UserError) -> Download:
    return msgspec.structs.replace(
        download,
        state="failed",
        speed=0.0,
        seconds_left=None,
        error_kind=error.kind,
        error=error.text,
        hint=error.hint,
    )
