"""Documents, plans and scopes that only say what a test wants, with the real signals."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from assistant.controllers.reading import ReadingFile
from assistant.controllers.reply_work import WorkProgress
from assistant.controllers.summary_planner import PlanPhase
from assistant.core.collection import Collection
from assistant.core.entities import Message
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef
from assistant.core.summary_options import SummaryOptions
from assistant.core.summary_plan import DocumentPlan, Node, Plan


def a_document(
    name: str = "report.pdf", pages: int = 117, characters: int = 180_000
) -> DocumentRef:
    return DocumentRef(
        sha256=f"sha-{name}", name=name, path=f"/d/{name}", pages=pages, characters=characters
    )


def a_plan(*tokens: int, sections: int = 5, seconds: float | None = 170.0) -> Plan:
    """A plan of documents with so many tokens each."""
    nodes = [
        Node(id=f"d{number}s{section}", kind="section", document=number, max_tokens=200)
        for number in range(len(tokens))
        for section in range(sections)
    ]
    nodes += [Node(id="m", kind="merge", document=0, max_tokens=200)] if sections else []
    nodes.append(Node(id="f", kind="final", document=0, max_tokens=200))
    return Plan(
        documents=tuple(DocumentPlan(tokens=count, sections=()) for count in tokens),
        nodes=tuple(nodes),
        mark="x",
        tokens=sum(tokens),
        read=sum(tokens),
        written=2000,
        seconds=seconds,
    )


class FakeReading(QObject):
    """Notes what is asked of it."""

    changed = Signal()
    finished = Signal()
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.files: list[ReadingFile] = []
        self.asked: list[tuple[object, ...]] = []

    @property
    def busy(self) -> bool:
        return any(file.phase in ("waiting", "reading") for file in self.files)

    def documents(self) -> tuple[DocumentRef, ...]:
        return tuple(file.document for file in self.files if file.document is not None)

    def give_password(self, number: int, password: str) -> None:
        self.asked.append(("password", number, password))

    def recognise(self, number: int) -> None:
        self.asked.append(("recognise", number))

    def retry(self, number: int) -> None:
        self.asked.append(("retry", number))

    def remove(self, number: int) -> None:
        self.asked.append(("remove", number))
        self.files = [file for file in self.files if file.number != number]
        self.changed.emit()


class FakePlanner(QObject):
    """A planner that is told its phase."""

    changed = Signal()
    started = Signal(int)
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.phase: PlanPhase = "closed"
        self.plan: Plan | None = None
        self.error: UserError | None = None
        self.options = SummaryOptions()
        self.reading = FakeReading()
        self.reading.changed.connect(self.changed)
        self.asked: list[tuple[object, ...]] = []

    def become(self, phase: PlanPhase, *files: ReadingFile, plan: Plan | None = None) -> None:
        self.phase, self.plan = phase, plan
        if files:
            self.reading.files = list(files)
        self.changed.emit()

    def add_paths(self, paths: Sequence[str]) -> None:
        self.asked.append(("paths", *paths))

    def add_text(self, text: str, name: str = "") -> None:
        self.asked.append(("text", text))

    def set_options(self, options: SummaryOptions) -> None:
        self.options = options
        self.phase = "counting"
        self.changed.emit()

    def start(self) -> None:
        self.asked.append(("start",))
        self.become("closed")

    def discard(self) -> None:
        self.asked.append(("discard",))
        self.become("closed")


class FakeScopes(QObject):
    """A scope that is told what it holds."""

    changed = Signal()
    refused = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self.reading = FakeReading()
        self.documents: tuple[DocumentRef, ...] = ()
        self.collections: tuple[Collection, ...] = ()
        self.asked: list[tuple[object, ...]] = []

    def hold(self, *documents: DocumentRef, collections: tuple[Collection, ...] = ()) -> None:
        self.documents, self.collections = documents, collections
        self.changed.emit()

    def add_paths(self, paths: Sequence[str]) -> None:
        self.asked.append(("paths", *paths))

    def add_text(self, text: str, name: str = "") -> None:
        self.asked.append(("text", text))

    def remove_document(self, sha256: str) -> None:
        self.hold(
            *(one for one in self.documents if one.sha256 != sha256), collections=self.collections
        )

    def remove_collection(self, collection_id: int) -> None:
        kept = tuple(one for one in self.collections if one.id != collection_id)
        self.hold(*self.documents, collections=kept)


class FakeReader:
    def __init__(self, recognises: bool = False) -> None:
        self.recognises = recognises

    def can_recognise(self) -> bool:
        return self.recognises


class FakeChat(QObject):
    """What a work panel looks at."""

    opened = Signal(object)
    turn_accepted = Signal(list)
    branch_changed = Signal(list)
    reply_finished = Signal(object)
    activity_changed = Signal(bool)
    work_progressed = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        self.conversation_id: int | None = 1
        self.messages: list[Message] = []
        self.progress: dict[int | None, WorkProgress] = {}
        self.asked: list[tuple[object, ...]] = []

    def work_progress(self, conversation_id: int | None) -> WorkProgress | None:
        return self.progress.get(conversation_id)

    def message(self, message_id: int) -> Message | None:
        return next((one for one in self.messages if one.id == message_id), None)

    def stop(self) -> None:
        self.asked.append(("stop",))

    def regenerate(self, message_id: int) -> None:
        self.asked.append(("regenerate", message_id))
