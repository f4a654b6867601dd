"""Templates in the window: "/" in the composer, the form, the library."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget

from assistant.controllers.template_library import TemplateLibrary
from assistant.core.entities import ChatParameters
from assistant.core.grounding import TemplateTask
from assistant.core.messages import AnyCommand, Failed, Generate
from assistant.core.templates.template import Example, Template
from assistant.engine.scripted import ScriptedEngine
from assistant.ui.templates.file_field import FileVariable
from assistant.ui.templates.form_card import TemplateForm
from assistant.ui.templates.library_window import TemplateWindow
from assistant.ui.templates.picker import TemplatePicker
from assistant.ui.templates.templates_link import TemplatesLink
from assistant.ui.words import number_text
from tests.qt.conftest import Desk, OpenDesk
from tests.qt.test_frame import _ours as is_ours
from tests.qt.test_frame import _spoken as spoken

CONTROL = Qt.KeyboardModifier.ControlModifier


def a_template(name: str = "thanks", **more: object) -> Template:
    return Template(**{"name": name, "title": name.capitalize(), "text": "Say hello.", **more})


THANKS = a_template(
    title="Zzz thanks",
    text="Thank {{who:line}} in {{words:number(10,200)=50}} words, {{tone:choice(warm,formal)}}.",
    system="You write notes.",
    examples=(Example(question="Thank Bo", answer="Thank you, Bo."),),
    parameters=ChatParameters(temperature=0.1),
    grammar='root ::= "thanks"',
    tags=("zzz",),
)


class Hand:
    """Short ways to use templates as a person would."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.qtbot = desk.qtbot
        self.link: TemplatesLink = desk.column.templates
        self.library: TemplateLibrary = desk.window.services.templates
        self.library.ensure_loaded()
        desk.until(lambda: self.library.known and self.library.memory.known)

    @property
    def picker(self) -> TemplatePicker:
        assert self.link.picker is not None
        return self.link.picker

    @property
    def form(self) -> TemplateForm:
        assert self.link.form is not None
        return self.link.form

    def keep(self, template: Template) -> Template:
        with self.qtbot.waitSignal(self.library.kept) as kept:
            self.library.keep(template)
        self.desk.until(lambda: self.library.by_id(kept.args[0].id))
        return kept.args[0]

    def use(self, template: Template) -> None:
        self.link.use(self.keep(template))
        self.desk.until(lambda: self.link.form_open)

    def field(self, name: str) -> object:
        return self.form.form.fields[name]

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        self.desk.press(self.desk.window.focusWidget(), key, *modifiers)

    def type(self, text: str) -> None:
        self.qtbot.keyClicks(self.desk.window.focusWidget(), text)


@pytest.fixture
def hand(desk: Desk) -> Hand:
    return Hand(desk)


# the picker


def test_a_slash_opens_the_templates_and_typing_filters(desk: Desk, hand: Hand) -> None:
    hand.keep(THANKS)
    desk.type("/")
    assert hand.link.picking
    assert desk.window.findChild(QWidget, "template_picker").isVisible()
    assert hand.picker.count() == len(hand.library.templates)
    desk.type("zzz")
    assert hand.picker.rows.texts() == ["Zzz thanks"]
    assert hand.picker.preview.full_text() == THANKS.text
    desk.type("y")
    assert not hand.link.picking, "nothing fits: this is a message like any other"


def test_the_templates_are_worked_by_keys(desk: Desk, hand: Hand) -> None:
    desk.type("/")
    first = hand.picker.rows.current()
    hand.press(Qt.Key.Key_Down)
    assert hand.picker.rows.currentIndex().row() == 1
    hand.press(Qt.Key.Key_Up)
    assert hand.picker.rows.current() == first
    hand.press(Qt.Key.Key_Up)
    assert hand.picker.rows.currentIndex().row() == hand.picker.count() - 1
    hand.press(Qt.Key.Key_Escape)
    assert not hand.link.picking
    assert desk.composer.input.text() == "/"
    desk.type("a")
    assert not hand.link.picking, "it was sent away"
    desk.composer.input.clear()
    desk.type("/")
    assert hand.link.picking


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_choosing_opens_the_form_and_escape_goes_back(desk: Desk, hand: Hand, key: Qt.Key) -> None:
    hand.keep(THANKS)
    desk.type("/zzz")
    hand.press(key)
    assert hand.link.form_open
    assert not hand.link.picking
    assert hand.field("who").main_control().hasFocus()
    hand.press(Qt.Key.Key_Escape)
    assert not hand.link.form_open
    assert not hand.link.panels.isVisible()
    assert desk.composer.input.hasFocus()
    assert desk.composer.input.text() == "/zzz"
    assert desk.chat.messages == []


