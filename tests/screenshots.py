"""`make screenshots`: draws every screen with the scripted engine into screenshots/.

Each picture is the real window, offscreen: light and dark, 1280×800 and 900×600, English and
Chinese, and once at 200 %. Look at all of them. `--only chat` draws the scenes whose name contains
the word; `--readme` refreshes the picture in docs/pictures.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from PySide6.QtCore import QDeadlineTimer, QEventLoop, QSize, QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget

from assistant import compose
from assistant.app import Application, create
from assistant.core.entities import MessageState, Timings, Usage
from assistant.core.errors import UserError
from assistant.core.settings import Appearance, Models, Settings
from assistant.engine.scripted import Script, ScriptedEngine
from assistant.paths import app_paths
from tests import (
    quick_screenshots,
    server_screenshots,
    translation_screenshots,
    writing_screenshots,
)
from tests.document_screenshots import DocumentScenes, answer
from tests.hub_screenshots import HubScenes
from tests.model_drop_screenshots import ModelDropScenes
from tests.model_screenshots import ModelScenes
from tests.template_screenshots import TemplateScenes

ROOT = Path(__file__).resolve().parent.parent
Draw: TypeAlias = Callable[[Application], None]
SIZES = (QSize(1280, 800), QSize(900, 600))
MODEL = "/models/Inkwell-4B-Q4_K_M.gguf"

ANSWER = """\
Compound interest grows because each period's interest earns interest itself. With a yearly rate
$r$, after $n$ years an amount $A_0$ becomes

$$A_n = A_0 \\left(1 + r\\right)^n$$

## In numbers

| Years | at 3 % | at 5 % |
|------:|-------:|-------:|
| 10 | 1,344 | 1,629 |
| 20 | 1,806 | 2,653 |
| 30 | 2,427 | 4,322 |

The same as a function:

```python
def grow(amount: float, rate: float, years: int) -> float:
    \"\"\"What `amount` becomes at `rate` (0.05 is 5 %) after `years`.\"\"\"
    return amount * (1 + rate) ** years

print(f"{grow(1000, 0.05, 30):,.0f}")  # 4,322
```

- [x] the formula
- [x] a table to compare
- [ ] inflation, which eats part of it

> Small rates over long times beat large rates over short ones.
"""

CHINESE_ANSWER = """\
砚台用过之后要**及时清洗**，宿墨不能久留：

1. 用清水浸泡片刻，再以软布或丝瓜络轻轻擦去残墨；
2. 不要用热水，也不要用硬刷；
3. 洗净后晾干，*不可暴晒*。

| 石质 | 特点 |
|------|------|
| 端石 | 细腻，发墨快 |
| 歙石 | 坚润，不吸水 |

