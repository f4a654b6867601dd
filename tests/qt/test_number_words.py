"""How numbers of a model are said."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from assistant.ui.words import parameters_text


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        (0, ""),
        (-1, ""),
        (900, "0.1 M parameters"),
        (260_000, "0.3 M parameters"),
        (1_180_000, "1.2 M parameters"),
        (3_010_000, "3 M parameters"),
        (270_000_000, "270 M parameters"),
        (949_000_000, "949 M parameters"),
        (951_000_000, "1 B parameters"),
        (1_540_000_000, "1.5 B parameters"),
        (70_600_000_000, "71 B parameters"),
    ],
)
def test_parameters_are_said_as_models_are_named(qtbot: QtBot, parameters: int, said: str) -> None:
    assert parameters_text(parameters) == said
