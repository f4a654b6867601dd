"""The clipboard and the selection: what is taken from them, and how they are given back."""

from __future__ import annotations

import time
from typing import Literal, NamedTuple, TypeAlias

from PySide6.QtCore import QByteArray, QMimeData, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QClipboard, QGuiApplication, QImage

Origin: TypeAlias = Literal["selection", "clipboard"]

KEEPING_S = 1.5
"""The longest that the window waits for a program to hand over what is to be kept."""
_QUIET_MS = 300
_GIVE_UP_MS = 4000
_PICTURE = "application/x-qt-image"
_FIRST = ("text/plain", "text/html", "text/uri-list", "image/png")
_SELECTION = QClipboard.Mode.Selection
_CLIPBOARD = QClipboard.Mode.Clipboard


class Taken(NamedTuple):
    """`text` came from `origin`; `other` is what the other one holds, "" for the same."""

    text: str
    origin: Origin
    other: str = ""


class Kept(NamedTuple):
    """A copy of a clipboard. `whole`: everything in it could be kept."""

    data: QMimeData
    whole: bool


class Pasted(QMimeData):
    """A text for another program, which knows when it was fetched last."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.fetched_s = 0.0
        self.setText(text)

    def retrieveData(self, mime_type: str, wanted: object) -> object:
        self.fetched_s = time.monotonic()
        return super().retrieveData(mime_type, wanted)  # type: ignore[arg-type]


class ClipboardCare(QObject):
    """Window thread.

    given_back(bool)   the clipboard is again what it was before `lend`; False: nobody fetched
                       what was lent, so it stays there
    """

    given_back = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._clipboard = QGuiApplication.clipboard()
        self._newest: Origin = "selection"
        self._before: QMimeData | None = None
        self._lent: Pasted | None = None
        self._lent_s = 0.0
        self._look = QTimer(self, interval=50)
        self._look.timeout.connect(self._on_look)
        self._clipboard.dataChanged.connect(self._on_clipboard)
        self._clipboard.selectionChanged.connect(self._on_selection)

    # --- taking ----------------------------------------------------------------------------

    def take(self) -> Taken:
        """The text that was selected or copied last."""
        texts: dict[Origin, str] = {"clipboard": self._clipboard.text(_CLIPBOARD), "selection": ""}
        if self._clipboard.supportsSelection():
            texts["selection"] = self._clipboard.text(_SELECTION)
        origin: Origin = self._newest if texts[self._newest].strip() else "clipboard"
        if not texts[origin].strip():
            origin = "selection" if texts["selection"].strip() else "clipboard"
        other = texts["clipboard" if origin == "selection" else "selection"]
        return Taken(texts[origin], origin, other if other.strip() != texts[origin].strip() else "")

    def clipboard_text(self) -> str:
        return self._clipboard.text(_CLIPBOARD)

    @Slot()
    def _on_clipboard(self) -> None:
        self._newest = "clipboard"

    @Slot()
    def _on_selection(self) -> None:
        self._newest = "selection"

    # --- giving ----------------------------------------------------------------------------

    def copy(self, text: str) -> None:
        """Put a text there to stay."""
        self._end()
        self._clipboard.setText(text, _CLIPBOARD)

    def lend(self, text: str) -> None:
        """Put a text there until another program has fetched it; see `watch` and `keep_lent`."""
        self._end()
        kept = kept_clipboard(self._clipboard)
        self._before = kept.data if kept.whole else None
        self._lent = Pasted(text)
        self._clipboard.setMimeData(self._lent, _CLIPBOARD)

    def watch(self) -> None:
        """The other program was told to fetch it; `given_back` follows."""
        self._lent_s = time.monotonic()
        self._look.start()

    def keep_lent(self) -> None:
        """What was lent stays: the other program could not be told."""
        lent = self._lent
        if lent is not None:
            self.copy(lent.text())

    @Slot()
    def _on_look(self) -> None:
        lent, now = self._lent, time.monotonic()
        ours = self._clipboard.ownsClipboard() or self._clipboard.mimeData() is lent
        if lent is None or not ours:
            self._end()  # somebody has copied something else meanwhile
            self.given_back.emit(True)
        elif lent.fetched_s > self._lent_s:
            if now - lent.fetched_s > _QUIET_MS / 1000:
                self._give_back()
        elif now - self._lent_s > _GIVE_UP_MS / 1000:
            self.keep_lent()
            self.given_back.emit(False)

    def _give_back(self) -> None:
        before = self._before
        self._end()
        if before is not None and before.formats():
            self._clipboard.setMimeData(before, _CLIPBOARD)
        elif before is not None:
            self._clipboard.clear(_CLIPBOARD)
        self.given_back.emit(True)

    def _end(self) -> None:
        self._look.stop()
        self._before, self._lent = None, None


def kept_clipboard(clipboard: QClipboard, seconds: float = KEEPING_S) -> Kept:
    """A copy of the clipboard in all its formats, that needs its owner no more.

    Other programs hand their formats over one by one and may be slow: what is there after
    `seconds` is all that is kept.
    """
    source = clipboard.mimeData(_CLIPBOARD)
    copy = QMimeData()
    if source is None:
        return Kept(copy, True)
    formats = [name for name in source.formats() if "/" in name]
    ordered = [name for name in _FIRST if name in formats]
    ordered += [name for name in formats if name not in ordered]
    deadline = time.monotonic() + seconds
    for name in ordered:
        if time.monotonic() > deadline:
            return Kept(copy, False)
        _copy_format(source, copy, name)
    return Kept(copy, True)


def _copy_format(source: QMimeData, copy: QMimeData, name: str) -> None:
    if name == _PICTURE:
        if not any(other.startswith("image/") for other in source.formats()):
            picture = QImage(source.imageData())
            if not picture.isNull():
                copy.setImageData(picture)
        return
    data = source.data(name)
    if not data.isEmpty():
        copy.setData(name, QByteArray(data))