长期不用时，可在砚池里留少许清水，以养其润。
"""


@dataclass(frozen=True)
class Scene:
    """One screen: `fill` prepares the home, `arrange` brings the window there.

    `leave` comes after the picture, before the application ends.
    """

    name: str
    arrange: Callable[[Application], None]
    fill: Callable[[Path], None]
    engine: Callable[[], ScriptedEngine]
    leave: Callable[[], None] | None = None


def wait_until(holds: Callable[[], bool], what: str, seconds: float = 15.0) -> None:
    """Run the event loop until `holds`; ends the program with `what` when it never does."""
    deadline = QDeadlineTimer(int(seconds * 1000))
    while not holds():
        if deadline.hasExpired():
            sys.exit(f"screenshots: waited in vain for {what}")
        pause(20)


def pause(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def instant(**options: object) -> ScriptedEngine:
    settings = {"tokens_per_s": 0.0, "load_s": 0.0, "prompt_tokens_per_s": 0.0, **options}
    return ScriptedEngine(settings.pop("script", ANSWER), **settings)


# --- homes -----------------------------------------------------------------------------------


def empty_home(_home: Path) -> None:
    """Nothing was ever done here."""


def used_home(home: Path, *, language: str = "en") -> None:
    """A few days of conversations; the last one shows all that Markdown can."""
    paths = app_paths(home)
    paths.create()
    store = compose.make_store(paths)
    try:
        for question, answer in _older_conversations():
            conversation = store.create_conversation(model_path=MODEL)
            turn = store.add_message(conversation.id, None, "user", question)
            store.add_message(conversation.id, turn.id, "assistant", answer, model="Inkwell-4B")
        chinese = language.startswith("zh")
        conversation = store.create_conversation(model_path=MODEL)
        asked = (
            "砚台怎么保养？"
            if chinese
            else ("How does compound interest work? A formula, a table and a function, please.")
        )
        turn = store.add_message(conversation.id, None, "user", asked)
        reply = store.add_message(
            conversation.id,
            turn.id,
            "assistant",
            "",
            state=MessageState.STREAMING,
            model="Inkwell-4B",
        )
        store.finish_reply(
            reply.id,
            CHINESE_ANSWER if chinese else ANSWER,
            "The person wants a short explanation with three forms.",
            state=MessageState.COMPLETE,
            usage=Usage(prompt_tokens=1204, cached_tokens=980, completion_tokens=312),
            timings=Timings(
                first_token_s=0.42, prefill_tokens_per_s=533.0, decode_tokens_per_s=38.4
            ),
            reasoning_s=4.2,
        )
        store.set_setting("last_conversation", str(conversation.id))
    finally:
        store.close()


def _older_conversations() -> list[tuple[str, str]]:
    return [
        ("Plan a week in the Harz mountains", "Seven days, mostly on foot: …"),
        ("为小学生解释光合作用", "植物用阳光、水和二氧化碳做出自己的食物。"),
        ("Why does my sourdough not rise?", "Most often the starter is too young or too cold."),
        ("Summarise the meeting notes from Monday", "Three decisions were made: …"),
        ("A birthday poem for Grandfather, who repairs clocks", "Tick by tick the years …"),
    ]


def failed_home(home: Path) -> None:
    """The last answer was cut off by a crash."""
    used_home(home)
    paths = app_paths(home)
    store = compose.make_store(paths)
    try:
        conversation = store.create_conversation(model_path=MODEL)
        turn = store.add_message(conversation.id, None, "user", "Write a letter to the landlord.")
        reply = store.add_message(
            conversation.id,
            turn.id,
            "assistant",
            "",
            state=MessageState.STREAMING,
            model="Inkwell-4B",
        )
        store.finish_reply(
            reply.id,
            "Dear Ms Berger,\n\nthe heating in our flat has not worked since",
            "",
            state=MessageState.INTERRUPTED,
            error="The engine stopped (signal 9). What was written is kept.",
        )
        store.set_setting("last_conversation", str(conversation.id))
    finally:
        store.close()


# --- scenes ----------------------------------------------------------------------------------


def conversation_shown(application: Application) -> None:
    wait_until(lambda: bool(application.chat.messages), "the last conversation")
    wait_until(lambda: application.models.state.phase != "loading", "the model")
    pause(900)  # formulas are drawn behind the window's back


def streaming(application: Application) -> None:
    conversation_shown(application)
    say(application, "And with a monthly payment of 100?")
    wait_until(lambda: len(shown_text(application)) > 420, "some of the answer")


def shown_text(application: Application) -> str:
    reply = application.chat._shown_reply()
    return reply.text if reply else ""


def reading(application: Application) -> None:
    conversation_shown(application)
    say(application, "And with a monthly payment of 100?")
    pause(700)


def say(application: Application, text: str) -> None:
    composer = application.window.findChild(QPlainTextEdit, "composer")
    composer.setPlainText(text)
    application.window.findChild(QAbstractButton, "send_button").click()


def load_failed(application: Application) -> None:
    conversation_shown(application)
    application.models.choose("/models/Broken-7B-Q4_0.gguf")
    wait_until(lambda: application.models.state.phase == "failed", "the failure")
    say(application, "Are you there?")
    pause(500)


def inspector(application: Application) -> None:
    conversation_shown(application)
    application.window.actions_registry.trigger("inspector")
    pause(300)


def further_parameters(application: Application) -> None:
    inspector(application)
    panel = application.window.chat_page.inspector.panel
    panel.show_suggested({"temperature": 0.6, "top_k": 20, "top_p": 0.95})
    panel.rows["min_p"].spin.setValue(0.1)
    panel.rows["dry_multiplier"].spin.setValue(0.8)
    panel.more.setChecked(True)
    pause(400)
    area = panel.parentWidget().parentWidget().parentWidget()
    area.verticalScrollBar().setValue(panel.more.y() - 360)
    pause(300)


def palette(application: Application) -> None:
    conversation_shown(application)
    application.window.actions_registry.trigger("palette")
    pause(300)


def shortcuts(application: Application) -> None:
    conversation_shown(application)
    application.window.actions_registry.trigger("shortcuts")
    pause(300)


def settings(application: Application) -> None:
    conversation_shown(application)
    application.window.actions_registry.trigger("settings")
    pause(300)


def search(application: Application) -> None:
    conversation_shown(application)
    application.window.actions_registry.trigger("search")
    field = application.window.findChild(QWidget, "conversation_search")
    field.setText("young")
    pause(500)


def empty_chat(application: Application) -> None:
    conversation_shown(application)
    application.window.actions_registry.trigger("new_conversation")
    pause(500)


def document_scenes() -> list[Scene]:
    scenes = DocumentScenes(wait_until, pause)

    def scripted(**options: object) -> Callable[[], ScriptedEngine]:
        return lambda: instant(script=answer, context_length=2048, **options)

    return [
        Scene("documents-drop", scenes.drop, used_home, scripted()),
        Scene("documents-plan", scenes.plan, used_home, scripted()),
        Scene("documents-problems", scenes.plan_with_problems, used_home, scripted()),
        Scene("documents-running", scenes.running, used_home, scripted(tokens_per_s=60.0)),
        Scene("documents-stopped", scenes.stopped, used_home, scripted(tokens_per_s=60.0)),
        Scene("documents-summary", scenes.summary, used_home, scripted()),
        Scene("documents-answer", scenes.asked, used_home, scripted()),
        Scene("documents-page", scenes.page, used_home, scripted()),
        Scene("documents-empty", scenes.library_empty, used_home, scripted()),
        Scene("documents-library", scenes.library, used_home, scripted()),
        Scene("documents-settings", scenes.settings, used_home, scripted()),
    ]


def desk_scenes() -> list[Scene]:
    """Write, Translate, templates and the quick window."""

    def engine(script: Script, **options: object) -> Callable[[], ScriptedEngine]:
        made = {"script": script, "background": script, "context_length": 2048, **options}
        return lambda: instant(**made)

    writing = writing_screenshots.WritingScenes(wait_until, pause)
    translation = translation_screenshots.TranslationScenes(wait_until, pause)
    templates = TemplateScenes(wait_until, pause)
    quick = quick_screenshots.QuickScenes(wait_until, pause)
    parts = [
        ("write", writing, writing_screenshots.model, writing_screenshots.ENGINE),
        ("translate", translation, translation_screenshots.answer, SLOW_TRANSLATIONS),
        ("templates", templates, ANSWER, {}),
        ("quick", quick, quick_screenshots.answer, {}),
    ]
    return [
        Scene(
            f"{part}-{name}",
            getattr(scenes, name),
            used_home,
            engine(script, **options.get(name, {})),
            getattr(scenes, "close", None),
        )
        for part, scenes, script, options in parts
        for name in vars(type(scenes))
        if not name.startswith("_") and name != "close"
    ]


def model_scenes() -> list[Scene]:
    """The first start, models, hubs and servers; each picture with a hub of its own."""

    def drawn(make: type, name: str, ending: str) -> tuple[Draw, Callable[[], None]]:
        made: list[Any] = []

        def draw(application: Application) -> None:
            made.append(make(wait_until, pause))
            getattr(made[-1], name)(application)

        def leave() -> None:
            if made and hasattr(made[-1], ending):
                getattr(made.pop(), ending)()

        return draw, leave

    parts = (
        ("models", ModelScenes, instant),
        ("hub", HubScenes, instant),
        ("drop", ModelDropScenes, instant),
        ("servers", server_screenshots.ServerScenes, server_screenshots.engine),
    )
    scenes = []
    for part, make, engine in parts:
        for name in vars(make):
            if name.startswith(("_", "leave_")):
                continue
            draw, leave = drawn(make, name, f"leave_{name}")
            title = f"{part}-{name}".replace("_", "-")
            home = empty_home if name.startswith("first_run") else used_home
            scenes.append(Scene(title, draw, home, engine, leave))
    return scenes


SLOW_TRANSLATIONS = {
    name: {"tokens_per_s": 40.0} for name in ("progress", "stopped", "file_working")
}

SCENES = [
    Scene("empty", empty_chat, used_home, instant),
    Scene("chat", conversation_shown, used_home, instant),
    Scene("streaming", streaming, used_home, lambda: instant(tokens_per_s=120.0)),
    Scene("reading", reading, used_home, lambda: instant(prompt_tokens_per_s=150.0)),
    Scene("interrupted", conversation_shown, failed_home, instant),
    Scene(
        "error",
        load_failed,
        used_home,
        lambda: instant(
            fail_load=UserError(
                "damaged_model",
                "“Broken-7B-Q4_0” is cut: 2.1 GB of 3.8 GB are there.",
                "Download it again, or choose another model.",
            )
        ),
    ),
    Scene("parameters", inspector, used_home, instant),
    Scene("parameters-more", further_parameters, used_home, instant),
    Scene("search", search, used_home, instant),
    Scene("palette", palette, used_home, instant),
    Scene("settings", settings, used_home, instant),
    Scene("shortcuts", shortcuts, used_home, instant),
    *document_scenes(),
    *desk_scenes(),
    *model_scenes(),
]


def picture(scene: Scene, theme: str, size: QSize, language: str, target: Path) -> None:
    """Draw one scene into `target`."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        if language == "en" or scene.fill is not used_home:
            scene.fill(home)
        else:
            used_home(home, language=language)
        paths = app_paths(home)
        paths.create()
        chosen = Models(last=MODEL) if scene.fill is not empty_home else Models()
        compose.make_settings(paths).save(
            Settings(appearance=Appearance(theme=theme, language=language), models=chosen)
        )
        application = create(home, scene.engine())
        window = application.window
        try:
            window.resize(size)
            window.show()
            scene.arrange(application)
            grab(window, target)
        finally:
            if scene.leave is not None:
                scene.leave()
            application.shutdown()


