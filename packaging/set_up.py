"""Make `.venv` ready: Python packages from the lock, llama.cpp compiled, Qt's system libraries.

Run by make as `python3 packaging/set_up.py {run|test} --gpu auto`. Standard library only. What is
already there is not done again; the stamp in `.venv` remembers lock and backend.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.util
import os
import platform
import re
import shutil
import subprocess
import sys
import time
import venv
from pathlib import Path

import forced_headers
import vulkan

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BUILD_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "inkstone-build"
sys.path.insert(0, str(ROOT))  # for modules of the application that need no others
OLDEST, TOO_NEW = (3, 11), (3, 14)
CMAKE_FLAG = {"cuda": "-DGGML_CUDA=on", "metal": "-DGGML_METAL=on", "vulkan": vulkan.CMAKE_FLAG}
BACKENDS = (*CMAKE_FLAG, "cpu")
STARTER = ROOT / "models" / "starter" / "starter.gguf"
WITH_AMX = 9
"""How compute_once.py ends where llama.cpp uses AMX."""
NINJA_STEP = re.compile(r"\[(\d+)/(\d+)\]")


def say(text: str) -> None:
    print(f"inkstone: {text}", flush=True)


def give_up(text: str) -> None:
    say(text)
    sys.exit(3)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("purpose", choices=["run", "test"])
    parser.add_argument("--gpu", choices=["auto", *BACKENDS], default="auto")
    options = parser.parse_args()
    check_python()
    backend = choose_backend(options.gpu)
    install_system_libraries(options.purpose, backend)
    lock = ROOT / ("requirements.lock" if options.purpose == "run" else "requirements-dev.lock")
    stamp = VENV / f"ready-{options.purpose}"
    wanted = fingerprint(lock, backend)
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    make_venv()
    install_packages(lock, backend)
    if not computes():
        say("the llama.cpp that pip had kept was compiled for another processor.")
        remove_llama()
        install_packages(lock, backend)
        if not computes():
            give_up(
                "llama.cpp was compiled, and does not run on this processor. Try again with: "
                "CMAKE_ARGS=-DGGML_NATIVE=OFF make run"
            )
    stamp.write_text(wanted, encoding="utf-8")
    if options.purpose == "test":  # the test environment holds all that running needs
        ready = fingerprint(ROOT / "requirements.lock", backend)
        (VENV / "ready-run").write_text(ready, encoding="utf-8")
    say("ready.")


def check_python() -> None:
    if not OLDEST <= sys.version_info[:2] < TOO_NEW:
        give_up(
            f"this is Python {platform.python_version()}; Inkstone needs 3.11, 3.12 or 3.13. "
            "Name one with: make run PYTHON=python3.12"
        )
    if importlib.util.find_spec("ensurepip") is None:
        version = f"{sys.version_info[0]}.{sys.version_info[1]}"
        give_up(
            f"Python's venv is missing. Install it: sudo apt-get install -y python{version}-venv"
        )


def install_system_libraries(purpose: str, backend: str) -> None:
    """See to what Qt and the compiler lack."""
    from assistant import system_libraries

    packages = set(system_libraries.missing().values())
    if backend == "vulkan":
        packages |= vulkan.missing_packages(software_driver=False)
    if purpose == "test" and sys.platform.startswith("linux"):
        packages |= {name for name in ("xvfb", "xdotool") if not shutil.which(_binary(name))}
    if shutil.which("c++") is None and shutil.which("g++") is None:
        packages.add("g++")
    install(packages)


def install(packages: set[str]) -> None:
    """Install system packages when root; else print the one command that does."""
    from assistant import system_libraries

    if not packages:
        return
    command = system_libraries.install_command(sorted(packages))
    if shutil.which("apt-get") is None:
        say("missing: " + ", ".join(sorted(packages)) + ". Install them with your package manager.")
        return
    if os.geteuid() != 0:
        give_up(f"some system libraries are missing. Install them with:\n  {command}")
    say("installing system libraries: " + ", ".join(sorted(packages)))
    subprocess.run(["apt-get", "update", "-q"], check=False, stdout=subprocess.DEVNULL)
    install = ["apt-get", "install", "-y", "-q", "--no-install-recommends", *sorted(packages)]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    if subprocess.run(install, check=False, env=environment, stdout=subprocess.DEVNULL).returncode:
        give_up(f"that failed. Try it by hand: {command}")


def _binary(package: str) -> str:
    return {"xvfb": "Xvfb"}.get(package, package)


def choose_backend(asked: str) -> str:
    """Metal on a Mac; CUDA where its compiler and a working driver are; else the CPU."""
    if asked != "auto":
        return asked
    if sys.platform == "darwin":
        return "metal"
    if shutil.which("nvcc") and shutil.which("nvidia-smi"):
        probe = subprocess.run(["nvidia-smi", "-L"], check=False, capture_output=True)
        if probe.returncode == 0 and probe.stdout.strip():
            return "cuda"
    return "cpu"


def fingerprint(lock: Path, backend: str) -> str:
    digest = hashlib.sha256(lock.read_bytes() + (ROOT / "pyproject.toml").read_bytes())
    return f"{digest.hexdigest()} {backend} {platform.python_version()}\n"


def make_venv() -> None:
    python = venv_python()
    if not python.exists():
        say(f"creating .venv with Python {platform.python_version()}")
        venv.create(VENV, with_pip=True)


def venv_python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def install_packages(lock: Path, backend: str) -> None:
    say(f"installing the locked packages of {lock.name} (backend: {backend})")
    flag = CMAKE_FLAG.get(backend)
    # pip's cache knows nothing of CMAKE_ARGS: a wheel with a GPU backend is built apart from it.
    environment = dict(
        os.environ,
        PIP_DISABLE_PIP_VERSION_CHECK="1",
        **forced_headers.environment(backend, os.environ),
    )
    if flag is not None:
        environment["CMAKE_ARGS"] = f"{environment.get('CMAKE_ARGS', '')} {flag}".strip()
    if not has_cached_wheel(backend):
        say(
            "llama.cpp is compiled from source the first time: about 7 minutes on 2 cores, "
            "longer with a GPU backend. Later installs reuse the result."
        )
    pip = [str(venv_python()), "-m", "pip", "install", "-v", "--require-hashes", "-r", str(lock)]
    if flag is not None:
        pip += ["--no-cache-dir"]
    run_pip(pip, environment)
    own = [str(venv_python()), "-m", "pip", "install", "-v", "--no-deps", "-e", str(ROOT)]
    run_pip(own, environment)


def computes() -> bool:
    """Whether llama.cpp runs here, as it should: what pip had kept may be for another processor,
    or with AMX (no_amx.h). What else may be wrong is for `inkstone doctor` to say."""
    from assistant.piped_child import ILLEGAL_INSTRUCTION

    script = [str(venv_python()), str(ROOT / "packaging" / "compute_once.py"), str(STARTER)]
    code = subprocess.run(script, check=False, capture_output=True).returncode
    return code not in (*ILLEGAL_INSTRUCTION, WITH_AMX)


def remove_llama() -> None:
    """From pip's cache, and from `.venv`."""
    pip = [str(venv_python()), "-m", "pip"]
    subprocess.run([*pip, "-q", "cache", "remove", "llama_cpp_python"], check=False)
    subprocess.run([*pip, "-q", "uninstall", "-y", "llama-cpp-python"], check=True)


