"""Good translations have no flags; what is changed in them is seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.core.translation.checks import all_flags
from assistant.core.writing.change import Flag
from assistant.language.detection import Detector

DATA = Path(__file__).parents[2] / "data"

CLEAN = [
    line.split("\t") for line in (DATA / "good_translations.tsv").read_text("utf-8").splitlines()
]
"""Language of the source, that of the target, both sentences."""

DETECTOR = Detector()


def found(source: str, target: str, languages: tuple[str, str] = ("en", "de")) -> list[Flag]:
    flags = all_flags(source, target, languages, (), DETECTOR)
    return [flag for flag in flags if flag.problem != "doubtful" or flag.kind == "echoed"]


@pytest.mark.parametrize("which", range(len(CLEAN)))
def test_a_good_translation_has_no_flags(which: int) -> None:
    source_language, target_language, source, target = CLEAN[which]
    if source == target:
        return
    assert found(source, target, (source_language, target_language)) == []


def test_few_are_even_doubtful() -> None:
    doubtful = [
        (source, target)
        for one, other, source, target in CLEAN
        if source != target and all_flags(source, target, (one, other), (), DETECTOR)
    ]
    assert len(doubtful) <= 2, doubtful


NUMBERS = st.one_of(
    st.integers(13, 99_999).map(str),
    st.integers(1000, 9_999_999).map(lambda n: f"{n:,}"),
    st.floats(13, 9999).map(lambda n: f"{n:.2f}"),
)


@settings(max_examples=200, deadline=None)
@given(NUMBERS, st.integers(0, 9), st.data())
def test_a_changed_number_is_seen(number: str, digit: int, data: st.DataObject) -> None:
    places = [at for at, one in enumerate(number) if one.isdigit()]
    at = data.draw(st.sampled_from(places))
    changed = number[:at] + str(digit) + number[at + 1 :]
    source, target = f"They paid {number} euros.", f"Sie zahlten {changed} Euro."
    flags = [flag for flag in found(source, target) if flag.kind == "number"]
    same = re.sub(r"\D", "", changed) == re.sub(r"\D", "", number)
    assert bool(flags) is not same


@settings(max_examples=100, deadline=None)
@given(NUMBERS)
def test_a_number_that_is_gone_or_new_is_seen(number: str) -> None:
    assert found(f"They paid {number} euros.", "Sie zahlten Euro.")
    assert found("They paid euros.", f"Sie zahlten {number} Euro.")
    assert not found(f"They paid {number} euros.", f"Sie zahlten {number} Euro.")


ITEMS = st.sampled_from(
    [
        *("https://example.org/a/b?c=1", "www.example.org/path", "me.you@example.org", "{name}"),
        *("{{user}}", "%(count)d", "%s", "${HOME}", "`git commit`", "<b>", "{0}"),
    ]
)


@settings(max_examples=200, deadline=None)
@given(ITEMS, st.data())
def test_what_has_to_stay_is_seen_when_it_does_not(item: str, data: st.DataObject) -> None:
    source = f"Please take {item} now."
    assert found(source, f"Bitte nimm {item} jetzt.") == []
    assert found(source, "Bitte nimm es jetzt.")
    letters = [at for at, one in enumerate(item) if one.isalnum()]
    at = data.draw(st.sampled_from(letters))
    other = "q" if item[at] != "q" else "z"
    changed = item[:at] + other + item[at + 1 :]
    assert found(source, f"Bitte nimm {changed} jetzt.")


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It weighs 4.2 kg.", "Es wiegt 42 kg."),
        ("It weighs 42 kg.", "Es wiegt 4,2 kg."),
        ("It costs 1,234.50 euros.", "Es kostet 123.450 Euro."),
        ("Write at 15:30 hours.", "Schreib um 1530 Uhr."),
    ],
)
def test_a_lost_decimal_point_is_seen(source: str, target: str) -> None:
    assert [flag.kind for flag in found(source, target)][:1] == ["number"]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It weighs 4.2 kg.", "Es wiegt 4,2 kg."),
        ("They are 1,234.5 m away.", "Sie sind 1.234,5 m entfernt."),
        ("There were 1,000 people.", "Es waren 1000 Menschen."),
        ("There were 1 000 000 people.", "Es waren 1,000,000 Menschen."),
        ("They cost 12,34,567 rupees.", "Sie kosten 1.234.567 Rupien."),
        ("It is version 1.2.3 now.", "Es ist jetzt Version 1.2.3."),
        ("The train leaves at 15:30 sharp.", "Der Zug fährt um genau 15.30 Uhr."),
    ],
)
def test_separators_may_be_others(source: str, target: str) -> None:
    assert [flag for flag in found(source, target) if flag.kind == "number"] == []
