"""One key sequence in the spellings of those who watch keys."""

from __future__ import annotations

_MODIFIERS = {"Ctrl": ("<ctrl>", "CTRL"), "Alt": ("<alt>", "ALT"), "Shift": ("<shift>", "SHIFT"),
              "Meta": ("<cmd>", "LOGO")}  # fmt: skip
_NAMED = {
    "Space": ("<space>", "space"),
    "Return": ("<enter>", "Return"),
    "Tab": ("<tab>", "Tab"),
    "Esc": ("<esc>", "Escape"),
    "Home": ("<home>", "Home"),
    "End": ("<end>", "End"),
    "Ins": ("<insert>", "Insert"),
    "Del": ("<delete>", "Delete"),
    "PgUp": ("<page_up>", "Page_Up"),
    "PgDown": ("<page_down>", "Page_Down"),
    "Up": ("<up>", "Up"),
    "Down": ("<down>", "Down"),
    "Left": ("<left>", "Left"),
    "Right": ("<right>", "Right"),
    "Pause": ("<pause>", "Pause"),
    "Print": ("<print_screen>", "Print"),
}
"""Qt's name → pynput's and the portal's (that of the keysym)."""


def usable(key: str) -> bool:
    """Whether a key (in Qt's portable spelling) can be one for all programs: with a modifier."""
    parts = _parts(key)
    return bool(parts) and len(parts) > 1 and _name(parts[-1]) is not None


def pynput_name(key: str) -> str:
    """ "Ctrl+Alt+Space" → "<ctrl>+<alt>+<space>"."""
    return "+".join(_spelled(key, 0))


def portal_name(key: str) -> str:
    """ "Ctrl+Alt+Space" → "CTRL+ALT+space"."""
    return "+".join(_spelled(key, 1))


def _parts(key: str) -> list[str]:
    """Modifiers, then the key; empty for what is no single key. "Ctrl++" ends in a plus."""
    if not key or "," in key.removesuffix(","):
        return []
    if key.endswith("+"):
        return [*key[:-1].removesuffix("+").split("+"), "+"] if len(key) > 1 else ["+"]
    return key.split("+")


def _name(part: str) -> tuple[str, str] | None:
    if part in _NAMED:
        return _NAMED[part]
    if len(part) == 1 and part.isprintable():
        return (part.lower(), part.lower())
    if part[:1] == "F" and part[1:].isdigit() and 1 <= int(part[1:]) <= 35:
        return (f"<{part.lower()}>", part)
    return None


def _spelled(key: str, column: int) -> list[str]:
    *modifiers, last = _parts(key)
    name = _name(last)
    if name is None:
        raise ValueError(key)
    return [*(_MODIFIERS[each][column] for each in modifiers), name[column]]
