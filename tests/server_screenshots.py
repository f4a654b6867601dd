"""The screens about servers, for `tests/screenshots.py`: scripted servers, a scripted model."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from assistant.app import Application
from assistant.app_quick import QuickDoor
from assistant.core.errors import UserError
from assistant.core.remote.consent import WRITING
from assistant.core.remote.facts import ServerFacts, ServerModel
from assistant.core.remote.server import RemoteServer, model_path
from assistant.engine.scripted import ScriptedEngine
from assistant.engine.scripted_servers import ScriptedServers
from assistant.ui.transcript.answer import AnswerWidget

Wait = Callable[[Callable[[], bool], str], None]
Pause = Callable[[int], None]

TEAM = RemoteServer(id="team", name="Team", url="https://llm.harbour.example/v1", masking=True)
HERE = RemoteServer(id="here", name="Ollama", url="http://localhost:11434")
ATTIC = RemoteServer(id="attic", name="Attic", url="http://192.168.1.20:8080")
MODEL = model_path("team", "qwen/Qwen3-32B-Instruct")

_ANSWER = """\
A lease of a harbour shed should say **who mends what**:

1. the roof and the moles are the owner's,
2. doors, lamps and ropes are the tenant's,
3. storms are nobody's fault, so name an insurer.
"""
_QUESTION = (
    "Write a lease for the shed at pier 4. The tenant is Ann (ann@example.com, +45 12 34 56 78)."
)
_CHINESE_QUESTION = "请为四号码头的仓库写一份租约，承租人是安（ann@example.com，+45 12 34 56 78）。"


def engine() -> ScriptedEngine:
    """A model of a server, at once."""
    servers = ScriptedServers(
        {each.id: each.host for each in (TEAM, HERE, ATTIC)}, masked={"email": 1, "phone": 1}
    )
    return ScriptedEngine(
        _ANSWER, tokens_per_s=0.0, load_s=0.0, prompt_tokens_per_s=0.0, remote=servers
    )


def look(server: RemoteServer, _key: str) -> ServerFacts:
    """What the servers of the pictures say of themselves."""
    if server.id == TEAM.id:
        names = ("qwen/Qwen3-32B-Instruct", "mistralai/Mistral-Small-24B", "BAAI/bge-m3-embed")
        models = tuple(ServerModel(name=name, context_length=32_768) for name in names)
        return ServerFacts(kind="vLLM", models=models, seconds=0.084)
    if server.id == HERE.id:
        return ServerFacts(kind="Ollama", models=(ServerModel(name="gemma3:27b"),), seconds=0.004)
    raise UserError(
        "server",
        f"{server.host} cannot be reached: connection refused.",
        "Check that the server runs, its address, and the network.",
    )


class ServerScenes:
    """Brings the window to each of the screens. `wait` and `pause` run the event loop."""

    def __init__(self, wait: Wait, pause: Pause, *, chinese: bool = False) -> None:
        self._wait = wait
        self._pause = pause
        self.door: QuickDoor | None = None
        self._question = _CHINESE_QUESTION if chinese else _QUESTION

    def page(self, application: Application) -> None:
        """The list: one with models and permissions, one here, one that cannot be reached."""
        self._servers(application)
        consent = application.consent
        consent.permit_server(WRITING, TEAM)
        self._wait(lambda: bool(application.conversations.rows), "the conversations")
        for row in application.conversations.rows[:2]:
            consent.permit_server(f"conversation:{row.id}", TEAM)
        self._show(application)
        self._wait(lambda: _all_asked(application), "the servers")
        self._pause(400)

    def empty(self, application: Application) -> None:
        self._show(application)
        self._pause(400)

    def form(self, application: Application) -> None:
        """A server is added; its certificate is not good."""
        self.page(application)
        page = self._show(application)
        page.begin_new("http://gpu-box:8000", "The box below the desk")
        page.form.any_certificate.setChecked(True)
        page.form.test.click()
        self._wait(page.form.test.isEnabled, "the test")
        self._pause(300)

    def badge(self, application: Application) -> None:
        """An answer of a server, and where it is said that it was one."""
        self._chosen(application)
        self._say(application)
        chat = application.chat
        application.window.chat_page.column.permission.card.allow.click()
        self._wait(lambda: len(chat.messages) == 2 and not chat.answering, "the answer")
        self._pause(400)

    def card(self, application: Application) -> None:
        """It is asked, above the composer, before anything is sent."""
        self._chosen(application)
        self._say(application)
        self._pause(300)

    def preview(self, application: Application) -> None:
        """What exactly would be sent."""
        self.card(application)
        card = application.window.chat_page.column.permission.card
        card.look.click()
        self._wait(card.preview.copy.isEnabled, "the request")
        self._pause(300)

    def details(self, application: Application) -> None:
        """What is known of an answer, and where its conversation may be sent."""
        self.badge(application)
        page = application.window.chat_page
        page.show_destination()
        self._pause(300)
        answers = page.column.transcript.findChildren(AnswerWidget)
        next(each for each in answers if each.turn is not None).show_details()
        self._pause(300)

    def write(self, application: Application) -> None:
        """The mode Write asks once."""
        self._chosen(application)
        application.window.show_mode("write")
        page = application.window.page("write")
        page.source.set_text(self._question, None)
        page.start_id("proofread")
        self._wait(lambda: page.permission.asking, "the card")
        self._pause(300)

    def translate(self, application: Application) -> None:
        """The mode Translate asks once."""
        self._chosen(application)
        application.window.show_mode("translate")
        page = application.window.page("translate")
        desk = application.desk.translating
        self._wait(lambda: desk.is_loaded, "the page")
        desk.wish.set_text(self._question)
        desk.wish.set_options(target="de")
        page.translate()
        self._wait(lambda: page.permission.asking, "the card")
        self._pause(300)

    def quick(self, application: Application) -> None:
        """The quick window asks once."""
        self._chosen(application)
        self.door = QuickDoor(application)
        window = self.door.window
        window.show()
        window._put(self._question)
        window.choose("proofread")
        self._wait(lambda: window.permission.asking, "the card")
        self._pause(300)

    def leave_quick(self) -> None:
        """The quick window goes before its application does."""
        if self.door is not None:
            self.door.shut_down()
            self.door = None

    def documents(self, application: Application) -> None:
        """Documents are searched by meaning on a server only when that is allowed."""
        self._servers(application)
        settings = application.preferences.settings
        documents = msgspec.structs.replace(
            settings.documents, embedding_model=model_path("team", "BAAI/bge-m3-embed")
        )
        application.preferences.replace(msgspec.structs.replace(settings, documents=documents))
        application.window.show_settings("documents")
        self._pause(600)

    def _servers(self, application: Application) -> None:
        settings = application.preferences.settings
        application.servers._look = look
        application.preferences.replace(
            msgspec.structs.replace(settings, servers=(TEAM, HERE, ATTIC))
        )

    def _chosen(self, application: Application) -> None:
        self._servers(application)
        application.models.choose(MODEL)
        state = application.models
        self._wait(lambda: state.state.phase == "ready" and state.state.path == MODEL, "the model")
        application.window.actions_registry.trigger("new_conversation")
        self._pause(300)

    def _say(self, application: Application) -> None:
        composer = application.window.chat_page.column.composer
        composer.input.setPlainText(self._question)
        composer.submit()

    def _show(self, application: Application):
        window = application.window
        window.show_mode("models")
        page = window.page("models")
        page.show_part("servers")
        page.take_focus()
        return page.part("servers")


def _all_asked(application: Application) -> bool:
    checks = [application.servers.check(each.id) for each in (TEAM, HERE, ATTIC)]
    return all(check is not None and check.phase != "asking" for check in checks)
