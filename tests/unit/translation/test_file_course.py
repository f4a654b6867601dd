"""Translations of files go on where they were."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from assistant.core.errors import UserError
from assistant.core.translation.file_course import forgotten, job_key, translated_file
from assistant.core.translation.glossary import Glossary, Term
from assistant.core.translation.order import Translation
from assistant.core.translation.ports import FileUnits
from tests.unit.translation.translating import Desk, Hearing, asked_text, german

UNITS = FileUnits(
    path="/a.md",
    kind="markdown",
    sha256="ab" * 32,
    units=tuple(f"In the year {n} it rained. The winter of {n} was cold." for n in range(20, 40)),
)


def run(desk: Desk, model: str = "m", **fields: Any) -> Translation:
    order = desk.order(source="en", use_memory=False, **fields)
    desk.hearing = Hearing()
    return desk.run(translated_file(UNITS, order, desk.hearing, desk.detector, model))


def test_what_was_finished_is_never_asked_again(desk: Desk) -> None:
    desk.by_turns(lambda turns: german(asked_text(turns)), die_after=None)
    answered: list[str] = []

    def until_the_25th(turns: Any) -> str:
        if len(answered) >= 25:
            desk.engine.die_after = 0
        answered.append(asked_text(turns))
        return german(answered[-1])

    desk.by_turns(until_the_25th)
    with pytest.raises(UserError) as caught:
        run(desk)
    assert caught.value.kind == "engine_died"
    finished = {desk.hearing.begun[number].source for number in desk.hearing.done}
    assert len(finished) >= 20

    desk.script(german)
    result = run(desk)
    assert not finished & set(desk.asked)
    assert len(finished) + len(desk.asked) == 40
    assert all(each.target for each in result.segments)
    assert {each.source for each in desk.hearing.begun if each.target} == finished


def test_a_finished_job_asks_nothing_until_it_is_forgotten(desk: Desk) -> None:
    desk.script(german)
    first = run(desk)
    desk.script(german)
    again = run(desk)
    assert desk.asked == []
    assert again.units == first.units
    desk.run(forgotten(UNITS, desk.order(source="en", use_memory=False), "m"))
    run(desk)
    assert len(desk.asked) == 40


def test_flags_are_kept_with_the_sentence(desk: Desk) -> None:
    desk.script(lambda text: text)
    first = run(desk)
    assert all(each.flags for each in first.segments)
    assert run(desk).segments == first.segments


def test_what_is_in_the_memory_is_kept_in_the_job(desk: Desk) -> None:
    desk.script(german)
    desk.translate(UNITS.units[0], source="en")
    order = desk.order(source="en")
    desk.run(translated_file(UNITS, order, Hearing(), desk.detector, "m"))
    desk.library.desk.forget_memory()
    desk.script(german)
    desk.run(translated_file(UNITS, order, Hearing(), desk.detector, "m"))
    assert desk.asked == []


@pytest.mark.parametrize(
    "fields",
    [
        {"tone": "formal"},
        {"instruction": "Keep it short."},
        {"to": "fr"},
        {"glossary": Glossary(terms=(Term(source="a", target="b"),))},
    ],
)
def test_another_wish_is_another_job(desk: Desk, fields: dict[str, Any]) -> None:
    plain = job_key(UNITS, desk.order(), "m")
    assert job_key(UNITS, desk.order(**fields), "m") != plain
    assert job_key(UNITS, desk.order(), "other") != plain
    assert job_key(msgspec.structs.replace(UNITS, sha256="cd"), desk.order(), "m") != plain
    assert job_key(msgspec.structs.replace(UNITS, path="/b.md"), desk.order(), "m") == plain
