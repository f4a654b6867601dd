"""What is said of actions, changes and flags."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.core.display_text import one_line
from assistant.core.writing.action import Action
from assistant.core.writing.change import Change, Flag
from assistant.core.writing.session import WritingSession
from assistant.ui.documents.plan_words import duration_text
from assistant.ui.words import number_text

translate = QCoreApplication.translate
_PART = 60
_MANY = 400_000


def action_name(action: Action) -> str:
    """As a person reads it; own actions are called what they were called."""
    if action.own:
        return one_line(action.name, 120)
    names = {
        "proofread": translate("Writing", "Proofread"),
        "rewrite": translate("Writing", "Rewrite"),
        "shorten": translate("Writing", "Shorten"),
        "expand": translate("Writing", "Expand"),
        "simplify": translate("Writing", "Simplify"),
        "formal": translate("Writing", "Make formal"),
        "friendly": translate("Writing", "Make friendly"),
        "professional": translate("Writing", "Make professional"),
        "continue": translate("Writing", "Continue writing"),
        "outline": translate("Writing", "Outline"),
        "reply": translate("Writing", "Write a reply"),
        "explain": translate("Writing", "Explain"),
        "bullets": translate("Writing", "To bullet points"),
        "table": translate("Writing", "To a table"),
        "title": translate("Writing", "Find a title"),
    }
    return names.get(action.id) or one_line(action.name, 120)


def quoted(text: str) -> str:
    """A few words in quotation marks that keep their direction of reading."""
    return (
        f"“\u2068{one_line(text, _PART)}\u2069”" if text.strip() else translate("Writing", "space")
    )


def change_text(change: Change) -> str:
    """What a change does: “teh” → “the”."""
    if not change.before:
        return translate("Writing", "Added: {text}").format(text=quoted(change.after))
    if not change.after:
        return translate("Writing", "Removed: {text}").format(text=quoted(change.before))
    return f"{quoted(change.before)} → {quoted(change.after)}"


def flag_text(flag: Flag) -> str:
    """A sentence about what should be looked at."""
    about = _about_answer(flag)
    if about:
        return about
    item, became = one_line(flag.item, _PART), one_line(flag.became, _PART)
    kind = _kind(flag)
    match flag.problem:
        case "missing":
            text = translate("Writing", "{kind} is missing: {item}")
        case "added":
            text = translate("Writing", "{kind} was not there before: {item}")
            item = became or item
        case "doubtful":
            text = translate("Writing", "{kind} should be checked: {item}")
            item = item or became
        case _:
            text = translate("Writing", "{kind} was changed: {item} → {became}")
    return text.format(kind=kind, item=f"\u2068{item}\u2069", became=f"\u2068{became}\u2069")


def _kind(flag: Flag) -> str:
    kinds = {
        "number": translate("Writing", "A number"),
        "unit": translate("Writing", "A unit"),
        "date": translate("Writing", "A date"),
        "url": translate("Writing", "A link"),
        "email": translate("Writing", "An e-mail address"),
        "name": translate("Writing", "A name"),
        "quoted": translate("Writing", "A quotation"),
        "placeholder": translate("Writing", "A placeholder"),
        "code": translate("Writing", "Code"),
        "markdown": translate("Writing", "Formatting"),
        "citation": translate("Writing", "A citation"),
        "term": translate("Writing", "A term"),
    }
    return kinds.get(flag.kind) or translate("Writing", "Something")


def _about_answer(flag: Flag) -> str:
    """About how the model answered, "" for other flags."""
    said = {
        "language": translate("Writing", "The answer is in another language than the text."),
        "repeated": translate("Writing", "The model began to repeat itself and was stopped here."),
        "cut": translate("Writing", "The answer had no more room: its end is missing here."),
        "refused": translate("Writing", "The model refused to do this; the text is as it was."),
        "echoed": translate("Writing", "The model gave the text back without doing anything."),
    }
    return said.get(flag.kind, "")


def review_text(session: WritingSession) -> str:
    """How far somebody is: "7 of 23 decided · 2 flagged"."""
    review = session.review
    total = review.total()
    parts = []
    if total:
        text = translate("Writing", "{decided} of {total} decided")
        parts.append(text.format(decided=number_text(review.decided()), total=number_text(total)))
    elif session.phase == "done":
        parts.append(translate("Writing", "Nothing was changed"))
    return " · ".join(parts)


def progress_text(session: WritingSession, seconds_left: float | None) -> str:
    """ "Paragraph 3 of 40 · about 2 min left"."""
    total, done = len(session.spans), len(session.done)
    if total < 2:
        return translate("Writing", "Writing…") if session.streams else translate(
            "Writing", "Reading the text…"
        )  # fmt: skip
    text = translate("Writing", "Paragraph {number} of {total}")
    parts = [text.format(number=number_text(min(done + 1, total)), total=number_text(total))]
    if seconds_left is not None:
        left = translate("Writing", "about {time} left")
        parts.append(left.format(time=duration_text(seconds_left)))
    return " · ".join(parts)


def words_text(text: str) -> str:
    """How long a text is; letters where words are not divided by spaces, or are very many."""
    if not text or text.isspace():
        return ""
    count = len(text.split()) if len(text) < _MANY else 0
    if len(text) > 12 * max(1, count):
        count = len(text)
        return translate("Writing", "{count} characters").format(count=number_text(count))
    return translate("Writing", "{count} word(s)", "", count).format(count=number_text(count))
