"""The plan of a summary: what it waits for, when it is made anew, how it becomes a turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.controllers.reading import DocumentReading
from assistant.controllers.summary_asked import summary_request
from assistant.controllers.summary_planner import SummaryPlanner
from assistant.core.entities import MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import DocumentRef, SummaryTask
from assistant.core.messages import CountTokens
from assistant.core.summary_options import SummaryOptions
from assistant.documents.extractor import Extractor
from assistant.paths import child_command
from tests.controllers.conftest import Desk, MakeDesk
from tests.controllers.summary_desk import CONTEXT, finish, report, summarising

WAIT = 20_000
MakePlanner = Callable[[Desk], SummaryPlanner]


@pytest.fixture(scope="module")
def extractor() -> Iterator[Extractor]:
    made = Extractor(child_command("extract-child"))
    yield made
    made.close()


@pytest.fixture
def make_planner(extractor: Extractor) -> MakePlanner:
    def make(desk: Desk) -> SummaryPlanner:
        return SummaryPlanner(
            lambda: DocumentReading(extractor, desk.library, desk.pool),
            desk.chat,
            desk.models,
            desk.library,
        )

    return make


@pytest.fixture
def desk(make_desk: MakeDesk) -> Desk:
    desk = make_desk(summarising, context_length=CONTEXT)
    desk.choose_model()
    desk.open_new()
    desk.open_library()
    return desk


def wait_for(desk: Desk, planner: SummaryPlanner, phase: str) -> None:
    desk.qtbot.waitUntil(lambda: planner.phase == phase, timeout=WAIT)


def long_text(name: str = "a", pages: int = 12) -> str:
    return report(name, pages).text


def test_what_is_dropped_is_read_counted_and_planned(
    desk: Desk, make_planner: MakePlanner, tmp_path: Path
) -> None:
    planner = make_planner(desk)
    seen: list[str] = []
    planner.changed.connect(lambda: seen.append(planner.phase))
    path = tmp_path / "long.txt"
    path.write_text(long_text(), encoding="utf-8")
    planner.add_paths([str(path)])
    wait_for(desk, planner, "ready")
    assert planner.plan is not None
    assert planner.plan.passes > 3
    assert planner.plan.seconds is None
    assert list(dict.fromkeys(seen)) == ["reading", "counting", "ready"]


def test_other_wishes_plan_anew_once_they_rest(desk: Desk, make_planner: MakePlanner) -> None:
    planner = make_planner(desk)
    planner.add_text(long_text())
    wait_for(desk, planner, "ready")
    before, counts = planner.plan, len(desk.asked(CountTokens))
    for length in ("short", "page", "one-line"):
        planner.set_options(SummaryOptions(length=length))
    assert (planner.phase, planner.plan) == ("counting", None)
    wait_for(desk, planner, "ready")
    assert planner.plan != before
    assert planner.plan is not None
    assert planner.plan.nodes[-1].max_tokens == 96
    assert len(desk.asked(CountTokens)) - counts < 2 * counts


def test_without_a_model_the_plan_waits_for_one(
    make_desk: MakeDesk, make_planner: MakePlanner
) -> None:
    desk = make_desk(summarising, context_length=CONTEXT)
    desk.open_new()
    desk.open_library()
    planner = make_planner(desk)
    planner.add_text(long_text())
    wait_for(desk, planner, "no_model")
    desk.choose_model()
    wait_for(desk, planner, "ready")


def test_another_model_plans_anew(desk: Desk, make_planner: MakePlanner) -> None:
    planner = make_planner(desk)
    planner.add_text(long_text())
    wait_for(desk, planner, "ready")
    passes = planner.plan.passes if planner.plan else 0
    desk.engine._context_length = 3 * CONTEXT
    desk.models.choose("/models/larger.gguf")
    desk.qtbot.waitUntil(
        lambda: planner.plan is not None and planner.plan.passes < passes, timeout=WAIT
    )
    assert planner.phase == "ready"


def test_a_context_that_is_too_small_is_told_and_a_larger_one_plans(
    make_desk: MakeDesk, make_planner: MakePlanner
) -> None:
    desk = make_desk(summarising, context_length=300)
    desk.choose_model()
    desk.open_new()
    desk.open_library()
    planner = make_planner(desk)
    planner.add_text(long_text())
    wait_for(desk, planner, "failed")
    assert planner.error is not None
    assert planner.error.kind == "context_full"
    desk.engine._context_length = CONTEXT
    desk.models.choose("/models/larger.gguf")
    wait_for(desk, planner, "ready")
    assert planner.error is None


def test_a_document_that_is_taken_out_is_not_planned(desk: Desk, make_planner: MakePlanner) -> None:
    planner = make_planner(desk)
    planner.add_text(long_text("a"))
    planner.add_text(long_text("b"))
    desk.qtbot.waitUntil(lambda: planner.plan is not None and len(planner.plan.documents) == 2)
    planner.reading.remove(planner.reading.files[0].number)
    desk.qtbot.waitUntil(lambda: planner.plan is not None and len(planner.plan.documents) == 1)
    planner.reading.remove(planner.reading.files[0].number)
    assert (planner.phase, planner.plan) == ("reading", None)


def test_nothing_that_can_be_read_is_a_failed_plan(
    desk: Desk, make_planner: MakePlanner, tmp_path: Path
) -> None:
    planner = make_planner(desk)
    planner.add_paths([str(tmp_path / "gone.txt")])
    wait_for(desk, planner, "failed")
    assert planner.error is not None
    assert planner.error.kind == "no_such_file"


def test_start_makes_the_turn_and_the_summary(desk: Desk, make_planner: MakePlanner) -> None:
    planner = make_planner(desk)
    planner.add_text(long_text(), "notes")
    wait_for(desk, planner, "ready")
    started: list[int] = []
    planner.started.connect(started.append)
    documents = planner.reading.documents()
    desk.chat.save_draft("half a thought")
    message = finish(desk, planner.start)
    assert started == [message.id]
    assert message.state is MessageState.COMPLETE
    turn = desk.chat.messages[0]
    assert turn.text == "Summarise notes"
    assert turn.task == SummaryTask(documents=documents)
    assert (planner.phase, planner.plan, planner.reading.files) == ("closed", None, [])
    assert planner.reading.texts() == []
    assert desk.open(message.conversation_id).draft == "half a thought"


def test_a_summary_begins_in_a_conversation_of_its_own(
    desk: Desk, make_planner: MakePlanner
) -> None:
    desk.engine._script = "An answer."
    before = desk.say("Hello").conversation_id
    desk.engine._script = summarising
    planner = make_planner(desk)
    planner.add_text(long_text(), "notes")
    wait_for(desk, planner, "ready")
    message = finish(desk, planner.start)
    assert message.conversation_id != before
    assert desk.chat.conversation_id == message.conversation_id
    assert len(desk.chat.messages) == 2


def test_what_cannot_begin_leaves_the_plan(desk: Desk, make_planner: MakePlanner) -> None:
    planner = make_planner(desk)
    planner.add_text(long_text(), "notes")
    wait_for(desk, planner, "ready")
    refused: list[UserError] = []
    planner.refused.connect(refused.append)

    def broken(*_arguments: object, **_more: object) -> Any:
        raise UserError("disk_full", "The disk is full.")

    desk.from_thread(desk.store, lambda store: setattr(store, "send_turn", broken) or True)
    planner.start()
    desk.qtbot.waitUntil(lambda: bool(refused))
    assert refused[0].kind == "disk_full"
    assert planner.phase == "ready"
    desk.from_thread(desk.store, lambda store: delattr(store, "send_turn") or True)
    assert finish(desk, planner.start).state is MessageState.COMPLETE


def test_chat_tells_how_fast_the_machine_is(make_desk: MakeDesk, make_planner: MakePlanner) -> None:
    desk = make_desk("One two three.", tokens_per_s=200.0, prompt_tokens_per_s=9000.0)
    desk.choose_model()
    desk.open_new()
    desk.open_library()
    planner = make_planner(desk)
    desk.say("Hello")
    planner.add_text(long_text())
    wait_for(desk, planner, "ready")
    assert planner.plan is not None
    assert planner.plan.seconds is not None
    assert planner.plan.seconds > 0


def test_after_a_summary_the_time_is_known(desk: Desk, make_planner: MakePlanner) -> None:
    desk.engine._prompt_token_s = 0.00005
    planner = make_planner(desk)
    planner.add_text(long_text())
    wait_for(desk, planner, "ready")
    finish(desk, planner.start)
    planner.add_text(long_text("b"))
    wait_for(desk, planner, "ready")
    assert planner.plan is not None
    assert planner.plan.seconds is not None


def test_discard_leaves_nothing(desk: Desk, make_planner: MakePlanner) -> None:
    planner = make_planner(desk)
    planner.add_text(long_text())
    planner.discard()
    assert (planner.phase, planner.reading.files) == ("closed", [])
    with desk.qtbot.assertNotEmitted(planner.changed, wait=300):
        desk.settle()


@pytest.mark.parametrize(
    ("names", "options", "said"),
    [
        (("report.pdf",), SummaryOptions(), "Summarise report.pdf"),
        (
            ("report.pdf",),
            SummaryOptions(
                length="short", form="points", language="German", instructions="for my manager"
            ),
            "Summarise report.pdf (short, key points, in German; for my manager)",
        ),
        (
            ("a.pdf",),
            SummaryOptions(instructions="only the numbers"),
            "Summarise a.pdf (only the numbers)",
        ),
    ],
)
def test_what_is_said(names: tuple[str, ...], options: SummaryOptions, said: str) -> None:
    documents = tuple(DocumentRef(sha256="0", name=name) for name in names)
    assert summary_request(SummaryTask(documents=documents, options=options)) == said


def test_several_documents_are_named_up_to_a_point() -> None:
    documents = tuple(DocumentRef(sha256=str(n), name=f"{n}.pdf") for n in range(9))
    said = summary_request(SummaryTask(documents=documents))
    assert said.endswith(": 0.pdf, 1.pdf, 2.pdf, 3.pdf, 4.pdf, 5.pdf, …")
    assert "9 document" in said
