"""Numbers and days in words a person reads."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from assistant.core.day_groups import Group


def size_text(size: int) -> str:
    """Bytes as "4.2 GB" (decimal units, one digit below 100)."""
    value, unit = float(size), "B"
    for larger in ("kB", "MB", "GB", "TB"):
        if value < 1000:
            break
        value, unit = value / 1000, larger
    digits = 0 if unit == "B" or value >= 100 else 1
    return f"{QLocale().toString(value, 'f', digits)} {unit}"


def number_text(number: int) -> str:
    """With the separators of the person's language."""
    return QLocale().toString(number)


def short_number(number: int) -> str:
    """950, 1.2k, 128k: for a meter that has little room."""
    if number < 1000:
        return str(number)
    if number < 10_000:
        return f"{QLocale().toString(number / 1000, 'f', 1)}k"
    return f"{number // 1000}k"


def decimal_text(value: float, digits: int = 1) -> str:
    return QLocale().toString(value, "f", digits)


def weights_text(weights: int) -> str:
    """A number of weights as models are named by it: "0.3 M", "4 B"; "" for none."""
    if weights <= 0:
        return ""
    if weights < 950_000_000:
        return f"{_few_digits(max(0.1, weights / 1e6))} M"
    return f"{_few_digits(weights / 1e9)} B"


def parameters_text(weights: int) -> str:
    """How many weights: "4 B parameters"; "" where nobody says."""
    count = weights_text(weights)
    words = QCoreApplication.translate("ModelWords", "{count} parameters")
    return words.format(count=count) if count else ""


def _few_digits(value: float) -> str:
    shown = round(value, 1)
    return decimal_text(shown, 0 if shown >= 10 or shown.is_integer() else 1)


def group_text(group: Group) -> str:
    """The heading of a group of conversations."""
    match group.kind:
        case "pinned":
            return QCoreApplication.translate("DayGroups", "Pinned")
        case "today":
            return QCoreApplication.translate("DayGroups", "Today")
        case "yesterday":
            return QCoreApplication.translate("DayGroups", "Yesterday")
        case "week":
            return QCoreApplication.translate("DayGroups", "Previous 7 days")
    month = QLocale().standaloneMonthName(group.month)
    month = month[:1].upper() + month[1:]
    if group.year == QDate.currentDate().year():
        return month
    return QCoreApplication.translate("DayGroups", "{month} {year}").format(
        month=month, year=group.year
    )


def title_text(title: str) -> str:
    """A conversation's title, or the words for one that has none yet."""
    return title or QCoreApplication.translate("Titles", "New conversation")


def starter_badge() -> str:
    """What stands beside the name of the model that ships with the application."""
    return QCoreApplication.translate("ModelWords", "starter")
