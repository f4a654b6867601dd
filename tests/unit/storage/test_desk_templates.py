"""Templates in a real database: versions, built-in ones, and what of them is the person's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec
import pytest

from assistant.core.errors import UserError
from assistant.core.templates.template import Example, Template
from assistant.storage.desk import SqliteDesk
from assistant.storage.library import SqliteLibrary, open_library
from tests.unit.storage.conftest import Clock

replace = msgspec.structs.replace


@pytest.fixture
def library(path: Path, backups_dir: Path, clock: Clock) -> Iterator[SqliteLibrary]:
    library = open_library(path, backups_dir, clock=clock)
    yield library
    library.close()


@pytest.fixture
def desk(library: SqliteLibrary) -> SqliteDesk:
    return library.desk


def made(name: str = "email", **values: object) -> Template:
    return Template(**{"name": name, "title": name.title(), "text": "Write {{what}}", **values})  # type: ignore[arg-type]


def names(desk: SqliteDesk) -> list[str]:
    return [each.name for each in desk.list_templates()]


def test_a_template_is_kept_whole(
    library: SqliteLibrary, path: Path, backups_dir: Path, clock: Clock
) -> None:
    whole = made(
        description="ends with \ud800 and \x00",
        mode="write",
        system="Be brief.",
        examples=(Example(question="q", answer="a"),),
        json_schema="{}",
        tags=("mail",),
        favourite=True,
        shortcut="Ctrl+Alt+E",
    )
    kept = library.desk.keep_template(whole)
    assert kept == replace(whole, id=kept.id)
    library.close()
    again = open_library(path, backups_dir, clock=clock)
    assert again.desk.list_templates() == [kept]
    again.close()


def test_favourites_come_first_then_titles(desk: SqliteDesk) -> None:
    for name in ("b", "C", "a"):
        desk.keep_template(made(name, favourite=name == "C"))
    assert names(desk) == ["C", "a", "b"]


def test_every_keeping_is_a_version_but_a_favourite_is_none(desk: SqliteDesk, clock: Clock) -> None:
    first = desk.keep_template(made())
    clock.now += 10
    second = desk.keep_template(replace(first, text="Write {{that}}"))
    desk.keep_template(replace(second, favourite=True))
    desk.keep_template(replace(second, favourite=True))
    versions = desk.versions(first.id)
    assert [each.template.text for each in versions] == ["Write {{that}}", "Write {{what}}"]
    assert [each.saved_at for each in versions] == [clock.now, clock.now - 10]
    assert [each.template.id for each in versions] == [first.id, first.id]
    assert desk.list_templates()[0].favourite
    assert desk.versions(99) == []


def test_a_name_can_be_had_once(desk: SqliteDesk) -> None:
    one = desk.keep_template(made("one"))
    desk.keep_template(made("two"))
    attempts: list[Callable[[], object]] = [
        lambda: desk.keep_template(made("two")),
        lambda: desk.keep_template(replace(one, name="two")),
    ]
    for attempt in attempts:
        with pytest.raises(UserError) as refusal:
            attempt()
        assert refusal.value.kind == "usage"
        assert "two" in refusal.value.text
    assert names(desk) == ["one", "two"]
    assert len(desk.versions(one.id)) == 1


def test_a_deletion_of_an_own_template_can_be_undone(desk: SqliteDesk) -> None:
    kept = desk.keep_template(made())
    desk.delete_template(kept.id)
    assert (names(desk), desk.versions(kept.id)) == ([], [])
    with pytest.raises(UserError) as refusal:
        desk.keep_template(kept)
    assert refusal.value.kind == "not_found"
    assert desk.restore_template(kept) == kept
    assert desk.list_templates() == [kept]
    assert len(desk.versions(kept.id)) == 1
    desk.delete_template(99)


def test_a_restored_name_may_be_taken(desk: SqliteDesk) -> None:
    kept = desk.keep_template(made())
    desk.delete_template(kept.id)
    desk.keep_template(made())
    with pytest.raises(UserError) as refusal:
        desk.restore_template(kept)
    assert refusal.value.kind == "usage"
    assert names(desk) == ["email"]


def test_builtins_are_installed_and_renewed(desk: SqliteDesk) -> None:
    desk.install_builtins([made("a"), made("b")])
    a, b = desk.list_templates()
    assert a.builtin
    assert not a.changed
    b = desk.keep_template(replace(b, text="mine", favourite=True))
    assert b.changed
    a = desk.keep_template(replace(a, favourite=True))
    assert not a.changed
    desk.install_builtins([made("a", text="newer"), made("b", text="newer")])
    now = {each.name: each for each in desk.list_templates()}
    assert (now["a"].text, now["a"].favourite, now["a"].changed) == ("newer", True, False)
    assert (now["b"].text, now["b"].favourite, now["b"].changed) == ("mine", True, True)
    assert (now["a"].id, now["b"].id) == (a.id, b.id)
    assert [each.template.text for each in desk.versions(a.id)] == ["newer", "Write {{what}}"]
    reset = desk.reset_template(b.id)
    assert (reset.text, reset.favourite, reset.changed) == ("newer", True, False)
    assert [each.template.text for each in desk.versions(b.id)] == [
        "newer", "mine", "Write {{what}}"
    ]  # fmt: skip


def test_installing_the_same_writes_nothing(desk: SqliteDesk, library: SqliteLibrary) -> None:
    desk.install_builtins([made("a"), made("b"), made("c")])
    hidden, changed, _plain = desk.list_templates()
    desk.delete_template(hidden.id)
    desk.keep_template(replace(changed, text="mine"))
    before = library._database.driver_connection.total_changes
    desk.install_builtins([made("a"), made("b"), made("c")])
    assert library._database.driver_connection.total_changes == before


def test_a_deleted_builtin_stays_away_until_it_is_restored(desk: SqliteDesk) -> None:
    desk.install_builtins([made("a")])
    (a,) = desk.list_templates()
    desk.delete_template(a.id)
    desk.install_builtins([made("a", text="newer")])
    assert names(desk) == []
    assert desk.restore_template(a).text == a.text
    assert names(desk) == ["a"]
    assert desk.reset_template(a.id).text == "newer"


def test_an_own_template_keeps_its_name_against_a_new_builtin(desk: SqliteDesk) -> None:
    own = desk.keep_template(made("a", text="mine"))
    desk.install_builtins([made("a")])
    assert names(desk) == ["a", "a-2"]
    builtin = desk.list_templates()[1]
    assert not builtin.changed
    desk.keep_template(replace(builtin, text="changed"))
    desk.install_builtins([made("a", text="newer")])
    reset = desk.reset_template(builtin.id)
    assert (reset.name, reset.text, reset.changed) == ("a-2", "newer", False)
    desk.delete_template(own.id)
    desk.install_builtins([made("a", text="newer")])
    assert names(desk) == ["a"]


def test_a_builtin_that_is_no_more_leaves_what_the_person_made_of_it(desk: SqliteDesk) -> None:
    desk.install_builtins([made("a"), made("b"), made("c")])
    a, b, _c = desk.list_templates()
    desk.keep_template(replace(a, text="mine"))
    desk.delete_template(b.id)
    desk.install_builtins([])
    (kept,) = desk.list_templates()
    assert (kept.id, kept.text, kept.builtin, kept.changed) == (a.id, "mine", False, False)
    with pytest.raises(UserError) as refusal:
        desk.reset_template(a.id)
    assert refusal.value.kind == "usage"
    with pytest.raises(UserError) as refusal:
        desk.reset_template(b.id)
    assert refusal.value.kind == "not_found"


def test_a_template_of_a_newer_version_is_left_alone(
    desk: SqliteDesk, library: SqliteLibrary
) -> None:
    kept = desk.keep_template(made())
    for content in ('{"mode":"later","name":"email","title":"","text":""}', "{", "[]"):
        with library._database.writing() as connection:
            connection.exec_driver_sql("UPDATE template SET content = ?", (content,))
            connection.exec_driver_sql("UPDATE template_version SET content = ?", (content,))
        assert desk.list_templates() == []
        assert desk.versions(kept.id) == []
    assert desk.keep_template(kept) == kept
