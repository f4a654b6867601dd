"""About: where newer versions are, and under which terms everything comes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from pytestqt.qtbot import QtBot

from assistant import publisher
from assistant.paths import app_paths
from assistant.ui.settings.about_page import AboutPage
from assistant.ui.settings.licences_dialog import LicencesDialog
from assistant.ui.theme.theme import Theme
from assistant.workers.task_pool import TaskPool


@pytest.fixture
def make_page(qtbot: QtBot, tmp_path: Path):  # type: ignore[no-untyped-def]
    pool = TaskPool()

    def make() -> AboutPage:
        page = AboutPage(app_paths(tmp_path), pool, Theme())
        qtbot.addWidget(page)
        page.show()
        return page

    yield make
    pool.stop()


def test_without_a_page_of_releases_nothing_is_offered(make_page) -> None:  # type: ignore[no-untyped-def]
    assert not publisher.RELEASES
    assert not make_page().updates.isVisible()


def test_the_page_of_releases_opens_when_it_is_asked_for(  # type: ignore[no-untyped-def]
    make_page, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    monkeypatch.setattr(publisher, "RELEASES", "https://example.org/releases")
    monkeypatch.setattr(QDesktopServices, "openUrl", opened.append)
    page = make_page()
    assert not opened
    page.updates.click()
    assert [address.toString() for address in opened] == ["https://example.org/releases"]


def test_the_terms_of_every_part_can_be_read(make_page, qtbot: QtBot) -> None:  # type: ignore[no-untyped-def]
    page = make_page()
    page.licences.click()
    dialog = page.findChild(LicencesDialog)
    qtbot.waitUntil(lambda: dialog.parts.count() > 0)
    titles = [dialog.parts.item(row).text() for row in range(dialog.parts.count())]
    assert dialog.parts.currentRow() == 0
    assert "Apache License" in dialog.text.toPlainText()
    for part, words in (
        ("Qt 6 and PySide6", "GNU LESSER GENERAL PUBLIC LICENSE"),
        ("sqlalchemy", "MIT"),
        ("semantic-text-splitter", "without restriction"),
    ):
        row = next(row for row, title in enumerate(titles) if title.startswith(part))
        dialog.parts.setCurrentRow(row)
        assert words in dialog.text.toPlainText()