def test_a_click_chooses(desk: Desk, hand: Hand) -> None:
    hand.keep(THANKS)
    desk.type("/zzz")
    view = hand.picker.rows
    middle = view.visualRect(view.currentIndex()).center()
    hand.qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert hand.link.form_open


def test_what_looks_like_a_path_is_sent(desk: Desk, hand: Hand) -> None:
    desk.type("/usr/bin/env?")
    assert not hand.link.picking
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        hand.press(Qt.Key.Key_Return)
    assert desk.chat.messages[0].text == "/usr/bin/env?"
    desk.until(lambda: not desk.chat.answering)


@pytest.mark.parametrize("slash", ["/", "／", "、"])
def test_chinese_titles_are_found_as_they_are_typed(desk: Desk, hand: Hand, slash: str) -> None:
    hand.keep(a_template("minutes-zh", title="会议纪要专用"))
    desk.composer.input.setFocus()
    desk.composer.input.insertPlainText(f"{slash}纪要专")
    assert hand.picker.rows.texts() == ["会议纪要专用"]


def test_words_behind_a_whole_name_are_filled_in(desk: Desk, hand: Hand) -> None:
    hand.keep(a_template("zz-mend", text="{{tone:choice(a,b)}}: {{text}} {{#why}}{{why}}{{/why}}"))
    desk.type("/")
    desk.type("zz-mend teh cat")
    assert hand.link.picking
    hand.press(Qt.Key.Key_Return)
    assert hand.field("text").value() == "teh cat"
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        hand.form.run()
    assert desk.chat.messages[0].text.strip() == "a: teh cat"
    assert desk.composer.input.text() == ""
    desk.until(lambda: not desk.chat.answering)


def test_favourites_and_what_was_used_come_first(desk: Desk, hand: Hand) -> None:
    used, liked = hand.keep(a_template("zz-used")), hand.keep(a_template("zz-liked"))
    hand.library.note_use(used.id, {})
    hand.library.set_favourite(liked.id, True)
    desk.until(lambda: hand.library.by_id(liked.id).favourite)
    desk.type("/")
    assert hand.picker.rows.texts()[:2] == ["Zz-liked", "Zz-used"]


def test_a_draft_with_a_slash_does_not_open_it(desk: Desk, hand: Hand) -> None:
    desk.type("/art")
    hand.press(Qt.Key.Key_Escape)
    desk.say("One")
    desk.type("/a")
    hand.press(Qt.Key.Key_Escape)
    desk.new()
    desk.settle()
    assert not hand.link.picking


def test_the_button_opens_it_beside_what_is_written(desk: Desk, hand: Hand) -> None:
    desk.composer.templates_button.click()
    assert desk.composer.input.text() == "/"
    assert hand.link.picking
    desk.composer.templates_button.click()
    assert not hand.link.picking
    desk.composer.input.setPlainText("Half a letter")
    hand.keep(a_template("zzz-mend", text="Mend: {{text:selection}}"))
    desk.composer.templates_button.click()
    assert hand.picker.field.hasFocus()
    hand.type("zzz-mend")
    hand.press(Qt.Key.Key_Return)
    assert hand.link.form_open
    assert hand.field("text").value() == "Half a letter"
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        hand.form.run()
    assert desk.chat.messages[0].text == "Mend: Half a letter"
    assert desk.composer.input.text() == "", "what was used is not asked a second time"


# the form


