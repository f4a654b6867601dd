"""Manual and completions say what `--help` says, all of it."""

from __future__ import annotations

import importlib
import shutil
import subprocess
from pathlib import Path

import pytest

from assistant.cli.main import COMMANDS

command_line = importlib.import_module("command_line")
make_completions = importlib.import_module("make_completions")
make_manual = importlib.import_module("make_manual")


@pytest.fixture(scope="module")
def found() -> list:
    return command_line.commands()


def test_every_command_and_action_is_found(found: list) -> None:
    names = [command.words for command in found]
    assert [words[0] for words in names if len(words) == 1] == [entry.name for entry in COMMANDS]
    assert ("models", "pull") in names
    assert len(names) == len(set(names))


def test_the_manual_has_every_command_and_option(found: list) -> None:
    page = make_manual.manual()
    for command in found[1:]:
        name = command.name.replace("-", "\\-")
        assert f"\\fB{name}\\fR" in page
        for option in command.options:
            for flag in option.flags:
                assert flag.replace("-", "\\-") in page, (command.name, flag)


def test_every_completion_has_every_command_and_option(found: list) -> None:
    for shell, text in make_completions.completions().items():
        for command in found:
            for word in command.words:
                assert word in text, (shell, command.name)
            for option in command.options:
                for flag in option.flags:
                    named = f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}"
                    assert (named if shell == "fish" else flag) in text, (shell, command.name, flag)


@pytest.mark.skipif(shutil.which("man") is None, reason="needs man")
def test_the_manual_is_roff_without_a_warning(tmp_path: Path) -> None:
    page = tmp_path / "inkstone.1"
    page.write_text(make_manual.manual(), encoding="utf-8")
    ended = subprocess.run(
        ["man", "--warnings=mac", "-E", "UTF-8", "-l", str(page)],
        check=False,
        capture_output=True,
        text=True,
    )
    assert ended.returncode == 0
    assert "warning" not in ended.stderr
    assert "inkstone models pull" in ended.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["inkstone", "mod"], {"models"}),
        (["inkstone", "models", "pu"], {"pull"}),
        (["inkstone", "summarize", "--length", ""], {"short", "medium", "long"}),
        (["inkstone", "chat", "--temp"], {"--temperature"}),
    ],
)
def test_bash_completes(words: list[str], expected: set[str], tmp_path: Path) -> None:
    script = tmp_path / "inkstone"
    script.write_text(make_completions.completions()["bash"], encoding="utf-8")
    line = " ".join(f"'{word}'" for word in words)
    ended = subprocess.run(
        [
            *("bash", "-c"),
            f"source {script}; COMP_WORDS=({line}); COMP_CWORD={len(words) - 1}; _inkstone; "
            'printf "%s\\n" "${COMPREPLY[@]}"',
        ],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert expected <= set(ended.stdout.split())


@pytest.mark.skipif(shutil.which("zsh") is None, reason="needs zsh")
def test_zsh_reads_its_completion(tmp_path: Path) -> None:
    script = tmp_path / "_inkstone"
    script.write_text(make_completions.completions()["zsh"], encoding="utf-8")
    assert subprocess.run(["zsh", "-n", str(script)], check=False).returncode == 0


@pytest.mark.skipif(shutil.which("fish") is None, reason="needs fish")
def test_fish_reads_its_completion(tmp_path: Path) -> None:
    script = tmp_path / "inkstone.fish"
    script.write_text(make_completions.completions()["fish"], encoding="utf-8")
    assert subprocess.run(["fish", "--no-execute", str(script)], check=False).returncode == 0
