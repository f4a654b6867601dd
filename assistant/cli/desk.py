"""The interactive conversation: a prompt, an answer, a prompt, until Ctrl+D."""

from __future__ import annotations

import signal
import sys
from types import FrameType, ModuleType
from typing import Any

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.answer import PlainView
from assistant.cli.dialogue import Dialogue
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import choose_engine_model, known_models, model_name
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import one_line, typed_text
from assistant.core.errors import Cancelled, UserError
from assistant.core.settings import Settings

_PROMPT = "> "
_MORE = "... "
_FENCE = '"""'
_HELP = """\
/new           begin a new conversation
/model         show the models; /model NAME changes to one
/retry         answer the last turn again, beside its other answers
/help          this list
/quit          leave (so does Ctrl+D)
Ctrl+C         stops the answer; at an empty prompt it leaves
A line of \"\"\" begins and ends a text of several lines. // at the start is a single slash."""


class LinePrompt:
    """Reads what the person types. Main thread only.

    Where GNU readline (or its kin) is there, lines can be edited and recalled; what was typed
    is remembered for this session alone.
    """

    def __init__(self) -> None:
        self._readline = _load_readline() if sys.stdin.isatty() and sys.stdout.isatty() else None
        self._typed_at_interrupt = ""
        reconfigure = getattr(sys.stdin, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="surrogateescape")  # `typed_text` mends what is no text

    def read(self, prompt: str) -> str:
        """One line. Raises EOFError at Ctrl+D, KeyboardInterrupt at Ctrl+C on an empty line.

        Ctrl+C on a line that holds something forgets the line and returns "".
        """
        before = signal.signal(signal.SIGINT, self._on_interrupt)
        self._typed_at_interrupt = ""
        try:
            return typed_text(self._read(prompt))
        except KeyboardInterrupt:
            print(flush=True)
            if self._typed_at_interrupt:
                return ""
            raise
        finally:
            signal.signal(signal.SIGINT, before)

    def _read(self, prompt: str) -> str:
        if sys.stdout.isatty():
            return input(prompt)
        sys.stderr.write(prompt)  # standard output is the answers' alone
        sys.stderr.flush()
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.removesuffix("\n")

    def _on_interrupt(self, _number: int, _frame: FrameType | None) -> None:
        if self._readline is not None:
            self._typed_at_interrupt = self._readline.get_line_buffer()
        raise KeyboardInterrupt


def _load_readline() -> ModuleType | None:
    try:
        import readline
    except ImportError:
        return None
    return readline


class Desk:
    """Holds one dialogue after another. Main thread only."""

    def __init__(
        self,
        dialogue: Dialogue,
        surroundings: Surroundings,
        settings: Settings,
        interrupt: Interrupt,
    ) -> None:
        self._dialogue = dialogue
        self._surroundings = surroundings
        self._terminal = surroundings.terminal
        self._settings = settings
        self._interrupt = interrupt
        self._prompt = LinePrompt()
        self._commands: dict[str, Any] = {
            "/help": self._show_help,
            "/new": self._begin_again,
            "/model": self._model,
            "/retry": self._retry,
        }

    def hold(self) -> int:
        """Talk until the person leaves; the exit code. Raises `UserError` if no model loads."""
        with self._interrupt:
            try:
                self._dialogue.load_model(PlainView(self._terminal))
            except Cancelled:
                return exit_codes.CANCELLED
        self._terminal.note(f"{self._dialogue.model_name}. /help shows what can be typed.")
        while (typed := self._read()) is not None:
            if typed.startswith("/") and not typed.startswith("//"):
                name, _, rest = typed.strip().partition(" ")
                if name == "/quit":
                    break
                self._run_command(name, rest.strip())
            elif typed.strip():
                self._say(typed[1:] if typed.startswith("//") else typed)
            if self._interrupt.leaves:
                return exit_codes.CANCELLED
        return exit_codes.DONE

    def _read(self) -> str | None:
        """What the person typed, of one line or fenced; None when they leave."""
        try:
            first = self._prompt.read(_PROMPT)
            return self._read_fenced(first) if first.startswith(_FENCE) else first
        except EOFError:
            self._terminal.note("")
            return None
        except KeyboardInterrupt:
            return None

    def _read_fenced(self, first: str) -> str:
        lines = [first.removeprefix(_FENCE)]
        while not lines[-1].rstrip().endswith(_FENCE):
            lines.append(self._prompt.read(_MORE))
        lines[-1] = lines[-1].rstrip().removesuffix(_FENCE)
        return "\n".join(lines).strip("\n")

    def _say(self, text: str) -> None:
        self._answered(lambda: self._dialogue.say(text, PlainView(self._terminal)))

    def _retry(self, _rest: str) -> None:
        def again() -> Any:
            answer = self._dialogue.say_again(PlainView(self._terminal))
            if answer is None:
                self._terminal.note("Nothing was said yet.")
            return answer

        self._answered(again)

    def _answered(self, work: Any) -> None:
        """An error ends the answer, not the conversation."""
        with self._interrupt:
            try:
                answer = work()
            except UserError as error:
                self._show_error(error)
                return
        if answer is not None and answer.unsaved is not None:
            self._show_error(answer.unsaved)

    def _show_error(self, error: UserError) -> None:
        self._terminal.note(f"{error.text} {error.hint}".strip())

    def _run_command(self, name: str, rest: str) -> None:
        command = self._commands.get(name)
        if command is None:
            self._terminal.note(f"There is no {name}; /help shows what there is. // begins a text.")
        else:
            command(rest)

    def _show_help(self, _rest: str) -> None:
        self._terminal.note(_HELP)

    def _begin_again(self, _rest: str) -> None:
        self._dialogue.begin_again()
        self._terminal.note("A new conversation.")

    def _model(self, wanted: str) -> None:
        shelf, models = compose.make_shelf(), self._settings.models
        paths = self._surroundings.paths
        if not wanted:
            self._terminal.note(f"In use: {self._dialogue.model_path}")
            for file in known_models(paths, models, shelf):
                self._terminal.note(f"  {one_line(file.name)}  {one_line(file.path)}")
            return
        before = self._dialogue.model_path, self._dialogue.model_name
        with self._interrupt:
            try:
                path = choose_engine_model(wanted, paths, self._settings, shelf)
                self._dialogue.use_model(path, model_name(path))
                self._dialogue.load_model(PlainView(self._terminal))
            except (UserError, Cancelled) as error:
                self._terminal.clear_progress()
                if isinstance(error, UserError):
                    self._show_error(error)
                self._dialogue.use_model(before[0], before[1])
                return
        self._terminal.note(f"{self._dialogue.model_name} answers from now on.")
