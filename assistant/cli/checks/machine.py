"""The machine and what is installed on it."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from importlib import metadata
from pathlib import Path

from assistant import __version__, system_libraries
from assistant.cli.checks.finding import Finding
from assistant.start import why_no_window

_NEEDED = {
    "llama-cpp-python": "runs models",
    "SQLAlchemy": "keeps conversations",
    "msgspec": "carries messages",
}
_LITTLE_MEMORY = 2 * 1024**3
_GPU_VENDORS = {"0x10de": "NVIDIA", "0x1002": "AMD", "0x8086": "Intel"}


def examine_machine() -> list[Finding]:
    """Versions, processor, memory, and whether a window can be opened."""
    return [_versions(), _packages(), _processor(), _memory(), *_window()]


def _versions() -> Finding:
    system = f"{platform.system()} {platform.release()}"
    python = platform.python_version()
    facts = {"inkstone": __version__, "python": python, "system": system}
    return Finding("inkstone", "ok", f"{__version__} on Python {python}, {system}.", facts=facts)


def _packages() -> Finding:
    versions = {name: _version(name) for name in (*_NEEDED, "PySide6-Essentials", "sqlcipher3")}
    missing = [name for name in _NEEDED if versions[name] is None]
    text = ", ".join(f"{name} {version}" for name, version in versions.items() if version)
    if missing:
        lacking = ", ".join(f"{name} ({_NEEDED[name]})" for name in missing)
        return Finding(
            "packages", "problem", f"Not installed: {lacking}.", "Install Inkstone again.", versions
        )
    if versions["PySide6-Essentials"] is None:
        return Finding(
            "packages",
            "caution",
            f"{text}. Without PySide6-Essentials there is no window; the terminal works.",
            "Install Inkstone again to have the window.",
            versions,
        )
    return Finding("packages", "ok", f"{text}.", facts=versions)


def _version(distribution: str) -> str | None:
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _processor() -> Finding:
    import psutil

    threads = psutil.cpu_count() or 1
    cores = psutil.cpu_count(logical=False) or threads
    usable = threads
    if hasattr(os, "sched_getaffinity"):
        usable = len(os.sched_getaffinity(0))
    text = f"{platform.machine()}, {cores} cores, {threads} threads"
    if usable < threads:
        text += f", of which {usable} may be used"
    facts = {"machine": platform.machine(), "cores": cores, "threads": threads, "usable": usable}
    return Finding("processor", "ok", f"{text}.", facts=facts)


def _memory() -> Finding:
    import psutil

    memory = psutil.virtual_memory()
    text = f"{memory.available / 1024**3:.1f} of {memory.total / 1024**3:.1f} GiB are free."
    facts = {"total": memory.total, "available": memory.available}
    if memory.available < _LITTLE_MEMORY:
        hint = "Close other programs, or use a small model."
        return Finding("memory", "caution", text, hint, facts)
    return Finding("memory", "ok", text, facts=facts)


def _window() -> list[Finding]:
    lacking = system_libraries.missing()
    findings = []
    if lacking:
        findings.append(
            Finding(
                "system libraries",
                "caution",
                f"The window needs what is not installed: {', '.join(lacking)}.",
                system_libraries.install_command(sorted(set(lacking.values()))),
                {"missing": lacking},
            )
        )
    elif sys.platform.startswith("linux"):
        text = "All libraries that the window needs are there."
        findings.append(Finding("system libraries", "ok", text, facts={"missing": {}}))
    reason = why_no_window()
    facts = {name: os.environ.get(name, "") for name in ("DISPLAY", "WAYLAND_DISPLAY")}
    if reason:
        hint = "The terminal works without: inkstone chat."
        findings.append(Finding("display", "caution", reason, hint, facts))
    else:
        findings.append(Finding("display", "ok", "A window can be opened.", facts=facts))
        findings.extend(_fonts())
    return findings


def _fonts() -> list[Finding]:
    """Whether Chinese, Japanese and Korean show as more than boxes; where fontconfig can tell."""
    program = shutil.which("fc-list")
    if program is None:
        return []
    try:
        known = subprocess.run(
            [program, ":lang=zh-cn", "family"], capture_output=True, timeout=20, check=False
        ).stdout
    except (OSError, subprocess.TimeoutExpired):
        return []
    if known.strip():
        return [Finding("fonts", "ok", "There is a font for Chinese.")]
    text = "No font for Chinese was found: it is shown as empty boxes."
    return [Finding("fonts", "caution", text, "On Debian: sudo apt-get install fonts-noto-cjk")]


def graphics_processors() -> list[str]:
    """The GPUs that the system knows, such as "NVIDIA H200"; on Linux and macOS only."""
    if sys.platform == "darwin":
        return ["Apple GPU"] if platform.machine() == "arm64" else []
    found = [
        _nvidia_name(file)
        for file in sorted(Path("/proc/driver/nvidia/gpus").glob("*/information"))
    ]
    for vendor_file in sorted(Path("/sys/class/drm").glob("card[0-9]*/device/vendor")):
        try:
            vendor = _GPU_VENDORS.get(vendor_file.read_text().strip(), "")
        except OSError:
            continue
        if vendor and not (vendor == "NVIDIA" and found):
            found.append(f"{vendor} GPU")
    return found


def _nvidia_name(information: Path) -> str:
    try:
        lines = information.read_text(errors="replace").splitlines()
    except OSError:
        lines = []
    for line in lines:
        key, _, value = line.partition(":")
        if key.strip() == "Model":
            return value.strip()
    return "NVIDIA GPU"
