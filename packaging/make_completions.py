"""Write the completions of bash, zsh and fish from the parsers of the command."""

from __future__ import annotations

import argparse
import shlex
from collections.abc import Callable
from pathlib import Path

import command_line
from command_line import Command, Option

FILES = {
    "bash": "bash-completion/completions/inkstone",
    "zsh": "zsh/vendor-completions/_inkstone",
    "fish": "fish/vendor_completions.d/inkstone.fish",
}
"""Where each lies below /usr/share."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="stands for /usr/share")
    options = parser.parse_args()
    write(options.folder)


def write(share: Path) -> None:
    """Write them below `share`, which stands for /usr/share."""
    for shell, text in completions().items():
        file = share / FILES[shell]
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")


def completions() -> dict[str, str]:
    """The file for each shell."""
    found = command_line.commands()
    writers: dict[str, Callable[[list[Command]], str]] = {"bash": bash, "zsh": zsh, "fish": fish}
    return {shell: write(found) for shell, write in writers.items()}


def bash(found: list[Command]) -> str:
    """One table of words for each command, looked up by the commands before the cursor."""
    words, takes = [], []
    for command in found:
        key = " ".join(command.words)
        offered = [*command.actions, *(flag for option in command.options for flag in option.flags)]
        if not command.words:
            offered += [flag for flag, _summary in command_line.WINDOW_OPTIONS]
        words.append(f"    [{shlex.quote('inkstone ' + key)}]={shlex.quote(' '.join(offered))}")
        for option in command.options:
            if not option.value:
                continue
            for flag in option.flags:
                name = shlex.quote(f"inkstone {key} {flag}")
                takes.append(f"    [{name}]={shlex.quote(' '.join(option.choices))}")
    return _BASH.format(words="\n".join(words), takes="\n".join(takes))


_BASH = """\
# Completion of inkstone for bash, made by packaging/make_completions.py.

declare -gA _inkstone_words=(
{words}
)
declare -gA _inkstone_values=(
{takes}
)

_inkstone() {{
    local current=${{COMP_WORDS[COMP_CWORD]}} previous=${{COMP_WORDS[COMP_CWORD-1]}}
    local key="inkstone " word
    for word in "${{COMP_WORDS[@]:1:COMP_CWORD-1}}"; do
        if [[ -n ${{_inkstone_words["${{key% }} $word"]+there}} ]]; then
            key="${{key% }} $word"
        fi
    done
    local value="${{key% }} $previous"
    [[ $key == "inkstone " ]] && value="inkstone  $previous"
    if [[ -n ${{_inkstone_values[$value]+there}} ]]; then
        if [[ -n ${{_inkstone_values[$value]}} ]]; then
            COMPREPLY=($(compgen -W "${{_inkstone_values[$value]}}" -- "$current"))
        else
            COMPREPLY=($(compgen -f -- "$current"))
        fi
        return
    fi
    COMPREPLY=($(compgen -W "${{_inkstone_words[$key]}}" -- "$current"))
    if [[ $current != -* && $key != "inkstone " ]]; then
        COMPREPLY+=($(compgen -f -- "$current"))
    fi
}}
complete -o filenames -F _inkstone inkstone
"""


def zsh(found: list[Command]) -> str:
    """A function for each command."""
    functions = [_zsh_function(command, found) for command in found]
    head = "#compdef inkstone\n# Made by packaging/make_completions.py.\n\n"
    return head + "\n".join(functions) + '\n_inkstone "$@"\n'


def _zsh_function(command: Command, found: list[Command]) -> str:
    specs = [spec for option in command.options for spec in _zsh_options(option)]
    if not command.words:
        specs += [f"'{flag}[{summary}]'" for flag, summary in command_line.WINDOW_OPTIONS]
    name = "_".join(("_inkstone", *command.words)).replace("-", "_")
    if not command.actions:
        rest = "'*:file:_files'" if command.places else ""
        body = " \\\n        ".join(["_arguments -s", *specs, *([rest] if rest else [])])
        return f"{name}() {{\n    {body}\n}}\n"
    below = [entry for entry in found if entry.words[:-1] == command.words and entry.words]
    lines = "\n".join(
        f"        {_zsh_quoted(entry.words[-1] + ':' + entry.summary)}" for entry in below
    )
    cases = "\n".join(
        f"        {entry.words[-1]}) {'_'.join(('_inkstone', *entry.words)).replace('-', '_')} ;;"
        for entry in below
    )
    given = " \\\n        ".join(
        ["_arguments -C", *specs, "'1:command:->command'", "'*::rest:->rest'"]
    )
    return (
        f"{name}() {{\n    local state line\n    local -a known=(\n{lines}\n    )\n    {given}\n"
        "    case $state in\n    command) _describe command known; _files -g '*.gguf' ;;\n"
        f"    rest) case $line[1] in\n{cases}\n    esac ;;\n    esac\n}}\n"
    )


def _zsh_options(option: Option) -> list[str]:
    summary = option.summary.replace("[", "(").replace("]", ")").replace(":", " -")
    value = ""
    if option.value:
        what = f"({' '.join(option.choices)})" if option.choices else "_files"
        value = f":{option.value.lower().replace(':', ' ')}:{what}"
    return [_zsh_quoted(f"{flag}[{summary}]{value}") for flag in option.flags]


def _zsh_quoted(text: str) -> str:
    return "'" + text.replace("'", "'\\''") + "'"


def fish(found: list[Command]) -> str:
    """One line for each word and option."""
    lines = ["# Completion of inkstone for fish, made by packaging/make_completions.py.", _FISH]
    for command in found:
        lines += _fish_lines(command, found)
    return "\n".join(lines) + "\n"


_FISH = """
function __inkstone_at
    set -l given
    for word in (commandline -opc)[2..-1]
        string match -q -- '-*' $word; or set -a given $word
    end
    test (count $argv) -eq 0; and test (count $given) -eq 0; and return 0
    test (count $argv) -gt 0; and test (count $given) -ge (count $argv); or return 1
    test "$argv" = "$given[1..(count $argv)]"
end
"""


def _fish_lines(command: Command, found: list[Command]) -> list[str]:
    at = shlex.quote(" ".join(("__inkstone_at", *command.words)))
    lines = []
    for entry in found:
        if entry.words and entry.words[:-1] == command.words:
            summary = shlex.quote(entry.summary)
            lines.append(f"complete -c inkstone -f -n {at} -a {entry.words[-1]} -d {summary}")
    options = list(command.options)
    if not command.words:
        options += [Option((flag,), "", text) for flag, text in command_line.WINDOW_OPTIONS]
    for option in options:
        flags = " ".join(
            f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags
        )
        value = " -r" if option.value else ""
        if option.choices:
            value = f" -x -a {shlex.quote(' '.join(option.choices))}"
        summary = shlex.quote(option.summary)
        lines.append(f"complete -c inkstone -n {at} {flags}{value} -d {summary}")
    return lines


if __name__ == "__main__":
    main()
