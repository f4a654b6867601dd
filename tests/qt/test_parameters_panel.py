"""The parameters of a conversation: what is set, what is inherited, and what is folded away."""

from __future__ import annotations

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from assistant.core.entities import ChatParameters
from assistant.ui.chat.parameters_panel import ParametersPanel
from assistant.ui.theme.theme import Theme
from tests.qt.conftest import Desk

SUGGESTED = {"temperature": 0.6, "top_k": 20.0, "mirostat": 2.0}


@pytest.fixture
def panel(qtbot: QtBot) -> ParametersPanel:
    panel = ParametersPanel(Theme(mode="light"))
    qtbot.addWidget(panel)
    panel.resize(288, 900)
    panel.show()
    return panel


def changed(qtbot: QtBot, panel: ParametersPanel) -> ChatParameters:
    with qtbot.waitSignal(panel.changed) as caught:
        pass
    return caught.args[0]


def test_nothing_is_set_at_first(panel: ParametersPanel) -> None:
    assert panel.parameters() == ChatParameters()
    row = panel.rows["temperature"]
    assert (row.spin.value(), row.source.text()) == (0.8, "default: 0.8")
    assert row.spin.property("inherited") is True
    assert not row.reset.isVisible()


def test_the_recommendation_of_the_model_is_shown_and_not_taken_over(
    panel: ParametersPanel,
) -> None:
    panel.show_suggested(SUGGESTED)
    row = panel.rows["temperature"]
    assert (row.spin.value(), row.slider.value()) == (0.6, 12)
    assert row.source.text() == "model: 0.6"
    assert "model: 0.6" in row.spin.accessibleDescription()
    assert panel.rows["top_k"].source.text() == "model: 20"
    assert panel.rows["top_p"].source.text() == "default: 0.95"
    assert panel.rows["mirostat"].combo.currentText() == "version 2"
    assert panel.parameters() == ChatParameters()
    panel.show_suggested({})
    assert row.spin.value() == 0.8


def test_what_the_person_sets_stays_until_it_is_reset(qtbot: QtBot, panel: ParametersPanel) -> None:
    panel.show_suggested(SUGGESTED)
    row = panel.rows["temperature"]
    row.spin.setValue(0.3)
    assert changed(qtbot, panel) == ChatParameters(temperature=0.3)
    assert row.spin.property("inherited") is False
    panel.show_suggested({})
    assert (row.spin.value(), row.source.text()) == (0.3, "default: 0.8")
    row.reset.setFocus()
    qtbot.keyClick(row.reset, Qt.Key.Key_Space)
    assert changed(qtbot, panel) == ChatParameters()
    assert row.spin.value() == 0.8
    assert panel.focusWidget() is row.spin


def test_the_inherited_value_can_be_set_as_ones_own(qtbot: QtBot, panel: ParametersPanel) -> None:
    row = panel.rows["top_k"]
    row.spin.stepUp()
    row.spin.stepDown()
    assert changed(qtbot, panel) == ChatParameters(top_k=40)
    panel.show_suggested(SUGGESTED)
    assert row.spin.value() == 40


def test_the_slider_sets_the_number(qtbot: QtBot, panel: ParametersPanel) -> None:
    panel.rows["min_p"].slider.setValue(7)
    assert changed(qtbot, panel) == ChatParameters(min_p=0.07)


def test_more_is_folded_away_and_says_how_much_is_set(qtbot: QtBot, panel: ParametersPanel) -> None:
    assert not panel.rows["stop"].isVisible()
    panel.show_parameters(ChatParameters(dry_multiplier=0.8, stop=("END",)))
    assert panel.more.text() == "More (2 set)"
    panel.more.setFocus()
    qtbot.keyClick(panel.more, Qt.Key.Key_Space)
    assert panel.rows["stop"].isVisible()
    assert panel.rows["dry_multiplier"].spin.value() == 0.8
    panel.reset_all.click()
    assert panel.more.text() == "More"
    assert panel.parameters() == ChatParameters()