def test_a_filled_in_template_is_said_with_all_that_belongs_to_it(desk: Desk, hand: Hand) -> None:
    hand.keep(THANKS)
    desk.type("/zzz")
    hand.press(Qt.Key.Key_Return)
    hand.type("Ada")
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        hand.press(Qt.Key.Key_Return)
    turn = desk.chat.messages[0]
    assert turn.text == "Thank Ada in 50 words, warm."
    assert isinstance(turn.task, TemplateTask)
    assert (turn.task.name, turn.task.grammar) == ("thanks", 'root ::= "thanks"')
    assert not hand.link.form_open
    assert desk.composer.input.text() == ""
    assert desk.composer.input.hasFocus()
    desk.until(lambda: not desk.chat.answering)
    desk.settle()
    assert desk.chat.messages[1].text
    template = hand.library.by_name("thanks")
    assert hand.library.memory.recent[0] == template.id
    hand.link.use(template)
    assert hand.field("who").value() == "Ada", "short values are offered again"


def test_what_is_missing_or_wrong_is_said_in_its_field(desk: Desk, hand: Hand) -> None:
    hand.use(THANKS)
    hand.press(Qt.Key.Key_Return)
    who, words = hand.field("who"), hand.field("words")
    assert "not filled in" in who.problem.text()
    assert who.main_control().hasFocus()
    assert desk.chat.messages == []
    hand.type("Ada")
    assert not who.problem.isVisible()
    words.field.setText("999")
    assert "200" in words.problem.text()
    hand.press(Qt.Key.Key_Return)
    assert words.main_control().hasFocus()
    assert desk.chat.messages == []


def test_what_was_filled_in_is_there_again_after_escape(desk: Desk, hand: Hand) -> None:
    template = hand.keep(a_template(text="{{who:line}} {{clip:clipboard}}"))
    hand.link.use(template)
    hand.field("who").set_value("Ada")
    hand.field("clip").set_value("My own words")
    hand.press(Qt.Key.Key_Escape)
    hand.link.use(template)
    assert hand.form.form.values() == {"who": "Ada", "clip": "My own words"}
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        hand.form.run()
    desk.until(lambda: not desk.chat.answering)
    QGuiApplication.clipboard().setText("new")
    hand.link.use(template)
    assert hand.form.form.values() == {"who": "Ada", "clip": "new"}


def test_the_preview_follows(desk: Desk, hand: Hand) -> None:
    hand.use(THANKS)
    hand.form.preview_button.setChecked(True)
    assert "Thank [Who] in 50 words" in hand.form.preview.toPlainText()
    hand.type("Ada")
    desk.until(lambda: "Thank Ada in" in hand.form.preview.toPlainText())


def test_the_preview_is_what_is_sent(desk: Desk, hand: Hand) -> None:
    text = "A {{#to}}to {{to:line}}{{/to}}{{^to}}to nobody{{/to}}, \\{{ {{points:list}}."
    hand.use(a_template(text=text))
    form = hand.form
    form.preview_button.setChecked(True)
    assert form.preview.toPlainText() == "A to nobody, {{ [Points]."
    hand.field("to").set_value("Ada")
    hand.field("points").set_value("one\ntwo")
    desk.until(lambda: form.preview.toPlainText() == "A to Ada, {{ one, two.")
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        form.run()
    assert desk.chat.messages[0].text == "A to Ada, {{ one, two."
    desk.until(lambda: not desk.chat.answering)


def test_enter_breaks_the_line_in_a_text_and_control_enter_runs(desk: Desk, hand: Hand) -> None:
    hand.use(a_template(text="{{notes}}"))
    hand.type("one")
    hand.press(Qt.Key.Key_Return)
    hand.type("two")
    assert hand.field("notes").value() == "one\ntwo"
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        hand.press(Qt.Key.Key_Return, CONTROL)
    assert desk.chat.messages[0].text == "one\ntwo"
    desk.until(lambda: not desk.chat.answering)


def test_a_hundred_thousand_characters_are_held_and_sent(desk: Desk, hand: Hand) -> None:
    long = "word " * 20_000
    hand.use(a_template(text="Read: {{text}}"))
    QGuiApplication.clipboard().setText(long)
    field = hand.field("text")
    field.field.area.paste()
    assert field.value() == long
    assert not field.field.area.isVisible()
    assert field.field.summary.full_text().startswith(f"{number_text(100_000)} characters")
    field.field.remove_button.click()
    assert field.value() == ""
    assert field.field.area.hasFocus()


