"""The folders, the disk, the database and the settings file."""

from __future__ import annotations

import os
import shutil
import stat
import time
from pathlib import Path

import msgspec

from assistant import compose
from assistant.cli.checks.finding import Finding
from assistant.cli.sizes import size_text
from assistant.core.errors import UserError
from assistant.paths import Paths

_NO_ROOM = 50_000_000
_LITTLE_ROOM = 2_000_000_000
_OLD_BACKUP_S = 7 * 86_400


def examine_storage(paths: Paths) -> list[Finding]:
    """Look at everything that is kept, changing nothing."""
    return [*_folders(paths), _disk(paths), *_database(paths), _settings(paths)]


def _folders(paths: Paths) -> list[Finding]:
    folders = {
        "data": paths.data,
        "config": paths.config,
        "cache": paths.cache,
        "models": paths.models,
        "logs": paths.logs,
    }
    return [_folder(f"{name} folder", path) for name, path in folders.items()]


def _folder(name: str, path: Path) -> Finding:
    facts = {"path": str(path), "exists": path.is_dir(), "mode": _mode(path)}
    if path.exists() and not path.is_dir():
        hint = "Move it away, or set INKSTONE_HOME to another folder."
        return Finding(name, "problem", f"{path} is not a folder.", hint, facts)
    if not os.access(_nearest(path), os.W_OK | os.X_OK):
        hint = "Give yourself the right to write there, or set INKSTONE_HOME to another folder."
        return Finding(name, "problem", f"{path} cannot be written.", hint, facts)
    if not path.is_dir():
        return Finding(name, "ok", f"{path} will be made when it is needed.", facts=facts)
    if os.name == "posix" and path.stat().st_mode & 0o077:
        text = f"{path} is open to other users of this machine (mode {_mode(path)})."
        return Finding(name, "caution", text, f"chmod 700 '{path}'", facts)
    return Finding(name, "ok", f"{path} (mode {_mode(path)}).", facts=facts)


def _mode(path: Path) -> str:
    try:
        return f"{stat.S_IMODE(path.stat().st_mode):04o}"
    except OSError:
        return ""


def _nearest(path: Path) -> Path:
    """`path`, or the closest folder above it that exists."""
    return next((place for place in (path, *path.parents) if place.exists()), path)


def _disk(paths: Paths) -> Finding:
    try:
        free = shutil.disk_usage(_nearest(paths.data)).free
    except OSError as error:
        return Finding("disk", "problem", f"The disk cannot be read: {error.strerror}.")
    text, facts = f"{size_text(free)} are free.", {"free": free}
    if free < _NO_ROOM:
        return Finding("disk", "problem", text, "Free some space.", facts)
    if free < _LITTLE_ROOM:
        return Finding("disk", "caution", text, "A model takes several GB.", facts)
    return Finding("disk", "ok", text, facts=facts)


def _database(paths: Paths) -> list[Finding]:
    from assistant.storage.facts import storage_facts

    facts = storage_facts(paths.database, paths.backups)
    known = msgspec.to_builtins(facts)
    library = Finding(
        "sqlite",
        "ok" if facts.journal_mode == "wal" else "caution",
        f"{facts.sqlite_version} ({facts.driver}), journal mode {facts.journal_mode}: "
        f"{facts.journal_reason}",
        "" if facts.journal_mode == "wal" else "Install the sqlcipher3 package.",
        {key: known[key] for key in ("driver", "sqlite_version", "journal_mode", "journal_reason")},
    )
    if facts.problem:
        hint = _database_hint(facts.problem_kind, facts.backups)
        return [library, Finding("database", "problem", facts.problem, hint, known)]
    if not facts.exists:
        text = "There is none yet; the first message makes it."
        return [library, Finding("database", "ok", text, facts=known)]
    text = (
        f"Conversations: {facts.conversations:,}, messages: {facts.messages:,}, "
        f"{size_text(facts.size)}, revision {facts.revision or 'none'}, "
        f"journal mode {facts.journal_mode_in_file or 'not set'}; its integrity was checked."
    )
    database = Finding("database", "ok", text, facts=known)
    return [library, database, _backup(facts.messages, facts.backups, facts.newest_backup)]


def _database_hint(kind: str, backups: int) -> str:
    if kind == "database_damaged":
        if not backups:
            return "There is no backup; the window offers to set the damaged file aside."
        return f"Backups kept: {backups}; the window offers to go on with the newest good one."
    if kind == "database_newer":
        return "Update Inkstone."
    return "Close other programs that use it, and check its permissions."


def _backup(messages: int, count: int, newest: float) -> Finding:
    facts = {"count": count, "newest": newest}
    if not count:
        text = "There is no backup of the conversations yet."
        if not messages:
            return Finding("backup", "ok", text, facts=facts)
        hint = "One is made each day that Inkstone is used."
        return Finding("backup", "caution", text, hint, facts)
    when = time.strftime("%Y-%m-%d %H:%M", time.localtime(newest))
    text = f"{count} kept, the newest of {when}."
    if messages and time.time() - newest > _OLD_BACKUP_S:
        hint = "One is made each day that Inkstone is used."
        return Finding("backup", "caution", text, hint, facts)
    return Finding("backup", "ok", text, facts=facts)


def _settings(paths: Paths) -> Finding:
    facts = {"path": str(paths.settings_file), "exists": paths.settings_file.exists()}
    settings = compose.make_settings(paths)
    try:
        settings.load()
    except UserError as error:
        return Finding("settings", "problem", error.text, error.hint, facts)
    if not facts["exists"]:
        return Finding("settings", "ok", "No settings file; the defaults hold.", facts=facts)
    if settings.notes:
        text = " ".join(settings.notes)
        return Finding("settings", "caution", text, f"Mend {paths.settings_file}.", facts)
    return Finding("settings", "ok", f"{paths.settings_file} is in order.", facts=facts)
