"""The models that a server offers, to choose one from."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from assistant.controllers.servers import embeds
from assistant.core.remote.facts import ServerModel
from assistant.core.remote.server import model_path
from assistant.ui.controls import Caption, ElidedLabel, push_button
from assistant.ui.servers.check_words import model_detail
from assistant.ui.theme import measures
from assistant.ui.theme.theme import Theme

_SHOWN = 6


class ServerModels(QWidget):
    """`chosen(str)`: use the model of this path. A long list is folded."""

    chosen = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._all = False
        self._server = ""
        self._models: tuple[ServerModel, ...] = ()
        self._used = ""
        self.rows: dict[str, QPushButton] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self.more = push_button("", "link", self)
        self.more.clicked.connect(self._on_more)

    def show_models(self, server_id: str, models: tuple[ServerModel, ...], used: str) -> None:
        """List them; `used` is the path of the model that is chosen."""
        if (server_id, models, used) == (self._server, self._models, self._used):
            return
        self._server, self._models, self._used = server_id, models, used
        self._fill()

    def _fill(self) -> None:
        focused = next((path for path, button in self.rows.items() if button.hasFocus()), "")
        while self._column.count():
            widget = self._column.takeAt(0).widget()
            if widget is not None and widget is not self.more:
                widget.hide()
                widget.deleteLater()
        self.rows.clear()
        hidden = 0 if self._all else max(0, len(self._models) - _SHOWN)
        shown = self._models[: len(self._models) - hidden] if hidden != 1 else self._models
        for model in shown:
            self._column.addWidget(self._row(model))
        hidden = len(self._models) - len(shown)
        self.more.setVisible(hidden > 0)
        self.more.setText(self.tr("Show %n more", "", hidden))
        self.more.setAccessibleName(self.more.text())
        self._column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        if focused in self.rows:
            self.rows[focused].setFocus()
        self.setVisible(bool(self._models))

    def _row(self, model: ServerModel) -> QWidget:
        row = QWidget(self)
        path = model_path(self._server, model.name)
        name = ElidedLabel(model.name, row)
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(measures.GAP_S)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        if detail := model_detail(model):
            words.addWidget(Caption(self._theme, detail, row))
        line.addLayout(words, 1)
        if embeds(model):
            note = Caption(self._theme, self.tr("finds passages, writes nothing"), row)
            note.setWordWrap(False)
            line.addWidget(note)
        elif path == self._used:
            chip = QLabel(self.tr("In use"), row)
            chip.setObjectName("chip")
            chip.setContentsMargins(8, 4, 8, 4)
            line.addWidget(chip)
        else:
            use = push_button(self.tr("Use"), "", row)
            use.setAccessibleName(self.tr("Use {name}").format(name=name.full_text()))
            use.clicked.connect(lambda _on=False, path=path: self.chosen.emit(path))
            self.rows[path] = use
            line.addWidget(use)
        return row

    def _on_more(self) -> None:
        self._all = True
        self._fill()
        hidden = list(self.rows.values())[_SHOWN:]
        if hidden:
            hidden[0].setFocus()
