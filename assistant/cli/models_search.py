"""`inkstone models search`: repositories of GGUF models on the hub."""

from __future__ import annotations

import argparse
import re
import time
from typing import Any

from assistant import compose
from assistant.cli import exit_codes
from assistant.cli.hub_door import HubDoor
from assistant.cli.surroundings import Surroundings
from assistant.cli.terminal import Terminal, one_line, typed_text
from assistant.core.errors import UserError
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.repository import HubModel, HubPage, HubQuery
from assistant.core.hub.searching import largest_that_fits

_SIZE = re.compile(r"(\d+(?:[.,]\d+)?)\s*([kmgt]?)(i?)b?", re.IGNORECASE)
_POWERS = ("", "k", "m", "g", "t")
_MOST = 100


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options of `inkstone models search`."""
    parser.add_argument("text", nargs="*", metavar="Q", help="words of the name; none: browse")
    parser.add_argument("--author", default="", help="only of this person or organisation")
    parser.add_argument("--license", default="", help="only under this licence, such as apache-2.0")
    parser.add_argument("--language", default="", help="only for this language, such as de")
    parser.add_argument("--task", default="", help="only for this task, such as text-generation")
    parser.add_argument(
        "--most", default="", metavar="SIZE", help="leave out what is larger than, say, 8GB"
    )
    parser.add_argument(
        "--fits", action="store_true", help="leave out what certainly does not fit this computer"
    )
    parser.add_argument(
        "--sort",
        choices=("trending", "downloads", "likes", "updated", "name"),
        default="trending",
        help="the order (trending)",
    )
    parser.add_argument("--limit", type=int, default=20, metavar="N", help="how many (20)")
    parser.add_argument("--after", default="", help="go on where an earlier search ended (`next`)")
    parser.add_argument("--json", action="store_true", help="print one JSON document")
    parser.set_defaults(action=run)


def run(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """Print what was found; the exit code. Raises `UserError`."""
    query = HubQuery(
        text=typed_text(" ".join(options.text)),
        author=typed_text(options.author),
        license=typed_text(options.license),
        language=typed_text(options.language),
        task=typed_text(options.task),
        most_bytes=_most_bytes(options, surroundings),
        sorting=options.sort,
        limit=options.limit,
        after=options.after,
    )
    if not 1 <= query.limit <= _MOST:
        raise UserError("usage", f"--limit is a number from 1 to {_MOST}.")

    def ask(access: HubAccess) -> HubPage:
        client = compose.make_hub_client(access)
        try:
            return client.search(query)
        finally:
            client.close()

    page = HubDoor(surroundings).asked(ask)
    if options.json:
        surroundings.terminal.json({"models": list(map(_document, page.models)), "next": page.next})
    else:
        _print(surroundings.terminal, page)
    return exit_codes.DONE


def _most_bytes(options: argparse.Namespace, surroundings: Surroundings) -> int:
    """The smaller of what is named and what fits; 0 where neither is asked for."""
    limits = []
    if options.most:
        limits.append(bytes_of(options.most))
    if options.fits:
        limits.append(largest_that_fits(compose.machine_facts(surroundings.paths)))
    return min(limits, default=0)


def bytes_of(text: str) -> int:
    """`text` such as "8GB", "500 MB" or "4.5GiB" in bytes. Raises `UserError("usage")`."""
    match = _SIZE.fullmatch(text.strip())
    if match is None:
        raise UserError("usage", f"“{one_line(text)}” is no size.", "Write it like 8GB or 500MB.")
    base = 1024 if match[3] else 1000
    return int(float(match[1].replace(",", ".")) * base ** _POWERS.index(match[2].lower()))


def _document(model: HubModel) -> dict[str, Any]:
    return {
        name: getattr(model, name)
        for name in (
            "repo", "downloads", "likes", "updated_at", "gate", "license", "languages", "task",
            "architecture", "parameters", "context_length",
        )
    }  # fmt: skip


def _print(terminal: Terminal, page: HubPage) -> None:
    if not page.models:
        terminal.note("Nothing was found. Try fewer words or filters.")
        return
    width = max(len(one_line(model.repo)) for model in page.models)
    for model in page.models:
        year = time.strftime("%Y-%m-%d", time.gmtime(model.updated_at)) if model.updated_at else ""
        terminal.line(
            f"{one_line(model.repo):<{width}}  {_count(model.parameters):>6}  {year:<10}  "
            f"{_count(model.downloads):>6} downloads  {one_line(model.license)[:24]}"
            f"{'  asks for agreement' if model.gate else ''}".rstrip()
        )
    if page.next:
        terminal.note(f"There are more: --after {page.next}")


def _count(number: int) -> str:
    """1,234,567 as "1.2M", for a column; "" for nothing known."""
    if not number:
        return ""
    for size, unit in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
        if number >= size:
            return f"{number / size:.1f}{unit}"
    return str(number)
