"""What a conversation is answered from, in the card of the composer."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assistant.controllers.reading import ReadingFile
from assistant.core.collection import Collection
from assistant.core.errors import UserError
from assistant.ui.documents.scope_row import MOST_CHIPS, ScopeRow
from assistant.ui.theme.theme import Theme
from tests.qt.document_fakes import FakeScopes, a_document

CONTRACTS = Collection(id=4, name="Contracts")


@pytest.fixture
def scopes() -> FakeScopes:
    return FakeScopes()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def row(qtbot: QtBot, scopes: FakeScopes, said: list[str]) -> Iterator[ScopeRow]:
    window = QWidget()
    qtbot.addWidget(window)
    made = ScopeRow(scopes, Theme(), True, window)
    made.placeholder_changed.connect(said.append)
    QVBoxLayout(window).addWidget(made)
    window.resize(560, 400)
    window.show()
    made.set_room(400)
    yield made
    window.close()


def test_documents_and_collections_have_a_chip_each(row: ScopeRow, scopes: FakeScopes) -> None:
    assert not row.isVisible()
    scopes.hold(a_document(), collections=(CONTRACTS,))
    assert row.isVisible()
    assert row.lead.text() == "Answers from"
    assert [chip.label.full_text() for chip in row.chips] == ["Contracts", "report.pdf"]
    assert all(chip.accessibleName() and chip.remove_button.accessibleName() for chip in row.chips)
    assert "117" in row.chips[1].accessibleDescription()


def test_the_composer_asks_in_its_words(row: ScopeRow, scopes: FakeScopes, said: list[str]) -> None:
    scopes.hold(a_document())
    assert said[-1] == "Ask about report.pdf"
    scopes.hold(a_document("a"), a_document("b"), a_document("c"))
    assert said[-1] == "Ask 3 document(s)"
    scopes.hold(collections=(CONTRACTS,))
    assert said[-1] == "Ask about Contracts"
    scopes.hold(a_document(), collections=(CONTRACTS,))
    assert said[-1] == "Ask these documents and collections"
    scopes.hold()
    assert said[-1] == ""
    assert not row.isVisible()


def test_removing_the_last_goes_back_to_plain_chat(row: ScopeRow, scopes: FakeScopes) -> None:
    scopes.hold(a_document(), collections=(CONTRACTS,))
    row.chips[0].remove_button.click()
    assert scopes.collections == ()
    row.chips[0].remove_button.click()
    assert scopes.documents == ()
    assert not row.isVisible()


def test_what_is_on_its_way_stands_below(qtbot: QtBot, row: ScopeRow, scopes: FakeScopes) -> None:
    scopes.reading.files = [
        ReadingFile(number=1, name="a.pdf", phase="reading", fraction=0.5),
        ReadingFile(
            number=2,
            name="b.pdf",
            phase="password",
            error=UserError("password_needed", "“b.pdf” is protected."),
        ),
        ReadingFile(
            number=3, name="c.pdf", phase="scanned", error=UserError("scanned", "Only pictures.")
        ),
    ]
    scopes.changed.emit()
    assert row.isVisible()
    assert not row.area.isVisible()
    rows = row.rows.rows
    assert rows[1].bar.value() == 500
    qtbot.keyClicks(rows[2].password, "secret")
    qtbot.keyClick(rows[2].password, Qt.Key.Key_Return)
    rows[3].action.click()
    rows[1].remove.click()
    assert scopes.reading.asked == [("password", 2, "secret"), ("recognise", 3), ("remove", 1)]
    assert 1 not in rows


def test_many_documents_are_counted_until_they_are_wanted(
    row: ScopeRow, scopes: FakeScopes
) -> None:
    scopes.hold(*(a_document(f"{number}.pdf") for number in range(30)))
    shown = [chip for chip in row.chips if chip.isVisible()]
    assert len(shown) == MOST_CHIPS
    assert row.more.text() == "and 22 more"
    row.more.click()
    assert all(chip.isVisible() for chip in row.chips)
    assert row.chips[MOST_CHIPS].remove_button.hasFocus()
    QApplication.processEvents()
    assert row.area.height() <= 100


def test_the_focus_stays_among_the_chips(row: ScopeRow, scopes: FakeScopes) -> None:
    scopes.hold(a_document("a"), a_document("b"))
    row.chips[0].remove_button.setFocus()
    row.chips[0].remove_button.click()
    assert row.chips[0].remove_button.hasFocus()
