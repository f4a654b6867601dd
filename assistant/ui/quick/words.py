"""What is said in the quick window."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QKeySequence

from assistant.controllers.quick_run import QuickRun
from assistant.controllers.quick_tasks import QuickTask
from assistant.ui.quick.clipboard import Origin
from assistant.ui.words import number_text
from assistant.ui.writing.words import action_name, flag_text, words_text

translate = QCoreApplication.translate
_MOST_FLAGS = 3


def task_name(task: QuickTask) -> str:
    """As its button is called."""
    names = {
        "translate": translate("Quick", "Translate to"),
        "summarise": translate("Quick", "Summarise"),
        "ask": translate("Quick", "Ask…"),
    }
    return names.get(task.id) or ("" if task.action is None else action_name(task.action))


def origin_text(origin: Origin | None, text: str) -> str:
    """ "From the selection · 24 words"; `origin` None is what the person typed."""
    if not text.strip():
        return translate("Quick", "Nothing is selected or copied")
    said = {
        "selection": translate("Quick", "From the selection"),
        "clipboard": translate("Quick", "From the clipboard"),
        None: translate("Quick", "Your text"),
    }
    return f"{said[origin]} · {words_text(text)}"


def working_text(run: QuickRun, *, loading: bool, share: float) -> str:
    """What goes on."""
    if loading:
        text = translate("Quick", "Loading the model… {percent} %")
        return text.format(percent=number_text(round(share * 100)))
    if not run.text.strip() and not (run.session is not None and run.session.streams):
        return translate("Quick", "Reading…")
    if run.share:
        text = translate("Quick", "Writing… {percent} %")
        return text.format(percent=number_text(round(run.share * 100)))
    return translate("Quick", "Writing…")


def ended_text(run: QuickRun) -> str:
    """How it ended, where nothing has to be looked at."""
    if run.phase == "stopped":
        return translate("Quick", "Stopped. What was written is here.")
    if not run.compares:
        return f"{words_text(run.text)}."
    changes = len(run.changes)
    if not changes:
        return translate("Quick", "Nothing to change.")
    return translate("Quick", "%n change(s). A click takes one back.", "", changes)


def keys_text(*, pastes: bool) -> str:
    """What can be done with a result."""
    if pastes:
        return translate("Quick", "Enter copies, Ctrl+Enter pastes it back.")
    return translate("Quick", "Enter copies it.")


def flags_text(run: QuickRun) -> str:
    """What should be looked at before the result is used; "" for nothing."""
    flags = [*run.flags]
    if run.session is not None:
        review = run.session.review
        for number, change in enumerate(review.changes):
            if review.is_in(number):
                flags += change.flags
    said = list(dict.fromkeys(flag_text(flag) for flag in flags))
    more = len(said) - _MOST_FLAGS
    if more > 0:
        rest = translate("Quick", "%n more", "", more)
        said = [*said[:_MOST_FLAGS], rest]
    return " · ".join(said)


def copied_text() -> str:
    keys = QKeySequence(QKeySequence.StandardKey.Paste).toString(
        QKeySequence.SequenceFormat.NativeText
    )
    return translate("Quick", "Copied. Paste it with {keys}.").format(keys=keys)
