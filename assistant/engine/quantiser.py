"""Smaller copies of models, made by a process that is watched and may be stopped.

A copy is written to `NAME.part` and gets its name only when it is whole and its header can be
read; whatever ends the work before that leaves nothing behind.
"""

from __future__ import annotations

import contextlib
import os
import queue
import shutil
import subprocess
import threading
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO

import msgspec

from assistant.core.errors import Cancelled, UserError
from assistant.core.hub.model_facts import ModelFacts
from assistant.core.hub.model_work import Progress, Stopped
from assistant.core.hub.quantising import CopyPlan, copy_type, quantised_part
from assistant.engine.gguf import clean_text
from assistant.engine.machine import this_machine
from assistant.engine.quantise_child import AnyWord, Ended, QuantiseOrder

SPARE_BYTES = 64 * 1024 * 1024
_LOOK_S = 0.1
_PLAN_S = 120.0

Facts = Callable[[Path], ModelFacts]


class ModelQuantiser:
    """Fulfils `core.hub.model_work.Quantiser`; any thread, several at once.

    `command` starts `quantise-child`; `facts` reads a header in a process of its own.
    """

    def __init__(self, command: Sequence[str], facts: Facts) -> None:
        self._command = tuple(command)
        self._facts = facts

    def plan(self, source: Path, destination: Path, kind: str) -> CopyPlan:
        """What a copy would take; nothing is written. Takes about a second.

        Raises `UserError`: what would keep it from being made is said here, before the work.
        """
        chosen = copy_type(kind)
        facts = self._facts(source)
        _check_source(facts)
        _check_destination(destination)
        order = self._order(source, destination, chosen.name, dry=True)
        ended = self._run(order, lambda _done, _total: None, lambda: False, patience=_PLAN_S)
        stored = sum(share.bytes for share in facts.types)
        plan = CopyPlan(
            source=facts.path,
            destination=os.fspath(destination),
            name=facts.name,
            type=chosen.name,
            source_size=facts.file_size,
            size=ended.size + max(0, facts.file_size - stored),
            free=_free(destination.parent),
            parameters=facts.parameters,
            active_parameters=facts.active_parameters,
        )
        _check_room(plan)
        return plan

    def __call__(
        self, source: Path, destination: Path, kind: str, progress: Progress, stopped: Stopped
    ) -> None:
        plan = self.plan(source, destination, kind)
        part = destination.with_name(destination.name + ".part")
        order = self._order(source, part, plan.type, dry=False)
        try:
            self._run(order, progress, stopped)
            self._check_made(part, source)
            _give_name(part, destination)
        finally:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)

    def _check_made(self, part: Path, source: Path) -> None:
        made, known = self._facts(part), self._facts(source)
        if made.parameters != known.parameters:
            raise UserError(
                "quantise",
                "The copy has not become whole; it was removed.",
                "Try again, and look at the disk if it happens once more.",
            )

    def _order(self, source: Path, destination: Path, kind: str, *, dry: bool) -> QuantiseOrder:
        return QuantiseOrder(
            source=os.fspath(source),
            destination=os.fspath(destination),
            type=kind,
            threads=this_machine().cores,
            dry=dry,
        )

    def _run(
        self,
        order: QuantiseOrder,
        progress: Progress,
        stopped: Stopped,
        *,
        patience: float | None = None,
    ) -> Ended:
        """Have a process carry out `order`. Raises `UserError`, `Cancelled`."""
        try:
            process = subprocess.Popen(
                self._command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
            )
        except OSError as error:
            raise _broken(str(error)) from error
        if process.stdin is None or process.stdout is None:
            raise _broken("it has no pipes")
        words: queue.Queue[AnyWord | None] = queue.Queue()
        reader = threading.Thread(target=_read, args=(process.stdout, words), daemon=True)
        reader.start()
        try:
            with contextlib.suppress(OSError):
                process.stdin.write(msgspec.json.encode(order) + b"\n")
                process.stdin.close()
            ended = _listen(words, progress, stopped, patience)
        finally:
            process.kill()
            process.wait()
            reader.join()
            process.stdout.close()
        if not ended.worked:
            raise _explained(ended.said, Path(order.destination))
        return ended


