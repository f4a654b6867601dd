"""What is said about a context that is full, or will be."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.controllers.context_words import refusal_error
from assistant.controllers.shown import ShownFold
from assistant.core.context_fit import Fit
from assistant.ui.transcript.turn import FoldNote
from assistant.ui.words import number_text

translate = QCoreApplication.translate


def fold_note(shown: ShownFold) -> FoldNote:
    """The line in the transcript where the branch is cut."""
    fold = shown.fold
    if fold.rule == "summarise":
        text = translate("Fold", "Earlier messages (1 to {last}) are folded into a summary.")
        return FoldNote(text.format(last=number_text(shown.messages)), fold.summary, False)
    text = translate(
        "Fold",
        "Earlier messages (1 to {last}) are no longer sent: the context of {limit} tokens is full.",
    )
    if fold.rule == "unsummarised":
        text += " " + translate("Fold", "They could not be summarised.")
    told = text.format(last=number_text(shown.messages), limit=number_text(fold.context_length))
    return FoldNote(told, fold.summary)


def forecast_text(fit: Fit) -> tuple[str, str]:
    """What sending would do, in one short line, and its tone; ("", "") when nothing special."""
    if fit.refused is not None:
        return refusal_error(fit.refused).text, "danger"
    if not fit.cut or fit.fold is None:
        return "", ""
    if fit.fold.rule == "summarise":
        text = translate("Fold", "Sending folds messages 1 to {last} into a summary")
    else:
        text = translate("Fold", "Sending leaves out messages 1 to {last}")
    return text.format(last=number_text(fit.folded)), "caution"


def reserve_text(fit: Fit) -> str:
    """How much is kept for the answer, and what sending would do."""
    text = translate("Fold", "{reserve} are kept for the answer.").format(
        reserve=number_text(fit.reserve)
    )
    forecast, _tone = forecast_text(fit)
    if forecast and not forecast.endswith((".", "。")):
        forecast += translate("Fold", ".", "the end of a sentence")
    return f"{text} {forecast}".strip()
