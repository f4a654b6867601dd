"""`inkstone templates` as a shell sees it, with a scripted engine."""

from __future__ import annotations

import datetime
import os
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.main import main
from assistant.core.entities import Message
from assistant.core.grounding import TemplateTask
from assistant.paths import app_paths
from tests.e2e.terminal_runner import Inkstone

MINE = """\
name = "haiku"
title = "Haiku"
system = "You write in {{language:language=English}}."
text = "A haiku about {{topic:line}}{{#mood}}, {{mood}}{{/mood}}."
tags = ["mine"]

[parameters]
temperature = 0.5

[[examples]]
question = "A haiku about rain."
answer = "Rain on the window"
"""


def scripted(home: Path, **options: Any) -> Inkstone:
    return Inkstone(home / "home", {"script": "An answer.", **options})


def with_mine(tmp_path: Path) -> Inkstone:
    inkstone = scripted(tmp_path)
    (tmp_path / "mine.toml").write_text(MINE)
    ended = inkstone.run("templates", "add", str(tmp_path / "mine.toml"))
    assert (ended.code, ended.out, ended.err) == (0, "Added: haiku\n", "")
    return inkstone


@pytest.fixture(scope="module")
def home_with_mine(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home that knows “haiku”, made once: these commands change nothing."""
    return with_mine(tmp_path_factory.mktemp("templates")).home


def kept(inkstone: Inkstone, conversation_id: int = 1) -> list[Message]:
    store = compose.make_store(app_paths(inkstone.home))
    try:
        return store.branch(conversation_id)
    finally:
        store.close()


def task_of(inkstone: Inkstone) -> TemplateTask:
    task = kept(inkstone)[-2].task
    assert isinstance(task, TemplateTask)
    return task


def test_the_built_in_templates_are_listed(tmp_path: Path) -> None:
    ended = scripted(tmp_path).run("templates", "list", "--json")
    assert (ended.code, ended.err) == (0, "")
    templates = {each["name"]: each for each in ended.json["templates"]}
    assert len(templates) >= 60
    topic = templates["topic"]
    assert topic["builtin"]
    assert not topic["changed"]
    assert [each["name"] for each in topic["variables"]] == ["labels", "text"]
    listed = scripted(tmp_path).run("templates", "list", "--tag", "Medical").out
    assert [line.split()[0] for line in listed.splitlines()] == ["medical-facts"]


def test_a_template_is_shown_with_its_variables(tmp_path: Path) -> None:
    shown = with_mine(tmp_path).run("templates", "show", "haiku").out
    assert shown.startswith("Haiku (haiku)\nmine\n\nVariables\n")
    assert "  topic: line\n" in shown
    assert "  mood: text, may be left out\n" in shown
    assert "  language: language, else English\n" in shown
    assert "Answer\n  Rain on the window\n" in shown


def test_a_file_is_added_once_unless_it_is_to_replace(tmp_path: Path) -> None:
    inkstone = with_mine(tmp_path)
    path = tmp_path / "mine.toml"
    again = inkstone.run("templates", "add", str(path))
    assert again.code == 2
    assert "“haiku” already; nothing was added" in again.err
    path.write_text(MINE.replace("Haiku", "Short poem"))
    assert inkstone.run("templates", "add", str(path), "--replace").code == 0
    shown = inkstone.run("templates", "show", "haiku", "--json").json
    assert shown["title"] == "Short poem"
    assert (
        shown["id"]
        == inkstone.run("templates", "list", "--tag", "mine", "--json").json["templates"][0]["id"]
    )


def test_what_is_wrong_in_a_file_is_named_with_its_line_and_nothing_is_added(
    tmp_path: Path,
) -> None:
    inkstone = scripted(tmp_path)
    path = tmp_path / "mine.toml"
    path.write_text(MINE.replace("temperature", "temprature"))
    ended = inkstone.run("templates", "add", str(path), "--json")
    assert ended.code == 2
    assert ended.error["message"] == (
        "“mine.toml” was not used (line 8): “temprature” is no key of a template."
    )
    assert inkstone.run("templates", "list", "--tag", "mine", "--json").json == {"templates": []}


def test_an_exported_file_can_be_added_again(tmp_path: Path) -> None:
    inkstone = with_mine(tmp_path)
    printed = inkstone.run("templates", "export").out
    assert tomllib.loads(printed)["name"] == "haiku"
    path = tmp_path / "out.toml"
    assert inkstone.run("templates", "export", "haiku", "topic", "-o", str(path)).code == 0
    names = [each["name"] for each in tomllib.loads(path.read_text())["template"]]
    assert names == ["haiku", "topic"]
    assert inkstone.run("templates", "rm", "haiku").out == "Removed: haiku\n"
    assert inkstone.run("templates", "show", "haiku").code != 0
    assert inkstone.run("templates", "add", str(path), "--replace").code == 0
    assert inkstone.run("templates", "export", "haiku").out == printed
    nothing = scripted(tmp_path / "other").run("templates", "export")
    assert nothing.code == 2


def test_a_built_in_template_can_be_changed_hidden_and_reset(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path)
    path = tmp_path / "topic.toml"
    inkstone.run("templates", "export", "topic", "-o", str(path))
    path.write_text(path.read_text().replace('title = "Topic"', 'title = "My topic"'))
    inkstone.run("templates", "add", str(path), "--replace")
    shown = inkstone.run("templates", "show", "topic", "--json").json
    assert (shown["title"], shown["changed"], shown["builtin"]) == ("My topic", True, True)
    inkstone.run("templates", "reset", "topic")
    shown = inkstone.run("templates", "show", "topic", "--json").json
    assert (shown["title"], shown["changed"]) == ("Topic", False)
    inkstone.run("templates", "rm", "topic")
    assert inkstone.run("templates", "show", "topic").err.startswith("inkstone: There is no")


def test_a_template_is_answered_and_kept_with_its_task(tmp_path: Path) -> None:
    inkstone = with_mine(tmp_path)
    ended = inkstone.run(
        *("templates", "run", "haiku", "--set", "topic=the {{sea}}", "--set", "language=de"),
        *("--set", "mood=quiet", "--json"),
    )
    assert (ended.code, ended.err) == (0, "")
    assert ended.json["text"] == "An answer."
    turn, _answer = kept(inkstone)
    assert turn.text == "A haiku about the {{sea}}, quiet."
    task = task_of(inkstone)
    assert (task.name, task.system) == ("haiku", "You write in German.")
    assert task.sampling.temperature == 0.5
    assert [each.answer for each in task.examples] == ["Rain on the window"]


def test_the_command_line_counts_more_than_the_template(tmp_path: Path) -> None:
    inkstone = with_mine(tmp_path)
    options = ("--temperature", "1.5", "--system", "Mine.", "--max-tokens", "9")
    ended = inkstone.run("chat", "-t", "haiku", "-p", "rain", *options)
    assert (ended.code, ended.out) == (0, "An answer.\n")
    task = task_of(inkstone)
    assert (task.system, task.sampling.temperature, task.sampling.max_tokens) == ("Mine.", 1.5, 9)


@pytest.mark.parametrize("piped", [True, False])
def test_the_one_variable_that_is_missing_is_piped_in_or_the_prompt(
    tmp_path: Path, piped: bool
) -> None:
    inkstone = scripted(tmp_path)
    prompt = () if piped else ("-p", "I am glad.")
    ended = inkstone.run("templates", "run", "sentiment", *prompt, stdin=b"I am glad.\n")
    assert (ended.code, ended.out) == (0, "An answer.\n")
    assert kept(inkstone)[0].text == "Text:\nI am glad."
    assert "positive" in task_of(inkstone).json_schema


def test_the_text_of_files_fills_in_a_variable(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path)
    for name in ("one", "two"):
        (tmp_path / f"{name}.md").write_text(f"# Paper {name}\n\nIt found {name}.\n")
    papers = [
        part for name in ("one", "two") for part in ("--file", f"papers={tmp_path / name}.md")
    ]
    ended = inkstone.run(
        "templates", "run", "literature-overview", *papers, "--set", "question=What?"
    )
    assert (ended.code, ended.err) == (0, "")
    said = kept(inkstone)[0].text
    assert "# one.md" in said
    assert said.index("It found one.") < said.index("# two.md") < said.index("It found two.")


def test_a_date_that_is_not_given_is_today(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path)
    before = datetime.date.today()
    ended = inkstone.run(
        "templates", "run", "meeting-minutes", "--set", "meeting=Board", "-p", "We met."
    )
    assert ended.code == 0
    days = {day.isoformat() for day in (before, datetime.date.today())}
    assert any(f"Date: {day}" in kept(inkstone)[0].text for day in days)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("templates", "run", "haiku"), "“topic” of the template is not given."),
        (("templates", "run", "haikus", "-p", "x"), "There is no template “haikus”."),
        (("templates", "run", "haiku", "--set", "topic"), "--set takes NAME=VALUE."),
        (("templates", "run", "haiku", "--set", "to=x"), "The template has no variable “to”."),
        (("templates", "run", "haiku", "-p", " "), "“topic” of the template is not given."),
        (
            ("templates", "run", "haiku", "--set", "topic=x", "-p", "y"),
            "-p stands for the one variable that is not given.",
        ),
        (("templates", "run", "quiz", "--set", "count=99", "-p", "x"), "99 is more than 50."),
        (("templates", "run", "open-points", "-p", "x"), "asks the documents of a conversation"),
        (("chat", "-p", "x", "--set", "topic=y"), "--set and --file fill in a template."),
        (
            ("templates", "run", "haiku", "--file", "topic=/no/file"),
            "“file” cannot be found: it was moved or deleted, or has another name.",
        ),
        (("templates", "run", "email-reply"), "is not given"),
    ],
)
def test_what_cannot_be_run_says_why(
    home_with_mine: Path,
    arguments: tuple[str, ...],
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("INKSTONE_HOME", str(home_with_mine))
    with Path(os.devnull).open() as nothing:
        monkeypatch.setattr(sys, "stdin", nothing)
        code = main(arguments)
    printed = capsys.readouterr()
    assert code in (exit_codes.USAGE, exit_codes.ACTIONABLE)
    assert said in printed.err
    assert printed.out == ""


def test_asked_for_again_in_a_conversation_the_template_holds(tmp_path: Path) -> None:
    inkstone = with_mine(tmp_path)
    inkstone.run("templates", "run", "haiku", "-p", "rain")
    ended = inkstone.run("chat", "-c", "1", "-p", "Another one.")
    assert ended.code == 0
    turns = kept(inkstone)
    assert [turn.text for turn in turns][::2] == ["A haiku about rain.", "Another one."]
    assert turns[2].task is None
    shown = inkstone.run("history", "show", "1", "--json").json["messages"]
    assert [each["template"] for each in shown] == ["haiku", "", "", ""]
    assert " · template haiku\n" in inkstone.run("history", "show", "1").out
