"""The settings of how models are loaded, and of what is kept of conversations."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtWidgets import QFileDialog

from assistant.core.messages import Adapter, ModelParameters, Unloaded
from assistant.ui.settings.models_page import ModelSettingsPage
from tests.qt.conftest import Desk


@pytest.fixture
def page(desk: Desk) -> Iterator[ModelSettingsPage]:
    desk.window.show_settings("models")
    dialog = desk.window._settings_dialog
    yield dialog.pages.widget(1).widget()
    dialog.close()


def loading(desk: Desk) -> ModelParameters:
    return desk.app.preferences.settings.models.loading


def test_every_parameter_can_be_set_and_goes_back_to_automatic(
    desk: Desk, page: ModelSettingsPage
) -> None:
    rows = page.loading
    rows.context_length.setValue(16_384)
    rows.gpu_layers.setValue(12)
    rows.kv_type.choose("q8_0")
    rows.flash_attention.choose("on")
    rows.threads.setValue(3)
    rows.batch_tokens.setValue(1024)
    rows.sequences.setValue(2)
    rows.idle_minutes.setValue(10)
    page.states.budget.setValue(512)
    rows.draft.chosen.emit("/models/small.gguf")
    assert loading(desk) == ModelParameters(
        context_length=16_384,
        gpu_layers=12,
        kv_type="q8_0",
        flash_attention="on",
        threads=3,
        batch_tokens=1024,
        sequences=2,
        idle_unload_s=600,
        state_budget=512 * 1024 * 1024,
        draft_path="/models/small.gguf",
    )
    assert rows.draft.label.full_text() == "/models/small.gguf"
    for number in (rows.context_length, rows.gpu_layers, rows.threads, rows.batch_tokens):
        number.setValue(number.minimum())
        assert number.text() == "automatic"
    rows.sequences.setValue(0)
    rows.idle_minutes.setValue(0)
    assert rows.idle_minutes.text() == "never"
    rows.kv_type.choose("auto")
    rows.flash_attention.choose("auto")
    rows.draft.remove.click()
    assert loading(desk) == ModelParameters(state_budget=512 * 1024 * 1024)


def test_the_next_load_uses_what_is_set(desk: Desk, page: ModelSettingsPage) -> None:
    page.loading.threads.setValue(2)
    with desk.qtbot.waitSignal(
        desk.app.models.state_changed, check_params_cb=lambda state: state.phase == "loading"
    ):
        page.reload.click()
    desk.until(lambda: desk.app.models.state.phase == "ready")


def test_what_is_not_touched_stays_as_the_file_has_it(desk: Desk, page: ModelSettingsPage) -> None:
    preferences = desk.app.preferences
    odd = ModelParameters(idle_unload_s=90.0, state_budget=1_000_001, slice_tokens=7)
    models = msgspec.structs.replace(preferences.settings.models, loading=odd)
    preferences.set_models(models)
    page.loading.threads.setValue(1)
    assert loading(desk) == msgspec.structs.replace(odd, threads=1)


def test_adapters_are_added_weighed_and_taken_away(desk: Desk, page: ModelSettingsPage) -> None:
    rows = page.loading
    rows.add_adapter.click()
    dialog = page.findChild(QFileDialog)
    assert dialog is not None
    dialog.fileSelected.emit("/lora/formal.gguf")
    dialog.close()
    rows.adapter_chosen("/lora/legal.gguf")
    rows.adapter_chosen("/lora/legal.gguf")
    assert loading(desk).adapters == (Adapter("/lora/formal.gguf"), Adapter("/lora/legal.gguf"))
    formal, legal = rows.adapter_rows
    assert "formal.gguf" in formal.scale.accessibleName()
    legal.scale.setValue(0.5)
    assert loading(desk).adapters[1] == Adapter("/lora/legal.gguf", 0.5)
    assert rows.adapter_rows == [formal, legal]
    formal.remove.click()
    assert loading(desk).adapters == (Adapter("/lora/legal.gguf", 0.5),)
    assert [row.path for row in rows.adapter_rows] == ["/lora/legal.gguf"]
    rows.adapter_rows[0].scale.setValue(1.5)
    assert loading(desk).adapters == (Adapter("/lora/legal.gguf", 1.5),)


def test_the_kept_states_are_measured_and_cleared(desk: Desk, page: ModelSettingsPage) -> None:
    rows = page.states
    desk.until(rows.size.text)
    assert rows.size.text() == "Nothing is kept."
    assert not rows.clear.isEnabled()
    desk.say("Remember this")
    page.hide()
    page.show()
    desk.until(rows.clear.isEnabled)
    assert rows.size.text().startswith("1 conversation")
    rows.clear.click()
    desk.until(lambda: not rows.clear.isEnabled())
    assert rows.size.text() == "Nothing is kept."


def test_a_model_that_left_for_idleness_comes_back_with_the_next_message(desk: Desk) -> None:
    desk.app.inference.event_received.emit(Unloaded(reason="idle"))
    assert desk.app.models.state.phase == "chosen"
    assert desk.window.status_line.engine.text() == "Model unloaded to free memory"
    assert desk.say("Still there?").text
    assert desk.app.models.state.phase == "ready"
    desk.trigger("unload_model")
    desk.until(lambda: desk.app.models.state.phase == "chosen")
    assert desk.window.status_line.engine.text() == "Model not loaded"
