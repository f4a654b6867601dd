"""Install the Debian package into a clean Debian and use it there as a person would.

The root is made by debootstrap (minbase: no Python, no compiler, none of our files) and kept in
`~/.cache/inkstone-build`; each run works in a copy. Run as root. Without a starter model a tiny
random one, written with this checkout's `tests/tiny_models.py`, speaks; `--model` names another.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import elf_needs
import set_up
from bundle_contents import ROOT

PROGRAM = "opt/inkstone"

_MIRRORS = {
    "bookworm": "http://deb.debian.org/debian",
    "trixie": "http://deb.debian.org/debian",
    "jammy": "http://archive.ubuntu.com/ubuntu",
    "noble": "http://archive.ubuntu.com/ubuntu",
}
_TEXT = "The harbour was rebuilt in 1894. The lighthouse is white. Boats leave at seven.\n"
_PATIENCE_S = 120
_OLDER_PROCESSORS = {"Nehalem": "SSSE3", "SandyBridge": "AVX", "Haswell": "AVX2"}
"""qemu's name of a processor → the newest extension that it has and llama.cpp asks for."""
_NEWER_THAN = {
    "SSSE3": {"AVX", "AVX2", "FMA", "F16C", "AVX512"},
    "AVX": {"AVX2", "FMA", "AVX512"},
    "AVX2": {"AVX512"},
}
_PERSON = "tester"
_HOME = f"/home/{_PERSON}"


