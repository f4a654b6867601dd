"""The quick window and its settings, for `tests/screenshots.py`: a scripted model."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QApplication, QWidget

from assistant.app import Application
from assistant.app_quick import QuickDoor
from assistant.core.messages import Turn
from assistant.ui.quick.window import QuickWindow

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]

_ENGLISH = (
    "Dear Ms Weber,\n\nwe have recieve your letter of 12 March and teh board has went through it "
    "with care. The invoice over 1,240.50 EUR will be payed by Friday; please write to "
    "accounts@example.org if anything is missing."
)
_CHINESE = (
    "尊敬的韦伯女士：\n\n我们以经收到您 3 月 12 日的来信，董事会已仔细审阅。金额为 1,240.50 "
    "欧元的发票将在周五前支付；如有遗露，请写信至 accounts@example.org。"
)
_CORRECTIONS = (
    ("recieve", "received"), ("teh", "the"), ("has went", "has gone"), ("payed", "paid"),
    ("以经", "已经"), ("遗露", "遗漏"),
)  # fmt: skip

_TRANSLATIONS = (
    ("recieve", "我们已收到您 3 月 12 日的来信，董事会已仔细审阅。"),
    ("invoice", "金额为 1,240.50 欧元的发票将于周五前支付；如有遗漏，请写信至 "
     "accounts@example.org。"),
    ("Dear", "尊敬的韦伯女士："),
    ("以经", "We have received your letter of 12 March, and the board has read it with care."),
    ("发票", "The invoice over 1,240.50 euros will be paid by Friday; please write to "
     "accounts@example.org if anything is missing."),
    ("尊敬", "Dear Ms Weber,"),
)  # fmt: skip


def answer(turns: tuple[Turn, ...]) -> str:
    """What a model says that knows these two letters."""
    said = turns[-1].content
    chinese = "韦伯" in said
    if "translat" in turns[0].content.lower():
        return next((target for mark, target in _TRANSLATIONS if mark in said), said)
    if "person who asks adds" in turns[0].content:
        return "周五之前。" if chinese else "By Friday; the amount is 1,240.50 EUR."
    for mark in ("<text>\n", "\n</text>"):
        said = said.replace(mark, "")
    for wrong, right in _CORRECTIONS:
        said = said.replace(wrong, right)
    return said


class QuickScenes:
    """Brings the quick window to each of its states; each returns the widget to draw."""

    def __init__(self, wait: Wait, pause: Pause) -> None:
        self._wait = wait
        self._pause = pause
        self._door: QuickDoor | None = None

    def opened(self, application: Application) -> QWidget:
        return self._open(application)

    def corrected(self, application: Application) -> QWidget:
        window = self._open(application)
        self._choose(window, "proofread")
        return window

    def translated(self, application: Application) -> QWidget:
        window = self._open(application)
        self._choose(window, "translate")
        return window

    def asked(self, application: Application) -> QWidget:
        window = self._open(application)
        window.choose("ask")
        chinese = QLocale().language() == QLocale.Language.Chinese
        window.question.setText("何时付款？" if chinese else "When will it be paid?")
        window.question.returnPressed.emit()
        self._finished(window)
        return window

    def small(self, application: Application) -> QWidget:
        window = self.corrected(application)
        window.resize(360, 520)
        self._pause(200)
        return window

    def settings(self, application: Application) -> QWidget:
        application.start()
        application.window.show_settings("quick")
        self._pause(300)
        return application.window

    def _open(self, application: Application) -> QuickWindow:
        application.start()
        if self._door is None:
            self._door = QuickDoor(application)
        window = self._door.window
        window.hide()
        window.desk.leave()
        window.desk.earlier.clear()
        chinese = QLocale().language() == QLocale.Language.Chinese
        QApplication.clipboard().setText(_CHINESE if chinese else _ENGLISH)
        window.open()
        self._wait(window.isVisible, "the quick window")
        self._pause(300)
        return window

    def _choose(self, window: QuickWindow, task: str) -> None:
        window.choose(task)
        self._finished(window)

    def _finished(self, window: QuickWindow) -> None:
        self._wait(lambda: not window.desk.working, "the result")
        self._pause(300)

    def close(self) -> None:
        if self._door is not None:
            self._door.shut_down()
            self._door = None
