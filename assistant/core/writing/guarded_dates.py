"""Dates and times in a text, as fields that can be compared whatever their order."""

from __future__ import annotations

import re

from assistant.core.writing.guarded_items import Masked

_MONTHS = (
    "january jan januar janvier enero gennaio|february feb februar février febrero febbraio|"
    "march mar märz mars marzo|april apr avril abril aprile|may mai mayo maggio|"
    "june jun juni juin junio giugno|july jul juli juillet julio luglio|"
    "august aug août agosto|september sep sept septembre septiembre settembre|"
    "october oct oktober okt octobre octubre ottobre|november nov novembre noviembre|"
    "december dec dezember dez décembre diciembre dicembre"
)
_NUMBER_OF = {
    name: number for number, names in enumerate(_MONTHS.split("|"), 1) for name in names.split()
}
_NAME = "|".join(sorted(_NUMBER_OF, key=len, reverse=True))
_YEAR = r"(?P<year>\d{4})"
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th|\.|er)?"
_MONTH = rf"(?P<month>{_NAME})\b\.?"

_DATES = (
    re.compile(
        rf"(?<![\w/-]){_YEAR}(?P<mark>[-/.])(?P<m>\d{{1,2}})(?P=mark)(?P<day>\d{{1,2}})(?![\w/-]\d)"
    ),
    re.compile(
        r"(?<![\d])(?P<year>\d{4}) ?年 ?(?P<m>\d{1,2}) ?月(?: ?(?P<day>\d{1,2}) ?[日号號])?"
    ),
    re.compile(r"(?<![\d])(?P<m>\d{1,2}) ?月 ?(?P<day>\d{1,2}) ?[日号號]"),
    re.compile(
        rf"(?<![\w]){_DAY}\s(?:of\s|de\s)?{_MONTH}(?:,?\s(?:de\s)?{_YEAR}(?!\d))?", re.IGNORECASE
    ),
    re.compile(
        rf"(?<![\w]){_MONTH}\s(?:the\s)?{_DAY}(?![\d:%.,]\d|\d)(?:,?\s{_YEAR}(?!\d))?",
        re.IGNORECASE,
    ),
    re.compile(rf"(?<![\w]){_MONTH},?\s(?:of\s)?{_YEAR}(?!\d)", re.IGNORECASE),
    re.compile(
        r"(?<![\w/.-])(?P<a>\d{1,2})(?P<mark>[/.-])(?P<b>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\w/-]|\.\d)"
    ),
)
_TIME = re.compile(
    r"(?<![\w:.])(?P<h>[01]?\d|2[0-4])[:：](?P<min>[0-5]\d)(?::(?P<s>[0-5]\d))?(?![\d:])"
    r"(?:\s?(?P<half>[ap])\.?m\b\.?)?",
    re.IGNORECASE,
)
_HOUR = re.compile(r"(?<![\w:.])(?P<h>1[0-2]|0?\d)\s?(?P<half>[ap])\.?m\b\.?(?!\w)", re.IGNORECASE)
_H_TIME = re.compile(r"(?<![\w:.])(?P<h>[01]?\d|2[0-4])\s?h\s?(?P<min>[0-5]\d)(?!\w)")


def take_dates(text: Masked) -> None:
    """Take dates and times of the day out of the rest of `text`."""
    for pattern in _DATES:
        text.take("date", pattern, _date)
    for pattern in (_TIME, _H_TIME, _HOUR):
        text.take("date", pattern, _time)


def _date(found: re.Match[str]) -> str | None:
    """Year, month and day; of a numeric date whose order nobody knows its numbers in order."""
    fields = found.groupdict()
    year = fields.get("year") or ""
    if fields.get("a"):
        first, second = int(fields["a"]), int(fields["b"])
        if first > 31 or second > 31 or (first > 12 and second > 12) or not first or not second:
            return None
        if first > 12 or second > 12:
            day, month = (first, second) if first > 12 else (second, first)
            return _key(year, month, day)
        return f"{year}~{first}~{second}"
    name = (fields.get("month") or "").casefold()
    month = _NUMBER_OF[name] if name else int(fields.get("m") or 0)
    day = int(fields.get("day") or 0)
    if not 1 <= month <= 12 or day > 31:
        return None
    return _key(year, month, day)


def _key(year: str, month: int, day: int) -> str:
    return f"{year}-{month}-{day}"


def _time(found: re.Match[str]) -> str | None:
    """Hours and minutes of the day."""
    fields = found.groupdict()
    hour = int(fields["h"])
    half = (fields.get("half") or "").casefold()
    if half and not 1 <= hour <= 12:
        return None
    if half:
        hour = hour % 12 + (12 if half == "p" else 0)
    seconds = f":{fields['s']}" if fields.get("s") else ""
    return f"{hour}:{fields.get('min') or '00'}{seconds}"