class Root:
    """A system in a folder; commands run in it with its own processes and no network."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *command: str, person: str = _PERSON, **variables: str) -> str:
        """What `command` prints. Raises CalledProcessError, with its output shown."""
        ended = self.start(*command, person=person, **variables)
        output, _none = ended.communicate(timeout=300)
        if ended.returncode:
            print(output)
            raise subprocess.CalledProcessError(ended.returncode, command)
        return output

    def start(
        self, *command: str, person: str = _PERSON, **variables: str
    ) -> subprocess.Popen[str]:
        """The running `command`; standard error comes with standard output."""
        home = _HOME if person == _PERSON else "/root"
        path = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"
        given = [f"{name}={value}" for name, value in variables.items()]
        lower = (
            []
            if person == "root"
            else ["setpriv", "--reuid=1000", "--regid=1000", "--clear-groups"]
        )
        return subprocess.Popen(
            [
                *("unshare", "--mount", "--net", "--ipc", "chroot", str(self.folder)),
                *("env", "-i", path, f"HOME={home}", "LANG=C.UTF-8", *given, *lower, *command),
            ],
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace",
        )  # fmt: skip

    def install(self, *packages: str) -> None:
        """With apt, so that what the package depends on comes by itself; needs the network."""
        command = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *packages]
        ended = subprocess.run(
            ["chroot", str(self.folder), "env", "DEBIAN_FRONTEND=noninteractive", *command],
            check=False, capture_output=True, text=True,
        )  # fmt: skip
        if ended.returncode:
            raise AssertionError(f"apt: {ended.stdout[-1500:]}{ended.stderr[-1500:]}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--suite", choices=sorted(_MIRRORS), default="bookworm")
    parser.add_argument("--package", type=Path, help="default: the one in dist/")
    parser.add_argument("--model", type=Path)
    parser.add_argument("--screenshot", type=Path, default=ROOT / "dist/smoke-test.png")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("inkstone: the clean root needs root: sudo python3 packaging/smoke_test.py")
    package = options.package or next(iter(sorted((ROOT / "dist").glob("*.deb"))), None)
    if package is None:
        sys.exit("inkstone: there is no package; make package builds it.")
    with clean_root(options.suite) as root:
        step("install", lambda: install(root, package))
        step("nothing is missing", lambda: nothing_missing(root))
        model = put_model(root, options.model)
        step("doctor", lambda: doctor(root))
        step("chat", lambda: chat(root, model))
        step("summarize", lambda: summarize(root, model))
        step("translate", lambda: translate(root, model))
        step("hard places", lambda: hard_places(root, model))
        step("older processors", lambda: older_processors(root, model))
        step("vulkan", lambda: on_vulkan(root, model))
        step("window", lambda: window(root, model, options.screenshot))
        step("remove", lambda: remove(root))
    print("inkstone: the package works.")


def step(name: str, work: object) -> None:
    began = time.monotonic()
    assert callable(work)  # noqa: S101
    work()
    print(f"inkstone: {name}: {time.monotonic() - began:.1f} s", flush=True)


@contextlib.contextmanager
def clean_root(suite: str) -> Iterator[Root]:
    """A copy of a fresh system, taken away afterwards."""
    fresh = set_up.BUILD_CACHE / f"root-{suite}"
    if not (fresh / "etc/os-release").exists():
        part = fresh.with_name(f"{fresh.name}.part")
        shutil.rmtree(part, ignore_errors=True)
        part.parent.mkdir(parents=True, exist_ok=True)
        command = ["debootstrap", "--variant=minbase"]
        if "ubuntu" in _MIRRORS[suite]:  # what the test itself needs lies in universe
            command.append("--components=main,universe")
        command += [suite, str(part), _MIRRORS[suite]]
        scripts = Path("/usr/share/debootstrap/scripts")
        if not (scripts / suite).exists():  # newer than this debootstrap; Ubuntu's are all the same
            command.append(str(scripts / "gutsy"))
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        part.rename(fresh)
    with tempfile.TemporaryDirectory(prefix="inkstone-root-") as name:
        folder = Path(name) / "root"
        subprocess.run(["cp", "-a", "--reflink=auto", str(fresh), str(folder)], check=True)
        with (folder / "etc/passwd").open("a", encoding="utf-8") as file:
            file.write(f"{_PERSON}:x:1000:1000::{_HOME}:/bin/sh\n")
        (folder / _HOME[1:]).mkdir(parents=True)
        os.chown(folder / _HOME[1:], 1000, 1000)
        shutil.copy("/etc/resolv.conf", folder / "etc/resolv.conf")
        subprocess.run(["mount", "--bind", "/dev", str(folder / "dev")], check=True)
        subprocess.run(["mount", "-t", "proc", "proc", str(folder / "proc")], check=True)
        try:
            yield Root(folder)
        finally:
            for place in ("proc", "dev"):
                subprocess.run(["umount", "--lazy", str(folder / place)], check=True)


def install(root: Root, package: Path) -> None:
    shutil.copy(package, root.folder / "tmp/inkstone.deb")
    subprocess.run(
        ["chroot", str(root.folder), "apt-get", "update", "-q"],
        check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    root.install("/tmp/inkstone.deb")  # noqa: S108 - inside the new root
    for name in ("python3", "gcc", "cc"):
        if (root.folder / "usr/bin" / name).exists():
            raise AssertionError(f"the clean root has {name}")


def nothing_missing(root: Root) -> None:
    """Every library of the package finds what it needs there."""
    optional = " ".join(f"! -name {name}" for name in elf_needs.OPTIONAL_FILES)
    script = (
        "export LD_LIBRARY_PATH=/opt/inkstone/_internal; "
        f"find /opt/inkstone -name '*.so*' -type f {optional} | while read -r f; do "
        'ldd "$f" 2>/dev/null | grep \'not found\' | sed "s|^|$f:|"; done'
    )
    if missing := root.run("sh", "-c", script).strip():
        raise AssertionError(f"libraries are missing:\n{missing}")


def put_model(root: Root, given: Path | None) -> str:
    """The model's path in the root; "" where the package brings one."""
    if given is None and list((root.folder / "opt/inkstone").rglob("starter.gguf")):
        return ""
    place = root.folder / "srv/model.gguf"
    if given is not None:
        shutil.copy(given, place)
    else:
        code = (
            "from pathlib import Path; from tests.tiny_models import write_model; "
            f"write_model(Path({str(place)!r}), context_length=4096)"
        )
        subprocess.run([str(ROOT / ".venv/bin/python"), "-c", code], check=True, cwd=ROOT)
    place.chmod(0o644)
    return "/srv/model.gguf"


def doctor(root: Root) -> None:
    """It says what this bare system lacks: fonts for Chinese."""
    said = root.run("inkstone", "doctor", QT_QPA_PLATFORM="offscreen")
    print(said)
    _expect("fonts-noto-cjk", said)


def chat(root: Root, model: str) -> None:
    answer = root.run(
        "inkstone", "chat", *_with(model), "-p", "hello", "--max-tokens", "16", "--json"
    )
    _expect('"finish_reason"', answer)


def summarize(root: Root, model: str) -> None:
    text = root.folder / _HOME[1:] / "harbour.txt"
    text.write_text(_TEXT * 5, encoding="utf-8")
    answer = root.run("inkstone", "summarize", f"{_HOME}/harbour.txt", *_with(model), "--json")
    _expect('"coverage"', answer)


def translate(root: Root, model: str) -> None:
    answer = root.run(
        "inkstone", "translate", "The dog went home.", "--to", "fr", *_with(model), "--json"
    )
    _expect('"target_language": "fr"', answer)


