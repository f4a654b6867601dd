"""The screens about translating, for `tests/screenshots.py`: a scripted model that knows little."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from assistant.app import Application
from assistant.core.messages import Turn
from assistant.core.translation.glossary import Glossary, Term
from assistant.ui.translation.page import TranslatePage

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]

_PAIRS = {
    "The harbour of Lumo lies where the river meets the sound.": (
        "卢莫港坐落在河流与海峡的交汇处。",
        "يقع ميناء لومو حيث يلتقي النهر بالمضيق.",
    ),
    "In the spring of 1931 the council decided to deepen it, for the grain ships had grown.": (
        "1931年春，市议会决定把它挖深，因为运粮船越造越大。",
        "في ربيع عام 1931 قرر المجلس تعميقه، لأن سفن الحبوب أصبحت أكبر.",
    ),
    "Stone came by rail from the quarries at Hesse, timber from the forests beyond the lake.": (
        "石料由铁路从黑塞的采石场运来，木材来自湖对岸的森林。",
        "جاء الحجر بالقطار من محاجر هيسه، والخشب من الغابات وراء البحيرة.",
    ),
    "The works cost 42 crowns for every inhabitant, a third more than planned.": (
        "工程花费折合每位居民24克朗，比计划多三分之一。",
        "كلفت الأعمال 42 كرونة لكل ساكن، أي أكثر بالثلث مما كان مخططا.",
    ),
    "Since then the town has kept a register of depths, which is read aloud every New Year.": (
        "从那以后，镇上一直保存着一本水深登记簿，每年新年都会当众宣读。",
        "ومنذ ذلك الحين تحتفظ البلدة بسجل للأعماق يُقرأ بصوت عال كل رأس سنة.",
    ),
}
_BLOCKS = list(_PAIRS)
TEXT = f"{_BLOCKS[0]} {_BLOCKS[1]}\n\n{_BLOCKS[2]} {_BLOCKS[3]} {_BLOCKS[4]}\n"
CHINESE = "".join(chinese for chinese, _arabic in _PAIRS.values())
_OTHERWISE = (
    "花费相当于每位居民42克朗，超出计划三分之一。",
    "按人口计算，每人42克朗，比预算高出三分之一。",
    "造价为每位居民42克朗，超支三分之一。",
)


def answer(turns: tuple[Turn, ...]) -> str:
    """What a small model would say to a prompt of the translation."""
    asked = turns[-1].content
    sentence = asked.rpartition("\n\n")[2]
    if "Stay close" in asked or "native speaker" in asked or "few words" in asked:
        place = 0 if "Stay close" in asked else 1 if "native" in asked else 2
        return _OTHERWISE[place]
    for english, (chinese, arabic) in _PAIRS.items():
        if sentence == english:
            return arabic if "into Arabic" in asked else chinese
        if sentence in (chinese, arabic):
            return english
    return _longer(sentence)


def _longer(sentence: str) -> str:
    """Something for every other sentence, as long as it."""
    words = ["des", "und", "der", "hafen", "tiefe", "wasser", "stadt", "jahr"]
    numbers = re.findall(r"\d+", sentence)
    count = max(3, len(sentence.split()) - len(numbers))
    said = [words[(len(sentence) + place) % len(words)] for place in range(count)]
    return " ".join([*said, *numbers]).capitalize() + "."


def write_notes(path: Path, pages: int = 12) -> Path:
    """A Markdown file with headings, emphasis, a table and code."""
    parts = []
    for page in range(1, pages + 1):
        parts.append(f"## {page}. The year {1930 + page}\n\n")
        parts.append(f"The council met **{page} times** and read the *register of depths*. ")
        parts.append("Nobody spoke against it.\n\n")
        parts.append(f"- Stone: {page * 120} tonnes\n- Timber: {page * 40} trunks\n\n")
    path.write_text("# Notes on the harbour\n\n" + "".join(parts), encoding="utf-8")
    return path


class TranslationScenes:
    """Brings the window to each of the screens. `wait` and `pause` run the event loop."""

    def __init__(self, wait: Wait, pause: Pause) -> None:
        self._wait = wait
        self._pause = pause
        self._folder = Path(tempfile.mkdtemp(prefix="inkstone-pictures-"))

    def empty(self, application: Application) -> None:
        self._open(application)

    def chinese(self, application: Application) -> None:
        page = self._translated(application, TEXT, "", "zh-Hans")
        page.pair.go_to(1)
        self._hover(page, 4)
        self._pause(300)

    def from_chinese(self, application: Application) -> None:
        page = self._translated(application, CHINESE, "", "en")
        page.pair.go_to(2)
        self._pause(300)

    def arabic(self, application: Application) -> None:
        page = self._translated(application, TEXT, "en", "ar")
        page.pair.open_card(3)
        self._pause(300)

    def flags(self, application: Application) -> None:
        page = self._translated(application, TEXT, "en", "zh-Hans")
        page.pair.next_flagged()
        self._pause(300)

    def alternatives(self, application: Application) -> None:
        self.flags(application)
        page = self._page(application)
        page.pair.card.ask_alternatives()
        self._wait(lambda: bool(page.pair.card.choices), "alternatives")
        self._pause(400)

    def languages(self, application: Application) -> None:
        self.chinese(application)
        application.desk.translating.wish.set_options(target="ar")
        application.desk.translating.wish.set_options(target="zh-Hans")
        self._page(application).options.languages.target.open_list()
        self._pause(300)

    def progress(self, application: Application) -> None:
        """Wants a model that writes slowly."""
        page = self._open(application)
        self._put(application, write_notes(self._folder / "notes.md").read_text(), "en", "de")
        page.translate()
        desk = application.desk.translating
        self._wait(lambda: desk.progress.done >= 9, "nine sentences")
        self._pause(100)

    def stopped(self, application: Application) -> None:
        self.progress(application)
        self._page(application).stop()
        self._pause(300)

    def error(self, application: Application) -> None:
        page = self._open(application)
        self._put(application, TEXT, "de", "de")
        page.translate()
        self._pause(300)

    def file_ready(self, application: Application) -> None:
        page = self._open(application)
        application.desk.translating.wish.set_options(source="en", target="de")
        page.open_file(str(write_notes(self._folder / "Notes on the harbour.md")))
        file = application.desk.translating.file
        self._wait(lambda: file.phase in ("ready", "failed"), "the file")
        self._pause(400)

    def file_working(self, application: Application) -> None:
        """Wants a model that writes slowly."""
        self.file_ready(application)
        self._page(application).translate()
        file = application.desk.translating.file
        self._wait(lambda: file.done >= 12, "twelve sentences")
        self._pause(300)

    def file_done(self, application: Application) -> None:
        self.file_ready(application)
        self._page(application).translate()
        file = application.desk.translating.file
        self._wait(lambda: file.phase in ("done", "failed"), "the end of the file")
        self._pause(400)

    def glossary(self, application: Application) -> None:
        page = self._open(application)
        terms = (
            Term(source="harbour", target="港口"),
            Term(source="mole", target="防波堤", note="the wall, not the animal"),
            Term(source="Lumo", keep=True),
            Term(source="register of depths", target="水深登记簿"),
            *(Term(source=f"term {number}", target=f"术语 {number}") for number in range(400)),
        )
        made: list[Glossary] = []
        application.desk.glossaries.keep(
            Glossary(
                name="Harbour works", source_language="en", target_language="zh-Hans", terms=terms
            ),
            made.append,
        )
        self._wait(lambda: bool(made), "the glossary")
        page.show_glossaries()
        page.glossary_page.table.selectRow(1)
        self._pause(400)

    def no_glossary(self, application: Application) -> None:
        self._open(application).show_glossaries()
        self._pause(300)

    # --- steps -----------------------------------------------------------------------------

    def _page(self, application: Application) -> TranslatePage:
        page = application.window.findChild(TranslatePage, "translate_page")
        assert page is not None
        return page

    def _open(self, application: Application) -> TranslatePage:
        self._wait(lambda: application.models.state.phase == "ready", "the model")
        application.window.show_mode("translate")
        self._wait(lambda: application.desk.translating.is_loaded, "the page")
        self._pause(300)
        return self._page(application)

    def _put(self, application: Application, text: str, source: str, target: str) -> None:
        page = self._page(application)
        application.desk.translating.wish.set_options(source=source, target=target)
        page.pair.source.selectAll()
        page.pair.source.insertPlainText(text)
        page.pair.flush()
        self._pause(300)

    def _translated(
        self, application: Application, text: str, source: str, target: str
    ) -> TranslatePage:
        page = self._open(application)
        self._put(application, text, source, target)
        page.translate()
        desk = application.desk.translating
        self._wait(lambda: desk.phase in ("done", "failed"), "the translation")
        self._pause(300)
        return page

    def _hover(self, page: TranslatePage, number: int) -> None:
        pane = page.pair.target
        cursor = pane.textCursor()
        cursor.setPosition(pane.places.starts[number] + 2)
        at = QPointF(pane.cursorRect(cursor).center())
        none, empty = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier
        move = QMouseEvent(
            QEvent.Type.MouseMove, at, pane.viewport().mapToGlobal(at), none, none, empty
        )
        QApplication.sendEvent(pane.viewport(), move)
