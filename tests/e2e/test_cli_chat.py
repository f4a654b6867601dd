"""`inkstone chat` as a shell sees it, with a scripted engine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant import compose
from assistant.core.entities import Message, MessageState
from assistant.paths import app_paths
from tests.e2e.terminal_runner import Inkstone, end_of, lines_of, read_some

FOREVER = {"script": "word " * 20_000, "tokens_per_s": 200.0, "context_length": 10**6}


def scripted(home: Path, **options: Any) -> Inkstone:
    return Inkstone(home, {"script": "An answer.", **options})


def kept(home: Path, conversation_id: int = 1) -> list[Message]:
    """The shown branch, read as the next start would."""
    store = compose.make_store(app_paths(home))
    try:
        store.recover_interrupted()
        return store.branch(conversation_id)
    finally:
        store.close()


def test_the_answer_is_plain_text_and_both_turns_are_kept(tmp_path: Path) -> None:
    ended = scripted(tmp_path).run("chat", "-p", "A question?", stdin=None)
    assert (ended.code, ended.out, ended.err) == (0, "An answer.\n", "")
    question, answer = kept(tmp_path)
    assert (question.role, question.text) == ("user", "A question?")
    assert (answer.text, answer.state) == ("An answer.", MessageState.COMPLETE)
    assert answer.model == "scripted"


def test_the_json_document_has_the_fields_of_the_contract(tmp_path: Path) -> None:
    ended = scripted(tmp_path, reasoning="Hm. ").run("chat", "-p", "A question?", "--json")
    assert (ended.code, ended.err) == (0, "")
    document = ended.json
    assert document["text"] == "An answer."
    assert document["reasoning"] == "Hm. "
    assert document["finish_reason"] == "stop"
    assert document["conversation_id"] == 1
    assert document["model"] == "scripted"
    assert set(document["usage"]) == {"prompt_tokens", "cached_tokens", "completion_tokens"}
    assert set(document["timings"]) == {
        "first_token_s",
        "prefill_tokens_per_s",
        "decode_tokens_per_s",
    }
    assert document["usage"]["completion_tokens"] > 0


def test_a_stream_is_pieces_and_then_the_document(tmp_path: Path) -> None:
    ended = scripted(tmp_path, reasoning="Hm. ").run("chat", "-p", "?", "--json", "--stream")
    *pieces, document = lines_of(ended.out)
    assert document["text"] == "An answer."
    assert len(pieces) > 1
    assert "".join(piece["delta"].get("text", "") for piece in pieces) == document["text"]
    thought = "".join(piece["delta"].get("reasoning", "") for piece in pieces)
    assert thought == document["reasoning"] == "Hm. "


@pytest.mark.parametrize("arguments", [(), ("-p", "-")])
def test_the_prompt_comes_through_a_pipe(arguments: tuple[str, ...], tmp_path: Path) -> None:
    prompt = "Two lines\nof 世界.\n".encode()
    assert scripted(tmp_path).run("chat", *arguments, stdin=prompt).code == 0
    assert kept(tmp_path)[0].text == "Two lines\nof 世界."


@pytest.mark.parametrize(
    ("data", "text", "noted"),
    [
        (b"\xef\xbb\xbfwith a mark", "with a mark", False),
        ("UTF-16 世界".encode("utf-16"), "UTF-16 世界", False),
        (b"latin \xe9t\xe9", "latin \ufffdt\ufffd", True),
        ("a real \ufffd".encode(), "a real \ufffd", False),
        (b"null \x00 inside", "null \x00 inside", False),
    ],
)
def test_piped_bytes_become_text(data: bytes, text: str, noted: bool, tmp_path: Path) -> None:
    ended = scripted(tmp_path).run("chat", stdin=data)
    assert ended.code == 0
    assert ("not UTF-8" in ended.err) == noted
    assert kept(tmp_path)[0].text == text


def test_a_conversation_goes_on(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path)
    first = inkstone.run("chat", "-p", "one", "--json", "--system", "Be brief.").json
    number = str(first["conversation_id"])
    second = inkstone.run("chat", "-c", number, "-p", "two", "--json").json
    assert second["conversation_id"] == first["conversation_id"]
    assert second["usage"]["prompt_tokens"] > first["usage"]["prompt_tokens"]
    texts = [message.text for message in kept(tmp_path)]
    assert texts == ["one", "An answer.", "two", "An answer."]


def test_options_are_kept_with_a_new_conversation_and_pass_over_an_old_one(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path)
    options = ("--system", "Be brief.", "--seed", "7", "--temperature", "0.5", "--max-tokens", "1")
    cut = inkstone.run("chat", "-p", "one", "--json", *options).json
    assert cut["finish_reason"] == "length"
    assert cut["usage"]["completion_tokens"] == 1
    whole = inkstone.run("chat", "-c", "1", "-p", "two", "--json", "--max-tokens", "9").json
    assert whole["finish_reason"] == "stop"
    store = compose.make_store(app_paths(tmp_path))
    parameters = store.get_conversation(1).parameters
    store.close()
    assert (parameters.system_prompt, parameters.seed) == ("Be brief.", 7)
    assert (parameters.temperature, parameters.max_tokens) == (0.5, 1)


def test_a_cut_answer_says_so_beside_the_text(tmp_path: Path) -> None:
    ended = scripted(tmp_path).run("chat", "-p", "?", "--max-tokens", "1")
    assert ended.code == 0
    assert "cut at the limit of 1 token." in ended.err
    assert "cut" not in ended.out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "COMMAND"),
        (("sing",), "sing"),
        (("chat", "-p", "?", "--temperature", "nan"), "0 to 10"),
        (("chat", "-p", "?", "--temperature", "warm"), "0 to 10"),
        (("chat", "-p", "?", "--seed", "-1"), "whole number"),
        (("chat", "-p", "?", "--max-tokens", "0"), "whole number"),
        (("chat", "-c", "first", "-p", "?"), "first"),
        (("chat", "-p", "   "), "empty"),
        (("chat", "--pro", "?"), "--pro"),
        (("history",), "ACTION"),
        (("history", "show"), "ID"),
        (("history", "list", "--limit", "-1"), "--limit"),
        (("models", "info"), "MODEL"),
        (("chat", "-p", "?", "--\x1b[31mred"), "\\x1b[31mred"),
    ],
)
def test_a_wrong_command_line(
    arguments: tuple[str, ...], words: str, tmp_path: Path, capfd: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    from assistant.cli.main import main

    monkeypatch.setenv("INKSTONE_HOME", str(tmp_path))
    assert main(arguments) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert words in err
    assert main([*arguments, "--json"]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert '{"error": {"kind": "' in err
    assert not (tmp_path / "data").exists()


def test_a_wrong_command_line_through_the_shell(tmp_path: Path) -> None:
    ended = Inkstone(tmp_path).run("chat", "--nonsense", "--json")
    assert (ended.code, ended.out) == (2, "")
    assert ended.error["kind"] == "usage"
    assert "--nonsense" in ended.error["message"]
    assert "Traceback" not in ended.err


def test_an_unknown_conversation(tmp_path: Path) -> None:
    ended = scripted(tmp_path).run("chat", "-c", "41", "-p", "?", "--json")
    assert (ended.code, ended.out) == (3, "")
    assert ended.error["kind"] == "not_found"


def test_a_prompt_longer_than_the_context(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path, context_length=50)
    ended = inkstone.run("chat", "-p", "long " * 100, "--json")
    assert (ended.code, ended.out) == (3, "")
    assert ended.error["kind"] == "context_full"
    question, answer = kept(tmp_path)
    assert question.text.startswith("long long")
    assert answer.state == MessageState.FAILED
    assert "context" in answer.error


def test_the_engine_dies(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path, script="a b c d e f g", die_after=3)
    ended = inkstone.run("chat", "-p", "?")
    assert ended.code == 4
    assert ended.out == "a b c\n"
    assert "signal 9" in ended.err
    _question, answer = kept(tmp_path)
    assert (answer.text, answer.state) == ("a b c", MessageState.INTERRUPTED)
    with_json = inkstone.run("chat", "-p", "?", "--json")
    assert (with_json.code, with_json.out) == (4, "")
    assert with_json.error["kind"] == "engine_died"


def test_controls_from_the_model_are_shown_not_obeyed(tmp_path: Path) -> None:
    script = "\x1b]0;owned\x07 \x1b[2J \x9b31m \u202eevil\r over \x7f\x00 end"
    inkstone = scripted(tmp_path, script=script)
    ended = inkstone.run("chat", "-p", "?")
    assert ended.out == (
        "\\x1b]0;owned\\x07 \\x1b[2J \\x9b31m \\u202eevil\\x0d over \\x7f\\x00 end\n"
    )
    with_json = inkstone.run("chat", "-p", "?", "--json")
    assert with_json.json["text"] == script
    shown = inkstone.run("history", "show", "1")
    printed = ended.out + with_json.out + shown.out
    assert not {"\x1b", "\x07", "\x9b", "\u202e", "\r", "\x7f", "\x00"} & set(printed)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
def test_a_stop_keeps_what_was_written(name: str, tmp_path: Path) -> None:
    with Inkstone(tmp_path, FOREVER).started("chat", "-p", "?") as process:
        begun = read_some(process, 20)
        process.send_signal(getattr(signal, name))
        ended = end_of(process, begun)
    assert ended.code == 130
    assert "Stopped" in ended.err
    _question, answer = kept(tmp_path)
    assert answer.state == MessageState.STOPPED
    assert ended.out.rstrip() == answer.text.rstrip()
    assert answer.text.startswith("word word word")


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process")
def test_a_stopped_answer_as_json(tmp_path: Path) -> None:
    with Inkstone(tmp_path, FOREVER).started("chat", "-p", "?", "--json", "--stream") as process:
        begun = read_some(process, 200)
        process.send_signal(signal.SIGINT)
        ended = end_of(process, begun)
    assert (ended.code, ended.err) == (130, "")
    *_pieces, document = lines_of(ended.out)
    assert document["finish_reason"] == "cancelled"
    assert document["text"] == kept(tmp_path)[1].text


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process")
def test_a_stop_while_the_model_loads(tmp_path: Path) -> None:
    inkstone = Inkstone(tmp_path, {"load_s": 600.0})
    with inkstone.started("chat", "-p", "a long load") as process:
        while not (tmp_path / "data" / "inkstone.db").exists():
            assert process.poll() is None
        process.send_signal(signal.SIGINT)
        ended = end_of(process)
    assert ended.code == 130
    question, answer = kept(tmp_path)
    assert question.text == "a long load"
    assert (answer.text, answer.state) == ("", MessageState.STOPPED)


def test_a_kill_loses_at_most_the_last_second(tmp_path: Path) -> None:
    with Inkstone(tmp_path, FOREVER).started("chat", "-p", "remember") as process:
        read_some(process, 2000)  # two seconds of words
        process.kill()
        process.wait()
    question, answer = kept(tmp_path)
    assert question.text == "remember"
    assert answer.state == MessageState.INTERRUPTED
    assert len(answer.text) >= 500


def test_a_reader_that_has_enough_ends_the_answer_quietly(tmp_path: Path) -> None:
    with Inkstone(tmp_path, FOREVER).started("chat", "-p", "?") as process:
        read_some(process, 20)
        assert process.stdout is not None
        process.stdout.close()
        assert process.stderr is not None
        err = process.stderr.read()
        assert process.wait(30) == 0
    assert b"Traceback" not in err
    assert b"Broken" not in err
    assert kept(tmp_path)[1].state == MessageState.STOPPED


def test_a_full_disk_for_the_output(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with (
        open("/dev/full", "wb") as full,  # noqa: PTH123
        scripted(tmp_path).started("chat", "-p", "?", stdout=full) as process,
    ):
        ended = end_of(process)
    assert ended.code == 3
    assert "no room" in ended.err
    assert kept(tmp_path)[0].text == "?"


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of file sizes")
def test_no_room_for_the_answer_in_the_database(tmp_path: Path) -> None:
    import resource

    assert scripted(tmp_path).run("chat", "-p", "before").code == 0
    inkstone = scripted(tmp_path, script=["word ", 200_000], context_length=10**6)

    def no_large_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    with inkstone.started("chat", "-p", "?", "--json", preexec_fn=no_large_files) as process:
        ended = end_of(process)
    assert ended.code == 3
    assert ended.json["text"] == "word " * 200_000
    assert ended.error["kind"] == "disk_full"
    assert kept(tmp_path, 1)[0].text == "before"
    assert kept(tmp_path, 2)[0].text == "?"


def test_any_locale_will_do(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path, script="世界 é")
    plain = {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"}
    ended = inkstone.run("chat", "-p", "é 世", env=plain)
    assert (ended.code, ended.out) == (0, "\\u4e16\\u754c \\xe9\n")
    ended = inkstone.run("chat", "-p", "é 世", "--json", env=plain)
    assert ended.raw.isascii()
    assert ended.json["text"] == "世界 é"
    assert kept(tmp_path)[0].text == "é 世"


def test_broken_bytes_on_the_command_line(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path)
    command = [os.fsencode(part) for part in inkstone.command("chat", "-p")]
    process = subprocess.run(
        [*command, b"caf\xe9 \xf0\x9f"],
        env=inkstone.environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )
    assert process.returncode == 0
    assert kept(tmp_path)[0].text == "caf\ufffd \ufffd"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGINT for one process")
def test_two_commands_at_once_share_the_database(tmp_path: Path) -> None:
    with Inkstone(tmp_path, FOREVER).started("chat", "-p", "first") as process:
        begun = read_some(process)
        assert scripted(tmp_path).run("chat", "-p", "second").code == 0
        busy = scripted(tmp_path).run("chat", "-c", "1", "-p", "third", "--json")
        process.send_signal(signal.SIGINT)
        ended = end_of(process, begun)
    assert ended.code == 130
    assert (busy.code, busy.error["kind"]) == (3, "busy")
    first, answer = kept(tmp_path, 1)
    assert (first.text, answer.text) == ("first", ended.out[:-1])
    assert [message.text for message in kept(tmp_path, 2)] == ["second", "An answer."]


def test_a_damaged_settings_file_is_noted_and_passed_over(tmp_path: Path) -> None:
    config = tmp_path / "config"
    config.mkdir()
    (config / "settings.toml").write_text("this is [not toml")
    ended = scripted(tmp_path).run("chat", "-p", "?")
    assert (ended.code, ended.out) == (0, "An answer.\n")
    assert "default settings" in ended.err
    with_json = scripted(tmp_path).run("chat", "-p", "?", "--json")
    assert with_json.err == ""
    assert any("default settings" in note for note in with_json.json["notes"])


def test_a_damaged_database_is_left_alone(tmp_path: Path) -> None:
    assert scripted(tmp_path).run("chat", "-p", "?").code == 0
    database = tmp_path / "data" / "inkstone.db"
    database.write_bytes(b"not a database at all " * 500)
    before = database.read_bytes()
    ended = scripted(tmp_path).run("chat", "-p", "lost?", "--json")
    assert (ended.code, ended.out) == (3, "")
    assert ended.error["kind"] == "database_damaged"
    assert database.read_bytes() == before


def test_a_home_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    ended = Inkstone(tmp_path / "file" / "home", {}).run("chat", "-p", "?", "--json")
    assert (ended.code, ended.out) == (3, "")
    assert "INKSTONE_HOME" in ended.error["hint"]


def test_a_backup_is_made_each_day(tmp_path: Path) -> None:
    inkstone = scripted(tmp_path)
    for prompt in ("one", "two"):
        assert inkstone.run("chat", "-p", prompt).code == 0
    backups = list((tmp_path / "data" / "backups").iterdir())
    assert len(backups) == 1


def test_a_bug_is_told_with_the_log(tmp_path: Path) -> None:
    ended = Inkstone(tmp_path, {"script": 42}).run("chat", "-p", "secret words", "--json")
    assert ended.code == 1
    assert ended.error["kind"] == "bug"
    log = tmp_path / "logs" / "inkstone.log"
    assert str(log) in ended.error["hint"]
    assert "Traceback" in log.read_text()
    assert "secret words" not in log.read_text()
    assert kept(tmp_path)[0].text == "secret words"


def test_an_engine_that_does_not_exist(tmp_path: Path) -> None:
    ended = Inkstone(tmp_path).run("chat", "-p", "?", "--json", env={"INKSTONE_ENGINE": "steam"})
    assert ended.code == 2
    assert "steam" in ended.error["message"]


def test_neither_qt_nor_a_display_is_needed(tmp_path: Path) -> None:
    program = (
        "import sys, os\n"
        "os.environ['INKSTONE_ENGINE'] = 'scripted'\n"
        "from assistant.__main__ import main\n"
        "lines = ['chat -p hello --json --max-tokens 3', 'history list', 'history show 1']\n"
        "codes = [main(line.split()) for line in [*lines, 'models list', 'doctor']]\n"
        "assert codes[:4] == [0, 0, 0, 0], codes\n"
        "found = [name for name in sys.modules if name.startswith(('PySide', 'shiboken'))]\n"
        "sys.exit(f'imported: {found}' if found else 0)\n"
    )
    process = subprocess.run(
        [sys.executable, "-W", "error", "-c", program],
        env=Inkstone(tmp_path).environment(),
        cwd=Path(__file__).parents[2],
        capture_output=True,
        check=False,
    )
    assert process.returncode == 0, process.stderr.decode()


def test_version_and_help(tmp_path: Path) -> None:
    inkstone = Inkstone(tmp_path)
    assert inkstone.run("--version").out.startswith("inkstone ")
    shown = inkstone.run("--help")
    assert shown.code == 0
    for name in ("chat", "history", "models", "doctor"):
        assert name in shown.out
    assert not list(tmp_path.iterdir())
