"""Making, changing and deleting the person's own actions, with the way back."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from assistant.controllers.own_actions import WritingActions
from assistant.core.display_text import one_line
from assistant.core.notices import Notice
from assistant.core.writing.action import Action
from assistant.ui.services import Services
from assistant.ui.writing.action_form import ActionForm

_UNDO = "writing.undo_delete"
_UNDO_S = 20.0


class ActionCare(QObject):
    """Connects the form with what is kept. `form_toggled()`: the form came or went."""

    form_toggled = Signal()

    def __init__(
        self, services: Services, actions: WritingActions, form: ActionForm, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._notices = services.notices
        self._actions = actions
        self._form = form
        self._deleted: Action | None = None
        form.kept.connect(self._on_kept)
        form.delete_requested.connect(self._on_delete)
        form.left.connect(self.form_toggled)
        actions.deleted.connect(self._on_deleted)
        actions.failed.connect(services.notices.post_error)
        services.notices.action_chosen.connect(self._on_notice_action)

    @Slot(object)
    def edit(self, action: Action | None) -> None:
        """Open the form for an own action, or for a new one."""
        self._form.edit(action)
        self.form_toggled.emit()

    @Slot(object)
    def _on_kept(self, action: Action) -> None:
        self._actions.keep(action)
        self.form_toggled.emit()

    @Slot(str)
    def _on_delete(self, action_id: str) -> None:
        self._actions.delete(action_id)
        self.form_toggled.emit()

    @Slot(object)
    def _on_deleted(self, action: Action) -> None:
        self._deleted = action
        text = self.tr("Deleted the action {name}.")
        self._notices.post(
            Notice(
                text=text.format(name=f"“\u2068{one_line(action.name, 60)}\u2069”"),
                action=_UNDO,
                action_label=self.tr("Undo"),
                timeout_s=_UNDO_S,
            )
        )

    @Slot(str)
    def _on_notice_action(self, action: str) -> None:
        if action == _UNDO and self._deleted is not None:
            deleted, self._deleted = self._deleted, None
            self._actions.restore(deleted)
