"""The engine process dies, hangs or talks nonsense; whoever asked always gets an answer."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest

from assistant.core.messages import (
    AnyCommand,
    Cancel,
    CountTokens,
    Delta,
    EngineExited,
    Failed,
    Finished,
    Generate,
    Hello,
    Loading,
    PromptProgress,
    Ready,
    TokenCount,
    Unload,
    Unloaded,
)
from assistant.engine.supervisor import EngineCommand, Supervisor
from tests.engine.conftest import GREEDY, Driver, load_command, user

LONG = "one day the little dog went home and the cat said hello " * 60


def _generate(text: str = LONG) -> Generate:
    return Generate(turns=(user(text),), sampling=GREEDY)


def _kill(driver: Driver, with_signal: signal.Signals = signal.SIGKILL) -> None:
    assert isinstance(driver.engine, Supervisor)
    assert driver.engine.pid is not None
    os.kill(driver.engine.pid, with_signal)


def test_an_engine_of_another_processor_says_that_trying_again_is_no_use(
    driver: Driver, models: dict[str, Path]
) -> None:
    loading = load_command(models["slow"])
    driver.engine.submit(loading)
    driver.until(lambda event: isinstance(event, Hello | Loading))
    _kill(driver, signal.SIGILL)
    failed = driver.last(loading.request_id)
    assert isinstance(failed, Failed)
    assert "install Inkstone again" in failed.hint


@pytest.mark.parametrize("moment", ["loading", "prefill", "decode"])
def test_a_killed_engine_fails_what_is_open_and_starts_anew(
    moment: str, driver: Driver, models: dict[str, Path]
) -> None:
    loading = load_command(models["slow"], slice_tokens=16)
    driver.engine.submit(loading)
    open_request: AnyCommand = loading
    if moment == "loading":
        driver.until(lambda event: isinstance(event, Hello | Loading))
    else:
        driver.last(loading.request_id)
        open_request = _generate(LONG if moment == "prefill" else "hello")
        wanted = PromptProgress if moment == "prefill" else Delta
        driver.engine.submit(open_request)
        driver.until(lambda event: isinstance(event, wanted))
    _kill(driver)
    failed = driver.last(open_request.request_id)
    assert isinstance(failed, Failed)
    assert failed.kind == "engine_died"
    exited = driver.next()
    assert isinstance(exited, EngineExited)
    assert exited.code == -signal.SIGKILL
    assert moment == "loading" or "llama" in exited.log_tail
    if moment == "decode":
        assert driver.text(open_request.request_id)  # what was written is kept
    ready = driver.run(load_command(models["llama"]))
    assert isinstance(ready, Ready)
    text, _ = driver.answer(Generate(turns=(user("hello"),), sampling=GREEDY, max_tokens=8))
    assert text


def test_a_generation_after_the_restart_needs_the_model_again(
    driver: Driver, models: dict[str, Path]
) -> None:
    driver.load(models["llama"])
    _kill(driver)
    driver.until(lambda event: isinstance(event, EngineExited))
    failed = driver.run(_generate("hello"))
    assert isinstance(failed, Failed)
    assert failed.kind == "no_model"


def test_a_hanging_engine_is_killed_when_a_cancel_is_not_answered(
    models: dict[str, Path], engine_log: Path
) -> None:
    supervisor = Supervisor(EngineCommand.for_this_python(engine_log), cancel_s=0.3)
    driver = Driver(supervisor)
    driver.load(models["slow"], slice_tokens=16)
    generate, count = _generate(), CountTokens(text="hello")
    supervisor.submit(generate)
    driver.until(lambda event: isinstance(event, PromptProgress))
    assert supervisor.pid is not None
    os.kill(supervisor.pid, signal.SIGSTOP)
    supervisor.submit(count)
    supervisor.submit(Cancel(target=generate.request_id))
    finished = driver.last(generate.request_id)
    assert isinstance(finished, Finished)
    assert finished.reason == "cancelled"
    failed = driver.last(count.request_id)
    assert isinstance(failed, Failed)
    assert failed.kind == "engine_died"
    assert isinstance(driver.next(), EngineExited)
    driver.load(models["llama"])
    supervisor.close()


def test_cancel_is_prompt(driver: Driver, models: dict[str, Path]) -> None:
    driver.load(models["slow"])
    for wanted in (PromptProgress, Delta):
        generate = _generate()
        driver.engine.submit(generate)
        driver.until(lambda event, wanted=wanted: isinstance(event, wanted))
        began = time.monotonic()
        driver.engine.submit(Cancel(target=generate.request_id))
        finished = driver.last(generate.request_id)
        assert isinstance(finished, Finished)
        assert finished.reason in ("cancelled", "stop")
        assert time.monotonic() - began < 2.0


def test_a_cancel_of_something_unknown_is_dropped(driver: Driver) -> None:
    driver.engine.submit(Cancel(target="nobody"))
    unload = Unload()
    assert isinstance(driver.run(unload), Unloaded)


def test_surrogates_and_nul_arrive(driver: Driver, models: dict[str, Path]) -> None:
    driver.load(models["bpe"])
    for text in ("a\ud800b", "\udc00", "a\0b", "\U0001f600", "\x1b[2J", "\x1c", "\ufeff"):
        _, finished = driver.answer(
            Generate(turns=(user(text),), sampling=GREEDY, max_tokens=3, stop=("\ud800x",))
        )
        assert finished.usage.prompt_tokens > 0
        assert isinstance(driver.run(CountTokens(text=text)), TokenCount)


def test_a_long_line_is_read_whole(driver: Driver, models: dict[str, Path]) -> None:
    driver.load(models["bpe"])
    text = "x" * 2_000_000
    counted = driver.run(CountTokens(text=text))
    assert isinstance(counted, TokenCount)
    assert counted.n >= 1_000_000 / 16
    failed = driver.run(Generate(turns=(user(text),), sampling=GREEDY))
    assert isinstance(failed, Failed)
    assert failed.kind == "context_full"


def test_wake_makes_poll_return(driver: Driver) -> None:
    began = time.monotonic()
    driver.engine.wake()
    assert driver.engine.poll(30.0) is None
    thread = threading.Thread(target=driver.engine.wake)
    thread.start()
    assert driver.engine.poll(30.0) is None
    thread.join()
    assert time.monotonic() - began < 10.0
    assert driver.engine.poll(0.0) is None


def test_closing_leaves_no_process_and_no_thread(models: dict[str, Path], engine_log: Path) -> None:
    before = set(threading.enumerate())
    supervisor = Supervisor(EngineCommand.for_this_python(engine_log))
    driver = Driver(supervisor)
    driver.load(models["slow"])
    supervisor.submit(_generate())
    driver.until(lambda event: isinstance(event, Delta))
    assert supervisor.pid is not None
    family = [psutil.Process(supervisor.pid)]
    family += family[0].children(recursive=True)
    assert len(family) == 2  # the engine and the renderer of templates
    supervisor.close()
    supervisor.close()
    _, alive = psutil.wait_procs(family, timeout=10.0)
    assert not alive
    assert set(threading.enumerate()) <= before
    supervisor.submit(Unload())
    assert supervisor.poll(0.0) is None


@pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")
def test_the_engine_ends_when_its_pipe_ends_even_while_it_loads(models: dict[str, Path]) -> None:
    import subprocess

    from assistant.engine import wire

    process = subprocess.Popen(
        [sys.executable, "-m", "assistant.engine.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert process.stdin is not None and process.stdout is not None
    loading = load_command(models["slow"], slice_tokens=16)
    process.stdin.write(wire.encode(loading) + wire.encode(_generate()))
    process.stdin.flush()
    process.stdout.readline()
    os.kill(process.pid, signal.SIGINT)  # Ctrl+C in the terminal is not for the engine
    process.stdin.close()
    assert process.wait(30.0) == 0
    process.stdout.close()


def test_nothing_but_our_lines_reaches_the_pipe(models: dict[str, Path], tmp_path: Path) -> None:
    import subprocess

    from assistant.engine import wire

    log = tmp_path / "engine.log"
    private = "canary of a private sentence"
    commands = [
        load_command(models["llama"]),
        Generate(turns=(user(private),), sampling=GREEDY, max_tokens=5),
        CountTokens(text=private),
    ]
    lines = b"".join(map(wire.encode, commands))
    process = subprocess.run(
        [sys.executable, "-m", "assistant.engine.child", "--log", str(log)],
        input=lines + b'{"type":"Nonsense"}\nnot json\n\n{"type":"Shutdown"}\n',
        capture_output=True,
        check=True,
        timeout=60,
    )
    events = [wire.decode_event(line) for line in process.stdout.splitlines()]
    assert isinstance(events[0], Hello)
    assert sum(isinstance(event, Failed) and event.kind == "protocol" for event in events) == 2
    assert process.stderr == b""
    said = log.read_text()
    assert "llama" in said
    assert "canary" not in said


FAKES = {
    "wrong version": (
        'import sys; print(\'{"type":"Hello","version":99}\', flush=True); sys.stdin.read()',
        "engine_start",
    ),
    "no greeting": (
        'import sys; print(\'{"type":"Loading"}\', flush=True); sys.stdin.read()',
        "engine_start",
    ),
    "silent": ("import sys; sys.stdin.read()", "engine_start"),
    "ends at once": ("raise SystemExit(7)", "engine_start"),
    "nonsense": (
        'import sys; print(\'{"type":"Hello"}\\n]]]\', flush=True); sys.stdin.read()',
        "protocol",
    ),
    "stops listening": (
        'import os; print(\'{"type":"Hello"}\', flush=True); os.close(0); os._exit(3)',
        "engine_died",
    ),
}


@pytest.mark.parametrize("name", FAKES)
def test_a_process_that_is_no_engine(name: str) -> None:
    program, kind = FAKES[name]
    supervisor = Supervisor([sys.executable, "-c", program], start_s=2.0)
    driver = Driver(supervisor)
    failed = driver.run(CountTokens(text="a"))
    assert isinstance(failed, Failed)
    assert failed.kind == kind
    assert isinstance(driver.until(lambda event: isinstance(event, EngineExited)), EngineExited)
    supervisor.close()


def test_a_program_that_is_not_there() -> None:
    supervisor = Supervisor(["/no/such/program"])
    failed = Driver(supervisor).run(CountTokens(text="a"))
    assert isinstance(failed, Failed)
    assert failed.kind == "engine_start"
    supervisor.close()
