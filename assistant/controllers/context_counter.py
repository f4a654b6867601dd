"""How much of the context the shown conversation and the unsent text would use."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from assistant.controllers.engine_steps import EngineSteps, Errand
from assistant.controllers.models import ModelsController, ModelState
from assistant.core.context_fit import Basis, Fit, measured

_PAUSE_MS = 400


class ContextCounter(QObject):
    """Asks the engine to count after a pause in changes.

    `counted(used, limit)` in tokens; nothing is asked while no model is ready, and (0, 0) says
    that nothing is known. `forecast(Fit)` is what sending would do, with the same numbers.
    """

    counted = Signal(int, int)
    forecast = Signal(object)

    def __init__(
        self,
        steps: EngineSteps,
        models: ModelsController,
        basis: Callable[[str], Basis],
        parent: QObject | None = None,
        *,
        permitted: Callable[[], bool] = lambda: True,
    ) -> None:
        """`basis` makes what would be sent with the unsent text; while that is not `permitted`
        nothing is asked."""
        super().__init__(parent)
        self._steps = steps
        self._models = models
        self._basis = basis
        self._permitted = permitted
        self._draft = ""
        self._errand: Errand | None = None
        self._counted: tuple[Basis, Fit] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        models.state_changed.connect(self._on_model_state)

    def set_draft(self, text: str) -> None:
        """The unsent text counts too."""
        self._draft = text
        self.request()

    def request(self) -> None:
        """Count again after a short pause."""
        self._pause.start()

    def known(self, basis: Basis) -> Fit | None:
        """The last count, if it was of exactly this."""
        if self._counted is not None and self._counted[0] == basis:
            return self._counted[1]
        return None

    @Slot()
    def _ask(self) -> None:
        self._steps.cancel(self._errand)
        self._errand = None
        info = self._models.state.info
        if self._models.state.phase != "ready" or info is None or not self._permitted():
            self._tell(None, Fit())
            return
        basis = self._basis(self._draft)
        steps = measured(basis, info.context_length)
        self._errand = self._steps.run(
            steps,
            partial(self._on_fit, basis),
            place="",  # what is not said yet is not sent to be counted
        )

    def _on_fit(self, basis: Basis, fit: Fit) -> None:
        self._errand = None
        if fit.limit:
            self._tell(basis, fit)

    def _tell(self, basis: Basis | None, fit: Fit) -> None:
        self._counted = (basis, fit) if basis is not None else None
        self.counted.emit(fit.used, fit.limit)
        self.forecast.emit(fit)

    @Slot(object)
    def _on_model_state(self, state: ModelState) -> None:
        self._counted = None
        if state.phase in ("ready", "chosen", "none", "failed"):
            self.request()
