"""A process that writes to a store; the tests start it, watch it and kill it.

For each line of its input ("DATABASE BACKUPS") it forks a writer, so that the imports are paid
once. The writer prints its process id, then "conversation message" for everything that is durable.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from assistant.core.entities import MessageState
from assistant.storage.store import open_store


def say(text: str) -> None:
    os.write(1, f"{text}\n".encode())


def write_for_ever(path: Path, backups_dir: Path) -> None:
    store = open_store(path, backups_dir)
    conversation = store.create_conversation().id
    say(f"pid {os.getpid()}")
    parent, number = None, 0
    while True:
        number += 1
        turn, reply = store.send_turn(conversation, parent, f"turn {number} 你好", model="m")
        say(f"message {conversation} {turn.id} {turn.text}")
        for step in range(3):
            store.checkpoint_reply(reply.id, "word " * (step + 1) * 40, "")
            say(f"message {conversation} {reply.id} {'word ' * (step + 1) * 40}")
        if number % 5 != 0:
            store.finish_reply(reply.id, "done " * 200, "", state=MessageState.COMPLETE)
            say(f"message {conversation} {reply.id} {'done ' * 200}")
        parent = reply.id


def main() -> None:
    say("ready")
    for line in sys.stdin:
        path, backups_dir = line.split()
        child = os.fork()
        if child == 0:
            try:
                write_for_ever(Path(path), Path(backups_dir))
            finally:
                os._exit(1)
        os.waitpid(child, 0)
        say("reaped")


main()