@pytest.mark.parametrize(
    ("text", "stops"),
    [
        ("END\n\n ###", ("END", " ###")),
        ("\\n\\n", ("\n\n",)),
        ("a\\\\n", ("a\\n",)),
        ("\\t\\", ("\\t\\",)),
        ("结束", ("结束",)),
        ("", ()),
    ],
)
def test_stop_strings_are_lines(
    qtbot: QtBot, panel: ParametersPanel, text: str, stops: tuple[str, ...]
) -> None:
    row = panel.rows["stop"]
    row.field.setPlainText("x")
    row.field.setPlainText(text)
    assert row.value() == stops
    row.set_value(())
    row.set_value(stops)
    assert row.value() == stops


def test_mirostat_is_chosen(qtbot: QtBot, panel: ParametersPanel) -> None:
    panel.more.setChecked(True)
    combo = panel.rows["mirostat"].combo
    combo.setFocus()
    qtbot.keyClick(combo, Qt.Key.Key_Down)
    assert changed(qtbot, panel) == ChatParameters(mirostat=1)


def test_every_control_has_a_name_and_is_reached_by_tab(
    qtbot: QtBot, panel: ParametersPanel
) -> None:
    panel.more.setChecked(True)
    panel.rows["temperature"].spin.setValue(0.1)
    controls = [
        child
        for child in panel.findChildren(QWidget)
        if child.focusPolicy() & Qt.FocusPolicy.TabFocus
        and child.isVisibleTo(panel)
        and child.parentWidget().focusProxy() is None
        and not child.objectName().startswith("qt_")
    ]
    assert len(controls) > 30
    for control in controls:
        assert control.accessibleName(), control
    panel.activateWindow()
    panel.rows["system_prompt"].field.setFocus()
    reached = set()
    for _ in range(3 * len(controls)):
        reached.add(panel.focusWidget())
        qtbot.keyClick(panel.focusWidget(), Qt.Key.Key_Tab)
    assert {panel.more, panel.reset_all, panel.rows["stop"].field} <= reached
    assert {row.spin for row in panel.rows.values() if hasattr(row, "spin")} <= reached


def test_nothing_is_wider_than_the_inspector(panel: ParametersPanel) -> None:
    panel.more.setChecked(True)
    assert panel.minimumSizeHint().width() <= 288


def test_the_inspector_shows_what_the_loaded_model_recommends(desk: Desk) -> None:
    desk.trigger("inspector")
    row = desk.page.inspector.panel.rows["temperature"]
    assert row.source.text() == "default: 0.8"
    models, replace = desk.app.models, msgspec.structs.replace
    info = replace(models.state.info, suggested={"temperature": 0.6})
    models.state = replace(models.state, info=info)
    models.state_changed.emit(models.state)
    assert row.source.text() == "model: 0.6"
    assert desk.chat.parameters.temperature is None


def test_stop_strings_belong_to_the_conversation(desk: Desk) -> None:
    desk.trigger("inspector")
    panel = desk.page.inspector.panel
    panel.rows["stop"].field.setPlainText("easy")
    panel.flush()
    assert desk.chat.parameters.stop == ("easy",)
    assert "easy" not in desk.say("Go on").text


def test_the_defaults_page_inherits_too(desk: Desk) -> None:
    desk.trigger("settings")
    dialog = desk.window.findChild(QWidget, "settings_dialog")
    panel = dialog.findChild(ParametersPanel, "default_parameters")
    assert panel.rows["top_p"].source.text() == "default: 0.95"
    panel.rows["top_p"].spin.setValue(0.5)
    panel.flush()
    assert desk.app.preferences.settings.chat == ChatParameters(top_p=0.5)
    panel.rows["top_p"].reset.click()
    panel.flush()
    assert desk.app.preferences.settings.chat == ChatParameters()
    dialog.close()
