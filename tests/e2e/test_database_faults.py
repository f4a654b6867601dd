"""A database that cannot be used: the window stays, says why, and offers the way out."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import sqlcipher3
from PySide6.QtWidgets import QAbstractButton, QPlainTextEdit
from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.app import Application, create
from assistant.core.notices import Notice
from assistant.engine.scripted import ScriptedEngine
from assistant.paths import Paths, app_paths

Open = Callable[[], Application]


@pytest.fixture
def paths(tmp_path: Path) -> Paths:
    """A home with one conversation and a backup of it."""
    paths = app_paths(tmp_path / "home")
    paths.create()
    store = compose.make_store(paths)
    conversation = store.create_conversation()
    store.add_message(conversation.id, None, "user", "Kept words")
    store.backup_if_due()
    store.close()
    return paths


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[Open]:
    opened: list[Application] = []

    def open_it() -> Application:
        engine = ScriptedEngine("Answer.", tokens_per_s=0, load_s=0, prompt_tokens_per_s=0)
        application = create(tmp_path / "home", engine)
        opened.append(application)
        application.window.show()
        application.models.choose("/models/scripted.gguf")
        return application

    yield open_it
    for application in opened:
        application.shutdown()


def wait_for_notice(qtbot: QtBot, application: Application, action: str) -> Notice:
    def found() -> list[Notice]:
        return [notice for notice in application.notices.recent if notice.action == action]

    qtbot.waitUntil(lambda: bool(found()))
    return found()[-1]


def send(application: Application, text: str) -> QPlainTextEdit:
    composer = application.window.findChild(QPlainTextEdit, "composer")
    composer.setPlainText(text)
    application.window.findChild(QAbstractButton, "send_button").click()
    return composer


def test_a_damaged_database_is_set_aside_and_the_backup_restored(
    qtbot: QtBot, paths: Paths, open_window: Open
) -> None:
    garbage = b"not a database at all " * 1000
    paths.database.write_bytes(garbage)
    application = open_window()
    notice = wait_for_notice(qtbot, application, "app.restore_backup")
    assert "damaged" in notice.text
    with qtbot.waitSignal(application.chat.send_refused):
        composer = send(application, "Words while it is damaged")
    assert composer.toPlainText() == "Words while it is damaged"
    with qtbot.waitSignal(application.store.opened):
        application.notices.choose("app.restore_backup")
    qtbot.waitUntil(lambda: bool(application.conversations.rows))
    assert application.conversations.rows[0].title == "Kept words"
    aside = list(paths.data.glob("inkstone.db.damaged-*"))
    assert [file.read_bytes() for file in aside] == [garbage]


def test_a_newer_database_is_refused_and_left_alone(
    qtbot: QtBot, paths: Paths, open_window: Open
) -> None:
    connection = sqlcipher3.connect(str(paths.database))
    connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.commit()
    connection.close()
    before = paths.database.read_bytes()
    application = open_window()
    notice = wait_for_notice(qtbot, application, "app.retry_database")
    assert "newer" in notice.text
    with qtbot.waitSignal(application.chat.send_refused) as refused:
        composer = send(application, "Not lost")
    assert refused.args[0].kind == "database_newer"
    assert composer.toPlainText() == "Not lost"
    assert paths.database.read_bytes() == before


def test_a_locked_database_opens_when_it_is_free_again(
    qtbot: QtBot, paths: Paths, open_window: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    from assistant.storage import store as storage

    def hurried(database: Path, backups: Path) -> storage.SqliteStore:
        return original(database, backups, busy_timeout_ms=100)

    original = storage.open_store
    monkeypatch.setattr(storage, "open_store", hurried)
    holder = sqlcipher3.connect(str(paths.database))
    holder.execute("PRAGMA locking_mode=EXCLUSIVE")
    holder.execute("BEGIN EXCLUSIVE")
    try:
        application = open_window()
        notice = wait_for_notice(qtbot, application, "app.retry_database")
        assert "another" in notice.text.lower()
    finally:
        holder.rollback()
        holder.close()
    with qtbot.waitSignal(application.store.opened):
        application.notices.choose("app.retry_database")
    qtbot.waitUntil(lambda: bool(application.conversations.rows))
