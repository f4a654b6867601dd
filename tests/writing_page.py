"""The mode "Write" in a real window, for tests and pictures."""

from __future__ import annotations

from typing import Any

from assistant import compose
from assistant.app import Application
from assistant.controllers.engine_steps import EngineSteps
from assistant.controllers.writing import WritingDesk
from assistant.ui.writing.page import WritePage
from assistant.workers.task_pool import TaskPool


class ServicesWith:
    """The services of a window, with the desk beside them."""

    def __init__(self, services: Any, writing: WritingDesk) -> None:
        self._services = services
        self.writing = writing

    def __getattr__(self, name: str) -> Any:
        return getattr(self._services, name)


def write_page(app: Application) -> WritePage:
    """The page as the window shows it; made and put into the window the first time."""
    window = app.window
    page = window._pages.get("write")
    if page is None and any(mode.id == "write" for mode in window.modes):
        window.show_mode("write")
        page = window._pages["write"]
    elif page is None:
        pool = TaskPool(parent=app)
        steps = EngineSteps(app.inference, app, library=app.documents.library, pool=pool)
        desk = WritingDesk(
            steps, app.models, app.store, app.documents.library, pool,
            lambda: app.documents.reader, compose.make_differ, app,
        )  # fmt: skip
        page = WritePage(ServicesWith(window.services, desk), app.theme, window.actions_registry)
        window._pages["write"] = page
        window._stack.addWidget(page)
    window._stack.setCurrentWidget(page)
    page.take_focus()
    return page