def hard_places(root: Root, model: str) -> None:
    """Another person with a name beyond ASCII, a /tmp from which nothing may be run, a disk of
    1 GB, and a home that cannot be written to. There is no display, no D-Bus, no OpenGL and no GPU
    there anyway."""
    words = ["inkstone", "chat", *_with(model), "-p", "hello", "--max-tokens", "8", "--json"]
    lower = ["setpriv", "--reuid=1001", "--regid=1001", "--clear-groups"]
    other = root.folder / "home/李明"
    other.mkdir()
    os.chown(other, 1001, 1001)
    said = root.run(*lower, *words, person="root", HOME="/home/李明", LANG="C.UTF-8")
    _expect('"finish_reason"', said)
    if (other / ".local/share/inkstone").stat().st_mode & 0o077:
        raise AssertionError("others may look into the folder of somebody's conversations")
    tight = 'mount -t tmpfs -o noexec none /tmp && exec "$@"'
    said = root.run("sh", "-c", tight, "sh", *lower, *words, person="root", HOME="/home/李明")
    _expect('"finish_reason"', said)
    small = 'mount -t tmpfs -o size=1g,mode=1777 none /mnt && exec "$@"'
    said = root.run("sh", "-c", small, "sh", *lower, *words, person="root", HOME="/mnt")
    _expect('"finish_reason"', said)
    locked = root.folder / "home/locked"
    locked.mkdir(mode=0o555)
    ended = root.start(*lower, *words, person="root", HOME="/home/locked")
    said, _none = ended.communicate(timeout=60)
    if ended.returncode == 0 or "Traceback" in said or "/home/locked" not in said:
        raise AssertionError(f"a home that cannot be written to: {said}")
    print(said.strip())


def older_processors(root: Root, model: str) -> None:
    """Emulated ones get the variant of llama.cpp that was compiled for them, and answer.

    The emulator would lose hold of a child or of a program that starts itself again, as
    PyInstaller's does to be given its libraries; so the engine runs inside, and what the second
    start would be given is given to the first.
    """
    root.install("qemu-user")
    program = {
        "_PYI_ARCHIVE_FILE": f"/{PROGRAM}/inkstone",
        "_PYI_APPLICATION_HOME_DIR": f"/{PROGRAM}/_internal",
        "_PYI_PARENT_PROCESS_LEVEL": "0",
        "LD_LIBRARY_PATH": f"/{PROGRAM}/_internal",
        "INKSTONE_ENGINE": "inprocess",
        "QT_QPA_PLATFORM": "offscreen",
    }
    for processor, newest in _OLDER_PROCESSORS.items():
        emulated = ["qemu-x86_64", "-cpu", processor, program["_PYI_ARCHIVE_FILE"]]
        said = root.run(*emulated, "doctor", "--json", **program)
        report = json.loads(said[said.index("{") :])  # behind what the emulator cannot do
        (engine,) = (row for row in report["findings"] if row["name"] == "engine")
        used = engine["facts"]["instructions"]
        print(f"inkstone: {processor}: {', '.join(used) or 'no extensions'}")
        if newest not in used or set(used) & _NEWER_THAN[newest]:
            raise AssertionError(f"{processor} computes with {used}")
        words = ["chat", *_with(model), "-p", "hello", "--max-tokens", "4", "--json"]
        _expect('"finish_reason"', root.run(*emulated, *words, **program))


def on_vulkan(root: Root, model: str) -> None:
    """Where a driver is installed (Mesa's for the processor), layers go to its device if asked."""
    root.install("mesa-vulkan-drivers")
    home = f"{_HOME}/on-vulkan"
    # Without the first, llama.cpp leaves out a device that is the processor again.
    there = {"GGML_VK_VISIBLE_DEVICES": "0", "INKSTONE_HOME": home, "QT_QPA_PLATFORM": "offscreen"}
    _expect("Vulkan0", root.run("inkstone", "doctor", **there))
    wrong = (
        '{"file_format_version": "1.0.0", "ICD": {"library_path": "none.so", "api_version": "1.3"}}'
    )
    (root.folder / "srv/wrong.json").write_text(wrong, encoding="utf-8")
    said = root.run("inkstone", "doctor", VK_DRIVER_FILES="/srv/wrong.json", **there)
    _expect("backends: CPU.", said)
    settings = "[models.loading]\ngpu_layers = 99\n"
    root.run("sh", "-c", f"mkdir -p {home}/config; echo '{settings}' > {home}/config/settings.toml")
    words = ["inkstone", "chat", *_with(model), "-p", "hello", "--max-tokens", "4", "--json"]
    _expect('"finish_reason"', root.run(*words, **there))
    log = (root.folder / home[1:] / "logs/engine.log").read_text("utf-8", "replace")
    done = re.search(r"offloaded (\d+)/(\d+) layers to GPU", log)
    if done is None or done[1] != done[2]:
        raise AssertionError("the layers are not on the Vulkan device")
    print(f"inkstone: {done[0]}, that of Vulkan")


