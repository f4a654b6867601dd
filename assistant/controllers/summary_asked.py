"""What a person says who has documents summarised, as the turn that is kept."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from assistant.core.display_text import one_line
from assistant.core.errors import UserError
from assistant.core.grounding import SummaryTask
from assistant.core.summary_options import SummaryOptions

_MOST_NAMED = 6
_LONGEST_NAME = 80


def summary_request(task: SummaryTask) -> str:
    """ "Summarise report.pdf (short, key points, in German; for my manager)" """
    translate = QCoreApplication.translate
    names = [one_line(document.name, _LONGEST_NAME) for document in task.documents]
    if len(names) == 1:
        said = translate("SummaryRequest", "Summarise {name}").format(name=names[0])
    else:
        more = ["…"] if len(names) > _MOST_NAMED else []
        shown = translate("SummaryRequest", ", ").join([*names[:_MOST_NAMED], *more])
        counted = translate("SummaryRequest", "Summarise %n document(s)", None, len(names))
        said = translate("SummaryRequest", "{what}: {names}").format(what=counted, names=shown)
    wishes = _wishes(task.options)
    if not wishes:
        return said
    return translate("SummaryRequest", "{what} ({wishes})").format(what=said, wishes=wishes)


def still_sending() -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "busy",
        translate("SummaryRequest", "Another message is just being sent."),
        translate("SummaryRequest", "Start again in a moment."),
    )


def _wishes(options: SummaryOptions) -> str:
    """What differs from a summary without any wish."""
    translate = QCoreApplication.translate
    lengths = {
        "one-line": translate("SummaryRequest", "one line"),
        "short": translate("SummaryRequest", "short"),
        "page": translate("SummaryRequest", "one page"),
        "long": translate("SummaryRequest", "detailed"),
    }
    forms = {
        "bullets": translate("SummaryRequest", "as a list"),
        "points": translate("SummaryRequest", "key points"),
        "table": translate("SummaryRequest", "as a table of facts"),
        "timeline": translate("SummaryRequest", "as a timeline"),
    }
    wishes = [lengths.get(options.length, ""), forms.get(options.form, "")]
    if options.language.strip():
        language = translate("Plan", one_line(options.language, _LONGEST_NAME))
        wishes.append(translate("SummaryRequest", "in {language}").format(language=language))
    said = translate("SummaryRequest", ", ").join(wish for wish in wishes if wish)
    own = options.instructions.strip()
    return translate("SummaryRequest", "; ").join(each for each in (said, own) if each)
