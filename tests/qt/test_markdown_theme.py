"""The palette's contrasts and what the theme hands out."""

from __future__ import annotations

import subprocess
import sys

import pytest

from assistant.ui.theme.palette import DARK, LIGHT, Palette, contrast
from assistant.ui.theme.theme import Theme

PALETTES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


@PALETTES
def test_text_can_be_read_on_every_ground(palette: Palette) -> None:
    for role in ("ink", "secondary", "faint", "accent", "good", "caution", "danger"):
        for ground in ("paper", "surface", "side", "user"):
            ratio = contrast(getattr(palette, role), getattr(palette, ground))
            assert ratio >= 4.5, f"{role} on {ground}: {ratio:.2f}"


@PALETTES
def test_code_can_be_read_on_its_card(palette: Palette) -> None:
    roles = [name for name in palette.__struct_fields__ if name.startswith("code_")]
    assert len(roles) >= 8
    for role in roles:
        assert contrast(getattr(palette, role), palette.surface) >= 4.5, role


@PALETTES
def test_marked_text_and_controls_can_be_seen(palette: Palette) -> None:
    for ground in ("selection", "found", "found_current", "inserted", "deleted", "inline_code"):
        assert contrast(palette.ink, getattr(palette, ground)) >= 4.5, ground
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    for ground in ("paper", "surface", "side"):
        assert contrast(palette.control, getattr(palette, ground)) >= 3, ground


def test_contrast_of_black_and_white() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#777777") == pytest.approx(1)


def test_the_theme_says_when_it_changes(qtbot) -> None:
    theme = Theme(mode="light")
    assert not theme.dark
    assert theme.palette is LIGHT
    with qtbot.waitSignal(theme.changed):
        theme.set_mode("dark")
    assert theme.palette is DARK
    assert theme.colour("paper").name() == DARK.paper.lower()
    with qtbot.assertNotEmitted(theme.changed):
        theme.set_mode("dark")
    with qtbot.waitSignal(theme.changed):
        theme.set_reading_scale(150)
    assert theme.reading_font().pixelSize() == 22
    assert theme.interface_font().pixelSize() == 13


def test_the_reading_scale_stays_within_its_limits(qtbot) -> None:
    assert Theme(mode="light", reading_scale=20).reading_scale == 80
    assert Theme(mode="light", reading_scale=900).reading_scale == 180


def test_importing_the_transcript_loads_no_parser() -> None:
    code = (
        "import sys, assistant.ui.transcript.view;"
        "print([name for name in ('markdown_it', 'pygments', 'ziamath', 'mdit_py_plugins')"
        " if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
