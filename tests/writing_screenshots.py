"""The screens of the mode "Write", for `tests/screenshots.py`: a scripted model that errs."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable

from PySide6.QtWidgets import QApplication

from assistant.app import Application
from assistant.core.messages import Turn
from assistant.ui.writing.page import WritePage
from tests.writing_page import write_page

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]

LETTER = """\
Dear Ms Berger,

I recieved your letter on 12 March, thank you very much. Teh parcel wich we ordered for 340 euro \
has not came yet, although your colleague told us it was send two weeks ago.

Could you please look were it is, and let me know untill Friday? You find the order at \
https://example.org/orders/2291.

Kind regards
Jonas Weber"""
CHINESE = """\
尊敬的王老师：

您好！我已经收道您三月十二日的来信，非常感谢。我们订购的砚台共三百四十元，致今还没有收到，\
请您帮忙查询一下。

此致
敬礼"""
_MISTAKES = (
    ("recieved", "received"), ("Teh", "The"), ("wich", "which"), ("has not came", "has not come"),
    ("was send", "was sent"), ("were it is", "where it is"), ("untill", "by"),
    ("You find", "You will find"), ("收道", "收到"), ("致今", "至今"),
    ("340", "430"), ("orders/2291", "orders/2219"),
)  # fmt: skip
_REPLY = """\
Dear Mr Weber,

thank you for your message, and I am sorry that the parcel is late. It left our house on [date]; \
I have asked the carrier where it is and will write to you by Friday.

Kind regards
Anna Berger"""


def model(turns: tuple[Turn, ...]) -> str:
    """Corrects, changes a number and a link on the way, refuses what it is afraid of."""
    system, asked = turns[0].content, turns[-1].content
    if "numbered changes" in system:
        count = sum(1 for line in asked.splitlines() if line[:1].isdigit())
        reasons = ("spelling", "wrong tense", "clearer")
        return json.dumps([reasons[number % 3] for number in range(count)])
    if "Write the reply" in system:
        return _REPLY
    if "number 3," in asked:
        return "I'm sorry, but I can't help with that request."
    text = asked.split("\n", 1)[1].split("\n</text")[0]
    for wrong, right in _MISTAKES:
        text = text.replace(wrong, right)
    return text


ENGINE: dict[str, dict[str, float]] = {
    "progress": {"tokens_per_s": 250.0},
    "stopped": {"tokens_per_s": 250.0},
    "streaming": {"tokens_per_s": 40.0},
}
"""What the engine of a scene is to be like, beside `script=model, background=model`."""


class WritingScenes:
    """Brings the window to each of the screens. `wait` and `pause` run the event loop."""

    def __init__(self, wait: Wait, pause: Pause) -> None:
        self._wait = wait
        self._pause = pause

    def empty(self, application: Application) -> None:
        self._page(application)

    def review(self, application: Application) -> None:
        page = self._proofread(application, LETTER)
        for accept in (True, True, False):
            page.result.step(1)
            page.result.decide(accept=accept)
        self._pause(400)

    def chinese(self, application: Application) -> None:
        page = self._proofread(application, CHINESE)
        page.result.step(1)
        self._pause(400)

    def protected(self, application: Application) -> None:
        page = self._proofread(application, LETTER)
        page.result.go_to(page.desk.session.review.flagged()[0])
        self._pause(400)

    def flags(self, application: Application) -> None:
        page = self._page(application)
        page.bar.protect.setChecked(False)
        self._proofread(application, LETTER)
        page.result.bar.show_flags()
        self._pause(400)

    def final(self, application: Application) -> None:
        page = self._proofread(application, LETTER)
        page.result.header.final_button.click()
        self._pause(300)

    def menu(self, application: Application) -> None:
        page = self._page(application)
        page.bar.show_menu()
        self._pause(400)

    def form(self, application: Application) -> None:
        page = self._proofread(application, LETTER)
        page.care.edit(None)
        self._pause(300)

    def reply(self, application: Application) -> None:
        page = self._page(application)
        page.source.set_text(LETTER)
        page.bar.note.setText("we are looking for it, sorry, answer by Friday")
        page.start_id("reply")
        self._done(page)

    def streaming(self, application: Application) -> None:
        page = self._page(application)
        page.source.set_text(LETTER)
        page.start_id("reply")
        self._wait(lambda: len(page.desk.session.composed) > 120, "some of the reply")

    def progress(self, application: Application) -> None:
        page = self._long(application)
        self._wait(lambda: len(page.desk.session.done) >= 3, "three pieces")
        self._pause(300)

    def stopped(self, application: Application) -> None:
        page = self._long(application)
        self._wait(lambda: len(page.desk.session.done) >= 2, "two pieces")
        page.desk.stop()
        self._pause(400)

    def refused(self, application: Application) -> None:
        page = self._long(application)
        self._done(page)
        page.result.bar.piece_jumped.emit(page.desk.session.unusable()[0])
        self._pause(400)

    def error(self, application: Application) -> None:
        page = self._page(application)
        application.inference._engine.die_after = 30
        page.source.set_text(LETTER)
        page.start_id("proofread")
        self._wait(lambda: page.desk.session.phase == "failed", "the failure")
        self._pause(400)

    # --- ways there ------------------------------------------------------------------------

    def _page(self, application: Application) -> WritePage:
        self._wait(lambda: application.models.state.phase == "ready", "the model")
        page = write_page(application)
        self._wait(lambda: page.desk.memory.known, "what was kept")
        self._pause(400)
        return page

    def _proofread(self, application: Application, text: str) -> WritePage:
        page = self._page(application)
        page.bar.reasons.setChecked(True)
        page.source.set_text(text)
        page.start_id("proofread")
        self._done(page)
        return page

    def _long(self, application: Application) -> WritePage:
        page = self._page(application)
        body = LETTER.split("\n\n")[1]
        page.source.set_text("\n\n".join(f"Paragraph number {n}, of forty: {body * 3}"
                                         for n in range(40)))  # fmt: skip
        page.start_id("proofread")
        return page

    def _done(self, page: WritePage) -> None:
        self._wait(lambda: page.desk.session is not None and not page.desk.working, "the result")
        self._pause(400)


def main() -> None:
    """Draw scenes: folder, theme, size, language, names."""
    from pathlib import Path

    from PySide6.QtCore import QSize

    from tests.screenshots import Scene, instant, pause, picture, used_home, wait_until

    folder, theme, size, language, *names = sys.argv[1:]
    width, height = map(int, size.split("x"))
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    scenes = WritingScenes(wait_until, pause)
    for name in names:
        options = ENGINE.get(name, {})
        scene = Scene(
            name,
            getattr(scenes, name),
            used_home,
            lambda options=options: instant(
                script=model, background=model, context_length=1024, **options
            ),
        )
        picture(scene, theme, QSize(width, height), language,
                Path(folder) / f"{name}-{theme}-{size}-{language}.png")  # fmt: skip


if __name__ == "__main__":
    main()
