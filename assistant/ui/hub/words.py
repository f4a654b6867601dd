"""What the hub says of models, in words a person reads."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale

from assistant.controllers.download_list import ACTIVE
from assistant.core.display_text import one_line
from assistant.core.hub.download import Download, DownloadState
from assistant.core.hub.repository import HubModel
from assistant.ui.error_words import in_window_language, joined
from assistant.ui.translation import language_words
from assistant.ui.words import decimal_text, number_text, size_text

translate = QCoreApplication.translate
DOT = "  ·  "
FOUR_BITS = 0.6
"""Bytes for each weight of a file with four bits (Q4_K_M), its scales included."""


def owner_and_name(repo: str) -> tuple[str, str]:
    """Who a repository belongs to and what it is called, each on one line."""
    owner, _, name = repo.rpartition("/")
    return one_line(owner, 100), one_line(name, 120)


def large_number(number: int) -> str:
    """950, 1.2k, 3.4M: for counts of which the size matters."""
    for least, unit in ((1_000_000_000, "B"), (1_000_000, "M"), (1_000, "k")):
        if number >= least:
            value = number / least
            return f"{decimal_text(value, 1 if value < 10 else 0)}{unit}"
    return number_text(number)


def sizes_text(parameters: int) -> str:
    """What its files are about as large as, from two to eight bits."""
    if parameters <= 0:
        return ""
    low, high = size_text(round(parameters * 0.4)), size_text(round(parameters * 1.07))
    return translate("Hub", "about {low} to {high}").format(low=low, high=high)


def license_name(code: str) -> str:
    """A licence as it is called: "apache-2.0" is Apache 2.0."""
    known = _LICENCES.get(code.lower())
    return known or one_line(code, 40)


def language_name(code: str) -> str:
    """A language in the window's language, the code where it is not known."""
    if code == "zh":
        return translate("Hub", "Chinese")
    return one_line(language_words.language_name(code), 40)


def languages_text(codes: tuple[str, ...], most: int = 4) -> str:
    """The first of them by name, and how many more."""
    names = [language_name(code) for code in codes[:most]]
    more = len(codes) - most
    if more > 0:
        names.append(translate("Hub", "%n more", "languages", more))
    return ", ".join(names)


def task_name(task: str) -> str:
    known = _TASKS.get(task)
    return known() if known else one_line(task.replace("-", " "), 40)


def gate_text(model: HubModel) -> str:
    """What stands before a repository; "" where nothing does."""
    if not model.gate:
        return ""
    if model.gate == "manual":
        return translate("Hub", "Access on request")
    return translate("Hub", "Access after agreeing")


def counts_text(model: HubModel) -> str:
    """Downloads and likes."""
    return DOT.join(
        (
            translate("Hub", "{number} downloads").format(number=large_number(model.downloads)),
            translate("Hub", "{number} likes").format(number=large_number(model.likes)),
        )
    )


def updated_text(model: HubModel) -> str:
    if model.updated_at <= 0:
        return ""
    day = QDateTime.fromSecsSinceEpoch(int(model.updated_at)).date()
    shown = QLocale().toString(day, QLocale.FormatType.ShortFormat)
    return translate("Hub", "updated {day}").format(day=shown)


# --- downloads ---------------------------------------------------------------------------------


def time_left_text(seconds: float | None) -> str:
    """ "about 3 min left"; "" where nothing is known."""
    if seconds is None or seconds < 0:
        return ""
    if seconds < 60:
        return translate("Hub", "less than a minute left")
    minutes = round(seconds / 60)
    if minutes < 60:
        return translate("Hub", "about %n min left", "", minutes)
    hours, rest = divmod(minutes, 60)
    return translate("Hub", "about {hours} h {minutes} min left").format(hours=hours, minutes=rest)


def speed_text(bytes_per_s: float) -> str:
    return f"{size_text(round(bytes_per_s))}/s" if bytes_per_s > 0 else ""


def amount_text(download: Download) -> str:
    """ "1.2 of 4.7 GB" while it is on its way, its size before and after."""
    total = download.total or download.order.size
    if download.state in ("done", "waiting") and not 0 < download.done < total:
        return size_text(total)
    return translate("Hub", "{done} of {total}").format(
        done=size_text(download.done), total=size_text(total)
    )


