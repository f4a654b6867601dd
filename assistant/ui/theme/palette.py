"""Every colour of the window, by role. Widgets ask for a role, never for a hex value.

Contrast (WCAG 2 relative luminance): text roles are at least 4.5 on the backgrounds they are
used on, `good`, `caution`, `danger` and `accent` included; the tests hold the numbers.
"""

from __future__ import annotations

import msgspec


class Palette(msgspec.Struct, frozen=True, kw_only=True):
    """Colours as "#rrggbb". `paper` is the column, `surface` a card, `side` the side columns.

    `user` is behind the person's own words. `inserted` and `deleted` are backgrounds and are
    never the only sign. `code_*` are the words of highlighted code on `surface`; `inline_code`
    is the background of code within a sentence. `selection` is behind selected text, `found`
    behind every search hit and `found_current` behind the one that was jumped to; all three
    are read with `ink`. `raised` is behind a control under the pointer. `control` outlines
    what can be operated (at least 3 on paper and surface), `hairline` only divides.
    """

    paper: str
    surface: str
    side: str
    ink: str
    secondary: str
    faint: str
    hairline: str
    accent: str
    on_accent: str
    weak_accent: str
    user: str
    good: str
    caution: str
    danger: str
    inserted: str
    deleted: str
    inline_code: str
    selection: str
    found: str
    found_current: str
    raised: str
    control: str
    code_text: str
    code_keyword: str
    code_string: str
    code_number: str
    code_comment: str
    code_function: str
    code_type: str
    code_operator: str
    code_constant: str


LIGHT = Palette(
    paper="#FAF9F6",
    surface="#FFFFFF",
    side="#F2F0EB",
    ink="#1F2328",
    secondary="#57606A",
    faint="#646D77",
    hairline="#DFDBD2",
    accent="#2B5C8A",
    on_accent="#FFFFFF",
    weak_accent="#E5EEF6",
    user="#EDF2F7",
    good="#1F7A45",
    caution="#8A5A00",
    danger="#B3261E",
    inserted="#DDF3E4",
    deleted="#FBE3E0",
    inline_code="#F0EDE6",
    selection="#C9DDF0",
    found="#F6E7B4",
    found_current="#F0BF55",
    raised="#EAE7E0",
    control="#7F858C",
    code_text="#1F2328",
    code_keyword="#8A2F6B",
    code_string="#2C6B3F",
    code_number="#94500F",
    code_comment="#646D77",
    code_function="#2B5C8A",
    code_type="#6A4A9C",
    code_operator="#57606A",
    code_constant="#94500F",
)

DARK = Palette(
    paper="#15171A",
    surface="#1D2024",
    side="#191B1F",
    ink="#E8E6E1",
    secondary="#A9B0B8",
    faint="#8B939C",
    hairline="#30343A",
    accent="#86B6E3",
    on_accent="#15171A",
    weak_accent="#213040",
    user="#232A32",
    good="#6CC893",
    caution="#E0B25C",
    danger="#F08A80",
    inserted="#1D3B2A",
    deleted="#452320",
    inline_code="#262A2F",
    selection="#2F4A66",
    found="#4D4220",
    found_current="#7A5C14",
    raised="#2A2E34",
    control="#6E767F",
    code_text="#E8E6E1",
    code_keyword="#E39AC9",
    code_string="#93CFA0",
    code_number="#E5B27A",
    code_comment="#8B939C",
    code_function="#86B6E3",
    code_type="#BFA5EA",
    code_operator="#A9B0B8",
    code_constant="#E5B27A",
)


def luminance(colour: str) -> float:
    """Relative luminance (0 to 1) of "#rrggbb", as WCAG 2.2 defines it."""
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Contrast ratio (1 to 21) of two "#rrggbb" colours, as WCAG 2.2 defines it."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)
