"""Codes and names of languages."""

from __future__ import annotations

import pytest

from assistant.core.translation.languages import (
    LANGUAGES,
    SCRIPTS,
    are_alike,
    english_name,
    find_language,
    is_right_to_left,
)


def test_there_are_many_and_each_has_a_script() -> None:
    assert len(LANGUAGES) >= 40
    assert list(LANGUAGES.values()) == sorted(
        LANGUAGES.values(), key=lambda name: name.removeprefix("Simplified ").split()[-1]
    ) or len(set(LANGUAGES.values())) == len(LANGUAGES)
    assert all(SCRIPTS[code] for code in LANGUAGES)


@pytest.mark.parametrize(
    ("named", "code"),
    [
        ("de", "de"),
        ("DE", "de"),
        ("German", "de"),
        (" german ", "de"),
        ("zh", "zh-Hans"),
        ("zh_TW", "zh-Hant"),
        ("zh-Hant-HK", "zh-Hant"),
        ("Chinese", "zh-Hans"),
        ("traditional chinese", "zh-Hant"),
        ("pt-BR", "pt-BR"),
        ("de-AT", "de"),
        ("en_US", "en"),
        ("nb", "no"),
        ("nb-NO", "no"),
        ("Klingon", ""),
        ("xx-YY", ""),
        ("", ""),
    ],
)
def test_what_a_person_means(named: str, code: str) -> None:
    assert find_language(named) == code


def test_every_code_and_name_finds_itself() -> None:
    for code, name in LANGUAGES.items():
        assert find_language(code) == find_language(name) == code
        assert english_name(code) == name


def test_kin() -> None:
    assert are_alike("pt", "pt-BR")
    assert are_alike("no", "da")
    assert not are_alike("zh-Hans", "zh-Hant")
    assert not are_alike("de", "nl")
    assert is_right_to_left("ar")
    assert not is_right_to_left("de")
