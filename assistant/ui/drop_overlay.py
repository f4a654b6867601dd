"""What the whole window answers while something is held over it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import PurePath
from typing import Literal

from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, QRect, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QBoxLayout, QWidget

from assistant.core.display_text import one_line, storable
from assistant.ui.drop_models import folder_words, model_words
from assistant.ui.drop_target import DropTarget, Words
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

Kind = Literal["model", "documents", "text", "remote", "nothing"]
Use = Literal["open_model", "copy_model", "look_here", "summarise", "ask", "attach", "refuse"]
translate = QCoreApplication.translate

_STACK_BELOW = 720
_WIDEST = 880
_NAME = 60
_MOST = 4


@dataclass(frozen=True)
class Dropped:
    """What is held over the window.

    "model" and "documents" have `paths` of local files and folders, "text" has `text`;
    "remote" are addresses on the network, which are not fetched. `folders` are those of the
    paths in which there are models, once somebody has looked.
    """

    kind: Kind
    paths: tuple[str, ...] = ()
    text: str = ""
    folders: tuple[str, ...] = ()


def dropped(data: QMimeData | None) -> Dropped:
    """What `data` holds; models win over everything else, files over a text."""
    if data is None:
        return Dropped("nothing")
    urls = data.urls()
    paths = tuple(url.toLocalFile() for url in urls if url.isLocalFile())
    models = tuple(path for path in paths if path.lower().endswith(".gguf"))
    if models:
        return Dropped("model", models)
    if paths:
        return Dropped("documents", paths)
    if urls:
        return Dropped("remote")
    text = storable(data.text()) if data.hasText() else ""
    return Dropped("text", text=text) if text.strip() else Dropped("nothing")


def targets(held: Dropped) -> tuple[tuple[Use, Words], ...]:
    """What can be done with it: for each use an icon, a title and a sentence."""
    name = one_line(PurePath(held.paths[0]).name, _NAME) if len(held.paths) == 1 else ""
    if held.kind == "model":
        use, copy = model_words(held.paths)
        return (("open_model", use), ("copy_model", copy))
    if held.kind == "remote":
        title = translate("Drop", "Not fetched")
        text = translate(
            "Drop", "Inkstone loads nothing from the web. Save the file and drop it here."
        )
        return (("refuse", Words("alert", title, text)),)
    summarise, ask, attach = _about(held, name)
    models: tuple[tuple[Use, Words], ...] = ()
    if held.folders:  # found out last, so it comes last: nothing moves away under the pointer
        models = (("look_here", folder_words(held.folders)),)
    return (
        ("summarise", Words("file-text", translate("Drop", "Summarise"), summarise)),
        ("ask", Words("search", translate("Drop", "Ask"), ask)),
        ("attach", Words("paperclip", translate("Drop", "Attach"), attach)),
        *models,
    )


def _about(held: Dropped, name: str) -> tuple[str, str, str]:
    if held.kind == "text":
        return _about_text()
    return _about_file(name) if name else _about_files(len(held.paths))


def _about_text() -> tuple[str, str, str]:
    return (
        translate("Drop", "The whole text is read and summarised. You see the plan first."),
        translate("Drop", "Your questions are answered from this text, with the places."),
        translate("Drop", "The text is put into your message."),
    )


def _about_file(name: str) -> tuple[str, str, str]:
    summarise = translate("Drop", "All of {name} is read and summarised. You see the plan first.")
    ask = translate("Drop", "Your questions are answered from {name}, with the pages.")
    attach = translate("Drop", "The text of {name} is sent with your message.")
    return summarise.format(name=name), ask.format(name=name), attach.format(name=name)


def _about_files(count: int) -> tuple[str, str, str]:
    return (
        translate(
            "Drop",
            "All of %n document(s) is read and summarised. You see the plan first.",
            "",
            count,
        ),
        translate("Drop", "Your questions are answered from %n document(s).", "", count),
        translate("Drop", "The text of %n document(s) is sent with your message.", "", count),
    )


class DropOverlay(QWidget):
    """Covers the window. `dropped_on(Dropped, str)`: what, and for which `Use`."""

    dropped_on = Signal(object, str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("drop_overlay")
        self.setAccessibleName(self.tr("Drop here"))
        self.setAcceptDrops(True)
        self._theme = theme
        self._held = Dropped("nothing")
        self._pointer: QPoint | None = None
        self._uses: tuple[Use, ...] = ()
        self._cards = [DropTarget(theme, self) for _number in range(_MOST)]
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._row.setSpacing(measures.GAP_L)
        for card in self._cards:
            self._row.addWidget(card, 1)
        self._centred = QWidget(self)
        self._centred.setLayout(self._row)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.hide()

    # --- what is shown ---------------------------------------------------------------------

    @property
    def targets(self) -> dict[Use, DropTarget]:
        """The targets that are shown, by what they stand for."""
        return dict(zip(self._uses, self._cards, strict=False))

    @property
    def aimed(self) -> Use | None:
        """What would be done if it were dropped now."""
        return next((use for use, card in self.targets.items() if card.aimed), None)

    def show_for(self, held: Dropped, at: QPoint | None = None) -> None:
        """Cover the window; `at` is where the pointer is."""
        self._held = held
        offered = targets(held)
        self._uses = tuple(use for use, _words in offered)
        for number, card in enumerate(self._cards):
            card.setVisible(number < len(offered))
            if number < len(offered):
                card.set_words(offered[number][1])
        self.setAccessibleDescription(
            " ".join(f"{words.title}. {words.sentence}" for _use, words in offered)
        )
        self.setGeometry(self.window_rect())
        self.show()
        self._place()  # only what is shown has a size
        self.raise_()
        self._aim(at)

    def set_folders(self, paths: tuple[str, ...], folders: tuple[str, ...]) -> None:
        """In these `folders` of what is held, `paths`, there are models: they can be used, too."""
        if self.isVisible() and folders and self._held.paths == paths:
            self.show_for(replace(self._held, folders=folders), self._pointer)

    def _place(self) -> None:
        """The cards beside one another, or above one another where there is no room."""
        stacked = self.width() < _STACK_BELOW and len(self._uses) > 1
        for card in self._cards:
            card.set_flat(stacked)
        down, across = QBoxLayout.Direction.TopToBottom, QBoxLayout.Direction.LeftToRight
        self._row.setDirection(down if stacked else across)
        widest = _WIDEST if len(self._uses) > 1 else _WIDEST // 2
        width = min(widest, self.width() - 2 * measures.GAP_XL)
        self._row.invalidate()
        height = self._centred.heightForWidth(width)
        box = QRect(0, 0, width, min(height, self.height() - 2 * measures.GAP_L))
        box.moveCenter(self.rect().center())
        self._centred.setGeometry(box)
        self._row.activate()

    def window_rect(self) -> QRect:
        """What it covers."""
        window = self.parentWidget()
        return self.rect() if window is None else window.rect()

    def _aim(self, at: QPoint | None) -> Use | None:
        """Emphasise the target at `at`, or the nearest one, or the first."""
        self._pointer = at
        aimed = self._uses[0] if self._uses else None
        if self._uses and at is not None:
            nearest: Use = min(self._uses, key=self._distance_from(at))
            aimed = nearest
        for use, card in self.targets.items():
            card.set_aimed(use == aimed)
        return aimed

    def _distance_from(self, at: QPoint) -> Callable[[Use], float]:
        def distance(use: Use) -> float:
            card = self.targets[use]
            box = QRect(card.mapTo(self, QPoint()), card.size())
            across = max(box.left() - at.x(), 0, at.x() - box.right())
            down = max(box.top() - at.y(), 0, at.y() - box.bottom())
            return float(across**2 + down**2)

        return distance

    # --- the drag --------------------------------------------------------------------------

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._aim(event.position().toPoint())
        event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._aim(event.position().toPoint())
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.hide()

    def dropEvent(self, event: QDropEvent) -> None:
        use = self._aim(event.position().toPoint())
        self.hide()
        held = dropped(event.mimeData())
        if held.kind != "nothing" and use is not None:
            event.acceptProposedAction()
            self.dropped_on.emit(replace(held, folders=self._held.folders), use)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = self._theme.colour("paper")
        veil.setAlphaF(0.9)
        QPainter(self).fillRect(self.rect(), veil)
