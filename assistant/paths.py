"""Where everything lives: the one place that knows, in a checkout, a wheel and a frozen app.

`INKSTONE_HOME` moves every file the application writes below one folder.
"""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path

APP_NAME = "inkstone"
STARTER_FILE = "starter.gguf"


@dataclass(frozen=True)
class Paths:
    """The folders of one installation; none is created before `create()` is called."""

    data: Path
    config: Path
    cache: Path
    models: Path
    logs: Path

    @property
    def database(self) -> Path:
        return self.data / "inkstone.db"

    @property
    def backups(self) -> Path:
        return self.data / "backups"

    @property
    def settings_file(self) -> Path:
        return self.config / "settings.toml"

    @property
    def window_state(self) -> Path:
        """Geometry of windows, written by QSettings."""
        return self.config / "window.ini"

    @property
    def running_marker(self) -> Path:
        """Exists while a window runs; found at start it means the last one did not close."""
        return self.data / "running"

    @property
    def states(self) -> Path:
        """What the engine keeps of conversations, so that they need not be read again."""
        return self.cache / "states"

    @property
    def engine_log(self) -> Path:
        return self.logs / "engine.log"

    @property
    def app_log(self) -> Path:
        return self.logs / "inkstone.log"

    def create(self) -> None:
        """Make the folders, readable by their owner alone. Raises OSError."""
        for folder in (self.data, self.config, self.cache, self.models, self.logs):
            folder.mkdir(parents=True, exist_ok=True, mode=0o700)


def app_paths(home: Path | None = None) -> Paths:
    """The folders below `home`, else below `INKSTONE_HOME`, else where the platform wants them."""
    if home is None and (named := os.environ.get("INKSTONE_HOME")):
        home = Path(named).expanduser()
    if home is not None:
        home = home.absolute()
        return Paths(
            data=home / "data",
            config=home / "config",
            cache=home / "cache",
            models=home / "models",
            logs=home / "logs",
        )
    from platformdirs import PlatformDirs

    dirs = PlatformDirs(APP_NAME, appauthor=False)
    data = Path(dirs.user_data_dir)
    return Paths(
        data=data,
        config=Path(dirs.user_config_dir),
        cache=Path(dirs.user_cache_dir),
        models=data / "models",
        logs=Path(dirs.user_log_dir),
    )


def resources() -> Path:
    """The folder of icons, themes, translations and templates that ship with the application."""
    frozen = getattr(sys, "_MEIPASS", None)
    if frozen:
        return Path(frozen) / "resources"
    package = Path(__file__).resolve().parent
    installed = package / "_resources"
    return installed if installed.is_dir() else package.parent / "resources"


def starter_model() -> Path | None:
    """The small model that ships with the application; None where this copy has none.

    `INKSTONE_STARTER` names another file, or "none" to do without.
    """
    if named := os.environ.get("INKSTONE_STARTER"):
        path = Path(named).expanduser().absolute()
        return path if named != "none" and path.is_file() else None
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    if frozen:
        places = [Path(frozen) / "models" / "starter", Path(frozen) / "_starter"]
    else:
        places = [package / "_starter", package.parent / "models" / "starter"]
    found = (folder / STARTER_FILE for folder in places)
    return next((path for path in found if path.is_file()), None)


_CHILD = (
    "import sys; sys.path.insert(0, {package!r}); "
    "from assistant.__main__ import main; sys.exit(main(sys.argv[1:]))"
)


def child_command(child: str, *arguments: str) -> list[str]:
    """The command line that starts one of our child processes (`engine-child`, …).

    `-P` keeps the current folder off the import path (with `-m` it would come first): a child
    started from a hostile folder must not run that folder's modules.
    """
    if getattr(sys, "frozen", False):
        return [sys.executable, child, *arguments]
    package = str(Path(__file__).resolve().parent.parent)
    return [sys.executable, "-P", "-c", _CHILD.format(package=package), child, *arguments]
