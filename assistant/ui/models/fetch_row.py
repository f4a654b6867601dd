"""What goes on with the download of a model, in the place where it was wanted."""

from __future__ import annotations

import time
from collections.abc import Sequence

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from assistant.core.errors import UserError
from assistant.core.hub.download import Download
from assistant.ui.controls import Caption, push_button
from assistant.ui.documents.wrapping_row import wrapping
from assistant.ui.error_words import error_text
from assistant.ui.hub.words import error_sentence, fraction, progress_line
from assistant.ui.models.catalogue_fetch import CatalogueFetch
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_STEPS = 1000


class FetchRow(QWidget):
    """One button that begins, goes on or stops, and what it does.

    `begin_words` stand on it before. `primary`: it is the one thing to do here. `beside` are
    further controls of its line. Without a model only those are shown.
    """

    def __init__(
        self,
        theme: Theme,
        begin_words: str,
        *,
        primary: bool,
        beside: Sequence[QWidget] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._begin_words = begin_words
        self._name = ""
        self._fetch: CatalogueFetch | None = None
        self._held = False
        self.words = Caption(theme, "", self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setRange(0, _STEPS)
        self.button = push_button(begin_words, "primary" if primary else "", self)
        self.button.clicked.connect(self._on_begin)
        self.stop = push_button(self.tr("Stop"), "", self)
        self.stop.clicked.connect(self._on_stop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(measures.GAP_XS)
        column.addWidget(self.words)
        column.addWidget(self.bar)
        column.addWidget(wrapping(measures.GAP_S, self.button, self.stop, *beside))
        self._show()

    def be_about(self, fetch: CatalogueFetch) -> None:
        """Show this one from now on."""
        self._fetch = fetch
        self._name = fetch.model.name
        fetch.changed.connect(self._show)
        self.bar.setAccessibleName(self.tr("Download of {name}").format(name=self._name))
        self._show()

    def hold(self, wanted: bool) -> None:
        """Nothing can be begun now."""
        self._held = wanted
        self._show()

    @Slot()
    def _on_begin(self) -> None:
        if self._fetch is not None:
            self._fetch.begin()
            self._keep_focus()

    @Slot()
    def _on_stop(self) -> None:
        if self._fetch is not None:
            self._fetch.stop()
            self._keep_focus()

    def _keep_focus(self) -> None:
        """One button takes the place of the other, and the focus stays in the row."""
        shown = self.button if self.button.isVisibleTo(self) else self.stop
        shown.setFocus()

    @Slot()
    def _show(self) -> None:
        fetch = self._fetch
        download = fetch.download if fetch else None
        asking = bool(fetch and fetch.asking)
        active = download is not None and download.state not in ("paused", "failed", "done")
        done = download is not None and download.state == "done"
        self.stop.setVisible(asking or active)
        idle = not asking and not active and not done
        self.button.setVisible(fetch is not None and idle and not self._held)
        self.bar.setVisible(download is not None and not done)
        if download is not None:
            self.bar.setValue(round(fraction(download) * _STEPS))
        text, tone = self._say(download, fetch.error if fetch else None, asking=asking)
        self.words.setText(text)
        self.words.set_tone(tone)
        self.words.setVisible(bool(text))
        self._name_buttons(download, failed=bool(fetch and fetch.error))

    def _say(
        self, download: Download | None, error: UserError | None, *, asking: bool
    ) -> tuple[str, str]:
        if asking:
            return self.tr("Asking the hub"), "secondary"
        if download is None:
            return (error_text(error), "danger") if error is not None else ("", "secondary")
        if download.state == "failed":
            return error_sentence(download), "danger"
        if download.state == "done":
            return self.tr("On this computer"), "good"
        return progress_line(download, time.time()), "secondary"

    def _name_buttons(self, download: Download | None, *, failed: bool) -> None:
        words = self._begin_words
        if failed or (download is not None and download.state == "failed"):
            words = self.tr("Try again")
        elif download is not None and download.state == "paused":
            words = self.tr("Go on")
        self.button.setText(words)
        self.button.setAccessibleName(f"{words}: {self._name}" if self._name else words)
        self.stop.setAccessibleName(self.tr("Stop the download of {name}").format(name=self._name))