def grab(window: QWidget, target: Path) -> None:
    """The window with any dialog or popup that stands before it, as a person sees them."""
    from PySide6.QtGui import QPainter

    image = window.grab()
    painter = QPainter(image)
    for other in QApplication.topLevelWidgets():
        if other is not window and other.isVisible() and other.isWindow():
            painter.drawPixmap(other.pos() - window.pos(), other.grab())
    painter.end()
    target.parent.mkdir(parents=True, exist_ok=True)
    image.save(str(target))


def wanted(only: str) -> Iterator[tuple[Scene, str, QSize, str]]:
    for scene in SCENES:
        if only and only not in scene.name:
            continue
        for size in SIZES:
            for theme in ("light", "dark"):
                yield scene, theme, size, "en"
        yield scene, "light", SIZES[0], "zh_CN"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="part of a scene's name")
    parser.add_argument("--readme", action="store_true")
    parser.add_argument("--into", type=Path, default=ROOT / "screenshots")
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    os.environ.setdefault("INKSTONE_STARTER", "none")
    application = QApplication(sys.argv[:1])
    application.setStyle("Fusion")
    if options.readme:
        scene = next(scene for scene in SCENES if scene.name == "chat")
        picture(scene, "light", SIZES[0], "en", ROOT / "docs" / "pictures" / "chat-light.png")
        return
    began = time.monotonic()
    count = 0
    for scene, theme, size, language in wanted(options.only):
        name = f"{scene.name}-{theme}-{size.width()}x{size.height()}-{language}.png"
        picture(scene, theme, size, language, options.into / name)
        count += 1
    if os.environ.get("QT_SCALE_FACTOR") is None:
        environment = dict(os.environ, QT_SCALE_FACTOR="2")
        for name in ("chat", "parameters", "documents-plan", "documents-page"):
            if not options.only or options.only in name:
                command = [sys.executable, "-m", "tests.screenshots", "--only", name]
                into = str(options.into / "scale-200")
                subprocess.run([*command, "--into", into], check=True, env=environment)
    print(f"{count} pictures in {options.into} after {time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