def fraction(download: Download) -> float:
    """How much of it is here, 0.0 to 1.0."""
    total = download.total or download.order.size
    return min(1.0, download.done / total) if total > 0 else 0.0


def state_text(download: Download, now: float) -> str:
    """What happens with it; `now` in seconds since the epoch."""
    if download.state == "fetching" and download.retry_at > now:
        seconds = min(max(1, round(download.retry_at - now)), 86_400)
        return translate("Hub", "The connection was lost; tried again in %n s", "", seconds)
    if download.state == "fetching" and download.retries:
        return translate("Hub", "Connecting again")
    return _STATES[download.state]()


def error_sentence(download: Download) -> str:
    """Why it failed and what to do."""
    return joined(in_window_language(download.error), in_window_language(download.hint))


def progress_line(download: Download, now: float) -> str:
    """State, amount, speed and time left, on one line."""
    parts = [state_text(download, now), amount_text(download)]
    if download.state == "fetching":
        parts += [speed_text(download.speed), time_left_text(download.seconds_left)]
    return DOT.join(filter(None, parts))


def together(downloads: tuple[Download, ...]) -> tuple[int, float, float]:
    """How many are on their way, how much of them is here (0.0 to 1.0), bytes a second."""
    active = [each for each in downloads if each.state in ACTIVE]
    total = sum(each.total or each.order.size for each in active)
    done = sum(each.done for each in active)
    speed = sum(each.speed for each in active)
    return len(active), min(1.0, done / total) if total else 0.0, speed


_STATES: dict[DownloadState, Callable[[], str]] = {
    "waiting": lambda: translate("Hub", "Waiting for its turn"),
    "checking": lambda: translate("Hub", "Asking the hub"),
    "fetching": lambda: translate("Hub", "Fetching"),
    "verifying": lambda: translate("Hub", "Checking what was fetched"),
    "paused": lambda: translate("Hub", "Paused"),
    "failed": lambda: translate("Hub", "Failed"),
    "done": lambda: translate("Hub", "Ready to be used"),
}
_LICENCES = {
    "apache-2.0": "Apache 2.0",
    "mit": "MIT",
    "llama2": "Llama 2",
    "llama3": "Llama 3",
    "llama3.1": "Llama 3.1",
    "llama3.2": "Llama 3.2",
    "llama3.3": "Llama 3.3",
    "llama4": "Llama 4",
    "gemma": "Gemma",
    "cc-by-4.0": "CC BY 4.0",
    "cc-by-sa-4.0": "CC BY-SA 4.0",
    "cc-by-nc-4.0": "CC BY-NC 4.0",
    "cc-by-nc-sa-4.0": "CC BY-NC-SA 4.0",
    "bsd-3-clause": "BSD 3-Clause",
    "gpl-3.0": "GPL 3.0",
    "agpl-3.0": "AGPL 3.0",
    "bigscience-openrail-m": "OpenRAIL-M",
    "openrail": "OpenRAIL",
}
LICENCE_CHOICES = ("apache-2.0", "mit", "llama3.1", "gemma", "cc-by-4.0", "cc-by-nc-4.0")
LANGUAGE_CHOICES = (
    "en", "zh", "es", "fr", "de", "pt", "it", "ru", "ja", "ko", "ar", "hi", "nl", "pl", "tr",
    "vi", "uk", "cs", "sv", "fa", "he", "th", "id", "el", "fi", "da",
)  # fmt: skip
_TASKS: dict[str, Callable[[], str]] = {
    "text-generation": lambda: translate("Hub", "Writing and chat"),
    "image-text-to-text": lambda: translate("Hub", "Reads images, too"),
    "translation": lambda: translate("Hub", "Translation"),
    "feature-extraction": lambda: translate("Hub", "Embedding"),
    "sentence-similarity": lambda: translate("Hub", "Sentence similarity"),
    "text-ranking": lambda: translate("Hub", "Ranking"),
}
TASK_CHOICES = tuple(_TASKS)
