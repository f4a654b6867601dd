"""Run the engine's tests with every layer on a Vulkan device; on a machine without a GPU that is
Mesa's driver for the processor. Speed there means nothing.

Run by make as `python3 packaging/test_on_vulkan.py [pytest's arguments]` after set_up.py has made
`.venv` ready. llama.cpp is compiled a second time, about 10 minutes on 2 cores; the wheel stays
in the user's cache folder for as long as llama.cpp and the way of building it are the same.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import forced_headers
import set_up
import vulkan

TESTS = ("test_greedy.py", "test_models.py", "test_loop.py", "test_offload.py")
# On a GPU a prompt that is read again in batches of another size rounds otherwise. That leaves
# greedy answers as they are, but turns a draw at a high temperature.
LEFT_OUT = ("test_greedy.py::test_a_seed_repeats_a_drawn_answer",)
PATIENCE_S = 1200  # for one test: a processor that plays a GPU is slow
PACKAGE = "llama-cpp-python"


def main() -> None:
    set_up.check_python()
    set_up.install(vulkan.missing_packages(software_driver=True))
    environment = {
        **os.environ,
        "PYTHONPATH": str(unpacked(built_wheel())),
        "GGML_VK_VISIBLE_DEVICES": os.environ.get("GGML_VK_VISIBLE_DEVICES", "0"),
        "INKSTONE_TEST_GPU": "1",
        "QT_QPA_PLATFORM": "offscreen",
    }
    tests = sys.argv[1:] or [f"tests/engine/{name}" for name in TESTS]
    tests += [f"--deselect=tests/engine/{name}" for name in LEFT_OUT]
    command = [str(set_up.venv_python()), "-m", "pytest", f"--timeout={PATIENCE_S}", *tests]
    sys.exit(subprocess.run(command, cwd=set_up.ROOT, env=environment, check=False).returncode)


def requirement() -> str:
    """llama-cpp-python as the lock has it, with its hashes."""
    lock = (set_up.ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = re.search(rf"^{PACKAGE}==(?:.*\\\n)*.*\n", lock, re.MULTILINE)
    if found is None:
        set_up.give_up(f"{PACKAGE} is not in requirements.lock.")
        raise SystemExit
    return found[0]


def cache_folder() -> Path:
    """The folder of this very build; another llama.cpp or Python has another."""
    python = f"{sys.version_info[0]}.{sys.version_info[1]}"
    digest = hashlib.sha256(
        requirement().encode() + forced_headers.digest("vulkan") + python.encode()
    )
    return set_up.BUILD_CACHE / f"vulkan-{digest.hexdigest()[:16]}"


def built_wheel() -> Path:
    """The wheel with the Vulkan backend, compiled now if it is not there."""
    folder = cache_folder()
    if wheels := sorted(folder.glob("*.whl")):
        return wheels[0]
    set_up.say("compiling llama.cpp with its Vulkan backend, once: about 10 minutes on 2 cores")
    with tempfile.TemporaryDirectory() as scratch:
        wanted = Path(scratch) / "wanted.txt"
        wanted.write_text(requirement(), encoding="utf-8")
        pip = [str(set_up.venv_python()), "-m", "pip", "wheel", "-v", "--no-deps"]
        pip += ["--no-cache-dir", "--require-hashes", "-r", str(wanted), "-w", scratch]
        given = os.environ.get("CMAKE_ARGS", "")
        told = {
            "CMAKE_ARGS": f"{given} {vulkan.CMAKE_FLAG}".strip(),
            **forced_headers.environment("vulkan", os.environ),
        }
        set_up.run_pip(pip, {**os.environ, **told})
        (wheel,) = Path(scratch).glob("*.whl")
        folder.mkdir(parents=True, exist_ok=True)
        partial = folder / f"{wheel.name}.part"
        shutil.copyfile(wheel, partial)
        return partial.replace(folder / wheel.name)


def unpacked(wheel: Path) -> Path:
    """A folder to import the wheel from, in the place of the one in `.venv`."""
    folder = set_up.ROOT / ".cache" / wheel.parent.name
    if not (folder / "complete").exists():
        pip = [str(set_up.venv_python()), "-m", "pip", "install", "--no-deps", "--upgrade"]
        set_up.run_pip([*pip, "--target", str(folder), str(wheel)], dict(os.environ))
        (folder / "complete").touch()
    return folder


if __name__ == "__main__":
    main()
