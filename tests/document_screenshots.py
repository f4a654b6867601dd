"""The screens about documents, for `tests/screenshots.py`: real files, a scripted model."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent
from PySide6.QtWidgets import QApplication, QWidget

from assistant.app import Application
from assistant.core.messages import Turn
from assistant.core.summary_options import SummaryOptions
from tests.documents.pdf_making import PdfWriter

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]

_TOWN = (
    "The harbour of Lumo lies where the river meets the sound, sheltered by two moles of granite.",
    "In the spring of 1931 the council decided to deepen it, for the grain ships had grown.",
    "The harbour was deepened to 17 metres in 1931, and the old lock was closed in the same year.",
    "Stone came by rail from the quarries at Hesse, timber from the forests beyond the lake.",
    "The cost was 4.2 million crowns, a third more than planned, and was paid off by 1948.",
    "Since then the town has kept a register of depths, which is read aloud every New Year.",
)
_NOTES = (
    "The harbour was deepened to 17 metres in 1931; the old lock was closed.",
    "The works cost 4.2 million crowns, a third more than planned.",
    "Stone came from Hesse by rail, timber from beyond the lake.",
    "The town keeps a register of depths and reads it aloud every New Year.",
)


def answer(turns: tuple[Turn, ...]) -> str:
    """What a sensible model would say to the prompts of the tasks."""
    asked = turns[-1].content
    if "Question:" in asked:
        found = re.search(r"\[(\d+)\] [^\n]*\n=+\n(?:(?!\n=+\n).)*deepened to", asked, re.DOTALL)
        mark = found[1] if found else "1"
        return (
            f"The harbour has been 17 metres deep since 1931: “The harbour was deepened to 17 "
            f"metres in 1931” [{mark}]. The council had decided on it because the grain ships had "
            f"grown [{mark}]. One letter calls it “the deepest of the whole coast” [{mark}]."
        )
    pages = sorted({int(page) for page in re.findall(r"\[p\. (\d+)", asked)}) or [1]
    marks = [pages[min(len(pages) - 1, number)] for number in range(len(_NOTES))]
    return "\n".join(f"- {note} [p. {page}]" for note, page in zip(_NOTES, marks, strict=True))


def write_report(path: Path, pages: int = 24) -> Path:
    """A report with headings and paragraphs."""
    writer = PdfWriter(title="The harbour of Lumo")
    for page in range(1, pages + 1):
        writer.line(f"{page}. The harbour, chapter {page}", 72.0, 770.0, 16.0, "Times-Bold")
        words = " ".join(_TOWN * 5).split()
        writer.lines(writer.filled(words, 450.0)[:38], y=740.0)
        writer.canvas.showPage()
    return writer.save(path)


class DocumentScenes:
    """Brings the window to each of the screens. `wait` and `pause` run the event loop."""

    def __init__(self, wait: Wait, pause: Pause) -> None:
        self._wait = wait
        self._pause = pause
        self._folder = Path(tempfile.mkdtemp(prefix="inkstone-pictures-"))
        self._report = write_report(self._folder / "Harbour report 1931.pdf")

    def drop(self, application: Application) -> None:
        self._empty(application)
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(self._report))])
        window = application.window
        none, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
        middle = window.rect().center()
        held = (copy, data, Qt.MouseButton.LeftButton, none)
        QApplication.sendEvent(window, QDragEnterEvent(middle, *held))
        overlay = window.findChild(QWidget, "drop_overlay")
        card = overlay.targets["summarise"]
        at = card.mapTo(overlay, card.rect().center())
        QApplication.sendEvent(overlay, QDragMoveEvent(at, *held))
        self._pause(300)

    def plan(self, application: Application) -> None:
        self._empty(application)
        application.documents.planner.set_options(
            SummaryOptions(length="short", form="points", instructions="For the town council")
        )
        application.documents.planner.add_paths([str(self._report)])
        self._planned(application)

    def plan_with_problems(self, application: Application) -> None:
        self._empty(application)
        folder = self._folder / "mixed"
        folder.mkdir(exist_ok=True)
        write_report(folder / "Harbour report 1931.pdf", pages=3)
        (folder / "Broken letter.pdf").write_bytes(b"%PDF-1.7 and then nothing")
        secret = PdfWriter(password="brass")  # noqa: S106 - of a picture
        secret.lines(["Nobody shall read this."])
        secret.canvas.showPage()
        secret.save(folder / "Ledger (protected).pdf")
        application.documents.planner.add_paths([str(folder)])
        self._planned(application)

    def running(self, application: Application) -> None:
        self.plan(application)
        self._start(application)
        self._wait(lambda: _done(application) >= 3, "three finished passes")

    def stopped(self, application: Application) -> None:
        self.running(application)
        application.chat.stop()
        self._wait(lambda: not application.chat.answering, "the end of the work")
        self._pause(400)

    def summary(self, application: Application) -> None:
        self.plan(application)
        self._start(application)
        self._wait(lambda: bool(application.chat.messages), "the turn")
        self._wait(lambda: not application.chat.answering, "the summary")
        self._pause(400)
        view = application.window.chat_page.column.transcript
        view.sources_requested.emit(application.chat.messages[-1].id)
        self._pause(500)

    def asked(self, application: Application) -> None:
        self._empty(application)
        application.documents.scopes.add_paths([str(self._report)])
        self._wait(lambda: bool(application.documents.scopes.documents), "the document")
        application.chat.send("How deep is the harbour, and why?")
        self._wait(lambda: len(application.chat.messages) == 2, "the question")
        self._wait(lambda: not application.chat.answering, "the answer")
        self._pause(400)

    def page(self, application: Application) -> None:
        self.asked(application)
        last = application.chat.messages[-1]
        view = application.window.chat_page.column.transcript
        view.citation_clicked.emit(last.id, str(last.sources.citations[0].n))
        self._pause(1500)

    def library_empty(self, application: Application) -> None:
        self._empty(application)
        application.window.show_mode("documents")
        self._pause(500)

    def library(self, application: Application) -> None:
        self.plan_with_problems(application)
        application.documents.planner.discard()
        collections = application.documents.collections
        collections.create("Town archive", [str(self._folder / "mixed")])
        self._wait(
            lambda: any(each.total and each.read + each.failed == each.total
                        for each in collections.states),
            "the collection",
        )  # fmt: skip
        application.window.show_mode("documents")
        self._pause(900)

    def settings(self, application: Application) -> None:
        self.library(application)
        application.window.show_settings("documents")
        self._pause(900)

    def _empty(self, application: Application) -> None:
        self._wait(lambda: application.models.state.phase == "ready", "the model")
        self._pause(400)
        application.window.actions_registry.trigger("new_conversation")
        self._pause(400)

    def _planned(self, application: Application) -> None:
        planner = application.documents.planner
        self._wait(lambda: planner.phase in ("ready", "failed"), "the plan")
        self._pause(500)

    def _start(self, application: Application) -> None:
        application.documents.planner.start()
        self._wait(lambda: application.chat.answering, "the work")


def _done(application: Application) -> int:
    progress = application.chat.work_progress(application.chat.conversation_id)
    return progress.done if progress is not None else 0
