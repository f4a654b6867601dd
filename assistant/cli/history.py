"""`inkstone history`: the conversations that are kept."""

from __future__ import annotations

import argparse
import datetime
from typing import Any

from assistant.cli import exit_codes
from assistant.cli.answer import speed_fields
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line
from assistant.core.entities import Conversation, ConversationSummary, Message, MessageState
from assistant.core.errors import UserError
from assistant.core.grounding import TemplateTask

_TITLE_WIDTH = 80
_SPEAKERS = {"user": "You", "assistant": "Answer", "system": "System"}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare `list` and `show`."""
    actions = parser.add_subparsers(metavar="ACTION", required=True)
    listing = actions.add_parser("list", help="the conversations, pinned and newest first")
    listing.add_argument("--limit", type=int, default=0, metavar="N", help="at most N of them")
    listing.add_argument("--json", action="store_true", help="print one JSON document")
    listing.set_defaults(action=_list)
    showing = actions.add_parser("show", help="what was said in one conversation")
    showing.add_argument("id", type=int, metavar="ID", help="its number in the list")
    showing.add_argument("--json", action="store_true", help="print one JSON document")
    showing.set_defaults(action=_show)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Do what `options` say; the exit code. Raises `UserError`."""
    return int(options.action(options, surroundings))


def _list(options: argparse.Namespace, surroundings: Surroundings) -> int:
    if options.limit < 0:
        raise UserError("usage", "--limit takes a number from 0.", "0 lists all.")
    with surroundings.store() as store:
        rows = store.list_conversations()
    rows = rows[: options.limit] if options.limit else rows
    terminal = surroundings.terminal
    if options.json:
        terminal.json({"conversations": [_summary_document(row) for row in rows]})
        return exit_codes.DONE
    if not rows:
        terminal.note("Nothing was said yet.")
    width = max((len(str(row.id)) for row in rows), default=1)
    for row in rows:
        mark = "*" if row.pinned else " "
        title = one_line(row.title)[:_TITLE_WIDTH] or "(no title)"
        terminal.line(f"{row.id:>{width}} {mark} {_local_time(row.updated_at)}  {title}")
    return exit_codes.DONE


def _show(options: argparse.Namespace, surroundings: Surroundings) -> int:
    with surroundings.store() as store:
        store.recover_interrupted()
        conversation = store.get_conversation(options.id)
        messages = store.branch(options.id)
    if options.json:
        surroundings.terminal.json(_conversation_document(conversation, messages))
    else:
        _print_conversation(surroundings.terminal, conversation, messages)
    return exit_codes.DONE


def _print_conversation(
    terminal: Terminal, conversation: Conversation, messages: list[Message]
) -> None:
    terminal.line(one_line(conversation.title) or "(no title)")
    if conversation.parameters.system_prompt.strip():
        _print_turn(terminal, "System", conversation.parameters.system_prompt)
    for message in messages:
        _print_turn(terminal, _heading(message), message.text)
        if message.error:
            terminal.line(f"[{one_line(message.error)}]")


def _print_turn(terminal: Terminal, heading: str, text: str) -> None:
    terminal.line()
    terminal.line(f"── {heading}")
    shown = text.replace("\r\n", "\n").strip("\n")
    if shown:
        terminal.line(shown)


def _heading(message: Message) -> str:
    parts = [_SPEAKERS[message.role]]
    if message.model:
        parts.append(one_line(message.model))
    parts.append(_local_time(message.created_at))
    if name := one_line(_template(message)):
        parts.append(f"template {name}")
    if message.sibling_count > 1:
        parts.append(f"{message.sibling_index + 1} of {message.sibling_count}")
    if message.sent_to:
        parts.append(f"sent to {one_line(message.sent_to)}")
    if masked := sum(message.masked.values()):
        parts.append(f"{masked} masked")
    if message.state != MessageState.COMPLETE:
        parts.append(message.state.value)
    return " · ".join(parts)


def _summary_document(row: ConversationSummary) -> dict[str, Any]:
    return {
        "id": row.id,
        "title": row.title,
        "pinned": row.pinned,
        "updated_at": _utc_time(row.updated_at),
    }


def _conversation_document(conversation: Conversation, messages: list[Message]) -> dict[str, Any]:
    parameters = conversation.parameters
    return {
        "id": conversation.id,
        "title": conversation.title,
        "pinned": conversation.pinned,
        "created_at": _utc_time(conversation.created_at),
        "updated_at": _utc_time(conversation.updated_at),
        "model_path": conversation.model_path,
        "parameters": {name: getattr(parameters, name) for name in parameters.__struct_fields__},
        "messages": [_message_document(message) for message in messages],
    }


def _message_document(message: Message) -> dict[str, Any]:
    return {
        "id": message.id,
        "parent_id": message.parent_id,
        "role": message.role,
        "text": message.text,
        "reasoning": message.reasoning,
        "state": message.state.value,
        "model": message.model,
        "error": message.error,
        "created_at": _utc_time(message.created_at),
        "sibling_index": message.sibling_index,
        "sibling_count": message.sibling_count,
        "template": _template(message),
        "sent_to": message.sent_to,
        "masked": message.masked,
        **speed_fields(message.usage, message.timings),
    }


def _template(message: Message) -> str:
    """The template that a turn was made of; "" for one that was typed."""
    return message.task.name if isinstance(message.task, TemplateTask) else ""


def _utc_time(seconds: float) -> str:
    """ISO 8601 with milliseconds, such as "2026-05-01T09:30:00.123Z"."""
    moment = datetime.datetime.fromtimestamp(seconds, datetime.UTC)
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _local_time(seconds: float) -> str:
    return datetime.datetime.fromtimestamp(seconds).strftime("%Y-%m-%d %H:%M")
