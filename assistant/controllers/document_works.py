"""Which work writes the reply to which task."""

from __future__ import annotations

from PySide6.QtCore import QObject

from assistant.controllers.reply_work import ReplyWork, WorkOrder
from assistant.controllers.summary_work import SummaryWork
from assistant.controllers.work_tools import WorkTools
from assistant.core.grounding import SummaryTask, TemplateTask


class DocumentWorks(QObject):
    """Makes the works that the chat asks for; window thread."""

    def __init__(self, tools: WorkTools, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tools = tools
        tools.steps.serve(tools.library, tools.pool)

    def make(self, order: WorkOrder) -> ReplyWork:
        """The work for the task of `order`; it lives until its reply is finished."""
        if isinstance(order.task, SummaryTask):
            return SummaryWork(order, self._tools, self)
        if isinstance(order.task, TemplateTask):
            from assistant.controllers.template_work import TemplateWork

            return TemplateWork(order, self._tools, self)
        from assistant.controllers.asking_work import AskWork

        return AskWork(order, self._tools, self)