def test_the_clipboard_stands_in_its_field(desk: Desk, hand: Hand) -> None:
    QGuiApplication.clipboard().setText("copied words")
    hand.use(a_template(text="{{what:clipboard}} and {{when:date}} {{to:language}}"))
    assert hand.field("what").value() == "copied words"
    assert len(hand.field("when").value()) == 10
    hand.field("to").box.setEditText("german")
    assert hand.field("to").value() == "German"
    hand.field("to").box.setEditText("Klingon")
    assert hand.field("to").value() == "Klingon"


def test_a_file_is_read_behind_the_window(desk: Desk, hand: Hand, tmp_path: Path) -> None:
    path = tmp_path / "notes.txt"
    path.write_text("Words of a file.")
    hand.use(a_template(text="Read: {{doc:file}}"))
    field = hand.field("doc")
    assert isinstance(field, FileVariable)
    field.add_paths([str(path)])
    hand.form.run()
    assert "still being read" in hand.form.said.text()
    desk.until(lambda: not field.busy)
    assert field.value() == "Words of a file."
    field.add_paths([str(tmp_path / "gone.txt")])
    desk.until(lambda: not field.busy)
    assert "gone.txt" in field.problem.text()
    hand.form.run()
    assert desk.chat.messages == []
    other = tmp_path / "other.txt"
    other.write_text("Other words.")
    field.add_paths([str(other)])
    desk.until(lambda: field.value() == "Other words.")
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        hand.form.run()
    assert desk.chat.messages[0].text == "Read: Other words."
    desk.until(lambda: not desk.chat.answering)


def test_without_a_model_the_form_stays(bare_desk: Desk) -> None:
    hand = Hand(bare_desk)
    hand.use(THANKS)
    hand.type("Ada")
    with hand.qtbot.waitSignal(bare_desk.chat.send_refused):
        hand.press(Qt.Key.Key_Return)
    assert hand.link.form_open
    assert hand.form.run_button.isEnabled()
    assert hand.field("who").value() == "Ada"
    assert bare_desk.composer.refusal.isVisible()


def test_without_variables_it_is_written_or_sent(desk: Desk, hand: Hand) -> None:
    hand.link.use(hand.keep(a_template("zz-plain", text="Tell me a story.")))
    assert desk.composer.input.text() == "Tell me a story."
    assert desk.chat.messages == []
    desk.composer.input.clear()
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        hand.link.use(hand.keep(a_template("zz-full", system="Be brief.")))
    assert desk.chat.messages[0].task.system == "Be brief."
    desk.until(lambda: not desk.chat.answering)


@pytest.mark.parametrize("mode", ["write", "translate"])
def test_other_modes_get_their_text(desk: Desk, hand: Hand, mode: str) -> None:
    hand.use(a_template(text="About {{topic:line}}", mode=mode))
    hand.type("ink")
    with hand.qtbot.waitSignal(hand.link.page_wanted) as wanted:
        hand.press(Qt.Key.Key_Return)
    assert wanted.args == [mode, "About ink"]
    assert not hand.link.form_open


def test_documents_are_asked_for_first(desk: Desk, hand: Hand, tmp_path: Path) -> None:
    hand.use(a_template(text="What is open?", mode="documents"))
    with hand.qtbot.waitSignal(hand.form.documents_wanted):
        hand.form.run()
    for dialog in QApplication.topLevelWidgets():
        if dialog.inherits("QFileDialog"):
            dialog.reject()
    path = tmp_path / "a.md"
    path.write_text("Words of pelicans.")
    desk.window.services.scopes.add_paths([str(path)])
    desk.until(lambda: hand.form.run_button.text() == "Send")
    with hand.qtbot.waitSignal(desk.chat.turn_accepted):
        hand.form.run()
    assert desk.chat.messages[0].text == "What is open?"
    desk.until(lambda: not desk.chat.answering)


# anywhere in the window


