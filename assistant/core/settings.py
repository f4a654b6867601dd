"""The settings a person can change, with their defaults.

Kept in a TOML file; geometry of windows is not among them.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from assistant.core.entities import ChatParameters
from assistant.core.messages import ModelParameters
from assistant.core.remote.server import RemoteServer
from assistant.core.summary_options import Form, Length


class Appearance(msgspec.Struct, frozen=True, kw_only=True):
    """`reading_scale` is a percentage, 80 to 180. `language` "system" or a code like "zh_CN"."""

    theme: Literal["system", "light", "dark"] = "system"
    language: str = "system"
    reading_scale: int = 100


class Models(msgspec.Struct, frozen=True, kw_only=True):
    """Where models are and which one is used. `files` are single files the person opened.

    `elsewhere`: the folders of other programs are looked into, too. `last` "" is the starter
    model, where there is one; `starter_hint`: what it made says that a bigger one does it better.
    """

    folders: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    elsewhere: bool = True
    last: str = ""
    starter_hint: bool = True
    load_at_start: bool = True
    loading: ModelParameters = ModelParameters()


class Hub(msgspec.Struct, frozen=True, kw_only=True):
    """How models are found and fetched; see `core.hub.messages.HubAccess`.

    The token is no setting: it lies in the keyring. `folder` "" is the application's own.
    """

    endpoint: str = ""
    proxy: str = ""
    offline: bool = False
    parallel: int = 2
    folder: str = ""


class Composer(msgspec.Struct, frozen=True, kw_only=True):
    """How writing works. With `enter_sends` false, Ctrl+Enter sends and Enter breaks."""

    enter_sends: bool = True


class Conversations(msgspec.Struct, frozen=True, kw_only=True):
    """What the model adds to conversations: a title, questions that might come next."""

    titles: bool = True
    suggestions: bool = False


class Documents(msgspec.Struct, frozen=True, kw_only=True):
    """How documents are searched.

    `embedding_model` is the path of the model for searching by meaning, "" the smallest one that
    is found, "none" words alone. `passages` is how many an answer is written from at most.
    """

    embedding_model: str = ""
    passages: int = 12


class Summaries(msgspec.Struct, frozen=True, kw_only=True):
    """What the last summary was like, and the next one begins with; see `SummaryOptions`."""

    length: Length = "medium"
    form: Form = "prose"
    language: str = ""


class Quick(msgspec.Struct, frozen=True, kw_only=True):
    """The quick window. `tray`: an icon for it, where the desktop has a place for icons.

    `keep_running`: closing the main window leaves the application there. `hotkey`: `key` (as Qt
    writes key sequences) opens the quick window from anywhere, where that is possible.
    `language` is what it last translated to, "" the person's own.
    """

    tray: bool = True
    keep_running: bool = False
    hotkey: bool = False
    key: str = "Ctrl+Alt+Space"
    language: str = ""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """All settings. `shortcuts` maps an action's id to a key sequence that replaces its own."""

    appearance: Appearance = Appearance()
    models: Models = Models()
    composer: Composer = Composer()
    chat: ChatParameters = ChatParameters()
    conversations: Conversations = Conversations()
    documents: Documents = Documents()
    summaries: Summaries = Summaries()
    quick: Quick = Quick()
    hub: Hub = Hub()
    servers: tuple[RemoteServer, ...] = ()
    shortcuts: dict[str, str] = msgspec.field(default_factory=dict)
