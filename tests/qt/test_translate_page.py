"""The translation page: driven as a person would, on the real controllers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QTextCursor
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from assistant.controllers.consent import ConsentKeeper
from assistant.core.notices import Notice
from assistant.core.translation.glossary import Glossary, Term
from assistant.core.translation.languages import LANGUAGES
from assistant.core.writing.change import Flag
from assistant.ui.actions import ActionRegistry
from assistant.ui.settings.form import FormPage
from assistant.ui.settings.translation_rows import TranslationRows
from assistant.ui.style import style_sheet
from assistant.ui.theme.theme import Theme
from assistant.ui.translation.language_words import codes, language_name, own_name
from assistant.ui.translation.page import TranslatePage
from assistant.ui.translation.source_pane import LONGEST_LINE, difference, with_short_lines
from assistant.ui.translation.translation_words import flag_words, seconds_words
from tests.translating_parts import Parts, in_capitals, sentence_of

TEXT = "The house is red. The garden is green.\n\nNobody lives there now."
CONTROL = Qt.KeyboardModifier.ControlModifier


class Window:
    """The page in a window of its own."""

    def __init__(
        self, parts: Parts, size: tuple[int, int] = (1100, 720), wait: bool = True
    ) -> None:
        self.parts = parts
        self.qtbot = parts.qtbot
        self.theme = Theme(mode="light")
        self.window = QWidget()
        self.qtbot.addWidget(self.window)
        self.actions = ActionRegistry(self.window)
        self.chosen: list[str] = []
        self.actions.add("choose_model", "choose", "", lambda: self.chosen.append("choose_model"))
        services = SimpleNamespace(
            translating=parts.translating,
            glossaries=parts.glossaries,
            notices=parts.notices,
            models=parts.models,
            preferences=parts.preferences,
            consent=ConsentKeeper(parts.store, parts.models, parts.preferences),
        )
        self.notices: list[Notice] = []
        parts.notices.posted.connect(self.notices.append)
        self.page = TranslatePage(services, self.theme, self.actions)  # type: ignore[arg-type]
        column = QVBoxLayout(self.window)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.page)
        self.window.setStyleSheet(style_sheet(self.theme))
        self.window.resize(*size)
        self.window.show()
        self.page.take_focus()
        if wait:
            parts.until(lambda: parts.desk.is_loaded)
            parts.settle()

    @property
    def source(self):
        return self.page.pair.source

    @property
    def target(self):
        return self.page.pair.target

    @property
    def card(self):
        return self.page.pair.card

    def press(self, widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier | None = None) -> None:
        self.qtbot.keyClick(widget, key, held or Qt.KeyboardModifier.NoModifier)

    def translate(self, text: str, source: str = "en", target: str = "de") -> None:
        self.parts.desk.wish.set_options(source=source, target=target)
        self.source.selectAll()
        self.source.insertPlainText(text)
        self.page.translate()
        self.parts.until(lambda: not self.parts.desk.working)
        self.parts.settle()

    def shown(self, number: int) -> str:
        """What stands in the target for a sentence."""
        return _between(self.target, number)


def _between(pane, number: int) -> str:
    cursor = QTextCursor(pane.document())
    cursor.setPosition(pane.places.starts[number])
    cursor.setPosition(pane.places.ends[number], QTextCursor.MoveMode.KeepAnchor)
    return cursor.selectedText()


def marked(pane) -> list[str]:
    """The texts that have a background."""
    return [
        selection.cursor.selectedText()
        for selection in pane.extraSelections()
        if selection.format.hasProperty(selection.format.Property.BackgroundBrush)
    ]


OpenWindow = Callable[..., Window]


@pytest.fixture
def open_window(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenWindow]:
    made: list[Parts] = []

    def make(
        script: object = in_capitals, *, size=(1100, 720), model=True, wait=True, **engine
    ) -> Window:
        while made:
            made.pop().stop()
        parts = Parts(qtbot, tmp_path / "home", script, **engine)
        made.append(parts)
        if model:
            parts.choose_model()
        return Window(parts, size, wait)

    yield make
    while made:
        made.pop().stop()


@pytest.fixture
def window(open_window: OpenWindow) -> Window:
    return open_window()


# translating


def test_control_enter_translates_what_was_typed(window: Window) -> None:
    window.parts.desk.wish.set_options(source="en", target="de")
    window.qtbot.keyClicks(window.source, "The house is red. It is old.")
    assert window.parts.asked() == []
    window.press(window.source, Qt.Key.Key_Return, CONTROL)
    window.parts.until(lambda: window.parts.desk.phase == "done")
    assert window.target.toPlainText() == "THE HOUSE IS RED. IT IS OLD."
    assert window.source.toPlainText() == "The house is red. It is old."


def test_the_pair_under_the_text_cursor_is_marked_in_both(window: Window) -> None:
    window.translate(TEXT)
    cursor = window.source.textCursor()
    cursor.setPosition(TEXT.index("green"))
    window.source.setTextCursor(cursor)
    window.qtbot.waitUntil(lambda: marked(window.source) == ["The garden is green."])
    window.qtbot.waitUntil(lambda: marked(window.target) == ["THE GARDEN IS GREEN."])


def test_the_pair_under_the_pointer_is_marked_in_both(window: Window) -> None:
    window.translate(TEXT)
    window.target.hovered.emit(2)
    window.qtbot.waitUntil(lambda: "Nobody lives there now." in marked(window.source))
    window.target.hovered.emit(None)
    window.qtbot.waitUntil(lambda: "Nobody lives there now." not in marked(window.source))


def test_typing_moves_the_pairs_and_only_the_changed_sentence_is_asked(window: Window) -> None:
    window.translate(TEXT)
    before = len(window.parts.asked())
    cursor = window.source.textCursor()
    cursor.setPosition(TEXT.index("green"))
    cursor.setPosition(TEXT.index("green") + 5, QTextCursor.MoveMode.KeepAnchor)
    cursor.insertText("overgrown 🙂")
    assert _between(window.source, 2) == "Nobody lives there now."
    assert window.source.places.intact == [True, False, True]
    window.page.pair.flush()
    assert "changed" in window.page.pair.target_card.words.text()
    window.page.translate()
    window.parts.until(lambda: window.parts.desk.phase == "done")
    assert window.parts.asked()[before:] == ["The garden is overgrown 🙂."]
    assert window.shown(1) == "THE GARDEN IS OVERGROWN 🙂."


def test_what_is_not_translated_yet_stands_there_quietly(open_window: OpenWindow) -> None:
    window = open_window(tokens_per_s=60.0)
    window.parts.desk.wish.set_options(source="en", target="de")
    window.source.insertPlainText(" ".join(f"Number {'abcdefgh'[n]} is here." for n in range(8)))
    window.page.translate()
    window.parts.until(lambda: window.parts.desk.result.done >= 2)
    assert window.page.progress.words.text().startswith("Sentence ")
    assert window.page.options.stop_button.isVisible()
    window.press(window.source, Qt.Key.Key_Escape)
    assert window.parts.desk.phase == "stopped"
    done = [n for n, each in enumerate(window.parts.desk.segments) if each.target]
    waiting = [n for n, each in enumerate(window.parts.desk.segments) if not each.target]
    assert done and waiting
    for number in done:
        assert window.shown(number) == window.parts.desk.segments[number].target
    for number in waiting:
        assert window.shown(number) == window.parts.desk.segments[number].source
    assert window.page.options.translate_button.isVisible()


def test_text_and_translation_are_there_after_a_restart(open_window: OpenWindow) -> None:
    window = open_window()
    window.translate(TEXT)
    window.source.moveCursor(QTextCursor.MoveOperation.End)
    window.qtbot.keyClicks(window.source, " More")
    window.window.hide()
    again = open_window()
    assert again.source.toPlainText() == TEXT + " More"
    assert again.target.toPlainText() == TEXT.upper()
    assert _between(again.source, 1) == "The garden is green."


def test_what_is_typed_before_the_kept_text_is_there_stays(open_window: OpenWindow) -> None:
    window = open_window()
    window.source.insertPlainText("Kept before.")
    window.window.hide()
    window.parts.settle()
    again = open_window(wait=False)
    assert not again.parts.desk.is_loaded
    again.source.insertPlainText("Typed early.")
    again.parts.until(lambda: again.parts.desk.is_loaded)
    assert again.source.toPlainText() == "Kept before.\nTyped early."
    again.parts.until(lambda: again.parts.desk.wish.text == "Kept before.\nTyped early.")


def test_exchanging_takes_what_was_typed_a_moment_ago(window: Window) -> None:
    window.translate(TEXT)
    window.source.moveCursor(QTextCursor.MoveOperation.End)
    window.qtbot.keyClicks(window.source, " More")
    window.page.options.languages.swap.click()
    assert window.source.toPlainText() == TEXT + " More"
    assert window.parts.desk.wish.options.target == "en"


def test_exchanging_the_languages_can_be_undone(window: Window) -> None:
    window.translate(TEXT)
    window.page.options.languages.swap.click()
    assert window.source.toPlainText() == TEXT.upper()
    assert window.target.toPlainText() == TEXT
    window.page.options.languages.swap.click()
    assert window.source.toPlainText() == TEXT
    window.source.undo()
    assert window.source.toPlainText() == TEXT.upper()


def test_right_to_left_text_is_laid_out_so(window: Window) -> None:
    window.translate(TEXT, target="ar")
    option = window.target.document().defaultTextOption()
    assert option.textDirection() == Qt.LayoutDirection.RightToLeft
    assert option.alignment() & Qt.AlignmentFlag.AlignRight
    assert (
        window.source.document().defaultTextOption().textDirection()
        == Qt.LayoutDirection.LeftToRight
    )


def test_no_text_no_model_and_the_same_language_are_said(open_window: OpenWindow) -> None:
    window = open_window(model=False)
    window.parts.desk.wish.set_options(source="en", target="de")
    window.page.translate()
    assert "no text" in window.page.refusal.label.text()
    window.source.insertPlainText("Hello there.")
    window.page.translate()
    assert "No model" in window.page.refusal.label.text()
    window.page.refusal.button.click()
    assert window.chosen == ["choose_model"]
    window.parts.desk.wish.set_options(source="de")
    window.page.translate()
    assert "same" in window.page.refusal.label.text()


def test_a_missing_target_language_opens_the_list(window: Window) -> None:
    window.source.insertPlainText("Hello there.")
    window.page.translate()
    picker = window.page.options.languages.target
    assert picker.popup is not None and picker.popup.isVisible()
    picker.popup.list.field.setText("deut")
    window.press(picker.popup.list.field, Qt.Key.Key_Return)
    assert window.parts.desk.wish.options.target == "de"
    assert not picker.popup.isVisible()


def test_the_detected_language_is_named(window: Window) -> None:
    window.source.insertPlainText("Die Tür ist zu.")
    window.page.pair.flush()
    picker = window.page.options.languages.source
    window.parts.until(lambda: picker.words() == "Detect · German detected")
    assert "German" in picker.accessibleName()


def test_recent_languages_come_first(window: Window) -> None:
    for code in ("fr", "ja"):
        window.parts.desk.wish.set_options(target=code)
    values = [entry.value for entry in window.page.options.languages.target.entries()]
    assert values[:2] == ["ja", "fr"]
    assert len(values) == len(set(values)) == len(LANGUAGES)


def test_choosing_the_language_of_the_other_side_exchanges_them(window: Window) -> None:
    wish = window.parts.desk.wish
    wish.set_options(source="en", target="de")
    window.page.options.languages.target.choose("en")
    assert (wish.options.source, wish.options.target) == ("de", "en")
    window.page.options.languages.source.choose("en")
    assert (wish.options.source, wish.options.target) == ("en", "de")


def test_an_engine_that_dies_offers_to_try_again(window: Window) -> None:
    window.translate("The house is red.")
    window.parts.engine.die_after = 1
    window.translate(TEXT)
    assert window.page.refusal.isVisible()
    assert window.shown(0) == "THE HOUSE IS RED."
    window.parts.engine.die_after = None
    window.page.refusal.button.click()
    window.parts.until(lambda: window.parts.desk.phase == "done")
    assert window.target.toPlainText() == TEXT.upper()
    assert not window.page.refusal.isVisible()


def test_copying_takes_the_whole_translation(window: Window) -> None:
    window.translate(TEXT)
    window.page.pair.copy_button.click()
    assert QGuiApplication.clipboard().text() == TEXT.upper()


def test_undo_in_the_translation_goes_back(window: Window) -> None:
    window.translate(TEXT)
    window.parts.desk.sentences.set_target(0, "Das Haus.")
    assert window.shown(0) == "Das Haus."
    window.press(window.target, Qt.Key.Key_Z, CONTROL)
    assert window.shown(0) == "THE HOUSE IS RED."


# sentences


def test_sentences_are_walked_and_edited_by_keyboard(window: Window) -> None:
    window.translate(TEXT)
    window.actions.trigger("next_sentence")
    first = window.page.pair.current
    window.actions.trigger("next_sentence")
    window.actions.trigger("previous_sentence")
    assert window.page.pair.current == first
    window.page.pair.go_to(1)
    window.actions.trigger("open_sentence")
    assert window.card.isVisible() and window.card.editor.hasFocus()
    window.qtbot.keyClicks(window.card.editor, "Der Garten.")
    window.press(window.card.editor, Qt.Key.Key_Return, CONTROL)
    assert window.shown(1) == "Der Garten."
    assert window.card.origin.text() == "Edited by you"
    window.press(window.card.editor, Qt.Key.Key_Escape)
    assert not window.card.isVisible()
    assert window.parts.desk.can_go_back
    window.page.pair.back_button.click()
    assert window.shown(1) == "THE GARDEN IS GREEN."


def test_what_was_typed_in_the_card_is_kept_when_it_moves_on(window: Window) -> None:
    window.translate(TEXT)
    window.page.pair.open_card(0)
    window.card.editor.setPlainText("Rot ist es.")
    window.card.moved.emit(1)
    assert window.card.number == 1
    assert window.shown(0) == "Rot ist es."


def test_an_alternative_is_taken_by_key(window: Window) -> None:
    window.translate(TEXT)
    answers = iter(["One way.", "Another way.", "A third way."])
    window.parts.engine._script = lambda _turns: next(answers)
    window.page.pair.open_card(0)
    window.card.alternatives_button.click()
    window.parts.until(lambda: window.card.choices)
    assert [row.text for row in window.card.choices] == ["One way.", "Another way.", "A third way."]
    window.press(window.card.choices[0], Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.shown(0) == "Another way."


def test_a_flagged_sentence_says_what_is_wrong(open_window: OpenWindow) -> None:
    window = open_window(lambda turns: sentence_of(turns).upper().replace("17", "71"))
    window.translate("There were 17 of them. All is well.")
    assert window.page.pair.flag_button.isVisible()
    window.page.pair.flag_button.click()
    assert window.card.number == 0
    said = [window.card.flags.itemAt(n).widget().text() for n in range(window.card.flags.count())]
    assert any("17" in line for line in said)


def test_a_click_on_a_translated_sentence_opens_it(window: Window) -> None:
    window.translate(TEXT)
    cursor = QTextCursor(window.target.document())
    cursor.setPosition(window.target.places.starts[1] + 3)
    point = window.target.cursorRect(cursor).center()
    window.qtbot.mouseClick(window.target.viewport(), Qt.MouseButton.LeftButton, pos=point)
    assert window.card.number == 1


def test_scrolling_one_pane_scrolls_the_other(window: Window) -> None:
    window.translate("\n\n".join(f"Paragraph {n} is here." for n in range(200)))
    bar = window.source.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    window.source.scrolled.emit()
    assert abs(window.target.verticalScrollBar().value() - bar.value()) <= 2


# files


def test_a_dropped_file_is_shown_translated_and_saved(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("One is here. Two is there.\nThree is far.")
    window.parts.desk.wish.set_options(source="en", target="de")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    event = QDropEvent(
        QPoint(10, 10),
        Qt.DropAction.CopyAction,
        data,
        Qt.MouseButton.LeftButton,
        Qt.KeyboardModifier.NoModifier,
    )
    window.page.dropEvent(event)
    file = window.parts.desk.file
    window.parts.until(lambda: file.phase == "ready")
    card = window.page.file_card
    assert card is not None and card.isVisible()
    assert card.facts.text().startswith("Plain text · 3 ")
    assert "Pictures" in card.notes.text()
    assert not card.save_button.isEnabled()
    window.page.options.translate_button.click()
    window.parts.until(lambda: file.phase == "done")
    assert card.save_button.isEnabled()
    card.layout_choice.choose("table")
    card.save_to(file.suggested_path())
    window.parts.until(lambda: window.notices)
    assert "notes.de.txt" in window.notices[-1].text
    assert "encoding" in window.notices[-1].text
    assert window.parts.files.written[-1][1] == "table"
    card.close_button.click()
    assert window.page.pair.isVisible()


def test_a_pasted_file_is_opened(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("One is here.")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    window.source.insertFromMimeData(data)
    window.parts.until(lambda: window.parts.desk.file.phase == "ready")
    assert window.source.toPlainText() == ""


def test_a_changed_file_can_be_read_again(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("One is here.")
    window.parts.desk.wish.set_options(source="en", target="de")
    window.page.open_file(str(path))
    file = window.parts.desk.file
    window.parts.until(lambda: file.phase == "ready")
    window.page.translate()
    window.parts.until(lambda: file.phase == "done")
    path.write_text("Two are here.")
    card = window.page.file_card
    card.save_to(str(tmp_path / "out.txt"))
    window.parts.until(card.refusal.isVisible)
    card.refusal.button.click()
    window.parts.until(lambda: file.phase == "ready")
    assert file.segments[0].source == "Two are here."


# Qt says so when the list is drawn anew between the key and the end of the editor; nothing is lost.
@pytest.mark.qt_log_ignore(
    "commitData called with an editor", "does not support propagateSizeHints"
)
def test_a_flagged_sentence_of_a_file_is_edited_in_the_list(
    open_window: OpenWindow, tmp_path: Path
) -> None:
    window = open_window(lambda turns: sentence_of(turns).upper().replace("17", "71"))
    path = tmp_path / "notes.txt"
    path.write_text("There were 17 of them.\nAll is well.")
    window.parts.desk.wish.set_options(source="en", target="de")
    window.page.open_file(str(path))
    file = window.parts.desk.file
    window.parts.until(lambda: file.phase == "ready")
    window.page.translate()
    window.parts.until(lambda: file.phase == "done")
    flags = window.page.file_card.flags
    assert flags.isVisible() and flags.model.rowCount() == 1
    flags.view.setCurrentIndex(flags.model.index(0, 0))
    window.press(flags.view, Qt.Key.Key_F2)
    field = flags.view.findChild(QLineEdit)
    assert field.text() == "THERE WERE 71 OF THEM."
    field.setText("Es waren 17.")
    window.press(field, Qt.Key.Key_Return)
    window.parts.until(flags.isHidden)
    assert file.segments[0].target == "Es waren 17."


# glossaries


def test_a_glossary_is_made_filled_searched_and_used(window: Window) -> None:
    window.page.show_glossaries()
    page = window.page.glossary_page
    page.new_button.click()
    window.parts.until(lambda: page.shown is not None)
    page.name.setText("Harbour")
    table = page.table
    table.terms.add()
    table.terms.setData(table.terms.index(0, 0), "harbour")
    table.terms.setData(table.terms.index(0, 1), "Hafen")
    page.add_button.click()
    table.terms.setData(table.terms.index(0, 0), "Lumo")
    keep = table.terms.index(0, 2)
    table.terms.setData(keep, Qt.CheckState.Checked, Qt.ItemDataRole.CheckStateRole)
    page.search.setText("hav")
    assert table.terms.rowCount() == 0
    page.search.setText("HAF")
    assert table.terms.rowCount() == 1
    page.flush()
    window.parts.settle()
    kept = window.parts.from_library(lambda library: library.desk.list_glossaries())[0]
    assert kept.name == "Harbour"
    assert set(kept.terms) == {
        Term(source="harbour", target="Hafen"),
        Term(source="Lumo", keep=True),
    }
    page.back_button.click()
    window.page.options._on_glossary(kept.id)
    assert window.page.options.glossary.words().startswith("Harbour")


def test_removed_terms_and_deleted_glossaries_come_back(window: Window) -> None:
    made: list[Glossary] = []
    terms = tuple(Term(source=f"term {n}", target=f"Wort {n}") for n in range(5))
    window.parts.glossaries.keep(Glossary(name="Five", terms=terms), made.append)
    window.parts.until(lambda: made)
    window.page.show_glossaries()
    page = window.page.glossary_page
    page.table.selectRow(2)
    window.press(page.table, Qt.Key.Key_Delete)
    assert len(page.table.terms.terms) == 4
    window.parts.notices.choose(window.notices[-1].action)
    assert page.table.terms.terms == terms
    page.delete_button.click()
    window.parts.until(lambda: not window.parts.glossaries.glossaries)
    window.parts.until(lambda: "Five" in window.notices[-1].text)
    window.parts.notices.choose(window.notices[-1].action)
    window.parts.until(lambda: window.parts.glossaries.glossaries)
    assert window.parts.glossaries.glossaries[0].terms == terms


def test_an_import_is_reported(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "words.csv"
    path.write_text("en,de\nharbour,Hafen\nharbour,Hafen\n,\n")
    window.page.show_glossaries()
    page = window.page.glossary_page
    window.parts.glossaries.import_file(str(path), page.shown or Glossary())
    window.parts.until(page.report.isVisible)
    assert "1 term" in page.report.text() and "twice" in page.report.text()
    assert page.shown is not None and page.shown.name == "words"


def test_typing_in_the_table_is_not_thrown_away_by_a_change_elsewhere(window: Window) -> None:
    made: list[Glossary] = []
    window.parts.glossaries.keep(
        Glossary(name="A", terms=(Term(source="a", target="b"),)), made.append
    )
    window.parts.until(lambda: made)
    window.page.show_glossaries()
    page = window.page.glossary_page
    page.table.terms.setData(page.table.terms.index(0, 1), "c")
    window.parts.glossaries.keep(Glossary(name="B"), made.append)
    window.parts.until(lambda: len(made) == 2)
    assert page.table.terms.terms == (Term(source="a", target="c"),)
    page.flush()
    window.parts.settle()
    kept = window.parts.from_library(lambda library: library.desk.list_glossaries())
    assert kept[0].terms == (Term(source="a", target="c"),)


# settings


def test_the_memory_is_cleared_only_when_that_is_confirmed(window: Window) -> None:
    window.translate(TEXT)
    page = FormPage(window.theme, "Translation")
    window.qtbot.addWidget(page)
    rows = TranslationRows(page, window.parts.desk.memory)
    page.show()
    window.parts.until(lambda: rows.size.text().startswith("3 "))
    rows.clear.click()
    rows.question.buttons[-1].click()
    window.parts.settle()
    assert window.parts.from_library(lambda library: library.desk.memory_size()) == 3
    rows.clear.click()
    rows.question.buttons[0].click()
    window.parts.until(lambda: rows.size.text() == "No sentence is remembered.")
    assert not rows.clear.isEnabled()


# looks, words, helpers


@pytest.mark.parametrize("size", [(584, 456), (900, 600), (1400, 900)])
def test_everything_fits(open_window: OpenWindow, size: tuple[int, int]) -> None:
    window = open_window(size=size)
    window.translate(TEXT)
    window.page.pair.open_card(1)
    window.qtbot.wait(1)
    assert (window.window.width(), window.window.height()) == size
    for child in window.page.findChildren(QWidget):
        if child.isVisible() and child.parent() is window.page.options:
            assert child.geometry().right() <= window.page.options.width()


def test_every_control_has_a_name(window: Window, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("One is here.")
    window.translate(TEXT)
    window.page.pair.open_card(0)
    window.page.show_glossaries()
    window.page.open_file(str(path))
    window.parts.until(lambda: window.parts.desk.file.phase == "ready")
    for kind in (QAbstractButton, QLineEdit):
        for control in window.page.findChildren(kind):
            own = control.accessibleName() or control.text()
            inside = control.parent() is not None and not control.isVisible()
            assert own or inside, control


def test_the_names_of_all_languages_are_known() -> None:
    assert codes() == tuple(LANGUAGES)
    for code, name in LANGUAGES.items():
        assert language_name(code) == name
        assert own_name(code)
    assert own_name("de") == "Deutsch" and own_name("zh-Hans") == "简体中文"


FLAGS = [
    (("number", "changed", "4", "5"), "The number “4” became “5”."),
    (("url", "missing", "x.org", ""), "The link “x.org” is missing."),
    (("code", "added", "", "f()"), "The code “f()” is not in the text."),
    (("language", "changed", "German", "French"), "This seems to be French."),
    (("language", "changed", "German", ""), "This does not seem to be German."),
    (("term", "missing", "a", "b"), "The term “a” should be “b” here."),
    (("markdown", "changed", "", ""), "A mark of the formatting was lost."),
]


@pytest.mark.parametrize(("given", "words"), FLAGS)
def test_flags_are_said_in_words(given: tuple[Any, ...], words: str) -> None:
    kind, problem, item, became = given
    said = flag_words(Flag(kind=kind, problem=problem, item=item, became=became))
    assert said.replace("\u2068", "").replace("\u2069", "") == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "about 5 s left"),
        (41, "about 40 s left"),
        (300, "about 5 min left"),
        (9000, "about 2 h left"),
    ],
)
def test_time_is_told_no_more_exactly_than_it_is_known(seconds: float, words: str) -> None:
    assert seconds_words(seconds) == words


@pytest.mark.parametrize(
    ("before", "after"),
    [("abc", "abc"), ("", "x"), ("x", ""), ("aXb", "aYYb"), ("🙂a", "🙂ba"), ("aa", "aaa")],
)
def test_a_difference_makes_one_of_the_other(before: str, after: str) -> None:
    place, removed, added = difference(before, after)
    one, other = before.encode("utf-16-le"), after.encode("utf-16-le")
    made = one[: 2 * place] + other[2 * place : 2 * (place + added)] + one[2 * (place + removed) :]
    assert made == other


def test_long_lines_are_divided_where_a_sentence_ends() -> None:
    text = "A short sentence. " * 5000
    divided = with_short_lines(text)
    assert max(map(len, divided.splitlines())) <= LONGEST_LINE
    assert divided.replace("\n", " ").split() == text.split()
    assert all(line.endswith(".") for line in divided.splitlines()[:-1])
    assert max(map(len, with_short_lines("x" * 50_000).splitlines())) <= LONGEST_LINE
    assert with_short_lines(TEXT) == TEXT