def test_the_palette_offers_templates(desk: Desk, hand: Hand) -> None:
    hand.keep(THANKS)
    desk.trigger("palette")
    palette = desk.window._palette
    hand.type("zzz thanks")
    assert palette.list.texts() == ["Zzz thanks"]
    hand.press(Qt.Key.Key_Return)
    assert hand.link.form_open


def test_a_template_with_keys_is_used_by_them(desk: Desk, hand: Hand) -> None:
    hand.keep(msgspec.structs.replace(THANKS, shortcut="Ctrl+Alt+Y"))
    taken = desk.window.actions_registry.keys("palette").toString()
    hand.keep(a_template("zz-greedy", shortcut=taken))
    desk.window.templates.follow()
    desk.until(lambda: "Ctrl+Alt+Y" in desk.window.templates._keys)
    assert taken not in desk.window.templates._keys
    desk.composer.input.setFocus()
    hand.press(Qt.Key.Key_Y, CONTROL, Qt.KeyboardModifier.AltModifier)
    desk.until(lambda: hand.link.form_open)
    assert hand.form.template.name == "thanks"


def test_keys_that_are_taken_are_said_at_their_field(desk: Desk, hand: Hand) -> None:
    kept = hand.keep(a_template())
    hand.keep(msgspec.structs.replace(THANKS, name="zz-other", shortcut="Ctrl+Alt+Y"))
    commands = desk.window.templates
    commands.show_library(kept.id)
    fields = commands._library_window.editor.fields
    problem = fields._head["shortcut"].problem
    for keys, owner in (("Ctrl+N", "New conversation"), ("Ctrl+Alt+Y", "Zzz thanks")):
        fields.shortcut.setKeySequence(QKeySequence(keys))
        desk.until(lambda owner=owner: owner in problem.text())
    fields.shortcut.setKeySequence(QKeySequence("Ctrl+Alt+U"))
    desk.until(lambda: not problem.isVisible())


def test_the_library_opens_from_the_picker_and_gives_back(desk: Desk, hand: Hand) -> None:
    desk.window.templates.follow()
    desk.type("/")
    hand.picker.all_button.click()
    window = desk.window.templates._library_window
    assert window.isVisible()
    kept = hand.keep(THANKS)
    window.open_at(kept.id)
    window.editor.try_panel.use_button.click()
    assert hand.link.form_open


# the library


class Shelf:
    """The open library window."""

    def __init__(self, desk: Desk, hand: Hand) -> None:
        self.desk, self.hand, self.qtbot = desk, hand, desk.qtbot
        self.window = TemplateWindow(desk.window.services, desk.window.theme, desk.window)
        self.window.show()
        self.fields = self.window.editor.fields

    def open(self, template: Template) -> None:
        self.window.open_at(template.id)
        assert self.fields.template() == template

    def new(self, title: str, text: str) -> None:
        self.window.new_template()
        self.qtbot.keyClicks(self.fields.title, title)
        self.fields.text.insertPlainText(text)

    def save(self) -> Template:
        with self.qtbot.waitSignal(self.hand.library.kept) as kept:
            self.window.editor.save()
        return kept.args[0]


@pytest.fixture
def shelf(desk: Desk, hand: Hand) -> Shelf:
    return Shelf(desk, hand)


def test_a_new_template_is_written_tried_and_saved(desk: Desk, hand: Hand, shelf: Shelf) -> None:
    shelf.new("Thank-you note", "Thank {{who:line}}.")
    assert shelf.fields.name.text() == "thank-you-note"
    assert shelf.window.list.rows.texts()[0] == "Thank-you note"
    editor = shelf.window.editor
    desk.until(lambda: "who" in editor.try_panel.form.fields)
    editor.try_panel.form.fields["who"].set_value("Ada")
    desk.until(lambda: editor.try_panel.preview.toPlainText() == "Thank Ada.")
    kept = shelf.save()
    assert (kept.name, kept.builtin) == ("thank-you-note", False)
    assert not editor.save_button.isEnabled()
    assert not hand.library.memory.drafts
    assert editor.try_panel.form.fields["who"].value() == "Ada"


