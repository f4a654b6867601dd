"""`inkstone models pull`: fetch a model from the hub, go on with one, or stop for now."""

from __future__ import annotations

import argparse
import contextlib
import time
from pathlib import Path
from typing import Any

import msgspec

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.hub_door import HubDoor
from assistant.cli.pulling import chosen_order, fetched, listed_or_repo, wanted
from assistant.cli.sizes import size_text
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import one_line, typed_text
from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubRepository


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models pull`."""
    parser.add_argument(
        "what",
        metavar="REPO[:FILE]",
        help="owner/name, and which file or quantisation of it, such as owner/name:Q4_K_M; "
        "none: the best that fits this computer. Also a model of the short list, such as "
        "qwen3.5-9b, or “recommended”",
    )
    parser.add_argument("--revision", default="", help="a commit or a branch (the newest)")
    parser.add_argument(
        "--projector", action="store_true", help="also what makes the model see pictures (mmproj)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.epilog = "Ctrl+C pauses; the same command goes on where it stopped."
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Fetch and verify; the exit code. Raises `UserError`."""
    terminal, paths = surroundings.terminal, surroundings.paths
    asked = listed_or_repo(wanted(typed_text(options.what)), paths)
    revision = typed_text(options.revision) or asked.revision
    door = HubDoor(surroundings)

    def look(access: HubAccess) -> HubRepository:
        client = compose.make_hub_client(access)
        try:
            return client.repository(asked.repo, revision)
        finally:
            client.close()

    repository = door.asked(look)
    if repository.model.repo != repository.asked:
        terminal.note(f"{repository.asked} is called {repository.model.repo} now.")
    order = chosen_order(
        repository,
        asked.what,
        projector=options.projector,
        paths=paths,
        endpoint=door.endpoint,
    )
    terminal.note(f"{order.name}: {size_text(order.size)}, from {order.repo}.")
    began = time.monotonic()
    download = door.asked(lambda access: _fetched(surroundings, access, order))
    seconds = time.monotonic() - began
    if download.state == "done":
        _note_source(surroundings, download)
    if options.json:
        terminal.json(_document(repository, download, seconds))
    elif download.state == "done":
        terminal.line(download.path)
    else:
        terminal.note(
            f"Paused with {size_text(download.done)} of {size_text(download.total)}. The same "
            "command goes on from there."
        )
    return exit_codes.DONE if download.state == "done" else exit_codes.CANCELLED


def _fetched(surroundings: Surroundings, access: HubAccess, order: DownloadOrder) -> Download:
    """Done, or paused by the person. Raises `UserError` where it failed."""
    download = fetched(surroundings.paths, access, order, surroundings.terminal)
    if download.state == "failed" and download.error_kind == "gated":
        page = f"{order.endpoint}/{order.repo}"
        raise UserError("gated", download.error, f"Ask for access on its page: {page}")
    if download.state == "failed":
        raise UserError(download.error_kind or "download", download.error, download.hint)
    return download


def _note_source(surroundings: Surroundings, download: Download) -> None:
    """Keep where the model came from, as the window does; that it cannot be is no failure."""
    order, paths = download.order, surroundings.paths
    shelf = compose.make_shelf(paths)
    with contextlib.suppress(UserError, OSError):
        for file in shelf.scan([], [Path(download.path)]):
            if file.path != download.path or not file.identity:
                continue
            records = compose.make_records(paths)
            record = msgspec.structs.replace(
                records.get(file.identity),
                source=f"{order.repo}@{order.revision}",
                sha256=order.files[0].sha256,
                further_sha256=tuple(part.sha256 for part in order.files[1 : file.parts]),
            )
            records.put(file.identity, record)


def _document(repository: HubRepository, download: Download, seconds: float) -> dict[str, Any]:
    order = download.order
    names = {variant.files[0].path: variant.quantisation for variant in repository.variants}
    return {
        "repo": order.repo,
        "revision": order.revision,
        "name": one_line(order.name),
        "quantisation": names.get(order.files[0].path, ""),
        "path": download.path,
        "state": "done" if download.state == "done" else "paused",
        "size": order.size,
        "done": download.done,
        "files": [
            {"path": file.path, "size": file.size, "sha256": file.sha256} for file in order.files
        ],
        "seconds": round(seconds, 3),
    }
