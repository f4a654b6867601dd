"""What is said of models, in the person's language."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.core.entities import ModelFile, ModelOrigin
from assistant.core.hub.catalogue import CatalogueModel, CatalogueUse
from assistant.core.hub.verdict import Verdict
from assistant.ui.hub.fit_words import fit_text, fit_tone
from assistant.ui.models.catalogue_sentences import catalogue_text
from assistant.ui.words import decimal_text, number_text, starter_badge

_PROGRAMS: dict[ModelOrigin, str] = {
    "lm-studio": "LM Studio",
    "ollama": "Ollama",
    "hugging-face": "Hugging Face",
    "gpt4all": "GPT4All",
    "jan": "Jan",
    "llama.cpp": "llama.cpp",
}


def program_name(origin: ModelOrigin) -> str:
    """The program whose models these are, "" for ours."""
    return _PROGRAMS.get(origin, "")


def origin_text(file: ModelFile) -> str:
    """A word or two on where a model comes from; "" where its group says it."""
    if file.origin == "starter":
        return starter_badge()
    return program_name(file.origin)


def group_name(origin: ModelOrigin) -> str:
    """The heading over models of one origin."""
    translate = QCoreApplication.translate
    match origin:
        case "own" | "starter":
            return translate("ModelWords", "Models of Inkstone")
        case "folder":
            return translate("ModelWords", "In your folders")
        case "file":
            return translate("ModelWords", "Files you opened")
        case "server":
            return translate("ModelWords", "On servers")
    named = translate("ModelWords", "Of {program}, used in place")
    return named.format(program=program_name(origin))


def loading_text(fraction: float) -> str:
    text = QCoreApplication.translate("ModelRow", "Loading {percent} %")
    return text.format(percent=int(fraction * 100))


def chosen_text() -> str:
    return QCoreApplication.translate("ModelRow", "Chosen, not in memory")


def ready_template() -> str:
    return QCoreApplication.translate(
        "ModelRow", "In memory: {backend}, context of {length} tokens. {reason}"
    )


def use_name(use: CatalogueUse) -> str:
    """What a model of the list is for."""
    translate = QCoreApplication.translate
    names: dict[CatalogueUse, str] = {
        "chat": translate("ModelWords", "Chat and everyday writing"),
        "multilingual": translate("ModelWords", "Many languages"),
        "translation": translate("ModelWords", "Translation"),
        "coding": translate("ModelWords", "Programming"),
        "embedding": translate("ModelWords", "Finding in documents by meaning"),
        "vision": translate("ModelWords", "Seeing pictures"),
        "reasoning": translate("ModelWords", "Thinking before answering"),
    }
    return names[use]


def verdict_text(verdict: Verdict) -> tuple[str, str]:
    """Whether it fits, with a tone."""
    text = fit_text(verdict)
    if verdict.tight:
        tight = QCoreApplication.translate("Fit", "tight right now")
        text = f"{text}  ·  {tight}"
    return text, fit_tone(verdict)


def speed_text(tokens_per_s: float) -> str:
    """An expected or measured speed, "" where nothing is known."""
    if tokens_per_s <= 0:
        return ""
    text = QCoreApplication.translate("ModelWords", "{speed} tokens/s")
    shown = decimal_text(tokens_per_s) if tokens_per_s < 10 else number_text(round(tokens_per_s))
    return text.format(speed=shown)


def expected_speed_text(verdict: Verdict) -> str:
    speed = speed_text(verdict.tokens_per_s)
    if not speed:
        return ""
    return QCoreApplication.translate("ModelWords", "about {speed} here").format(speed=speed)


def good_at_text(model: CatalogueModel) -> str:
    """The sentence of the list, in the window's language where it is known."""
    return catalogue_text(model.good_at)


def time_left_text(seconds: float | None) -> str:
    """How long it still takes, "" while nobody knows."""
    if seconds is None:
        return ""
    translate = QCoreApplication.translate
    if seconds < 5:
        return translate("ModelWords", "a few seconds left")
    if seconds < 90:
        return translate("ModelWords", "about %n second(s) left", "", round(seconds / 5) * 5)
    if seconds < 5400:
        return translate("ModelWords", "about %n minute(s) left", "", round(seconds / 60))
    return translate("ModelWords", "about %n hour(s) left", "", round(seconds / 3600))