def has_cached_wheel(backend: str) -> bool:
    if backend in ("cuda", "vulkan"):
        return False
    listing = subprocess.run(
        [str(venv_python()), "-m", "pip", "cache", "list", "llama_cpp_python"],
        check=False,
        capture_output=True,
        text=True,
    )
    return "llama_cpp_python" in listing.stdout


def run_pip(command: list[str], environment: dict[str, str]) -> None:
    """Run pip, show its progress in short, and its last lines when it fails."""
    tail: list[str] = []
    progress = Progress()
    with subprocess.Popen(
        command,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    ) as process:
        assert process.stdout is not None  # noqa: S101 - PIPE was asked for
        for line in process.stdout:
            tail = [*tail[-39:], line]
            progress.see(line)
    progress.end()
    if process.returncode:
        print("".join(tail), flush=True)
        give_up("installing failed; the lines above say why. Run the same command to try again.")


class Progress:
    """Turns pip's long output into one line a package and a counter for the compiler."""

    def __init__(self) -> None:
        self._terminal = sys.stdout.isatty()
        self._shown_at = 0.0
        self._began = 0.0
        self._open = False

    def see(self, line: str) -> None:
        text = line.strip()
        if text.startswith("Collecting "):
            self._line(f"  {text.split(' (')[0].lower()}")
        elif match := NINJA_STEP.search(text):
            self._compiled(int(match[1]), int(match[2]))

    def end(self) -> None:
        if self._open:
            print(flush=True)
            self._open = False

    def _compiled(self, done: int, total: int) -> None:
        now = time.monotonic()
        self._began = self._began or now
        pause = 1 if self._terminal else 20
        if now - self._shown_at < pause and done != total:
            return
        self._shown_at = now
        text = f"  compiling llama.cpp: {done} of {total} steps"
        if done * 20 >= total:  # earlier steps say too little of how long the others take
            left = (now - self._began) / done * (total - done)
            text += f", about {max(1, round(left / 60))} min left" if done < total else ""
        if self._terminal:
            print(f"\r{text}   ", end="", flush=True)
            self._open = True
        else:
            print(text, flush=True)

    def _line(self, text: str) -> None:
        if self._terminal:
            self.end()
            print(text, flush=True)


if __name__ == "__main__":
    main()
