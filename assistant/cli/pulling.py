"""Which files of a repository the terminal fetches, and how they come."""

from __future__ import annotations

import re
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from assistant import compose
from assistant.cli.interrupt import Interrupt
from assistant.cli.sizes import size_text
from assistant.cli.terminal import Terminal, one_line
from assistant.core.errors import UserError
from assistant.core.hub.download import Download, DownloadOrder
from assistant.core.hub.messages import HubAccess
from assistant.core.hub.ordering import can_be_fetched, order_for, variant_for
from assistant.core.hub.recommending import best_variant, recommended
from assistant.core.hub.repository import HubFile, HubRepository, Variant
from assistant.paths import Paths

RECOMMENDED = "recommended"
_SHOWN_VARIANTS = 12
_PLAIN_SECONDS = 10.0
_BAR = 24
_ADDRESS = re.compile(r"https?://[^/]+/|(?:huggingface\.co|hf\.co)/", re.IGNORECASE)
_PAGE = re.compile(r"([^/:]+/[^/:]+)/(?:blob|resolve|tree)/([^/]+)(?:/(.+))?")


@dataclass(frozen=True)
class Wanted:
    """What was asked for: `what` is a file, a quantisation, or "" for the best one."""

    repo: str
    what: str = ""
    revision: str = ""


def wanted(text: str) -> Wanted:
    """`text` is "owner/name", with ":FILE" or ":QUANTISATION", or the address of its page."""
    address = _ADDRESS.match(text)
    rest = text[address.end() :] if address else text
    rest = rest.split("?")[0] if address else rest
    page = _PAGE.fullmatch(rest)
    if page:
        return Wanted(page[1], page[3] or "", page[2] if page[2] != "main" else "")
    repo, _, what = rest.partition(":")
    return Wanted(repo.strip("/"), what)


def listed_or_repo(asked: Wanted, paths: Paths) -> Wanted:
    """`asked`; where it names no repository but a model of the short list, or "recommended",
    what stands there. Raises `UserError` for other names without an owner."""
    if "/" in asked.repo:
        return asked
    catalogue = compose.catalogue(paths)
    if asked.repo == RECOMMENDED:
        best = recommended(catalogue, compose.machine_facts(paths))
        if best is None:
            raise UserError(
                "too_large",
                "No model of the short list fits this computer.",
                "`inkstone models search --fits` looks for others.",
            )
        return Wanted(best[0].repo, asked.what or best[1].pattern)
    for model in catalogue.models:
        if model.id == asked.repo.casefold():
            variants = {variant.quantisation: variant.pattern for variant in model.variants}
            return Wanted(model.repo, variants.get(asked.what.upper(), asked.what))
    listed = ", ".join(model.id for model in catalogue.models)
    raise UserError(
        "not_found",
        f"“{one_line(asked.repo)}” is no name of a repository.",
        f"Names look like owner/model. The short list has {listed}.",
    )


# --- choosing ----------------------------------------------------------------------------------


def chosen_order(
    repository: HubRepository, what: str, *, projector: bool, paths: Paths, endpoint: str
) -> DownloadOrder:
    """The files to fetch. Raises `UserError` for what is not there or cannot be used."""
    companion = _projector(repository) if projector else None
    alone = next((file for file in repository.projectors if what and _is(file, what)), None)
    if alone is not None:
        variant = Variant(name=alone.path, files=(alone,))
    else:
        variant = _named(repository, what) if what else _best(repository, paths)
    if variant.missing:
        raise UserError(
            "download",
            f"{variant.missing} parts of {one_line(variant.name)} are missing in "
            f"{repository.model.repo}.",
            f"Choose another one: {_listed(repository)}.",
        )
    order = order_for(repository, variant, companion, endpoint=endpoint)
    if not can_be_fetched(order.files):
        raise UserError(
            "download",
            "The hub does not say what these files hold, so nobody could tell whether the right "
            "ones arrive.",
            f"Choose another one: {_listed(repository)}.",
        )
    return order


def _named(repository: HubRepository, what: str) -> Variant:
    """The variant that a person calls `what`: by its file, its name, its quantisation."""
    exact = [v for v in repository.variants if any(_is(file, what) for file in v.files)]
    named = [v for v in repository.variants if v.name.casefold() == what.casefold()]
    kind = [v for v in repository.variants if v.quantisation.casefold() == what.casefold()]
    for found in (exact, named, kind):
        if len(found) == 1:
            return found[0]
        if found:
            raise UserError(
                "usage",
                f"“{one_line(what)}” fits several files in {repository.model.repo}.",
                f"Name one of them: {_names(found)}.",
            )
    fitting = variant_for(repository, what)
    if fitting is None:
        raise UserError(
            "not_found",
            f"There is no “{one_line(what)}” in {repository.model.repo}.",
            f"It has {_listed(repository)}.",
        )
    return fitting