def _read(stream: IO[bytes], words: queue.Queue[AnyWord | None]) -> None:
    """Hand on each line; None says that the process has gone."""
    with contextlib.suppress(OSError, ValueError, msgspec.MsgspecError):
        for line in stream:
            words.put(msgspec.json.decode(line, type=AnyWord))
    words.put(None)


def _listen(
    words: queue.Queue[AnyWord | None],
    progress: Progress,
    stopped: Stopped,
    patience: float | None,
) -> Ended:
    waited = 0.0
    while True:
        if stopped():
            raise Cancelled
        try:
            word = words.get(timeout=_LOOK_S)
        except queue.Empty:
            waited += _LOOK_S
            if patience is not None and waited > patience:
                raise _broken("it did not answer in time") from None
            continue
        if word is None:
            raise _broken("it ended before the copy was whole")
        if isinstance(word, Ended):
            return word
        progress(word.done, word.total)


def _check_source(facts: ModelFacts) -> None:
    name = clean_text(facts.name)
    if not facts.types:
        raise UserError("quantise", f"“{name}” holds no weights that could be made smaller.")
    if made := quantised_part(facts.types):
        raise UserError(
            "quantise",
            f"“{name}” has been made smaller before ({made}): a copy would add one loss to the "
            "other.",
            "Make it from the F16 or BF16 file of the model, or fetch the type you want.",
        )


def _check_destination(destination: Path) -> None:
    name = clean_text(destination.name)
    if destination.exists():
        raise UserError(
            "quantise",
            f"There is a file “{name}” already; it stays as it is.",
            "Choose another name, or delete that file first.",
        )
    folder = destination.parent
    if not folder.is_dir():
        raise UserError("no_such_file", f"There is no folder “{clean_text(str(folder))}”.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise UserError(
            "no_permission",
            f"Nothing may be written to the folder “{clean_text(str(folder))}”.",
            "Choose another folder for the copy.",
        )


def _check_room(plan: CopyPlan) -> None:
    if plan.size + SPARE_BYTES > plan.free:
        raise UserError(
            "disk_full",
            f"The copy takes {plan.size / 1e9:.1f} GB, and the disk has {plan.free / 1e9:.1f} GB "
            "left.",
            "Make room, choose a smaller type or another disk.",
        )


def _free(folder: Path) -> int:
    try:
        return shutil.disk_usage(folder).free
    except OSError as error:
        raise UserError(
            "quantise", f"The disk could not be asked for room: {error.strerror}."
        ) from error


def _give_name(part: Path, destination: Path) -> None:
    """The copy appears under its name in one step and never in the place of another file."""
    try:
        try:
            os.link(part, destination)  # fails where the name is taken
        except FileExistsError:
            _check_destination(destination)
        except OSError:  # no second names on this disk
            _check_destination(destination)
            part.rename(destination)
    except OSError as error:
        raise UserError(
            "quantise", f"The copy could not be given its name: {error.strerror}."
        ) from error


def _explained(said: str, destination: Path) -> UserError:
    """Why llama.cpp gave up, from its last words."""
    if "importance matrix" in said or "imatrix" in said:
        return UserError(
            "quantise",
            "This type needs an importance matrix for this model, which cannot be made here.",
            "Choose a larger type.",
        )
    if "iostream error" in said or "basic_ios" in said or "No space" in said:
        free = 0
        with contextlib.suppress(OSError):
            free = shutil.disk_usage(destination.parent).free
        return UserError(
            "disk_full",
            f"The copy could not be written; the disk has {free / 1e9:.1f} GB left. "
            "What there was of it has been removed.",
            "Make room and try again.",
        )
    if "unknown model architecture" in said:
        return UserError(
            "unknown_architecture",
            "The model has an architecture which this version cannot make smaller.",
            "Update the application, or fetch the type you want.",
        )
    last = said.strip().splitlines()[-1:] or [""]
    return UserError(
        "quantise",
        f"The copy could not be made: {clean_text(last[0])[:200] or 'no reason was given'}.",
        "The file may be damaged; verify it, or fetch the type you want.",
    )


def _broken(why: str) -> UserError:
    return UserError(
        "quantise",
        f"The process that makes the copy could not be used: {why}.",
        "What there was of the copy has been removed; try again.",
    )
