"""Numbers and their units in a text, as values: “10,000” is “10 000”, “5 %” is “5%”."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from assistant.core.writing.guarded_items import Masked

_UNITS = (
    "km kilometre kilometres kilometer kilometers 公里 千米|m metre metres meter meters 米|"
    "cm centimetre centimetres centimeter centimeters 厘米|mm millimetre millimetres millimeter "
    "millimeters 毫米|kg kilogram kilograms kilo kilos 公斤 千克|g gram grams 克|"
    "mg milligram milligrams 毫克|µg μg microgram micrograms|t tonne tonnes 吨|lb lbs pound_s|"
    "oz ounce ounces|l litre litres liter liters 升|ml mL millilitre millilitres milliliter "
    "milliliters 毫升|°C ℃ 摄氏度|°F ℉|°|mi mile miles 英里|ft foot feet|inch inches|yd yard "
    "yards|s sec second seconds 秒|min minute minutes 分钟|h hr hrs hour hours 小时|day days 天|"
    "week weeks 周|month months 个月|year years yr yrs 年|ms millisecond milliseconds 毫秒|"
    "kB KB|MB|GB|TB|kW|MW|kWh|W watt watts 瓦|V volt volts|Hz|kHz|MHz|GHz|Pa|kPa|hPa|bar|kJ|kcal|"
    "px|pt|mph|km/h kph|m/s|m² m2 平方米|km²|m³ m3|ha hectare hectares 公顷|"
    "万|亿|million millions|billion billions|thousand|"
    "$ US$ USD dollar dollars 美元|€ EUR euro euros 欧元|£ GBP pounds pound|¥ JPY CNY RMB yen yuan "
    "元 人民币|₹ INR rupees|₩ KRW|₽ RUB|CHF francs"
)
_CANONICAL = {
    name: number for number, names in enumerate(_UNITS.split("|")) for name in names.split()
}
_NAMES = {number: names.split()[0] for number, names in enumerate(_UNITS.split("|"))}
_WORDY = sorted(_CANONICAL, key=len, reverse=True)
_UNIT = "|".join(
    (f"(?i:{name})" if len(name) > 3 and name.isalpha() else re.escape(name))
    + (r"(?![^\W\u2e80-\u9fff])" if name[-1].isalnum() and name.isascii() else "")
    for name in _WORDY
)
_CURRENCY = r"US\$|[$€£¥₹₩₽]|(?:USD|EUR|GBP|CHF|CNY|RMB|JPY|INR)(?=\s?\d)"
_NUMBER = re.compile(
    rf"(?:(?P<before>{_CURRENCY})\s?)?"
    r"(?P<sign>(?<![\w)\].%°\x00])[-−])?"
    r"(?P<body>(?<!\d)\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?:[.,]\d+)?(?!\d)"
    r"|\d{1,3}(?:['’]\d{3})+(?:[.,]\d+)?(?!\d)"
    r"|\d+(?:[.,٫٬]\d+)*)"
    r"(?P<percent>[ \u00a0\u202f]?(?:[%％‰]|per\s?cent\b|Prozent\b|pour\s?cent\b))?"
    rf"(?:[ \u00a0\u202f-]?(?P<unit>{_UNIT}))?",
)
_DECADE = re.compile(r"\d0s$")  # the 1990s are no seconds
_HAN_PERCENT = re.compile(r"百分之(?P<body>\d+(?:\.\d+)?)")
_COMMA_DECIMALS = re.compile(r"\d\.\d{3},\d|\d\.\d{3}\.\d{3}|(?<![\d,.])\d+,\d{1,2}(?![\d,])")
_POINT_DECIMALS = re.compile(r"\d,\d{3}\.\d|\d,\d{3},\d{3}|(?<![\d,.])\d+\.\d{1,2}(?![\d.])")
_FRACTION = re.compile(r"(?<![\d/])(?P<top>\d{1,2})[/⁄](?P<bottom>\d{1,2})(?![\d/])|[¼½¾⅐-⅞]")


def comma_is_decimal(text: str) -> bool:
    """Whether numbers of `text` are written as 1.234,5 rather than 1,234.5."""
    return len(_COMMA_DECIMALS.findall(text)) > len(_POINT_DECIMALS.findall(text))


def take_numbers(text: Masked, *, decimal_comma: bool) -> dict[int, str]:
    """Take the numbers out of the rest; by the place of each number with a unit, that unit."""
    units: dict[int, str] = {}

    def key(found: re.Match[str]) -> str:
        fields = found.groupdict()
        unit = fields.get("unit") or fields.get("before")
        if unit is not None and not _DECADE.search(found[0]):
            units[found.start()] = str(_CANONICAL.get(unit) or _CANONICAL[unit.lower()])
        sign = "-" if fields.get("sign") else ""
        percent = "%" if fields.get("percent") or found.re is _HAN_PERCENT else ""
        if percent and "‰" in (fields.get("percent") or ""):
            percent = "‰"
        return sign + _value(found["body"], decimal_comma=decimal_comma) + percent

    text.take("number", _FRACTION, _fraction)
    text.take("number", _HAN_PERCENT, key)
    text.take("number", _NUMBER, key)
    return units


def _fraction(found: re.Match[str]) -> str:
    """1/2 and ½ alike."""
    sign = unicodedata.normalize("NFKC", found[0]).replace("⁄", "/")
    return "/".join(str(int(part)) for part in sign.split("/"))


def _value(body: str, *, decimal_comma: bool) -> str:
    """The number in one way of writing; codes (007) and versions (1.2.3) as they are."""
    digits = unicodedata.normalize("NFKC", body).replace("٫", ".").replace("٬", ",")
    digits = re.sub(r"[\s'’]", "", digits)
    points, commas = digits.count("."), digits.count(",")
    if points and commas:
        decimal = "." if digits.rindex(".") > digits.rindex(",") else ","
    elif points + commas == 1:
        mark = "." if points else ","
        grouped = len(digits.partition(mark)[2]) == 3 and digits[0] != "0"
        usual = "," if decimal_comma else "."
        decimal = usual if grouped else mark
    else:
        decimal = "" if _is_grouped(digits) else "."
    other = {".": ",", ",": ".", "": ".,"}[decimal]
    plain = digits
    for mark in other:
        plain = plain.replace(mark, "")
    plain = plain.replace(",", ".")
    if plain.count(".") > 1 or (len(plain) > 1 and plain[0] == "0" and plain[1] != "."):
        return digits
    return format(Decimal(plain).normalize(), "f")


def _is_grouped(digits: str) -> bool:
    """1,234,567 rather than 1.2.3."""
    groups = re.split("[.,]", digits)
    return len(groups) > 1 and all(len(group) == 3 for group in groups[1:])


def unit_name(unit: str) -> str:
    """How a unit of `take_numbers` is shown."""
    return _NAMES[int(unit)]
