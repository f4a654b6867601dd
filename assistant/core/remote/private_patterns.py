"""What in a text looks like something private: addresses, numbers, keys.

Rules, not a model: they find what has a recognisable shape. Formats: RFC 5321 addresses (without
quotes), E.164 and common national ways to write telephone numbers, ISO/IEC 7812 card numbers with
their check digit, ISO 13616 IBANs with theirs, and the published prefixes of well-known keys.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

Kind = Literal["email", "phone", "card", "iban", "key"]


class Private(NamedTuple):
    """The characters `start` to `end` of a text are of this kind."""

    start: int
    end: int
    kind: Kind


_LETTER = r"[^\W_\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]"
"""A letter or digit of a script that puts spaces between words: in Chinese, Japanese and Korean
an address follows the word before it directly."""
_LOCAL_PART = re.compile(rf"(?:{_LETTER}|[._%+'-]){{1,64}}\Z")
_DOMAIN = re.compile(rf"(?:{_LETTER}|-){{1,63}}(?:\.(?:{_LETTER}|-){{1,63}}){{1,6}}")
_WIDE_DOMAIN = re.compile(
    r"(?:[^\W_]|-){1,63}\.(?:(?:[^\W_]|-){1,63}\.){0,5}"
    rf"(?:中国|中國|公司|网络|網絡|网址|在线|中文网|商城|集团|香港|台湾|台灣|新加坡|みんな|コム|한국|닷컴|{_LETTER}{{2,63}})"
)
"""With labels in Chinese, Japanese or Korean. Of the last part only those of IANA's root zone count
that are in these scripts and much used, since what follows an address may touch it."""
_PIECE = 4_096
_LONGEST = 1_024

_PHONES = tuple(
    re.compile(rf"(?<![.,/+_-])(?<!{_LETTER}){shape}(?!{_LETTER}|[_/]|[.,-]\d)")
    for shape in (
        r"(?:\+|00)[1-9](?:[ .\-/]?\(?\d\)?){6,14}",  # +49 (0)30 1234567
        r"(?:1[ .-])?\(?[2-9]\d{2}\)?[ .-]?(?<=[) .-])[2-9]\d{2}[ .-]\d{4}",  # (555) 234-5678
        r"0[1-9](?:[ .]\d{2}){4}",  # 06 12 34 56 78
        r"\(?0[1-9]\d{0,4}\)?[ /-]{1,3}\d{3,8}(?:[ -]\d{2,6}){0,3}",  # 030/1234567, 010-12345678
        r"0[1-9]\d{8,9}",  # 01711234567
        r"1[3-9]\d[ -]?\d{4}[ -]?\d{4}",  # 13812345678
    )
)
_PHONE_DIGITS = range(9, 16)
_MANY_DIGITS = re.compile(r"\d(?:[ ().+/-]{0,4}\d){8}")
"""What has none of these holds no telephone number, and most texts have none."""

_CARD = re.compile(
    rf"(?<![.,+_-])(?<!{_LETTER})"
    r"(?:\d{4}([ -]?)\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{5})"
    rf"(?!{_LETTER}|_|[.,-]\d)"
)
_CARD_STARTS = re.compile(r"(?:3[04-9]|4|5[0-9]|6|2[2-7])")

_IBAN = re.compile(rf"(?<!{_LETTER})" r"[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,32}", re.IGNORECASE)
_IBAN_LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})(\d\d)",
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG29"
        "ES24FI18FK18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28"
        "LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28NL18NO15OM23PK24PL28PS29PT25"
        "QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20",
    )
}

_KEYS = re.compile(
    r"(?<![A-Za-z0-9_-])(?:"
    r"sk-[A-Za-z0-9_-]{16,}|[sr]k_(?:live|test)_[A-Za-z0-9]{10,}|gh[oprsu]_[A-Za-z0-9]{30,}"
    r"|github_pat_[A-Za-z0-9_]{30,}|glpat-[A-Za-z0-9_-]{16,}|hf_[A-Za-z0-9]{20,}"
    r"|npm_[A-Za-z0-9]{30,}|pypi-[A-Za-z0-9_-]{30,}|xox[abeprs]-[A-Za-z0-9-]{10,}"
    r"|(?:AKIA|ASIA)[0-9A-Z]{16}|AIza[0-9A-Za-z_-]{30,}|ya29\.[0-9A-Za-z_-]{20,}"
    r"|SG\.[A-Za-z0-9_-]{16,}\.[A-Za-z0-9_-]{16,}"
    r"|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,}"
    r")"
)
_BLOCK = re.compile(
    r"-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----[\s\S]{1,20000}?-----END [A-Z ]{0,40}PRIVATE KEY-----"
)
_NAMED = re.compile(
    r"(?:api[ _-]?key|access[ _-]?key|secret|token|bearer|key|(?P<word>password|passwort|passphrase"
    r"|passwd|pwd|mot de passe|contraseña|密码|口令)|密钥|令牌)"
    r"[\"'”’]?\s{0,3}(?P<sign>is|lautet|ist|est|es|为|是|[:=：]|=>|->)?\s{0,3}"
    r"[\"'“‘`]?(?P<value>[^\s\"'“”‘’`,;<>()\[\]{}，。；、]{6,400})",
    re.IGNORECASE,
)
_NAMES = (
    *("key", "secret", "token", "bearer", "pass", "pwd", "mot de", "contrase"),
    *("密码", "口令", "密钥", "令牌"),
)
_LOGIN = re.compile(r"(?<=://)[^\s/:@]{1,100}:(?P<value>[^\s/@]{1,200})@")
_DATE_OR_NUMBER = re.compile(r"[\d.,:/+%-]+")
_LEAST_ENTROPY = 3.0
"""Bits for each character; words of a language stay below it at such lengths."""


def find_private(text: str) -> list[Private]:
    """Everything private in `text`, in order, without overlaps; any thread.

    Looks at a piece of the text at a time: a search in a long one would hold up other threads.
    """
    kept: list[Private] = []
    for start in range(0, len(text), _PIECE):
        before = kept[-1].end if kept else 0
        near = [each for each in _in_piece(text, start) if each.start >= before]
        found: list[Private] = []
        for each in near:  # what is more certain comes first
            if all(each.end <= other.start or each.start >= other.end for other in found):
                found.append(each)
        kept += sorted(found)
    return _with_blocks(text, kept)


def _in_piece(text: str, start: int) -> Iterator[Private]:
    """What begins among the `_PIECE` characters from `start`."""
    end = min(len(text), start + _PIECE + _LONGEST)
    certain = [
        found
        for look in (_keys, _ibans, _cards, _emails)
        for found in look(text, start, end)
        if found.start < start + _PIECE
    ]
    yield from certain
    # a telephone number may stand directly before another number, and would run into it
    before = max(0, start - 1)
    piece = text[before:end]
    for found in certain:
        first, last = found.start - before, found.end - before
        piece = piece[:first] + "\0" * (last - first) + piece[last:]
    for found in _phones(piece, start - before, len(piece)):
        if found.start + before < start + _PIECE:
            yield Private(found.start + before, found.end + before, "phone")


def _with_blocks(text: str, found: list[Private]) -> list[Private]:
    """`found` with whole private keys, which take many lines."""
    if "PRIVATE KEY-----" not in text:
        return found
    blocks = [Private(*match.span(), "key") for match in _BLOCK.finditer(text)]
    outside = [
        each for each in found if all(each.end <= b.start or each.start >= b.end for b in blocks)
    ]
    return sorted([*outside, *blocks])


def _emails(text: str, start: int, end: int) -> Iterator[Private]:
    at = text.find("@", start, end)
    while at >= 0:
        local = _LOCAL_PART.search(text, max(0, at - 64), at)
        domain = _DOMAIN.match(text, at + 1, end) or _WIDE_DOMAIN.match(text, at + 1, end)
        if local is not None and domain is not None:
            name = local[0].lstrip(".%+'-")
            place = domain[0].rstrip(".-")
            top = place.rpartition(".")[2]
            if name and "." in place and len(top) >= 2 and any(c.isalpha() for c in top):
                yield Private(at - len(name), at + 1 + len(place), "email")
        at = text.find("@", at + 1, end)


def _phones(text: str, start: int, end: int) -> Iterator[Private]:
    if not _MANY_DIGITS.search(text, start, end):
        return
    for shape in _PHONES:
        for match in shape.finditer(text, start, end):
            said = _shortened(match[0])
            if _digits(said) in _PHONE_DIGITS and len(set(said)) > 3:
                # a bracket may be the sentence's
                brackets = said.count("(") - said.count(")")
                opened = said.startswith("(") and brackets > 0
                closed = said.endswith(")") and brackets < 0
                end_of_it = match.start() + len(said)
                yield Private(match.start() + opened, end_of_it - closed, "phone")


def _shortened(number: str) -> str:
    """`number` without groups at its end that would make it longer than telephone numbers are."""
    while _digits(number) >= _PHONE_DIGITS.stop and " " in number:
        number = number.rpartition(" ")[0].rstrip(" -/")
    return number


def _digits(text: str) -> int:
    return sum(c.isdecimal() for c in text)


def _cards(text: str, start: int, end: int) -> Iterator[Private]:
    for match in _CARD.finditer(text, start, end):
        digits = re.sub(r"\D", "", match[0])
        if 13 <= len(digits) <= 19 and _CARD_STARTS.match(digits) and luhn(digits):
            yield Private(match.start(), match.end(), "card")


def luhn(digits: str) -> bool:
    """Whether the last of `digits` is the check digit of the others (ISO/IEC 7812-1)."""
    total = 0
    for place, character in enumerate(reversed(digits)):
        number = int(character) * (1 + place % 2)
        total += number - 9 if number > 9 else number
    return total % 10 == 0 and len(set(digits)) > 1


def _ibans(text: str, start: int, end: int) -> Iterator[Private]:
    for match in _IBAN.finditer(text, start, end):
        length = _IBAN_LENGTHS.get(match[0][:2].upper())
        if length is None:
            continue
        places = [n for n, c in enumerate(match[0]) if c not in " -"][:length]
        if len(places) < length:
            continue
        last = match.start() + places[-1] + 1
        if re.match(_LETTER, text[last : last + 1]):
            continue
        compact = "".join(match[0][n] for n in places).upper()
        if int("".join(str(int(c, 36)) for c in compact[4:] + compact[:4])) % 97 == 1:
            yield Private(match.start(), last, "iban")


def _keys(text: str, start: int, end: int) -> Iterator[Private]:
    for match in _KEYS.finditer(text, start, end):
        yield Private(match.start(), match.end(), "key")
    for match in _LOGIN.finditer(text, start, end):
        yield Private(*match.span("value"), "key")
    lower = text[start:end].lower()
    if not any(word in lower for word in _NAMES):
        return
    for match in _NAMED.finditer(text, start, end):
        value = match["value"].rstrip(".!?:…")
        begin = match.start("value")
        if match["word"] and match["sign"]:
            secret = len(value) >= 6 and any(c.isdecimal() for c in value)
        else:
            secret = _looks_random(value)
        if secret:
            yield Private(begin, begin + len(value), "key")


def _looks_random(value: str) -> bool:
    """Long, of letters and digits, and no two of its characters belong together."""
    if len(value) < 12 or _DATE_OR_NUMBER.fullmatch(value) or "://" in value:
        return False
    letters = any(c.isalpha() for c in value)
    mixed = any(c.islower() for c in value) and any(c.isupper() for c in value)
    digits = sum(c.isdecimal() for c in value)
    return letters and digits >= (1 if mixed else 2) and _entropy(value) >= _LEAST_ENTROPY


def _entropy(value: str) -> float:
    """Shannon's, in bits for each character."""
    counts = Counter(value).values()
    return -sum(n / len(value) * math.log2(n / len(value)) for n in counts)