def test_edits_are_kept_through_everything(open_desk: OpenDesk) -> None:
    desk = open_desk()
    hand = Hand(desk)
    shelf = Shelf(desk, hand)
    one, two = hand.keep(a_template("zz-one")), hand.keep(a_template("zz-two"))
    shelf.open(one)
    shelf.fields.text.insertPlainText("Unsaved. ")
    shelf.open(two)
    shelf.new("Half", "a templ")
    shelf.window.open_at(one.id)
    assert shelf.fields.text.text() == "Unsaved. Say hello."
    again = open_desk()
    hand = Hand(again)
    shelf = Shelf(again, hand)
    assert shelf.window.list.rows.texts()[0] == "Half"
    shelf.window.open_at(one.id)
    assert shelf.fields.text.text() == "Unsaved. Say hello."
    shelf.window.editor.revert_button.click()
    assert shelf.fields.text.text() == "Say hello."
    shelf.window.note.button.click()
    assert shelf.fields.text.text() == "Unsaved. Say hello.", "discarding has an undo"


def test_an_unknown_type_is_said_with_its_line(desk: Desk, shelf: Shelf) -> None:
    shelf.new("Odd", "First\nThank {{who:txt}}.")
    problem = shelf.fields._texts["text"].problem
    desk.until(problem.isVisible)
    assert problem.text() == "Line 2: “txt” is no type of a variable."
    with desk.qtbot.waitSignal(shelf.window.editor._checker.refused):
        shelf.window.editor.save()
    assert shelf.window.editor.save_button.isEnabled(), "it was not saved"
    shelf.fields.text.setPlainText("First\nThank {{who:line}}.")
    desk.until(lambda: not problem.isVisible())


def test_a_name_that_exists_is_refused_at_its_field(desk: Desk, hand: Hand, shelf: Shelf) -> None:
    hand.keep(a_template("zz-one"))
    shelf.new("Other", "Words")
    shelf.fields.name.setText("zz-one")
    shelf.fields.name.textEdited.emit("zz-one")
    with desk.qtbot.waitSignal(hand.library.keep_refused):
        shelf.window.editor.save()
    problem = shelf.fields._head["name"].problem
    assert "zz-one" in problem.text()
    shelf.fields.name.setText("zz-two")
    shelf.fields.name.textEdited.emit("zz-two")
    assert shelf.save().name == "zz-two"


def test_an_empty_template_is_not_wrong_before_it_is_saved(desk: Desk, shelf: Shelf) -> None:
    shelf.window.new_template()
    desk.qtbot.keyClicks(shelf.fields.description, "x")
    shelf.window.editor.save()
    desk.until(lambda: any(field.problem.isVisible() for field in shelf.fields._head.values()))


def test_what_is_written_while_it_is_saved_stays(desk: Desk, hand: Hand, shelf: Shelf) -> None:
    shelf.new("Quick", "Words")
    with desk.qtbot.waitSignal(hand.library.kept) as kept:
        shelf.window.editor.save()
        shelf.fields.text.insertPlainText(" and more")
    template = kept.args[0]
    assert template.text == "Words"
    assert shelf.fields.text.text() == "Words and more"
    assert hand.library.memory.drafts[template.id].text == "Words and more"
    assert shelf.save().text == "Words and more"
    assert len([each for each in hand.library.templates if each.title == "Quick"]) == 1


def test_examples_are_added_moved_and_removed(desk: Desk, shelf: Shelf) -> None:
    shelf.new("With examples", "Words")
    rows = shelf.fields.examples
    for number in range(2):
        rows.add_button.click()
        rows.rows[number].question.insertPlainText(f"q{number}")
        rows.rows[number].answer.insertPlainText(f"a{number}")
    rows.rows[1].up.click()
    assert [each.question for each in shelf.save().examples] == ["q1", "q0"]
    rows.rows[0].remove.click()
    assert [each.question for each in rows.examples()] == ["q0"]
    rows.undo_button.click()
    assert [each.question for each in rows.examples()] == ["q1", "q0"]
    assert not shelf.window.editor.save_button.isEnabled(), "it is as it was saved"