def _best(repository: HubRepository, paths: Paths) -> Variant:
    """The best that fits this computer."""
    whole = [v for v in repository.variants if not v.missing and can_be_fetched(v.files)]
    best = best_variant(whole, compose.machine_facts(paths), parameters=repository.model.parameters)
    if best is not None:
        return best[0]
    if not whole:
        raise UserError(
            "download",
            f"Nothing in {repository.model.repo} is complete.",
            "Choose another repository with this model.",
        )
    raise UserError(
        "too_large",
        f"Nothing in {repository.model.repo} fits this computer.",
        f"Name one to fetch it all the same: {_listed(repository)}.",
    )


def _projector(repository: HubRepository) -> HubFile:
    files = repository.projectors
    if not files:
        raise UserError("not_found", f"There is no projector in {repository.model.repo}.")
    # the usual one; larger ones are no better, smaller ones see less well
    return next((file for file in files if re.search(r"(?<!b)f16", file.path.lower())), files[0])


def _is(file: HubFile, name: str) -> bool:
    return name in (file.path, file.path.rpartition("/")[2])


def _listed(repository: HubRepository) -> str:
    return _names(repository.variants)


def _names(variants: tuple[Variant, ...] | list[Variant]) -> str:
    shown = [f"{one_line(v.name)} ({size_text(v.size)})" for v in variants[:_SHOWN_VARIANTS]]
    more = len(variants) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more > 0 else "")


# --- fetching ----------------------------------------------------------------------------------


def fetched(paths: Paths, access: HubAccess, order: DownloadOrder, terminal: Terminal) -> Download:
    """Fetch until it is done, failed, or paused by Ctrl+C; how it stands then."""
    stirred = threading.Event()
    queue = compose.make_downloads(paths, access, lambda _downloads: stirred.set())
    show = _Progress(terminal).show
    try:
        with Interrupt() as interrupt:
            id = queue.start(order)
            return _followed(lambda: _of(queue.downloads(), id), stirred, interrupt, show)
    finally:
        for download in queue.downloads():
            if download.state not in ("done", "failed"):
                queue.pause(download.id)  # else the window would go on with it
        queue.close()
        terminal.clear_progress()


def _followed(
    look: Callable[[], Download],
    stirred: threading.Event,
    interrupt: Interrupt,
    show: Callable[[Download], None],
) -> Download:
    while True:
        download = look()
        if download.state in ("done", "failed") or interrupt.count:
            return download
        show(download)
        stirred.wait(0.5)
        stirred.clear()


def _of(downloads: tuple[Download, ...], id: str) -> Download:
    return next(download for download in downloads if download.id == id)


class _Progress:
    """A line that changes, or one now and then where that cannot be."""

    def __init__(self, terminal: Terminal) -> None:
        self._terminal = terminal
        self._plain = not terminal.as_json and not terminal.err.isatty()
        self._said_at = float("-inf")
        self._said = ""

    def show(self, download: Download) -> None:
        if not self._plain:
            self._terminal.progress(progress_text(download, bar=True))
            return
        now = time.monotonic()
        what = download.state + download.error
        if what != self._said or now - self._said_at >= _PLAIN_SECONDS:
            self._terminal.note(progress_text(download, bar=False))
            self._said, self._said_at = what, now


def progress_text(download: Download, *, bar: bool) -> str:
    """Where a download stands, on one line."""
    if download.state in ("waiting", "checking"):
        again = max(0, round(download.retry_at - time.time())) if download.retry_at else 0
        later = f" Again in {again} s." if again else ""
        return f"{one_line(download.error)}{later}" if download.error else "Asking the hub …"
    share = download.done / download.total if download.total else 0.0
    filled = int(share * _BAR)
    drawn = f"[{'#' * filled}{'.' * (_BAR - filled)}] " if bar else ""
    parts = [f"{drawn}{share:.0%}", f"{size_text(download.done)} of {size_text(download.total)}"]
    if download.state == "verifying":
        parts.append("verifying")
    elif download.error:
        parts.append(one_line(download.error))
    else:
        if download.speed:
            parts.append(f"{size_text(int(download.speed))}/s")
        if download.seconds_left is not None:
            parts.append(f"{duration(download.seconds_left)} left")
    return "  ".join(parts)


def duration(seconds: float) -> str:
    """45 s, 12 min, 3 h 20 min."""
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
