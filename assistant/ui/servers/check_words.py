"""What came of asking a server what it offers, in words."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.controllers.servers import ServerCheck
from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.remote.facts import ServerModel
from assistant.ui.error_words import in_window_language, joined
from assistant.ui.words import number_text, parameters_text

translate = QCoreApplication.translate


def check_text(check: ServerCheck | None) -> tuple[str, str]:
    """A line, and its tone of the style sheet."""
    if check is None:
        return translate("Servers", "Not asked yet"), "secondary"
    if check.phase == "asking":
        return translate("Servers", "Asking what it offers"), "secondary"
    if check.error is not None:
        return check_error_text(check.error), "danger"
    facts = check.facts
    parts = [_models_text(check)]
    if facts.kind:
        parts.append(facts.kind)
    parts.append(_latency_text(facts.seconds))
    return " · ".join(parts), "good" if facts.models else "caution"


def check_error_text(error: UserError) -> str:
    """What is wrong, and what to do about it."""
    return joined(in_window_language(error.text), in_window_language(error.hint))


def _models_text(check: ServerCheck) -> str:
    facts = check.facts
    if facts.models:
        return translate("Servers", "%n model(s)", "", len(facts.models))
    if not facts.listed:
        return translate("Servers", "It answers, but lists no models")
    return translate("Servers", "It answers, but has no model")


def _latency_text(seconds: float) -> str:
    if seconds < 1:
        milliseconds = number_text(max(1, round(seconds * 1000)))
        return translate("Servers", "answered in {count} ms").format(count=milliseconds)
    return translate("Servers", "answered in {count} s").format(count=number_text(round(seconds)))


def model_detail(model: ServerModel) -> str:
    """What is known of a model besides its name."""
    parts = []
    if model.context_length:
        parts.append(
            translate("Servers", "context {count} tokens").format(
                count=number_text(model.context_length)
            )
        )
    parts.append(parameters_text(model.parameters))
    return " · ".join(one_line(part) for part in parts if part)
