"""`inkstone chat`: one question from the command line or a pipe, or a conversation."""

from __future__ import annotations

import argparse
import logging
import math
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.answer import AnswerView, JsonLinesView, JsonView, PlainView
from assistant.cli.desk import Desk
from assistant.cli.dialogue import AnswerShape, Dialogue
from assistant.cli.engine_session import EngineSession, open_session
from assistant.cli.interrupt import Interrupt
from assistant.cli.model_choice import choose_engine_model, model_name
from assistant.cli.surroundings import Surroundings
from assistant.cli.template_turn import add_values, refuse_values, template_turn
from assistant.cli.terminal import Terminal, typed_text
from assistant.core.entities import ChatParameters, Conversation
from assistant.core.errors import Cancelled, UserError
from assistant.core.grounding import TemplateTask
from assistant.core.remote.server import is_remote
from assistant.core.settings import Settings

if TYPE_CHECKING:
    from assistant.storage.store import SqliteStore

log = logging.getLogger(__name__)

_LARGEST_FILE = 1 << 20
_MOST_ALTERNATIVES = 100


def add_arguments(parser: argparse.ArgumentParser, *, with_template: bool = True) -> None:
    """Declare the options of `inkstone chat`; without the template where that is named before."""
    add = parser.add_argument
    add("-m", "--model", default="", help="a GGUF file, or the name of a known model or a part")
    add("-p", "--prompt", help='what to say; "-" reads it from standard input')
    add("-c", "--conversation", type=int, metavar="ID", help="continue this conversation")
    if with_template:
        add("-t", "--template", metavar="NAME", help="say a template (“inkstone templates list”)")
    add_values(parser)
    add("--system", metavar="S", help="the system prompt")
    add("--seed", type=_seed, metavar="N", help="draw the same tokens each time")
    add("--temperature", type=_temperature, metavar="T", help="0 is the most likely answer")
    add("--top-k", type=_top_k, metavar="N", help="only the N likeliest tokens; 0 is off")
    add("--top-p", type=_share, metavar="P", help="only the likeliest tokens of this share")
    add("--min-p", type=_share, metavar="P", help="no tokens below this share of the likeliest")
    add("--repeat-penalty", type=_penalty, metavar="R", help="above 1, fewer repetitions")
    add(
        "--stop",
        type=_stop,
        action="append",
        metavar="S",
        help="end the answer before S; may be repeated",
    )
    add("--grammar", metavar="FILE", help="let the answer follow this GBNF grammar")
    add("--json-schema", metavar="FILE", help="let the answer be JSON of this schema")
    add("--logprobs", type=_logprobs, metavar="N", help="with --json: how likely each token was")
    add("--max-tokens", type=_max_tokens, metavar="N", help="cut the answer after N tokens")
    add("--json", action="store_true", help="print one JSON document")
    add("--stream", action="store_true", help="with --json: a line for each piece as it comes")
    parser.epilog = (
        "Without -p and with a terminal to type in, a conversation begins. Everything said is "
        "kept, as in the window. With -c the other options hold for this command only."
    )


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Chat as `options` say; the exit code. Raises `UserError`."""
    terminal = surroundings.terminal
    task = None
    if options.template is None:
        refuse_values(options)
        prompt = _prompt(options.prompt, terminal)
    else:
        prompt, task = template_turn(options, surroundings, _given_text)
        task = _with_options(task, options)
    if prompt is None and options.json:
        raise UserError("usage", "--json needs a prompt.", "Give it with -p, or pipe it in.")
    shape = _shape(options)
    settings = surroundings.settings()
    interrupt = Interrupt()
    with open_session(surroundings, settings, interrupt) as session, interrupt:
        model = _begin_load(options, surroundings, settings, session)
        with surroundings.store() as store:
            store.recover_interrupted()
            conversation = _continued(store, options.conversation)
            if model is None:
                remembered = conversation.model_path if conversation else ""
                _refuse_unnamed(remembered)
                model = _choose(remembered, surroundings, settings)
            name = model_name(model)
            dialogue = Dialogue(
                store,
                session,
                terminal,
                settings.models,
                new_parameters=_parameters(options, settings.chat),
                conversation=conversation,
                parameters=_parameters(options, conversation.parameters) if conversation else None,
                shape=shape,
            )
            dialogue.use_model(model, name)
            if prompt is not None:
                code = _answer_once(dialogue, prompt, _view(options, terminal), task)
            else:
                if interrupt.count:
                    raise Cancelled
                interrupt.pause()
                code = Desk(dialogue, surroundings, settings, interrupt).hold()
            _back_up(store, interrupt)
            return code


def _begin_load(
    options: argparse.Namespace,
    surroundings: Surroundings,
    settings: Settings,
    session: EngineSession,
) -> str | None:
    """Let the model load while the database opens; None if the conversation names the model."""
    if options.conversation is not None and not options.model:
        return None
    model = _choose(typed_text(options.model), surroundings, settings)
    session.begin_load(model, settings.models)
    return model


def _refuse_unnamed(remembered: str) -> None:
    if is_remote(remembered):
        raise UserError(
            "no_model",
            "A model on a server answers here, and nothing is sent there without being told to.",
            f"Name it with -m {remembered}, or another model.",
        )


def _choose(wanted: str, surroundings: Surroundings, settings: Settings) -> str:
    note = surroundings.terminal.note
    return choose_engine_model(wanted, surroundings.paths, settings, compose.make_shelf(), note)


def _continued(store: SqliteStore, conversation_id: int | None) -> Conversation | None:
    return None if conversation_id is None else store.get_conversation(conversation_id)


def _parameters(options: argparse.Namespace, otherwise: ChatParameters) -> ChatParameters:
    """What the options ask for, and `otherwise` for the rest."""
    asked: dict[str, Any] = {
        "temperature": options.temperature,
        "top_k": options.top_k,
        "top_p": options.top_p,
        "min_p": options.min_p,
        "repeat_penalty": options.repeat_penalty,
        "stop": None if options.stop is None else tuple(options.stop),
        "seed": options.seed,
        "max_tokens": options.max_tokens,
        "system_prompt": None if options.system is None else typed_text(options.system),
    }
    given = {name: value for name, value in asked.items() if value is not None}
    return msgspec.structs.replace(otherwise, **given)


def _with_options(task: TemplateTask, options: argparse.Namespace) -> TemplateTask:
    """What the command line says counts more than the template."""
    sampling = _parameters(options, task.sampling)
    system = sampling.system_prompt or task.system
    plain = msgspec.structs.replace(sampling, system_prompt="")
    return msgspec.structs.replace(task, sampling=plain, system=system)


def _shape(options: argparse.Namespace) -> AnswerShape:
    """What the answer must look like. Raises `UserError`."""
    if options.grammar and options.json_schema:
        raise UserError(
            "usage",
            "An answer can follow a grammar or a JSON schema, not both.",
            "Leave out --grammar or --json-schema.",
        )
    if options.logprobs and not options.json:
        raise UserError("usage", "--logprobs is printed with --json only.", "Add --json.")
    return AnswerShape(
        grammar=_file_text(options.grammar, "grammar"),
        json_schema=_file_text(options.json_schema, "schema"),
        logprobs=options.logprobs or 0,
    )


def _file_text(name: str | None, what: str) -> str:
    """The text of a file named on the command line; "" for None. Raises `UserError`."""
    if name is None:
        return ""
    path = Path(name)
    shown = typed_text(name)
    try:
        if path.is_dir():
            raise UserError("is_directory", f"{shown} is a folder, not a {what}.")
        with path.open("rb") as stream:
            data = stream.read(_LARGEST_FILE + 1)
    except FileNotFoundError as error:
        raise UserError("no_such_file", f"There is no file {shown}.") from error
    except (OSError, ValueError) as error:
        raise UserError("no_permission", f"{shown} cannot be read.") from error
    if len(data) > _LARGEST_FILE:
        raise UserError("too_large", f"{shown} is too long for a {what}.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserError("usage", f"{shown} is not UTF-8 text.") from error
    if not text.strip():
        raise UserError("usage", f"{shown} is empty.", f"Give a file that holds a {what}.")
    return text


def _view(options: argparse.Namespace, terminal: Terminal) -> AnswerView:
    if not options.json:
        return PlainView(terminal)
    kind = JsonLinesView if options.stream else JsonView
    return kind(terminal, probabilities=options.logprobs is not None)


def _answer_once(
    dialogue: Dialogue, prompt: str, view: AnswerView, task: TemplateTask | None
) -> int:
    answer = dialogue.say(prompt, view, task)
    if answer.unsaved is not None:
        raise answer.unsaved
    if dialogue.terminal.reader_gone:
        return exit_codes.DONE  # whoever read the answer had enough of it
    return exit_codes.CANCELLED if answer.reason == "cancelled" else exit_codes.DONE


def _back_up(store: SqliteStore, interrupt: Interrupt) -> None:
    """The backup of this day, unless it is there; without one the next command makes it."""
    if interrupt.count:
        return  # the person wants to leave
    with interrupt:
        try:
            store.backup_if_due(lambda: not interrupt.count)
        except UserError as error:
            log.error("no backup was made: %s", error.kind)


def _given_text(given: str | None, terminal: Terminal) -> str | None:
    """What -p or standard input holds; None when the person is there to type it."""
    if given is None and sys.stdin is not None and sys.stdin.isatty():
        return None
    return _read_stdin(terminal) if given in (None, "-") else typed_text(given or "")


def _prompt(given: str | None, terminal: Terminal) -> str | None:
    """What to say; None when the person is there to say it. Raises `UserError`."""
    text = _given_text(given, terminal)
    if text is not None and not text.strip():
        raise UserError("empty_prompt", "The prompt is empty.", "Write it after -p, or pipe it in.")
    return text


def _read_stdin(terminal: Terminal) -> str:
    """All of standard input without its last line feed: UTF-8, or UTF-16 with a mark."""
    data = b"" if sys.stdin is None else sys.stdin.buffer.read()
    encoding = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else "utf-8-sig"
    text = data.decode(encoding, "replace")
    if "\ufffd" in text and data.decode(encoding, "ignore") != text:
        terminal.note(
            "[Some of the input is not UTF-8; what could not be read is shown as \ufffd.]"
        )
    return text.removesuffix("\n").removesuffix("\r")


def _seed(text: str) -> int:
    return _whole_number(text, 0, 2**32 - 1)


def _max_tokens(text: str) -> int:
    return _whole_number(text, 1, 2**31 - 1)


def _whole_number(text: str, smallest: int, largest: int) -> int:
    try:
        number = int(text)
    except ValueError:
        number = smallest - 1
    if not smallest <= number <= largest:
        raise argparse.ArgumentTypeError(f"must be a whole number from {smallest} to {largest}")
    return number


def _top_k(text: str) -> int:
    return _whole_number(text, 0, 2**31 - 1)


def _stop(text: str) -> str:
    if not text:
        raise argparse.ArgumentTypeError("must be the text that ends the answer")
    return typed_text(text)


def _logprobs(text: str) -> int:
    return _whole_number(text, 1, _MOST_ALTERNATIVES)


def _temperature(text: str) -> float:
    return _number(text, 0, 10)


def _share(text: str) -> float:
    return _number(text, 0, 1)


def _penalty(text: str) -> float:
    number = _number(text, 0, 10)
    if number == 0.0:
        raise argparse.ArgumentTypeError("must be more than 0; 1 is off")
    return number


def _number(text: str, smallest: int, largest: int) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not smallest <= number <= largest:
        raise argparse.ArgumentTypeError(f"must be a number from {smallest} to {largest}")
    return number
