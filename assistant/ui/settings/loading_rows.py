"""How models are loaded: a control for each of the loading parameters."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QSignalBlocker, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from assistant.core.messages import Adapter, ModelParameters
from assistant.ui.controls import Caption, push_button
from assistant.ui.settings.file_rows import AdapterRow, FileRow, ask_for_gguf
from assistant.ui.settings.form import Choice, FormPage, Number


class LoadingRows(QObject):
    """Adds its rows to `page`. `changed(str, object)`: a field of `ModelParameters` and its value.

    What stands at "automatic" is chosen by the engine, which says why.
    """

    changed = Signal(str, object)

    def __init__(self, page: FormPage) -> None:
        super().__init__(page)
        self._page = page
        self._adapters: tuple[Adapter, ...] = ()
        self._automatic = self.tr("automatic")
        self._numbers: dict[str, tuple[Number, int]] = {}
        self._choices: dict[str, Choice] = {}
        self.adapter_rows: list[AdapterRow] = []
        self._add_memory()
        self._add_work()
        self._add_files()

    def _add_memory(self) -> None:
        self.context_length = self._number(
            "context_length",
            self.tr("Context length"),
            Number(0, 1_048_576, 1024, self._automatic),
            self.tr("Tokens the model can keep in mind. More needs more memory."),
        )
        self.gpu_layers = self._number(
            "gpu_layers",
            self.tr("Layers on the graphics card"),
            Number(-1, 999, 1, self._automatic),
            self.tr("0 uses the processor alone."),
        )
        self.kv_type = self._choice(
            "kv_type",
            self.tr("KV cache"),
            [(self._automatic, "auto"), ("f16", "f16"), ("q8_0", "q8_0"), ("f32", "f32")],
            self.tr("q8_0 halves the memory of the context."),
        )
        self.flash_attention = self._choice(
            "flash_attention",
            self.tr("Flash attention"),
            [(self._automatic, "auto"), (self.tr("on"), "on"), (self.tr("off"), "off")],
        )
        self.idle_minutes = self._number(
            "idle_unload_s",
            self.tr("Unload when idle"),
            Number(0, 1440, 5, self.tr("never")),
            self.tr("Minutes without a request after which the memory is freed."),
            unit=60,
        )

    def _add_work(self) -> None:
        self.threads = self._number(
            "threads", self.tr("Threads"), Number(0, 512, 1, self._automatic)
        )
        self.batch_tokens = self._number(
            "batch_tokens",
            self.tr("Batch size"),
            Number(0, 8192, 128, self._automatic),
            self.tr("Tokens of a prompt that are read at once."),
        )
        self.sequences = self._number(
            "sequences",
            self.tr("Texts at the same time"),
            Number(0, 256, 1, self._automatic),
            self.tr("They share the context; more wait for their turn."),
        )

    def _add_files(self) -> None:
        page = self._page
        page.add_heading(self.tr("Draft model"))
        self.draft = FileRow(page.theme, self.tr("Choose a draft model"), self.tr("none"))
        self.draft.chosen.connect(lambda path: self.changed.emit("draft_path", path))
        page.column.addWidget(self.draft)
        words = self.tr("A small model of the same family that drafts: faster, the same answers.")
        page.column.addWidget(Caption(page.theme, words))
        page.add_heading(self.tr("Adapters"))
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        page.column.addLayout(self._list)
        self.add_adapter = push_button(self.tr("Add a LoRA adapter…"))
        self.add_adapter.clicked.connect(self._on_add)
        row = QHBoxLayout()
        row.addWidget(self.add_adapter)
        row.addStretch(1)
        page.column.addLayout(row)
        words = self.tr("They belong to one kind of model and change how it writes.")
        page.column.addWidget(Caption(page.theme, words))

    def _number(
        self, field: str, text: str, control: Number, explanation: str = "", unit: int = 1
    ) -> Number:
        control.valueChanged.connect(lambda value: self.changed.emit(field, value * unit))
        self._numbers[field] = (control, unit)
        self._page.add_row(text, control, explanation)
        return control

    def _choice(
        self, field: str, text: str, entries: list[tuple[str, str]], explanation: str = ""
    ) -> Choice:
        control = Choice()
        for shown, value in entries:
            control.addItem(shown, value)
        control.currentIndexChanged.connect(
            lambda _index: self.changed.emit(field, control.currentData())
        )
        self._choices[field] = control
        self._page.add_row(text, control, explanation)
        return control

    def show_parameters(self, loading: ModelParameters) -> None:
        """Show `loading` without a word."""
        for field, (number, unit) in self._numbers.items():
            with QSignalBlocker(number):
                number.setValue(round(getattr(loading, field) / unit))
        for field, choice in self._choices.items():
            with QSignalBlocker(choice):
                choice.choose(getattr(loading, field))
        self.draft.show_path(loading.draft_path)
        self._show_adapters(loading.adapters)

    # adapters

    def _show_adapters(self, adapters: tuple[Adapter, ...]) -> None:
        self._adapters = adapters
        if [row.path for row in self.adapter_rows] == [adapter.path for adapter in adapters]:
            for row, adapter in zip(self.adapter_rows, adapters, strict=True):
                row.show_scale(adapter.scale)
            return
        for row in self.adapter_rows:
            row.hide()
            row.deleteLater()
        self.adapter_rows = [self._adapter_row(index) for index in range(len(adapters))]

    def _adapter_row(self, index: int) -> AdapterRow:
        row = AdapterRow(self._page.theme, self._adapters[index])
        row.scale_changed.connect(self._setter(index))
        row.remove_requested.connect(lambda: self._set(index, None))
        self._list.addWidget(row)
        return row

    def _setter(self, index: int) -> Callable[[float], None]:
        return lambda scale: self._set(index, Adapter(self._adapters[index].path, scale))

    def _set(self, index: int, adapter: Adapter | None) -> None:
        put = () if adapter is None else (adapter,)
        adapters = (*self._adapters[:index], *put, *self._adapters[index + 1 :])
        self.changed.emit("adapters", adapters)

    def _on_add(self) -> None:
        ask_for_gguf(self._page, self.tr("Add a LoRA adapter"), self.adapter_chosen)

    def adapter_chosen(self, path: str) -> None:
        """Use the adapter at `path` at full strength, unless it is used already."""
        if path not in [adapter.path for adapter in self._adapters]:
            self.changed.emit("adapters", (*self._adapters, Adapter(path)))
