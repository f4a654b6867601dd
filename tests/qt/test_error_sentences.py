"""Sentences from below the window: the tables are complete, and what is said comes back whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from pytestqt.qtbot import QtBot

from assistant.core.errors import UserError
from assistant.storage.settings_file import TomlSettings
from assistant.ui import error_words
from assistant.ui.error_sentences import PHRASES, SENTENCES
from assistant.ui.error_sentences.phrases import SYSTEM
from assistant.ui.error_words import (
    Recognised,
    error_text,
    in_window_language,
    recognised,
    recognised_phrase,
)
from tests.qt.sentence_sources import VALUE, sentences

GAP = re.compile(r"\{\w+\}")
NEVER_SAID = {f"“{VALUE}” is ."}
"""What only following all ways through the code at once makes."""
SAID_ELSEWHERE = {
    '"{0}" is {1}, allowed is {2} to {3}',
    '"{0}": {1} is not known',
    '"{0}": expected {1}, got {2}',
}
"""What is handed on in a way that is not followed (`storage/settings_file.py`)."""
NASTY = (
    "a “quoted” name.pdf",
    "{0} {1} {why}",
    "%1 %n",
    "合同。第二版",
    "^(.*?)+$[a-z]\\d",
    "line\nbreak\t.",
    "What? No. Yes",
    "",
)


class Marked(QTranslator):
    """A language whose sentences are those of English in brackets, the gaps in reverse order."""

    def translate(
        self, context: str, source: str, _disambiguation: str | None = None, _n: int = -1
    ) -> str:
        if context != "Errors":
            return ""
        gaps = iter(reversed(GAP.findall(source)))
        return "⟦" + GAP.sub(lambda _gap: next(gaps), source) + "⟧"


@pytest.fixture
def marked(qtbot: QtBot) -> Iterator[None]:
    """A window in another language than English."""
    translator = Marked()
    QCoreApplication.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def parts(found: Recognised) -> Iterator[Recognised]:
    """A sentence and the phrases in it."""
    yield found
    for name, value in found.values.items():
        if not name.isdigit() and (inner := recognised_phrase(value)):
            yield from parts(inner)


def english_left(found: Recognised) -> list[str]:
    """The values that hold English words of ours."""
    left = [
        value
        for name, value in found.values.items()
        if name.isdigit() or recognised_phrase(value) is None
    ]
    inner = [each for part in list(parts(found))[1:] for each in english_left(part)]
    return [value for value in (*left, *inner) if re.search(r"[a-z]{3}", value)]


def test_every_sentence_from_below_is_in_the_tables() -> None:
    missing = []
    for text, place in sentences().items():
        found = recognised(text)
        if text not in NEVER_SAID and (found is None or english_left(found)):
            missing.append(f"{place}: {text.replace(VALUE, '…')}")
    assert not missing, "\n".join(missing)


def test_every_sentence_of_the_tables_is_said() -> None:
    used = {
        part.template
        for text in sentences()
        if (found := recognised(text))
        for part in parts(found)
    }
    assert not {*SENTENCES, *PHRASES} - used - set(SYSTEM) - SAID_ELSEWHERE


def test_the_walk_sees_what_it_should() -> None:
    found = sentences()
    assert f"“{VALUE}” is damaged and cannot be read." in found  # a helper's sentence
    assert f"“{VALUE}” is damaged: its alignment is impossible." in found  # a helper's argument
    assert f"Pages {VALUE} were recognised from pictures." in found  # a function's result
    assert "Convert it to PDF first." in found  # a member of a table
    assert len(found) > 300


def filled(template: str, values: dict[str, str]) -> str:
    return GAP.sub(lambda gap: values[gap[0]], template)


@pytest.mark.parametrize("template", SENTENCES)
def test_a_sentence_comes_back_with_its_values(template: str, marked: None) -> None:
    names = GAP.findall(template)
    wanted = QCoreApplication.translate("Errors", template)
    for shift in range(len(NASTY)):
        taken = (NASTY[(shift + at) % len(NASTY)] for at in range(len(names)))
        values = dict(zip(names, taken, strict=True))
        assert in_window_language(filled(template, values)) == filled(wanted, values)


def test_several_sentences_are_told_apart(marked: None) -> None:
    first, second = "The sheet “a” is hidden; it was read.", "The sheet “b” is hidden; it was read."
    text = f"{first} {second} Comments were left out."
    assert in_window_language(text) == f"⟦{first}⟧ ⟦{second}⟧ ⟦Comments were left out.⟧"
    text = "“{0}” is empty. My own words. Try again."
    assert in_window_language(text) == "⟦“{0}” is empty.⟧ My own words. ⟦Try again.⟧"


def test_phrases_and_words_of_the_system_are_translated(marked: None) -> None:
    text = "The answer for section 3 (p. 4) of “it.pdf” was cut at its limit."
    assert in_window_language(text) == (
        "⟦The answer for ⟦section it.pdf (p. 4) of “3”⟧ was cut at its limit.⟧"
    )
    text = "“a” cannot be opened: Permission denied."
    assert in_window_language(text) == "⟦“⟦Permission denied⟧” cannot be opened: a.⟧"


def test_a_text_that_was_made_to_be_hard_takes_no_time(marked: None) -> None:
    names = " of  layers on : its free memory of " * 20_000
    assert in_window_language(f"Attachments were not read: {names}.").startswith("⟦Attachments")
    dots = "The sheet “. " * 5_000
    assert in_window_language(dots) == dots


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        # the gaps in reverse order
        ('theme = "pink"', "\"'pink'\": appearance.theme is not known"),
        ('reading_scale = "x"', '"str": expected int, got appearance.reading_scale'),
        ("reading_scale = 900", '"180" is 80, allowed is 900 to appearance.reading_scale'),
        ("theme =", "it is not TOML"),
    ],
)
def test_what_is_wrong_in_the_settings_is_told(
    wrong: str, told: str, tmp_path: Path, marked: None
) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"[appearance]\n{wrong}\n", "utf-8")
    with pytest.raises(UserError) as raised:
        TomlSettings(path).load()
    assert f"⟦{told}" in in_window_language(raised.value.text)


@pytest.mark.parametrize(
    "text", ["", "Something else.", "“a” is a mystery.", "模型已损坏。 再试", "x\n"]
)
def test_what_is_not_known_stays(text: str, marked: None) -> None:
    assert in_window_language(text) == text


def test_nothing_is_looked_up_for_an_english_window(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(error_words, "_translated", pytest.fail)
    assert in_window_language("Try again.") == "Try again."
    error = UserError("damaged_document", "“a” is empty.", "Try again.")
    assert error_text(error) == "“a” is empty. Try again."
