"""The template library with a real database: kept, changed, deleted, imported, remembered."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from pytestqt.qtbot import QtBot

from assistant import compose
from assistant.controllers.template_finding import found
from assistant.controllers.template_library import TemplateLibrary, free_name
from assistant.controllers.template_memory import LONGEST_VALUE, MOST_RECENT, TemplateMemory
from assistant.core.errors import UserError
from assistant.core.templates.template import Example, Template
from assistant.paths import app_paths
from assistant.workers.library_thread import LibraryThread
from assistant.workers.store_thread import StoreThread
from assistant.workers.task_pool import TaskPool

BUILTINS = (
    Template(name="email", title="E-mail", text="Write to {{who:line}}.", builtin=True),
    Template(
        name="sentiment",
        title="Sentiment",
        title_in={"zh_CN": "情感判断"},
        text="{{text}}",
        tags=("classification",),
        builtin=True,
    ),
)


def a_template(name: str = "own", **more: object) -> Template:
    return Template(**{"name": name, "title": name.capitalize(), "text": "Say hello.", **more})


@dataclass
class Shelf:
    """The library on its threads, and short ways to ask it."""

    qtbot: QtBot
    library: LibraryThread
    store: StoreThread
    pool: TaskPool
    templates: TemplateLibrary

    def keep(self, template: Template, draft: int = 0) -> Template:
        with self.qtbot.waitSignal(self.templates.kept) as kept:
            self.templates.keep(template, draft)
        self.settle()
        return kept.args[0]

    def settle(self) -> None:
        for thread in (self.library, self.store):
            done: list[bool] = []
            thread.submit(lambda _store: True, done.append)
            self.qtbot.waitUntil(lambda done=done: bool(done))

    def named(self, name: str) -> Template:
        template = self.templates.by_name(name)
        assert template is not None
        return template

    def stop(self) -> None:
        self.templates.shut_down()
        self.pool.stop()
        self.library.stop()
        self.store.stop()


OpenShelf = Callable[..., Shelf]


@pytest.fixture
def open_shelf(qtbot: QtBot, tmp_path: Path) -> Iterator[OpenShelf]:
    """Open shelves one after the other on the same home."""
    opened: list[Shelf] = []
    paths = app_paths(tmp_path / "home")
    paths.create()

    def make(builtins: Callable[[], object] = lambda: BUILTINS) -> Shelf:
        while opened:
            opened.pop().stop()
        store = StoreThread(lambda: compose.make_store(paths))
        with qtbot.waitSignal(store.opened):
            store.start()
        library = LibraryThread(lambda: compose.make_library(paths))
        pool = TaskPool()
        files = compose.make_template_files()
        templates = TemplateLibrary(library, store, pool, files, builtins)
        shelf = Shelf(qtbot, library, store, pool, templates)
        opened.append(shelf)
        library.start()
        qtbot.waitUntil(lambda: templates.known and templates.memory.known)
        return shelf

    yield make
    while opened:
        opened.pop().stop()


@pytest.fixture
def shelf(open_shelf: OpenShelf) -> Shelf:
    return open_shelf()


# keeping


def test_built_in_ones_are_there_and_ones_own_join_them(shelf: Shelf) -> None:
    assert [each.title for each in shelf.templates.templates] == ["E-mail", "Sentiment"]
    kept = shelf.keep(a_template(tags=("b", "A")))
    assert kept.id > 0
    assert shelf.named("own") == kept
    assert shelf.templates.tags() == ["A", "b", "classification"]


def test_what_was_kept_is_there_the_next_time(open_shelf: OpenShelf) -> None:
    kept = open_shelf().keep(a_template(examples=(Example(question="q", answer="a"),)))
    again = open_shelf()
    assert again.templates.by_id(kept.id) == kept


def test_a_name_that_exists_is_refused_and_nothing_is_lost(shelf: Shelf) -> None:
    key = shelf.templates.memory.new_key()
    mine = a_template("email", text="Mine")
    shelf.templates.memory.keep_draft(key, mine)
    with shelf.qtbot.waitSignal(shelf.templates.keep_refused) as refused:
        shelf.templates.keep(mine, key)
    error, draft = refused.args
    assert error.kind == "usage"
    assert "email" in error.text
    assert draft == key
    assert shelf.templates.memory.drafts[key] == mine
    assert shelf.named("email").text == "Write to {{who:line}}."


def test_a_copy_is_ones_own(shelf: Shelf) -> None:
    email = shelf.named("email")
    with shelf.qtbot.waitSignal(shelf.templates.kept) as kept:
        shelf.templates.duplicate(email.id, "E-mail (copy)")
    copy = kept.args[0]
    assert (copy.name, copy.title, copy.builtin) == ("email-2", "E-mail (copy)", False)
    assert copy.text == email.text


def test_favourites_come_first_and_make_no_version(shelf: Shelf) -> None:
    sentiment = shelf.named("sentiment")
    with shelf.qtbot.waitSignal(shelf.templates.changed):
        shelf.templates.set_favourite(sentiment.id, True)
    shelf.settle()
    assert [each.name for each in shelf.templates.templates] == ["sentiment", "email"]
    assert not shelf.named("sentiment").changed
    assert len(versions(shelf, sentiment.id)) == 1


# deleting


@pytest.mark.parametrize("builtin", [False, True])
def test_a_deleted_template_can_be_brought_back(shelf: Shelf, builtin: bool) -> None:
    template = shelf.named("email") if builtin else shelf.keep(a_template())
    with shelf.qtbot.waitSignal(shelf.templates.deleted):
        shelf.templates.delete(template.id)
    shelf.settle()
    assert shelf.templates.by_id(template.id) is None
    with shelf.qtbot.waitSignal(shelf.templates.restored) as restored:
        shelf.templates.undo_delete()
    assert restored.args == [template]
    shelf.settle()
    assert shelf.templates.by_id(template.id) == template
    with shelf.qtbot.assertNotEmitted(shelf.templates.restored):
        shelf.templates.undo_delete()
        shelf.settle()


def test_two_deletions_are_undone_one_after_the_other(shelf: Shelf) -> None:
    first, second = shelf.keep(a_template("one")), shelf.keep(a_template("two"))
    for each in (first, second):
        with shelf.qtbot.waitSignal(shelf.templates.deleted):
            shelf.templates.delete(each.id)
    for each in (second, first):
        with shelf.qtbot.waitSignal(shelf.templates.restored) as restored:
            shelf.templates.undo_delete()
        assert restored.args == [each]


# versions


def versions(shelf: Shelf, template_id: int) -> list[Template]:
    with shelf.qtbot.waitSignal(shelf.templates.versions_read) as read:
        shelf.templates.read_versions(template_id)
    assert read.args[0] == template_id
    return [each.template for each in read.args[1]]


def test_every_version_is_kept_and_a_built_in_one_is_reset(shelf: Shelf) -> None:
    email = shelf.named("email")
    changed = shelf.keep(msgspec.structs.replace(email, text="Dear {{who:line}},"))
    assert changed.changed
    assert [each.text for each in versions(shelf, email.id)] == [changed.text, email.text]
    shelf.templates.memory.keep_draft(email.id, a_template("email", text="unsaved"))
    with shelf.qtbot.waitSignal(shelf.templates.was_reset) as reset:
        shelf.templates.reset(email.id)
    assert reset.args[0].text == email.text
    assert not reset.args[0].changed
    assert [each.text for each in versions(shelf, email.id)][:2] == [email.text, changed.text]
    assert email.id not in shelf.templates.memory.drafts


# files


def test_templates_travel_through_a_file(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    own = shelf.keep(a_template(system="Be brief.", tags=("x",)))
    with shelf.qtbot.waitSignal(shelf.templates.exported) as exported:
        shelf.templates.export(str(path), [own, shelf.named("email")])
    assert exported.args == [str(path), 2]
    changed = path.read_text().replace("Be brief.", "Be long.")
    path.write_text(changed)
    with shelf.qtbot.waitSignal(shelf.templates.imported) as imported:
        shelf.templates.import_file(str(path))
    other, same = imported.args[0]
    assert (other.name, other.system) == ("own-2", "Be long.")
    assert same == shelf.named("email"), "what is there already is not kept twice"
    shelf.settle()
    assert len(shelf.templates.templates) == 4


def test_a_file_that_is_wrong_names_the_line_and_changes_nothing(
    shelf: Shelf, tmp_path: Path
) -> None:
    path = tmp_path / "wrong.toml"
    path.write_text('[[template]]\nname = "a"\ntitle = "A"\ntext = "x"\ncolour = "red"\n')
    with shelf.qtbot.waitSignal(shelf.templates.import_refused) as refused:
        shelf.templates.import_file(str(path))
    assert refused.args[0] == str(path)
    assert "line 5" in refused.args[1].text
    assert refused.args[2] == 'colour = "red"'
    assert len(shelf.templates.templates) == 2


def test_a_file_that_cannot_be_written_says_so(shelf: Shelf, tmp_path: Path) -> None:
    with shelf.qtbot.waitSignal(shelf.templates.failed) as failed:
        shelf.templates.export(str(tmp_path / "no" / "such" / "a.toml"), [shelf.named("email")])
    assert isinstance(failed.args[0], UserError)


def test_ones_own_are_there_when_the_built_in_ones_cannot_be_read(open_shelf: OpenShelf) -> None:
    open_shelf().keep(a_template())

    def broken() -> tuple[Template, ...]:
        raise UserError("no_such_file", "The file is gone.")

    again = open_shelf(broken)
    assert again.templates.by_name("own") is not None


# what is remembered


def test_short_values_and_the_order_of_use_are_remembered(open_shelf: OpenShelf) -> None:
    shelf = open_shelf()
    email, sentiment = shelf.named("email"), shelf.named("sentiment")
    shelf.templates.note_use(sentiment.id, {"text": "x" * (LONGEST_VALUE + 1)})
    shelf.templates.note_use(email.id, {"who": "Ada"})
    again = open_shelf()
    assert again.templates.memory.recent == [email.id, sentiment.id]
    assert again.templates.memory.values_of(email.id) == {"who": "Ada"}
    assert again.templates.memory.values_of(sentiment.id) == {}
    for number in range(100, 100 + MOST_RECENT):
        again.templates.note_use(number, {})
    assert email.id not in again.templates.memory.recent


def test_unsaved_edits_outlive_the_window(open_shelf: OpenShelf) -> None:
    shelf = open_shelf()
    email = shelf.named("email")
    edited = msgspec.structs.replace(email, text="Half a sen")
    new = a_template("", title="", text="Just begun")
    key = shelf.templates.memory.new_key()
    assert key < 0
    shelf.templates.memory.keep_draft(email.id, edited)
    shelf.templates.memory.keep_draft(key, new)
    again = open_shelf()
    assert dict(again.templates.memory.drafts) == {email.id: edited, key: new}
    assert again.templates.memory.new_key() < key
    again.keep(edited, email.id)
    last = open_shelf()
    assert list(last.templates.memory.drafts) == [key]
    assert last.named("email").text == "Half a sen"


def test_what_was_written_while_it_was_kept_stays_a_draft(shelf: Shelf) -> None:
    memory = shelf.templates.memory
    key = memory.new_key()
    memory.keep_draft(key, a_template(text="One"))
    with shelf.qtbot.waitSignal(shelf.templates.kept) as kept:
        shelf.templates.keep(a_template(text="One"), key)
        memory.keep_draft(key, a_template(text="One two"))
    template = kept.args[0]
    assert template.text == "One"
    assert {number: each.text for number, each in memory.drafts.items()} == {template.id: "One two"}


def test_a_draft_waits_until_what_was_kept_before_is_read(open_shelf: OpenShelf) -> None:
    shelf = open_shelf()
    before = shelf.templates.memory.new_key()
    shelf.templates.memory.keep_draft(before, a_template(text="Before"))
    again = open_shelf()
    late = TemplateMemory(again.store)
    late.keep_draft(-7, a_template(text="Early"))
    with shelf.qtbot.waitSignal(late.loaded):
        late.flush()
    late.flush()
    last = TemplateMemory(again.store)
    with shelf.qtbot.waitSignal(last.loaded):
        last.read()
    assert {each.text for each in last.drafts.values()} == {"Before", "Early"}


# finding


def test_finding_by_name_title_tag_and_chinese_title() -> None:
    templates = [
        msgspec.structs.replace(each, id=number) for number, each in enumerate(BUILTINS, 1)
    ]
    templates.append(a_template("reply", id=3, title="回复客户", description="Answers an e-mail"))

    def names(query: str, recent: tuple[int, ...] = ()) -> list[str]:
        return [each.name for each in found(templates, query, recent)]

    assert names("") == ["email", "sentiment", "reply"]
    assert names("", (3,)) == ["reply", "email", "sentiment"]
    assert names("em") == ["email"]
    assert names("CLASSIF") == ["sentiment"]
    assert names("客户") == ["reply"]
    assert names("情感") == ["sentiment"]
    assert names("mail") == ["email", "reply"], "a name before a description"
    assert names("usr/bin") == []
    templates[1] = msgspec.structs.replace(templates[1], favourite=True)
    assert names("", (3,)) == ["sentiment", "reply", "email"]


def test_a_free_name_has_a_number() -> None:
    assert free_name("a", {"b"}) == "a"
    assert free_name("a", {"a", "a-2"}) == "a-3"