def test_copies_deletions_and_resets(desk: Desk, hand: Hand, shelf: Shelf) -> None:
    email = next(each for each in hand.library.templates if each.builtin)
    shelf.open(email)
    with desk.qtbot.waitSignal(hand.library.kept) as kept:
        _choose(shelf, "Duplicate")
    copy = kept.args[0]
    desk.until(lambda: shelf.fields.template().id == copy.id)
    with desk.qtbot.waitSignal(hand.library.deleted):
        _choose(shelf, "Delete")
    assert shelf.fields.template().id not in (0, copy.id), "its neighbour is shown"
    with desk.qtbot.waitSignal(hand.library.restored):
        shelf.window.note.button.click()
    desk.until(lambda: shelf.fields.template().id == copy.id)
    desk.until(shelf.window.editor.isVisible)
    shelf.open(email)
    shelf.fields.system.insertPlainText("Changed. ")
    assert shelf.save().changed
    with desk.qtbot.waitSignal(hand.library.was_reset):
        _choose(shelf, "Reset to how it came")
    assert shelf.fields.system.text() == email.system


def _choose(shelf: Shelf, text: str) -> None:
    menu = shelf.window.menu.of(shelf.fields.template().id)
    action = next(each for each in menu.actions() if each.text() == text)
    assert action.isEnabled()
    action.trigger()
    menu.deleteLater()


def test_an_older_version_comes_back_as_an_edit(desk: Desk, hand: Hand, shelf: Shelf) -> None:
    kept = hand.keep(a_template("zz-old", text="Old words"))
    hand.keep(msgspec.structs.replace(kept, text="New words"))
    shelf.window.open_at(kept.id)
    desk.until(lambda: shelf.fields.text.text() == "New words")
    editor = shelf.window.editor
    editor.tabs.button(2).click()
    desk.until(lambda: editor.versions.list.count() == 2)
    assert editor.versions.text.toPlainText() == "Old words"
    editor.versions.restore_button.click()
    assert shelf.fields.text.text() == "Old words"
    assert hand.library.by_id(kept.id).text == "New words", "nothing is saved yet"
    assert shelf.save().text == "Old words"


