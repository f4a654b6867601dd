"""A reading process whose reader for plain text does what the text says."""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from pathlib import Path

from assistant.documents import extract_child
from assistant.documents.reading import Source, TextBuilder

OTHER_FILE = "/etc/passwd"


def _connect() -> None:
    socket.create_connection(("127.0.0.1", 9), timeout=1)


def _write() -> None:
    Path(os.environ.get("TMPDIR", "/tmp"), "inkstone-escaped").write_text("x")  # noqa: S108


def _remove(source: Source) -> None:
    source.path.unlink()


def _append(source: Source) -> None:
    with source.path.open("a") as file:
        file.write("more")


def _signal_parent() -> None:
    os.kill(os.getppid(), 0)


def _fork() -> None:
    if os.fork() == 0:
        os._exit(0)


def read(source: Source, builder: TextBuilder) -> None:
    """Try everything the text names; tell how each went."""
    deeds = {
        "connect": _connect,
        "unix": lambda: socket.socket(socket.AF_UNIX),
        "passwd": lambda: Path(OTHER_FILE).read_bytes(),
        "home": lambda: list(Path.home().iterdir()),
        "exec": lambda: os.execv("/bin/true", ["true"]),
        "fork": _fork,
        "write": _write,
        "append": lambda: _append(source),
        "remove": lambda: _remove(source),
        "chmod": lambda: source.path.chmod(0o777),
        "signal": _signal_parent,
    }
    for word in source.path.read_text().split():
        if word in deeds:
            try:
                deeds[word]()
            except OSError as error:
                builder.add(f"{word}: {type(error).__name__} {error.errno}")
            else:
                builder.add(f"{word}: done")
        elif not _misbehave(word, builder):
            builder.add(word)


def _misbehave(word: str, builder: TextBuilder) -> bool:
    """What a reader in trouble does; most of it does not return."""
    if word == "memory":
        hoard = [bytearray(64 * 1024 * 1024) for _ in range(64)]
        builder.add(str(len(hoard)))
    elif word == "abort":
        os.abort()
    elif word == "segfault":
        ctypes.string_at(0)
    elif word == "exception":
        raise KeyError("a secret of the document")
    elif word == "print":
        print("noise that is no frame", flush=True)
        os.write(1, b"more noise\n")
    elif word == "overlap":
        builder.add("one")
        builder.blocks.append(builder.blocks[0])
    while word == "loop":
        pass
    return word in ("memory", "print", "overlap")


if __name__ == "__main__":
    sys.modules["assistant.documents.readers.plain_text"] = sys.modules["__main__"]
    sys.exit(extract_child.main())
