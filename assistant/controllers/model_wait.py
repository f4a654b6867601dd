"""Work that waits until the chosen model is in memory."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QObject, Slot

from assistant.controllers.models import ModelsController, ModelState
from assistant.core.errors import UserError

Then = Callable[[], object]
Failed = Callable[[UserError], object]
Missing = Callable[[], UserError | None]
"""Says why nothing may be sent to where the chosen model is; None where it may."""


def nothing_missing() -> UserError | None:
    return None


class ModelWait(QObject):
    """Loads the model when somebody waits for it; window thread."""

    def __init__(
        self,
        models: ModelsController,
        parent: QObject | None = None,
        permission: Missing = nothing_missing,
    ) -> None:
        super().__init__(parent)
        self._models = models
        self._permission = permission
        self._waiting: dict[object, tuple[Then, Failed]] = {}
        models.state_changed.connect(self._on_state)

    def when_ready(self, who: object, then: Then, failed: Failed) -> None:
        """Call `then()` once a model is there, at once when it is, or `failed(error)`.

        `who` can `leave` before that; it waits for one thing at a time.
        """
        missing = self._permission()
        if missing is not None:
            failed(missing)
            return
        self._waiting[who] = (then, failed)
        if not self._models.ensure_loading():
            self._give_up(no_model())
        else:
            self._on_state(self._models.state)

    def leave(self, who: object) -> None:
        """`who` does not wait any more; nothing of it is called."""
        self._waiting.pop(who, None)

    @Slot(object)
    def _on_state(self, state: ModelState) -> None:
        if state.phase == "ready":
            waiting, self._waiting = self._waiting, {}
            for then, _failed in waiting.values():
                then()
        elif state.phase == "failed" and state.error is not None:
            self._give_up(state.error)
        elif state.phase in ("none", "chosen"):
            self._give_up(taken_away())

    def _give_up(self, error: UserError) -> None:
        waiting, self._waiting = self._waiting, {}
        for _then, failed in waiting.values():
            failed(error)


def no_model() -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "no_model",
        translate("ModelWait", "No model is chosen."),
        translate("ModelWait", "Choose one first."),
    )


def taken_away() -> UserError:
    translate = QCoreApplication.translate
    return UserError(
        "no_model",
        translate("ModelWait", "The model was taken away before it was done."),
        translate("ModelWait", "Try again."),
    )
