"""What goes wrong below a Chinese window is said in Chinese where the person looks."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from assistant import compose
from assistant.core.entities import MessageState
from assistant.core.errors import UserError
from assistant.core.settings import Appearance, Settings
from assistant.paths import app_paths
from assistant.ui.transcript.answer import AnswerWidget
from tests.qt.conftest import Desk, OpenDesk

DAMAGED = UserError(
    "damaged_model",
    "“tiny” is damaged: its alignment is impossible.",
    "Download or copy it again.",
)


@pytest.fixture
def open_chinese(open_desk: OpenDesk, tmp_path: Path) -> OpenDesk:
    """The window of someone who chose Chinese."""
    paths = app_paths(tmp_path / "home")
    paths.create()
    chinese = Appearance(language="zh_CN")
    compose.make_settings(paths).save(Settings(appearance=chinese))
    return open_desk


def last_answer(desk: Desk) -> AnswerWidget:
    (*_, answer) = desk.window.findChildren(AnswerWidget)
    return answer


def english_words(text: str) -> list[str]:
    """The words of `text` in Latin letters, without names of files."""
    return re.findall(r"[A-Za-z]{2,}", re.sub(r"“[^”]*”|\w+\.pdf", "", text))


def test_a_model_that_fails_is_explained(open_chinese: OpenDesk) -> None:
    desk = open_chinese(fail_load=DAMAGED)
    desk.window.show_mode("models")
    desk.app.models.open_file(str(desk.model))
    desk.until(lambda: desk.app.models.state.phase == "failed")
    row = desk.window._pages["models"].rows[str(desk.model)]
    notice = desk.window.status_line.notice.full_text()
    for said in (row.state.text(), notice):
        assert "“tiny”已损坏" in said
        assert "。 " not in said
        assert not english_words(said)


def test_a_question_that_failed_is_explained_now_and_later(open_chinese: OpenDesk) -> None:
    desk = open_chinese(fail_load=DAMAGED)
    desk.app.models.open_file(str(desk.model))
    desk.until(lambda: desk.app.models.state.phase == "failed")
    desk.begin("在吗？")
    desk.until(lambda: not desk.chat.answering)
    answer = last_answer(desk)
    assert "已损坏" in answer.note.text.text()
    desk = open_chinese(fail_load=DAMAGED)
    desk.until(lambda: desk.chat.messages)
    assert desk.chat.messages[-1].state is MessageState.FAILED
    answer = last_answer(desk)
    said = answer.note.text.text()
    assert "已损坏" in said
    assert not english_words(said)


def test_a_damaged_document_is_explained_in_the_plan(
    open_chinese: OpenDesk, tmp_path: Path
) -> None:
    path = tmp_path / "报告.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"no objects here\n" * 20)
    desk = open_chinese()
    desk.load_model()
    services = desk.window.services
    services.planner.add_paths([str(path)])
    desk.until(lambda: services.planner.phase == "failed")
    plan = desk.column.documents.plan
    QApplication.processEvents()
    (row,) = plan.rows.rows.values()
    for said in (row.message.text(), f"{plan.cost.text()}{plan.way.text()}"):
        assert "“报告.pdf”已损坏" in said
        assert not english_words(said)