def window(root: Root, model: str, screenshot: Path) -> None:
    """Under Xvfb, with the package's own Qt: it answers, also after its engine was killed; a
    second start raises the first and ends."""
    root.install("xvfb", "xdotool", "imagemagick", "procps", "fonts-dejavu-core")
    if model:
        settings = f"[models]\nlast = '{model}'\n"
        root.run("sh", "-c", f"mkdir -p ~/.config/inkstone; echo \"{settings}\" "
                             "> ~/.config/inkstone/settings.toml")  # fmt: skip
    display = root.start("Xvfb", ":7", "-screen", "0", "1280x800x24", "-nolisten", "tcp")
    shown = {"DISPLAY": ":7"}
    marker = root.folder / _HOME[1:] / ".local/share/inkstone/running"
    opened = None
    try:
        socket = root.folder / "tmp/.X11-unix/X7"
        _wait(socket.exists, "Xvfb")
        began = time.monotonic()
        opened = root.start("inkstone", **shown)
        _wait(marker.exists, "the window")
        print(f"inkstone: the window's process was ready after {time.monotonic() - began:.1f} s")
        _say(root, "hello", shown)
        root.run("pkill", "-KILL", "-f", "inkstone engine-child")
        _say(root, "Tell me a short story.", shown)
        time.sleep(2)  # to be drawn whole; nothing outside can tell
        root.run("import", "-window", "root", "/tmp/window.png", **shown)  # noqa: S108 - inside the new root
        screenshot.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root.folder / "tmp/window.png", screenshot)
        root.run("inkstone", **shown)  # ends at once with 0: the first one heard it
        if opened.poll() is not None:
            raise AssertionError("the window's process ended")
        root.run("pkill", "-TERM", "-o", "-x", "inkstone")
        opened.wait(timeout=30)
        if marker.exists():
            raise AssertionError("the window did not close in order")
    finally:
        for process in (opened, display):
            if process is not None and process.poll() is None:
                process.kill()


def _say(root: Root, text: str, shown: dict[str, str]) -> None:
    """Write it in the window's composer and wait until one more answer begins: a random model
    does not end by itself."""
    database = root.folder / _HOME[1:] / ".local/share/inkstone/inkstone.db"
    before = _answers(database)
    search = ("search", "--sync", "--onlyvisible", "--name", "Inkstone")
    root.run("xdotool", *search, "windowfocus", "--sync", **shown)
    root.run("xdotool", "type", "--delay", "30", text, **shown)
    root.run("xdotool", "key", "Return", **shown)
    _wait(lambda: _answers(database) > before, f"the answer to “{text}”")


def _answers(database: Path) -> int:
    if not database.exists():
        return 0
    asked = "SELECT count(*) FROM message WHERE role = 'assistant' AND text <> ''"
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as connection:
        return int(connection.execute(asked).fetchone()[0])


def remove(root: Root) -> None:
    """Nothing of the package stays; what the person has does."""
    said = subprocess.run(
        ["chroot", str(root.folder), "apt-get", "purge", "-y", "-q", "inkstone"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    _expect(".local/share/inkstone", said)
    left = root.run(
        "find", "/usr", "/var/lib/dpkg/info", "-iname", "*inkstone*", person="root"
    ).split()
    if left or (root.folder / PROGRAM).exists():
        raise AssertionError(f"left over: {left}")
    if not (root.folder / _HOME[1:] / ".local/share/inkstone/inkstone.db").exists():
        raise AssertionError("removing the package removed what the person wrote")


def _with(model: str) -> list[str]:
    return ["-m", model] if model else []


def _expect(part: str, text: str) -> None:
    if part not in text:
        raise AssertionError(f"{part} is not in:\n{text}")


def _wait(holds: object, what: str) -> None:
    assert callable(holds)  # noqa: S101
    for _again in range(10 * _PATIENCE_S):
        if holds():
            return
        time.sleep(0.1)
    raise AssertionError(f"{what} did not come within {_PATIENCE_S} s")


if __name__ == "__main__":
    main()