def test_a_wrong_file_is_shown_with_its_line(
    desk: Desk, hand: Hand, shelf: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('name = "a"\ntitle = "A"\ntext = "x"\ncolour = "red"\n')
    with desk.qtbot.waitSignal(hand.library.import_refused):
        hand.library.import_file(str(path))
    assert "line 4" in shelf.window.note.label.text()
    assert shelf.window.note.label.text().endswith('colour = "red"')
    path.write_text('name = "a-new-one"\ntitle = "A"\ntext = "x"\n')
    with desk.qtbot.waitSignal(hand.library.imported):
        hand.library.import_file(str(path))
    desk.until(lambda: shelf.fields.template().name == "a-new-one")


def test_the_engine_says_what_is_wrong_with_a_grammar(
    desk: Desk, shelf: Shelf, monkeypatch: pytest.MonkeyPatch
) -> None:
    submit: Callable[[ScriptedEngine, AnyCommand], None] = ScriptedEngine.submit
    said = "The grammar cannot be used: line 1: there is no rule “nothing”."

    def refusing(engine: ScriptedEngine, command: AnyCommand) -> None:
        if isinstance(command, Generate) and "nothing" in command.sampling.grammar:
            assert command.max_tokens == 1
            engine._events.append(Failed(request_id=command.request_id, kind="usage", text=said))
            engine.wake()
        else:
            submit(engine, command)

    monkeypatch.setattr(ScriptedEngine, "submit", refusing)
    shelf.new("Labels", "Sort this.")
    output = shelf.fields.output
    output.form.choose("grammar")
    output.grammar.insertPlainText("root ::= nothing")
    desk.until(output.problem.isVisible)
    assert output.problem.text() == said
    output.grammar.setPlainText('root ::= "yes"')
    desk.until(lambda: not output.problem.isVisible())


def test_in_a_narrow_window_the_list_is_left_by_enter_alone(
    desk: Desk, hand: Hand, shelf: Shelf
) -> None:
    shelf.window.resize(560, 480)
    rows = shelf.window.list.rows
    desk.until(rows.isVisible)
    rows.setFocus()
    rows.go_to(0)
    desk.press(rows, Qt.Key.Key_Down)
    assert rows.isVisible()
    for _again in range(2):
        desk.press(rows, Qt.Key.Key_Return)
        assert shelf.window.editor.isVisible()
        assert not rows.isVisible()
        assert shelf.fields.template() == rows.current()
        shelf.window.panes.back_button.click()
        assert rows.hasFocus()
    desk.press(rows, Qt.Key.Key_Up)
    wanted = rows.current()
    with desk.qtbot.waitSignal(hand.library.deleted) as deleted:
        desk.press(rows, Qt.Key.Key_Delete)
    assert deleted.args == [wanted]
    rows.go_to(1)
    middle = rows.visualRect(rows.currentIndex()).center()
    desk.qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert shelf.window.editor.isVisible()


def test_delete_in_the_list_has_an_undo(desk: Desk, hand: Hand, shelf: Shelf) -> None:
    kept = hand.keep(a_template("zz-one"))
    shelf.window.open_at(kept.id)
    shelf.window.list.rows.setFocus()
    with desk.qtbot.waitSignal(hand.library.deleted):
        desk.press(shelf.window.list.rows, Qt.Key.Key_Delete)
    with desk.qtbot.waitSignal(hand.library.restored):
        shelf.window.note.button.click()
    assert hand.library.by_id(kept.id) is not None


def test_the_library_is_found_by_words_and_tags(desk: Desk, hand: Hand, shelf: Shelf) -> None:
    hand.keep(a_template("zz-one", tags=("odd tag",)))
    panel = shelf.window.list
    panel.search.setText("zz-one")
    assert panel.rows.texts() == ["Zz-one"]
    panel.search.setText("no such words anywhere")
    assert panel.nothing.isVisible()
    panel.search.clear()
    panel.filter.choose("tag:odd tag")
    assert panel.rows.texts() == ["Zz-one"]
    email = next(each for each in hand.library.templates if each.builtin)
    shelf.window.open_at(email.id)
    assert shelf.fields.template().id == email.id, "the filter does not hide what is asked for"


# by keyboard and by ear


def test_everything_has_a_name_and_can_be_hit(desk: Desk, hand: Hand, shelf: Shelf) -> None:
    kinds = ("line", "number", "choice(a,b)", "list", "language", "file", "clipboard", "date")
    text = " ".join(f"{{{{v{n}:{kind}}}}}" for n, kind in enumerate(kinds))
    kept = hand.keep(a_template(text=text, examples=(Example(question="q", answer="a"),)))
    hand.link.use(kept)
    shelf.window.open_at(kept.id)
    shelf.fields.parameters.fold.setChecked(True)
    desk.until(lambda: shelf.window.editor.try_panel.form.fields)
    for page in range(3):
        shelf.window.editor.show_page(page)
        _check_controls(shelf.window)
    _check_controls(hand.link.panels)
    desk.composer.templates_button.click()
    _check_controls(hand.picker)


def _check_controls(root: QWidget) -> None:
    for widget in root.findChildren(QWidget):
        takes_focus = widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        if takes_focus and widget.isVisible() and is_ours(widget):
            assert spoken(widget), f"{widget} in {widget.parentWidget()} has no name"


def test_tab_goes_through_the_library_as_one_reads(desk: Desk, hand: Hand, shelf: Shelf) -> None:
    shelf.window.open_at(hand.keep(a_template()).id)
    shelf.window.activateWindow()
    fields = shelf.fields
    wanted = [fields.title, fields.name, fields.description, fields.mode, fields.tags]
    fields.title.setFocus()
    for before, after in pairwise(wanted):
        assert before.hasFocus()
        hand.qtbot.keyClick(before, Qt.Key.Key_Tab)
        assert after.hasFocus()


def test_tab_goes_through_the_form_as_one_reads(desk: Desk, hand: Hand) -> None:
    hand.use(THANKS)
    wanted = [hand.field(name).main_control() for name in ("who", "words", "tone")]
    for before, after in pairwise(wanted):
        assert before.hasFocus()
        hand.qtbot.keyClick(before, Qt.Key.Key_Tab)
        assert after.hasFocus()
